"""A stick that is being written or read while somebody goes elsewhere, and Stop."""

import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coopledger.app import exchanges
from coopledger.sync import stick as sticks_of
from tests.desktop.exchange.hands import (
    ENTER,
    ESCAPE,
    at,
    device_of,
    press,
    stick_seen,
    told,
    until,
)
from tests.sync.laptops import opened as reopened

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


@pytest.fixture
def slow(monkeypatch):
    """A stick whose file is there and whose writing has not ended; set, it goes on."""
    go_on, real = threading.Event(), sticks_of.write

    def written(*given):
        made = real(*given)
        go_on.wait(20)
        return made

    monkeypatch.setattr(sticks_of, "write", written)
    yield go_on
    go_on.set()


def begin_to_take(person, stick):
    stick_seen(person)
    press(person, "take_to_stick")
    person.tab_to("take_now")
    QTest.keyClick(person.focus, ENTER)
    until(person, lambda: sticks_of.found_on(stick.folder))
    assert "Leave it in." in told(person)


def rail(person, place):
    """Go to a place of the rail while something is under way."""
    person.tab_to(f"rail_{place}")
    QTest.keyClick(person.focus, Qt.Key.Key_Space)


def test_whoever_leaves_while_the_stick_is_written_comes_back_to_it(
    opened, tmp_path, two, stick, slow
):
    person = at(opened, tmp_path, "kampala")
    begin_to_take(person, stick)
    rail(person, "home")
    assert "Leave it in." not in told(person)
    rail(person, "usb")
    assert "Leave it in." in told(person)
    assert person.focus.objectName() == "stop"
    slow.set()
    person.settle()
    assert "You may pull it out now." in told(person)
    assert len(sticks_of.found_on(stick.folder)) == 1
    person.press(ESCAPE)
    assert person.window.shell.place == "usb"
    press(person, "take_to_stick")
    assert "You may pull it out now." not in told(person)


def test_whoever_is_elsewhere_hears_that_the_stick_may_be_pulled(
    opened, tmp_path, two, stick, slow
):
    person = at(opened, tmp_path, "kampala")
    begin_to_take(person, stick)
    rail(person, "home")
    person.window.shell.open_group(two)
    slow.set()
    person.settle()
    assert person.window.shell.place == "group"
    assert person.banner.endswith("You may pull it out now.")
    assert "KAMU" in person.banner
    rail(person, "usb")
    person.settle()
    (file,) = sticks_of.found_on(stick.folder)
    assert file.name in told(person)
    assert person.focus.objectName() == "back"
    person.press(ENTER)
    assert person.window.shell.place == "usb"
    rail(person, "home")
    rail(person, "usb")
    assert person.window.shell.place == "usb"  # it was seen


def test_larger_letters_leave_what_is_under_way(opened, tmp_path, two, stick, slow):
    person = at(opened, tmp_path, "kampala")
    begin_to_take(person, stick)
    person.window.shell.change_look("light", "L")
    assert "Leave it in." in told(person)
    assert person.focus.objectName() == "stop"
    slow.set()
    person.settle()
    assert "You may pull it out now." in told(person)


def test_another_language_leaves_what_is_under_way(opened, tmp_path, two, stick, slow):
    person = at(opened, tmp_path, "kampala")
    begin_to_take(person, stick)
    rail(person, "settings")
    person.window.speak("fr", "latn", "gregorian")
    shell = person.window.shell
    shell.open_group(two)
    slow.set()
    person.settle()
    assert shell.place == "group"
    assert person.banner.endswith("Vous pouvez la retirer maintenant.")
    shell.go("usb")
    person.settle()
    (file,) = sticks_of.found_on(stick.folder)
    assert file.name in told(person)
    person.press(ENTER)
    assert shell.place == "usb"


def test_whoever_leaves_while_a_file_is_read_comes_back_to_it(
    opened, tmp_path, two, stick, monkeypatch
):
    with reopened(tmp_path, "kampala") as first:
        exchanges.send_all(first, stick, [device_of(tmp_path, "jinja")])
    go_on, real = threading.Event(), exchanges.take

    def slowly(*given, **more):
        go_on.wait(20)
        return real(*given, **more)

    monkeypatch.setattr(exchanges, "take", slowly)
    person = at(opened, tmp_path, "jinja")
    stick_seen(person)
    press(person, "read_from_stick")
    assert person.focus.objectName() == "take_in"
    QTest.keyClick(person.focus, ENTER)
    rail(person, "home")
    rail(person, "usb")
    assert "all of it, or nothing" in told(person)
    assert person.focus.objectName() == "stop"
    go_on.set()
    person.settle()
    assert person.banner.startswith("Taken in: 1 group has new pages.")
    assert person.window.shell.place == "usb"


def test_taking_can_be_stopped(opened, tmp_path, two, stick, monkeypatch):
    def slowly(_ledger, _place, _devices, *, progress, **_more):
        for done in range(10_000):
            progress(done, 10_000)
            time.sleep(0.005)
        raise AssertionError("nobody stopped it")

    person = at(opened, tmp_path, "kampala")
    stick_seen(person)
    press(person, "take_to_stick")
    monkeypatch.setattr(exchanges, "send_all", slowly)
    person.tab_to("take_now")
    QTest.keyClick(person.focus, ENTER)
    assert person.focus.objectName() == "stop"
    QTest.keyClick(person.focus, ESCAPE)  # nobody leaves by Escape while the stick is written
    assert person.window.shell.place == "usb_take"
    person.press(ENTER)
    assert person.banner.startswith("Stopped.")
    assert person.see("take_now").isEnabled()
