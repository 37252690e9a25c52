"""The desk without a window: what is typed, what it comes to, and what stands in the way."""

from pathlib import Path

import msgspec
import pytest

from coopledger.app.desk import (
    INDEX,
    LINE_KINDS,
    Autosave,
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
    read_kept,
    summary,
    top,
)
from coopledger.app.desk.agenda import values_of
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.entries import Draft
from coopledger.domain.errors import Refusal
from coopledger.interop.group_file import read_group
from coopledger.ledger.salted import MemberCard
from coopledger.words.catalog import speaking, use_language

KIND = {kind.key: kind for kind in LINE_KINDS}
NAMES = {"M01": "Atuhaire Esther", "M02": "Tumusiime Isaac", "M03": "Okello John"}
YEAR = Path(__file__).parents[1] / "notebooks" / "vsla-year"
# Shares of 2,000, 5 at most; 500 into the social fund; 5 % every 4 weeks, 12 weeks at most.
RULES = read_group(YEAR / "group.toml").constitution


class Recorder:
    """A view that writes down what it is told."""

    def __init__(self):
        self.refreshed = 0
        self.told = []

    def refresh(self):
        self.refreshed += 1

    def tell(self, sentence):
        self.told.append(sentence)


@pytest.fixture(autouse=True)
def english():
    use_language("en")


@pytest.fixture
def book():
    """One meeting held: M01 bought 5 shares and borrowed 20,000 for 4 weeks; M03 has left."""
    made = Book()
    made.fold(
        [
            ev.Found(RULES, "0" * 64, "0" * 32, "0" * 64),
            *(ev.Join(code, "0" * 64) for code in NAMES),
        ]
    )
    made.begin(1, "2025-01-08")
    made.fold(
        [
            ev.Shares("M01", 5, 10_000),
            ev.Shares("M02", 3, 6_000),
            ev.Due("social", 500, ("M01", "M02")),
            ev.Contribute("M01", "social", 500),
            ev.LoanOut(1, "M01", 10_000, 4),
            ev.Leave("M03", 0, 0, 0, 0, 0, 0, 0),
        ]
    )
    return made


@pytest.fixture
def desk(book):
    saved, view = [], Recorder()
    cards = {code: MemberCard(name) for code, name in NAMES.items()}
    made = Desk(Setting("Kamu", cards, book), Draft(2, "2025-02-05"), saved.append, view)
    made.saved = saved
    return made


def put(desk, member, column, text):
    desk.type(list(NAMES).index(member), INDEX[column], text)


def shown(desk, member, column):
    return desk.cell(list(NAMES).index(member), INDEX[column])


def close(desk):
    for box in boxes(desk):
        desk.count(box.fund, str(box.expected))


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
    assert column_total(desk, INDEX["shares"]) == "4 = 8,000"
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
        ("fine", "p", "phone"),
        ("fine", "l phone", "late phone"),
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


def test_the_usual_value_is_what_is_due_or_was_last_time(desk):
    cells = {(m, c): shown(desk, m, c).quiet for m in ("M01", "M02") for c in ("social", "shares")}
    assert cells["M01", "social"] == "due 500"
    assert cells["M02", "social"] == "due 1,000"
    assert cells["M01", "shares"] == "last 5"
    assert shown(desk, "M01", "repayment").quiet == "due 10,500"
    assert desk.hint(0, INDEX["repayment"]) == (
        "due 10,500 = charge 500 + principal 10,000 · owes 10,500 in all"
    )
    for column in ("social", "shares", "repayment"):
        assert desk.take_usual(0, INDEX[column])
    texts = [shown(desk, "M01", column).text for column in ("social", "shares", "repayment")]
    assert texts == ["500", "5", "10,500"]
    assert not desk.take_usual(1, INDEX["repayment"])


def test_the_charge_alone_is_due_before_the_loan_ends(book):
    book.loans[1].due_day = book.open_loans[1].due_day = book.day + 90
    desk = Desk(Setting("Kamu", {}, book), Draft(2, "2025-02-05"))
    assert desk.hint(0, INDEX["repayment"]).startswith("due 500 = charge · owes 10,500 in all")


def test_usual_values_for_all_who_are_left(desk):
    put(desk, "M02", "roll", "a")
    desk.all_present()
    assert shown(desk, "M01", "roll").text == "present"
    assert shown(desk, "M02", "roll").text == "absent"
    assert desk.take_usual_for_all(INDEX["social"]) == 1
    assert shown(desk, "M02", "social").text == ""
    assert desk.take_usual(1, INDEX["fine"])
    assert shown(desk, "M02", "fine").text == "absent"
    assert desk.cell(1, INDEX["fine_paid"]).greyed
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
        ("deposit", Filled("", "0", ""), "amount"),
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
    assert desk.hint(0, INDEX["repayment"]).startswith("due 0 = charge")


def test_undo_and_redo_without_end_and_after_a_restart(desk, book):
    for shares in "12345":
        put(desk, "M01", "shares", shares)
    desk.all_present()
    assert desk.undo() == "cell:M01:roll"
    assert desk.view.told == ["Taken back: Roll call (2)"]
    desk.undo()
    kept = read_kept(desk.kept(), 2, "2025-02-05")
    again = Desk(Setting("Kamu", {}, book), kept)
    assert shown(again, "M01", "shares").text == "4"
    again.redo()
    again.redo()
    assert shown(again, "M01", "roll").text == "present"
    assert not again.can_redo
    for _ in range(6):
        again.undo()
    assert (again.can_undo, again.draft.entries) == (False, ())


def test_a_restart_shows_the_same_cells_also_those_that_make_no_sense(desk, book):
    put(desk, "M01", "shares", "4")
    put(desk, "M01", "repayment", "99999")
    put(desk, "M02", "social", "5oo")
    desk.count("loan", "12")
    desk.give_reason("loan", "stolen")
    again = Desk(Setting("Kamu", {}, book), read_kept(desk.kept(), 2, "2026-01-01"))
    for row in range(3):
        for column in range(len(INDEX)):
            assert again.cell(row, column).text == desk.cell(row, column).text
    assert boxes(again) == boxes(desk)
    assert again.day == "2025-02-05"


def test_a_draft_without_a_desk_opens_with_every_entry(book):
    entries = (
        en.Attendance("M01", "present"),
        en.FineSet("M01", "late", 200),
        en.FineSet("M01", "phone", 300),
        en.ShareBuying("M01", 2),
        en.Repayment("M01", 300),
        en.Repayment("M01", 200),
        en.LoanRequest("M02", 1000, 4, "goats"),
        en.Resolution("we meet at two"),
        en.CashCount("loan", 7000, "torn"),
        en.CashCount("social", 500),
    )
    draft = Draft(2, "2025-02-05", entries)
    desk = Desk(Setting("Kamu", {}, book), draft)
    assert sorted(map(str, desk.draft.entries)) == sorted(map(str, entries))
    assert [line.title for line in desk.lines] == ["Repayment, a second one", "Decision"]
    assert values_of(desk.draft) == desk.sheet.values


def test_a_kept_draft_follows_the_pages_that_were_added_since(desk):
    assert read_kept(desk.kept(), 5, "2025-02-05").draft.meeting == 5
    with pytest.raises(Refusal):
        read_kept(b"not a draft", 2, "2025-02-05")


def test_a_number_means_the_same_when_the_language_changes(desk, book):
    put(desk, "M02", "social", "1,500")
    with speaking("de"):
        again = Desk(Setting("Kamu", {}, book), read_kept(desk.kept(), 2, "2025-02-05"))
        assert shown(again, "M02", "social").text == "1.500"
        assert en.Contribution("M02", 1500) in again.draft.entries


def test_the_cursor_passes_over_those_who_are_not_here(desk):
    put(desk, "M01", "roll", "a")
    assert top(desk, INDEX["shares"]) == 1
    assert top(desk, INDEX["roll"]) == 1
    assert below(desk, 0, INDEX["roll"]) == (1, INDEX["roll"])
    # M03 has left: after the last row comes the next column.
    assert below(desk, 1, INDEX["shares"]) == (1, INDEX["repayment"])
    assert beside(desk, 1, INDEX["loan"], 1) == (1, INDEX["weeks"])
    assert beside(desk, 1, INDEX["purpose"], 1) is None


class Later:
    """A store's thread that works when it is told to."""

    def __init__(self):
        self.jobs = []

    def __call__(self, job, done, failed):
        self.jobs.append((job, done, failed))

    def work(self):
        job, done, failed = self.jobs.pop(0)
        try:
            result = job()
        except OSError as problem:
            failed(problem)
        else:
            done(result)


def test_saves_that_are_overtaken_are_left_out_and_the_last_is_never():
    later, kept = Later(), []
    saving = Autosave(later, kept.append, lambda: None)
    for raw in (b"1", b"2", b"3"):
        saving.offer(raw)
    assert len(later.jobs) == 1
    later.work()
    assert (kept, saving.saved) == ([b"3"], True)
    saving.offer(b"4")
    assert not saving.saved
    saving.stop()
    later.work()
    saving.offer(b"5")
    assert kept == [b"3"]
    saving.go_on()
    later.work()
    assert (kept, saving.saved) == ([b"3", b"5"], True)


def test_a_save_that_failed_is_told_and_tried_again():
    later, kept, full = Later(), [], [True]

    def keep(raw):
        if full[0]:
            raise OSError(28)
        kept.append(raw)

    answers = []
    saving = Autosave(later, keep, lambda: answers.append(saving.saved))
    saving.offer(b"1")
    later.work()
    assert answers == [False]
    assert isinstance(saving.failed, OSError)
    full[0] = False
    saving.again()
    later.work()
    assert (answers, kept, saving.failed) == ([False, True], [b"1"], None)
