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

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from coopledger.domain.constitution import Amount, Constitution, IsoDate
from coopledger.domain.money import MAX_AMOUNT

MemberCode = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,11}$")]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
NoteRef = Annotated[str, Meta(pattern="^([0-9a-f]{64})?$")]
Number = Annotated[int, Meta(ge=0, le=1_000_000_000)]
Signed = Annotated[int, Meta(ge=-MAX_AMOUNT, le=MAX_AMOUNT)]
Status = Literal["present", "late", "excused", "absent", "represented"]
Role = Literal[
    "chairperson",
    "secretary",
    "treasurer",
    "record_keeper",
    "box_keeper",
    "money_counter",
    "key_holder",
]


class Fact(
    msgspec.Struct, frozen=True, tag_field="k", omit_defaults=True, forbid_unknown_fields=True
):
    """Base of all events."""


class Found(Fact, tag="found", frozen=True):
    """The group exists: its first constitution, the device that keeps the book, a random salt."""

    constitution: Constitution
    device: Digest
    salt: Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
    card: Digest


class Join(Fact, tag="join", frozen=True):
    """A member joins; ``card`` is the salted hash of the member's personal card."""

    m: MemberCode
    card: Digest
    roles: tuple[Role, ...] = ()


class Enrol(Fact, tag="enrol", frozen=True, gc=False):
    """A member's public Ed25519 key, with which the member seals pages after this one."""

    m: MemberCode
    key: Digest


class Charge(Fact, tag="charge", frozen=True, gc=False):
    """A loan's charge fell due on the day ``on``, on the principal outstanding then."""

    l: Number  # noqa: E741
    a: Amount
    on: IsoDate


class Capitalise(Fact, tag="capitalise", frozen=True, gc=False):
    """Unpaid charge ``a`` became principal."""

    l: Number  # noqa: E741
    a: Amount


class Due(Fact, tag="due", frozen=True):
    """Each of the members named owes the contribution ``a`` of this meeting to the fund."""

    f: str
    a: Amount
    m: tuple[str, ...]


class Attend(Fact, tag="attend", frozen=True, gc=False):
    """The roll call's answer of one member."""

    m: str
    s: Status


class Fine(Fact, tag="fine", frozen=True, gc=False):
    """A fine was set, not yet paid."""

    m: str
    code: str
    a: Amount


class FinePaid(Fact, tag="fine_paid", frozen=True, gc=False):
    """A member paid fines."""

    m: str
    a: Amount
    at: str = "box"


class Contribute(Fact, tag="contribute", frozen=True, gc=False):
    """A member paid contributions, this meeting's and any arrears, into the fund."""

    m: str
    f: str
    a: Amount
    at: str = "box"


class Grant(Fact, tag="grant", frozen=True, gc=False):
    """The fund gave a member help that is not paid back."""

    m: str
    f: str
    a: Amount
    note: NoteRef = ""
    at: str = "box"


class Shares(Fact, tag="shares", frozen=True, gc=False):
    """A member bought ``n`` shares for ``a`` in all."""

    m: str
    n: Number
    a: Amount
    at: str = "box"


class LoanOut(Fact, tag="loan", frozen=True, gc=False):
    """Loan ``l`` was paid out, to be repaid within ``weeks``; the note is its purpose."""

    l: Number  # noqa: E741
    m: str
    a: Amount
    weeks: Number
    note: NoteRef = ""
    at: str = "box"


class Repay(Fact, tag="repay", frozen=True, gc=False):
    """A repayment: ``c`` of it for charge due, ``p`` for principal."""

    l: Number  # noqa: E741
    c: Amount
    p: Amount
    at: str = "box"


class WriteOff(Fact, tag="write_off", frozen=True, gc=False):
    """The group gave up principal ``p`` of a loan, and the charge due ``c`` with it."""

    l: Number  # noqa: E741
    p: Amount
    c: Amount
    note: NoteRef = ""


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


class OverShort(Fact, tag="over_short", frozen=True, gc=False):
    """The count differed by ``a`` (negative: short); from here the count is the book."""

    f: str
    a: Signed
    note: NoteRef = ""
    at: str = "box"


class Death(Fact, tag="death", frozen=True, gc=False):
    """A member died; the shares are paid at share-out, a loan stays until it is dealt with."""

    m: str


class Leave(Fact, tag="leave", frozen=True, gc=False):
    """A member left: savings at face less every debt were refunded, the shares cancelled.

    ``savings`` = ``principal`` + ``charge`` + ``fines`` + ``arrears`` + ``refund``; the arrears go
    in cash from the loan fund's box to the social fund's.
    """

    m: str
    shares: Number
    savings: Amount
    principal: Amount
    charge: Amount
    fines: Amount
    arrears: Signed
    refund: Amount
    note: NoteRef = ""
    at: str = "box"


class Entitle(Fact, tag="entitle", frozen=True, gc=False):
    """At share-out a member's ``shares``, ``savings`` at face, were worth ``a``."""

    m: str
    shares: Number
    savings: Amount
    a: Amount


class SetOff(Fact, tag="set_off", frozen=True, gc=False):
    """At share-out a member's debts were settled from the member's own entitlement.

    ``p`` principal and ``c`` charge of loan ``l`` (0: no loan), and ``fines``.
    """

    m: str
    l: Number = 0  # noqa: E741
    p: Amount = 0
    c: Amount = 0
    fines: Amount = 0


class PayOut(Fact, tag="pay_out", frozen=True, gc=False):
    """At share-out a member, or the heirs of one, got ``a`` in cash."""

    m: str
    a: Amount
    at: str = "box"


class ShareOut(Fact, tag="share_out", frozen=True, gc=False):
    """The cycle ended: worth of one share, and the residue that stays in the fund."""

    value: Amount
    shares: Number
    residue: Signed


class Decision(Fact, tag="decision", frozen=True, gc=False):
    """Something that the meeting decided, in its own words outside the page."""

    note: NoteRef


class Adopt(Fact, tag="adopt", frozen=True, gc=False):
    """The officers made an earlier page, copied from paper, their own."""

    page: Number
    hash: Digest


Event: TypeAlias = (
    Found
    | Join
    | Enrol
    | Charge
    | Capitalise
    | Due
    | Attend
    | Fine
    | FinePaid
    | Contribute
    | Grant
    | Shares
    | LoanOut
    | Repay
    | WriteOff
    | Expense
    | Move
    | Count
    | OverShort
    | Death
    | Leave
    | Entitle
    | SetOff
    | PayOut
    | ShareOut
    | Decision
    | Adopt
)
