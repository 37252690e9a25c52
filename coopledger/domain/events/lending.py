"""Events of loans: the members' and the group's own."""

from typing import TypeAlias

from coopledger.domain.constitution import Amount, Flag, IsoDate
from coopledger.domain.events.base import Fact, NoteRef, Number

Row: TypeAlias = tuple[str, int, int]
"""One row of a plan: due date in ISO form, principal, charge."""


class Charge(Fact, tag="charge", frozen=True, gc=False):
    """A loan's charge fell due on the day ``on``, on the principal outstanding then."""

    l: Number  # noqa: E741
    a: Amount
    on: IsoDate


class Capitalise(Fact, tag="capitalise", frozen=True, gc=False):
    """Unpaid charge ``a`` became principal."""

    l: Number  # noqa: E741
    a: Amount


class LoanOut(Fact, tag="loan", frozen=True, gc=False):
    """Loan ``l`` was paid out, to be repaid within ``weeks``; the note is its purpose.

    A loan by schedule has its whole ``plan`` instead: rows of due date, principal, charge. ``kept``
    is the charge kept back at once, ``by`` the guarantors. A loan that rolls over loan ``rolled``
    pays out no cash but takes that loan's principal over. ``forced`` is 1 when the group put the
    loan on a member who did not ask for it.
    """

    l: Number  # noqa: E741
    m: str
    a: Amount
    weeks: Number = 0
    note: NoteRef = ""
    at: str = "box"
    plan: tuple[Row, ...] = ()
    kept: Amount = 0
    by: tuple[str, ...] = ()
    rolled: Number = 0
    forced: Flag = 0


class Repay(Fact, tag="repay", frozen=True, gc=False):
    """A repayment: ``c`` of it for charge due, ``p`` for principal, ``late`` for late charges.

    ``by`` is the guarantor who paid in the borrower's stead.
    """

    l: Number  # noqa: E741
    c: Amount
    p: Amount
    at: str = "box"
    late: Amount = 0
    by: str = ""


class WriteOff(Fact, tag="write_off", frozen=True, gc=False):
    """The group gave up principal ``p`` of a loan; charge ``c`` and ``late`` go with it."""

    l: Number  # noqa: E741
    p: Amount
    c: Amount
    note: NoteRef = ""
    late: Amount = 0


class Late(Fact, tag="late", frozen=True, gc=False):
    """A late charge on loan ``l`` fell due on the day ``on``."""

    l: Number  # noqa: E741
    a: Amount
    on: IsoDate


class Reschedule(Fact, tag="reschedule", frozen=True):
    """What is left of loan ``l`` is repaid by a new plan, or within ``weeks`` from this meeting."""

    l: Number  # noqa: E741
    weeks: Number = 0
    plan: tuple[Row, ...] = ()
    note: NoteRef = ""


class Release(Fact, tag="release", frozen=True, gc=False):
    """Member ``m`` no longer guarantees loan ``l``."""

    l: Number  # noqa: E741
    m: str


class Recover(Fact, tag="recover", frozen=True, gc=False):
    """Money came back on a loan that was written off: income of the loan fund."""

    l: Number  # noqa: E741
    a: Amount
    at: str = "box"


class Borrow(Fact, tag="borrow", frozen=True, gc=False):
    """The group itself borrowed ``a`` from the lender with the code ``x``."""

    x: str
    a: Amount
    note: NoteRef = ""
    at: str = "box"


class BorrowCharge(Fact, tag="borrow_charge", frozen=True, gc=False):
    """A lender's charge fell due."""

    x: str
    a: Amount


class PayBack(Fact, tag="pay_back", frozen=True, gc=False):
    """The group paid a lender: ``c`` of it charge, ``p`` principal."""

    x: str
    c: Amount
    p: Amount
    at: str = "box"
