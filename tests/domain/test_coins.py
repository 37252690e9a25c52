"""Where the last coin goes: small cases by hand at the edges of rounding."""

import datetime as dt
from fractions import Fraction

import pytest

from coopledger.domain.loans import Method, Period, Terms, schedule
from coopledger.domain.rounding import Rounding, to_multiple
from coopledger.domain.share_out import Claim, PayoutRounding, Rule, ShareOutTerms, share_out

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("value", "up", "down", "even"),
    [
        (HALF, 1, 0, 0),
        (-HALF, -1, 0, 0),
        (5 * HALF, 3, 2, 2),
        (-5 * HALF, -3, -2, -2),
        (Fraction(3, 5), 1, 1, 1),
        (Fraction(-3, 5), -1, -1, -1),
        (Fraction(0), 0, 0, 0),
    ],
)
def test_the_middle_goes_away_from_zero_towards_it_or_to_the_even(value, up, down, even):
    assert to_multiple(value, 1, Rounding.HALF_UP) == up
    assert to_multiple(value, 1, Rounding.HALF_DOWN) == down
    assert to_multiple(value, 1, Rounding.HALF_EVEN) == even


def principals(principal, instalments, **changes):
    terms = Terms(
        principal=principal,
        decimals=0,
        method=Method.FLAT,
        instalments=instalments,
        period=Period.MONTH,
        disbursed_on=dt.date(2025, 1, 31),
        **changes,
    )
    return [row.principal for row in schedule(terms)]


def test_a_grace_leaves_the_principal_to_the_other_instalments():
    assert principals(120, 4, grace_principal=1) == [0, 40, 40, 40]


def test_an_instalment_is_a_multiple_of_itself_and_of_the_coin():
    """50 is no multiple of 30, which both 10 and 15 go into: 60, and the rest at the end."""
    assert principals(100, 2, instalment_multiple=10, currency_multiple=15) == [60, 40]
    assert principals(100, 2, instalment_multiple=10) == [50, 50]


def shared(cash, *claims, rounding, rule=Rule.PER_SHARE, unit=1):
    terms = ShareOutTerms(rule=rule, rounding=rounding, unit=unit, cash=cash, claims=claims)
    return share_out(terms)


def payouts(result):
    return [part.payout for part in result.members]


def test_the_unit_left_goes_to_the_largest_cut_off_not_to_the_smallest_part():
    claims = Claim(id="A", shares=59), Claim(id="B", shares=41)
    result = shared(100, *claims, rounding=PayoutRounding.LARGEST_REMAINDER, unit=10)
    assert payouts(result) == [60, 40]


@pytest.mark.parametrize(
    ("rounding", "credited"),
    [(PayoutRounding.LARGEST_REMAINDER, 90), (PayoutRounding.FLOOR_PAYOUT, 95)],
)
def test_who_is_settled_apart_is_credited_in_the_coins_of_the_rule(rounding, credited):
    claims = Claim(id="A", shares=1), Claim(id="B", shares=1, debt=1_000)
    part = shared(95, *claims, rounding=rounding, unit=10).members[1]
    assert (part.entitlement, part.set_off, part.still_owes) == (
        credited,
        credited,
        1000 - credited,
    )


def test_a_debt_as_large_as_the_part_keeps_its_shares_inside():
    claims = Claim(id="A", shares=1, debt=50), Claim(id="B", shares=1, debt=50)
    result = shared(0, *claims, rounding=PayoutRounding.TRUNCATE_VALUE)
    assert (result.total_shares, result.distributable) == (2, 100)


def test_a_part_below_one_coin_is_still_a_part():
    """A loss of 1 on 101 saved, half a coin each: 0.5 and 99.5."""
    claims = Claim(id="A", savings=1), Claim(id="B", savings=100)
    result = shared(100, *claims, rounding=PayoutRounding.FLOOR_PAYOUT, rule=Rule.EQUAL)
    assert (payouts(result), result.residue) == ([0, 99], 1)
