"""Terms that can't be are refused with the field and its value."""

import pytest

from coopledger.domain.errors import Refusal
from coopledger.domain.loans import Method, Period, read_terms, schedule

GOOD = {
    "principal": "5000.00",
    "decimals": 2,
    "method": "flat",
    "instalments": 18,
    "every": 1,
    "period": "month",
    "disbursed_on": "2022-11-01",
    "annual_rate_percent": "12",
}


def test_amounts_and_rates_are_read_exactly():
    terms = read_terms(GOOD | {"annual_rate_percent": "15.678", "currency_multiple": "0.05"})
    assert terms.principal == 500_000
    assert terms.currency_multiple == 5
    assert (terms.annual_rate.numerator, terms.annual_rate.denominator) == (7839, 50_000)


def test_a_rate_for_the_period_is_that_rate_in_every_period():
    source = GOOD | {"period": "4 weeks", "period_rate_percent": "5"}
    del source["annual_rate_percent"]
    terms = read_terms(source)
    assert terms.period is Period.FOUR_WEEKS
    assert schedule(terms)[0].charge == 25_000


@pytest.mark.parametrize(
    ("changes", "code", "column"),
    [
        ({"principal": "-5000"}, "negative_amount", "principal"),
        ({"principal": "0"}, "out_of_range", "principal"),
        ({"principal": "5000.001"}, "too_many_decimals", "principal"),
        ({"principal": "9999999999999999"}, "too_large", "principal"),
        ({"principal": "5,000"}, "not_a_number", "principal"),
        ({"principal": "1e3"}, "not_a_number", "principal"),
        ({"principal": "٥٠٠٠"}, "not_a_number", "principal"),
        ({"principal": True}, "not_a_number", "principal"),
        ({"principal": None}, "not_a_number", "principal"),
        ({"decimals": 5}, "out_of_range", "decimals"),
        ({"decimals": "2"}, "not_a_number", "decimals"),
        ({"method": "balloon"}, "not_a_choice", "method"),
        ({"method": ["flat"]}, "not_a_choice", "method"),
        ({"instalments": 0}, "out_of_range", "instalments"),
        ({"instalments": 1.5}, "not_a_number", "instalments"),
        ({"instalments": True}, "not_a_number", "instalments"),
        ({"every": 0}, "out_of_range", "every"),
        ({"period": "fortnight"}, "not_a_choice", "period"),
        ({"day_count": "actual/366"}, "not_a_choice", "day_count"),
        ({"rounding": "nearest"}, "not_a_choice", "rounding"),
        ({"disbursed_on": "2023-02-29"}, "bad_date", "disbursed_on"),
        ({"disbursed_on": "20230228"}, "bad_date", "disbursed_on"),
        ({"annual_rate_percent": "10001"}, "out_of_range", "annual_rate_percent"),
        ({"annual_rate_percent": "-1"}, "negative_amount", "annual_rate_percent"),
        ({"period_rate_percent": "1"}, "given_twice", "period_rate_percent"),
        ({"instalment_multiple": "0"}, "out_of_range", "instalment_multiple"),
        ({"grace_principal": 18}, "out_of_range", "grace_principal"),
        ({"grace_interest_payment": 18}, "out_of_range", "grace_interest_payment"),
        ({"interest_free": 19}, "out_of_range", "interest_free"),
        ({"method": "bullet", "grace_principal": 2}, "not_with_method", "grace_principal"),
        ({"fee_percent": "5"}, "not_with_method", "fee_percent"),
        ({"method": "fee", "fee_percent": "5"}, "not_with_method", "annual_rate_percent"),
        ({"grace_principle": 3}, "unknown_key", "grace_principle"),
        ({"disbursed_on": "9999-01-01"}, "term_too_long", "instalments"),
    ],
)
def test_refused_with_the_field(changes, code, column):
    with pytest.raises(Refusal) as refused:
        schedule(read_terms(GOOD | changes))
    assert (refused.value.code, refused.value.params["column"]) == (code, column)
    if column in changes:
        assert str(refused.value.params["value"]) == str(changes[column])


@pytest.mark.parametrize("missing", [key for key in GOOD if key != "every"])
def test_a_missing_field_is_named(missing):
    with pytest.raises(Refusal) as refused:
        read_terms({key: value for key, value in GOOD.items() if key != missing})
    assert (refused.value.code, refused.value.params["column"]) == ("missing_key", missing)


@pytest.mark.parametrize(
    ("plan", "code"),
    [(["3000", "2000.01"], "plan_above_principal"), (["1"] * 18, "plan_too_long")],
)
def test_a_plan_that_cannot_be(plan, code):
    with pytest.raises(Refusal) as refused:
        read_terms(GOOD | {"method": Method.PERIOD_CHARGE.value, "principal_plan": plan})
    assert refused.value.code == code


def test_a_plan_goes_with_free_principal_only():
    with pytest.raises(Refusal) as refused:
        read_terms(GOOD | {"principal_plan": ["1"]})
    assert refused.value.code == "not_with_method"
    assert refused.value.params["column"] == "principal_plan"


def test_a_term_without_a_fee_and_a_loan_that_pays_nothing_out():
    source = {key: value for key, value in GOOD.items() if key != "annual_rate_percent"}
    with pytest.raises(Refusal) as refused:
        read_terms(source | {"method": "fee", "fee_percents_by_term": ["5", "8"]})
    assert (refused.value.code, refused.value.params["term"]) == ("no_fee_for_term", 18)
    with pytest.raises(Refusal) as refused:
        read_terms(source | {"method": "deducted_in_advance", "fee_percent": "100"})
    assert refused.value.code == "nothing_paid_out"


def test_a_rate_for_the_period_does_not_go_with_counted_days():
    source = {key: value for key, value in GOOD.items() if key != "annual_rate_percent"}
    with pytest.raises(Refusal) as refused:
        read_terms(source | {"period_rate_percent": "1", "day_count": "actual/365"})
    assert refused.value.code == "needs_annual_rate"
