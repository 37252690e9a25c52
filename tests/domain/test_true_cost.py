from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopledger.domain.errors import Refusal
from coopledger.domain.loans import loan_flows, read_terms, schedule, true_cost

LOAN = {
    "principal": "100000",
    "decimals": 0,
    "period": "month",
    "disbursed_on": "2025-01-01",
    "rounding": "half_even",
}


def cost(**changes):
    terms = read_terms(LOAN | changes)
    found = true_cost(loan_flows(terms, schedule(terms)), terms.period.in_a_year)
    return tuple(str(each) for each in (found.per_period, found.apr, found.ear))


@pytest.mark.parametrize(
    ("loan", "expected"),
    [
        (
            {"method": "equal_principal", "instalments": 3, "period_rate_percent": "10"},
            ("10.00", "120.00", "213.84"),
        ),
        (
            {"method": "flat", "instalments": 3, "period_rate_percent": "10"},
            ("14.36", "172.32", "400.35"),
        ),
        (
            {
                "method": "period_charge",
                "instalments": 3,
                "period": "4 weeks",
                "period_rate_percent": "5",
            },
            ("5.00", "65.00", "88.56"),
        ),
        (
            {"method": "flat", "instalments": 4, "period_rate_percent": "5"},
            ("7.71", "92.57", "143.93"),
        ),
        ({"method": "fee", "instalments": 1, "fee_percent": "5"}, ("5.00", "60.00", "79.59")),
        ({"method": "fee", "instalments": 2, "fee_percent": "8"}, ("3.92", "47.08", "58.69")),
        ({"method": "fee", "instalments": 3, "fee_percent": "10"}, ("3.23", "38.74", "46.41")),
        (
            {"method": "deducted_in_advance", "instalments": 3, "fee_percent": "10"},
            ("5.46", "65.51", "89.23"),
        ),
        (
            {
                "method": "flat",
                "principal": "1200",
                "instalments": 12,
                "annual_rate_percent": "12",
            },
            ("1.79", "21.46", "23.70"),
        ),
    ],
)
def test_the_true_cost_of_loans_that_look_the_same(loan, expected):
    assert cost(**loan) == expected


def test_instalments_every_other_month_are_counted_in_months():
    assert cost(method="fee", instalments=1, every=2, fee_percent="8") == cost(
        method="fee", instalments=2, fee_percent="8"
    )


@pytest.mark.parametrize("period", ["day", "week", "4 weeks", "month"])
def test_a_loan_without_charge_costs_nothing(period):
    loan = {"method": "flat", "instalments": 7, "annual_rate_percent": "0", "period": period}
    assert cost(**loan) == ("0.00", "0.00", "0.00")


def test_charges_put_off_make_a_loan_cheaper_than_its_rate():
    loan = {"method": "equal_principal", "instalments": 6, "annual_rate_percent": "24"}
    assert cost(**loan)[1] == "24.00"
    assert cost(**loan, grace_interest_payment=3)[1] == "23.30"


def test_absurd_rates_are_shown_and_not_refused():
    per_period, apr, ear = cost(
        method="deducted_in_advance", period="day", instalments=1, fee_percent="99.9"
    )
    assert (per_period, apr) == ("99900.00", "36463500.00")
    assert len(ear) > 1000


@pytest.mark.parametrize(
    "flows", [[(0, 0), (1, -100)], [(0, 100)], [(0, 100), (1, -50), (2, 20)], []]
)
def test_what_has_no_true_cost_is_refused(flows):
    with pytest.raises(Refusal) as refused:
        true_cost(flows, 12)
    assert refused.value.code == "no_true_cost"


def test_paying_back_less_than_was_received_is_a_negative_cost():
    assert str(true_cost([(0, 100), (1, -90)], 12).per_period) == "-10.00"


@settings(max_examples=100, deadline=None)
@given(
    st.integers(1000, 10**7),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=60),
    st.sampled_from([12, 13, 52, 365]),
    st.integers(1, 3),
)
def test_at_the_rate_found_the_payments_are_worth_what_was_received(received, paid, year, every):
    flows = [(0, received)] + [(n * every, -amount) for n, amount in enumerate(paid, start=1)]
    if sum(paid) < received:
        flows.append(((len(paid) + 1) * every, sum(paid) - received))
    apr = Fraction(true_cost(flows, year).apr) / 100
    step = Fraction(1, 20_000)

    def worth(rate):
        growth = 1 + Fraction(rate, year)
        return sum(amount / growth**period for period, amount in flows)

    assert worth(apr - step) <= 0 <= worth(apr + step)
