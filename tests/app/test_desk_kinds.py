"""The desk follows the group's rules: every kind of group, in the order of its own agenda."""

import pytest

from coopledger.app.desk import (
    Desk,
    Filled,
    Setting,
    above,
    announcements,
    below,
    blockers,
    boxes,
    loan_card,
    next_day,
    opened_boxes,
    row_of,
    state_of,
    steps_of,
    summary,
    top,
)
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.entries import Draft
from coopledger.domain.money import plain
from coopledger.interop.templates import KINDS, load_template
from coopledger.ledger.salted import MemberCard

pytestmark = pytest.mark.usefixtures("english")
CODES = ("M01", "M02", "M03")
DAY = "2026-02-05"


def desk_of(kind, *facts, **changes):
    """A desk at the second meeting of three members under a kind's template."""
    rules = load_template(kind, cycle_start="2026-01-01", **changes)
    book = Book()
    joins = [ev.Join(code, "0" * 64) for code in CODES]
    book.fold([ev.Found(rules, "0" * 64, "0" * 32, "0" * 64), *joins])
    book.begin(1, "2026-01-08")
    book.fold(facts)
    cards = {code: MemberCard(f"Member {code}") for code in CODES}
    return Desk(Setting("Umoja", cards, book), Draft(2, DAY))


def put(desk, row, key, text):
    desk.type(row, desk.index[key], text)


def errors(desk):
    return {p: t.sentence for p, t in desk.troubles.items() if t.grade == "error"}


def kinds_said(desk):
    return list(dict.fromkeys(type(entry) for entry in desk.draft.entries))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_group_holds_a_whole_meeting(kind):
    facts = [ev.Turns(CODES, 500)] if kind == "rosca" else []
    desk = desk_of(kind, *facts)
    for column in range(len(desk.columns)):
        desk.take_usual_for_all(column)
    for row in range(len(CODES)) if "shares" in desk.index else ():
        put(desk, row, "shares", "2")
    for box in opened_boxes(desk):
        desk.opened_as_the_book_says(box.fund)
    for box in boxes(desk):
        desk.count(box.fund, plain(box.expected, desk.currency.decimals))
    assert errors(desk) == {}
    assert blockers(desk) == ()
    assert {state_of(desk, step).state for step in steps_of(desk)} <= {"done", "idle"}
    assert en.Attendance in kinds_said(desk)


@pytest.mark.parametrize(
    ("kind", "there", "not_there"),
    [
        ("vsla", {"shares", "social", "weeks"}, {"saving", "voluntary", "hand", "instalments"}),
        ("silc", {"saving"}, {"shares", "hand"}),
        ("shg", {"saving", "voluntary", "instalments"}, {"shares"}),
        ("rosca", {"hand"}, {"shares", "saving"}),
        ("asca", {"saving", "guarantors", "instalments"}, {"shares", "hand", "weeks"}),
        ("coop", {"saving", "instalments"}, {"shares", "hand"}),
    ],
)
def test_columns_are_those_of_the_rules(kind, there, not_there):
    desk = desk_of(kind)
    assert there <= set(desk.index)
    assert not not_there & set(desk.index)


def test_the_steps_are_in_the_order_of_the_constitution():
    agenda = ("roll_call", "fines", "saving", "repayments", "loans", "social")
    agenda = (*agenda, "other_money", "count")
    desk = desk_of("vsla", agenda=agenda)
    keys = [step.key for step in steps_of(desk)]
    expected = ["roll_call", "open_box", "saving", "repayments", "loans", "social"]
    assert keys == [*expected, "other_money", "count"]
    assert [column.step for column in desk.columns] == sorted(
        (column.step for column in desk.columns), key=keys.index
    )
    put(desk, 0, "social", "100")
    put(desk, 0, "shares", "2")
    put(desk, 0, "roll", "p")
    assert kinds_said(desk) == [en.Attendance, en.ShareBuying, en.Contribution]


def test_compulsory_and_voluntary_savings_stand_side_by_side():
    desk = desk_of("shg")
    amount = str(desk.rules.saving_amount // desk.currency.unit)
    assert desk.take_usual(0, desk.index["saving"])
    put(desk, 0, "voluntary", "70")
    assert desk.cell(0, desk.index["saving"]).text.replace(",", "").startswith(amount)
    assert [e.voluntary for e in desk.draft.entries if isinstance(e, en.Saving)] == [False, True]


def test_a_pot_goes_round():
    desk = desk_of("rosca", ev.Turns(CODES, 500), pot_fee_percent="0")
    hand = desk.index["hand"]
    assert desk.take_usual_for_all(hand) == 3
    turn = desk.aside(0, "pot")
    assert turn == "the pot goes to this member"
    assert desk.aside(1, "pot") == ""
    pot = next(kind for kind in desk.line_kinds if kind.key == "pot")
    desk.add_line(pot, Filled("M01"))
    assert errors(desk) == {}
    assert en.PotPaid("M01") in desk.draft.entries
    there = sum(e.amount for e in desk.draft.entries if isinstance(e, en.PotContribution))
    left = there - len(CODES) * desk.rules.hand
    assert next(box.expected for box in boxes(desk) if box.fund == "pot") == left


def test_a_loan_by_plan_with_guarantors_says_what_it_costs_before_it_is_agreed():
    desk = desk_of("asca", ev.Save("M01", 2_000_000), ev.Save("M02", 2_000_000))
    put(desk, 0, "loan", "10000")
    assert desk.cell(0, desk.index["instalments"]).text == "3"
    put(desk, 0, "instalments", "2")
    put(desk, 0, "guarantors", "2 m3")
    put(desk, 0, "purpose", "goats")
    assert en.LoanRequest("M01", 1_000_000, 0, "goats", 2, ("M02", "M03")) in desk.draft.entries
    card = loan_card(desk, 0)
    facts = dict(card.facts)
    assert facts["May borrow"] == "60,000.00"
    assert facts["M02 Member M02"].startswith("saved 20,000.00 · answers for 0")
    assert "You pay back" in card.spoken
    assert "True cost" in facts
    put(desk, 0, "guarantors", "99")
    assert "99" in errors(desk)["cell:M01:loan"]


def test_a_loan_waits_for_the_groups_yes_and_another_amount_for_another_yes():
    desk = desk_of("vsla", ev.Shares("M01", 1, 2_000), ev.Shares("M02", 50, 100_000))
    put(desk, 0, "loan", "5000")
    asked = "M01 Member M01: has the group said yes to the loan?"
    assert asked in [blocker.sentence for blocker in blockers(desk)]
    assert loan_card(desk, 0).plain
    desk.agree(0)
    assert loan_card(desk, 0).agreed
    assert asked not in [blocker.sentence for blocker in blockers(desk)]
    put(desk, 0, "loan", "7000")
    card = loan_card(desk, 0)
    assert (card.whole, card.plain, card.agreed) == (True, False, False)
    assert "6,000" in card.troubles[0].sentence  # three times the savings
    assert asked in [blocker.sentence for blocker in blockers(desk)]
    desk.undo()
    assert loan_card(desk, 0).agreed


def test_who_already_answers_for_too_many_is_named_on_the_card():
    facts = [ev.Save(code, 2_000_000) for code in CODES]
    lent = [
        ev.LoanOut(1, "M03", 100_000, 4, by=("M02",)),
        ev.LoanOut(2, "M03", 50_000, 4, by=("M02",)),
    ]
    desk = desk_of("asca", *facts, *lent)
    put(desk, 0, "loan", "1000")
    put(desk, 0, "guarantors", "2")
    card = loan_card(desk, 0)
    assert any("M02 Member M02" in trouble.sentence for trouble in card.troubles)


def test_repayments_that_are_due_stand_on_top():
    shares = [ev.Shares(code, 20, 40_000) for code in CODES]
    desk = desk_of("vsla", *shares, ev.LoanOut(1, "M02", 9_000, 12), ev.LoanOut(2, "M03", 8_000, 4))
    assert desk.order(desk.index["shares"]) == (0, 1, 2)
    # The third member's loan ends today; the second owes its charge; the first owes nothing.
    assert desk.order(desk.index["repayment"]) == (1, 2, 0)
    assert top(desk, desk.index["repayment"]) == 1
    assert below(desk, 1, desk.index["repayment"]) == (2, desk.index["repayment"])
    assert above(desk, 2, desk.index["repayment"]) == (1, desk.index["repayment"])


def test_the_next_day_is_the_usual_one_until_another_is_noted():
    desk = desk_of("vsla")
    assert next_day(desk) == "2026-02-12"
    desk.set_next_day("2026-02-20")
    assert next_day(desk) == "2026-02-20"
    assert en.Resolution("Next meeting: 20 February 2026") in desk.draft.entries
    assert any("20 February" in item.text for part in summary(desk) for item in part.items)
    desk.undo()
    assert desk.draft.entries == ()


def test_what_the_member_at_hand_gives_and_gets_is_read_out():
    desk = desk_of("vsla", ev.Shares("M01", 5, 10_000))
    put(desk, 0, "shares", "3")
    put(desk, 0, "loan", "4000")
    told = dict(announcements(desk, desk.index["shares"], 0))
    assert told["Member M01 gives"].endswith("6,000")
    assert told["Member M01 gets"].endswith("4,000")


def test_the_opened_box_is_held_against_the_book():
    desk = desk_of("vsla", ev.Shares("M01", 5, 10_000))
    loan, social = opened_boxes(desk)
    assert (loan.expected, loan.state) == (10_000, "open")
    desk.count_opened("loan", "9,900")
    desk.opened_as_the_book_says("social")
    assert opened_boxes(desk)[0].sentence == "100 short in the box"
    assert [b.place for b in blockers(desk) if b.place.startswith("open")] == ["open_reason:loan"]
    desk.give_reason("loan", "a coin was lost", opened=True)
    assert en.BoxOpened("loan", 9_900, "a coin was lost") in desk.draft.entries
    # What was short when the box was opened is no longer expected at the close.
    assert boxes(desk)[0].expected == 9_900
    assert social.state == "open"


def test_notes_and_coins_add_up_and_what_makes_no_sense_counts_nothing():
    desk = desk_of("vsla", ev.Shares("M01", 5, 71_000))
    for face, many in ((50_000, "1"), (20_000, "1"), (500, "2")):
        desk.count_pieces("loan", face, many)
    assert (boxes(desk)[0].counted, boxes(desk)[0].state) == (71_000, "agrees")
    desk.count_pieces("loan", 500, "2x")
    assert boxes(desk)[0].state == "open"
    assert "2x" in desk.troubles["note:loan:500"].sentence
    assert blockers(desk)[0].place == "note:loan:500"
    desk.undo()
    assert boxes(desk)[0].counted == 71_000
    desk.count("loan", "70000")
    assert boxes(desk)[0].state == "short"
    assert not [place for place in desk.sheet.values if place.startswith("note:")]


def test_a_meeting_that_was_broken_off_goes_on_under_its_number():
    desk = desk_of("vsla", ev.Due("social", 200, CODES))
    assert desk.meeting == 2
    due = desk.cell(0, desk.index["social"]).quiet
    desk.set_again(True)
    assert (desk.meeting, desk.draft.again, desk.draft.meeting) == (1, True, 1)
    assert desk.cell(0, desk.index["social"]).quiet != due  # nobody owes the meeting's sum twice
    desk.undo()
    assert (desk.meeting, desk.draft.again) == (2, False)


def test_members_are_found_by_number_as_people_say_it():
    desk = desk_of("vsla")
    assert [row_of(desk, said) for said in ("1", "03", "m2", "M02", "9", "")] == [
        *(0, 2, 1, 1),
        *(None, None),
    ]


def test_what_is_read_out_begins_with_the_column_at_hand():
    desk = desk_of("vsla")
    put(desk, 0, "shares", "3")
    first, box, *_rest, last = announcements(desk, desk.index["shares"], 1)
    assert (first.name, first.figure.split(" ")[0]) == ("Shares", "3")
    assert box.name == "Loan fund, in the box"
    assert (last.name, next_day(desk)) == ("Next meeting", "2026-02-12")


def test_what_may_be_borrowed_follows_the_cap_while_the_group_owes_a_lender():
    saved = ev.Shares("M01", 5, 10_000)
    owes = ev.Borrow("bank", 50_000)
    rules = {"max_loan_multiple_of_savings": 3, "max_loan_multiple_with_external": 5}
    without, owing = desk_of("vsla", saved, **rules), desk_of("vsla", saved, owes, **rules)
    assert dict(loan_card(without, 0).facts)["May borrow"] == "30,000"
    assert dict(loan_card(owing, 0).facts)["May borrow"] == "50,000"
    assert "50,000" in owing.aside(0, "loans")
