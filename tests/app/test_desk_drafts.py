"""What a draft keeps: undone and redone, after a restart, in another language."""

import pytest

from coopledger.app.desk import Desk, Setting, boxes, read_kept
from coopledger.app.desk.agenda import values_of
from coopledger.domain import entries as en
from coopledger.domain.entries import Draft
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import speaking
from tests.app.conftest import RULES
from tests.app.desk_at_hand import put, shown

pytestmark = pytest.mark.usefixtures("english")


def test_undo_and_redo_without_end_and_after_a_restart(desk, book):
    for shares in "12345":
        put(desk, "M01", "shares", shares)
    desk.all_present()
    assert desk.undo() == "cell:M01:roll"
    assert desk.view.told == ["Taken back: Roll call (2)"]
    desk.undo()
    kept = read_kept(desk.kept(), 2, "2025-02-05", RULES)
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
    again = Desk(Setting("Kamu", {}, book), read_kept(desk.kept(), 2, "2026-01-01", RULES))
    for row in range(3):
        for column in range(len(desk.columns)):
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
    assert [line.title for line in desk.lines] == ["Repayment, another payment", "Decision"]
    assert values_of(desk.draft, RULES) == desk.sheet.values


def test_a_kept_draft_follows_the_pages_that_were_added_since(desk):
    assert read_kept(desk.kept(), 5, "2025-02-05", RULES).draft.meeting == 5
    with pytest.raises(Refusal):
        read_kept(b"not a draft", 2, "2025-02-05", RULES)


def test_a_number_means_the_same_when_the_language_changes(desk, book):
    put(desk, "M02", "social", "1,500")
    with speaking("de"):
        again = Desk(Setting("Kamu", {}, book), read_kept(desk.kept(), 2, "2025-02-05", RULES))
        assert shown(again, "M02", "social").text == "1.500"
        assert en.Contribution("M02", 1500) in again.draft.entries
