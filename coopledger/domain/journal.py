"""A book as a journal: each event that moves money, with what it debited and credited.

Programs that keep accounts of their own want the postings themselves, not only what they came to.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.book import Book

Leg = tuple[str, str, int]
"""Account debited, account credited, amount in minor units (never 0, negative where the book's
is)."""


class JournalBook(Book):
    """A book that also notes the legs of each posting; who reads them clears them."""

    def __init__(self) -> None:
        super().__init__()
        self.legs: list[Leg] = []

    def post(self, debit: str, credit: str, amount: int) -> None:
        """Move an amount and note it; see `Book.post`."""
        if amount:
            self.legs.append((debit, credit, amount))
        super().post(debit, credit, amount)


class PageHead(Protocol):
    """What a journal needs to know of a page beside its events; a page's header has it."""

    @property
    def number(self) -> int:
        """The page's number in the book."""

    @property
    def meeting(self) -> int:
        """The meeting's number, 0 on a page that is no meeting."""

    @property
    def date(self) -> str:
        """The meeting's ISO date, empty where there is none."""


class Entry(msgspec.Struct, frozen=True):
    """One event that moves money, or a count of cash, which has no legs.

    Attributes:
        number: the page.
        meeting: the meeting, 0 on a page that is none.
        date: ISO day of the page; of the page before it, or of the cycle's start, where it has
            none.
        index: the event's place on its page, from 0, as a reversal names it.
        event: the fact as it was recorded.
        member: code of the member whom it is about, empty when it is about several or nobody; a
            reversal is about what it undoes.
        loan: number of the loan that it is about, 0 for none.
        legs: what was debited and credited.
    """

    number: int
    meeting: int
    date: str
    index: int
    event: ev.Event
    member: str
    loan: int
    legs: tuple[Leg, ...]

    @property
    def kind(self) -> str:
        """The event's tag, as the page has it."""
        return tag_of(self.event)

    def sums(self) -> dict[str, int]:
        """What each account came to in this entry, in the order of the legs; nothing that is 0."""
        found: dict[str, int] = {}
        for debit, credit, amount in self.legs:
            found[debit] = found.get(debit, 0) + amount
            found[credit] = found.get(credit, 0) - amount
        return {account: amount for account, amount in found.items() if amount}


def tag_of(event: ev.Event) -> str:
    """The name of an event's kind, as the page has it."""
    return str(type(event).__struct_config__.tag)


def undone(event: ev.Event) -> ev.Event | None:
    """The event that a reversal undoes, None for any other event."""
    return event.e if isinstance(event, ev.Reverse) else None


def journal(
    pages: Iterable[tuple[PageHead, Sequence[ev.Event]]], book: JournalBook | None = None
) -> Iterator[Entry]:
    """The entries of a book's pages, in the book's order.

    Args:
        pages: header and events of each page, from the founding on.
        book: a new book to be folded, for who wants it afterwards.

    Raises:
        LookupError: an event names a member or a loan that the book does not know.
    """
    book = JournalBook() if book is None else book
    day = ""
    for head, events in pages:
        book.begin(head.meeting, head.date)
        day = head.date or day
        for index, event in enumerate(events):
            book.apply(event)
            if book.legs or isinstance(event, ev.Count):
                yield _entry(book, head, day or book.constitution.cycle_start, index, event)
                book.legs.clear()


def _entry(book: JournalBook, head: PageHead, day: str, index: int, event: ev.Event) -> Entry:
    about = undone(event) or event
    loan, member = getattr(about, "l", 0), getattr(about, "m", "")
    if loan and not member and loan in book.loans:
        member = book.loans[loan].member
    return Entry(
        number=head.number,
        meeting=head.meeting,
        date=day,
        index=index,
        event=event,
        member=member if isinstance(member, str) else "",
        loan=loan,
        legs=tuple(book.legs),
    )
