"""Events of the boxes and the bank."""

from coopledger.domain.constitution import Amount
from coopledger.domain.events.base import Fact, NoteRef, Signed


class Expense(Fact, tag="expense", frozen=True, gc=False):
    """The fund paid for something; the note says what."""

    f: str
    a: Amount
    note: NoteRef = ""
    at: str = "box"


class Move(Fact, tag="move", frozen=True, gc=False, rename={"source": "from"}):
    """Cash of one fund went from one place to another: to the bank or back."""

    f: str
    a: Amount
    source: str
    to: str


class Count(Fact, tag="count", frozen=True, gc=False):
    """The fund's cash was counted: ``book`` is what the book said, ``a`` what was there."""

    f: str
    book: Signed
    a: Amount
    at: str = "box"


class OpenCount(Fact, tag="open_count", frozen=True, gc=False):
    """The fund's cash was counted when the box was opened, before anything was paid."""

    f: str
    book: Signed
    a: Amount
    at: str = "box"


class OverShort(Fact, tag="over_short", frozen=True, gc=False):
    """The count differed by ``a`` (negative: short); from here the count is the book."""

    f: str
    a: Signed
    note: NoteRef = ""
    at: str = "box"


class Receipt(Fact, tag="receipt", frozen=True, gc=False):
    """A movement on a provider's statement, by the provider's id, was entered in this meeting.

    ``a`` is the movement, negative for money that went out. It posts nothing: the entries beside it
    do. It is here so that no copy of the book takes the same movement in twice.
    """

    r: str
    a: Signed
    at: str = "box"


class Income(Fact, tag="income", frozen=True, gc=False):
    """Money from outside that is nobody's debt: a grant to the group, a sale."""

    f: str
    a: Amount
    note: NoteRef = ""
    at: str = "box"
