"""Loan schedules, against worked examples and in general."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coopledger.domain.loans import (
    DayCount,
    Method,
    Period,
    Terms,
    kept_back,
    read_terms,
    schedule,
)
from coopledger.domain.rounding import Rounding

PLAIN = {
    "principal": "5000",
    "decimals": 2,
    "method": "equal_instalment",
    "instalments": 18,
    "every": 1,
    "period": "month",
    "disbursed_on": "2022-11-01",
    "rounding": "half_even",
    "annual_rate_percent": "12",
    "day_count": "periodic",
}


def rows(**changes):
    source = {key: value for key, value in (PLAIN | changes).items() if value is not None}
    return schedule(read_terms(source))


def parts(found):
    return [(row.principal, row.charge) for row in found]


def test_the_level_instalment_is_rounded_to_its_multiple_and_the_charge_is_not():
    found = rows(instalment_multiple="1")
    assert {row.principal + row.charge for row in found[:-1]} == {30500}
    assert (found[0].charge, found[1].charge) == (5000, 4745)
    assert parts(found)[-1] == (30022, 300)


def test_actual_days_over_365_also_in_a_leap_year():
    found = rows(day_count="actual/365", instalment_multiple="1")
    assert parts(found)[0] == (25568, 4932)
    assert sum(row.charge for row in found) == 48733
    february_2024 = found[15]
    assert february_2024.due == date(2024, 3, 1)
    assert february_2024.charge == round(Fraction(89475 * 12 * 29, 100 * 365))


@pytest.mark.parametrize(
    ("period", "day_count", "days", "year"),
    [
        ("week", "actual/364", 7, 364),
        ("week", "30/360", 7, 360),
        ("day", "actual/360", 1, 360),
        ("4 weeks", "actual/365", 28, 365),
        ("month", "30/360", 30, 360),
        ("week", "periodic", 1, 52),
        ("day", "periodic", 1, 365),
        ("4 weeks", "periodic", 1, 13),
        ("month", "periodic", 1, 12),
    ],
)
@pytest.mark.parametrize("every", [1, 3])
def test_the_part_of_a_year_of_each_period(period, day_count, days, year, every):
    first = rows(
        method="equal_principal", period=period, day_count=day_count, every=every,
        principal="1000000", annual_rate_percent="36.5",
    )[0]  # fmt: skip
    exact = Fraction(100_000_000 * 365 * days * every, 1000 * year)
    assert first.charge == round(exact)


def test_flat_rounds_principal_and_charge_to_the_multiple_each_on_its_own():
    found = rows(method="flat", principal="1250", instalments=3, instalment_multiple="20")
    assert parts(found) == [(42750, 1250), (42750, 1250), (39500, 1250)]


def test_the_remainder_of_a_flat_charge_falls_in_the_last_instalment():
    found = rows(method="flat", principal="1000", instalments=3, annual_rate_percent="10")
    assert [row.charge for row in found] == [833, 833, 834]
    assert [row.principal for row in found] == [33333, 33333, 33334]


def test_rounding_up_never_charges_more_than_the_whole_flat_charge():
    found = rows(method="flat", principal="0.50", instalments=18, rounding="up")
    assert [row.charge for row in found] == [1] * 9 + [0] * 9


def test_shg_loan_declining_and_flat():
    loan = {"principal": "10000", "decimals": 0, "instalments": 10, "annual_rate_percent": "24"}
    declining = rows(method="equal_principal", **loan)
    assert parts(declining) == [(1000, 200 - 20 * n) for n in range(10)]
    assert parts(rows(method="flat", **loan)) == [(1000, 200)] * 10


def test_equal_principal_takes_no_instalment_multiple_but_the_currency_s():
    loan = {"method": "equal_principal", "principal": "10000000", "decimals": 0}
    found = rows(
        **loan, instalments=24, annual_rate_percent="24", grace_principal=5,
        instalment_multiple="7000", currency_multiple="100",
    )  # fmt: skip
    assert parts(found)[:7] == [(0, 200_000)] * 5 + [(526_300, 200_000), (526_300, 189_500)]
    assert parts(found)[-1] == (526_600, 10_500)


def test_charges_put_off_fall_due_with_the_first_after_the_grace():
    put_off = rows(grace_principal=6, grace_interest_payment=3, instalment_multiple="1")
    paid = rows(grace_principal=6, instalment_multiple="1")
    assert [row.charge for row in put_off[:5]] == [0, 0, 0, 20000, 5000]
    assert put_off[4:] == paid[4:]
    assert put_off[6].principal + put_off[6].charge == 44400


def test_charges_put_off_do_not_change_the_principal():
    put_off = rows(instalments=6, grace_interest_payment=2)
    plain = rows(instalments=6)
    assert [row.principal for row in put_off] == [row.principal for row in plain]
    assert [row.charge for row in put_off[:2]] == [0, 0]
    assert put_off[2].charge == sum(row.charge for row in plain[:3])


def test_interest_free_periods_are_forgiven():
    found = rows(method="flat", principal="1200", instalments=12, interest_free=3)
    assert [row.charge for row in found] == [0, 0, 0] + [1200] * 9
    level = rows(principal="1200", instalments=12, interest_free=12)
    assert parts(level) == [(10000, 0)] * 12


def test_a_loan_without_charge_is_split_evenly_and_the_rest_comes_last():
    for method in ("flat", "equal_instalment", "equal_principal"):
        found = rows(method=method, principal="1000", instalments=3, annual_rate_percent="0")
        assert parts(found) == [(33333, 0), (33333, 0), (33334, 0)]


def test_an_instalment_rounded_far_up_ends_early_and_never_overpays():
    found = rows(principal="100", instalments=3, instalment_multiple="60", annual_rate_percent="0")
    assert [row.principal for row in found] == [6000, 4000, 0]
    assert [row.balance for row in found] == [4000, 0, 0]


def test_an_instalment_smaller_than_the_charge_repays_nothing_before_the_end():
    found = rows(principal="100", instalments=3, instalment_multiple="500")
    assert parts(found) == [(0, 100), (0, 100), (10000, 100)]


def test_period_charge_with_planned_and_without_planned_principal():
    loan = {
        "method": "period_charge", "principal": "60000", "decimals": 0, "instalments": 3,
        "period": "4 weeks", "annual_rate_percent": None, "period_rate_percent": "5",
        "disbursed_on": "2025-01-08",
    }  # fmt: skip
    found = rows(**loan, principal_plan=["20000", "8000"])
    assert parts(found) == [(20000, 3000), (8000, 2000), (32000, 1600)]
    assert [row.due for row in found] == [date(2025, 2, 5), date(2025, 3, 5), date(2025, 4, 2)]
    assert parts(rows(**loan)) == [(0, 3000), (0, 3000), (60000, 3000)]


def test_bullet_pays_everything_at_the_end():
    found = rows(method="bullet", principal="400000", decimals=0, instalments=3,
                 annual_rate_percent="48")  # fmt: skip
    assert parts(found) == [(0, 0), (0, 0), (400_000, 48_000)]
    assert [row.n for row in found] == [1, 2, 3]


@pytest.mark.parametrize(("months", "fee"), [(1, 5000), (2, 8000), (3, 10000)])
def test_the_fee_is_found_by_the_term(months, fee):
    loan = {"method": "fee", "principal": "100000", "decimals": 0, "annual_rate_percent": None}
    found = rows(**loan, instalments=months, fee_percents_by_term=["5", "8", "10"])
    assert parts(found)[-1] == (100_000, fee)
    once = rows(**loan, instalments=1, every=months, fee_percents_by_term=["5", "8", "10"])
    assert parts(once) == [(100_000, fee)]
    assert once[0].due == found[-1].due


def test_a_charge_deducted_in_advance_is_kept_back_and_not_in_the_instalments():
    loan = PLAIN | {"method": "deducted_in_advance", "principal": "1000", "instalments": 3}
    by_rate = read_terms(loan)
    assert kept_back(by_rate) == 3000
    del loan["annual_rate_percent"]
    by_fee = read_terms(loan | {"fee_percent": "10"})
    assert kept_back(by_fee) == 10000
    assert parts(schedule(by_fee)) == [(33333, 0), (33333, 0), (33334, 0)]
    assert kept_back(read_terms(PLAIN)) == 0


def test_due_dates_keep_the_day_and_give_way_only_to_short_months():
    found = rows(disbursed_on="2023-10-31", instalments=6)
    assert [row.due.isoformat() for row in found] == [
        "2023-11-30", "2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30",
    ]  # fmt: skip
    apart = rows(disbursed_on="2023-08-31", instalments=3, every=3)
    assert [row.due.isoformat() for row in apart] == ["2023-11-30", "2024-02-29", "2024-05-31"]
    weekly = rows(disbursed_on="2024-02-27", instalments=2, period="week", every=2)
    assert [row.due.isoformat() for row in weekly] == ["2024-03-12", "2024-03-26"]


@st.composite
def any_terms(draw):
    method = draw(st.sampled_from([m for m in Method if m is not Method.FEE]))
    instalments = draw(st.integers(1, 24))
    spreads = method in (Method.FLAT, Method.EQUAL_PRINCIPAL, Method.EQUAL_INSTALMENT)
    grace = st.integers(0, instalments - 1) if spreads else st.just(0)
    return Terms(
        principal=draw(st.integers(1, 10**9)),
        decimals=0,
        method=method,
        instalments=instalments,
        period=draw(st.sampled_from(list(Period))),
        disbursed_on=draw(st.dates(date(2000, 1, 1), date(2100, 1, 1))),
        every=draw(st.integers(1, 6)),
        rounding=draw(st.sampled_from(list(Rounding))),
        annual_rate=draw(st.fractions(0, 3, max_denominator=10_000)),
        day_count=draw(st.sampled_from(list(DayCount))),
        instalment_multiple=draw(st.sampled_from([1, 50, 1000])),
        currency_multiple=draw(st.sampled_from([1, 100])),
        grace_principal=draw(grace),
        grace_interest_payment=draw(grace),
    )


@settings(max_examples=150, deadline=None)
@given(any_terms())
def test_every_schedule_repays_the_principal_exactly(terms):
    found = schedule(terms)
    assert len(found) == terms.instalments
    assert sum(row.principal for row in found) == terms.principal
    assert found[-1].balance == 0
    assert all(row.principal >= 0 and row.charge >= 0 and row.balance >= 0 for row in found)
    days = [terms.disbursed_on, *(row.due for row in found)]
    assert days == sorted(set(days))
    balances = [terms.principal, *(row.balance for row in found)]
    assert all(
        before - row.principal == row.balance for before, row in zip(balances, found, strict=False)
    )
    assert all(row.charge % terms.currency_multiple == 0 for row in found)
    # The last principal carries whatever the loan itself has beyond the multiple.
    whole = [row for row in found[:-1] if row.balance]
    assert all(row.principal % terms.currency_multiple == 0 for row in whole)


@settings(max_examples=100, deadline=None)
@given(any_terms())
def test_putting_charges_off_forgives_nothing(terms):
    source = {name: getattr(terms, name) for name in terms.__struct_fields__}
    at_once = Terms(**source | {"grace_interest_payment": 0})
    total = sum(row.charge for row in schedule(at_once))
    assert sum(row.charge for row in schedule(terms)) == total
