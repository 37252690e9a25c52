"""What a desk stands on, what it shows, and who shows it."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from coopledger.app.desk.troubles import Trouble
from coopledger.domain.book import Book
from coopledger.ledger.salted import MemberCard


class DeskView(Protocol):
    """What shows a desk."""

    def refresh(self) -> None:
        """Something changed; ask the desk again."""

    def tell(self, sentence: str) -> None:
        """Say what was just done, where the reader could miss it."""


class NoView:
    """Shows nothing: before a screen is there, and after it has gone."""

    def refresh(self) -> None:
        """Do nothing."""

    def tell(self, sentence: str) -> None:
        """Do nothing."""


class Row(NamedTuple):
    """A member's row."""

    member: str
    name: str
    gone: str
    """Empty, ``left`` or ``dead``: before this meeting."""


class Cell(NamedTuple):
    """A cell as it is shown."""

    text: str
    quiet: str
    """What an empty cell shows quietly: what is due, what was last time."""
    trouble: Trouble | None
    editable: bool
    greyed: bool


class Line(NamedTuple):
    """A line beside the grid."""

    place: str
    title: str
    who: str
    amount: str
    text: str
    trouble: Trouble | None


class Setting(NamedTuple):
    """What the desk stands on: the group, its members' cards by code, the book so far.

    ``groups`` are the names of the other groups on this laptop, by the id of the book.
    """

    group: str
    cards: Mapping[str, MemberCard]
    before: Book
    groups: Mapping[str, str] = {}
    first: bool = False
    """Whether no meeting of the group was sealed yet."""
    proposal: bool = False
    """Whether this laptop only reads the book, so that another one seals what is written here."""
