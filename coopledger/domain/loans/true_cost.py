"""What a loan really costs: the rate at which all payments are worth what was received.

Percentages are worked out in decimals of a fixed precision, so they are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from math import gcd

import msgspec

from coopledger.domain.errors import Refusal
from coopledger.domain.loans.schedule import Instalment, kept_back
from coopledger.domain.loans.terms import Terms

_PRECISION = 60
_CLOSE_ENOUGH = Decimal(10) ** -40
_CENT = Decimal("0.01")

Flow = tuple[int, int]
"""A period's number, counted from the day of the loan, and the money that the member received
(above zero) or paid (below zero), in minor units."""


class TrueCost(msgspec.Struct, frozen=True):
    """Percentages with two decimals.

    Attributes:
        per_period: the rate of one period (the internal rate of return).
        apr: that rate times the periods of a year.
        ear: that rate compounded over a year.
    """

    per_period: Decimal
    apr: Decimal
    ear: Decimal


def loan_flows(terms: Terms, instalments: Sequence[Instalment]) -> list[Flow]:
    """The member's money, in and out, by the number of ``terms.period`` since the loan."""
    paid = [(row.n * terms.every, -row.principal - row.charge) for row in instalments]
    return [(0, terms.principal - kept_back(terms)), *paid]


def true_cost(flows: Sequence[Flow], periods_per_year: int) -> TrueCost:
    """APR and EAR of money received on the first day (period 0) and paid back later.

    Args:
        flows: see ``Flow``; none of the later ones may be money received.
        periods_per_year: 12, 13, 52 or 365.

    Raises:
        Refusal: ``no_true_cost``, if nothing was received or nothing is paid back.
    """
    received = sum(amount for period, amount in flows if period == 0)
    payments = [(period, -amount) for period, amount in flows if period and amount]
    if received <= 0 or not payments or any(amount < 0 for _, amount in payments):
        raise Refusal("no_true_cost", value=received)
    with localcontext(Context(prec=_PRECISION)):
        rate = _rate(received, payments)
        year = (1 + rate) ** periods_per_year - 1
        return TrueCost(_percent(rate), _percent(rate * periods_per_year), _percent(year))


def _rate(received: int, payments: list[Flow]) -> Decimal:
    if sum(amount for _, amount in payments) == received:
        return Decimal(0)
    step = gcd(*(period for period, _ in payments))
    discount = _discount(received, [(period // step, amount) for period, amount in payments])
    growth = 1 / discount
    return (growth if step == 1 else growth ** (Decimal(1) / step)) - 1


def _discount(received: int, payments: list[Flow]) -> Decimal:
    """The factor by which one period's waiting cuts a payment's worth, by Newton's steps.

    The worth of all payments grows with the factor, ever faster: from a start above the answer
    each step comes down towards it and none passes it, so the steps always arrive.
    """
    factor = Decimal(1)
    while True:
        worth, slope = _worth_and_slope(payments, factor)
        move = (worth - received) / slope
        factor -= move
        if abs(move) <= factor * _CLOSE_ENOUGH:
            return factor


def _worth_and_slope(payments: list[Flow], factor: Decimal) -> tuple[Decimal, Decimal]:
    worth = slope = Decimal(0)
    for period, amount in payments:
        at_par = amount * factor ** (period - 1)
        worth += at_par * factor
        slope += at_par * period
    return worth, slope


def _percent(rate: Decimal) -> Decimal:
    percent = rate * 100
    # A rate beyond all sense has more digits than the precision; it is shown, not refused.
    digits = max(_PRECISION, percent.adjusted() + 10)
    return percent.quantize(_CENT, ROUND_HALF_EVEN, Context(prec=digits))
