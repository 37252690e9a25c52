"""What a book goes through beside its meetings, as its indicators see it."""

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.indicators import Course, measure
from tests.domain.meetings import RULES

ZERO = "0" * 64
CODES = [f"M{n:02}" for n in range(1, 5)]


def opened(*events, **changes):
    """A book of four members and what stands on its first page beside them."""
    course = Course()
    rules = msgspec.structs.replace(RULES, social_contribution=0, **changes)
    joins = [ev.Join(code, ZERO) for code in CODES]
    course.take(0, "", [ev.Found(rules, ZERO, "0" * 32, ZERO), *joins, *events])
    return course


def saved(course, number=1, day="2025-01-01"):
    """A meeting at which all four save 10,000."""
    course.take(number, day, [ev.Shares(code, 5, 10_000) for code in CODES])
    return course


def quotient(course, code, day=""):
    found = {each.code: each for each in measure(course.reading(day), {})}[code]
    return found.numerator, found.denominator


def test_what_a_lender_gave_is_an_asset_and_a_debt_and_no_profit():
    course = saved(opened())
    course.take(2, "2025-01-08", [ev.Borrow("X1", 30_000), ev.BorrowCharge("X1", 600)])
    reading = course.reading()
    assert (reading.assets, reading.debts, reading.profit) == (70_000, 30_600, -600)
    assert reading.corpus.total == 39_400
    course.take(3, "2025-01-15", [ev.PayBack("X1", 600, 10_000)])
    assert (course.reading().debts, course.reading().profit) == (20_000, -600)


def test_odd_money_and_a_grant_from_outside():
    course = saved(opened())
    course.take(2, "2025-01-08", [ev.Hold("M01", 700), ev.Income("loan", 5_000)])
    reading = course.reading()
    assert (reading.debts, reading.profit, reading.corpus.other_income) == (700, 5_000, 5_000)
    assert reading.corpus.total == reading.assets - reading.debts


def test_voluntary_savings_are_savings():
    course = saved(opened(voluntary_saving=1))
    course.take(2, "2025-01-08", [ev.Save("M01", 2_000, 1)])
    assert quotient(course, "savings_per_member") == (42_000, 4)
    assert course.reading().profit == 0


def test_a_loan_by_plan_is_late_when_an_instalment_is():
    course = saved(opened())
    plan = (("2025-02-01", 5_000, 0), ("2025-03-01", 5_000, 0))
    course.take(2, "2025-01-08", [ev.LoanOut(1, "M01", 10_000, plan=plan)])
    risk = "portfolio_at_risk"
    assert quotient(course, risk, "2025-02-01") == (0, 10_000)
    assert quotient(course, risk, "2025-02-02") == (10_000, 10_000)
    course.take(3, "2025-02-05", [ev.Repay(1, 0, 5_000)])
    assert quotient(course, risk) == (0, 5_000)
    assert quotient(course, risk, "2025-03-02") == (5_000, 5_000)


def test_a_loan_that_rolls_over_was_lent_once():
    course = saved(opened())
    course.take(2, "2025-01-08", [ev.LoanOut(1, "M01", 10_000, 4)])
    course.take(3, "2025-02-05", [ev.LoanOut(2, "M01", 10_000, 4, rolled=1)])
    reading = course.reading()
    assert (reading.loans, reading.outstanding) == (1, 10_000)
    assert (reading.loans_made, reading.lent) == (1, 10_000)
    assert quotient(course, "average_loan") == (10_000, 1)


def test_what_is_undone_is_not_measured():
    course = saved(opened())
    call = [ev.Attend(code, "present") for code in CODES]
    lent, lost = ev.LoanOut(1, "M01", 10_000, 4), ev.WriteOff(1, 4_000, 0)
    course.take(2, "2025-01-08", [*call, lent, lost])
    assert quotient(course, "attendance") == (4, 4)
    assert quotient(course, "write_off_of_loans") == (1, 1)
    course.take(0, "2025-01-08", [ev.Reverse(3, 0, call[0]), ev.Reverse(3, 5, lost)])
    assert quotient(course, "attendance") == (3, 4)
    assert quotient(course, "attendance_cycle") == (3, 3)
    assert quotient(course, "write_off_of_loans") == (0, 1)
    assert quotient(course, "write_off_of_lent") == (0, 10_000)
    course.take(0, "2025-01-08", [ev.Reverse(3, 4, lent)])
    assert quotient(course, "write_off_of_loans") == (0, 0)
    assert course.reading().profit == 0


def test_a_meeting_that_goes_on_another_day_has_one_roll_call_and_counts_once():
    course = opened()
    course.take(1, "2025-01-01", [ev.Attend("M01", "present"), ev.Attend("M02", "late")])
    course.take(1, "2025-01-02", [ev.Continue(), ev.Attend("M03", "present")])
    assert quotient(course, "attendance") == (3, 4)
    saved(course, 2, "2025-01-08")
    assert course.reading().meetings == 2
    assert quotient(course, "attendance") == (0, 0)


def test_how_the_cycle_began_is_unknown_where_the_group_came_from_paper():
    course = opened(
        *(ev.Opening(code, 5, 10_000) for code in CODES),
        ev.OpeningLoan(1, "M01", 12_000, 9_000, 0, "2024-12-01", 8, "2025-02-01"),
        ev.OpeningCash("loan", 33_000),
        ev.OpeningCash("loan", 500, "bank"),
    )
    saved(course, 31, "2025-01-08")
    reading = course.reading()
    assert (reading.members_at_start, reading.savings_at_start) == (None, None)
    assert quotient(course, "growth") == (4, 0)
    assert quotient(course, "savings_per_member") == (80_000, 4)
    assert reading.profit == 2_500
    assert reading.corpus.total == reading.assets == 82_500
    assert quotient(course, "portfolio_at_risk", "2025-01-27") == (9_000, 9_000)


def test_a_new_cycle_begins_at_nothing_but_keeps_what_is_the_groups():
    course = saved(opened())
    course.take(
        2,
        "2025-01-08",
        [
            *(ev.Attend(code, "present") for code in CODES),
            ev.Fine("M01", "late", 900),
            ev.FinePaid("M01", 900),
            ev.LoanOut(1, "M02", 5_000, 4),
            ev.WriteOff(1, 300, 0),
            ev.Leave("M04", 5, 10_000, 0, 0, 0, 0, 10_000),
        ],
    )
    assert (course.reading().profit, course.reading().drop_outs) == (600, 1)
    course.take(0, "2025-12-01", [ev.Cycle(2, "2025-12-10")])
    course.take(3, "2025-12-17", [ev.Attend("M01", "present"), ev.Income("loan", 70)])
    reading = course.reading()
    assert (reading.cycle_start, reading.days, reading.meetings) == ("2025-12-10", 7, 1)
    assert (reading.members_at_start, reading.drop_outs, reading.savings_at_start) == (3, 0, 30_000)
    assert (reading.brought, reading.profit, reading.corpus.total) == (600, 70, 30_670)
    assert (reading.written_off, reading.loans_written_off, reading.loans_made) == (0, 0, 0)
    assert (reading.outstanding, quotient(course, "portfolio_at_risk")) == (4_700, (4_700, 4_700))
    assert quotient(course, "attendance_cycle") == (1, 1)
    assert quotient(course, "return_on_assets_year") == (70 * 364, 30_670 * 7)
