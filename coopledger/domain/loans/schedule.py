"""Loan schedules to the last coin. Remainders fall in the last instalment.

The rules are those of the domain notes §3.1 and §3.3; every amount is rounded once, from an exact
fraction.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from math import lcm

import msgspec

from coopledger.domain.loans.calendar import due_dates, period_rates
from coopledger.domain.loans.terms import Method, Terms
from coopledger.domain.rounding import to_multiple


class Instalment(msgspec.Struct, frozen=True):
    """What is due on one date, in minor units; ``balance`` is the principal left after it."""

    n: int
    due: date
    principal: int
    charge: int
    balance: int


_Part = tuple[int, int]
"""Principal and charge of one instalment."""


def schedule(terms: Terms) -> tuple[Instalment, ...]:
    """Every period's instalment, also where nothing is due in it.

    Raises:
        Refusal: ``term_too_long``.
    """
    dues = due_dates(terms)
    parts = _PLANS[terms.method](terms, period_rates(terms, dues))
    rows = []
    balance = terms.principal
    for n, (due, (principal, charge)) in enumerate(zip(dues, parts, strict=True), start=1):
        balance -= principal
        rows.append(Instalment(n, due, principal, charge, balance))
    return tuple(rows)


def kept_back(terms: Terms) -> int:
    """The charge that is kept back when the loan is paid out, in minor units."""
    if terms.method is not Method.DEDUCTED_IN_ADVANCE:
        return 0
    share = terms.fee or sum(period_rates(terms, due_dates(terms)), Fraction(0))
    return _money(terms, terms.principal * share)


def _money(terms: Terms, exact: Fraction) -> int:
    return to_multiple(exact, terms.currency_multiple, terms.rounding)


def _flat(terms: Terms, rates: list[Fraction]) -> list[_Part]:
    charges = _put_off(terms, _flat_charges(terms, rates))
    level = Fraction(terms.principal, terms.instalments - terms.grace_principal)
    rounded = _to_instalment(terms, level)

    def principal_of(_n: int, charge: int) -> int:
        # Principal and charge go to the multiple each on its own: the instalment is their sum, and
        # the charge stays exact (domain notes §3.3, rule 3).
        return rounded + _to_instalment(terms, Fraction(charge)) - charge

    return _spread(terms, lambda n, _: charges[n], principal_of)


def _flat_charges(terms: Terms, rates: list[Fraction]) -> list[int]:
    left = _money(terms, terms.principal * sum(rates, Fraction(0)))
    charges = []
    for rate in rates[:-1]:
        charge = min(_money(terms, terms.principal * rate), left)
        left -= charge
        charges.append(charge)
    return [*charges, left]


def _spread(
    terms: Terms, charge_of: Callable[[int, int], int], principal_of: Callable[[int, int], int]
) -> list[_Part]:
    """Principal period by period: none in the grace, never above the balance, the rest last.

    Args:
        terms: the loan's.
        charge_of: the charge of a period (from 0) on a balance.
        principal_of: the principal wanted in a period beside a charge.
    """
    balance = terms.principal
    parts = []
    for n in range(terms.instalments):
        charge = charge_of(n, balance)
        principal = balance
        if n < terms.instalments - 1:
            wanted = 0 if n < terms.grace_principal else principal_of(n, charge)
            principal = min(max(wanted, 0), balance)
        balance -= principal
        parts.append((principal, charge))
    return parts


def _declining(
    terms: Terms, rates: list[Fraction], principal_of: Callable[[int, int], int]
) -> list[_Part]:
    parts = _spread(terms, lambda n, balance: _money(terms, balance * rates[n]), principal_of)
    charges = _put_off(terms, [charge for _, charge in parts])
    return [(principal, charge) for (principal, _), charge in zip(parts, charges, strict=True)]


def _equal_principal(terms: Terms, rates: list[Fraction]) -> list[_Part]:
    level = _money(terms, Fraction(terms.principal, terms.instalments - terms.grace_principal))
    return _declining(terms, rates, lambda _n, _charge: level)


def _equal_instalment(terms: Terms, rates: list[Fraction]) -> list[_Part]:
    level = _to_instalment(terms, _annuity(terms.principal, rates[terms.grace_principal :]))
    return _declining(terms, rates, lambda _n, charge: level - charge)


def _annuity(principal: int, rates: list[Fraction]) -> Fraction:
    """Principal over the sum of the products of 1 / (1 + rate): the exact level instalment."""
    # Worked from the last period back over plain integers: fractions would be reduced at each step.
    over, under = 0, 1
    for rate in reversed(rates):
        grown = 1 + rate
        over, under = grown.denominator * (under + over), grown.numerator * under
    return Fraction(principal * under, over)


def _period_charge(terms: Terms, rates: list[Fraction]) -> list[_Part]:
    plan = dict(enumerate(terms.principal_plan))
    return _declining(terms, rates, lambda n, _charge: plan.get(n, 0))


def _bullet(terms: Terms, rates: list[Fraction]) -> list[_Part]:
    return _all_at_the_end(terms, sum(rates, Fraction(0)))


def _fee(terms: Terms, _rates: list[Fraction]) -> list[_Part]:
    return _all_at_the_end(terms, terms.fee)


def _all_at_the_end(terms: Terms, share: Fraction) -> list[_Part]:
    end = (terms.principal, _money(terms, terms.principal * share))
    return [(0, 0)] * (terms.instalments - 1) + [end]


def _deducted(terms: Terms, rates: list[Fraction]) -> list[_Part]:
    return _equal_principal(terms, [Fraction(0)] * len(rates))


def _to_instalment(terms: Terms, exact: Fraction) -> int:
    both = lcm(terms.instalment_multiple, terms.currency_multiple)
    return to_multiple(exact, both, terms.rounding)


def _put_off(terms: Terms, charges: list[int]) -> list[int]:
    """Charges that the grace defers fall due with the first one after it."""
    grace = terms.grace_interest_payment
    if not grace:
        return charges
    return [0] * grace + [sum(charges[: grace + 1])] + charges[grace + 1 :]


_PLANS: dict[Method, Callable[[Terms, list[Fraction]], list[_Part]]] = {
    Method.FLAT: _flat,
    Method.EQUAL_PRINCIPAL: _equal_principal,
    Method.EQUAL_INSTALMENT: _equal_instalment,
    Method.PERIOD_CHARGE: _period_charge,
    Method.BULLET: _bullet,
    Method.FEE: _fee,
    Method.DEDUCTED_IN_ADVANCE: _deducted,
}
