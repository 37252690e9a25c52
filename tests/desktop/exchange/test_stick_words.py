"""Bundles that the recovery words open."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coopledger.app import cooperative, exchanges
from coopledger.app.bundle_export import export, export_worded
from coopledger.app.recovery import print_sheets
from coopledger.domain.errors import Refusal
from coopledger.sync import stick as sticks_of
from coopledger.words.errors import explain
from tests.desktop.exchange.hands import (
    ENTER,
    SPACE,
    at,
    closed,
    pages_of,
    press,
    stick_seen,
    told,
)
from tests.sync.laptops import (
    CHEAP,
    laptop,
)
from tests.sync.laptops import opened as reopened

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


def lost(tmp_path, folder, kind="words"):
    """A stick of the first laptop, which is gone; gives its recovery sheets."""
    with reopened(tmp_path, "kampala") as first:
        sheets = print_sheets(first, kind, tmp_path / "sheet.pdf").sheets
        export(first, folder, first.store.device.id)
    return sheets


def at_the_words(opened, tmp_path, name):
    person = at(opened, tmp_path, name)
    stick_seen(person)
    press(person, "read_from_stick")
    person.tab_to("with_recovery_words")
    person.press(SPACE)
    assert person.focus.objectName() == "sheet_1"
    return person


def test_on_a_new_laptop_the_recovery_words_open_what_a_lost_one_wrote(
    opened, tmp_path, two, stick
):
    (sheet,) = lost(tmp_path, stick.folder)
    with laptop(tmp_path, "new"):
        pass
    person = at_the_words(opened, tmp_path, "new")
    words = sheet.split()
    person.type(" ".join(words[:12]))
    person.press(ENTER)  # a line of the sheet; not all is there yet
    assert not person.banner
    assert "has 12 words" not in told(person)
    person.type(" ".join(words[12:]))
    person.press(ENTER)
    assert "From Kampala 1" in told(person)
    assert "Kamu Kamu: 5 new pages." in told(person)
    assert person.see("take_in").text() == "The words are the same: join"
    press(person, "take_in")
    assert person.banner.startswith("This laptop has joined")
    assert pages_of(person, two) == 5


def test_two_shares_open_it_and_what_is_wrong_is_told_beside_the_sheet(
    opened, tmp_path, two, stick
):
    one, other, _third = lost(tmp_path, stick.folder, "shares")
    person = at_the_words(opened, tmp_path, "jinja")
    press(person, "open_sheets")
    assert person.focus.objectName() == "sheet_1"
    assert "still missing" in told(person)
    person.type(one)
    press(person, "open_sheets")
    assert explain(Refusal("recovery_share_missing", needed=2)) in told(person)
    assert person.focus.objectName() == "sheet_2"
    person.type(f"{other.rpartition(' ')[0]} nonsense")
    person.press(ENTER)
    assert "“nonsense”" in told(person)
    assert person.focus.objectName() == "sheet_2"
    QTest.keyClick(person.focus, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    person.type(other)
    assert "“nonsense”" not in told(person)
    person.press(ENTER)
    assert "Kamu Kamu: 2 new pages." in told(person)
    press(person, "take_in")
    assert pages_of(person, two) == 5


def test_good_words_of_another_laptop_are_told_and_are_no_exchange(opened, tmp_path, two, stick):
    lost(tmp_path, stick.folder)
    with laptop(tmp_path, "stranger") as stranger:
        (sheet,) = print_sheets(stranger, "words", tmp_path / "other.pdf").sheets
    person = at_the_words(opened, tmp_path, "jinja")
    person.type(sheet)
    person.press(ENTER)
    (file,) = sticks_of.found_on(stick.folder)
    assert explain(Refusal("bundle_wrong_words", value=file.name)) in told(person)
    assert person.focus.objectName() == "sheet_1"
    assert not person.see("take_in").isEnabled()
    closed(person)
    with reopened(tmp_path, "jinja") as second:
        assert exchanges.history(second) == []


def test_under_a_passphrase_that_was_forgotten_the_words_open_it_too(opened, tmp_path, two, stick):
    with reopened(tmp_path, "kampala") as first:
        (sheet,) = print_sheets(first, "words", tmp_path / "sheet.pdf").sheets
        export_worded(first, stick.folder, "three white goats", [cooperative.EVERY], CHEAP)
    person = at_the_words(opened, tmp_path, "jinja")
    person.type(sheet)
    person.press(ENTER)
    assert "Kamu Kamu: 2 new pages." in told(person)
