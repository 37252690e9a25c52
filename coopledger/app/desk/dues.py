"""What each member owes and usually does, before anything of this meeting is typed."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from coopledger.app.desk.columns import Column, Key, StepKey
from coopledger.app.desk.reading import fines_total
from coopledger.app.desk.sheet import Value, cell
from coopledger.app.loan_plans import due_now
from coopledger.domain.book import Book
from coopledger.domain.entries import FineSet
from coopledger.domain.limits import loan_cap
from coopledger.words.catalog import N_, ngettext
from coopledger.words.dates import format_date
from coopledger.words.fines import fine_name
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number


class LoanDue(NamedTuple):
    """What falls due today on a member's loans, in minor units."""

    charge: int
    late: int
    principal: int
    debt: int
    """Everything still owed: principal, charge and late charge."""
    until: str
    """ISO day on which the first loan ends; empty without a loan."""

    @property
    def sum(self) -> int:
        """What the member should bring today."""
        return self.charge + self.late + self.principal


class Dues:
    """What is due and usual at a meeting: ``opened`` is the book after its opening."""

    def __init__(self, before: Book, opened: Book) -> None:
        self.opened = opened
        self.rules = opened.constitution
        self.last_shares = dict(before.bought)
        self.last_saved = dict(before.saved)
        self.loans = {code: self._loan(code) for code in opened.members}

    def _loan(self, member: str) -> LoanDue:
        book, charge, late, principal, debt = self.opened, 0, 0, 0, 0
        loans = book.loans_of(member)
        for loan in loans:
            fee, penalty = book.charge_due(loan), book.late_due(loan)
            charge += fee
            late += penalty
            debt += book.debt(loan)
            if loan.plan:
                principal += due_now(book, loan) - fee - penalty
            elif loan.due_day <= book.day:
                principal += book.principal(loan)
        until = min((loan.due_day for loan in loans), default=0)
        return LoanDue(charge, late, principal, debt, _iso(until) if until else "")

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
        if key in ("weeks", "instalments"):
            return self.term(key) if cell(member, "loan") in values else None
        amount = {
            "fine_paid": lambda: self.fines_owed(member, values),
            "social": lambda: max(0, self.opened.arrears(member)),
            "hand": lambda: max(0, self.opened.arrears(member, "pot")),
            "shares": lambda: self.last_shares.get(member, 0),
            "saving": lambda: self._saving(member),
            "repayment": lambda: self.loans[member].sum,
        }.get(key)
        return (amount() or None) if amount else None

    def term(self, key: str) -> int | None:
        """The longest term of a new loan, in weeks or instalments; None where no rule says one."""
        rules = self.rules
        longest = rules.max_loan_weeks if key == "weeks" else rules.max_loan_instalments
        return longest or None

    def _saving(self, member: str) -> int:
        if self.rules.saving == "equal":
            return self.rules.saving_amount
        return self.last_saved.get(member, 0) or self.rules.saving_amount

    def placeholder(self, column: Column, member: str, values: Mapping[str, Value]) -> str:
        """What an empty cell shows, quietly: what is due, or what was last time."""
        key = column.key
        if key == "shares":
            last = self.last_shares.get(member, 0)
            return _LAST.format(count=format_number(last)) if last else ""
        if key == "saving" and self.rules.saving == "any":
            last = self.last_saved.get(member, 0)
            return _LAST.format(count=format_amount(last, self.rules.money)) if last else ""
        if key in {"fine", "fine_paid", "social", "hand", "saving", "repayment"}:
            usual = self.usual(column, member, values)
            if isinstance(usual, tuple):
                return _FINE.format(fine=fine_name(usual[0].code))
            if isinstance(usual, int):
                return _DUE.format(amount=format_amount(usual, self.rules.money))
        return ""

    def hint(self, column: Column, member: str, values: Mapping[str, Value], now: Book) -> str:
        """One line about the cell at hand; ``now`` is the book with all that was typed."""
        rules, money = self.rules, self.rules.money
        match column.key:
            case "fine":
                listed = rules.fines.items()
                return " · ".join(
                    f"{fine_name(code)} {format_amount(fee, money)}" for code, fee in listed
                )
            case "fine_paid" | "social":
                return self.placeholder(column, member, values)
            case "hand":
                return self._pot(member, now)
            case "shares":
                return _SHARES.format(
                    most=format_number(rules.max_shares_per_meeting),
                    price=format_amount(rules.share_price, money),
                    last=format_number(self.last_shares.get(member, 0)),
                )
            case "saving" | "voluntary":
                return self._savings(column.key, member, now)
            case "repayment":
                return self._repayment(self.loans[member])
            case "loan" | "weeks" | "instalments" | "guarantors" | "purpose":
                return self._loan_hint(column.key, member, now)
            case _:
                return ""

    def aside(self, step: StepKey, member: str, values: Mapping[str, Value], now: Book) -> str:
        """What stands behind a member's cells in a step of the agenda."""
        money = self.rules.money
        match step:
            case "roll_call":
                owed = self.fines_owed(member, values)
                return _OWES_FINES.format(amount=format_amount(owed, money)) if owed else ""
            case "social":
                paid = values.get(cell(member, "social"), 0)
                left = self.opened.arrears(member) - (paid if isinstance(paid, int) else 0)
                return _STILL.format(amount=format_amount(left, money)) if left > 0 else ""
            case "saving":
                return self._saved(member, values, now)
            case "pot":
                turn = now.turns[len(now.pots)] if len(now.pots) < len(now.turns) else ""
                return str(_YOUR_TURN) if turn == member else ""
            case "repayments":
                return self._repayment(self.loans[member]) if self.loans[member].debt else ""
            case "loans":
                limit = self._may_borrow(member, now)
                if limit is None:
                    return _SAVINGS.format(savings=format_amount(now.savings(member), money))
                return _MAY_BORROW.format(limit=format_amount(limit, money))
            case _:
                return ""

    def _saved(self, member: str, values: Mapping[str, Value], now: Book) -> str:
        money, bought = self.rules.money, values.get(cell(member, "shares"))
        if self.rules.saving != "shares":
            return _SAVED.format(saved=format_amount(now.savings(member), money))
        told = []
        if isinstance(bought, int):
            told.append(_WORTH.format(amount=format_amount(bought * self.rules.share_price, money)))
        shares = now.members[member].shares if member in now.members else 0
        so_far = ngettext("{count} share so far", "{count} shares so far", shares)
        told.append(so_far.format(count=format_number(shares)))
        return " · ".join(told)

    def _pot(self, member: str, now: Book) -> str:
        parts = [self._due_of(max(0, self.opened.arrears(member, "pot")))]
        if len(now.pots) < len(now.turns):
            turn = now.turns[len(now.pots)]
            there = format_amount(now.cash("pot"), self.rules.money)
            parts.append(_TURN.format(member=turn, amount=there))
        return " · ".join(part for part in parts if part)

    def _due_of(self, amount: int) -> str:
        return _DUE.format(amount=format_amount(amount, self.rules.money)) if amount else ""

    def _savings(self, key: str, member: str, now: Book) -> str:
        rules, money = self.rules, self.rules.money
        saved = now.savings(member) if key == "saving" else now.voluntary(member)
        told = _SAVED.format(saved=format_amount(saved, money))
        if key == "voluntary":
            return told
        rule = _EQUAL if rules.saving == "equal" else _LEAST
        return f"{rule.format(amount=format_amount(rules.saving_amount, money))} · {told}"

    def _loan_hint(self, key: str, member: str, now: Book) -> str:
        rules, money = self.rules, self.rules.money
        if key == "guarantors":
            return _GUARANTORS.format(count=format_number(rules.guarantors_needed))
        savings = now.savings(member) + now.voluntary(member)
        parts = [_SAVINGS.format(savings=format_amount(savings, money))]
        if (limit := self._may_borrow(member, now)) is not None:
            parts.append(_MAY_BORROW.format(limit=format_amount(limit, money)))
        parts.append(_BOX_HOLDS.format(box=format_amount(now.cash("loan"), money)))
        if rules.loan_method == "period_charge":
            parts.append(_WEEKS.format(weeks=format_number(rules.max_loan_weeks)))
        elif rules.max_loan_instalments:
            parts.append(_INSTALMENTS.format(count=format_number(rules.max_loan_instalments)))
        return " · ".join(parts)

    def _may_borrow(self, member: str, now: Book) -> int | None:
        """What a member may still borrow by the cap on savings; None without one."""
        cap = loan_cap(now, member)
        if cap is None:
            return None
        return max(0, cap - sum(now.principal(loan) for loan in now.loans_of(member)))

    def _repayment(self, due: LoanDue) -> str:
        if not due.debt:
            return str(_NO_LOAN)
        money = self.rules.money
        parts = [
            told.format(amount=format_amount(amount, money))
            for told, amount in ((_LATE, due.late), (_CHARGE, due.charge))
            if amount
        ]
        if due.principal:
            parts.append(_PRINCIPAL.format(amount=format_amount(due.principal, money)))
        shown = {
            "sum": format_amount(due.sum, money),
            "parts": " + ".join(parts),
            "debt": format_amount(due.debt, money),
            "until": format_date(due.until),
        }
        if not due.sum:
            return _NOTHING_DUE.format(**shown)
        whole = due.sum == due.debt
        return (_DUE_ALL if whole else _DUE_PART).format(**shown)


_LAST = N_("last {count}")
_DUE = N_("due {amount}")
_FINE = N_("{fine}?")
_SHARES = N_("1 to {most} shares · {price} each · last time {last}")
_NO_LOAN = N_("no open loan")
_DUE_ALL = N_("due {sum} = {parts} · owes {debt} in all")
_DUE_PART = N_("due {sum} = {parts} · owes {debt} in all, until {until}")
_NOTHING_DUE = N_("nothing is due today · owes {debt} in all, until {until}")
_LATE = N_("late charge {amount}")
_CHARGE = N_("charge {amount}")
_PRINCIPAL = N_("principal {amount}")
_SAVINGS = N_("savings {savings}")
_MAY_BORROW = N_("may still borrow {limit}")
_BOX_HOLDS = N_("the box holds {box}")
_WEEKS = N_("{weeks} weeks at most")
_INSTALMENTS = N_("{count} instalments at most")
_GUARANTORS = N_("members who answer for the loan; {count} are needed")
_TURN = N_("it is the turn of {member}; {amount} is in the pot")
_SAVED = N_("saved so far {saved}")
_OWES_FINES = N_("owes {amount} in fines")
_STILL = N_("then still owes {amount}")
_YOUR_TURN = N_("the pot goes to this member")
_WORTH = N_("= {amount}")
_EQUAL = N_("everybody saves {amount}")
_LEAST = N_("at least {amount}")


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
