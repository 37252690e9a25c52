"""What is said in a meeting, before the book has worked anything out.

A draft is a list of these; `recording` turns them into events. Texts are plain here and leave for
the book as salted hashes. Money is in minor units.
"""

from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from coopledger.domain.constitution import Amount, Code, IsoDate
from coopledger.domain.events import (
    GroupRef,
    MemberCode,
    Number,
    Role,
    Status,
    TransferNumber,
)
from coopledger.domain.money import MAX_AMOUNT

ReceiptCode = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_.-]{1,64}\Z")]
"""A provider's id of a payment."""


class Entry(
    msgspec.Struct, frozen=True, tag_field="item", omit_defaults=True, forbid_unknown_fields=True
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
    at: Code = "box"


class Contribution(Entry, tag="contribution", frozen=True):
    """A contribution paid into the social fund, arrears included."""

    member: MemberCode
    amount: Amount
    at: Code = "box"


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
    """Money paid on the member's loans, the oldest first; ``by`` a guarantor who was called."""

    member: MemberCode
    amount: Amount
    by: str = ""
    at: Code = "box"


class LoanRequest(Entry, tag="loan", frozen=True):
    """A loan agreed and paid out, for so many weeks or in so many instalments."""

    member: MemberCode
    amount: Amount
    weeks: Number = 0
    purpose: str = ""
    instalments: Number = 0
    guarantors: tuple[MemberCode, ...] = ()
    at: Code = "box"
    forced: bool = False
    """The group put it on a member who did not ask for it."""


class Spending(Entry, tag="expense", frozen=True):
    """An expense of the group, from the fund that the constitution names."""

    amount: Amount
    what: str = ""
    at: Code = "box"


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
    expelled: bool = False


class CashCount(Entry, tag="count", frozen=True):
    """The fund's cash box counted at the close; ``reason`` explains a difference."""

    fund: Code
    counted: Amount
    reason: str = ""


class BoxOpened(Entry, tag="open_count", frozen=True):
    """The fund's cash box counted when it was opened; ``reason`` explains a difference."""

    fund: Code
    counted: Amount
    reason: str = ""


class Resolution(Entry, tag="resolution", frozen=True):
    """A decision in words."""

    text: str


class Saving(Entry, tag="saving", frozen=True):
    """Savings of any or an equal amount; ``voluntary`` beside the compulsory ones."""

    member: MemberCode
    amount: Amount
    voluntary: bool = False
    at: Code = "box"


class SavingsTaken(Entry, tag="withdrawal", frozen=True):
    """Savings taken back by a member who stays."""

    member: MemberCode
    amount: Amount
    voluntary: bool = False
    at: Code = "box"


class NoticeGiven(Entry, tag="notice", frozen=True):
    """A member says that savings will be taken back when the notice that the rules ask is over."""

    member: MemberCode
    amount: Amount


class SharesForMoney(Entry, tag="share_money", frozen=True):
    """Money for as many shares as it buys; the odd rest goes where the constitution says."""

    member: MemberCode
    amount: Amount


class HeldReturned(Entry, tag="held_returned", frozen=True):
    """Odd money given back to a member."""

    member: MemberCode


class Rollover(Entry, tag="rollover", frozen=True):
    """A new loan that takes over the principal of the member's open one; no cash moves."""

    member: MemberCode
    weeks: Number = 0
    instalments: Number = 0
    purpose: str = ""


class Rescheduling(Entry, tag="reschedule", frozen=True):
    """What is left of the member's loan gets a new plan or a new term from today."""

    member: MemberCode
    weeks: Number = 0
    instalments: Number = 0
    reason: str = ""


class GuarantorReleased(Entry, tag="release", frozen=True):
    """A guarantor no longer answers for the borrower's loan."""

    member: MemberCode
    guarantor: MemberCode


class Recovery(Entry, tag="recovery", frozen=True):
    """Money that came back on the member's last loan that was written off."""

    member: MemberCode
    amount: Amount
    at: Code = "box"


class Borrowing(Entry, tag="borrow", frozen=True):
    """A loan that the group itself takes from a lender or another group.

    ``number`` is that of the transfer, where another group gave it.
    """

    lender: GroupRef
    amount: Amount
    terms: str = ""
    at: Code = "box"
    number: TransferNumber = ""


class LenderCharge(Entry, tag="lender_charge", frozen=True):
    """A lender's charge that fell due."""

    lender: GroupRef
    amount: Amount
    number: TransferNumber = ""


class LenderPayment(Entry, tag="lender_payment", frozen=True):
    """A payment to a lender: charge due first, then principal."""

    lender: GroupRef
    amount: Amount
    at: Code = "box"


class MoveAway(Entry, tag="move_away", frozen=True):
    """A member leaves for another group, and takes the refund along in cash.

    With ``claim`` this group will pay the other one later. ``refund`` is what was paid, or None to
    have it worked out.
    """

    member: MemberCode
    group: GroupRef
    claim: bool = False
    refund: Amount | None = None
    reason: str = ""


class MoveIn(Entry, tag="move_in", frozen=True):
    """A member who joined came from another group with ``amount``, in cash or as a claim."""

    member: MemberCode
    group: GroupRef
    amount: Amount
    claim: bool = False
    number: TransferNumber = ""
    at: Code = "box"


class GroupLoan(Entry, tag="group_loan", frozen=True):
    """A loan to another group."""

    group: GroupRef
    amount: Amount
    terms: str = ""
    at: Code = "box"


class GroupCharge(Entry, tag="group_charge", frozen=True):
    """A charge on what another group owes fell due."""

    group: GroupRef
    amount: Amount


class GroupPayment(Entry, tag="group_payment", frozen=True):
    """Another group paid back: charge due first, then principal."""

    group: GroupRef
    amount: Amount
    number: TransferNumber = ""
    at: Code = "box"


class MoneyIn(Entry, tag="income", frozen=True):
    """Money from outside that is nobody's debt."""

    amount: Amount
    what: str = ""
    fund: Code = "loan"
    at: Code = "box"


class StatementReceipt(Entry, tag="receipt", frozen=True):
    """A movement on a statement of the account at a place, which other entries account for.

    ``amount`` is negative for money that went out.
    """

    receipt: ReceiptCode
    moved: Annotated[int, Meta(ge=-MAX_AMOUNT, le=MAX_AMOUNT)]
    at: Code


class PotContribution(Entry, tag="hand", frozen=True):
    """Hands paid into the pot; ``at`` another place when the money never touches the box."""

    member: MemberCode
    amount: Amount
    at: Code = "box"


class PotPaid(Entry, tag="pot", frozen=True):
    """The pot goes to a member; ``discount`` is what the winning bid gave up."""

    member: MemberCode
    discount: Amount = 0
    at: Code = "box"


class Draw(Entry, tag="turns", frozen=True):
    """The order in which the pot goes round, one entry a hand."""

    members: tuple[MemberCode, ...]


class HandsTaken(Entry, tag="replace", frozen=True):
    """A newcomer takes over a leaver's hands."""

    member: MemberCode
    by: MemberCode


class Joining(Entry, tag="join", frozen=True):
    """Someone joins; ``card`` is the text of the member's card.

    Shares to catch up with the others are bought in the same meeting as any shares are.
    """

    member: MemberCode
    card: str
    roles: tuple[Role, ...] = ()


class Correction(Entry, tag="reverse", frozen=True):
    """An earlier event, by page and place in it, is undone; ``by`` are those who approved."""

    page: Number
    index: Number
    reason: str
    by: tuple[MemberCode, ...] = ()


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
    | BoxOpened
    | Resolution
    | Saving
    | SavingsTaken
    | NoticeGiven
    | SharesForMoney
    | HeldReturned
    | Rollover
    | Rescheduling
    | GuarantorReleased
    | Recovery
    | Borrowing
    | LenderCharge
    | LenderPayment
    | MoveAway
    | MoveIn
    | GroupLoan
    | GroupCharge
    | GroupPayment
    | MoneyIn
    | StatementReceipt
    | PotContribution
    | PotPaid
    | Draw
    | HandsTaken
    | Joining
    | Correction
)


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A meeting while it is being recorded."""

    meeting: Number
    day: IsoDate
    entries: tuple[AnyEntry, ...] = ()
    again: bool = False
    """The meeting was broken off and goes on."""
