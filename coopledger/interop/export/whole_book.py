"""A group's whole book as exporters take it: pages, journal, and the names that may be told."""

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.journal import Entry, JournalBook, journal
from coopledger.domain.money import Currency
from coopledger.ledger.page import Header, Page
from coopledger.ledger.salted import Salted


class Unveiled(msgspec.Struct, frozen=True):
    """What is kept outside the pages and leaves the ledger only when somebody asks for it.

    Attributes:
        names: members' names by code; an erased one is missing. Nothing else of a card is told.
        notes: by digest, with their salts, so that a stranger can check them.
    """

    names: Mapping[str, str]
    notes: Mapping[str, Salted]


def in_order(account: str) -> list[tuple[int, str]]:
    """Key that sorts accounts by their parts, loan 9 before loan 10."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in account.split(":")]


class WholeBook:
    """One verified book, folded once."""

    def __init__(
        self,
        name: str,
        pages: Iterable[Page],
        *,
        practice: bool = False,
        unveiled: Unveiled | None = None,
    ) -> None:
        """Fold the pages of a book that has been verified.

        Args:
            name: the group's name.
            pages: all its pages.
            practice: whether it is made up and has to say so.
            unveiled: names and notes, if they may be told.
        """
        self.name, self.practice, self.unveiled = name, practice, unveiled
        self.pages = tuple(pages)
        read = [page.read() for page in self.pages]
        self.headers: tuple[Header, ...] = tuple(head for head, _events in read)
        self.book = JournalBook()
        self.entries: tuple[Entry, ...] = tuple(journal(read, self.book))

    @property
    def id(self) -> str:
        """The book's id."""
        return self.headers[-1].book

    @property
    def currency(self) -> Currency:
        """Of all amounts."""
        return self.book.constitution.money

    @property
    def last_day(self) -> str:
        """The latest ISO day on which money moved or was counted, or the cycle's start."""
        days = [entry.date for entry in self.entries]
        return max(days, default=self.book.constitution.cycle_start)

    @cached_property
    def accounts(self) -> dict[str, int]:
        """Every account that the book has touched, by name, and what it came to."""
        legs = (leg for entry in self.entries for leg in entry.legs)
        touched = {account for leg in legs for account in leg[:2]}
        return {account: self.book.accounts[account] for account in sorted(touched, key=in_order)}

    def called(self, member: str) -> str:
        """A member's code, with the name where names are told."""
        name = self.unveiled.names.get(member) if self.unveiled else None
        return f"{member} {name}" if name else member

    def note(self, event: ev.Event) -> str:
        """The text of an event's note where notes are told, else empty."""
        reference = getattr(event, "note", "")
        kept = self.unveiled.notes.get(reference) if self.unveiled and reference else None
        return kept.text if kept else ""
