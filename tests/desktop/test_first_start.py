"""From an empty laptop to a founded group, by keys alone; and back, and through a crash."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from coopledger.app.backups import backups_of
from coopledger.app.founding import kept_draft
from coopledger.app.ledger import Ledger
from coopledger.app.questions import verify
from coopledger.app.recovery import recovery_key
from coopledger.desktop.printing import PrintJob
from coopledger.desktop.theme import theme
from tests.desktop.test_walk import check

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

ENTER, TAB, DOWN, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Escape
CONTROL = Qt.KeyboardModifier.ControlModifier
NAMES = ("Atuhaire Esther", "Tumusiime Isaac", "Namara Ruth", "Okello James", "Akello Grace")

FILES = {
    "group.toml": """
name = "Kamu Kamu"
kind = "vsla"
currency = "UGX"
currency_decimals = 0

[constitution]
cycle_start = 2025-01-08
share_price = 2000
max_shares_per_meeting = 5
social_contribution = 500
charge_percent = "5"
share_out_rounding = { mode = "truncate_value", unit = 10 }

[constitution.fines]
late = 200

[cutoff]
meeting = 23
date = 2025-06-11
""",
    "members.csv": "id,name,shares,savings\nM01,Namara Ruth,10,20000\nM02,Okello James,5,10000\n",
    "loans.csv": "member,amount,principal_left,paid_out,weeks\nM02,9000,6000,2025-05-28,12\n",
    "cash.csv": "fund,place,amount\nloan,box,26000\nsocial,box,5000\n",
}


def write(person, text):
    """Type where the cursor is, also where the first letter opens another field."""
    for letter in text:
        QTest.keyClicks(person.focus, letter)


def first_start(opened, path):
    person = opened(path)
    for _ in range(2):
        person.type("seven goats")
        person.press(ENTER)
    assert person.window.shell.place == "start"
    return person


def step(person):
    return person.window.shell.screen_shown.step.objectName()


def onward(person, *steps):
    """Press the main button by its key until each of these steps has come."""
    for expected in steps:
        person.press(ENTER, CONTROL)
        assert step(person) == expected, _why(person)


def read_to_the_end(person):
    """Hear the whole page: only then the main button founds."""
    assert person.see("step_on").text() == "Next"
    person.press(Qt.Key.Key_End)
    assert person.see("step_on").text() == "Found the group"


def to_the_members(opened, tmp_path):
    """A first start whose next question is who the members are."""
    person = first_start(opened, tmp_path / "ledger.coop")
    person.press(ENTER, CONTROL)
    person.type("Kamu Kamu")
    onward(person, "step_members")
    return person


def choose_pin(person, pin):
    for _ in range(2):
        person.type(pin)
        person.press(ENTER)


def seen_texts(person):
    return [each.text() for each in person.window.findChildren(QLabel) if each.isVisible()]


def members(person, names=NAMES):
    for name in names:
        write(person, name)
        person.press(ENTER)
    person.press(ENTER)


@pytest.fixture
def chosen_places(monkeypatch, tmp_path):
    """What the system's own dialogs answer."""
    from coopledger.desktop.keeping import backup_panel, recovery_panel

    sheet, stick = tmp_path / "paper" / "sheet.pdf", tmp_path / "stick"
    sheet.parent.mkdir()
    stick.mkdir()
    monkeypatch.setattr(recovery_panel, "ask_paper_path", lambda _w, _s, give, **_: give(sheet))
    monkeypatch.setattr(backup_panel, "ask_folder", lambda _w, _t, answer: answer(stick))
    return sheet, stick


def test_a_whole_first_start_by_keyboard(opened, tmp_path, chosen_places):
    person = first_start(opened, tmp_path / "ledger.coop")
    assert person.focus.objectName() == "kind_vsla"
    person.press(ENTER, CONTROL)
    assert person.focus.objectName() == "name"
    person.type("Kamu Kamu")
    person.press(ENTER)
    assert person.focus.objectName() == "currency"
    person.tab_to("share_price")
    person.focus.selectAll()
    person.type("2,500")
    onward(person, "step_members")
    members(person)
    assert step(person) == "step_officers"
    for at, name in enumerate(
        ["office_chairperson_0", "office_key_holder_1", "office_key_holder_2"]
    ):
        person.tab_to(name)
        for _ in range(at + 1):
            person.press(DOWN)
    onward(person, "step_pins")
    assert person.focus.objectName() == "new_pin"
    for pin in ("314159", "271828", "161803"):
        for _ in range(2):
            person.type(pin)
            person.press(ENTER)
    # One of the committee and two key-holders: enough for a meeting, not for the share-out.
    assert step(person) == "step_pins"
    assert "fewer PINs" in person.banner
    assert "The share-out (committee): 4 must seal, 1 can." in person.banner
    assert "A meeting" not in person.banner
    person.press(ENTER)
    assert step(person) == "step_read"
    area = person.window.shell.screen_shown.step._area
    person.qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    for key in (DOWN, Qt.Key.Key_PageDown):
        before = area.verticalScrollBar().value()
        person.press(key)
        assert area.verticalScrollBar().value() > before
    person.press(Qt.Key.Key_End)
    assert area.verticalScrollBar().value() == area.verticalScrollBar().maximum()
    person.press(ENTER)
    assert step(person) == "step_sheet"
    person.press(ENTER)
    screen = person.window.shell.screen_shown
    assert chosen_places[0].read_bytes().startswith(b"%PDF")
    assert person.focus.objectName() == "sheet_word_0"
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    job = PrintJob(printer, screen.recovery.print.pages)
    with person.qtbot.waitSignal(job.ended, timeout=30_000):
        screen.recovery.print.print_out(job)
    assert screen.recovery.banner.text.startswith("Sent to")
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF")
    for asked in screen.recovery._asked:
        person.type(asked.word)
        person.press(ENTER)
    assert person.focus.objectName() == "step_on"
    person.press(ENTER)
    assert step(person) == "step_backup"
    person.press(ENTER)
    assert "checked" in screen.backup.banner.text
    onward(person, "step_backup")
    person.press(ENTER, CONTROL)
    assert person.window.shell.place == "group"

    person.window.close()
    with Ledger.open(tmp_path / "ledger.coop", "seven goats") as ledger:
        (group,) = ledger.groups()
        (verdict,) = verify(ledger)
        assert (group.name, verdict.fault, verdict.pages) == ("Kamu Kamu", "", 2)
        book = ledger.replay(group.id).book
        assert book.rules.share_price == 2500
        assert [card.name for card in ledger.members(group.id).values()] == list(NAMES)
        assert set(book.keys) == {"M01", "M02", "M03"}
        assert book.members["M02"].roles == ("key_holder",)
        assert recovery_key(ledger.store.path)
        assert backups_of(ledger)
        assert kept_draft(ledger) is None


def test_a_group_from_paper_with_its_balances(opened, tmp_path):
    person = first_start(opened, tmp_path / "ledger.coop")
    person.tab_to("new_group")
    person.press(Qt.Key.Key_Right)
    person.press(Qt.Key.Key_Space)
    person.press(ENTER, CONTROL)
    person.type("Kamu Kamu")
    person.tab_to("cycle_start")
    person.focus.selectAll()
    person.type("8/1/2025")
    onward(person, "step_members")
    members(person, NAMES[:2])
    assert step(person) == "step_balances"
    person.type("23")
    person.press(TAB)
    person.type("11/6/2024")
    person.press(ENTER, CONTROL)
    assert step(person) == "step_balances"
    assert person.focus.objectName() == "cutoff_date"
    assert "8 Jan 2025" in person.window.shell.screen_shown.step._cutoff["date"].complaint
    person.type("11/6/2025")
    person.tab_to("cash_loan_box")
    person.type("30,000")
    person.tab_to("balances_grid")
    for shares in ("10", "x"):
        write(person, shares)
        person.press(ENTER)
    person.press(ENTER, CONTROL)
    assert step(person) == "step_balances"
    assert "not a number" in person.see("balances_grid").complaint
    write(person, "5")
    person.press(TAB)
    onward(person, "step_officers", "step_pins", "step_read")
    read_to_the_end(person)
    onward(person, "step_sheet")
    person.press(ENTER, CONTROL)
    assert "Press once more" in person.banner
    onward(person, "step_backup", "step_backup")
    person.press(ENTER, CONTROL)
    assert person.window.shell.place == "group"
    person.window.close()
    with Ledger.open(tmp_path / "ledger.coop", "seven goats") as ledger:
        (group,) = ledger.groups()
        book = ledger.replay(group.id).book
        assert (book.meeting, book.members["M01"].shares, book.cash("loan")) == (23, 10, 30_000)


def test_what_is_wrong_stops_at_its_field_and_nothing_is_written(opened, tmp_path):
    person = first_start(opened, tmp_path / "ledger.coop")
    onward(person, "step_rules")
    person.press(ENTER, CONTROL)
    assert (step(person), person.focus.objectName()) == ("step_rules", "name")
    person.type("Kamu Kamu")
    person.tab_to("min_shares_per_meeting")
    person.focus.selectAll()
    person.type("9")
    person.press(ENTER)
    form = person.window.shell.screen_shown.step._form
    assert "only 5" in form.fields["min_shares_per_meeting"].complaint
    person.press(ENTER, CONTROL)
    assert (step(person), person.focus.objectName()) == ("step_rules", "min_shares_per_meeting")
    person.focus.selectAll()
    person.type("1")
    onward(person, "step_members")
    person.press(ENTER, CONTROL)
    assert "needs members" in person.banner
    person.tab_to("step_back")
    person.press(ENTER)
    assert step(person) == "step_rules"
    assert form.fields["name"].text == "Kamu Kamu"
    assert not person.window.shell.session.ledger.groups()


def test_what_was_typed_survives_a_lock(opened, tmp_path):
    person = first_start(opened, tmp_path / "ledger.coop")
    person.press(ENTER, CONTROL)
    person.type("Kamu Kamu")
    onward(person, "step_members")
    write(person, "Namara Ruth")
    person.press(ENTER)
    person.window.lock()
    person.settle()
    person.type("seven goats")
    person.press(ENTER)
    assert person.focus.objectName() == "unfinished_group"
    told = person.focus.accessibleName()
    assert "Kamu Kamu" in told
    assert "Step 3 of 6" in told
    person.press(ENTER)
    assert "typed last time" in person.banner
    assert step(person) == "step_members"
    assert person.see("members_grid").texts == [{"name": "Namara Ruth", "sex": "", "phone": ""}]


def test_enter_on_the_chosen_card_goes_on_and_on_another_chooses_it(opened, tmp_path):
    person = first_start(opened, tmp_path / "ledger.coop")
    person.tab_to("new_group")
    person.press(Qt.Key.Key_Right)
    assert person.focus.objectName() == "from_paper"
    person.press(ENTER)
    assert step(person) == "step_rules"
    person.tab_to("step_back")
    person.press(ENTER)
    person.see("kind_shg").setFocus()
    person.press(ENTER)
    assert step(person) == "step_kind"
    assert person.see("kind_shg").isChecked()
    person.press(ENTER)
    assert step(person) == "step_rules"
    assert person.window.shell.screen_shown.draft.kind == "shg"


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_one_sees_which_card_has_the_keyboard(opened, tmp_path, look):
    """Its frame is thick and of the cursor's colour, also on the card that is chosen."""
    person = opened(tmp_path / "ledger.coop", look)
    for _ in range(2):
        person.type("seven goats")
        person.press(ENTER)
    for name in ("kind_vsla", "new_group"):
        person.tab_to(name)
        card = person.see(name)
        picture = card.grab().toImage()
        frame = [picture.pixelColor(picture.width() // 2, y) for y in range(3)]
        assert frame == [theme().colour("accent")] * 3
    assert person.see("kind_vsla").grab().toImage().pixelColor(60, 2) != theme().colour("accent")


def test_home_tells_of_a_group_that_is_not_finished_at_once(opened, tmp_path):
    person = first_start(opened, tmp_path / "ledger.coop")
    person.press(ENTER, CONTROL)
    person.type("Kamu Kamu")
    person.tab_to("rail_home")
    person.press(ENTER)
    assert person.window.shell.place == "home"
    card = person.see("unfinished_group")
    assert person.focus is card
    assert "Kamu Kamu" in card.accessibleName()
    assert "Step 2 of 6" in card.accessibleName()
    check(person)
    person.press(ENTER)
    assert (step(person), person.focus.objectName()) == ("step_rules", "name")
    assert person.focus.text() == "Kamu Kamu"


def test_who_was_past_the_pins_types_them_again(opened, tmp_path):
    person = first_start(opened, tmp_path / "ledger.coop")
    person.press(ENTER, CONTROL)
    person.type("Kamu Kamu")
    onward(person, "step_members")
    members(person)
    person.press(DOWN)
    onward(person, "step_pins")
    for _ in range(2):
        person.type("314159")
        person.press(ENTER)
    onward(person, "step_read")
    person.window.lock()
    person.settle()
    person.type("seven goats")
    person.press(ENTER)
    assert "Step 5 of 6" in person.focus.accessibleName()
    person.press(ENTER)
    assert (step(person), person.focus.objectName()) == ("step_pins", "new_pin")


def test_a_pin_that_is_too_easy_is_said_before_it_is_typed_twice(opened, tmp_path):
    person = first_start(opened, tmp_path / "ledger.coop")
    person.press(ENTER, CONTROL)
    person.type("Kamu Kamu")
    onward(person, "step_members")
    members(person)
    person.press(DOWN)
    onward(person, "step_pins")
    pins = person.window.shell.screen_shown.pins
    person.type("12")
    person.press(ENTER)
    assert person.focus.objectName() == "new_pin"
    assert "too easy" in pins.pin.complaint
    person.press(TAB)
    person.type("12")
    person.press(ENTER)
    assert (person.focus.objectName(), pins.again.text) == ("new_pin", "")
    for _ in range(2):
        person.type("314159")
        person.press(ENTER)
    assert pins.pins == {"M01": "314159"}


def test_when_the_group_is_founded_home_has_nothing_unfinished(opened, tmp_path):
    person = first_start(opened, tmp_path / "ledger.coop")
    person.press(ENTER, CONTROL)
    person.type("Kamu Kamu")
    onward(person, "step_members")
    members(person)
    onward(person, "step_pins", "step_read")
    read_to_the_end(person)
    onward(person, "step_sheet")
    person.window.shell.go("home")
    person.settle()
    assert person.window.shell.screen_shown.unfinished.isHidden()


def test_more_seats_than_members_are_left_empty(opened, tmp_path):
    person = first_start(opened, tmp_path / "ledger.coop")
    person.press(ENTER, CONTROL)
    person.type("Kamu Kamu")
    onward(person, "step_members")
    members(person)
    seats = person.window.shell.screen_shown.step._seats
    assert len(seats) == 8
    told = [each.text() for each in person.window.findChildren(QLabel) if each.isVisible()]
    assert any("more seats than members" in text for text in told)
    assert person.focus.currentText() == "— empty"
    person.press(DOWN)
    assert person.focus.currentText() == NAMES[0]
    for _ in range(len(seats) - 1):
        assert step(person) == "step_officers"
        person.press(ENTER)
    person.press(ENTER)
    assert step(person) == "step_pins"


def test_a_list_is_pasted_and_undone_and_a_line_taken_out(opened, tmp_path):
    person = first_start(opened, tmp_path / "ledger.coop")
    person.press(ENTER, CONTROL)
    person.type("Kamu Kamu")
    onward(person, "step_members")
    QGuiApplication.clipboard().setText("1. Namara Ruth; f; 0772 123456\nOkello James\n\n")
    person.press(Qt.Key.Key_V, CONTROL)
    grid = person.see("members_grid")
    first = {"name": "Namara Ruth", "sex": "F", "phone": "0772 123456"}
    assert grid.texts == [first, {"name": "Okello James", "sex": "", "phone": ""}]
    assert "2 members added" in person.see("toast").text
    grid.go_to(0, 0)
    person.tab_to("take_out")
    person.press(ENTER)
    assert [row["name"] for row in grid.texts] == ["Okello James"]
    person.press(Qt.Key.Key_Z, CONTROL)
    assert grid.texts[0] == first


def test_enters_alone_go_through_the_page_before_they_found(opened, tmp_path):
    """The Enter meant for the step before came one step too late, and founded a group."""
    person = to_the_members(opened, tmp_path)
    members(person)
    person.press(DOWN)
    onward(person, "step_pins")
    person.tab_to("skip_pin")
    person.press(ENTER)
    person.press(ENTER)
    assert step(person) == "step_read"
    area = person.window.shell.screen_shown.step._area
    person.qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    bar = area.verticalScrollBar()
    while bar.value() < bar.maximum():
        before = bar.value()
        assert person.see("step_on").text() == "Next"
        person.press(ENTER)
        assert step(person) == "step_read"
        assert bar.value() > before
    assert not person.window.shell.session.ledger.groups()
    assert person.see("step_on").text() == "Found the group"
    person.press(ENTER)
    assert step(person) == "step_sheet"


def test_a_page_that_fits_is_founded_by_the_second_enter(opened, tmp_path):
    person = first_start(lambda path: opened(path, room=(1366, 4000)), tmp_path / "ledger.coop")
    person.press(ENTER, CONTROL)
    person.type("Kamu Kamu")
    onward(person, "step_members")
    members(person)
    onward(person, "step_pins", "step_read")
    area = person.window.shell.screen_shown.step._area
    bar = area.verticalScrollBar()
    assert bar.maximum() == 0
    person.press(ENTER)
    assert step(person) == "step_read"
    person.press(ENTER)
    assert step(person) == "step_sheet"


def test_pins_are_kept_while_seats_are_filled(opened, tmp_path):
    """Also when numbers move; only who is new chooses one. Nothing of it is on the disk."""
    person = to_the_members(opened, tmp_path)
    members(person)
    person.press(DOWN)
    person.press(ENTER)
    person.press(DOWN)
    person.press(DOWN)
    onward(person, "step_pins")
    pins = person.window.shell.screen_shown.pins
    choose_pin(person, "314159")
    choose_pin(person, "271828")
    assert pins.pins == {"M01": "314159", "M02": "271828"}
    # Atuhaire goes from her seat, Tumusiime stays, Namara comes.
    person.press(ESCAPE)
    assert step(person) == "step_officers"
    for _ in range(2):
        person.press(DOWN)
    person.press(ESCAPE)
    assert step(person) == "step_members"
    person.see("members_grid").go_to(0, 0)
    person.tab_to("take_out")
    person.press(ENTER)
    onward(person, "step_officers", "step_pins")
    assert pins.pins == {"M01": "271828"}
    assert pins._name.text() == "Namara Ruth"
    assert person.focus.objectName() == "new_pin"
    choose_pin(person, "161803")
    assert pins.pins == {"M01": "271828", "M02": "161803"}
    person.window.shell.screen_shown.keep()
    person.settle()
    ledger = person.window.shell.session.ledger
    kept = []
    person.window.background.run(lambda: ledger.store.fact("founding_draft"), kept.append)
    person.settle()
    assert "Namara" in kept[0]
    assert not any(pin in kept[0] for pin in ("314159", "271828", "161803"))


def test_a_pin_is_no_namesakes(opened, tmp_path):
    person = to_the_members(opened, tmp_path)
    members(person, ("Namara Ruth", "Okello James", "Namara Ruth"))
    person.press(DOWN)
    onward(person, "step_pins")
    pins = person.window.shell.screen_shown.pins
    choose_pin(person, "314159")
    person.press(ESCAPE)
    person.press(DOWN)
    person.press(DOWN)
    onward(person, "step_pins")
    assert pins.pins == {}
    assert [code for code, _name, _roles in pins._officers] == ["M03"]


def test_too_few_for_a_seal_are_told_where_the_seats_are_filled(opened, tmp_path):
    person = to_the_members(opened, tmp_path)
    members(person)
    assert not any("must seal" in text for text in seen_texts(person))
    person.press(DOWN)
    (told,) = [text for text in seen_texts(person) if "must seal" in text]
    assert "A meeting (key-holders): 2 must seal, 0 can." in told
    assert "One member may hold two offices." in told
    for at in range(2):
        person.tab_to(f"office_key_holder_{at + 1}")
        for _ in range(at + 1):
            person.press(DOWN)
    (told,) = [text for text in seen_texts(person) if "must seal" in text]
    assert "A meeting" not in told
    person.tab_to("office_record_keeper_0")
    for at, name in enumerate(["record_keeper_0", "box_keeper_0", "money_counter_1"]):
        person.tab_to(f"office_{name}")
        for _ in range(at + 2):
            person.press(DOWN)
    assert not any("must seal" in text for text in seen_texts(person))


def test_what_is_put_right_is_not_complained_of_any_more(opened, tmp_path):
    person = to_the_members(opened, tmp_path)
    person.press(ENTER, CONTROL)
    assert "needs members" in person.banner
    write(person, NAMES[0])
    person.press(ENTER)
    assert person.banner == ""


def test_escape_goes_one_step_back_and_leaves_from_the_first(opened, tmp_path):
    person = to_the_members(opened, tmp_path)
    person.press(ESCAPE)
    assert (step(person), person.focus.objectName()) == ("step_rules", "name")
    person.press(ESCAPE)
    assert step(person) == "step_kind"
    person.press(ESCAPE)
    assert person.window.shell.place == "home"


def test_with_too_few_pins_the_keyboard_is_on_the_button_to_press_once_more(opened, tmp_path):
    person = to_the_members(opened, tmp_path)
    members(person)
    person.press(DOWN)
    onward(person, "step_pins")
    choose_pin(person, "314159")
    assert "fewer PINs" in person.banner
    assert person.focus.objectName() == "step_on"
    person.press(ENTER)
    assert step(person) == "step_read"


def test_files_with_balances_are_looked_at_and_taken_in(opened, tmp_path, monkeypatch):
    from coopledger.desktop import baseline_import

    folder = tmp_path / "paper"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(baseline_import, "ask_folder", lambda _w, _t, answer: answer(folder))
    person = first_start(opened, tmp_path / "ledger.coop")
    person.tab_to("from_files")
    person.press(ENTER)
    assert person.window.shell.place == "baseline"
    members_file = folder / "members.csv"
    right = members_file.read_text()
    members_file.write_text(right.replace("M01", "M 1", 1))
    person.tab_to("choose_folder_button")
    person.press(ENTER)
    assert "Nothing was recorded" in person.banner
    assert person.see("baseline_problems").model().rowCount() >= 1
    assert not person.see("take_in").isEnabled()
    members_file.write_text(right)
    person.press(ENTER)
    assert person.focus.objectName() == "take_in"
    person.press(ENTER)
    assert person.window.shell.place == "group"
    assert len(person.window.shell.session.ledger.groups()) == 1


def _why(person):
    from coopledger.app.founding import judge

    draft = person.window.shell.screen_shown.draft
    return [(each.place, each.refusal.params) for each in judge(draft).problems], draft
