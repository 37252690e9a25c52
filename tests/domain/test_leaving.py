"""What a member who leaves is due, and what the fund has earned, by hand."""

import pytest

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.exits import leaving, profit, profit_part
from tests.domain.book_state import differences, state
from tests.domain.meetings import founded, meeting, saved, week


def refused(book, member="M01"):
    with pytest.raises(Refusal) as caught:
        leaving(book, member)
    return caught.value.code, caught.value.params


def owing(**changes):
    """M01 with 10,000 saved and two loans, the older one late, in week 7.

    Loan 1: 2,000, due in week 6, charge 100, late 200. Loan 2: 3,000, charge 150. Fines 200,
    contributions of weeks 2, 3, 6 and 7.
    """
    book = founded(one_loan_at_a_time=0, late_amount=200, **changes)
    saved(book, 1)
    meeting(book, 2, en.LoanRequest("M01", 2_000, 4), en.FineSet("M01", "late", 200))
    meeting(book, 3, en.LoanRequest("M01", 3_000, 4))
    meeting(book, 6)
    meeting(book, 7)
    return book


def test_every_debt_is_taken_off_the_savings():
    parts = ((1, 2_000, 100, 200), (2, 3_000, 150, 0))
    refund = 10_000 - 5_000 - 250 - 200 - 200 - 2_000
    assert leaving(owing(), "M01") == ev.Leave(
        "M01", 5, 10_000, 5_000, 250, 200, 2_000, refund, parts=parts
    )


def test_one_loan_that_is_not_late_needs_no_parts_beyond_its_own():
    book = founded()
    saved(book, 1)
    meeting(book, 2, en.LoanRequest("M01", 2_000, 4))
    event = leaving(book, "M01", expelled=True)
    assert (event.principal, event.charge, event.refund) == (2_000, 0, 7_500)
    assert (event.out, event.later, event.gain) == (1, 0, 0)
    assert event.parts == ()


def test_which_loan_is_meant_is_always_clear():
    """One loan needs no part of its own while it is the member's newest that counts."""
    book = founded(one_loan_at_a_time=0)
    saved(book, 1)
    meeting(book, 2, en.LoanRequest("M01", 2_000, 4), en.LoanRequest("M02", 1_000, 4))
    assert leaving(book, "M01").parts == ()
    meeting(book, 3, en.LoanRequest("M01", 500, 4))
    book.apply(ev.Repay(3, 0, 500))
    assert leaving(book, "M01").parts == ((1, 2_000, 0, 0),)
    book.loans[3].void = True
    assert leaving(book, "M01").parts == ()
    assert leaving(book, "M03").parts == ()


def test_one_loan_that_is_late_has_its_part():
    book = founded(late_amount=200)
    saved(book, 1)
    meeting(book, 2, en.LoanRequest("M01", 2_000, 4))
    meeting(book, 7)
    assert leaving(book, "M01").parts == ((1, 2_000, 100, 200),)


def test_two_loans_have_a_part_each():
    book = founded(one_loan_at_a_time=0)
    saved(book, 1)
    meeting(book, 2, en.LoanRequest("M01", 2_000, 4), en.LoanRequest("M01", 1_000, 4))
    assert leaving(book, "M01").parts == ((1, 2_000, 0, 0), (2, 1_000, 0, 0))


def test_a_refund_may_come_to_nothing_but_not_below():
    book = founded()
    saved(book, 1)
    meeting(book, 2, en.LoanRequest("M01", 9_500, 4))
    assert leaving(book, "M01").refund == 0
    meeting(book, 3)
    code, params = refused(book)
    assert code == "debt_above_savings"
    assert params == {"member": "M01", "debt": 10_500, "savings": 10_000}


def test_voluntary_savings_and_odd_money_go_back_first():
    book = founded(odd_money="hold", voluntary_saving=1)
    meeting(book, 1, en.SharesForMoney("M01", 2_300), en.Saving("M02", 70, voluntary=True))
    assert refused(book) == ("savings_left", {"member": "M01", "value": 300})
    assert refused(book, "M02") == ("savings_left", {"member": "M02", "value": 70})
    meeting(book, 2, en.HeldReturned("M01"), en.Contribution("M01", 1_000))
    assert leaving(book, "M01").refund == 2_000


def test_nobody_leaves_a_round_that_goes_on():
    book = founded(members=3, hand=100, funds=("loan", "social", "pot"), social_contribution=0)
    meeting(book, 1, en.Draw(("M01", "M02")))
    assert refused(book) == ("in_the_round", {"value": "M01", "member": "M01"})
    assert leaving(book, "M03").refund == 0
    for number, taker in ((2, "M01"), (3, "M02")):
        hands = [en.PotContribution(code, 100) for code in ("M01", "M02")]
        meeting(book, number, *hands, en.PotPaid(taker))
    assert leaving(book, "M01").refund == 0


def test_a_part_of_the_profit_goes_along_where_the_rules_say_so():
    """20,000 of 50,000 saved; profit 1,000 + 77 - 300: 40 % of 777 is 310.8, cut down."""
    book = founded(leaving="current_value", social_contribution=0, max_shares_per_meeting=15)
    bought = [("M01", 10), ("M02", 5), ("M03", 5), ("M04", 5)]
    meeting(book, 1, *(en.ShareBuying(code, count) for code, count in bought))
    meeting(book, 2, en.MoneyIn(1_077, "sale"), en.Spending(300, "book"))
    assert (profit(book), profit_part(book, "M01")) == (777, 310)
    event = leaving(book, "M01")
    assert (event.gain, event.refund) == (310, 20_310)
    meeting(book, 3, en.Leaving("M01"))
    # what was given out is no longer there to share
    assert (profit(book), profit_part(book, "M02")) == (467, 155)
    assert leaving(book, "M02", expelled=True).gain == 0


def test_a_part_of_the_loss_goes_along_too():
    book = founded(leaving="current_value", social_contribution=0)
    saved(book, 1)
    meeting(book, 2, en.Spending(1_001, "roof"))
    event = leaving(book, "M01")
    assert (event.gain, event.refund) == (-251, 10_249)  # 500 were paid ahead


def test_without_savings_there_is_no_part():
    book = founded(leaving="current_value")
    meeting(book, 1, en.MoneyIn(1_000, "gift"))
    assert profit_part(book, "M01") == 0


def test_the_refund_waits_where_the_rules_say_so():
    book = founded(leaving="at_cycle_end", social_contribution=0)
    saved(book, 1)
    event = leaving(book, "M01")
    assert (event.later, event.refund) == (1, 10_000 + 500)  # 500 were paid ahead
    meeting(book, 2, en.Leaving("M01"))
    assert (book.cash("loan"), book.accounts["loan:payable:M01"]) == (40_500, -10_500)


def test_profit_counts_only_what_is_paid():
    book = owing()
    # charges 250, late 200 and fines 200 are owed; nothing of them is profit yet
    assert profit(book) == 0
    meeting(book, 8, en.FinePayment("M01", 120), en.Repayment("M01", 400 + 60))
    # week 8: a second late charge of 200 on each loan
    assert book.loans[1].late_total == 400
    assert profit(book) == 120 + 460
    other = owing(fines_go_to="social")
    meeting(other, 8, en.FinePayment("M01", 120), en.Borrowing("x1", 900), en.MoneyIn(5, "sale"))
    meeting(other, 9, en.LenderCharge("x1", 45), day=week(9))
    assert profit(other) == 5 - 45


@pytest.mark.parametrize("loans", [(2_000,), (2_000, 1_000)])
@pytest.mark.parametrize("last", [2, 7], ids=["in time", "late"])
def test_a_leaving_that_was_a_slip_is_undone_with_every_debt(loans, last):
    book = founded(one_loan_at_a_time=0, late_amount=200)
    saved(book, 1)
    meeting(book, 2, *(en.LoanRequest("M01", a, 4) for a in loans))
    for number in range(3, last + 1):
        meeting(book, number)
    before = state(book)
    left = leaving(book, "M01")
    book.apply(left)
    assert book.members["M01"] not in book.active()
    book.apply(ev.Reverse(1, 0, left, "a" * 64))
    assert differences(book, before).keys() <= {"reversed", "extras"}
