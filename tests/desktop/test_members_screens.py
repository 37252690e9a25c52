"""Members, their cards and acts, loans and the calculator, by keys through the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from coopledger.app.desk import open_desk
from coopledger.desktop.photo import SIDE, small_photo
from coopledger.domain.errors import Refusal
from coopledger.interop.photo import MOST_BYTES, drawing_only

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

ENTER, ESCAPE, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def person(opened, practice):
    """At a group in the middle of its cycle, whose next meeting is not begun."""
    someone = opened(practice)
    someone.type("practice")
    someone.press(ENTER)
    shell = someone.window.shell
    rows = [card.row for card in shell.screen_shown._cards]
    row = next(row for row in rows if row.name.startswith("Esp"))
    shell.session.ledger.store.drop_draft(row.id)
    shell.open_group(row.id)
    someone.settle()
    return someone


def draft(person):
    shell = person.window.shell
    return open_desk(shell.session.ledger, shell.group, "2026-01-08").desk.draft


def fill(person, name, text):
    person.tab_to(name)
    person.focus.selectAll()
    person.type(text)
    person.qtbot.wait(1)


def wait_worked_out(person):
    person.window.shell.screen_shown._work_out()
    person.settle()


def column(table, at):
    model = table.model()
    return [model.index(row, at).data() for row in range(model.rowCount())]


def test_a_member_is_found_without_accents_and_opened_by_enter(person):
    shell = person.window.shell
    shell.go("members")
    person.settle()
    person.press(Qt.Key.Key_F, CTRL)
    person.type("felicite")
    assert column(person.see("members_table"), 0) == ["M01"]
    person.press(ENTER)
    assert shell.place == "member"
    assert shell.screen_shown.accessibleName().startswith("M01")
    person.press(ESCAPE)
    assert shell.place == "members"


def test_who_is_not_there_is_said_so(person):
    person.window.shell.go("members")
    person.settle()
    person.press(Qt.Key.Key_F, CTRL)
    person.type("zzz")
    assert not person.see("open_member").isEnabled()
    words = person.window.shell.screen_shown._nobody.text()
    assert "zzz" in words


def test_the_pictures_say_in_words_what_they_show(person):
    shell = person.window.shell
    shell.show_about("member", "M05")
    person.settle()
    view = person.window.shell.screen_shown
    chart = person.see("savings_chart")
    assert "16,000" in chart.accessibleDescription()
    assert "present 26" in person.see("attendance").accessibleDescription()
    person.tab_to("part_passbook")
    person.press(Qt.Key.Key_Space)
    assert person.see("paper").pages
    person.tab_to("part_loans")
    person.press(Qt.Key.Key_Space)
    person.tab_to("member_loans")
    number = person.see("member_loans").row.number
    person.press(ENTER)
    assert shell.place == "loan"
    assert str(number) in shell.screen_shown.accessibleName()
    assert view is not shell.screen_shown


def test_a_card_is_changed_with_its_fault_beside_the_field(person):
    shell = person.window.shell
    shell.show_about("member_card", "M05")
    person.settle()
    fill(person, "card_born", "long ago")
    person.press(ENTER)
    assert shell.place == "member_card"
    assert "long ago" in shell.screen_shown._card.fields["born"].complaint
    fill(person, "card_born", "1985")
    fill(person, "card_kin", "her sister Rose")
    person.press(ENTER)
    shell.show_about("member", "M05")
    person.settle()
    card = shell.session.ledger.members(shell.group)["M05"]
    assert (card.born, card.next_of_kin) == ("1985", "her sister Rose")


def picture(tmp_path, ending="png", size=(1200, 700)):
    made = QImage(*size, QImage.Format.Format_RGB32)
    made.fill(QColor("teal"))
    made.setText("Description", "somewhere secret")
    path = tmp_path / f"photo.{ending}"
    assert made.save(str(path))
    return path


def test_a_picture_is_made_small_and_carries_nothing_else(tmp_path):
    found = small_photo(picture(tmp_path))
    assert len(found) <= MOST_BYTES
    assert b"secret" not in found
    assert drawing_only(found) == found
    shown = QImage.fromData(found)
    assert (shown.width(), shown.height()) == (SIDE, SIDE)
    assert abs(shown.pixelColor(SIDE // 2, SIDE // 2).green() - QColor("teal").green()) < 8


def test_what_is_no_picture_is_refused(tmp_path):
    text = tmp_path / "photo.jpg"
    text.write_text("no picture")
    for path in (text, tmp_path / "nowhere.png"):
        with pytest.raises(Refusal) as caught:
            small_photo(path)
        assert caught.value.code == "bad_photo"


def test_a_photo_is_taken_kept_and_taken_away(person, tmp_path):
    shell = person.window.shell
    shell.show_about("member_card", "M05")
    person.settle()
    shell.screen_shown.take_picture(picture(tmp_path))
    person.tab_to("card_name")
    person.press(ENTER)
    held = shell.session.ledger.store.person(shell.group, "M05")
    assert held.photo.startswith(b"\xff\xd8")
    shell.show_about("member_card", "M05")
    person.settle()
    person.tab_to("no_photo")
    person.press(Qt.Key.Key_Space)
    person.tab_to("card_name")
    person.press(ENTER)
    assert shell.session.ledger.store.person(shell.group, "M05").photo == b""


def test_someone_joins_by_keys_and_stands_in_the_draft(person):
    shell = person.window.shell
    shell.go("members")
    person.settle()
    person.tab_to("join")
    person.press(Qt.Key.Key_Space)
    assert shell.place == "join"
    assert person.focus.objectName() == "card_name"
    person.press(ENTER)
    assert person.focus.objectName() == "card_name"  # it is still missing
    assert shell.place == "join"
    person.type("Nabirye Rose")
    fill(person, "join_shares", "2")
    wait_worked_out(person)
    person.press(ENTER)
    assert shell.place == "members"
    assert "M25 Nabirye Rose" in person.banner
    joined = draft(person).entries[0]
    assert (joined.member, draft(person).entries[1].count) == ("M25", 2)


def test_an_open_desk_reads_the_draft_again(person):
    shell = person.window.shell
    shell.record()
    person.settle()
    shell.show_about("death", "M24")
    person.settle()
    person.press(ENTER)
    shell.record()
    person.settle()
    assert "M24" in [line.who[:3] for line in shell.desk.screen.desk.lines]


def test_an_expulsion_shows_what_is_paid_before_it_asks_for_the_reason(person):
    shell = person.window.shell
    shell.show_about("expel", "M02")
    person.settle()
    assert "would be paid out" in shell.screen_shown.outcome.text
    assert not person.see("write_down").isEnabled()
    shell.show_about("expel", "M10")
    person.settle()
    assert person.see("write_down").isEnabled()
    person.press(ENTER)
    assert shell.screen_shown.fields["reason"].complaint
    person.type("three thefts")
    person.press(ENTER)
    assert draft(person).entries[0].expelled


def test_a_loan_is_worked_out_before_anyone_asks_for_it(person):
    shell = person.window.shell
    shell.go("loans")
    person.settle()
    person.press(Qt.Key.Key_F, CTRL)
    person.tab_to("calculator")
    person.press(ENTER)
    assert shell.place == "request"
    person.type("20000")
    wait_worked_out(person)
    assert "23,000" in shell.screen_shown._spoken.text()
    assert not person.see("write_down").isEnabled()
    assert len(column(person.see("request_rows"), 0)) == 3


def test_a_request_with_a_borrower_goes_into_the_draft(person):
    shell = person.window.shell
    shell.show_about("request", "M02")
    person.settle()
    person.type("20000")
    fill(person, "request_term", "8")
    fill(person, "request_purpose", "goats")
    wait_worked_out(person)
    assert "may still borrow" in shell.screen_shown._room.text()
    person.press(ENTER)
    assert "20000" in person.banner
    (entry,) = draft(person).entries
    assert (entry.member, entry.amount, entry.weeks, entry.purpose) == ("M02", 20_000, 8, "goats")


def test_the_register_shows_what_is_asked_for(person):
    shell = person.window.shell
    shell.go("loans")
    person.settle()
    counts = {}
    for kind in ("all", "open", "due", "late"):
        person.tab_to(f"loans_{kind}")
        person.press(Qt.Key.Key_Space)
        counts[kind] = len(column(shell.screen_shown._table, 0))
    assert counts["all"] > counts["open"] > counts["due"] > counts["late"] == 0


def test_a_loan_is_put_off_with_its_reason(person):
    shell = person.window.shell
    shell.show_about("loan", 28)
    person.settle()
    person.tab_to("to_put_off")
    person.press(Qt.Key.Key_Space)
    assert shell.place == "put_off"
    fill(person, "put_off_term", "10")
    person.press(ENTER)
    assert shell.screen_shown.fields["reason"].complaint
    person.type("the rains")
    person.press(ENTER)
    assert shell.place == "loan"
    (entry,) = draft(person).entries
    assert (entry.weeks, entry.reason) == (10, "the rains")


def test_larger_text_keeps_the_screen_about_one_thing(person):
    shell = person.window.shell
    shell.show_about("member", "M05")
    person.settle()
    shell.change_look("dark", "L")
    person.settle()
    assert shell.place == "member"
    assert shell.screen_shown.accessibleName().startswith("M05")
    person.press(ESCAPE)
    assert shell.place == "group"
