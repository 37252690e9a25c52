"""One book's part of a bundle, judged against what is here; nothing is written.

A page whose bytes, chain and seals are right is taken, whatever it says: a broken rule is a
finding. A page that is not genuine stops the whole bundle, because no honest laptop sends one.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.cash_flow import CashBook
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.ledger.page import BODY, Header, Page, seals_digest
from coopledger.ledger.person import Person
from coopledger.ledger.replay import Fault, PageFinding, Replay
from coopledger.ledger.salted import GroupCard, Salted
from coopledger.store.exchange_shelf import (
    Incoming,
    Rival,
    SealChange,
    Spare,
    Switch,
    Waiting,
    packed,
)
from coopledger.sync import cards
from coopledger.sync.branches import (
    Placed,
    Sorted,
    admitted,
    check_device,
    decided,
    paths,
    placed,
    sort,
)
from coopledger.sync.bundle import BookPart, book_part
from coopledger.sync.limits import MAX_WAITING
from coopledger.sync.versions import changes
from coopledger.sync.versions import known as known_seals

_DIGEST = re.compile(rb'"([0-9a-f]{64})"')


class Local(msgspec.Struct, frozen=True):
    """What is here of a book: all its pages, rivals by branch, pages that wait, seals, cards.

    ``barred`` are keys of revoked devices.
    """

    pages: Sequence[Page] = ()
    rivals: dict[int, list[Page]] = msgspec.field(default_factory=dict)
    waiting: Sequence[Waiting] = ()
    spares: Sequence[Spare] = ()
    people: Sequence[Person] = ()
    barred: frozenset[bytes] = frozenset()


class MeetingDay(msgspec.Struct, frozen=True):
    """A meeting by its number and ISO date."""

    number: int
    date: str


class Money(msgspec.Struct, frozen=True):
    """What pages moved, in minor units: cash that came in, went out, and lies there after them."""

    currency: Currency
    came: int
    went: int
    cash: int


class Verdict(msgspec.Struct, frozen=True):
    """What a part comes to.

    Attributes:
        incoming: what is to be taken in.
        name: the group's name as its card says it, empty if no card came or is here.
        pages: how many are new.
        known: how many were here.
        first, last: of the new meetings; None if there is none.
        money: what the new pages moved; None unless it was asked for.
        findings: that the new pages show.
        missing: first and last number of the pages that others wait for; (0, 0) if none do.
        missed: the meetings on those pages, as far as their neighbours tell; (0, 0) if they do not.
        forks: numbers of the rival pages that are new.
        undone: how many pages that counted here do so no more, by the officers' choice.
        own: highest number of a new page by this device itself, 0 if there is none.
        newer: whether there are pages that only a newer program can read; they stay out.
        handed: the officers' wrapped keys in a box for this device, if it was handed the book.
    """

    incoming: Incoming
    name: str = ""
    pages: int = 0
    known: int = 0
    first: MeetingDay | None = None
    last: MeetingDay | None = None
    money: Money | None = None
    findings: tuple[PageFinding, ...] = ()
    missing: tuple[int, int] = (0, 0)
    missed: tuple[int, int] = (0, 0)
    forks: tuple[int, ...] = ()
    undone: int = 0
    own: int = 0
    newer: bool = False
    handed: bytes = b""


def judge(part: BookPart, local: Local, device: str, *, money: bool = False) -> Verdict:
    """Judge a part.

    Args:
        part: as it came.
        local: what is here.
        device: this device's short name.
        money: whether to add up what the new pages moved.

    Raises:
        Refusal: `bundle_page_bad`: a page is not genuine; `bundle_damaged`: pages or texts are not
            as a part has them; `page_not_genuine`: what is here is damaged.
    """
    return _Judge(part, local, device, money=money).verdict()


class _Judge:
    def __init__(self, part: BookPart, local: Local, device: str, *, money: bool) -> None:
        self._part = part
        self._book = part.book.hex()
        self._device = device
        self._money = money
        self._mine = [placed(page) for page in local.pages]
        self._kept = {fork: [placed(p) for p in pages] for fork, pages in local.rivals.items()}
        self._cards = cards.newer(part.read_people(), local.people)
        self._barred, self._people = local.barred, local.people
        self._versions = known_seals(self._mine, self._kept, local.spares)
        self._waited = {each.hash: _read_waiting(each) for each in local.waiting}
        self._newer = False

    def verdict(self) -> Verdict:
        """See `judge`."""
        sent = self._admitted(self._part.read_pages())
        if any(b.number != a.number + 1 for a, b in pairwise(sent)):
            raise Refusal("bundle_damaged")
        beside = self._admitted(self._part.read_rivals())
        known = [each for pages in self._kept.values() for each in pages]
        found = sort(self._mine, known, [*sent, *beside, *self._waited.values()])
        self._versions.add([*sent, *beside, *self._waited.values()])
        chain = self._continued(found)
        gained = changes(self._mine, chain)
        judged = found.new or gained or found.rivals or self._cards
        replay = self._replay(chain) if judged else Replay()
        prove = bool(found.rivals or gained or self._versions.several)
        chain, chosen, beside_it = self._choose(chain, [*known, *found.rivals], prove=prove)
        switch = self._switch(chain)
        counting = set(switch.promoted) if switch else set()
        kept = self._mine[: switch.first - 1] if switch else self._mine
        on_it = [e for n, pages in self._kept.items() for e in pages if (e.number, n) in counting]
        seals = [each for place, each in beside_it.items() if place not in counting]
        seals += changes([*kept, *on_it], chain)
        return self._told([*sent, *beside], found, chain, seals, chosen or replay, switch)

    def _choose(
        self, chain: list[Placed], rivals: Sequence[Placed], *, prove: bool
    ) -> tuple[list[Placed], Replay | None, dict[tuple[int, int], SealChange]]:
        """Follow the officers' choices, however many of them came.

        Args:
            chain: that counts so far, with what goes on from it.
            rivals: all other pages.
            prove: verify also the branches that were not chosen.

        Returns:
            The chain that counts, verified if it is another one, and how the seals of the branches'
            newest pages change, by number and branch.
        """
        replay: Replay | None = None
        seals: dict[tuple[int, int], SealChange] = {}
        there = {each.hash: each for each in (*chain, *rivals)}
        again = True
        while again:
            again, on = False, {each.hash for each in chain}
            for each in paths(chain, [other for hash_, other in there.items() if hash_ not in on]):
                path = self._versions.settled(each, mixed=True)
                better = decided(path, chain[path[0].number - 1 :])
                proved = self._prove_path(chain, path) if better or prove else None
                if proved is None:
                    continue
                for fork, pages in self._kept.items():
                    # What is followed on its own branch keeps the seals that were frozen there.
                    newest = changes(pages[-1:], path, fork)
                    seals.update({(change.number, fork): change for change in newest})
                if better:
                    before, replay = proved
                    chain, again = [*before, *path], True
                    break
        return chain, replay, seals

    def _told(
        self,
        sent: list[Placed],
        found: Sorted,
        chain: list[Placed],
        seals: Sequence[SealChange],
        replay: Replay,
        switch: Switch | None,
    ) -> Verdict:
        # The branches may part among the pages that came: those before them are new too.
        start = min(switch.first if switch else len(chain) + 1, len(self._mine) + 1)
        on = {each.hash for each in chain}
        new = chain[start - 1 :]
        came = {each.hash: each for each in (*found.new, *found.rivals)}
        fresh = [each for each in new if each.hash in came]
        beside = self._number([each for each in came.values() if each.hash not in on], switch)
        rivals = self._settled_by_branch(beside)
        texts = self._texts(replay, sent) if fresh or rivals else ()
        waiting = found.waiting[:MAX_WAITING]
        for each in waiting:
            check_device(each)
        stay, erasures = {each.page.hash for each in waiting}, _erasures(fresh)
        meetings = [MeetingDay(e.head.meeting, e.head.date) for e in new if e.head.meeting]
        incoming = Incoming(
            book=self._book,
            card=_card(chain),
            pages=tuple(packed(each.head, each.page) for each in fresh),
            seals=tuple(seals),
            spares=(
                *(Spare(each.number, each.fork, each.lost) for each in seals if each.lost),
                *self._spare(chain, rivals, switch),
            ),
            rivals=tuple(Rival(fork, packed(each.head, each.page)) for fork, each in rivals),
            switch=switch,
            texts=texts,
            erased=frozenset(digest for event in erasures for digest in event.texts),
            forgotten=frozenset(event.m for event in erasures),
            waiting=tuple(
                Waiting(each.number, each.page.hash, _packed_waiting(self._book, each))
                for each in waiting
                if each.page.hash not in self._waited
            ),
            done=tuple(hash_ for hash_ in self._waited if hash_ not in stay),
            people=self._believed(replay),
            disowned=self._disowned(replay),
            sealed_keys=(chain[-1].number if chain else 0, self._part.officers),
        )
        return Verdict(
            incoming,
            name=_name(texts),
            pages=len(new),
            known=sum(each.hash in on and each.hash not in came for each in sent),
            first=meetings[0] if meetings else None,
            last=meetings[-1] if meetings else None,
            money=_moved(replay.book, start) if new else None,
            findings=tuple(each for each in replay.findings if each.number >= start),
            missing=_missing(chain, waiting),
            missed=missed_meetings(_last_meeting(chain), [each.head for each in waiting]),
            forks=tuple(sorted({each.number for _fork, each in rivals})),
            undone=len(self._mine) + 1 - start,
            own=self._own([*fresh, *waiting], chain),
            newer=self._newer,
            handed=self._part.handed,
        )

    def _believed(self, replay: Replay) -> tuple[Person, ...]:
        """The later cards of members that are there and whose cards were not erased."""
        there = (member for member, card in replay.cards.items() if card not in replay.erased)
        args = (self._book, replay.holder, self._barred, frozenset(there))
        return cards.believed(self._cards, *args)

    def _spare(
        self, chain: Sequence[Placed], rivals: Sequence[tuple[int, Placed]], switch: Switch | None
    ) -> tuple[Spare, ...]:
        """Seals that are not on their pages any more, by where the pages stand in the end."""
        places = {each.hash: (fork, each) for fork, kept in self._kept.items() for each in kept}
        if switch is not None:
            retired = self._mine[switch.first - 1 :]
            places.update({each.hash: (switch.retired, each) for each in retired})
        places.update({each.hash: (fork, each) for fork, each in rivals})
        places.update({each.hash: (0, each) for each in chain})
        found = []
        for hash_ in self._versions.several:
            fork, each = places.get(hash_, (0, None))
            if each is not None and (seals := self._versions.spare(each)):
                found.append(Spare(each.number, fork, seals))
        return tuple(found)

    def _disowned(self, replay: Replay) -> frozenset[str]:
        """Members whose cards here were sealed on a branch that does not count."""
        if not replay.headers:
            return frozenset()
        return cards.disowned(self._people, self._book, replay.holder)

    def _own(self, pages: Sequence[Placed], chain: Sequence[Placed]) -> int:
        """Highest number of a page of this device's own that came and is of the epoch in force."""
        epoch = chain[-1].head.epoch if chain else 1
        own = [e for e in pages if e.head.device == self._device and e.head.epoch >= epoch]
        return max((each.number for each in own), default=0)

    def _admitted(self, pages: Iterable[Page]) -> list[Placed]:
        """Pages up to the first that only a newer program reads."""
        found = []
        for page in pages:
            each = admitted(page, self._book)
            if each is None:
                self._newer = True
                break
            found.append(each)
        return found

    def _continued(self, found: Sorted) -> list[Placed]:
        """The chain with what goes on from it, each page with the seals that the next one froze."""
        if self._mine and found.new:
            frozen = found.new[0].head.seals
            if self._versions.exact(self._mine[-1], frozen) is None:
                # Its seals as they were frozen are not here: the page itself is asked for again.
                found.waiting, found.new = [*found.new, *found.waiting], []
        whole = [*self._mine, *found.new]
        return self._versions.settled(whole, mixed=bool(self._part.rivals or self._waited))

    def _fresh(self) -> Replay:
        return Replay(CashBook() if self._money else None)

    def _replay(self, chain: Sequence[Placed]) -> Replay:
        """Verify a chain.

        Raises:
            Refusal: `bundle_page_bad`, or `page_not_genuine` where the damage is in the store.
        """
        try:
            return self._fresh().extend([each.page for each in chain])
        except Fault as fault:
            number = fault.number
            own = number <= len(self._mine) and chain[number - 1] == self._mine[number - 1]
            code = "page_not_genuine" if own else "bundle_page_bad"
            raise Refusal(code, book=self._book, page=number, fault=fault.kind) from None

    def _prove_path(
        self, chain: Sequence[Placed], path: Sequence[Placed]
    ) -> tuple[list[Placed], Replay] | None:
        """Verify a branch beside the chain; the pages before it, with the seals that it froze.

        None if the seals that one of its pages froze are not here.

        Raises:
            Refusal: `bundle_page_bad`.
        """
        before = list(chain[: path[0].number - 1])
        exact = self._versions.exact(before[-1], path[0].head.seals) if before else None
        frozen = all(seals_digest(a.page.seals) == b.head.seals for a, b in pairwise(path))
        if not frozen or (before and exact is None):
            for each in path:
                check_device(each)
            return None
        if exact is not None:
            before[-1] = exact
        try:
            return before, self._fresh().extend([each.page for each in (*before, *path)])
        except Fault as fault:
            params = {"book": self._book, "page": fault.number, "fault": fault.kind}
            raise Refusal("bundle_page_bad", **params) from None

    def _number(self, rivals: Sequence[Placed], switch: Switch | None) -> list[tuple[int, Placed]]:
        """Give each rival page its branch: that of the page which it follows, or a new one."""
        tips = {pages[-1].hash: fork for fork, pages in self._kept.items()}
        highest, found = max(self._kept, default=0), []
        if switch is not None:
            highest = switch.retired
            tips.update({each.hash: highest for each in self._mine[switch.first - 1 :][-1:]})
        for each in sorted(rivals, key=lambda page: page.number):
            fork = tips.pop(each.head.prev, 0)
            if not fork:
                highest += 1
                fork = highest
            tips[each.hash] = fork
            found.append((fork, each))
        return found

    def _settled_by_branch(self, rivals: Sequence[tuple[int, Placed]]) -> list[tuple[int, Placed]]:
        """Rival pages, each with the seals that the next one on its branch froze."""
        branches: dict[int, list[Placed]] = {}
        for fork, each in rivals:
            branches.setdefault(fork, []).append(each)
        return [
            (n, e)
            for n, pages in branches.items()
            for e in self._versions.settled(pages, mixed=True)
        ]

    def _switch(self, chain: Sequence[Placed]) -> Switch | None:
        """From the chain that counted here to the one that does now."""
        pairs = zip(self._mine, chain, strict=False)
        parted = next((a.number for a, b in pairs if a.hash != b.hash), 0)
        if not parted:
            return None
        on = {each.hash for each in chain[parted - 1 :]}
        promoted = [
            (each.number, fork)
            for fork, pages in self._kept.items()
            for each in pages
            if each.hash in on
        ]
        return Switch(parted, max(self._kept, default=0) + 1, tuple(promoted))

    def _texts(self, replay: Replay, pages: Sequence[Placed]) -> tuple[Salted, ...]:
        """The texts that came, less those that the officers had erased.

        Raises:
            Refusal: `bundle_damaged`: no page that came names one of them.
        """
        texts = self._part.read_texts()
        unnamed = {text.digest for text in texts}.difference(replay.cards.values())
        if self._mine:
            unnamed.discard(_card(self._mine))
        for each in pages:
            if not unnamed:  # bodies are long
                break
            unnamed.difference_update(d.decode() for d in _DIGEST.findall(each.page.body))
        if unnamed:
            raise Refusal("bundle_damaged")
        return tuple(text for text in texts if text.digest not in replay.erased)


def _read_waiting(waiting: Waiting) -> Placed:
    part = msgspec.msgpack.decode(waiting.page, type=BookPart)
    return placed(part.read_pages()[0])


def _packed_waiting(book: str, each: Placed) -> bytes:
    return msgspec.msgpack.encode(book_part(book, [each.page]))


def _card(chain: Sequence[Placed]) -> str:
    """Digest of the group's card, as the founding page has it."""
    if not chain:
        return ""
    (first, *_others) = BODY.decode(chain[0].page.body)
    return first.card if isinstance(first, ev.Found) else ""


def _name(texts: Iterable[Salted]) -> str:
    found = [text.text for text in texts if text.sort == "group"]
    try:
        return msgspec.json.decode(found[0], type=GroupCard).name if found else ""
    except msgspec.DecodeError:
        raise Refusal("bundle_damaged") from None


def _erasures(pages: Iterable[Placed]) -> list[ev.Erase]:
    return [
        event
        for each in pages
        if each.head.kind == "erasure"
        for event in BODY.decode(each.page.body)
        if isinstance(event, ev.Erase)
    ]


def _missing(chain: Sequence[Placed], waiting: Sequence[Placed]) -> tuple[int, int]:
    """The pages that those which wait follow, and that are not here."""
    if not waiting:
        return 0, 0
    lowest = min(each.number for each in waiting)
    return min(len(chain) + 1, lowest - 1), lowest - 1


def _last_meeting(chain: Sequence[Placed]) -> int:
    return max((each.head.meeting for each in chain), default=0)


def missed_meetings(last: int, waiting: Iterable[Header]) -> tuple[int, int]:
    """First and last of the meetings that are missing before pages which wait.

    Args:
        last: the last meeting that is here.
        waiting: headers of the pages that wait.
    """
    lowest = min(waiting, key=lambda head: head.number, default=None)
    if lowest is None or lowest.meeting <= last + 1:
        return 0, 0
    return last + 1, lowest.meeting - 1


def waiting_head(waiting: Waiting) -> Header:
    """The header of a page that waits."""
    return _read_waiting(waiting).head


def _moved(book: Book, start: int) -> Money | None:
    """Cash that came in and went out on the pages from a number on, where it was added up."""
    if not isinstance(book, CashBook):
        return None
    came, went = book.moved_from(start)
    return Money(book.constitution.money, came, went, book.all_cash)
