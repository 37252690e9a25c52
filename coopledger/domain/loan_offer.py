"""What a loan would cost under a constitution, before anyone agrees to it."""

from __future__ import annotations

from datetime import date

import msgspec

from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.loans.periods import day_after
from coopledger.domain.loans.schedule import kept_back, schedule
from coopledger.domain.loans.terms import MOST_INSTALMENTS
from coopledger.domain.loans.true_cost import Flow, TrueCost, loan_flows, true_cost
from coopledger.domain.recording.lending import terms_of
from coopledger.domain.rounding import Rounding, to_multiple

_DAYS_A_WEEK = 7
_IN_A_YEAR = {"day": 365, "week": 52, "month": 12}


class OfferRow(msgspec.Struct, frozen=True):
    """What is paid on an ISO day, in minor units; ``left`` is the principal after it."""

    day: str
    principal: int
    charge: int
    left: int

    @property
    def amount(self) -> int:
        """All of it."""
        return self.principal + self.charge


class Offer(msgspec.Struct, frozen=True):
    """A loan as it would go if everything is paid on its day, in minor units.

    Attributes:
        amount: of the loan.
        paid_out: what the member gets in the hand.
        rows: what is paid back, and when.
        charge: all charges, those kept back at once too.
        pays: everything that is paid back.
        cost: the true cost in percent; None where the charge is nothing.
        free_principal: whether principal may be paid at any time: the rows then have it all at the
            end, which costs most.
    """

    amount: int
    paid_out: int
    rows: tuple[OfferRow, ...]
    charge: int
    pays: int
    cost: TrueCost | None
    free_principal: bool


def offer(
    rules: Constitution, amount: int, day: str, *, weeks: int = 0, instalments: int = 0
) -> Offer:
    """Work out a loan.

    Args:
        rules: of the group.
        amount: in minor units, above zero.
        day: ISO day on which it would be paid out.
        weeks: until it is due, where principal is paid freely.
        instalments: of a loan by plan.

    Raises:
        Refusal: `bad_value`, `instalments_needed`; what `Terms` refuses.
    """
    if amount < 1 or not (weeks or instalments):
        raise Refusal("bad_value", value=amount if amount < 1 else weeks)
    if instalments:
        return _by_plan(rules, amount, day, instalments)
    if rules.loan_method != "period_charge":
        raise Refusal("instalments_needed", value=weeks)
    return _free(rules, amount, date.fromisoformat(day).toordinal(), weeks)


def _by_plan(rules: Constitution, amount: int, day: str, instalments: int) -> Offer:
    terms = terms_of(rules, amount, instalments, day)
    plan = schedule(terms)
    back = kept_back(terms)
    rows = tuple(
        OfferRow(row.due.isoformat(), row.principal, row.charge, row.balance) for row in plan
    )
    flows = loan_flows(terms, plan)
    return _offer(amount, back, rows, flows, terms.period.in_a_year, free=False)


def _free(rules: Constitution, amount: int, start: int, weeks: int) -> Offer:
    """The charge of each period on its day, principal at the end: the dearest way to repay."""
    end = start + weeks * _DAYS_A_WEEK
    charge = to_multiple(
        rules.charge_rate * amount, rules.currency_multiple, Rounding(rules.charge_rounding)
    )
    dues = _charge_days(rules, start, end) if charge else []
    days = [*dues, *([end] if end not in dues else [])]
    rows = tuple(
        OfferRow(
            date.fromordinal(day).isoformat(),
            amount if day == end else 0,
            charge if day in dues else 0,
            0 if day == end else amount,
        )
        for day in days
    )
    flows: list[Flow] = [(0, amount)]
    every, unit = _period(rules)
    if dues and dues[-1] == end:
        flows += [(n * every, -row.amount) for n, row in enumerate(rows, 1)]
        in_a_year = _IN_A_YEAR[unit]
    else:
        flows += [(day - start, -row.amount) for day, row in zip(days, rows, strict=True)]
        in_a_year = _IN_A_YEAR["day"]
    return _offer(amount, 0, rows, flows, in_a_year, free=True)


def _charge_days(rules: Constitution, start: int, end: int) -> list[int]:
    every, unit = _period(rules)
    days = [day_after(start, n * every, unit) for n in range(1, MOST_INSTALMENTS + 1)]
    return [day for day in days if day <= end]


def _period(rules: Constitution) -> tuple[int, str]:
    """How often a charge falls; by meetings, as often as the rules let these be held."""
    if rules.charge_period == "meeting":
        return rules.charge_every * rules.meeting_every, rules.meeting_period
    return rules.charge_every, rules.charge_period


def _offer(
    amount: int,
    back: int,
    rows: tuple[OfferRow, ...],
    flows: list[Flow],
    in_a_year: int,
    *,
    free: bool,
) -> Offer:
    charge = back + sum(row.charge for row in rows)
    cost = true_cost(flows, in_a_year) if charge else None
    pays = sum(row.amount for row in rows)
    return Offer(amount, amount - back, rows, charge, pays, cost, free)
