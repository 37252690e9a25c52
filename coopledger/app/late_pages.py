"""Pages that do not count, meeting by meeting, and writing down again what is true of them.

Pages of an earlier holder that turned up after the officers gave the book to another laptop, and
those of a branch that the officers did not choose, are kept as evidence and change nothing. Each of
their meetings is shown with what it recorded and what it would change; whoever holds the book may
put it into the draft of the next meeting, where it can still be corrected and is sealed like all
else. Nothing of it is ever taken in by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Literal, TypeAlias

import msgspec

from coopledger.app import additions
from coopledger.app.additions import Effect
from coopledger.app.forks import BESIDE, alike, apart, folded, loans_of, member_of
from coopledger.app.ledger import ERASED, Group, Ledger
from coopledger.app.page_entries import amount_of
from coopledger.app.proposals import Drafted
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.journal import tag_of, undone
from coopledger.domain.money import Currency
from coopledger.domain.said_again import Again, said_again
from coopledger.ledger.page import BODY, Kind
from coopledger.reports.fingerprint import fingerprint
from coopledger.sync.branches import Placed, decided
from coopledger.words.events import event_name

State: TypeAlias = Literal["open", "entered", "dealt"]
"""``entered``: it was put into a draft here; ``dealt``: nothing is to be done, somebody said."""
Use: TypeAlias = Literal["again", "there", "part", "worked_out", "counted", "by_hand"]
"""What becomes of an entry: see `domain.said_again.Why`; ``there``: the book has the same in its
meeting of that number and day."""


class LateEntry(msgspec.Struct, frozen=True):
    """One entry of a page that does not count.

    Attributes:
        index: its place on the page, from 0.
        code: of the member whom it is about; empty for none or several.
        name: of that member.
        what: the kind of entry, in words.
        amount: in minor units; None where it moves no money.
        note: the text beside it.
        use: what becomes of it.
    """

    index: int
    code: str
    name: str
    what: str
    amount: int | None
    note: str
    use: Use


class LatePage(msgspec.Struct, frozen=True):
    """A page that does not count.

    Attributes:
        id: hash of its header, in hex.
        group: whose book it is.
        currency: of all amounts.
        number: that it has in its branch.
        kind: of the page.
        meeting: 0 on a page that is none.
        day: ISO day; empty where it has none.
        device: short name of the laptop that wrote it.
        fingerprint: as a paper of it was printed.
        state: what was done about it here.
        entries: what it recorded.
    """

    id: str
    group: Group
    currency: Currency
    number: int
    kind: Kind
    meeting: int
    day: str
    device: str
    fingerprint: str
    state: State
    entries: tuple[LateEntry, ...]

    @property
    def offered(self) -> tuple[int, ...]:
        """Places of the entries that can be written down again."""
        return tuple(entry.index for entry in self.entries if entry.use == "again")


def late_pages(ledger: Ledger, group: str) -> tuple[LatePage, ...]:
    """The pages of a book that do not count, in the order of their branches.

    Branches about which the officers have not decided yet are none of them; see
    `coopledger.app.forks`.

    Raises:
        Refusal: `unknown_group`; `page_not_genuine`.
    """
    return tuple(page for page, _entries in _read(ledger, group))


def find_late(ledger: Ledger, group: str, page: str) -> LatePage:
    """One page that does not count, by its `LatePage.id` or how it begins.

    Raises:
        Refusal: `unknown_late_page`.
    """
    return _find(ledger, group, page)[0]


def late_books(ledger: Ledger, books: Collection[str] | None = None) -> dict[str, int]:
    """How many pages with something to write down again nobody has dealt with, by book id.

    Args:
        ledger: the open ledger.
        books: ids of the books to look at; all if None.
    """
    forked = ledger.store.forked() - {ledger.store.registry_id()}
    found = {}
    for book in forked if books is None else forked & set(books):
        pages = late_pages(ledger, book)
        waiting = sum(page.state == "open" and bool(page.offered) for page in pages)
        if waiting:
            found[book] = waiting
    return found


def effect(
    ledger: Ledger, group: str, page: str, today: str, chosen: Collection[int] | None = None
) -> Effect:
    """Work out what writing a page down again would change; nothing is written.

    Args:
        ledger: the open ledger.
        group: the book's id.
        page: its `LatePage.id`, or how it begins.
        today: ISO day of a meeting that is not begun yet.
        chosen: places of the entries; all that are offered if None.

    Raises:
        Refusal: this laptop may not write in the book; `unknown_late_page`.
    """
    found, entries = _find(ledger, group, page)
    taken = _chosen(found, entries, chosen)
    return additions.work_in(ledger, group, taken, found.day, today)[1]


def enter(
    ledger: Ledger, group: str, page: str, today: str, chosen: Collection[int] | None = None
) -> Drafted:
    """Put a page's entries into the draft of the next meeting; see `effect`.

    Raises:
        Refusal: as `effect`; `late_page_done`: it was done already; `nothing_to_enter`; an entry is
            impossible as the book is now. Nothing was added.
    """
    found, entries = _find(ledger, group, page)
    if found.state != "open":
        raise Refusal("late_page_done", page=found.number)
    taken = _chosen(found, entries, chosen)
    if not taken:
        raise Refusal("nothing_to_enter", page=found.number)
    return additions.put_in(ledger, group, taken, found.day, today, found.id)


def mark(ledger: Ledger, group: str, page: str, state: State) -> LatePage:
    """Note that a page is dealt with, or offer it again.

    Raises:
        Refusal: `unknown_late_page`.
    """
    found, _entries = _find(ledger, group, page)
    ledger.store.note_late(found.id, "" if state == "open" else state)
    return msgspec.structs.replace(found, state=state)


_Entries = dict[int, en.AnyEntry]


def _find(ledger: Ledger, group: str, page: str) -> tuple[LatePage, _Entries]:
    asked = page.lower()
    found = [each for each in _read(ledger, group) if asked and each[0].id.startswith(asked)]
    if len(found) != 1:
        raise Refusal("unknown_late_page", value=page)
    return found[0]


def _read(ledger: Ledger, group: str) -> list[tuple[LatePage, _Entries]]:
    seen: dict[str, tuple[LatePage, _Entries]] = {}
    for chain, _branch, path in apart(ledger, group):
        parted = path[0].number - 1
        if not decided(chain[parted:], path):
            continue
        reader = _Branch(ledger, group, chain, path)
        for at, each in enumerate(path):
            if each.hash not in seen and each.head.kind not in BESIDE:
                seen[each.hash] = reader.page(at)
    return list(seen.values())


class _Branch:
    """A branch that does not count, read beside the one that does."""

    def __init__(
        self, ledger: Ledger, group: str, chain: Sequence[Placed], path: Sequence[Placed]
    ) -> None:
        self._path = path
        parted = path[0].number - 1
        self._group = ledger.group(group)
        self._currency = ledger.currency(group)
        self._names = {code: card.name for code, card in ledger.members(group).items()}
        self._texts = ledger.store.texts(group)
        self._states = ledger.store.late_states()
        book = folded([*chain[:parted], *path])
        self._loans = loans_of(book)
        self._forgiving = book.rules.death == "forgive"
        self._there: dict[tuple[int, str], Counter[bytes]] = {}
        for each in chain[parted:]:
            if each.head.meeting:
                held = self._there.setdefault((each.head.meeting, each.head.date), Counter())
                held.update(alike(event) for event in BODY.decode(each.page.body))

    def page(self, at: int) -> tuple[LatePage, _Entries]:
        """The page at a place of the branch, and its entries by their places on it."""
        each = self._path[at]
        head, events = each.head, BODY.decode(each.page.body)
        there = Counter(self._there.get((head.meeting, head.date), {}))
        told: list[LateEntry] = []
        found: _Entries = {}
        said = said_again(events, self._loans, self._texts, forgiving=self._forgiving)
        for index, (event, again) in enumerate(zip(events, said, strict=True)):
            use = self._use(event, again, there)
            told.append(self._entry(index, event, use))
            if use == "again" and again.entry is not None:
                found[index] = again.entry
        state = self._states.get(each.hash, "open")
        page = LatePage(
            each.hash,
            self._group,
            self._currency,
            head.number,
            head.kind,
            head.meeting,
            head.date,
            head.device,
            fingerprint(each.page.hash),
            state if state in ("entered", "dealt") else "open",  # type: ignore[arg-type]
            tuple(told),
        )
        return page, found

    def _use(self, event: ev.Event, again: Again, there: Counter[bytes]) -> Use:
        if there[alike(event)] > 0:
            there[alike(event)] -= 1
            return "there"
        return again.why

    def _entry(self, index: int, event: ev.Event, use: Use) -> LateEntry:
        code, note = member_of(event, self._loans), getattr(event, "note", "")
        return LateEntry(
            index,
            code,
            self._names.get(code, ""),
            event_name(tag_of(event)),
            amount_of(undone(event) or event),
            self._texts.get(note, ERASED) if note else "",
            use,
        )


def _chosen(found: LatePage, entries: _Entries, chosen: Collection[int] | None) -> _Entries:
    wanted = found.offered if chosen is None else chosen
    if wrong := set(wanted) - set(entries):
        raise Refusal("no_such_entry", page=found.number, value=min(wrong))
    return {index: entries[index] for index in sorted(wanted)}
