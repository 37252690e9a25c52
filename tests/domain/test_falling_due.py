"""What a meeting begins with, worked out by hand."""

import pytest

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.falling_due import opening
from tests.domain.meetings import founded, meeting, saved, week


def lent(amount=60_000, weeks=12, instalments=0, **changes):
    """A book with one loan paid out in meeting 4 (22 January)."""
    book = founded(**changes)
    for number in (1, 2, 3):
        saved(book, number)
    meeting(book, 4, en.LoanRequest("M01", amount, weeks, "", instalments))
    return book


def due(book, number):
    """What opens a meeting held in its week, contributions left out."""
    copy = book.copy()
    copy.begin(number, week(number))
    return [event for event in opening(copy) if not isinstance(event, ev.Due)]


def test_the_unpaid_charge_of_each_period_becomes_principal_before_the_next():
    book = lent(capitalise_unpaid_charge=1)
    assert due(book, 16) == [
        ev.Charge(1, 3_000, week(8)),
        ev.Capitalise(1, 3_000),
        ev.Charge(1, 3_150, week(12)),
        ev.Capitalise(1, 3_150),
        ev.Charge(1, 3_308, week(16)),  # 3,307.5 to the even coin
    ]
    assert [type(event) for event in due(lent(), 16)] == [ev.Charge] * 3


def test_a_charge_is_a_multiple_of_the_smallest_coin():
    book = lent(amount=1_010, currency_multiple=50)
    assert due(book, 8) == [ev.Charge(1, 50, week(8))]  # 50.5


@pytest.mark.parametrize(
    ("number", "after", "charged"),
    [(5, 1, False), (6, 1, True), (7, 1, True), (6, 0, True), (9, 0, False), (9, 1, True)],
)
def test_a_charge_by_meetings(number, after, charged):
    """Every second meeting; the loan of meeting 4 is due four weeks later, in week 8."""
    book = lent(weeks=4, charge_period="meeting", charge_every=2, charge_after_due_date=after)
    expected = [ev.Charge(1, 3_000, week(number))] if charged else []
    assert due(book, number) == expected


def test_meetings_that_were_charged_are_not_charged_again():
    book = lent(charge_period="meeting", charge_every=2)
    for number, charges in ((6, 1), (7, 0), (8, 1), (9, 0)):
        recording = meeting(book, number)
        assert sum(isinstance(e, ev.Charge) for e in recording.events) == charges


def test_a_loan_without_a_charge():
    assert due(lent(charge_percent="0"), 20) == []
    assert due(lent(charge_percent="0", instalments=2, weeks=0), 20) == []


def planned(**changes):
    """40,000 in two instalments four weeks apart, 5 % on what is outstanding: 2,000 and 1,000."""
    terms = {"loan_method": "equal_principal"} | changes
    return lent(amount=40_000, weeks=0, instalments=2, **terms)


def test_a_plans_charges_fall_on_its_days():
    book = planned(charge_after_due_date=0)
    assert due(book, 7) == []
    assert due(book, 8) == [ev.Charge(1, 2_000, week(8))]
    assert due(book, 30) == [
        ev.Charge(1, 2_000, week(8)),
        # nothing was repaid: the plan's charge, never more
        ev.Charge(1, 1_000, week(12)),
    ]


def test_a_plans_charge_shrinks_with_what_was_repaid_early():
    book = planned()
    meeting(book, 8, en.Repayment("M01", 2_000 + 30_000))
    # 1,000 on 20,000 planned; 10,000 are left
    assert due(book, 12) == [ev.Charge(1, 500, week(12))]
    flat = planned(loan_method="flat")
    meeting(flat, 8, en.Repayment("M01", 2_000 + 30_000))
    assert due(flat, 12) == [ev.Charge(1, 2_000, week(12))]


def test_after_the_plan_a_charge_each_period_where_the_rules_say_so():
    book = planned(charge_after_due_date=1)
    assert [(e.a, e.on) for e in due(book, 20)] == [
        (2_000, week(8)),
        (1_000, week(12)),
        (2_000, week(16)),
        (2_000, week(20)),
    ]


def test_after_a_plan_of_three_too():
    book = lent(amount=60_000, weeks=0, instalments=3, loan_method="equal_principal")
    assert [(e.a, e.on) for e in due(book, 20)][2:] == [(1_000, week(16)), (3_000, week(20))]


def test_a_late_charge_by_weeks_until_the_cap():
    """10 % of 60,000 late each two weeks, at most 25 % of the loan: 6,000, 6,000, 3,000."""
    book = lent(
        weeks=4,
        charge_percent="0",
        late_percent="10",
        late_every=2,
        late_period="week",
        late_cap_percent="25",
    )
    assert due(book, 9) == []
    assert due(book, 10) == [ev.Late(1, 6_000, week(10))]
    assert due(book, 40) == [
        ev.Late(1, 6_000, week(10)),
        ev.Late(1, 6_000, week(12)),
        ev.Late(1, 3_000, week(14)),
    ]
    for number in (12, 16):
        meeting(book, number)
    assert book.late_due(book.loans[1]) == 15_000
    assert due(book, 30) == []


def test_a_late_charge_at_each_meeting_after_the_due_date():
    book = lent(weeks=4, charge_percent="0", late_amount=70)
    assert due(book, 8) == []
    assert due(book, 9) == [ev.Late(1, 70, week(9))]
    meeting(book, 9)
    assert due(book, 10) == [ev.Late(1, 70, week(10))]


def test_a_meeting_that_goes_on_is_not_charged_twice():
    book = lent(weeks=4, charge_percent="0", late_amount=70)
    meeting(book, 9)
    book.begin(9, week(9), again=True)
    assert opening(book, again=True) == []
    by_week = lent(weeks=4, charge_percent="0", late_amount=70, late_period="week")
    meeting(by_week, 9)
    by_week.begin(9, week(10), again=True)  # it went on a week later
    assert opening(by_week, again=True) == [ev.Late(1, 70, week(10))]


def test_a_late_charge_at_every_second_meeting():
    book = lent(weeks=4, charge_percent="0", late_amount=70, late_every=2)
    charged = []
    for number in range(8, 14):
        recording = meeting(book, number)
        charged += [number for event in recording.events if isinstance(event, ev.Late)]
    assert charged == [9, 11, 13]


@pytest.mark.parametrize(("percent", "late"), [("0.0033", 1), ("0.005", 3), ("0.0016", 0)])
def test_the_cap_is_cut_down_to_whole_coins(percent, late):
    book = lent(weeks=4, charge_percent="0", late_amount=70, late_cap_percent=percent)
    assert sum(event.a for event in due(book, 9)) == late  # 1.98, 3, 0.96


def test_of_a_plan_the_instalment_that_was_missed_is_late():
    book = planned(charge_percent="0", late_percent="10", late_period="day", late_every=7)
    meeting(book, 8, en.Repayment("M01", 15_000))
    # 5,000 of the first instalment are late from the day after week 8
    assert due(book, 9) == [ev.Late(1, 500, week(9))]
    assert due(book, 10) == [ev.Late(1, 500, week(9)), ev.Late(1, 500, week(10))]
    paid = book.copy()
    meeting(paid, 9, en.Repayment("M01", 5_500))
    assert due(paid, 12) == []
    assert due(paid, 13) == [ev.Late(1, 2_000, week(13))]


POT = {"hand": 300, "funds": ("loan", "social", "pot"), "social_contribution": 0}


def test_hands_are_due_while_the_round_goes_on():
    book = founded(members=2, **POT)
    meeting(book, 1)
    assert opening(book) == []
    meeting(book, 2, en.Draw(("M02", "M01", "M02")))
    assert opening(book) == [ev.Due("pot", 300, ("M02", "M01", "M02"))]
    for number, taker in ((3, "M02"), (4, "M01"), (5, "M02")):
        paid = [en.PotContribution("M01", 300), en.PotContribution("M02", 600)]
        meeting(book, number, *paid, en.PotPaid(taker))
    assert book.cash("pot") == 0
    assert opening(book) == []


def test_nobody_owes_a_contribution_twice():
    book = founded()
    assert opening(book) == [ev.Due("social", 500, ("M01", "M02", "M03", "M04"))]
    assert opening(book, again=True) == []
    meeting(book, 1, *(en.Died(f"M{n:02}") for n in range(1, 5)))
    assert opening(book) == []
