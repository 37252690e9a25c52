"""What a borrower agrees to: worked examples of the method, and loans with a plan."""

from decimal import Decimal

import pytest

from coopledger.domain import events as ev
from coopledger.domain.loans.promise import promise
from coopledger.interop.templates import load_template

DAY = "2025-01-08"


def vsla(**changes):
    return load_template("vsla", **changes)


def test_five_percent_every_four_weeks_and_the_principal_at_the_end():
    """100,000 for 12 weeks: 15,000 in charges, 65.0 % a year, 88.6 % compounded."""
    told = promise(ev.LoanOut(1, "M01", 100_000, 12), vsla(), DAY, "2025-04-02")
    assert [(row.day, row.principal, row.charge) for row in told.rows] == [
        ("2025-02-05", 0, 5_000),
        ("2025-03-05", 0, 5_000),
        ("2025-04-02", 100_000, 5_000),
    ]
    assert (told.charge, told.total) == (15_000, 115_000)
    assert (told.cost.per_period, told.cost.apr) == (Decimal("5.00"), Decimal("65.00"))
    assert told.cost.ear == Decimal("88.56")


def test_a_term_that_ends_between_two_charges_bears_no_charge_for_the_rest():
    told = promise(ev.LoanOut(1, "M01", 60_000, 10), vsla(), DAY, "2025-03-19")
    assert [row.charge for row in told.rows] == [3_000, 3_000, 0]
    assert told.rows[-1].principal == 60_000


def test_a_loan_shorter_than_a_period_is_paid_back_as_it_is():
    told = promise(ev.LoanOut(1, "M01", 60_000, 2), vsla(), DAY, "2025-01-22")
    assert [(row.principal, row.charge) for row in told.rows] == [(60_000, 0)]
    assert told.cost.apr == 0


def test_a_plan_is_taken_as_it_was_agreed():
    """10 % a month flat in three parts of 100,000: 172.3 % a year, 400.4 % compounded."""
    plan = tuple((f"2025-0{n}-08", principal, 10_000) for n, principal in
                 ((2, 33_333), (3, 33_333), (4, 33_334)))  # fmt: skip
    rules = vsla(charge_every=1, charge_period="month", loan_method="flat", charge_percent="10")
    told = promise(ev.LoanOut(1, "M01", 100_000, plan=plan), rules, DAY, "2025-04-08")
    assert told.total == 130_000
    assert told.cost.apr == pytest.approx(Decimal("172.3"), abs=Decimal("0.05"))
    assert told.cost.ear == pytest.approx(Decimal("400.4"), abs=Decimal("0.1"))


def test_what_is_kept_back_is_not_received():
    """10 % kept back, three equal principals: 65.5 % a year, 89.2 % compounded."""
    plan = (("2025-02-08", 33_333, 0), ("2025-03-08", 33_333, 0), ("2025-04-08", 33_334, 0))
    rules = vsla(
        charge_every=1,
        charge_period="month",
        loan_method="deducted_in_advance",
        charge_after_due_date=0,
    )
    loan = ev.LoanOut(1, "M01", 100_000, plan=plan, kept=10_000)
    told = promise(loan, rules, DAY, "2025-04-08")
    assert told.cost.apr == pytest.approx(Decimal("65.5"), abs=Decimal("0.05"))
    assert told.cost.ear == pytest.approx(Decimal("89.2"), abs=Decimal("0.05"))


def test_a_loan_that_takes_over_another_has_no_cost_of_its_own():
    told = promise(ev.LoanOut(2, "M01", 40_000, 4, rolled=1), vsla(), DAY, "2025-02-05")
    assert told.cost is None
    assert told.total == 42_000


def test_a_charge_at_every_fourth_meeting_is_one_every_four_weeks_where_they_are_weekly():
    by_meeting = vsla(charge_period="meeting", charge_every=4)
    loan = ev.LoanOut(1, "M01", 100_000, 12)
    told = promise(loan, by_meeting, DAY, "2025-04-02")
    assert told == promise(loan, vsla(), DAY, "2025-04-02")
