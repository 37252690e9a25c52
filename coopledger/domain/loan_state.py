"""One loan as the book knows it. Its money lies in the book's accounts; here is its course.

Days are proleptic Gregorian ordinals, as ``date.toordinal`` gives them.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from coopledger.domain import events as ev
from coopledger.domain.constitution import Constitution
from coopledger.domain.loans.periods import day_after

DAYS_A_WEEK = 7


class PlanRow(NamedTuple):
    """One row of a plan: due day, principal, charge, and the principal outstanding before it."""

    day: int
    principal: int
    charge: int
    before: int


class Loan:
    """One loan: who, how much, when it is due, and what it has been charged up to now."""

    __slots__ = (
        "after_due",
        "amount",
        "charge_every",
        "charge_rate",
        "charge_unit",
        "charged_to",
        "charges",
        "due_day",
        "flat",
        "guarantors",
        "late",
        "late_meeting",
        "late_to",
        "late_total",
        "lost",
        "member",
        "next_charge",
        "next_meeting",
        "note",
        "number",
        "out_day",
        "periods",
        "plan",
        "plan_amount",
        "principal",
        "void",
    )

    def __init__(self, fact: ev.LoanOut, rules: Constitution, out_day: int, meeting: int) -> None:
        self.number = fact.l
        self.member = fact.m
        self.amount = fact.a
        self.note = fact.note
        self.out_day = out_day
        # What was agreed stays, whatever the group decides for later loans.
        self.charge_every, self.charge_unit = rules.charge_every, rules.charge_period
        self.charge_rate, self.after_due = rules.charge_rate, bool(rules.charge_after_due_date)
        self.flat = rules.loan_method in ("flat", "bullet", "fee", "deducted_in_advance")
        """Whether the plan's charge stands whatever was repaid early."""
        self.plan, self.plan_amount = rows(fact.plan, fact.a), fact.a
        """The plan in force, and the principal when it began."""
        self.due_day = self.plan[-1].day if self.plan else out_day + fact.weeks * DAYS_A_WEEK
        self.periods = 0
        """How many period charges were posted."""
        self.next_charge = self._after(1)
        self.next_meeting = meeting + rules.charge_every
        self.charged_to = out_day
        """Rows of the plan up to this day have been charged."""
        self.late_to = 0
        """Last day for which a late charge was posted."""
        self.late_meeting = 0
        """Meeting in which it was."""
        self.late_total = 0
        self.guarantors = list(fact.by)
        self.lost = 0
        """Principal written off and not recovered."""
        self.void = False
        """Whether the loan was reversed."""
        self.principal = f"loan:loans:{fact.m}:{fact.l}"
        self.charges = f"loan:charges_due:{fact.m}:{fact.l}"
        self.late = f"loan:late_due:{fact.m}:{fact.l}"

    def copy(self) -> "Loan":
        """A copy that can change on its own."""
        other: Loan = object.__new__(Loan)
        for name in Loan.__slots__:
            setattr(other, name, getattr(self, name))
        other.guarantors = list(self.guarantors)
        return other

    def charged(self, day: int) -> None:
        """A charge was posted for a day: move on to the next."""
        self.charged_to = max(self.charged_to, day)
        self.next_meeting += self.charge_every
        if not self.plan or day > self.plan[-1].day:
            self.periods += 1
            self.next_charge = self._after(self.periods + 1)

    def replan(self, plan: Sequence[ev.Row], weeks: int, owed: int, today: int) -> None:
        """Repay what is left by a new plan, or within so many weeks from today."""
        self.plan, self.plan_amount = rows(plan, owed), owed
        self.due_day = self.plan[-1].day if self.plan else today + weeks * DAYS_A_WEEK
        if self.plan:
            self.charged_to, self.periods = today, 0
            self.next_charge = self._after(1)

    def planned(self, before: int) -> int:
        """Principal that should have been repaid before a day."""
        if not self.plan:
            return self.plan_amount if self.due_day < before else 0
        return sum(row.principal for row in self.plan if row.day < before)

    def _after(self, count: int) -> int:
        if self.charge_unit == "meeting":
            return 0
        start = self.plan[-1].day if self.plan else self.out_day
        return day_after(start, count * self.charge_every, self.charge_unit)


def rows(plan: Sequence[ev.Row], amount: int) -> tuple[PlanRow, ...]:
    """A plan's rows with the principal outstanding before each."""
    found = []
    for day, principal, charge in plan:
        found.append(PlanRow(date.fromisoformat(day).toordinal(), principal, charge, amount))
        amount -= principal
    return tuple(found)
