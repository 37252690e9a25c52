"""What a loan costs before it is agreed, and the register of those that were."""

import pytest

from coopledger.app.loan_register import loan_view, register
from coopledger.app.loan_requests import (
    cost_of,
    loan_terms,
    possible_guarantors,
    request,
    standing,
)
from coopledger.app.meetings import seal_meeting
from coopledger.domain.entries import Draft, Resolution
from coopledger.domain.errors import Refusal
from coopledger.domain.falling_due import opening
from coopledger.domain.loan_offer import offer
from coopledger.interop.group_file import read_group
from tests.conftest import YEAR

TODAY = "2025-12-10"
RULES = read_group(YEAR / "group.toml").constitution  # 5 % every 4 weeks


def test_a_loan_whose_charge_falls_every_four_weeks():
    found = offer(RULES, 60_000, "2025-01-01", weeks=12)
    assert [(row.day, row.principal, row.charge) for row in found.rows] == [
        ("2025-01-29", 0, 3_000),
        ("2025-02-26", 0, 3_000),
        ("2025-03-26", 60_000, 3_000),
    ]
    assert (found.paid_out, found.charge, found.pays) == (60_000, 9_000, 69_000)
    # 1.05 every four weeks is 1.05 ** 13 - 1 in a year.
    assert str(found.cost.ear) == "88.56"


def test_a_term_that_is_no_whole_number_of_periods_is_repaid_on_its_day():
    found = offer(RULES, 60_000, "2025-01-01", weeks=6)
    assert [(row.day, row.amount) for row in found.rows] == [
        ("2025-01-29", 3_000),
        ("2025-02-12", 60_000),
    ]
    # 3,000 after 28 days and 60,000 after 42: what is received is what they are worth.
    daily = float(found.cost.per_period) / 100
    worth = 3_000 / (1 + daily) ** 28 + 60_000 / (1 + daily) ** 42
    assert abs(worth - 60_000) < 60_000 * 42 * 0.00005


def test_a_shorter_term_than_a_period_costs_nothing_and_is_said_so(kamu):
    ledger, group = kamu
    found, words = cost_of(ledger, group, 10_000, 2, TODAY)
    assert found.cost is None
    assert "costs nothing" in words


def test_the_sentences_say_what_is_got_what_is_paid_and_what_a_year_costs(kamu):
    ledger, group = kamu
    found, words = cost_of(ledger, group, 60_000, 12, TODAY)
    for said in ("60,000", "69,000", "9,000", "4 March 2026", "cost 65"):
        assert said in words
    assert str(found.cost.apr) == "65.00"  # as the printed agreement says


@pytest.mark.parametrize(("amount", "term"), [(0, 4), (100, 0)])
def test_nothing_is_no_loan(kamu, amount, term):
    ledger, group = kamu
    with pytest.raises(Refusal):
        cost_of(ledger, group, amount, term, TODAY)


def test_how_the_group_lends_and_where_a_borrower_stands(kamu):
    ledger, group = kamu
    terms = loan_terms(ledger, group, TODAY)
    assert (terms.by_plan, terms.most, terms.day) == (False, 12, TODAY)
    book = ledger.replay(group).book
    saver = next(m.code for m in book.active() if not book.loans_of(m.code))
    seen = standing(ledger, group, saver, TODAY)
    assert seen.may_borrow == 3 * seen.savings
    assert seen.box == book.cash("loan")
    entry = request(terms, saver, 5_000, 8, "goats", ("M01", "M02"))
    assert (entry.weeks, entry.instalments, entry.guarantors) == (8, 0, ("M01", "M02"))
    assert {each.code for each in possible_guarantors(ledger, group)} == {
        member.code for member in book.active()
    }


def test_the_register_adds_up_to_the_book(kamu):
    ledger, group = kamu
    book, told = ledger.replay(group).book, register(ledger, group)
    assert len(told.rows) == len(book.loans)
    assert told.total("principal") == book.total("loan:loans:")
    assert told.total("charge") == book.total("loan:charges_due:")
    assert told.next_day == TODAY
    for row in told.rows:
        assert row.open == bool(book.debt(book.loans[row.number]))
        assert row.state != "late"


def test_a_loan_past_its_day_is_late_and_all_of_it_is_to_be_brought_with_the_next_charge(kamu):
    ledger, group = kamu
    meeting = Draft(49, "2026-06-03", (Resolution("Nobody could come in the rains."),))
    seal_meeting(ledger, group, meeting)
    told = register(ledger, group)
    assert told.next_day == "2026-06-10"
    late = [row for row in told.rows if row.open]
    assert late
    assert {row.state for row in late} == {"late"}
    opened = ledger.replay(group).book.copy()
    opened.begin(50, told.next_day)
    opened.fold(opening(opened))
    for row in late:
        assert row.bring == opened.debt(opened.loans[row.number])


def test_one_loan_with_its_course(kamu):
    ledger, group = kamu
    told = register(ledger, group)
    repaid = next(row for row in told.rows if row.state == "repaid")
    seen = loan_view(ledger, group, repaid.number)
    assert seen.page.rows[-1].owed == 0
    assert sum(row.principal for row in seen.page.rows if row.what == "repaid") == repaid.amount
    with pytest.raises(Refusal) as caught:
        loan_view(ledger, group, 999)
    assert caught.value.code == "unknown_loan"
