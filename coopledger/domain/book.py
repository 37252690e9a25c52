"""A group's book as a fold over its events.

Every event that moves money posts debits and credits that balance within one fund. Accounts are
named ``fund:account[:part...]``; a balance is debits less credits, so cash and what members owe are
positive, savings and income negative:

``loan:cash:box``            cash of the fund at a place
``loan:loans:M07:3``         principal outstanding of loan 3
``loan:charges_due:M07:3``   charge of loan 3 that fell due and is unpaid
``loan:fines_owed:M07``      fines set and unpaid
``social:arrears:M07``       contributions due and unpaid
``loan:savings:M07``         the member's savings at face
``social:contributions``     what members owed to the social fund so far
``loan:income:charges`` ...  income and expense
``loan:distributed``         profit given out at share-out
``loan:payable:M07``         entitlement not yet paid or set off

Only facts are folded here. What may not happen is in ``checks``, what should not in ``rules``.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from coopledger.domain import events as ev
from coopledger.domain.constitution import Constitution
from coopledger.domain.postings import APPLY, DAYS_A_WEEK


class Member:
    """One member as the book knows them: a code, roles, shares, the roll calls so far."""

    __slots__ = ("calls", "code", "gone", "roles", "shares")

    def __init__(self, code: str, roles: tuple[str, ...]) -> None:
        self.code = code
        self.roles = roles
        self.shares = 0
        self.gone = ""
        """Empty while active, else ``left`` or ``dead``."""
        self.calls = dict.fromkeys(("present", "late", "excused", "absent", "represented"), 0)

    def copy(self) -> "Member":
        """A copy that can change on its own."""
        other = Member(self.code, self.roles)
        other.shares, other.gone, other.calls = self.shares, self.gone, dict(self.calls)
        return other


class Loan:
    """One loan. Days are proleptic Gregorian ordinals, as ``date.toordinal`` gives them."""

    __slots__ = (
        "amount",
        "charges",
        "due_day",
        "member",
        "next_charge",
        "note",
        "number",
        "out_day",
        "principal",
    )

    def __init__(self, fact: ev.LoanOut, out_day: int, charge_every: int, due_day: int) -> None:
        self.number = fact.l
        self.member = fact.m
        self.amount = fact.a
        self.note = fact.note
        self.out_day = out_day
        self.due_day = due_day
        self.next_charge = out_day + charge_every
        self.principal = f"loan:loans:{fact.m}:{fact.l}"
        self.charges = f"loan:charges_due:{fact.m}:{fact.l}"

    def copy(self) -> "Loan":
        """A copy that can change on its own."""
        other: Loan = object.__new__(Loan)
        for name in Loan.__slots__:
            setattr(other, name, getattr(self, name))
        return other


class Book:
    """The state of one group's book after the events folded so far."""

    def __init__(self) -> None:
        self.accounts: defaultdict[str, int] = defaultdict(int)
        self.members: dict[str, Member] = {}
        self.loans: dict[int, Loan] = {}
        self.open_loans: dict[int, Loan] = {}
        self.versions: list[Constitution] = []
        self.meeting = 0
        self.day = 0
        self.called: set[str] = set()
        self.bought: dict[str, int] = {}
        """Shares bought in the meeting at hand, by member."""
        self.counted: dict[tuple[str, str], tuple[int, int]] = {}
        """Counts of the meeting at hand: (fund, place) to (book, counted)."""
        self.capitalised = 0
        """Unpaid charge that became principal, so far."""
        self.closed = False

    @property
    def constitution(self) -> Constitution:
        """The rules in force.

        Raises:
            LookupError: the book has no founding event yet.
        """
        return self.versions[-1]

    def copy(self) -> "Book":
        """A copy that can change on its own, cheap enough to make at each key press."""
        other = Book()
        other.accounts = self.accounts.copy()
        other.members = {code: member.copy() for code, member in self.members.items()}
        other.loans = dict(self.loans)
        for number, loan in self.open_loans.items():
            other.loans[number] = other.open_loans[number] = loan.copy()
        other.versions = list(self.versions)
        other.meeting, other.day = self.meeting, self.day
        other.capitalised, other.closed = self.capitalised, self.closed
        other.called, other.bought = set(self.called), dict(self.bought)
        other.counted = dict(self.counted)
        return other

    def begin(self, meeting: int, day: str) -> None:
        """Turn to a new page: a meeting's number (0: none) and its ISO date."""
        if meeting:
            self.meeting = meeting
        if day:
            self.day = date.fromisoformat(day).toordinal()
        self.called.clear()
        self.bought.clear()
        self.counted.clear()

    def admit(self, code: str, roles: tuple[str, ...]) -> None:
        """Add a member."""
        self.members[code] = Member(code, roles)

    def lend(self, fact: ev.LoanOut) -> Loan:
        """Add a loan paid out on the day at hand."""
        every = self.constitution.charge_every * DAYS_A_WEEK
        loan = Loan(fact, self.day, every, self.day + fact.weeks * DAYS_A_WEEK)
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
        APPLY[type(event)](self, event)

    def fold(self, events: Iterable[ev.Event]) -> None:
        """Fold events in their order; see `apply`."""
        table = APPLY
        for event in events:
            table[type(event)](self, event)

    # What the screens and rules ask.

    def cash(self, fund: str, place: str = "box") -> int:
        """Cash of a fund at a place, in minor units."""
        return self.accounts.get(f"{fund}:cash:{place}", 0)

    def savings(self, member: str) -> int:
        """A member's savings at face."""
        return -self.accounts.get(f"loan:savings:{member}", 0)

    def fines_owed(self, member: str) -> int:
        """Fines set and not paid."""
        return self.accounts.get(f"{self.constitution.fines_go_to}:fines_owed:{member}", 0)

    def arrears(self, member: str, fund: str = "social") -> int:
        """Contributions due and unpaid; negative when paid ahead."""
        return self.accounts.get(f"{fund}:arrears:{member}", 0)

    def principal(self, loan: Loan) -> int:
        """Principal of a loan still to be repaid."""
        return self.accounts.get(loan.principal, 0)

    def charge_due(self, loan: Loan) -> int:
        """Charge of a loan that fell due and is unpaid."""
        return self.accounts.get(loan.charges, 0)

    def loans_of(self, member: str) -> list[Loan]:
        """A member's open loans, the oldest first."""
        return [loan for loan in self.open_loans.values() if loan.member == member]

    def active(self) -> list[Member]:
        """Members who neither left nor died, in the order of joining."""
        return [member for member in self.members.values() if not member.gone]

    def total(self, prefix: str) -> int:
        """Sum of the balances of all accounts whose names begin with ``prefix``."""
        return sum(v for name, v in self.accounts.items() if name.startswith(prefix))
