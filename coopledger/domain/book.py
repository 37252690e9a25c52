"""A group's book as a fold over its events.

Every event that moves money posts debits and credits that balance within one fund. Accounts are
named ``fund:account[:part...]``; a balance is debits less credits, so cash and what members owe are
positive, savings and income negative:

``loan:cash:box``            cash of the fund at a place
``loan:loans:M07:3``         principal outstanding of loan 3
``loan:charges_due:M07:3``   charge of loan 3 that fell due and is unpaid
``loan:late_due:M07:3``      late charge of loan 3 that is unpaid
``loan:fines_owed:M07``      fines set and unpaid
``social:arrears:M07``       contributions due and unpaid
``loan:savings:M07``         the member's savings at face
``loan:voluntary:M07``       voluntary savings beside the compulsory
``loan:held:M07``            odd money kept for the next shares
``loan:external:X1``         what the group owes a lender, or another group
``loan:lent:X2``             what another group owes this one
``social:contributions``     what members owed to the social fund so far
``loan:income:charges`` ...  income and expense
``loan:retained``            what earlier cycles left in the fund
``loan:distributed``         profit given out at share-out
``loan:payable:M07``         entitlement or refund not yet paid or set off

Only facts are folded here. What may not happen is refused in ``recording``, what should not is
found by ``rules``.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from coopledger.domain import events as ev
from coopledger.domain.constitution import Constitution
from coopledger.domain.loan_state import Loan
from coopledger.domain.notice import Notice
from coopledger.domain.postings import APPLY
from coopledger.domain.transfers import Dealings, Side, is_book

PERSONAL = frozenset({"arrears", "savings", "voluntary", "held", "payable", "fines_owed"})
"""Accounts that a member has one of."""
CALLS = ("present", "late", "excused", "absent", "represented")


class Member:
    """One member as the book knows them: a code, roles, shares, the roll calls so far."""

    __slots__ = (
        "arrears_account",
        "calls",
        "charges_paid",
        "code",
        "deposits",
        "gone",
        "joined",
        "noticed",
        "notices",
        "roles",
        "savings_account",
        "shares",
    )

    def __init__(self, code: str, roles: tuple[str, ...], joined: int = 0) -> None:
        self.code = code
        # Made once: making names is the dearest part of adding up thousands of pages.
        self.savings_account = f"loan:savings:{code}"
        self.arrears_account = f"social:arrears:{code}"
        self.roles = roles
        self.joined = joined
        """Number of the meeting in which the member joined, 0 at the founding."""
        self.shares = 0
        self.gone = ""
        """Empty while active, else ``left`` or ``dead``."""
        self.calls = dict.fromkeys(CALLS, 0)
        self.charges_paid = 0
        self.deposits: dict[int, int] = {}
        """What was saved, by meeting, where the share-out asks for it (time-weighted)."""
        self.notices: list[Notice] = []
        """Notices given, in their order; one that was undone stands at nothing."""
        self.noticed = 0
        """What of them was used up when savings were taken back."""

    def copy(self) -> "Member":
        """A copy that can change on its own."""
        other = Member(self.code, self.roles, self.joined)
        other.shares, other.gone, other.calls = self.shares, self.gone, dict(self.calls)
        other.charges_paid, other.deposits = self.charges_paid, dict(self.deposits)
        other.notices, other.noticed = list(self.notices), self.noticed
        return other


class Book:
    """The state of one group's book after the events folded so far."""

    def __init__(self) -> None:
        self.accounts: defaultdict[str, int] = defaultdict(int)
        self.members: dict[str, Member] = {}
        self.loans: dict[int, Loan] = {}
        self.open_loans: dict[int, Loan] = {}
        self.versions: list[tuple[int, Constitution]] = []
        """Constitutions adopted so far, with the first day (an ordinal) of each."""
        self.rules: Constitution
        """The constitution in force on the day at hand."""
        self.meeting = 0
        self.day = 0
        self.called: set[str] = set()
        self.bought: dict[str, int] = {}
        """Shares bought in the meeting at hand, by member."""
        self.saved: dict[str, int] = {}
        """Compulsory savings of the meeting at hand, by member."""
        self.counted: dict[tuple[str, str], tuple[int, int]] = {}
        """Counts of the meeting at hand: (fund, place) to (book, counted)."""
        self.opened: set[str] = set()
        """Funds whose box was counted when the meeting at hand opened it."""
        self.extras: set[str] = set()
        """Kinds of account beside the usual ones that this book has used."""
        self.capitalised = 0
        """Unpaid charge that became principal in this cycle."""
        self.keys: dict[str, str] = {}
        """Officers' public keys in force, as hex, by member."""
        self.reversed: set[tuple[int, int]] = set()
        """Events undone so far: (page, index)."""
        self.turns: list[str] = []
        """Who gets the pot, one entry a hand."""
        self.pots: list[str] = []
        """Who got it, round by round."""
        self.pot_rounds = 0
        """How many rounds of hands fell due."""
        self.receipts: set[tuple[str, str]] = set()
        """Movements on statements that were entered: (place, provider's id)."""
        self.received: set[str] = set()
        """Numbers of what came from other groups."""
        self.id = ""
        """The book's own id; empty where its pages are not at hand."""
        self.page = 0
        """Number of the page at hand; the founding alone need not be begun."""
        self.at = -1
        """Place of the event at hand on that page, from 0."""
        self.sides: list[Side] = []
        """What passed between this group and others, and still stands."""
        self.cycle = 1
        self.cycle_day = 0
        """Ordinal of the day on which the cycle began; 0 in the first one."""
        self.entitled = 0
        """What the share-out at hand has given so far."""
        self.shared_out = 0
        """What the last share-out gave in all: paid and set off."""
        self.first_loan = 1
        """Number of the first loan of this cycle."""
        self.closed = False

    @property
    def constitution(self) -> Constitution:
        """The rules in force; the same as ``rules``."""
        return self.rules

    def copy(self, *, whole: bool = False) -> "Book":
        """A copy that can change on its own, cheap enough to make at each key press.

        Args:
            whole: copy loans that are settled too: a correction may change them.
        """
        other: Book = object.__new__(Book)
        other.__dict__.update(self.__dict__)
        other.accounts = self.accounts.copy()
        other.members = {code: member.copy() for code, member in self.members.items()}
        other.loans = {
            number: loan.copy() if whole or loan.lost or number in self.open_loans else loan
            for number, loan in self.loans.items()
        }
        other.open_loans = {number: other.loans[number] for number in self.open_loans}
        other.versions, other.turns, other.pots = [*self.versions], [*self.turns], [*self.pots]
        other.called, other.reversed, other.extras, other.receipts = (
            set(self.called),
            set(self.reversed),
            set(self.extras),
            set(self.receipts),
        )
        other.sides = list(self.sides)
        other.keys, other.received = dict(self.keys), set(self.received)
        other.bought, other.saved = dict(self.bought), dict(self.saved)
        other.counted, other.opened = dict(self.counted), set(self.opened)
        return other

    def begin(self, meeting: int, day: str, *, again: bool = False) -> None:
        """Turn to a new page.

        Args:
            meeting: a meeting's number, 0 for a page that is no meeting.
            day: the ISO date, empty where the page has none.
            again: the page goes on with the meeting before it.
        """
        if meeting:
            self.meeting = meeting
        if day:
            self.day = date.fromisoformat(day).toordinal()
            if len(self.versions) > 1:
                self.rules = [rules for first, rules in self.versions if first <= self.day][-1]
        self.page += 1
        self.at = -1
        self.opened.clear()
        # An act between two meetings leaves what was said in the last one: it may go on.
        if meeting and not again:
            self.called.clear()
            self.bought.clear()
            self.saved.clear()
        self.counted.clear()

    def adopt(self, rules: Constitution, first_day: int) -> None:
        """Take a constitution that is in force from a day."""
        self.versions.append((first_day, rules))
        self.versions.sort(key=lambda version: version[0])
        if len(self.versions) == 1 or first_day <= self.day:
            self.rules = rules

    def admit(self, code: str, roles: tuple[str, ...]) -> None:
        """Add a member."""
        self.members[code] = Member(code, roles, self.meeting)

    def lend(self, fact: ev.LoanOut) -> Loan:
        """Add a loan paid out on the day at hand."""
        loan = Loan(fact, self.rules, self.day, self.meeting)
        self.loans[fact.l] = self.open_loans[fact.l] = loan
        return loan

    def post(self, debit: str, credit: str, amount: int) -> None:
        """Move ``amount`` from the credited account to the debited one, in one fund."""
        accounts = self.accounts
        accounts[debit] += amount
        accounts[credit] -= amount

    def apply(self, event: ev.Event) -> None:
        """Fold one event.

        Raises:
            LookupError: it names a member or a loan that the book does not know.
        """
        self.at += 1
        APPLY[type(event)](self, event)

    def fold(self, events: Iterable[ev.Event]) -> None:
        """Fold events in their order; see `apply`."""
        table = APPLY
        for event in events:
            self.at += 1
            table[type(event)](self, event)

    # What the screens and rules ask.

    def cash(self, fund: str, place: str = "box") -> int:
        """Cash of a fund at a place, in minor units."""
        return self.accounts.get(f"{fund}:cash:{place}", 0)

    def savings(self, member: str) -> int:
        """A member's savings at face."""
        return -self.accounts.get(f"loan:savings:{member}", 0)

    def voluntary(self, member: str) -> int:
        """A member's voluntary savings beside the compulsory."""
        return -self.accounts.get(f"loan:voluntary:{member}", 0)

    def held(self, member: str) -> int:
        """Odd money kept for the member's next shares."""
        return -self.accounts.get(f"loan:held:{member}", 0)

    def fines_owed(self, member: str) -> int:
        """Fines set and not paid."""
        return self.accounts.get(f"{self.rules.fines_go_to}:fines_owed:{member}", 0)

    def arrears(self, member: str, fund: str = "social") -> int:
        """Contributions due and unpaid; negative when paid ahead."""
        return self.accounts.get(f"{fund}:arrears:{member}", 0)

    def principal(self, loan: Loan) -> int:
        """Principal of a loan still to be repaid."""
        return self.accounts.get(loan.principal, 0)

    def charge_due(self, loan: Loan) -> int:
        """Charge of a loan that fell due and is unpaid."""
        return self.accounts.get(loan.charges, 0)

    def late_due(self, loan: Loan) -> int:
        """Late charge of a loan that is unpaid."""
        return self.accounts.get(loan.late, 0)

    def debt(self, loan: Loan) -> int:
        """All that a loan owes: principal, charge due and late charge."""
        get = self.accounts.get
        return get(loan.principal, 0) + get(loan.charges, 0) + get(loan.late, 0)

    def overdue(self, loan: Loan) -> int:
        """Principal that should have been repaid before today and was not."""
        if not loan.plan and loan.due_day >= self.day:
            return 0
        return max(loan.planned(self.day) - loan.plan_amount + self.principal(loan), 0)

    def pending(self) -> list[Constitution]:
        """Constitutions that were adopted and begin on a later day."""
        return [rules for first, rules in self.versions if first > self.day]

    @property
    def version(self) -> int:
        """Number of the constitution in force, from 1."""
        return max(1, sum(first <= self.day for first, _rules in self.versions))

    def external(self) -> int:
        """What the group owes lenders outside, charge included."""
        return -self.total("loan:external:") - self.total("loan:external_due:")

    def lent(self, group: str = "") -> int:
        """What a group, or all other groups together, owe this one, charge included."""
        if group:
            get = self.accounts.get
            return get(f"loan:lent:{group}", 0) + get(f"loan:lent_due:{group}", 0)
        return self.total("loan:lent:") + self.total("loan:lent_due:")

    def dealings(self) -> Dealings:
        """What passed between this group and others, and what is owed between them."""
        owing: defaultdict[str, int] = defaultdict(int)
        owed: defaultdict[str, int] = defaultdict(int)
        for name, balance in self.accounts.items():
            _fund, kind, *other = name.split(":")
            if kind in ("lent", "lent_due", "external", "external_due") and is_book(other[0]):
                sums, sign = (owing, 1) if kind.startswith("lent") else (owed, -1)
                sums[other[0]] += sign * balance
        return Dealings(tuple(self.sides), dict(owing), dict(owed), self.rules.currency)

    def loans_of(self, member: str) -> list[Loan]:
        """A member's open loans, the oldest first."""
        found = [loan for loan in self.open_loans.values() if loan.member == member]
        return found if len(found) < 2 else sorted(found, key=lambda loan: loan.number)

    def guaranteed_by(self, member: str) -> list[Loan]:
        """The open loans that a member guarantees."""
        return [loan for loan in self.open_loans.values() if member in loan.guarantors]

    def active(self) -> list[Member]:
        """Members who neither left nor died, in the order of joining."""
        return [member for member in self.members.values() if not member.gone]

    def total(self, prefix: str) -> int:
        """Sum of the balances of all accounts whose names begin with ``prefix``."""
        return sum(v for name, v in self.accounts.items() if name.startswith(prefix))

    def strange_accounts(self, after: int) -> list[str]:
        """Accounts newer than the first ``after`` of a fund, place or member that is not there."""
        found = []
        for name in list(self.accounts)[after:]:
            fund, kind, owner = [*name.split(":"), ""][:3]
            if (
                fund not in self.rules.funds
                or (kind == "cash" and owner not in self.rules.places)
                or (kind in PERSONAL and owner not in self.members)
            ):
                found.append(name)
        return found
