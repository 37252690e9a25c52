"""The facts that a page records, one small frozen struct each.

Keys are short because a book holds thousands of events, and plain because an auditor reads them:

====  ==============================================================
``k``   kind of event (the tag; a later form of a kind gets a tag of its own)
``m``   member, by the code in the group's book (``M07``), never a name
``a``   amount in minor units
``f``   fund
``at``  place where the cash lies, the box unless it says otherwise
``l``   loan, by its running number in the book
``note`` salted hash of a text that is kept outside the page
====  ==============================================================

Texts are codes of at most 64 plain characters: that is checked once for the whole page, when it is
admitted (`ledger.canonical`), because a check of each text costs more than all else in decoding.

What was worked out (charge, contribution due, over or short, each line of a share-out) is recorded
as it was worked out, so that no later change of a rule can change sealed history.
"""

from typing import TypeAlias

from coopledger.domain.events.acts import (
    Adopt,
    Agree,
    Amend,
    Continue,
    Decision,
    Erase,
    Found,
    HandOver,
    Opening,
    OpeningCash,
    OpeningDebt,
    OpeningLoan,
    OpeningPot,
    TakeOver,
)
from coopledger.domain.events.base import (
    Digest,
    Fact,
    MemberCode,
    NoteRef,
    Number,
    Role,
    Signed,
    Status,
)
from coopledger.domain.events.between import (
    Arrive,
    Depart,
    GroupRef,
    TransferIn,
    TransferNumber,
    TransferOut,
)
from coopledger.domain.events.cash import (
    Count,
    Expense,
    Income,
    Move,
    OpenCount,
    OverShort,
    Receipt,
)
from coopledger.domain.events.ending import Cycle, Entitle, PayOut, Residue, SetOff, ShareOut
from coopledger.domain.events.lending import (
    Borrow,
    BorrowCharge,
    Capitalise,
    Charge,
    Late,
    LoanOut,
    PayBack,
    Recover,
    Release,
    Repay,
    Reschedule,
    Row,
    WriteOff,
)
from coopledger.domain.events.members import (
    Attend,
    Death,
    Enrol,
    Join,
    Leave,
    Office,
    Revoke,
)
from coopledger.domain.events.pot import Pot, PotBack, Replace, Turns
from coopledger.domain.events.saving import (
    Contribute,
    Due,
    Fine,
    FinePaid,
    Grant,
    Hold,
    Notice,
    Save,
    Shares,
    Withdraw,
)

Act: TypeAlias = (
    Join
    | Enrol
    | Revoke
    | Office
    | Attend
    | Death
    | Leave
    | Due
    | Contribute
    | Shares
    | Fine
    | FinePaid
    | Grant
    | Save
    | Withdraw
    | Notice
    | Hold
    | Charge
    | Capitalise
    | LoanOut
    | Repay
    | WriteOff
    | Late
    | Reschedule
    | Release
    | Recover
    | Borrow
    | BorrowCharge
    | PayBack
    | Expense
    | Move
    | Count
    | OverShort
    | Income
    | Receipt
    | OpenCount
    | Entitle
    | SetOff
    | PayOut
    | ShareOut
    | Residue
    | Cycle
    | Turns
    | Pot
    | PotBack
    | Replace
    | Found
    | Amend
    | Agree
    | Continue
    | Opening
    | OpeningLoan
    | OpeningCash
    | OpeningDebt
    | OpeningPot
    | Decision
    | Adopt
    | Erase
    | HandOver
    | TakeOver
    | Depart
    | Arrive
    | TransferOut
    | TransferIn
)
"""What can be undone, or stands for itself."""


class Reverse(Fact, tag="reverse", frozen=True):
    """Event ``i`` (from 0) of page ``page`` is undone: ``e`` is posted as its opposite.

    ``by`` are the members who approved it; the note is the reason.
    """

    page: Number
    i: Number
    e: Act
    note: NoteRef = ""
    by: tuple[str, ...] = ()


Event: TypeAlias = Act | Reverse

__all__ = [
    "Act",
    "Adopt",
    "Agree",
    "Amend",
    "Arrive",
    "Attend",
    "Borrow",
    "BorrowCharge",
    "Capitalise",
    "Charge",
    "Continue",
    "Contribute",
    "Count",
    "Cycle",
    "Death",
    "Decision",
    "Depart",
    "Digest",
    "Due",
    "Enrol",
    "Entitle",
    "Erase",
    "Event",
    "Expense",
    "Fact",
    "Fine",
    "FinePaid",
    "Found",
    "Grant",
    "GroupRef",
    "HandOver",
    "Hold",
    "Income",
    "Join",
    "Late",
    "Leave",
    "LoanOut",
    "MemberCode",
    "Move",
    "NoteRef",
    "Notice",
    "Number",
    "Office",
    "OpenCount",
    "Opening",
    "OpeningCash",
    "OpeningDebt",
    "OpeningLoan",
    "OpeningPot",
    "OverShort",
    "PayBack",
    "PayOut",
    "Pot",
    "PotBack",
    "Receipt",
    "Recover",
    "Release",
    "Repay",
    "Replace",
    "Reschedule",
    "Residue",
    "Reverse",
    "Revoke",
    "Role",
    "Row",
    "Save",
    "SetOff",
    "ShareOut",
    "Shares",
    "Signed",
    "Status",
    "TakeOver",
    "TransferIn",
    "TransferNumber",
    "TransferOut",
    "Turns",
    "Withdraw",
    "WriteOff",
]
