"""What is said in a meeting, before the book has worked anything out.

A draft is a list of these; `recording` turns them into events. Texts are plain here and leave for
the book as salted hashes. Money is in minor units.
"""

from typing import TypeAlias

import msgspec

from coopledger.domain.constitution import Amount, Code, IsoDate
from coopledger.domain.events import MemberCode, Number, Status


class Entry(
    msgspec.Struct, frozen=True, tag_field="k", omit_defaults=True, forbid_unknown_fields=True
):
    """Base of all entries."""


class Attendance(Entry, tag="attendance", frozen=True):
    """A member's answer at roll call."""

    member: MemberCode
    status: Status


class FineSet(Entry, tag="fine", frozen=True):
    """A fine by its code in the constitution."""

    member: MemberCode
    code: Code
    amount: Amount


class FinePayment(Entry, tag="fine_paid", frozen=True):
    """Fines paid."""

    member: MemberCode
    amount: Amount


class Contribution(Entry, tag="contribution", frozen=True):
    """A contribution paid into the social fund, arrears included."""

    member: MemberCode
    amount: Amount


class GrantGiven(Entry, tag="grant", frozen=True):
    """Help out of the social fund."""

    member: MemberCode
    amount: Amount
    reason: str = ""


class ShareBuying(Entry, tag="shares", frozen=True):
    """Shares bought."""

    member: MemberCode
    count: Number


class Repayment(Entry, tag="repayment", frozen=True):
    """Money paid on the member's loans, the oldest first."""

    member: MemberCode
    amount: Amount


class LoanRequest(Entry, tag="loan", frozen=True):
    """A loan agreed and paid out."""

    member: MemberCode
    amount: Amount
    weeks: Number
    purpose: str = ""


class Spending(Entry, tag="expense", frozen=True):
    """An expense of the group, from the fund that the constitution names."""

    amount: Amount
    what: str = ""


class Transfer(Entry, tag="transfer", frozen=True):
    """Loan-fund cash taken from one place to another."""

    amount: Amount
    at: Code
    to: Code


class LoanLoss(Entry, tag="write_off", frozen=True):
    """Principal that the group gives up; the charge due goes with it."""

    member: MemberCode
    principal: Amount
    reason: str = ""


class Died(Entry, tag="death", frozen=True):
    """A member died."""

    member: MemberCode


class Leaving(Entry, tag="leave", frozen=True):
    """A member leaves; ``refund`` is what was paid, or None to have it worked out."""

    member: MemberCode
    refund: Amount | None = None
    reason: str = ""


class CashCount(Entry, tag="count", frozen=True):
    """The fund's cash box counted at the close; ``reason`` explains a difference."""

    fund: Code
    counted: Amount
    reason: str = ""


class Resolution(Entry, tag="resolution", frozen=True):
    """A decision in words."""

    text: str


AnyEntry: TypeAlias = (
    Attendance
    | FineSet
    | FinePayment
    | Contribution
    | GrantGiven
    | ShareBuying
    | Repayment
    | LoanRequest
    | Spending
    | Transfer
    | LoanLoss
    | Died
    | Leaving
    | CashCount
    | Resolution
)


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A meeting while it is being recorded."""

    meeting: Number
    day: IsoDate
    entries: tuple[AnyEntry, ...] = ()
