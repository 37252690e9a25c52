"""When and how much a group lends and borrows; worked out by hand."""

import pytest

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.rules import barred
from coopledger.domain.settlement import share_out_events
from tests.domain.meetings import founded, meeting, saved

QUIET = {"social_contribution": 0}


def codes(recording, *, of=()):
    return [f.code for f in recording.findings if f.code in of or not of]


def params(recording, code):
    return next(f.params for f in recording.findings if f.code == code)


LENDING = (
    "no_loan_meeting",
    "too_little_left",
    "loan_too_late",
    "loan_past_end",
    "forced_loan",
    "borrowed_above_cap",
)


@pytest.mark.parametrize(("number", "told"), [(3, ["no_loan_meeting"]), (4, []), (8, [])])
def test_loans_at_every_fourth_meeting(number, told):
    book = founded(loan_meeting_every=4, **QUIET)
    saved(book, 1)
    lent = meeting(book, number, en.LoanRequest("M01", 1_000, 4))
    assert codes(lent, of=LENDING) == told


def test_a_part_of_the_fund_stays_in_cash():
    book = founded(liquidity_percent="25", **QUIET)
    saved(book, 1)  # 4 x 5 x 2,000 = 40,000: 10,000 stay
    enough = meeting(book.copy(), 2, en.LoanRequest("M01", 30_000, 4))
    assert codes(enough, of=LENDING) == []
    short = meeting(book.copy(), 2, en.LoanRequest("M01", 30_001, 4))
    assert params(short, "too_little_left") == {"value": 9_999, "limit": 10_000}
    # What is out on loan is part of the fund: lending twice leaves no less.
    twice = (en.LoanRequest("M01", 20_000, 4), en.LoanRequest("M02", 10_001, 4))
    assert codes(meeting(book, 2, *twice), of=LENDING) == ["too_little_left"]


@pytest.mark.parametrize(
    ("number", "weeks", "told"),
    [
        # Meeting 52 is the last one: meeting 40 is twelve weeks before it.
        (40, 12, []),
        (41, 4, ["loan_too_late"]),
        (40, 13, ["loan_past_end"]),
    ],
)
def test_the_last_loans_of_a_cycle(number, weeks, told):
    book = founded(last_loan_weeks=12, loans_end_in_cycle=1, max_loan_weeks=20, **QUIET)
    saved(book, 1)
    lent = meeting(book, number, en.LoanRequest("M01", 1_000, weeks))
    assert codes(lent, of=LENDING) == told


@pytest.mark.parametrize("allowed", [0, 1])
def test_a_loan_that_nobody_asked_for(allowed):
    book = founded(forced_loans=allowed, **QUIET)
    saved(book, 1)
    lent = meeting(book, 2, en.LoanRequest("M01", 1_000, 4, forced=True))
    assert codes(lent, of=LENDING) == ([] if allowed else ["forced_loan"])
    assert [e.forced for e in lent.events if isinstance(e, ev.LoanOut)] == [1]


def test_nothing_is_borrowed_in_the_first_cycle_and_later_no_more_than_was_shared_out():
    book = founded(external_cap="last_share_out", **QUIET)
    first = saved(book, 1)
    assert not codes(first, of=LENDING)
    asked = meeting(book.copy(), 2, en.Borrowing("bank", 1))
    assert params(asked, "borrowed_above_cap") == {"value": 1, "owed": 0, "limit": 0}
    meeting(book, 2, en.MoneyIn(4_000))
    events = share_out_events(book)
    book.fold(events)
    # 44,000 by 20 shares: 2,200 each
    assert book.shared_out == sum(e.a for e in events if isinstance(e, ev.Entitle)) == 44_000
    book.begin(0, "2025-02-01")
    book.fold([ev.Cycle(2, "2025-02-01")])
    day = "2025-02-05"
    within = meeting(book.copy(), 3, en.Borrowing("bank", 44_000), day=day)
    assert not codes(within, of=LENDING)
    meeting(book, 3, en.Borrowing("bank", 40_000), en.LenderCharge("bank", 900), day=day)
    above = meeting(book, 4, en.Borrowing("other", 4_001), day="2025-02-12")
    told = {"value": 4_001, "owed": 40_000, "limit": 44_000}  # a charge is no borrowing
    assert params(above, "borrowed_above_cap") == told


@pytest.mark.parametrize(
    ("cap", "limit"),
    [
        ({"external_cap": "amount", "external_amount": 5_000}, 5_000),
        ({"external_cap": "savings", "external_multiple": 2}, 80_000),
        # the corpus: 40,000 saved and 3,000 given
        ({"external_cap": "corpus", "external_multiple": 4}, 172_000),
    ],
)
def test_other_caps_of_what_the_group_borrows(cap, limit):
    book = founded(**cap, **QUIET)
    saved(book, 1)
    meeting(book, 2, en.MoneyIn(3_000))
    assert not codes(meeting(book.copy(), 3, en.Borrowing("bank", limit)), of=LENDING)
    above = meeting(book, 3, en.Borrowing("bank", limit + 1))
    assert params(above, "borrowed_above_cap")["limit"] == limit
    # What was borrowed is not the group's own: it lifts no cap.
    again = meeting(book, 4, en.Borrowing("bank", 1))
    assert params(again, "borrowed_above_cap")["limit"] == limit


def test_a_fee_by_term():
    rules = {"loan_method": "fee", "charge_percent": "0", "fee_percents": ("5", "8", "10")}
    book = founded(charge_every=1, charge_period="month", charge_after_due_date=0, **rules, **QUIET)
    saved(book, 1)
    charges = []
    for member, months in (("M01", 1), ("M02", 2), ("M03", 3)):
        lent = meeting(book, months + 1, en.LoanRequest(member, 10_000, 0, "", months))
        charges.append(
            sum(row[2] for e in lent.events if isinstance(e, ev.LoanOut) for row in e.plan)
        )
    assert charges == [500, 800, 1_000]
    with pytest.raises(Refusal) as caught:
        meeting(book, 6, en.LoanRequest("M04", 10_000, 0, "", 4))
    assert caught.value.code == "no_fee_for_term"


def test_only_rules_that_the_constitution_names_have_no_exception():
    book = founded(no_exceptions=("second_loan",), **QUIET)
    saved(book, 1)
    twice = (en.LoanRequest("M01", 100, 4), en.LoanRequest("M01", 100, 4))
    assert barred(book.rules, meeting(book.copy(), 2, *twice).findings).code == "second_loan"
    long_one = meeting(book, 2, en.LoanRequest("M01", 100, 50))
    assert codes(long_one) == ["loan_too_long"]
    assert barred(book.rules, long_one.findings) is None
