"""What one book's part of a bundle is judged against, and what it comes to."""

from collections.abc import Sequence

import msgspec

from coopledger.domain.money import Currency
from coopledger.ledger.page import Page
from coopledger.ledger.person import Person
from coopledger.ledger.replay import PageFinding
from coopledger.store.incoming import Incoming, Spare, Waiting


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
