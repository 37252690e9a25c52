"""Settings, the palette, search, the lock that comes by itself: by keys through the real window."""

import time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit

from coopledger.app.ledger import Ledger
from coopledger.app.officers import enrol
from coopledger.app.scribe import NewMember, Scribe
from coopledger.desktop import settings
from coopledger.desktop.theme import theme
from coopledger.domain.book import Book
from coopledger.interop.templates import load_template, template_path
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.salted import MemberCard
from coopledger.words import catalog

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

ENTER, TAB, DOWN, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Escape
CONTROL = Qt.KeyboardModifier.ControlModifier
QUICK = Cost(8, 1, 1)
PINS = {"M01": "314159", "M02": "271828", "M03": "161803", "M04": "141421", "M05": "173205"}
SOME = {code: PINS[code] for code in ("M02", "M03", "M04")}


@pytest.fixture(autouse=True)
def english():
    yield
    catalog.use_language("en")


def found(ledger, name, rules):
    people = [("Atuhaire Esther", "chairperson"), ("Tumusiime Isaac", "record_keeper"),
              ("Namara Ruth", "box_keeper"), ("Okello James", "money_counter"),
              ("Akello Grace", "money_counter")]  # fmt: skip
    members = [
        NewMember(f"M{at:02}", MemberCard(who), (role,)) for at, (who, role) in enumerate(people, 1)
    ]
    page = Scribe(ledger.store.device).found(Book(), name, rules, members)
    ledger.store.append([page])
    return page.header.book


@pytest.fixture
def at_group(opened, ledger, tmp_path):
    """At a group with five officers who have PINs."""
    group = found(ledger, "Kamu Kamu", load_template("vsla"))
    found(ledger, "Akwata Empola", load_template("vsla"))
    enrol(ledger, group, PINS, cost=QUICK)
    ledger.close()
    person = opened(tmp_path / "ledger.coop")
    person.type("seven goats")
    person.press(ENTER)
    person.window.shell.open_group(group)
    person.settle()
    return person


def book(person):
    shell = person.window.shell
    return shell.session.ledger.replay(shell.group).book


def to_section(person, name):
    person.window.shell.show_settings(name)
    person.settle()
    return getattr(person.window.shell.screen_shown, name)


def seal(person, pins, button):
    for code, pin in pins.items():
        person.tab_to(f"seal_{code}")
        person.type(pin)
    person.tab_to(button)
    person.press(Qt.Key.Key_Space)


def test_a_forgotten_pin_is_replaced_by_the_others(at_group):
    person = at_group
    section = to_section(person, "officers")
    before = book(person).keys["M01"]
    person.tab_to("officers_table")
    assert section.table.row.code == "M01"
    person.press(ENTER)
    assert person.focus.objectName() == "officer_pin"
    person.type("777777")
    person.tab_to("do_act")
    person.press(Qt.Key.Key_Space)
    assert "easy" in section.new.complaint or "six" in section.new.complaint
    person.focus.selectAll()
    person.type("264519")
    person.press(TAB)
    person.type("264519")
    seal(person, {"M02": "999999"}, "do_act")
    assert section.seals.fields["M02"].complaint
    assert book(person).keys["M01"] == before
    person.focus.selectAll()
    seal(person, SOME, "do_act")
    assert "Done" in section.banner.text
    assert book(person).keys["M01"] != before


def test_a_pin_is_changed_by_its_holder_and_a_key_taken_away(at_group):
    person = at_group
    section = to_section(person, "officers")
    person.tab_to("officers_table")
    person.tab_to("change_pin")
    person.press(Qt.Key.Key_Space)
    for text in (PINS["M01"], "264519", "264519"):
        person.type(text)
        person.press(TAB)
    person.tab_to("do_act")
    person.press(Qt.Key.Key_Space)
    assert "Done" in section.banner.text
    person.tab_to("officers_table")
    person.press(DOWN)
    person.tab_to("take_key")
    person.press(Qt.Key.Key_Space)
    seal(person, {"M01": "264519", "M03": PINS["M03"], "M05": PINS["M05"]}, "do_act")
    assert set(book(person).keys) == set(PINS) - {"M02"}


def test_new_rules_are_voted_and_sealed(at_group):
    person = at_group
    section = to_section(person, "rules")
    person.tab_to("amend")
    person.press(Qt.Key.Key_Space)
    person.tab_to("share_price")
    person.focus.selectAll()
    person.type("x")
    assert "not a number" in section.form.fields["share_price"].complaint
    person.focus.selectAll()
    person.type("3,000")
    assert "3,000" in section._changes.text()
    person.tab_to("amend_day")
    person.focus.selectAll()
    person.type("1/6/2030")
    seal(person, {"M01": PINS["M01"]}, "seal_rules")
    assert section.banner.text
    assert not book(person).pending()
    seal(person, PINS, "seal_rules")
    assert "Version 2" in section.banner.text
    assert [rules.share_price for rules in book(person).pending()] == [3000]


def test_settings_say_which_version_this_is(at_group, monkeypatch):
    monkeypatch.setattr("coopledger.desktop.settings_look.version_stamp", lambda: "9.8 (abc, day)")
    person = at_group
    person.window.shell.show_settings("look")
    shown = person.window.findChild(QLabel, "version")
    assert shown.isVisible()
    assert "CoopLedger 9.8 (abc, day)" in shown.text()


def test_new_rules_come_from_a_file(at_group, tmp_path):
    person = at_group
    section = to_section(person, "rules")
    rules, wrong = tmp_path / "rules.toml", tmp_path / "wrong.toml"
    text = template_path("vsla").read_text("utf-8")
    rules.write_text(text.replace("share_price = 2000", "share_price = 2500"), "utf-8")
    wrong.write_text(text.replace("share_price = 2000", "share_price = 0"), "utf-8")
    for file in (wrong, rules):
        person.tab_to("amend_from_file")
        person.press(Qt.Key.Key_Space)
        dialog = person.window.findChild(QDialog, "choose_rules_dialog")
        edit = dialog.findChild(QLineEdit)
        person.qtbot.keyClicks(edit, str(file))
        person.qtbot.keyClick(edit, ENTER)
        person.window.activateWindow()
        person.qtbot.waitUntil(person.window.isActiveWindow, timeout=5_000)
        person.settle()
        if file is wrong:
            assert "wrong.toml" in section.banner.text
            assert not section.do.isVisible()
    assert section.banner.text == ""
    assert "2,500" in section._changes.text()
    person.tab_to("amend_day")
    person.focus.selectAll()
    person.type("1/6/2030")
    seal(person, {"M01": PINS["M01"]}, "seal_rules")
    assert not book(person).pending()
    seal(person, PINS, "seal_rules")
    assert "Version 2" in section.banner.text
    assert [rules.share_price for rules in book(person).pending()] == [2500]
    person.tab_to("amend")
    person.press(Qt.Key.Key_Space)
    assert section.form.fields["share_price"].text == "2,000"


def test_more_cash_than_the_group_wants_is_told_at_home(at_group):
    person = at_group
    section = to_section(person, "rules")
    person.tab_to("cash_limit")
    person.type("lots")
    person.tab_to("keep_limit")
    person.press(Qt.Key.Key_Space)
    assert "not a number" in section.limit.complaint
    person.focus.selectAll()
    person.type("500,000")
    person.tab_to("keep_limit")
    person.press(Qt.Key.Key_Space)
    assert "Kept" in section.banner.text


def test_the_palette_goes_to_a_group_a_member_and_an_act(at_group):
    person = at_group
    shell = person.window.shell
    for typed, place in (("empola", "group"), ("rules", "settings"), ("dark", "settings")):
        person.press(Qt.Key.Key_K, CONTROL)
        assert person.focus.objectName() == "palette_search"
        person.type(typed)
        person.press(ENTER)
        assert shell.place == place
    assert theme().look == "dark"
    assert shell.session.ledger.group(shell.group).name == "Akwata Empola"
    person.press(Qt.Key.Key_K, CONTROL)
    person.type("ruth")
    person.press(ENTER)
    assert shell.place == "reports"
    person.press(Qt.Key.Key_K, CONTROL)
    assert "Akwata Empola" in shell._palette.list.row.text
    person.press(ESCAPE)
    assert not shell._palette.isVisible()
    assert shell.place == "reports"


def test_search_finds_groups_without_accents(at_group):
    person = at_group
    person.window.shell.go("home")
    person.settle()
    person.press(Qt.Key.Key_F, CONTROL)
    assert person.focus.objectName() == "search_groups"
    person.type("kwata")
    person.settle()
    assert [card.row.name for card in person.window.shell.screen_shown._cards] == ["Akwata Empola"]
    assert person.focus.objectName() == "search_groups"
    person.press(ENTER)
    assert person.window.shell.place == "group"


def test_home_says_what_keeps_the_ledger_unsafe(at_group):
    person = at_group
    person.window.shell.go("home")
    person.settle()
    assert "backup" in person.see("notices").text
    cards = person.window.shell.screen_shown._cards
    assert all("missing" in card.accessibleName() for card in cards)


def test_the_window_locks_itself_and_comes_back_to_the_group(at_group):
    person, window = at_group, at_group.window
    group = window.shell.group
    window.idle.look(time.monotonic() + 9 * 60)
    assert window.shell is not None
    settings.save_idle_minutes(0)
    window.idle.look(time.monotonic() + 99 * 60)
    assert window.shell is not None
    settings.save_idle_minutes(10)
    window.idle.look(time.monotonic() + 11 * 60)
    assert window.cover.objectName() == "unlock"
    assert not window.idle.watching
    person.settle()
    person.type("seven goats")
    person.press(ENTER)
    assert (window.shell.place, window.shell.group) == ("group", group)


def test_a_key_puts_the_lock_off(at_group):
    window = at_group.window
    window.idle._touched -= 11 * 60
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Shift, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window.windowHandle(), key)
    window.idle.look()
    assert window.shell is not None


def test_another_language_and_calendar_hold_at_once(at_group):
    person = at_group
    person.tab_to("rail_settings")
    person.press(Qt.Key.Key_Space)
    person.tab_to("calendar")
    person.press(DOWN)
    assert catalog.current_speech().calendar == "ethiopian"
    assert person.focus is person.see("calendar")
    person.tab_to("language")
    person.press(DOWN)
    assert catalog.current_language() == "fr"
    assert person.focus is person.see("language")
    assert settings.saved_speech() == ("fr", "latn", "ethiopian")
    assert person.window.shell.place == "settings"
    assert "Langue" in person.see("language").accessibleName()
    assert person.see("language").currentText() == "Français"


def test_arrows_go_on_through_the_text_sizes(at_group):
    person = at_group
    person.tab_to("rail_settings")
    person.press(Qt.Key.Key_Space)
    person.tab_to("size_choice")
    person.press(DOWN)
    person.press(DOWN)
    assert theme().size == "XL"
    assert person.focus is person.see("size_choice")


def test_the_passphrase_is_changed(at_group, tmp_path):
    person = at_group
    section = to_section(person, "safety")
    for name, text in (("old_passphrase", "six goats"), ("new_passphrase", "eight hens")):
        person.tab_to(name)
        person.type(text)
    person.press(ENTER)
    person.type("eight hens")
    person.press(ENTER)
    assert section.passphrase.old.complaint
    person.type("seven goats")
    for _ in range(3):
        person.press(ENTER)
    assert "new passphrase" in section.passphrase.banner.text
    person.window.close()
    Ledger.open(tmp_path / "ledger.coop", "eight hens").close()


def test_practice_begins_anew(opened, practice):
    person = opened(practice)
    person.type("practice")
    person.press(ENTER)
    shell = person.window.shell
    ledger = shell.session.ledger
    name = ledger.store.name
    found(ledger, "Mine", load_template("vsla"))
    to_section(person, "safety")
    for _ in range(2):
        person.tab_to("reset_practice")
        person.press(Qt.Key.Key_Space)
    shell = person.window.shell
    assert shell.session.practice
    assert shell.session.ledger.store.name != name
    assert len(shell.session.ledger.groups()) == 3


def test_wrong_passphrases_slow_down_also_after_a_restart(opened, ledger, tmp_path, monkeypatch):
    ledger.close()
    person = opened(tmp_path / "ledger.coop")
    for _ in range(3):
        person.type("six goats")
        person.press(ENTER)
        assert "Nothing is lost" in person.window.cover.passphrase.complaint
    person.type("seven goats")
    person.press(ENTER)
    assert "wait" in person.window.cover.passphrase.complaint
    person.window.close()
    again = opened(tmp_path / "ledger.coop")
    again.type("seven goats")
    again.press(ENTER)
    assert "wait" in again.window.cover.passphrase.complaint
    count, when = settings.wrong_tries(tmp_path / "ledger.coop")
    settings.save_wrong_tries(tmp_path / "ledger.coop", count, when - 5_001)
    again.press(ENTER)
    assert again.window.shell.place == "home"
    assert settings.wrong_tries(tmp_path / "ledger.coop") == (0, 0)
