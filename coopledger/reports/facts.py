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


class PageRef(msgspec.Struct, frozen=True):
    """A page of the book: its number, its hash as hex digits, its ISO day, its kind."""

    number: int
    hash: str
    day: str = ""
    kind: str = ""


class PaperHead(msgspec.Struct, frozen=True):
    """What every report of a group's book carries.

    Attributes:
        group: the group's name.
        currency: of all amounts.
        page: the book's page that the paper is about; of several the last.
        page_hash: that page's hash, as hex digits.
        practice: whether nothing here is real.
        officers: those who sign, in the order of the members.
        earlier: pages before it that the paper is about too.
        code: the sealed code that is printed as a QR symbol; see `ledger.paper_code`.
        settled: where two branches of the book are about and the officers have not chosen, the
            last page that all of them have; 0 where nothing that the paper tells is disputed.
    """

    group: str
    currency: Currency
    page: int
    page_hash: str
    practice: bool
    officers: tuple[Person, ...]
    earlier: tuple[PageRef, ...] = ()
    code: str = ""
    settled: int = 0


class Instalment(msgspec.Struct, frozen=True):
    """What falls due on a loan's plan on an ISO day."""

    day: str
    principal: int
    charge: int

    @property
    def amount(self) -> int:
        """All of it."""
        return self.principal + self.charge


# The meeting report


class MemberRow(msgspec.Struct, frozen=True):
    """What one member did in the meeting; all money is what changed hands.

    ``sums`` has what the member handed in (negative: got), by column: savings, premium, voluntary,
    taken, held, social, hands, fines, repaid, for_others, lent, pot, help, refund, corrected.
    """

    member: Person
    status: str = ""
    shares: int = 0
    sums: Mapping[str, int] = {}


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

    @property
    def empty(self) -> bool:
        """Whether nothing was there and nothing moved."""
        return not (self.opening or self.lines or self.counted or self.later or self.closing)


class LoanLine(msgspec.Struct, frozen=True):
    """A loan given in the meeting; ``first`` is the first instalment of its plan.

    ``kept`` of it was charged at once; a loan that takes over loan ``rolled`` pays out no cash;
    nobody asked for one that is ``forced``.
    """

    member: Person
    number: int
    amount: int
    purpose: str
    weeks: int
    due: str
    instalments: int = 0
    first: Instalment | None = None
    guarantors: tuple[Person, ...] = ()
    kept: int = 0
    rolled: int = 0
    forced: bool = False

    @property
    def paid_out(self) -> int:
        """What the member got in cash."""
        return 0 if self.rolled else self.amount - self.kept


class RepaymentLine(msgspec.Struct, frozen=True):
    """A repayment, and what is left of the loan after it: principal and charges due.

    ``by`` is the guarantor who paid, ``after`` the instalment that comes next.
    """

    member: Person
    number: int
    charge: int
    principal: int
    left: int
    late: int = 0
    by: Person | None = None
    after: Instalment | None = None


class FineLine(msgspec.Struct, frozen=True):
    """A member's fines of the meeting: for what, set, paid, and owed after it."""

    member: Person
    codes: tuple[str, ...]
    assessed: int
    paid: int
    owed: int


class NoteLine(msgspec.Struct, frozen=True):
    """Something else that happened; ``what`` is the event's tag.

    ``who`` is a lender's or another member's code, or the order of turns.
    """

    what: str
    amount: int
    member: Person | None = None
    note: str = ""
    who: str = ""


class CorrectionLine(msgspec.Struct, frozen=True):
    """An earlier entry that was undone: where it stands, why, and who approved.

    ``amount`` is what came into the boxes by it (negative: went out).
    """

    page: int
    entry: int
    what: str
    amount: int
    member: Person | None
    reason: str
    by: tuple[Person, ...]


class Between(msgspec.Struct, frozen=True):
    """A page that is no meeting, and what it moved: fund, place, amount."""

    page: PageRef
    cash: tuple[tuple[str, str, int], ...]


class MeetingFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One meeting, as its page records it.

    Attributes:
        head: group, page, officers.
        meeting: the meeting's number.
        day: its date.
        copied: copied from paper and not adopted by the officers yet.
        pages: of the book, more than one where the meeting went on on another day.
        share_price: what one share cost, 0 where there are none.
        opening_counted: whether the boxes open with what was counted at the meeting before.
        between: pages that are no meeting, since the one before.
        members: what each member did, in the order of joining.
        cash: each fund's box, then other places that hold or held something.
        loans: paid out.
        repayments: taken.
        fines: set or paid.
        notes: grants, expenses, pots, lenders, deaths, leavings and the like.
        corrections: what was undone, also between the meetings.
        decisions: in the meeting's words.
        carried: the figures after the page; see `domain.figures.figures`; and `pot_arrears`.
        next_turn: who gets the pot next, if there is one.
        findings: rules that the meeting broke.
    """

    head: PaperHead
    meeting: int
    day: str
    pages: tuple[PageRef, ...]
    copied: bool
    share_price: int
    opening_counted: bool
    between: tuple[Between, ...]
    members: tuple[MemberRow, ...]
    cash: tuple[CashColumn, ...]
    loans: tuple[LoanLine, ...]
    repayments: tuple[RepaymentLine, ...]
    fines: tuple[FineLine, ...]
    notes: tuple[NoteLine, ...]
    corrections: tuple[CorrectionLine, ...]
    decisions: tuple[str, ...]
    carried: Mapping[str, int]
    next_turn: Person | None
    findings: tuple[Finding, ...]
