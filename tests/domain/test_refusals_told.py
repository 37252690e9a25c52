"""A refusal of a loan's or a share-out's terms carries every figure that its sentence needs."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from coopledger.domain.errors import Refusal
from coopledger.domain.loans import Method, Period, Terms, read_terms, schedule, true_cost
from coopledger.domain.share_out import Claim, PayoutRounding, Rule, ShareOutTerms, read_share_out

LOAN = {
    "principal": "100",
    "decimals": 0,
    "method": "flat",
    "instalments": 3,
    "period": "month",
    "disbursed_on": "2025-01-31",
}


def told(call, *args, **kwargs):
    """Code and figures of the refusal that a call ends in."""
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    return caught.value.code, caught.value.params


def terms(**changes):
    plain = {
        "principal": 100,
        "decimals": 0,
        "method": Method.FLAT,
        "instalments": 3,
        "period": Period.MONTH,
        "disbursed_on": dt.date(2025, 1, 31),
    }
    return Terms(**plain | changes)


RANGE = "out_of_range"
PLAN = {"method": Method.PERIOD_CHARGE}


@pytest.mark.parametrize(
    ("changes", "code", "params"),
    [
        ({"principal": 0}, RANGE, {"column": "principal", "value": 0, "least": 1}),
        ({"instalments": 0}, RANGE, {"column": "instalments", "value": 0, "least": 1}),
        ({"every": -1}, RANGE, {"column": "every", "value": -1, "least": 1}),
        (
            {"grace_principal": 3},
            RANGE,
            {"column": "grace_principal", "value": 3, "least": 0, "most": 2},
        ),
        (
            {"interest_free": 4},
            RANGE,
            {"column": "interest_free", "value": 4, "least": 0, "most": 3},
        ),
        (
            {"grace_interest_payment": -1},
            RANGE,
            {"column": "grace_interest_payment", "value": -1, "least": 0, "most": 2},
        ),
        (
            {"method": Method.BULLET, "grace_principal": 1},
            "not_with_method",
            {"column": "grace_principal", "value": 1, "method": "bullet"},
        ),
        (
            {"fee": Fraction(1, 8)},
            "not_with_method",
            {"column": "fee_percent", "value": "12.5", "method": "flat"},
        ),
        (
            {"fee": Fraction(5, 4), "method": Method.DEDUCTED_IN_ADVANCE},
            "nothing_paid_out",
            {"column": "fee_percent", "value": "125"},
        ),
        (
            PLAN | {"principal_plan": (1, 1, 1)},
            "plan_too_long",
            {"column": "principal_plan", "value": 3},
        ),
        (
            PLAN | {"principal_plan": (60, 41)},
            "plan_above_principal",
            {"column": "principal_plan", "value": 101},
        ),
    ],
)
def test_terms_of_a_loan(changes, code, params):
    assert told(terms, **changes) == (code, params)


@pytest.mark.parametrize(
    ("changes", "code", "params"),
    [
        (
            {"annual_rate_percent": "1", "period_rate_percent": "2"},
            "given_twice",
            {"column": "period_rate_percent", "value": "2", "other": "annual_rate_percent"},
        ),
        (
            {"period_rate_percent": "2", "day_count": "actual/365"},
            "needs_annual_rate",
            {"column": "period_rate_percent", "value": "2"},
        ),
        (
            {"method": "fee", "annual_rate_percent": "3"},
            "not_with_method",
            {"column": "annual_rate_percent", "value": "3", "method": "fee"},
        ),
        (
            {"method": "fee", "fee_percent": "3", "fee_percents_by_term": ["1", "2"]},
            "given_twice",
            {"column": "fee_percent", "value": "3", "other": "fee_percents_by_term"},
        ),
        (
            {"method": "fee", "every": 2, "fee_percents_by_term": ["1", "2"]},
            "no_fee_for_term",
            {"column": "fee_percents_by_term", "value": ["1", "2"], "term": 6},
        ),
        (
            {"annual_rate_percent": "3", "currency_multiple": "0"},
            RANGE,
            {"column": "currency_multiple", "value": "0", "least": 1},
        ),
        (
            {"annual_rate_percent": "10000.5"},
            RANGE,
            {"column": "annual_rate_percent", "value": "10000.5", "least": 0, "most": 10_000},
        ),
    ],
)
def test_a_loan_as_written(changes, code, params):
    assert told(read_terms, LOAN | changes) == (code, params)


def test_what_is_just_possible_is_taken():
    assert terms(**PLAN, principal_plan=(60, 40)).principal_plan == (60, 40)
    kept = terms(method=Method.DEDUCTED_IN_ADVANCE, fee=Fraction(99, 100))
    assert kept.fee == Fraction(99, 100)
    read = read_terms(LOAN | {"method": "fee", "fee_percents_by_term": ["1", "2", "7"]})
    assert (read.fee, read.annual_rate, read.decimals) == (Fraction(7, 100), 0, 0)
    graces = {"grace_principal": 0, "grace_interest_payment": 0, "interest_free": 0}
    assert read_terms(LOAN | {"annual_rate_percent": "1"} | graces).interest_free == 0


def test_a_calendar_ends():
    late = terms(disbursed_on=dt.date(9999, 11, 30))
    assert told(schedule, late) == ("term_too_long", {"column": "instalments", "value": 3})


def test_a_true_cost_needs_money_both_ways():
    assert told(true_cost, [(0, 0), (1, -5)], 12) == ("no_true_cost", {"value": 0})
    assert told(true_cost, [(0, 7)], 12) == ("no_true_cost", {"value": 7})
    assert told(true_cost, [(0, 7), (1, -8), (2, 1)], 12) == ("no_true_cost", {"value": 7})
    assert true_cost([(0, 1), (1, -2)], 12).per_period == Decimal("100.00")
    assert true_cost([(0, 4), (1, -1), (2, 0), (3, -3)], 12).apr == 0


def shares(**changes):
    plain = {
        "rule": Rule.PER_SHARE,
        "rounding": PayoutRounding.FLOOR_PAYOUT,
        "unit": 1,
        "cash": 10,
        "claims": (Claim(id="A", shares=1), Claim(id="B", shares=1)),
    }
    return ShareOutTerms(**plain | changes)


A, B = Claim(id="A", savings=1, deposits=(1, 0)), Claim(id="B", deposits=(1,))


@pytest.mark.parametrize(
    ("changes", "code", "params"),
    [
        ({"unit": 0}, RANGE, {"column": "rounding.unit", "value": 0, "least": 1}),
        ({"cash": -1}, "negative_amount", {"column": "cash", "value": -1}),
        (
            {"rule": Rule.EQUAL, "rounding": PayoutRounding.TRUNCATE_VALUE},
            "needs_shares",
            {"column": "rounding.mode", "value": "truncate_value"},
        ),
        (
            {"claims": (Claim(id="A"), Claim(id="A"))},
            "duplicate_member",
            {"column": "members[1].id", "value": "A"},
        ),
        (
            {"claims": (Claim(id="A"), Claim(id="B", debt=-1))},
            "negative_amount",
            {"column": "members[1]", "value": "B"},
        ),
        (
            {"claims": (Claim(id="A", deposits=(3, -1)),)},
            "negative_amount",
            {"column": "members[0]", "value": "A"},
        ),
        (
            {"rule": Rule.TIME_WEIGHTED, "claims": (A, B)},
            "deposits_uneven",
            {"column": "members[1].deposits", "value": 1, "meetings": 2},
        ),
    ],
)
def test_terms_of_a_share_out(changes, code, params):
    assert told(shares, **changes) == (code, params)


def test_a_share_out_that_nobody_has_a_claim_in():
    assert shares(rule=Rule.TIME_WEIGHTED, claims=()).claims == ()
    assert shares(claims=(A, B)).claims == (A, B)  # uneven deposits matter by time only
    assert shares(cash=0).cash == 0


def test_a_claim_as_written():
    source = {
        "rule": "charges_to_payer",
        "decimals": 2,
        "cash": "1.50",
        "rounding": {"mode": "floor_payout", "unit": "0.05"},
        "members": [
            {"id": "A", "savings": "1", "charges_paid": "0.25", "debt": "0.10"},
            {"id": "B", "savings": "2", "charges_paid": "0", "shares": 0},
        ],
    }
    read, decimals = read_share_out(source)
    assert (decimals, read.cash, read.unit) == (2, 150, 5)
    assert read.claims == (
        Claim(id="A", savings=100, charges_paid=25, debt=10),
        Claim(id="B", savings=200),
    )
    plain = source | {"rule": "per_savings", "members": [{"id": "A", "savings": "1"}]}
    assert read_share_out(plain)[0].claims == (Claim(id="A", savings=100),)
    assert told(read_share_out, source | {"decimals": 5}) == (
        RANGE,
        {"column": "decimals", "value": 5, "least": 0, "most": 4},
    )
    whole = {"cash": "2", "rounding": {"mode": "floor_payout", "unit": "1"}}
    assert read_share_out(plain | whole | {"decimals": 0})[1] == 0
