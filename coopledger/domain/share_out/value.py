"""What the parts are worth, exactly, before they become coins.

Under every rule a part is ``base + rate x weight``: what a member gets back in any case, and a
part of the rest by some weight. The rate is what makes the parts add up to what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

import msgspec

from coopledger.domain.share_out.terms import Claim, Rule


def _time_weight(claim: Claim) -> int:
    meetings = len(claim.deposits)
    return sum(amount * (meetings - at) for at, amount in enumerate(claim.deposits))


_BASE: dict[Rule, Callable[[Claim], int]] = {
    Rule.PER_SHARE: lambda _: 0,
    Rule.PER_SAVINGS: lambda _: 0,
    Rule.EQUAL: lambda claim: claim.savings,
    Rule.CHARGES_TO_PAYER: lambda claim: claim.savings + claim.charges_paid,
    Rule.TIME_WEIGHTED: lambda claim: claim.savings,
}
_WEIGHT: dict[Rule, Callable[[Claim], int]] = {
    Rule.PER_SHARE: lambda claim: claim.shares,
    Rule.PER_SAVINGS: lambda claim: claim.savings,
    Rule.EQUAL: lambda _: 1,
    Rule.CHARGES_TO_PAYER: lambda _: 1,
    Rule.TIME_WEIGHTED: _time_weight,
}


class Stake(msgspec.Struct, frozen=True):
    """One member's claim as the rule sees it."""

    claim: Claim
    base: int
    weight: int


def stakes(rule: Rule, claims: Iterable[Claim]) -> list[Stake]:
    """The claims as ``rule`` sees them, in the same order."""
    base, weight = _BASE[rule], _WEIGHT[rule]
    return [Stake(claim, base(claim), weight(claim)) for claim in claims]


class Value(msgspec.Struct, frozen=True):
    """What one unit of base and one unit of weight are worth, in minor units."""

    of_base: Fraction
    of_weight: Fraction

    def part(self, stake: Stake) -> Fraction:
        """A member's part; a loss can eat it up but makes nobody pay in."""
        return max(Fraction(0), self.of_base * stake.base + self.of_weight * stake.weight)


def value(sharing: list[Stake], distributable: int) -> Value:
    """The value at which the parts of ``sharing`` add up to ``distributable``.

    Whose part a loss would push below zero has none, and the others bear the rest of it. Where no
    weight is left to share by, a profit stays in the fund and a loss cuts every base alike.
    """
    while True:
        base = sum(stake.base for stake in sharing)
        weight = sum(stake.weight for stake in sharing)
        if weight == 0:
            loss = distributable < base
            return Value(Fraction(distributable, base) if loss else Fraction(1), Fraction(0))
        found = Value(Fraction(1), Fraction(distributable - base, weight))
        afloat = [each for each in sharing if each.base + found.of_weight * each.weight >= 0]
        if len(afloat) == len(sharing):
            return found
        sharing = afloat
