"""What each member owes and usually does, before anything of this meeting is typed."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from coopledger.app.desk.columns import Column, Key
from coopledger.app.desk.reading import fines_total
from coopledger.app.desk.sheet import Value, cell
from coopledger.domain.book import Book
from coopledger.domain.entries import FineSet
from coopledger.words.catalog import N_
from coopledger.words.dates import format_date
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number


class LoanDue(NamedTuple):
    """What falls due today on a member's loans, in minor units."""

    charge: int
    principal: int
    debt: int
    """Everything still owed: principal and charge."""
    until: str
    """ISO day on which the first loan ends; empty without a loan."""

    @property
    def sum(self) -> int:
        """What the member should bring today."""
        return self.charge + self.principal


class Dues:
    """What is due and usual at a meeting: ``opened`` is the book after its opening."""

    def __init__(self, before: Book, opened: Book) -> None:
        self.opened = opened
        self.rules = opened.constitution
        self.last_shares = dict(before.bought)
        self.loans = {code: self._loan(code) for code in opened.members}

    def _loan(self, member: str) -> LoanDue:
        book, charge, principal, debt = self.opened, 0, 0, 0
        loans = book.loans_of(member)
        for loan in loans:
            owed, fee = book.principal(loan), book.charge_due(loan)
            charge += fee
            debt += owed + fee
            if loan.due_day <= book.day:
                principal += owed
        until = min((loan.due_day for loan in loans), default=0)
        return LoanDue(charge, principal, debt, _iso(until) if until else "")

    def fines_owed(self, member: str, values: Mapping[str, Value]) -> int:
        """Fines owed, with those of this meeting."""
        today = values.get(cell(member, "fine"), ())
        extra = fines_total(today) if isinstance(today, tuple) else 0
        return self.opened.fines_owed(member) + extra

    def usual(self, column: Column, member: str, values: Mapping[str, Value]) -> Value | None:
        """What ``=`` takes; None when there is nothing usual."""
        key: Key = column.key
        if key == "roll":
            return "present"
        if key == "fine":
            answer = values.get(cell(member, "roll"))
            if isinstance(answer, str) and answer in self.rules.fines:
                return (FineSet(member, answer, self.rules.fines[answer]),)
            return None
        if key == "weeks":
            asked = cell(member, "loan") in values
            return self.rules.max_loan_weeks or None if asked else None
        amount = {
            "fine_paid": lambda: self.fines_owed(member, values),
            "social": lambda: max(0, self.opened.arrears(member)),
            "shares": lambda: self.last_shares.get(member, 0),
            "repayment": lambda: self.loans[member].sum,
        }.get(key)
        return (amount() or None) if amount else None

    def placeholder(self, column: Column, member: str, values: Mapping[str, Value]) -> str:
        """What an empty cell shows, quietly: what is due, or what was last time."""
        key = column.key
        if key == "shares":
            last = self.last_shares.get(member, 0)
            return _LAST.format(count=format_number(last)) if last else ""
        if key in {"fine", "fine_paid", "social", "repayment"}:
            usual = self.usual(column, member, values)
            if isinstance(usual, tuple):
                return _FINE.format(fine=usual[0].code)
            if isinstance(usual, int):
                return _DUE.format(amount=format_amount(usual, self.rules.money))
        return ""

    def hint(self, column: Column, member: str, values: Mapping[str, Value], now: Book) -> str:
        """One line about the cell at hand; ``now`` is the book with all that was typed."""
        rules, money = self.rules, self.rules.money
        match column.key:
            case "fine":
                listed = rules.fines.items()
                return " · ".join(f"{code} {format_amount(fee, money)}" for code, fee in listed)
            case "fine_paid" | "social":
                return self.placeholder(column, member, values)
            case "shares":
                return _SHARES.format(
                    most=format_number(rules.max_shares_per_meeting),
                    price=format_amount(rules.share_price, money),
                    last=format_number(self.last_shares.get(member, 0)),
                )
            case "repayment":
                return self._repayment(self.loans[member])
            case "loan" | "weeks" | "purpose":
                savings = now.savings(member)
                owed = sum(now.principal(loan) for loan in now.loans_of(member))
                limit = savings * rules.max_loan_multiple_of_savings - owed
                return _LOAN.format(
                    savings=format_amount(savings, money),
                    limit=format_amount(max(0, limit), money),
                    box=format_amount(now.cash("loan"), money),
                    weeks=format_number(rules.max_loan_weeks),
                )
            case _:
                return ""

    def _repayment(self, due: LoanDue) -> str:
        if not due.debt:
            return str(_NO_LOAN)
        money = self.rules.money
        shown = {
            "sum": format_amount(due.sum, money),
            "charge": format_amount(due.charge, money),
            "principal": format_amount(due.principal, money),
            "debt": format_amount(due.debt, money),
            "until": format_date(due.until),
        }
        return (_DUE_ALL if due.principal else _DUE_CHARGE).format(**shown)


_LAST = N_("last {count}")
_DUE = N_("due {amount}")
_FINE = N_("{fine}?")
_SHARES = N_("1 to {most} shares · {price} each · last time {last}")
_NO_LOAN = N_("no open loan")
_DUE_ALL = N_("due {sum} = charge {charge} + principal {principal} · owes {debt} in all")
_DUE_CHARGE = N_("due {sum} = charge · owes {debt} in all, until {until}")
_LOAN = N_(
    "savings {savings} · may still borrow {limit} · the box holds {box} · {weeks} weeks at most"
)


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
