"""What the parts are worth, exactly, before they become coins.

Under every rule a part is ``base + rate x weight``: what a member gets back in any case, and a
part of the rest by some weight. The rate is what makes the parts add up to what is there. Where the
profit is split there are two weights, each with its own part of the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import msgspec

from coopledger.domain.share_out.terms import Claim, Rule, ShareOutTerms


def _time_weight(claim: Claim) -> int:
    meetings = len(claim.deposits)
    return sum(amount * (meetings - at) for at, amount in enumerate(claim.deposits))


_BASE: dict[Rule, Callable[[Claim], int]] = {
    Rule.PER_SHARE: lambda _: 0,
    Rule.PER_SAVINGS: lambda _: 0,
    Rule.EQUAL: lambda claim: claim.savings,
    Rule.CHARGES_TO_PAYER: lambda claim: claim.savings + claim.charges_paid,
    Rule.TIME_WEIGHTED: lambda claim: claim.savings,
    Rule.SAVINGS_AND_CHARGES: lambda claim: claim.savings,
}
_WEIGHT: dict[Rule, Callable[[Claim], int]] = {
    Rule.PER_SHARE: lambda claim: claim.shares,
    Rule.PER_SAVINGS: lambda claim: claim.savings,
    Rule.EQUAL: lambda _: 1,
    Rule.CHARGES_TO_PAYER: lambda _: 1,
    Rule.TIME_WEIGHTED: _time_weight,
    Rule.SAVINGS_AND_CHARGES: lambda claim: claim.savings,
}


class Stake(msgspec.Struct, frozen=True):
    """One member's claim as the rule sees it; ``second`` is the weight in the second part."""

    claim: Claim
    base: int
    weight: int
    second: int = 0


def stakes(terms: ShareOutTerms) -> list[Stake]:
    """The claims as the rule sees them, in the same order."""
    rule = terms.rule
    base, weight, split = _BASE[rule], _WEIGHT[rule], rule is Rule.SAVINGS_AND_CHARGES
    return [
        Stake(
            claim,
            base(claim if terms.savings_back else msgspec.structs.replace(claim, savings=0)),
            weight(claim),
            claim.charges_paid if split else 0,
        )
        for claim in terms.claims
    ]


class Value(msgspec.Struct, frozen=True):
    """What one unit of base and one unit of each weight are worth, in minor units."""

    of_base: Fraction
    of_weight: Fraction
    of_second: Fraction = Fraction(0)

    def part(self, stake: Stake) -> Fraction:
        """A member's part; a loss can eat it up but makes nobody pay in."""
        by_weight = self.of_weight * stake.weight + self.of_second * stake.second
        return max(Fraction(0), self.of_base * stake.base + by_weight)


def value(sharing: list[Stake], distributable: int) -> Value:
    """The value at which the parts of ``sharing`` add up to ``distributable``.

    Whose part a loss would push below zero has none, and the others bear the rest of it. Where no
    weight is left to share by, a profit stays in the fund and a loss cuts every base alike.
    """
    while True:
        base = sum(stake.base for stake in sharing)
        weight = sum(stake.weight for stake in sharing)
        if weight == 0:
            return _by_base(base, distributable)
        found = Value(Fraction(1), Fraction(distributable - base, weight))
        afloat = [each for each in sharing if each.base + found.of_weight * each.weight >= 0]
        if len(afloat) == len(sharing):
            return found
        sharing = afloat


def split_value(sharing: list[Stake], distributable: int, by_weight: Fraction) -> Value:
    """The value where a part of the profit goes by the first weight and the rest by the second.

    A part that nobody has a weight in goes by the other one; a loss cuts every base alike, for who
    paid charges did not make it.
    """
    base = sum(stake.base for stake in sharing)
    weight = sum(stake.weight for stake in sharing)
    second = sum(stake.second for stake in sharing)
    rest = distributable - base
    if rest < 0 or not (weight or second):
        return _by_base(base, distributable)
    first = by_weight if weight and second else Fraction(bool(weight))
    return Value(
        Fraction(1),
        first * rest / weight if weight else Fraction(0),
        (1 - first) * rest / second if second else Fraction(0),
    )


def _by_base(base: int, distributable: int) -> Value:
    """Every base in full, or cut by a loss."""
    return Value(Fraction(min(distributable, base), base) if base else Fraction(1), Fraction(0))
