"""The desk without a window: what is typed, what it comes to, and what stands in the way."""

import msgspec
import pytest

from coopledger.app.desk import (
    Desk,
    Filled,
    Kept,
    Setting,
    Unfilled,
    below,
    beside,
    blockers,
    boxes,
    column_total,
    member_total,
    summary,
    top,
)
from coopledger.app.desk.columns import columns_of
from coopledger.app.desk.line_kinds import line_kinds_of
from coopledger.app.desk.reading import read_status
from coopledger.domain import entries as en
from coopledger.domain.entries import Draft
from coopledger.ledger.salted import MemberCard
from coopledger.words.catalog import speaking
from tests.app.conftest import RULES
from tests.app.desk_at_hand import NAMES, close, put, shown

pytestmark = pytest.mark.usefixtures("english")
KIND = {kind.key: kind for kind in line_kinds_of(RULES)}


def test_every_change_is_shown_and_saved_at_once(desk):
    put(desk, "M01", "shares", "4")
    assert desk.view.refreshed == 1
    assert msgspec.json.decode(desk.saved[-1], type=Kept).draft.entries == (
        en.ShareBuying("M01", 4),
    )
    put(desk, "M01", "shares", "4")
    assert len(desk.saved) == 1


def test_the_cash_in_the_box_follows_each_entry(desk):
    def loan_box():
        return next(box.expected for box in boxes(desk) if box.fund == "loan")

    assert loan_box() == 6_000
    put(desk, "M01", "shares", "4")
    assert loan_box() == 14_000
    put(desk, "M01", "repayment", "10,500")
    assert loan_box() == 24_500
    put(desk, "M02", "loan", "18000")
    assert loan_box() == 6_500
    desk.undo()
    assert loan_box() == 24_500
    assert column_total(desk, desk.index["shares"]) == "4 = 8,000"
    assert member_total(desk, 0) == "gives 18,500"


def test_the_order_of_typing_does_not_matter(desk, book):
    put(desk, "M02", "loan", "18000")
    put(desk, "M01", "repayment", "10500")
    put(desk, "M01", "shares", "4")
    put(desk, "M02", "roll", "p")
    kinds = [type(entry) for entry in desk.draft.entries]
    assert kinds == [en.Attendance, en.ShareBuying, en.Repayment, en.LoanRequest]
    assert shown(desk, "M02", "loan").trouble is None or (
        shown(desk, "M02", "loan").trouble.grade == "warning"
    )


@pytest.mark.parametrize(
    ("column", "typed", "stored"),
    [
        ("roll", "l", "late"),
        ("roll", "4", "absent"),
        ("roll", "Represented", "represented"),
        ("shares", "\u0663", "3"),
        ("social", "1,500", "1,500"),
        ("fine", "p", "phone rang"),
        ("fine", "l phone", "late, phone rang"),
        ("fine", "late، phone rang", "late, phone rang"),
        ("fine", "late 250", "late 250"),
        ("weeks", "8", "8"),
        ("purpose", "  school\u202e fees ", "school fees"),
    ],
)
def test_what_is_typed_is_understood(desk, column, typed, stored):
    put(desk, "M02", column, typed)
    assert shown(desk, "M02", column).text == stored


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        ("roll", "x"),
        ("fine", "z"),
        ("fine", "300"),
        ("social", "1,5"),
        ("social", "-500"),
        ("shares", "2.5"),
        ("shares", "99999999999999999999"),
        ("weeks", "0"),
        ("repayment", "12a"),
    ],
)
def test_what_makes_no_sense_stays_marked_and_enters_nothing(desk, column, typed):
    before = desk.draft.entries
    put(desk, "M02", column, typed)
    cell = shown(desk, "M02", column)
    assert cell.text == typed
    assert cell.trouble.grade == "error"
    assert typed.strip("-") in cell.trouble.sentence or "0" in cell.trouble.sentence
    assert desk.draft.entries == before
    assert any(cell.trouble.sentence in blocker.sentence for blocker in blockers(desk))


def test_an_impossible_repayment_is_told_at_its_cell_with_the_name(desk):
    put(desk, "M01", "repayment", "99999")
    trouble = shown(desk, "M01", "repayment").trouble
    assert trouble.grade == "error"
    assert "M01 Atuhaire Esther would repay 99,999, but owes 10,500" in trouble.sentence
    assert shown(desk, "M01", "repayment").text == "99,999"


def test_a_loan_that_the_box_cannot_bear_is_told_at_its_cell(desk):
    put(desk, "M02", "loan", "50000")
    assert "the box holds 6,000" in shown(desk, "M02", "loan").trouble.sentence


def test_a_broken_rule_is_a_warning_and_bars_nothing(desk):
    desk.all_present()
    put(desk, "M02", "shares", "7")
    trouble = shown(desk, "M02", "shares").trouble
    assert (trouble.grade, "7" in trouble.sentence) == ("warning", True)
    close(desk)
    assert blockers(desk) == ()
    told = [item.text for section in summary(desk) for item in section.items]
    assert any(text.startswith("M02 Tumusiime Isaac: Shares bought") for text in told)


def test_what_is_read_aloud_tells_who_saved_who_was_fined_and_what_a_loan_costs(desk):
    desk.all_present()
    put(desk, "M02", "shares", "3")
    put(desk, "M01", "shares", "1")
    put(desk, "M01", "fine", "l")
    put(desk, "M02", "loan", "3000")
    put(desk, "M02", "weeks", "4")
    desk.add_entry(en.LoanRequest("M02", 1_000, 8))  # as the loan's own screen writes it
    told = [item.text.replace("\xa0", " ") for part in summary(desk) for item in part.items]
    other = told[told.index("1,000 for 8 weeks") + 1]
    assert other.startswith("You pay back UGX 1,100 in all, the last on 2 April 2025")
    assert "Atuhaire Esther late" in told
    assert told[told.index("4 = 8,000") + 1] == "Atuhaire Esther 1 · Tumusiime Isaac 3"
    loan = told.index("3,000 for 4 weeks")
    assert told[loan + 1] == (
        "You pay back UGX 3,150 in all, the last on 5 March 2025: UGX 150 more than you got."
    )


def test_the_usual_value_is_what_is_due_or_was_last_time(desk):
    cells = {(m, c): shown(desk, m, c).quiet for m in ("M01", "M02") for c in ("social", "shares")}
    assert cells["M01", "social"] == "due 500"
    assert cells["M02", "social"] == "due 1,000"
    assert cells["M01", "shares"] == "last 5"
    assert shown(desk, "M01", "repayment").quiet == "due 10,500"
    assert desk.hint(0, desk.index["repayment"]) == (
        "due 10,500 = charge 500 + principal 10,000 · owes 10,500 in all"
    )
    for column in ("social", "shares", "repayment"):
        assert desk.take_usual(0, desk.index[column])
    texts = [shown(desk, "M01", column).text for column in ("social", "shares", "repayment")]
    assert texts == ["500", "5", "10,500"]
    assert not desk.take_usual(1, desk.index["repayment"])


def test_the_charge_alone_is_due_before_the_loan_ends(book):
    book.loans[1].due_day = book.open_loans[1].due_day = book.day + 90
    desk = Desk(Setting("Kamu", {}, book), Draft(2, "2025-02-05"))
    assert desk.hint(0, desk.index["repayment"]).startswith(
        "due 500 = charge 500 · owes 10,500 in all, until"
    )


def test_usual_values_for_all_who_are_left(desk):
    put(desk, "M02", "roll", "a")
    desk.all_present()
    assert shown(desk, "M01", "roll").text == "present"
    assert shown(desk, "M02", "roll").text == "absent"
    assert desk.take_usual_for_all(desk.index["social"]) == 1
    assert shown(desk, "M02", "social").text == ""
    assert desk.take_usual(1, desk.index["fine"])
    assert shown(desk, "M02", "fine").text == "absent"
    assert desk.cell(1, desk.index["fine_paid"]).greyed
    desk.undo()
    desk.undo()
    assert shown(desk, "M01", "social").text == ""


def test_who_left_stays_in_sight_and_takes_nothing(desk):
    cell = shown(desk, "M03", "shares")
    assert (cell.greyed, cell.editable) == (True, False)
    put(desk, "M03", "shares", "3")
    assert desk.draft.entries == ()


def test_the_dead_may_still_have_a_loan_repaid(desk, book):
    book.members["M01"].gone = "dead"
    cards = {code: MemberCard(name) for code, name in NAMES.items()}
    other = Desk(Setting("Kamu", cards, book), Draft(2, "2025-02-05"))
    assert not shown(other, "M01", "shares").editable
    put(other, "M01", "repayment", "10500")
    assert shown(other, "M01", "repayment").trouble is None


def test_a_loans_weeks_come_with_its_amount_and_go_with_it(desk):
    put(desk, "M02", "loan", "5000")
    assert shown(desk, "M02", "weeks").text == "12"
    put(desk, "M02", "weeks", "8")
    put(desk, "M02", "purpose", "goats")
    assert en.LoanRequest("M02", 5000, 8, "goats") in desk.draft.entries
    put(desk, "M02", "weeks", "")
    assert "Weeks" in shown(desk, "M02", "weeks").trouble.sentence
    put(desk, "M02", "loan", "")
    assert [shown(desk, "M02", key).text for key in ("loan", "weeks", "purpose")] == ["", "", ""]


def test_lines_beside_the_grid(desk):
    put(desk, "M01", "shares", "1")
    desk.add_line(KIND["grant"], Filled("M02", "300", "fire"))
    desk.add_line(KIND["expense"], Filled("", "1000", "exercise books"))
    desk.add_line(KIND["leave"], Filled("M02", "", "moved away"))
    grant, expense, leave = desk.lines
    assert (grant.title, grant.who, grant.amount, grant.text) == (
        "Help from the social fund",
        "M02 Tumusiime Isaac",
        "300",
        "fire",
    )
    assert expense.amount == "1,000"
    assert leave.amount == "5,000"  # savings of 6,000 less two contributions unpaid
    desk.remove_line(expense.place)
    assert [line.title for line in desk.lines] == [grant.title, leave.title]
    desk.undo()
    assert desk.lines == (grant, expense, leave)


def test_a_line_that_cannot_be_is_told_there(desk):
    desk.add_line(KIND["grant"], Filled("M02", "90000", "fire"))
    assert desk.lines[0].trouble.grade == "error"
    assert any("Help from the social fund" in blocker.sentence for blocker in blockers(desk))


@pytest.mark.parametrize(
    ("kind", "filled", "field"),
    [
        ("grant", Filled("", "500", "x"), "member"),
        ("expense", Filled("", "", "x"), "amount"),
        ("expense", Filled("", "5x", "x"), "amount"),
        ("to_bank", Filled("", "0", ""), "amount"),
        ("resolution", Filled("", "", "  "), "text"),
        ("resolution", Filled("", "", "x" * 2001), "text"),
    ],
)
def test_a_form_says_which_field_is_wrong_and_adds_nothing(desk, kind, filled, field):
    with pytest.raises(Unfilled) as told:
        desk.add_line(KIND[kind], filled)
    assert told.value.field == field
    assert desk.lines == ()


def test_what_bars_the_seal_is_said_in_words_and_with_its_place(desk):
    assert "roll call" in blockers(desk)[0].sentence
    put(desk, "M01", "roll", "p")
    told = blockers(desk)
    assert [blocker.place for blocker in told] == ["cell:M02:roll", "count:loan", "count:social"]
    assert told[0].sentence == "M02 Tumusiime Isaac has no answer at roll call."
    desk.all_present()
    close(desk)
    assert blockers(desk) == ()
    desk.count("loan", "5900")
    (left,) = blockers(desk)
    assert left.place == "reason:loan"
    assert "100 short in the box" in left.sentence
    desk.give_reason("loan", "a note was torn")
    assert blockers(desk) == ()
    desk.count("loan", "59oo")
    assert blockers(desk)[0].place == "count:loan"
    assert boxes(desk)[0].typed == "59oo"


def test_the_count_is_compared_live(desk):
    desk.count("loan", "6000")
    assert (boxes(desk)[0].state, boxes(desk)[0].sentence) == ("agrees", "the box agrees")
    put(desk, "M01", "shares", "1")
    assert boxes(desk)[0].sentence == "2,000 short in the box"
    desk.count("loan", "8500")
    assert boxes(desk)[0].sentence == "500 too much in the box"


def test_the_date_never_goes_back(desk):
    desk.set_day("2025-01-01")
    assert desk.day == "2025-02-05"
    assert "8 Jan" not in desk.troubles["day"].sentence
    assert "1 Jan 2025" in desk.troubles["day"].sentence
    assert blockers(desk)[0].place == "day"
    desk.set_day("2025-01-15")
    assert "day" not in desk.troubles
    assert desk.hint(0, desk.index["repayment"]).startswith("nothing is due today")


def test_the_cursor_passes_over_those_who_are_not_here(desk):
    put(desk, "M01", "roll", "a")
    assert top(desk, desk.index["shares"]) == 1
    assert top(desk, desk.index["roll"]) == 1
    assert below(desk, 0, desk.index["roll"]) == (1, desk.index["roll"])
    # M03 has left: after the last row comes the next column.
    assert below(desk, 1, desk.index["shares"]) == (1, desk.index["repayment"])
    assert beside(desk, 1, desk.index["loan"], 1) == (1, desk.index["weeks"])
    assert beside(desk, 1, desk.index["purpose"], 1) is None


@pytest.mark.parametrize(("typed", "status"), [("a", "late"), ("h", "absent"), ("p", "present")])
def test_a_key_of_ones_own_language_is_never_taken_for_another_word_of_english(typed, status):
    with speaking("sw"):
        assert read_status(typed) == status


@pytest.mark.parametrize(("most", "key"), [(5, "a digit"), (9, "a digit"), (10, "number")])
def test_the_keys_of_the_shares_say_whether_a_digit_is_enough(most, key):
    rules = msgspec.structs.replace(RULES, max_shares_per_meeting=most)
    (shares,) = [column for column in columns_of(rules) if column.key == "shares"]
    assert str(shares.keys).startswith(f"{key} · ")
