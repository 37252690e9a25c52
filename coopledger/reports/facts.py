"""What the reports of one group tell, as figures and names before they are worded.

Money is in minor units of the group's currency, days are ISO dates, and a text that was erased is
a dash. `app` gathers these from the pages of a book.
"""

from collections.abc import Mapping

import msgspec

from coopledger.domain.money import Currency
from coopledger.domain.rules import Finding


class Person(msgspec.Struct, frozen=True):
    """A member as a report names one."""

    code: str
    name: str
    roles: tuple[str, ...] = ()


class PaperHead(msgspec.Struct, frozen=True):
    """What every report of a group's book carries.

    Attributes:
        group: the group's name.
        currency: of all amounts.
        page: the book's page that the paper is about.
        page_hash: that page's hash, as hex digits.
        practice: whether nothing here is real.
        officers: those who sign, in the order of the members.
    """

    group: str
    currency: Currency
    page: int
    page_hash: str
    practice: bool
    officers: tuple[Person, ...]


# The meeting report


class MemberRow(msgspec.Struct, frozen=True):
    """What one member did in the meeting; all money is what changed hands."""

    member: Person
    status: str = ""
    shares: int = 0
    savings: int = 0
    social: int = 0
    fines: int = 0
    repaid: int = 0
    lent: int = 0


class CashColumn(msgspec.Struct, frozen=True):
    """The cash of one fund at one place, from the last count to this one.

    ``opening`` + all ``lines`` = ``expected``; ``counted`` is None where nobody counted.
    ``later`` came in or went out after the count, and ``closing`` is what is carried on.
    """

    fund: str
    place: str
    opening: int
    lines: Mapping[str, int]
    counted: int | None
    difference: int
    later: int
    closing: int
    reason: str = ""

    @property
    def expected(self) -> int:
        """What the book said before the count."""
        return self.opening + sum(self.lines.values())


class LoanLine(msgspec.Struct, frozen=True):
    """A loan paid out in the meeting."""

    member: Person
    number: int
    amount: int
    purpose: str
    weeks: int
    due: str


class RepaymentLine(msgspec.Struct, frozen=True):
    """A repayment, and what is left of the loan after it: principal and charge due."""

    member: Person
    number: int
    charge: int
    principal: int
    left: int


class FineLine(msgspec.Struct, frozen=True):
    """A member's fines of the meeting: for what, set, paid, and owed after it."""

    member: Person
    codes: tuple[str, ...]
    assessed: int
    paid: int
    owed: int


class NoteLine(msgspec.Struct, frozen=True):
    """Something else that happened: ``what`` is grant, expense, write_off, death or leave."""

    what: str
    amount: int
    member: Person | None = None
    note: str = ""


class MeetingFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One meeting, as its page records it.

    Attributes:
        head: group, page, officers.
        meeting: the meeting's number.
        day: its date.
        copied: copied from paper and not adopted by the officers yet.
        share_price: what one share cost.
        opening_counted: whether all boxes were counted at the meeting before.
        members: what each member did, in the order of joining.
        cash: each fund's box, then other places that hold or held something.
        loans: paid out.
        repayments: taken.
        fines: set or paid.
        notes: grants, expenses, write-offs, deaths, leavings.
        decisions: in the meeting's words.
        carried: the figures after the page; see `domain.figures.figures`.
        findings: rules that the meeting broke.
    """

    head: PaperHead
    meeting: int
    day: str
    copied: bool
    share_price: int
    opening_counted: bool
    members: tuple[MemberRow, ...]
    cash: tuple[CashColumn, ...]
    loans: tuple[LoanLine, ...]
    repayments: tuple[RepaymentLine, ...]
    fines: tuple[FineLine, ...]
    notes: tuple[NoteLine, ...]
    decisions: tuple[str, ...]
    carried: Mapping[str, int]
    findings: tuple[Finding, ...]


# The member statement


class PassbookRow(msgspec.Struct, frozen=True):
    """A member's line of the savings pages: one meeting, and where the member stood after it."""

    meeting: int
    day: str
    status: str
    shares: int
    all_shares: int
    savings: int
    social: int
    arrears: int
    fined: int
    fines_paid: int
    fines_owed: int


class LoanRow(msgspec.Struct, frozen=True):
    """One happening of a loan: what fell due or was paid, and what was owed after it."""

    day: str
    meeting: int
    what: str
    """``charge``, ``repaid``, ``written_off``, ``set_off`` or ``capitalised``."""
    charge: int
    principal: int
    owed: int


class LoanPage(msgspec.Struct, frozen=True):
    """A loan's page of the passbook."""

    number: int
    amount: int
    day: str
    meeting: int
    weeks: int
    due: str
    purpose: str
    rows: tuple[LoanRow, ...]


class Closing(msgspec.Struct, frozen=True):
    """Where a member stands: all that was saved, and all that is owed."""

    shares: int
    savings: int
    principal: int
    charge: int
    fines: int
    arrears: int


class TrialPart(msgspec.Struct, frozen=True):
    """What a share-out on the book's day would come to for one member."""

    share_value: int
    shares: int
    entitlement: int
    set_off: int
    payout: int
    still_owes: int


class Settled(msgspec.Struct, frozen=True):
    """How a member's savings were settled: at the share-out, or on leaving."""

    what: str
    """``share_out`` or ``leave``."""
    day: str
    shares: int
    savings: int
    value: int
    set_off: int
    paid: int


class StatementFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A member's passbook, up to the newest page of the book.

    Attributes:
        head: group, page, officers.
        member: whose it is.
        day: of the newest page.
        gone: empty, ``left`` or ``dead``.
        rows: the savings pages.
        loans: the loan pages.
        closing: where the member stands.
        trial: a share-out on that day; None when the cycle is over or the member has no part.
        settled: None until the savings were settled.
    """

    head: PaperHead
    member: Person
    day: str
    gone: str
    rows: tuple[PassbookRow, ...]
    loans: tuple[LoanPage, ...]
    closing: Closing
    trial: TrialPart | None
    settled: Settled | None
