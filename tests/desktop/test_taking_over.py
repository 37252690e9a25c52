"""A recovered ledger in the window: read only, and given the book by the officers' PINs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from coopledger.app import backups, recovery
from coopledger.app.ledger import Ledger
from coopledger.app.officers import enrol
from coopledger.ledger.keyfile import Cost
from coopledger.words import catalog
from tests.app.blank_pages import write
from tests.conftest import PASSPHRASE
from tests.desktop.test_walk import SETTINGS, as_read, check, tab_stops

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

ENTER, ESCAPE, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down
CHEAP = Cost(8, 1, 1)
PINS = {"M06": "314159", "M07": "271828", "M08": "161803"}


@pytest.fixture
def lost(kamu, tmp_path):
    """The path of a ledger that was recovered on another laptop, closed; officers have keys."""
    ledger, group = kamu
    enrol(ledger, group, PINS, cost=CHEAP)
    return _recovered(ledger, tmp_path)


def _recovered(ledger, tmp_path):
    sheets = recovery.print_sheets(ledger, "words", tmp_path / "sheet.pdf").sheets
    copy = backups.choose_folder(ledger, tmp_path / "stick").file
    ledger.close()
    place = tmp_path / "new" / "ledger.coop"
    recovery.recover(copy, place, sheets, "new goats", cost=CHEAP)
    return place


def at_book(opened, path, passphrase="new goats", **look):
    """Someone who opened the ledger and went to its book."""
    person = opened(path, **look)
    person.type(passphrase)
    person.press(ENTER)
    shell = person.window.shell
    shell.open_group(shell.screen_shown._cards[0].row.id)
    person.settle()
    shell.go("book")
    person.settle()
    return person


def agree(person, pin):
    person.tab_to("pin")
    person.type(pin)
    person.press(ENTER)


def told(person):
    return " ".join(each.text() for each in person.window.findChildren(QLabel) if each.isVisible())


def test_the_officers_give_the_book_to_the_new_laptop_by_their_pins(lost, opened):
    person = at_book(opened, lost)
    shell = person.window.shell
    assert person.see("badge_read_only").accessibleName() == "READ ONLY"
    assert "another device holds it" in person.banner
    person.tab_to("take_over_button")
    person.press(ENTER)
    assert shell.place == "take_over"
    main = shell.screen_shown.main
    assert person.focus is person.see("officer")
    assert not main.isEnabled()
    agree(person, PINS["M06"])
    assert "M06" in told(person)
    assert not main.isEnabled()
    assert person.focus is person.see("officer")
    assert person.focus.findText("M06", Qt.MatchFlag.MatchStartsWith) == -1
    person.press(DOWN)  # M08, who stands below M07
    agree(person, PINS["M08"])
    assert person.focus is main
    person.press(ENTER)
    assert shell.place == "book"
    assert "holds the book now" in person.banner
    assert not shell.screen_shown._take_over.isVisible()
    group = shell.group
    person.window.close()
    with Ledger.open(lost, "new goats") as ledger:
        replay = ledger.replay(group)
        assert (replay.headers[-1].kind, replay.sealed[-1]) == ("take_over", ("M06", "M08"))
        write(ledger, group)


def test_a_wrong_pin_is_said_so_and_the_others_stay(lost, opened):
    person = at_book(opened, lost)
    person.window.shell.go("take_over")
    person.settle()
    agree(person, "")
    assert "PIN first" in told(person)
    agree(person, PINS["M06"])
    agree(person, "999991")
    assert "not the PIN of M07" in person.banner
    assert person.focus is person.see("pin")
    assert person.focus.text() == ""
    assert "M06" in told(person)
    person.type(PINS["M07"])
    person.press(ENTER)
    assert person.banner == ""
    assert person.window.shell.screen_shown.main.isEnabled()


def test_pins_are_forgotten_when_one_goes_back(lost, opened):
    person = at_book(opened, lost)
    shell = person.window.shell
    shell.go("take_over")
    person.settle()
    agree(person, PINS["M06"])
    screen = shell.screen_shown
    person.press(ESCAPE)
    assert shell.place == "book"
    assert screen._pins == {}
    shell.go("take_over")
    person.settle()
    assert "0 of 2" in told(person)
    assert person.see("officer").count() == 3


def test_no_meeting_is_begun_where_nothing_can_be_written(lost, opened):
    person = at_book(opened, lost)
    shell = person.window.shell
    shell.go("group")
    person.settle()
    person.press(ENTER)  # the main button: record a meeting
    assert shell.place == "group"
    assert "does not hold this book" in person.banner


def test_a_restored_ledger_says_which_page_is_missing(kamu, tmp_path, opened):
    ledger, group = kamu
    enrol(ledger, group, PINS, cost=CHEAP)
    path, old = ledger.store.path, tmp_path / "old.coop"
    ledger.store.copy_to(old)
    write(ledger, group)
    ledger.close()
    backups.restore(old, path, PASSPHRASE)
    person = at_book(opened, path, PASSPHRASE)
    assert "page 51 was written already" in person.banner
    assert person.see("take_over_button").isEnabled()


def test_without_officers_keys_it_says_what_is_left(kamu, tmp_path, opened):
    person = at_book(opened, _recovered(kamu[0], tmp_path))
    assert "begin a new book" in person.banner
    assert not person.window.shell.screen_shown._take_over.isVisible()


def test_whoever_holds_the_book_sees_none_of_it(kamu, tmp_path, opened):
    ledger, _group = kamu
    ledger.close()
    person = at_book(opened, ledger.store.path, PASSPHRASE)
    assert person.banner == ""
    assert not person.window.shell.screen_shown._take_over.isVisible()


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: f"{s[0]}-{s[1]}-{s[2][0]}")
def test_no_text_is_cut_and_tab_goes_as_one_reads(lost, opened, setting):
    language, size, room = setting
    catalog.use_language(language)
    try:
        person = at_book(opened, lost, size=size, room=room)
        for place in ("book", "take_over"):
            person.window.shell.go(place)
            person.settle()
            check(person)
            if place == "take_over":
                assert (person.window.width(), person.window.height()) == room
            main = person.window.shell.screen_shown.main
            stops = [each for each in tab_stops(person) if each is not main]
            names = [each.objectName() for each in stops]
            assert names == [each.objectName() for each in as_read(person, stops)], place
    finally:
        catalog.use_language("en")
