"""One book's part of a bundle, judged against what is here; nothing is written.

A page whose bytes, chain and seals are right is taken, whatever it says: a broken rule is a
finding. A page that is not genuine stops the whole bundle, because no honest laptop sends one.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.cash_flow import CashBook
from coopledger.domain.errors import Refusal
from coopledger.ledger.all_cores import on_all_cores
from coopledger.ledger.page import BODY, Page
from coopledger.ledger.person import Person
from coopledger.ledger.replay import Replay
from coopledger.ledger.salted import GroupCard, Salted, is_of_its_sort, read_card
from coopledger.store.incoming import (
    Incoming,
    Packed,
    Rival,
    SealChange,
    Spare,
    Switch,
    Waiting,
    packed,
)
from coopledger.sync import cards
from coopledger.sync.branches import Placed, Sorted, admitted, check_device, placed, sort
from coopledger.sync.bundle import BookPart
from coopledger.sync.filing import Filing
from coopledger.sync.limits import MAX_WAITING
from coopledger.sync.proving import Proving
from coopledger.sync.verdict import Local, MeetingDay, Money, Verdict
from coopledger.sync.versions import changes
from coopledger.sync.versions import known as known_seals
from coopledger.sync.waiting import (
    missed_meetings,
    missing_before,
    packed_waiting,
    read_waiting,
)

_DIGEST = re.compile(rb'"([0-9a-f]{64})"')


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
        self._mine = [placed(page) for page in local.pages]
        self._kept = {fork: [placed(p) for p in pages] for fork, pages in local.rivals.items()}
        self._cards = cards.newer(part.read_people(), local.people)
        self._barred, self._people = local.barred, local.people
        self._versions = known_seals(self._mine, self._kept, local.spares)
        self._filing = Filing(self._mine, self._kept, self._versions)
        self._proving = Proving(self._book, self._mine, self._kept, self._versions, money=money)
        self._waited = {each.hash: read_waiting(each) for each in local.waiting}
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
        replay = self._proving.chain(chain) if judged else Replay()
        prove = bool(found.rivals or gained or self._versions.several)
        chain, chosen, beside_it = self._proving.choose(chain, [*known, *found.rivals], prove=prove)
        switch = self._filing.switch(chain)
        counting = set(switch.promoted) if switch else set()
        kept = self._mine[: switch.first - 1] if switch else self._mine
        on_it = [e for n, pages in self._kept.items() for e in pages if (e.number, n) in counting]
        seals = [each for place, each in beside_it.items() if place not in counting]
        seals += changes([*kept, *on_it], chain)
        return self._told([*sent, *beside], found, chain, seals, chosen or replay, switch)

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
        beside = self._filing.numbered(
            [each for each in came.values() if each.hash not in on], switch
        )
        rivals = self._filing.settled(beside)
        texts = self._texts(replay, sent) if fresh or rivals else ()
        waiting = found.waiting[:MAX_WAITING]
        for each in waiting:
            check_device(each)
        stay, erasures = {each.page.hash for each in waiting}, _erasures(fresh)
        disowned = self._disowned(replay)
        meetings = [MeetingDay(e.head.meeting, e.head.date) for e in new if e.head.meeting]
        incoming = Incoming(
            book=self._book,
            card=_card(chain),
            pages=tuple(on_all_cores(_packed, fresh)),
            seals=tuple(seals),
            spares=(
                *(Spare(each.number, each.fork, each.lost) for each in seals if each.lost),
                *self._filing.spares(chain, rivals, switch),
            ),
            rivals=tuple(Rival(fork, _packed(each)) for fork, each in rivals),
            switch=switch,
            texts=texts,
            erased=frozenset(digest for event in erasures for digest in event.texts),
            forgotten=frozenset(event.m for event in erasures),
            waiting=tuple(
                Waiting(each.number, each.page.hash, packed_waiting(self._book, each))
                for each in waiting
                if each.page.hash not in self._waited
            ),
            done=tuple(hash_ for hash_ in self._waited if hash_ not in stay),
            people=self._believed(replay, disowned),
            disowned=disowned,
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
            missing=missing_before(chain, waiting),
            missed=missed_meetings(_last_meeting(chain), [each.head for each in waiting]),
            forks=tuple(sorted({each.number for _fork, each in rivals})),
            undone=len(self._mine) + 1 - start,
            own=self._own([*fresh, *waiting], chain),
            newer=self._newer,
            handed=self._part.handed,
        )

    def _believed(self, replay: Replay, disowned: frozenset[str]) -> tuple[Person, ...]:
        """The later cards of members that are there and whose cards were not erased."""
        there = (member for member, card in replay.cards.items() if card not in replay.erased)
        args = (self._book, replay.holder, self._barred, frozenset(there))
        # A card that goes does not keep an earlier one out.
        stay = [each for each in self._people if each.member not in disowned]
        return cards.believed(cards.newer(self._part.read_people(), stay), *args)

    def _disowned(self, replay: Replay) -> frozenset[str]:
        """Members whose cards here are of a branch that does not count."""
        if not replay.headers:
            return frozenset()
        found = cards.disowned(self._people, self._book, replay.holder, replay.cards)
        return frozenset(each.member for each in found)

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

    def _texts(self, replay: Replay, pages: Sequence[Placed]) -> tuple[Salted, ...]:
        """The texts that came, less cards that are none and what the officers had erased.

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
        return tuple(
            text for text in texts if text.digest not in replay.erased and is_of_its_sort(text)
        )


def _packed(each: Placed) -> Packed:
    return packed(each.head, each.page)


def _card(chain: Sequence[Placed]) -> str:
    """Digest of the group's card, as the founding page has it."""
    if not chain:
        return ""
    (first, *_others) = BODY.decode(chain[0].page.body)
    return first.card if isinstance(first, ev.Found) else ""


def _name(texts: Iterable[Salted]) -> str:
    cards = (read_card(text.text, GroupCard) for text in texts if text.sort == "group")
    return next((card.name for card in cards if card), "")


def _erasures(pages: Iterable[Placed]) -> list[ev.Erase]:
    return [
        event
        for each in pages
        if each.head.kind == "erasure"
        for event in BODY.decode(each.page.body)
        if isinstance(event, ev.Erase)
    ]


def _last_meeting(chain: Sequence[Placed]) -> int:
    return max((each.head.meeting for each in chain), default=0)


def _moved(book: Book, start: int) -> Money | None:
    """Cash that came in and went out on the pages from a number on, where it was added up."""
    if not isinstance(book, CashBook):
        return None
    came, went = book.moved_from(start)
    return Money(book.constitution.money, came, went, book.all_cash)
