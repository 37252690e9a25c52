"""What was answered so far about a group that is not there yet."""

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.domain.constitution import Kind

_FACT = "founding_draft"
"""Name of the store's fact that keeps the draft."""


class Person(msgspec.Struct, frozen=True, omit_defaults=True):
    """Someone who founds the group.

    Attributes:
        name: as typed.
        sex: F, M, X or empty.
        phone: as typed.
        roles: offices, as a page names them.
        cells: balances of a group that comes from paper, as typed, by `judging.BALANCES`.
    """

    name: str = ""
    sex: str = ""
    phone: str = ""
    roles: tuple[str, ...] = ()
    cells: dict[str, str] = {}

    @property
    def empty(self) -> bool:
        """Whether nothing was typed of this person."""
        return not (self.name.strip() or self.sex or self.phone or any(self.cells.values()))


class FoundingDraft(msgspec.Struct, frozen=True, omit_defaults=True):
    """All answers, as typed.

    Attributes:
        kind: of group.
        paper: whether it comes from paper in mid-cycle, with balances.
        answers: by question; see `questions`.
        people: the members, in the order of their numbers.
        cutoff: ``meeting``, ``date`` and ``carried`` of the last meeting on paper.
        cash: amounts by ``FUND:PLACE``.
        step: where it was left, as whoever asks the questions calls it.
    """

    kind: Kind = "vsla"
    paper: bool = False
    answers: dict[str, str] = {}
    people: tuple[Person, ...] = ()
    cutoff: dict[str, str] = {}
    cash: dict[str, str] = {}
    step: str = ""

    @property
    def members(self) -> tuple[Person, ...]:
        """The people of whom anything was typed."""
        return tuple(person for person in self.people if not person.empty)


def code_of(place: int) -> str:
    """The number in the book of the member who stands at a place, counted from 0."""
    return f"M{place + 1:02}"


def keep_draft(ledger: Ledger, draft: FoundingDraft) -> None:
    """Keep a draft in the store, in place of the one before."""
    ledger.store.note_fact(_FACT, msgspec.json.encode(draft).decode())


def kept_draft(ledger: Ledger) -> FoundingDraft | None:
    """The draft that was kept; None if there is none that this program can read."""
    kept = ledger.store.fact(_FACT)
    try:
        return msgspec.json.decode(kept, type=FoundingDraft) if kept else None
    except msgspec.DecodeError:
        return None


def drop_draft(ledger: Ledger) -> None:
    """Forget the draft."""
    if ledger.store.fact(_FACT):
        ledger.store.note_fact(_FACT, "")
