"""What a loan would cost under a constitution, before anyone agrees to it."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.loans.promise import Promise, promise
from coopledger.domain.loans.schedule import kept_back, schedule
from coopledger.domain.loans.true_cost import TrueCost
from coopledger.domain.recording.lending import terms_of

_NOBODY = ""
"""Nobody has agreed yet."""


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
    if not instalments and rules.loan_method != "period_charge":
        raise Refusal("instalments_needed", value=weeks)
    fact = _planned(rules, amount, day, instalments) if instalments else _free(amount, weeks)
    due = fact.plan[-1][0] if fact.plan else _after(day, weeks)
    return offered(fact, promise(fact, rules, day, due))


def offered(fact: ev.LoanOut, told: Promise) -> Offer:
    """A loan that was given, or would be, as its borrower sees it.

    Args:
        fact: the loan.
        told: what its borrower promises to pay.
    """
    rows, left = [], fact.a
    for row in told.rows:
        left -= row.principal
        rows.append(OfferRow(row.day, row.principal, row.charge, left))
    charge = fact.kept + told.charge
    cost = told.cost if charge else None
    free = not fact.plan
    return Offer(fact.a, fact.a - fact.kept, tuple(rows), charge, told.total, cost, free)


def _planned(rules: Constitution, amount: int, day: str, instalments: int) -> ev.LoanOut:
    """A loan by plan, as it would be recorded."""
    terms = terms_of(rules, amount, instalments, day)
    plan = tuple((row.due.isoformat(), row.principal, row.charge) for row in schedule(terms))
    return ev.LoanOut(0, _NOBODY, amount, plan=plan, kept=kept_back(terms))


def _free(amount: int, weeks: int) -> ev.LoanOut:
    """A loan whose principal may be paid at any time, as it would be recorded."""
    return ev.LoanOut(0, _NOBODY, amount, weeks)


def _after(day: str, weeks: int) -> str:
    return (date.fromisoformat(day) + timedelta(weeks=weeks)).isoformat()
