"""What waits for whom, a shared folder, and when sticks are looked for."""

import threading

import pytest
from PySide6.QtWidgets import QApplication

from coopledger.app import shared_folder
from coopledger.sync import stick as sticks_of
from coopledger.sync.drives import Drive
from coopledger.sync.shared_folder import Stillness
from tests.desktop.exchange.hands import (
    DOWN,
    ESCAPE,
    SPACE,
    at,
    pages_of,
    part,
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


def test_home_and_the_exchange_say_what_waits_for_whom(opened, tmp_path, two, plugged):
    person = at(opened, tmp_path, "kampala")
    part(person, "waiting")
    (row,) = person.see("waiting_table").rows.rows
    assert (row.name, row.meetings) == ("JIN laptop", 4)
    assert "JIN laptop has confirmed nothing yet." in told(person)
    person.tab_to("rail_home")
    person.press(SPACE)
    assert "4 meetings not yet confirmed by JIN laptop." in person.see("exchange_notice").text


def test_a_shared_folder_does_the_sticks_work(opened, tmp_path, two, plugged):
    folder = tmp_path / "shared"
    folder.mkdir()
    with reopened(tmp_path, "kampala") as first:
        shared_folder.share(first, shared_folder.SharedFolder(str(folder)))
        shared_folder.look(first, [])
    person = at(opened, tmp_path, "jinja")
    part(person, "folder")
    shown = person.window.shell.screen_shown.folder
    shown.use(folder)
    person.settle()
    assert f"Shared: {folder}" in told(person)
    watch, rounds = person.window.shell.folder_watch, []
    watch.looked.connect(rounds.append)
    until(person, lambda: looked(person, watch) and watch.last.waits)
    assert "1 file came and waits: look at it." in told(person)
    assert pages_of(person, two) == 3
    person.tab_to("rail_home")
    person.press(SPACE)
    assert looked(person, watch)
    until(person, lambda: "1 file came and waits" in person.see("exchange_notice").text)
    person.tab_to("rail_usb")
    person.press(SPACE)
    press(person, "read_shared")  # a person looks at it, and may take it in
    assert "Kamu Kamu: 2 new pages." in told(person)
    person.press(ESCAPE)
    person.tab_to("shared_takes")
    person.press(DOWN)
    until(person, lambda: looked(person, watch) and pages_of(person, two) == 5)
    assert [file for each in rounds for file in each.taken]
    assert "taken in" in shown.banner.text or not watch.last.taken


def looked(person, watch):
    watch.look()
    person.settle()
    return True


def test_nobody_looks_for_sticks_while_another_screen_is_shown(opened, tmp_path, two, plugged):
    person = at(opened, tmp_path, "kampala")
    timer = person.window.shell.screen_shown.stick.watch._timer
    assert timer.isActive()
    person.tab_to("rail_home")
    person.press(SPACE)
    assert not timer.isActive()


def test_of_two_sticks_one_is_chosen_and_the_choice_stays(opened, tmp_path, two, stick, plugged):
    (tmp_path / "OTHER").mkdir()
    person = at(opened, tmp_path, "kampala")
    stick_seen(person)
    plugged.append(Drive("OTHER", tmp_path / "OTHER", 20_000_000_000, "exfat", writable=True))
    until(person, lambda: "20 GB free" in told(person))
    screen = person.window.shell.screen_shown
    assert screen.stick.place.name == "KAMU"
    person.tab_to("drive_0")
    person.press(DOWN)
    assert screen.stick.place.name == "OTHER"
    assert person.focus.objectName() == "drive_1"
    press(person, "take_to_stick")
    press(person, "take_now")
    assert len(sticks_of.found_on(tmp_path / "OTHER")) == 1
    assert sticks_of.found_on(stick.folder) == []


def test_a_look_that_ends_after_the_window_was_closed_is_dropped(
    opened, tmp_path, two, plugged, monkeypatch
):
    (tmp_path / "shared").mkdir()
    with reopened(tmp_path, "kampala") as first:
        shared_folder.share(first, shared_folder.SharedFolder(str(tmp_path / "shared")))
    slow = threading.Event()

    def hangs(_self, _folder):
        slow.wait(20)
        return []

    monkeypatch.setattr(Stillness, "look", hangs)
    person = at(opened, tmp_path, "kampala")
    watch, rounds = person.window.shell.folder_watch, []
    watch.looked.connect(rounds.append)
    until(person, lambda: watch._look.busy)
    person.window.close()
    slow.set()
    until(person, lambda: not watch._look.busy)
    QApplication.processEvents()  # what is raised here fails the test
