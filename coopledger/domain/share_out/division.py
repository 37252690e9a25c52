"""The share-out itself: set-off, debts too large, coins, and what stays behind."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from coopledger.domain.rounding import Rounding, to_multiple
from coopledger.domain.share_out.terms import PayoutRounding, Rule, ShareOutTerms
from coopledger.domain.share_out.value import Stake, Value, split_value, stakes, value


class MemberPart(msgspec.Struct, frozen=True):
    """One member's line, in minor units.

    Attributes:
        id: the member's number.
        entitlement: what the part is worth.
        set_off: of it, kept back against the member's debt.
        payout: of it, paid in cash.
        still_owes: debt that the part couldn't cover.
    """

    id: str
    entitlement: int
    set_off: int
    payout: int
    still_owes: int


class ShareOut(msgspec.Struct, frozen=True):
    """A share-out, in minor units.

    Attributes:
        share_value: of one share under ``per_share`` (cut down to whole minor units where the
            rounding leaves it exact); None under the other rules.
        members: one line a claim, in the order of the claims.
        residue: cash that stays in the fund.
        distributable: cash and the debts set off in full.
        total_shares: those that share in it; not those of members settled apart.
        reserve: of the profit, kept in the fund beside the residue.
    """

    share_value: int | None
    members: tuple[MemberPart, ...]
    residue: int
    distributable: int
    total_shares: int
    reserve: int = 0


def share_out(terms: ShareOutTerms) -> ShareOut:
    """Share the fund out (domain notes §1.11).

    Debts are set off against parts. A member who owes more than the part is settled apart: shares
    and debt are taken out, the value is worked out for the others (again, until nobody left owes
    too much), the part taken out is credited at that value and the rest is still owed.
    """
    inside = stakes(terms)
    found = _value(terms, inside)
    while over := {each.claim.id for each in inside if each.claim.debt > found.part(each)}:
        inside = [each for each in inside if each.claim.id not in over]
        # With no claim left inside there is nothing to value: the last value stands.
        if any(each.base or each.weight or each.second for each in inside):
            found = _value(terms, inside)
    parts = _in_coins(terms, inside, found)
    lines = tuple(_line(terms, stake, parts, found) for stake in stakes(terms))
    reserve = _reserve(terms, inside)
    return ShareOut(
        share_value=int(found.of_weight) if terms.rule is Rule.PER_SHARE else None,
        members=lines,
        residue=terms.cash - reserve - sum(line.payout for line in lines),
        distributable=_distributable(terms, inside),
        total_shares=sum(stake.claim.shares for stake in inside),
        reserve=reserve,
    )


def _distributable(terms: ShareOutTerms, inside: list[Stake]) -> int:
    return terms.cash + sum(stake.claim.debt for stake in inside)


def _reserve(terms: ShareOutTerms, inside: list[Stake]) -> int:
    """What is kept of the profit, cut down to a minor unit."""
    own = sum(stake.claim.savings for stake in inside) if terms.savings_back else 0
    return _cut(terms.reserve * max(_distributable(terms, inside) - own, 0), 1)


def _value(terms: ShareOutTerms, inside: list[Stake]) -> Value:
    shared = _distributable(terms, inside) - _reserve(terms, inside)
    if terms.rule is Rule.SAVINGS_AND_CHARGES:
        return split_value(inside, shared, terms.by_savings)
    exact = value(inside, shared)
    if terms.rounding is not PayoutRounding.TRUNCATE_VALUE:
        return exact
    return Value(exact.of_base, Fraction(_cut(exact.of_weight, terms.unit)))


def _cut(exact: Fraction | int, unit: int) -> int:
    return to_multiple(exact, unit, Rounding.DOWN)


def _in_coins(terms: ShareOutTerms, inside: list[Stake], found: Value) -> dict[str, int]:
    """The entitlements of those who aren't settled apart, by member."""
    exact = {stake.claim.id: found.part(stake) for stake in inside}
    if terms.rounding is not PayoutRounding.LARGEST_REMAINDER:
        return {member: _cut(part, 1) for member, part in exact.items()}
    # A debt needs no coins: it is set off in full wherever the exact part covers it.
    whole = {
        stake.claim.id: max(_cut(exact[stake.claim.id], terms.unit), stake.claim.debt)
        for stake in inside
    }
    left = sum(exact.values(), Fraction(0)) - sum(whole.values())
    units = _cut(left, terms.unit) // terms.unit
    by_remainder = sorted(whole, key=lambda member: whole[member] - exact[member])
    for member in by_remainder[:units]:
        whole[member] += terms.unit
    return whole


def _line(terms: ShareOutTerms, stake: Stake, parts: dict[str, int], found: Value) -> MemberPart:
    claim = stake.claim
    entitlement = parts.get(claim.id)
    if entitlement is None:
        coins = terms.unit if terms.rounding is PayoutRounding.LARGEST_REMAINDER else 1
        credited = min(_cut(found.part(stake), coins), claim.debt)
        return MemberPart(claim.id, credited, credited, 0, claim.debt - credited)
    payout = entitlement - claim.debt
    if terms.rounding is PayoutRounding.FLOOR_PAYOUT:
        payout = _cut(payout, terms.unit)
    return MemberPart(claim.id, entitlement, claim.debt, payout, 0)
