"""What the statement of one member and the sheet of a share-out tell; see `facts` for the units."""

import msgspec

from coopledger.reports.facts import CashColumn, Instalment, PaperHead, Person

# The member statement


class PassbookRow(msgspec.Struct, frozen=True, kw_only=True):
    """A member's line of the savings pages: one page, and where the member stood after it.

    ``mark`` is the kind of a page that is no meeting. What was undone on it is negative.
    """

    meeting: int
    day: str
    status: str
    mark: str = ""
    # What was done.
    shares: int = 0
    saved: int = 0
    voluntary: int = 0
    taken: int = 0
    held: int = 0
    social: int = 0
    hands: int = 0
    pot: int = 0
    help: int = 0
    fined: int = 0
    fines_paid: int = 0
    # Where it led.
    all_shares: int = 0
    savings: int = 0
    all_voluntary: int = 0
    all_held: int = 0
    arrears: int = 0
    hands_owed: int = 0
    fines_owed: int = 0


class LoanRow(msgspec.Struct, frozen=True):
    """One happening of a loan: what fell due or was paid, and what was owed after it."""

    day: str
    meeting: int
    what: str
    """``charge``, ``late``, ``repaid``, ``guarantor``, ``written_off``, ``set_off``,
    ``capitalised``, ``recovered``, ``rolled``, ``rescheduled`` or ``brought_over``."""
    charge: int
    principal: int
    owed: int
    late: int = 0
    undone: bool = False
    """Whether this undoes an earlier happening; the sums are that one's."""
    by: str = ""
    """The guarantor who paid."""


class LoanPage(msgspec.Struct, frozen=True):
    """A loan's page of the passbook.

    ``plan`` has the instalments still to come, ``now`` is what should be paid by today.
    """

    number: int
    amount: int
    day: str
    meeting: int
    weeks: int
    due: str
    purpose: str
    rows: tuple[LoanRow, ...]
    guarantors: tuple[str, ...] = ()
    kept: int = 0
    rolled: int = 0
    void: bool = False
    plan: tuple[Instalment, ...] = ()
    now: int = 0


class Guarantee(msgspec.Struct, frozen=True):
    """An open loan that the member answers for: its number, the borrower's code, what is owed."""

    number: int
    borrower: str
    owed: int


class Closing(msgspec.Struct, frozen=True):
    """Where a member stands: all that was saved, and all that is owed."""

    shares: int
    savings: int
    principal: int
    charge: int
    fines: int
    arrears: int
    voluntary: int = 0
    held: int = 0
    late: int = 0
    hands: int = 0
    payable: int = 0
    """A refund that waits for the end of the cycle."""


class TrialPart(msgspec.Struct, frozen=True):
    """What a share-out on the book's day would come to for one member.

    ``share_value`` is 0 where no share has a value; ``whole`` says that savings are shared out too.
    """

    share_value: int
    shares: int
    entitlement: int
    set_off: int
    payout: int
    still_owes: int
    whole: bool = True


class Settled(msgspec.Struct, frozen=True):
    """How a member's savings were settled: at the share-out, or on leaving."""

    what: str
    """``share_out``, ``leave``, or ``depart`` for another group."""
    day: str
    shares: int
    savings: int
    value: int
    set_off: int
    paid: int
    later: bool = False
    """Whether the payment waits for the end of the cycle, or goes to the other group."""


class StatementFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A member's passbook of this cycle, up to the newest page of the book.

    Attributes:
        head: group, page, officers.
        member: whose it is.
        day: of the newest page.
        gone: empty, ``left`` or ``dead``.
        by_shares: whether savings are bought as shares.
        contributes: whether the group has a social contribution.
        rows: the savings pages.
        loans: the loan pages.
        guarantees: open loans of others that the member answers for.
        closing: where the member stands.
        trial: a share-out on that day; None when the cycle is over or the member has no part.
        settled: None until the savings were settled.
    """

    head: PaperHead
    member: Person
    day: str
    gone: str
    by_shares: bool
    contributes: bool
    rows: tuple[PassbookRow, ...]
    loans: tuple[LoanPage, ...]
    guarantees: tuple[Guarantee, ...]
    closing: Closing
    trial: TrialPart | None
    settled: Settled | None


# The share-out


class ShareOutLine(msgspec.Struct, frozen=True):
    """One member's line: what the part was worth, settled of debts, paid, still owed.

    ``back`` is paid beside it: voluntary savings, odd money, a leaver's refund that waited.
    """

    member: Person
    shares: int
    savings: int
    entitlement: int
    set_off: int
    paid: int
    back: int
    still_owes: int


class ShareOutFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One share-out, as its page records it.

    Attributes:
        head: group, page, officers.
        day: its date.
        whole: whether savings were shared out too, not only profit.
        by_shares: whether a member's part went by shares.
        value: of one share, 0 where none was worked out.
        total_shares: that share in it.
        residue: that rounding left.
        reserve: that the rules keep of the profit, in the loan fund.
        residue_to: the fund in which it lies now.
        rows: in the order of joining.
        cash: the boxes before and after.
    """

    head: PaperHead
    day: str
    whole: bool
    by_shares: bool
    value: int
    total_shares: int
    residue: int
    reserve: int
    residue_to: str
    rows: tuple[ShareOutLine, ...]
    cash: tuple[CashColumn, ...]
