"""What does this loan cost? The sentences have the figures of the calculator and the loan card."""

import pytest

from coopledger.app.desk import loan_card, loan_lesson
from coopledger.app.loan_register import loan_view
from coopledger.app.loan_requests import cost_of, lesson_of, loan_terms, standing
from coopledger.app.paper_kinds import Picked, make
from coopledger.words.money import format_money
from tests.app.desk_at_hand import put
from tests.reports.papers import strings

TODAY = "2025-12-10"


def test_the_lesson_has_the_figures_of_the_calculator(kamu):
    ledger, group = kamu
    day = loan_terms(ledger, group, TODAY).day
    money = ledger.currency(group)
    found, _spoken = cost_of(ledger, group, 60_000, 12, day)
    where = standing(ledger, group, "M07", TODAY)
    told = lesson_of(ledger, group, found, day, where)
    assert 5 <= len(told) <= 7
    debt = where.owed + found.pays
    for amount in (found.paid_out, found.pays, found.pays - found.paid_out, where.savings, debt):
        assert any(format_money(amount, money) in sentence for sentence in told), amount
    over = 60_000 - where.may_borrow
    assert any(format_money(abs(over), money) in sentence for sentence in told)


def test_without_a_borrower_it_tells_of_the_loan_alone(kamu):
    ledger, group = kamu
    found, _spoken = cost_of(ledger, group, 60_000, 12, TODAY)
    told = lesson_of(ledger, group, found, TODAY, None)
    assert len(told) == 4
    assert "69,000" in told[0]
    assert "15" in told[1]


def test_a_loan_that_costs_nothing_is_said_so(kamu):
    ledger, group = kamu
    found, _spoken = cost_of(ledger, group, 10_000, 2, TODAY)
    told = lesson_of(ledger, group, found, TODAY, None)
    assert "costs nothing" in told[0]
    assert not any("on top" in sentence for sentence in told)


@pytest.mark.usefixtures("english")
def test_at_the_desk_it_has_the_figures_of_the_loan_card(desk):
    row = 1  # M02 saved 6,000 in the meeting before
    assert loan_lesson(desk, row) == ()
    put(desk, "M02", "loan", "12000")
    card, told = loan_card(desk, row), loan_lesson(desk, row)
    figures = dict(card.facts)
    assert figures["Of it charge"] in told[0]
    assert figures["To pay back in all"] in told[0]
    assert format_money(6_000, desk.currency) in " ".join(told)
    assert "less than what you saved at the last meeting" in told[2]
    assert figures["Savings"] in " ".join(told)


def test_the_agreement_says_it_too_but_asks_no_question_any_more(kamu):
    ledger, group = kamu
    made = make(ledger, group, "loan-agreement", Picked(loan=1))
    (document,) = made.documents
    (told,) = [text for text in strings(document.blocks) if text.startswith("You get")]
    assert "the loan costs" in told
    assert "lay aside" in told
    assert "?" not in told
    view = loan_view(ledger, group, 1)
    assert format_money(view.row.amount, view.currency) in told
