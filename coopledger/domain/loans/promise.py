"""What a borrower agrees to: the loan's course if everything is paid on its day, and its cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.loans.periods import day_after
from coopledger.domain.loans.true_cost import Flow, TrueCost, true_cost
from coopledger.domain.rounding import Rounding, to_multiple

_IN_A_YEAR = {"day": 365, "week": 52, "month": 12}
_FOUR_WEEKS, _OF_FOUR_WEEKS = 4, 13
MOST_PERIODS = 10_000


class Promised(msgspec.Struct, frozen=True):
    """What is paid on one day, in minor units; ``period`` counts the charge periods up to it.

    A last day that lies between two charges belongs to the period that it ends in.
    """

    day: str
    period: int
    principal: int
    charge: int


class Promise(msgspec.Struct, frozen=True):
    """A loan as it is agreed.

    Attributes:
        rows: what is paid, day by day.
        cost: the true cost, None where there is none to be told (nothing is received in cash).
    """

    rows: tuple[Promised, ...]
    cost: TrueCost | None

    @property
    def charge(self) -> int:
        """All charges that are paid beside the principal, in minor units."""
        return sum(row.charge for row in self.rows)

    @property
    def total(self) -> int:
        """All that is paid, in minor units."""
        return sum(row.principal + row.charge for row in self.rows)


def promise(fact: ev.LoanOut, rules: Constitution, day: str, due: str) -> Promise:
    """The course of a loan that is paid out on a day and repaid as agreed.

    Without a plan the charge of each period is paid as it falls due, on the whole principal, and
    the principal on the last day.

    Args:
        fact: the loan.
        rules: the constitution in force on the day.
        day: ISO day of the loan.
        due: ISO day of the last repayment.
    """
    rows = _planned(fact) if fact.plan else _open_ended(fact, rules, day, due)
    received = 0 if fact.rolled else fact.a - fact.kept
    unit, every = _unit(rules)
    if unit == "week" and every % _FOUR_WEEKS == 0:
        step, year = every // _FOUR_WEEKS, _OF_FOUR_WEEKS
    else:
        step, year = every, _IN_A_YEAR[unit]
    periods = [row.period * step for row in rows]
    if not fact.plan and _between_charges(rows, rules, day):
        # What is left lies there for less than a period: only days say for how long.
        start = date.fromisoformat(day)
        periods, year = [(date.fromisoformat(row.day) - start).days for row in rows], 365
    amounts = (-row.principal - row.charge for row in rows)
    paid = list(zip(periods, amounts, strict=True))
    flows: Sequence[Flow] = [(0, received), *paid]
    try:
        cost = true_cost(flows, year)
    except Refusal:
        cost = None
    return Promise(tuple(rows), cost)


def _between_charges(rows: Sequence[Promised], rules: Constitution, day: str) -> bool:
    """Whether the last repayment lies between two charges."""
    unit, every = _unit(rules)
    start, last = date.fromisoformat(day).toordinal(), rows[-1]
    whole = day_after(start, last.period * every, unit)
    return date.fromordinal(whole).isoformat() != last.day


def _planned(fact: ev.LoanOut) -> list[Promised]:
    return [
        Promised(day, number, principal, charge)
        for number, (day, principal, charge) in enumerate(fact.plan, 1)
    ]


def _unit(rules: Constitution) -> tuple[str, int]:
    """The charge period as a time; a charge at each meeting is one at each meeting's usual day."""
    if rules.charge_period == "meeting":
        return rules.meeting_period, rules.charge_every * rules.meeting_every
    return rules.charge_period, rules.charge_every


def _open_ended(fact: ev.LoanOut, rules: Constitution, day: str, due: str) -> list[Promised]:
    unit, every = _unit(rules)
    start, end = date.fromisoformat(day).toordinal(), date.fromisoformat(due).toordinal()
    exact = rules.charge_rate * fact.a
    charge = to_multiple(exact, rules.currency_multiple, Rounding(rules.charge_rounding))
    rows: list[Promised] = []
    for number in range(1, MOST_PERIODS):
        at = day_after(start, number * every, unit)
        if at > end:
            break
        rows.append(Promised(date.fromordinal(at).isoformat(), number, 0, charge))
    if rows and rows[-1].day == due:
        last = rows.pop()
        return [*rows, msgspec.structs.replace(last, principal=fact.a)]
    return [*rows, Promised(due, len(rows) + 1, fact.a, 0)]
