"""The share-out as a guided act, and entries that are found and undone, by keys."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from coopledger.app.importing import import_notebook
from coopledger.app.meetings import encode_draft
from coopledger.app.officers import enrol
from coopledger.app.page_entries import search_entries
from coopledger.app.questions import trial_share_out
from coopledger.domain.constitution import Quorum
from coopledger.domain.entries import Attendance, Draft
from coopledger.interop import rules_file
from coopledger.ledger.keyfile import Cost

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
PINS = {"M06": "294751", "M07": "630518", "M08": "817264"}


@pytest.fixture
def person(opened, kamu, tmp_path):
    """At the notebook's group, at the end of its year."""
    ledger, _group = kamu
    ledger.close()
    someone = opened(tmp_path / "ledger.coop")
    someone.type("seven goats")
    someone.press(ENTER)
    someone.press(ENTER)
    return someone


def at_share_out(person):
    shell = person.window.shell
    shell.show_about("share_out", None)
    person.settle()
    return shell


def through(person, shell):
    """From the trial to the seal, with a count that agrees."""
    person.press(ENTER)
    assert shell.screen_shown._at == "loans"
    person.press(ENTER)
    assert person.focus.objectName() == "share_out_counted"
    cash = shell.screen_shown._guide.cash
    person.type(str(cash - 10))
    assert "10 short" in shell.screen_shown._steps["count"]._result.text()
    assert not shell.screen_shown.main.isEnabled()
    person.focus.selectAll()
    person.type(str(cash))
    assert "agrees" in shell.screen_shown._steps["count"]._result.text()
    person.press(ENTER)
    assert shell.screen_shown._at == "list"


def test_a_trial_writes_nothing_and_the_seal_pays_just_that(person):
    shell = at_share_out(person)
    ledger, group = shell.session.ledger, shell.group
    expected, pages = trial_share_out(ledger, group), len(ledger.replay(group).headers)
    through(person, shell)
    assert len(ledger.replay(group).headers) == pages
    person.press(ENTER)
    assert shell.screen_shown._at == "seal"
    person.press(ENTER)
    assert "sealed as page" in person.banner
    assert shell.screen_shown._at == "list"
    assert len(ledger.replay(group).headers) == pages + 1
    paid = {part.code: part.paid for part in shell.screen_shown._guide.parts}
    assert {code: amount for code, amount in paid.items() if amount} == {
        code: amount for code, amount in expected.payouts.items() if amount
    }
    person.tab_to("print_sheet")
    person.press(Qt.Key.Key_Space)
    assert shell.place == "reports"
    assert person.see("paper").pages
    person.press(ESCAPE)
    assert shell.place == "share_out"
    shell.screen_shown.show_step("cycle")
    person.press(ENTER)
    assert ledger.replay(group).book.cycle == 2
    assert shell.place == "group"
    assert "new cycle" in person.banner


@pytest.fixture
def locked(opened, ledger, year, monkeypatch, tmp_path):
    """At a group whose share-out needs the seals of two of three key-holders."""
    wanted = {act: Quorum("key_holders") for act in ("share_out", "amendment", "correction")}
    plain = rules_file.read_rules

    def with_quorums(*arguments):
        return msgspec.structs.replace(plain(*arguments), quorums=wanted)

    monkeypatch.setattr("coopledger.interop.group_file.read_rules", with_quorums)
    enrol(ledger, import_notebook(ledger, year).group, PINS, cost=Cost(8, 1, 1))
    ledger.close()
    someone = opened(tmp_path / "ledger.coop")
    someone.type("seven goats")
    someone.press(ENTER)
    someone.press(ENTER)
    return someone


def test_officers_seal_with_their_pins_and_a_wrong_one_is_said_beside_its_field(locked):
    person = locked
    shell = at_share_out(person)
    ledger, group = shell.session.ledger, shell.group
    through(person, shell)
    person.press(ENTER)
    assert person.focus.objectName() == "pin_M06"
    person.type(PINS["M06"])
    assert not shell.screen_shown.main.isEnabled()
    person.tab_to("pin_M07")
    person.type("999999")
    person.press(ENTER)
    assert not ledger.replay(group).book.closed
    assert "M07" in shell.screen_shown._steps["seal"].pins._fields["M07"].complaint
    person.focus.selectAll()
    person.type(PINS["M07"])
    person.press(ENTER)
    assert ledger.replay(group).book.closed
    assert ledger.replay(group).sealed[-1] == ("M06", "M07")


def test_a_correction_gains_the_officers_seals_at_once(locked):
    person = locked
    shell = person.window.shell
    ledger, group = shell.session.ledger, shell.group
    row = search_entries(ledger, group, "fine paid").rows[0]
    shell.show_about("undo_entry", row.place)
    person.settle()
    person.type("it was another who paid")
    for code in ("M06", "M08"):
        person.tab_to(f"pin_{code}")
        person.type(PINS[code])
    person.press(ENTER)
    assert ledger.replay(group).headers[-1].kind == "correction"
    assert ledger.replay(group).sealed[-1] == ("M06", "M08")
    assert "quorum_short" not in {each.finding.code for each in ledger.replay(group).findings[-1:]}


def test_a_wrong_pin_leaves_the_entry_as_it_is(locked):
    person = locked
    shell = person.window.shell
    ledger, group = shell.session.ledger, shell.group
    row = search_entries(ledger, group, "fine paid").rows[0]
    shell.show_about("undo_entry", row.place)
    person.settle()
    pages = len(ledger.replay(group).headers)
    person.type("it was another who paid")
    person.tab_to("pin_M06")
    person.type("999999")
    person.press(ENTER)
    assert shell.screen_shown._pins._fields["M06"].complaint
    assert len(ledger.replay(group).headers) == pages


def test_the_list_is_read_out_in_large_letters(person):
    shell = at_share_out(person)
    shell.screen_shown.show_step("list")
    person.press(Qt.Key.Key_F11)
    view = person.see("announce_view")
    first = view._name.text()
    assert first.startswith("M01")
    assert view._number.font().pointSizeF() > 4 * view._how.font().pointSizeF() / 2
    person.press(Qt.Key.Key_Right)
    assert view._name.text() != first
    person.press(Qt.Key.Key_Left)
    assert view._name.text() == first
    person.press(ESCAPE)
    assert not view.isVisible()
    assert shell.place == "share_out"


def test_a_half_recorded_meeting_bars_the_seal(person):
    shell = person.window.shell
    draft = Draft(49, "2025-12-10", (Attendance("M01", "present"),))
    shell.session.ledger.store.save_draft(shell.group, encode_draft(draft))
    at_share_out(person)
    assert "half recorded" in person.banner
    shell.screen_shown.show_step("seal")
    assert not shell.screen_shown.main.isEnabled()


def test_an_entry_is_found_by_its_amount_and_undone_with_a_reason(person):
    shell = person.window.shell
    ledger, group = shell.session.ledger, shell.group
    shell.go("book")
    person.settle()
    person.tab_to("search_entries")
    person.press(Qt.Key.Key_Space)
    assert person.focus.objectName() == "search_book"
    person.type("fine paid")
    shell.screen_shown.refresh()
    person.settle()
    person.tab_to("entries_table")
    row = person.see("entries_table").row
    assert row.what == "Fine paid"
    person.press(ENTER)
    assert shell.place == "undo_entry"
    assert row.name in shell.screen_shown._what.text()
    person.press(ENTER)
    assert shell.screen_shown._reason.complaint
    person.type("it was another who paid")
    person.tab_to("undo_approvers_M02")
    person.press(Qt.Key.Key_Space)
    person.tab_to("undo_now")
    person.press(ENTER)
    assert shell.place == "entries"
    assert "page 50" in person.banner
    (event,) = ledger.history(group)[1][-1]
    assert (event.page, event.i, event.by) == (*row.place, ("M02",))


def test_what_rests_on_an_entry_is_named_first(person):
    shell = person.window.shell
    shell.show_about("entries", "")
    person.settle()
    person.type("loan paid out")
    shell.screen_shown.refresh()
    person.settle()
    first = person.see("entries_table").model().rows[-1]
    shell.show_about("undo_entry", first.place)
    person.settle()
    assert not person.see("undo_now").isEnabled()
    assert person.see("rests_on_it").model().rowCount()


def test_a_page_says_who_sealed_it(person):
    shell = person.window.shell
    shell.go("book")
    person.settle()
    person.tab_to("pages")
    person.press(ENTER)
    assert shell.place == "page"
    assert "laptop alone" in shell.screen_shown.told.text()
    person.press(ESCAPE)
    assert shell.place == "book"


def test_verifying_one_book_can_be_stopped_between_its_pages(person, monkeypatch):
    from coopledger.app import questions

    shell = person.window.shell
    shell.go("book")
    person.settle()
    book, seen, real = shell.screen_shown, [], questions.verify_book

    def stopped_at_ten(ledger, group, progress):
        def step(done, of):
            seen.append((done, of))
            if done == 10:
                book._job.stop()
            progress(done, of)

        return real(ledger, group, step)

    monkeypatch.setattr(questions, "verify_book", stopped_at_ten)
    person.tab_to("verify")
    person.press(ENTER)
    assert seen[-1] == (10, 49)
    assert person.banner == "Stopped. Nothing was changed."
