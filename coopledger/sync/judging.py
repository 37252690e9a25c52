"""One book's part of a bundle, judged against what is here; nothing is written.

A page whose bytes, chain and seals are right is taken, whatever it says: a broken rule is a
finding. A page that is not genuine stops the whole bundle, because no honest laptop sends one.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.journal import journal
from coopledger.domain.money import Currency
from coopledger.ledger.page import BODY, Header, Page, seals_digest
from coopledger.ledger.replay import Fault, PageFinding, Replay
from coopledger.ledger.salted import GroupCard, Salted
from coopledger.ledger.seals import Seal
from coopledger.store.exchange_shelf import Incoming, Rival, SealChange, Switch, Waiting, packed
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

_DIGEST = re.compile(rb'"([0-9a-f]{64})"')


class Local(msgspec.Struct, frozen=True):
    """What is here of a book: all its pages, rivals by branch, and pages that wait."""

    pages: Sequence[Page] = ()
    rivals: dict[int, list[Page]] = msgspec.field(default_factory=dict)
    waiting: Sequence[Waiting] = ()


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
        chain, seals = self._continued(found)
        replay = self._replay(chain) if found.new or seals or found.rivals else Replay()
        switch = None
        for path in paths(chain, [*known, *found.rivals]) if found.rivals else ():
            parted = path[0].number - 1
            proved = self._prove_path(chain, path, found.copies)
            if proved is not None and decided(path, chain[parted:]):
                switch = self._switch(path, found.rivals)
                replay, seals = proved
                chain = [*chain[:parted], *path]
                break
        return self._told([*sent, *beside], found, chain, seals, replay, switch)

    def _told(
        self,
        sent: list[Placed],
        found: Sorted,
        chain: list[Placed],
        seals: SealChange | None,
        replay: Replay,
        switch: Switch | None,
    ) -> Verdict:
        start = switch.first if switch else len(self._mine) + 1
        on = {each.hash for each in chain}
        new = chain[start - 1 :]
        came = {each.hash for each in (*found.new, *found.rivals)}
        fresh = [each for each in new if each.hash in came]
        rivals = [(fork, each) for fork, each in self._number(found.rivals) if each.hash not in on]
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
            seals=seals,
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
            sealed_keys=(chain[-1].number if chain else 0, self._part.officers),
        )
        return Verdict(
            incoming,
            name=_name(texts),
            pages=len(new),
            known=sum(each.hash in on and each.hash not in came for each in sent),
            first=meetings[0] if meetings else None,
            last=meetings[-1] if meetings else None,
            money=_moved(chain, start) if self._money and new else None,
            findings=tuple(each for each in replay.findings if each.number >= start),
            missing=_missing(chain, waiting),
            missed=missed_meetings(_last_meeting(chain), [each.head for each in waiting]),
            forks=tuple(sorted({each.number for _fork, each in rivals})),
            undone=len(self._mine) + 1 - switch.first if switch else 0,
            own=self._own([*fresh, *waiting], chain),
            newer=self._newer,
            handed=self._part.handed,
        )

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

    def _continued(self, found: Sorted) -> tuple[list[Placed], SealChange | None]:
        """The chain with what goes on from it, and how the seals of its newest page here change."""
        mine, change = list(self._mine), None
        if mine:
            newest, frozen = mine[-1], found.new[0].head.seals if found.new else ""
            copies = [each for each in found.copies if each.number == newest.number]
            union = {seal.key: seal for each in (newest, *copies) for seal in each.page.seals}
            sealed = _sealed(newest, tuple(union.values()))
            exact = _frozen([sealed, *copies, newest], frozen) if frozen else sealed
            if exact is None:
                # Its seals as they were frozen are not here: the page itself is asked for again.
                found.waiting, found.new = [*found.new, *found.waiting], []
                exact = sealed
            mine[-1], change = exact, _change(newest, exact)
        return [*mine, *found.new], change

    def _replay(self, chain: Sequence[Placed]) -> Replay:
        """Verify a chain.

        Raises:
            Refusal: `bundle_page_bad`, or `page_not_genuine` where the damage is in the store.
        """
        try:
            return Replay().extend(each.page for each in chain)
        except Fault as fault:
            number = fault.number
            own = number <= len(self._mine) and chain[number - 1] == self._mine[number - 1]
            code = "page_not_genuine" if own else "bundle_page_bad"
            raise Refusal(code, book=self._book, page=number, fault=fault.kind) from None

    def _prove_path(
        self, chain: Sequence[Placed], path: Sequence[Placed], copies: Sequence[Placed]
    ) -> tuple[Replay, SealChange | None] | None:
        """Verify a branch beside the chain, and how the seals of the page before it would change.

        None if that page's seals as the branch froze them are not here.

        Raises:
            Refusal: `bundle_page_bad`.
        """
        parted = path[0].number - 1
        before, change = list(chain[:parted]), None
        if before:
            same = [each for each in copies if each.number == parted]
            exact = _frozen([before[-1], *same], path[0].head.seals)
            if exact is None:
                for each in path:
                    check_device(each)
                return None
            change = _change(before[-1], exact)
            before[-1] = exact
        try:
            return Replay().extend(each.page for each in (*before, *path)), change
        except Fault as fault:
            params = {"book": self._book, "page": fault.number, "fault": fault.kind}
            raise Refusal("bundle_page_bad", **params) from None

    def _number(self, rivals: Sequence[Placed]) -> list[tuple[int, Placed]]:
        """Give each rival page its branch: that of the page which it follows, or a new one."""
        tips = {pages[-1].hash: fork for fork, pages in self._kept.items()}
        highest, found = max(self._kept, default=0), []
        for each in rivals:
            fork = tips.pop(each.head.prev, 0)
            if not fork:
                highest += 1
                fork = highest
            tips[each.hash] = fork
            found.append((fork, each))
        return found

    def _switch(self, path: Sequence[Placed], rivals: Sequence[Placed]) -> Switch:
        on = {each.hash for each in path}
        promoted = [
            (each.number, fork)
            for fork, pages in self._kept.items()
            for each in pages
            if each.hash in on
        ]
        highest = max((fork for fork, _each in self._number(rivals)), default=0)
        retired = max(highest, *self._kept, 0) + 1
        return Switch(path[0].number, retired, tuple(promoted))

    def _texts(self, replay: Replay, pages: Sequence[Placed]) -> tuple[Salted, ...]:
        """The texts that came, less those that the officers had erased.

        Raises:
            Refusal: `bundle_damaged`: no page that came names one of them.
        """
        named = {digest.decode() for each in pages for digest in _DIGEST.findall(each.page.body)}
        named.update(replay.cards.values())
        if self._mine:
            named.add(_card(self._mine))
        texts = self._part.read_texts()
        if any(text.digest not in named for text in texts):
            raise Refusal("bundle_damaged")
        return tuple(text for text in texts if text.digest not in replay.erased)


def _sealed(each: Placed, seals: tuple[Seal, ...]) -> Placed:
    page = Page(each.page.header, each.page.body, seals)
    return msgspec.structs.replace(each, page=page)


def _frozen(copies: Sequence[Placed], digest: str) -> Placed | None:
    """The copy of a page whose seals have that digest."""
    return next((each for each in copies if seals_digest(each.page.seals) == digest), None)


def _change(here: Placed, becomes: Placed) -> SealChange | None:
    there = {seal.key for seal in here.page.seals}
    wanted = {seal.key for seal in becomes.page.seals}
    added = tuple(seal for seal in becomes.page.seals if seal.key not in there)
    dropped = tuple(there - wanted)
    return SealChange(here.number, added, dropped) if added or dropped else None


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
    cards = [text.text for text in texts if text.sort == "group"]
    try:
        return msgspec.json.decode(cards[0], type=GroupCard).name if cards else ""
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


def _moved(chain: Sequence[Placed], start: int) -> Money:
    """Cash that came in and went out on the pages from a number on."""
    came = went = 0
    entries = journal(each.page.read() for each in chain)
    for entry in entries:
        if entry.number < start:
            continue
        for debited, credited, amount in entry.legs:
            into, out = ":cash:" in debited, ":cash:" in credited
            if into != out:
                moved = amount if into else -amount
                came, went = came + max(moved, 0), went - min(moved, 0)
    book = Replay().extend(each.page for each in chain).book
    cash = sum(amount for name, amount in book.accounts.items() if ":cash:" in name)
    return Money(book.constitution.money, came, went, cash)
