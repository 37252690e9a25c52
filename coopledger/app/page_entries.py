"""The entries of a book one by one: of a page, of a member, of an amount; and undoing one of them.

Each row is a fact as the page has it, with the names and notes that are kept beside the book.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from coopledger.app.desk.columns import STATUSES
from coopledger.app.ledger import ERASED, Ledger
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.journal import tag_of, undone
from coopledger.domain.money import Currency
from coopledger.domain.quorum import HARD, call
from coopledger.domain.recording.corrections import FINAL, correct, dependents
from coopledger.ledger.page import Header, Kind
from coopledger.ledger.salted import MemberCard
from coopledger.reports.fingerprint import fingerprint
from coopledger.words.events import event_name
from coopledger.words.money import parse_amount
from coopledger.words.search import found_in


class EntryRow(msgspec.Struct, frozen=True):
    """One entry.

    Attributes:
        page: its page.
        index: its place on the page, from 0.
        meeting: 0 on a page that is none.
        day: ISO day of the page; empty where it has none.
        kind: the event's tag.
        what: the same in words; of a reversal, what it undoes.
        code: of the member whom it is about; empty for none or several.
        name: of that member.
        loan: number of the loan; 0 for none.
        amount: of money, in minor units; None where it moves none.
        note: the text beside it; of a roll call, the answer.
        undone: whether a later page undid it.
        undoes: place of what it undoes, as a page and an index; None for others.
    """

    page: int
    index: int
    meeting: int
    day: str
    kind: str
    what: str
    code: str
    name: str
    loan: int
    amount: int | None
    note: str
    undone: bool
    undoes: tuple[int, int] | None = None

    @property
    def place(self) -> tuple[int, int]:
        """As a reversal names it."""
        return self.page, self.index


class Entries(msgspec.Struct, frozen=True):
    """Entries of a group's book."""

    group: str
    currency: Currency
    rows: tuple[EntryRow, ...]


class PageView(msgspec.Struct, frozen=True):
    """One page.

    Attributes:
        number: in the book.
        kind: of the page.
        meeting: 0 for none.
        day: ISO day; empty where it has none.
        fingerprint: as papers print it.
        seals: how many there are, the laptop's with them.
        officers: names of those who sealed it, by code.
        more: whether it can still gain seals.
        entries: what stands on it.
    """

    number: int
    kind: Kind
    meeting: int
    day: str
    fingerprint: str
    seals: int
    officers: Mapping[str, str]
    more: bool
    entries: Entries


class Reversible(msgspec.Struct, frozen=True):
    """An entry that may be undone, before it is.

    Attributes:
        row: the entry.
        rests: later entries that rest on it and must be undone first.
        refusal: why it can't be undone; None when it can.
        approvers: active members, by code, with their names.
        officers: of them those who have a key and are called to seal a correction.
        need: how many of these seals the rules ask for.
        currency: of the group.
    """

    row: EntryRow
    rests: tuple[EntryRow, ...]
    refusal: Refusal | None
    approvers: Mapping[str, str]
    officers: tuple[str, ...]
    need: int
    currency: Currency


def page_entries(ledger: Ledger, group: str, page: int) -> Entries:
    """The entries of one page, in their places.

    Raises:
        Refusal: `no_such_entry`: the book has no such page.
    """
    found = _Reader(ledger, group)
    if not 1 <= page <= len(found.history):
        raise Refusal("no_such_entry", page=page, value=0)
    return found.told(tuple(found.of_page(page)))


def page_view(ledger: Ledger, group: str, page: int) -> PageView:
    """One page with its seals.

    Raises:
        Refusal: `no_such_entry`: the book has no such page.
    """
    told, replay = page_entries(ledger, group, page), ledger.replay(group)
    head, members = replay.headers[page - 1], replay.sealed[page - 1]
    cards = ledger.members(group)
    names = {code: cards[code].name if code in cards else "" for code in members}
    return PageView(
        number=page,
        kind=head.kind,
        meeting=head.meeting,
        day=head.date,
        fingerprint=fingerprint(replay.hashes[page - 1]),
        seals=1 + len(members),
        officers=names,
        more=page == len(replay.headers) and head.kind not in HARD and bool(replay.book.keys),
        entries=told,
    )


def search_entries(ledger: Ledger, group: str, asked: str) -> Entries:
    """Entries by amount, or by a member's number or name, or by kind or note; the newest first.

    What reads as an amount finds entries of just that amount, and else nothing but words that have
    these figures.
    """
    found = _Reader(ledger, group)
    if not asked.strip():
        return found.told(())
    amount = _amount(asked, found.book.constitution.money)
    rows = [
        row
        for page in range(len(found.history), 0, -1)
        for row in found.of_page(page)
        if (amount is not None and row.amount == amount) or _about(row, asked)
    ]
    return found.told(tuple(rows))


def member_entries(ledger: Ledger, group: str, member: str) -> Entries:
    """All entries about one member, the newest first."""
    found = _Reader(ledger, group)
    pages = range(len(found.history), 0, -1)
    rows = [row for page in pages for row in found.of_page(page) if row.code == member]
    return found.told(tuple(rows))


def reversible(ledger: Ledger, group: str, place: tuple[int, int]) -> Reversible:
    """An entry, and what stands in the way of undoing it.

    Raises:
        Refusal: `no_such_entry`.
    """
    found = _Reader(ledger, group)
    page, index = place
    if not 1 <= page <= len(found.history) or not 0 <= index < len(found.history[page - 1]):
        raise Refusal("no_such_entry", page=page, value=index)
    book = found.book
    rests = () if isinstance(found.history[page - 1][index], FINAL) else found.resting(place)
    called = call(book, "correction")
    return Reversible(
        row=found.row(page, index),
        rests=rests,
        refusal=found.refusal(place),
        approvers={member.code: found.name(member.code) for member in book.active()},
        officers=tuple(sorted(called.holders | called.deputies)) if called else (),
        need=called.need if called else 0,
        currency=book.constitution.money,
    )


class _Reader:
    """A book's events with the names and texts beside them."""

    def __init__(self, ledger: Ledger, group: str) -> None:
        replay = ledger.replay(group)
        # Verified by the replay; here they are only read.
        self.history = [page.read()[1] for page in ledger.store.pages(group)]
        self.book: Book = replay.book
        self.headers: list[Header] = replay.headers
        self._group = ledger.group(group).name
        self._cards: Mapping[str, MemberCard] = ledger.members(group)
        self._texts = ledger.store.texts(group)

    def told(self, rows: tuple[EntryRow, ...]) -> Entries:
        return Entries(self._group, self.book.constitution.money, rows)

    def name(self, code: str) -> str:
        return self._cards[code].name if code in self._cards else ""

    def of_page(self, page: int) -> Iterator[EntryRow]:
        for index in range(len(self.history[page - 1])):
            yield self.row(page, index)

    def row(self, page: int, index: int) -> EntryRow:
        event, head = self.history[page - 1][index], self.headers[page - 1]
        about = undone(event) or event
        code, note = self._member(about), getattr(event, "note", "")
        return EntryRow(
            page=page,
            index=index,
            meeting=head.meeting,
            day=head.date,
            kind=tag_of(event),
            what=event_name(tag_of(about)),
            code=code,
            name=self.name(code),
            loan=getattr(about, "l", 0),
            amount=amount_of(about),
            note=str(STATUSES[about.s]) if isinstance(about, ev.Attend) else self._text(note),
            undone=(page, index) in self.book.reversed,
            undoes=(event.page, event.i) if isinstance(event, ev.Reverse) else None,
        )

    def _text(self, reference: str) -> str:
        return self._texts.get(reference, ERASED) if reference else ""

    def _member(self, about: ev.Event) -> str:
        member, loan = getattr(about, "m", ""), getattr(about, "l", 0)
        if isinstance(member, str) and member:
            return member
        return self.book.loans[loan].member if loan in self.book.loans else ""

    def resting(self, place: tuple[int, int]) -> tuple[EntryRow, ...]:
        rests = dependents(self.history, *place, self.book.reversed)
        return tuple(self.row(*each) for each in rests)

    def refusal(self, place: tuple[int, int]) -> Refusal | None:
        from coopledger.domain.entries import Correction

        book = self.book.copy(whole=True)
        try:
            correct(book, self.history, Correction(*place, reason="-"), lambda _text: "0" * 64)
        except Refusal as refusal:
            return refusal
        return None


_PARTS = ("p", "c", "late", "fines")


def amount_of(event: ev.Event) -> int | None:
    """The money that an event is about, in minor units; None where it is about none."""
    if isinstance(event, ev.Leave):
        return event.refund
    if isinstance(event, ev.Arrive):
        return event.a + event.d
    if isinstance(event, ev.TransferOut | ev.TransferIn):
        return event.a + event.p + event.c
    if isinstance(event, ev.Opening):
        return event.savings
    amount = getattr(event, "a", None)
    if amount is not None:
        return int(amount)
    parts = [getattr(event, part, None) for part in _PARTS]
    there = [part for part in parts if isinstance(part, int)]
    return sum(there) if there else None


def _amount(asked: str, currency: Currency) -> int | None:
    try:
        return parse_amount(asked, currency)
    except Refusal:
        return None


def _about(row: EntryRow, asked: str) -> bool:
    return found_in(asked, (f"{row.code} {row.name}", row.what, row.note))
