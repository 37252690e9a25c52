"""Acts with too few officers here wait for the others, each from its own screen, by keys."""

import pytest
from PySide6.QtCore import Qt

from coopledger.app import approvals, proposed
from coopledger.app.share_outs import hold_share_out
from coopledger.domain import entries as en
from tests.desktop.test_forks_screens import (  # noqa: F401
    DOWN,
    ENTER,
    TWO,
    at,
    forked,
    laptops,
    said,
    texts,
)
from tests.sync.laptops import GROUP_OFFICERS, laptop
from tests.sync.laptops import group as new_group
from tests.sync.laptops import opened as reopened
from tests.sync.signing import give_keys
from tests.sync.test_late_pages import held

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


def wait_with(person, field, pin="000001"):
    """A wrong PIN first, then the officer's own; then the page is left to wait."""
    for typed in (pin, GROUP_OFFICERS["M06"]):
        person.tab_to(field)
        person.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        person.type(typed)
        person.tab_to("wait_for_others")
        person.press(ENTER)
        if typed == pin:
            assert "not the PIN of M06" in said(person)
            person.qtbot.wait(150)


def waiting(person, state="1 of 2 seals"):
    """What waits, from the screen that it leads to."""
    assert person.window.shell.place == "approvals"
    rows = [row for row in texts(person, "approvals_table") if row[-1] == state]
    assert len(rows) == 1
    return rows[0][1]


def kept(tmp_path, name, book):
    with reopened(tmp_path, name) as ledger:
        return [(each.kind, each.members) for each in proposed.proposals(ledger, book)]


def test_the_choice_between_two_books(forked, opened):  # noqa: F811
    ledger, book = forked
    path = ledger.store.path.parent
    person = at(opened, ledger, book, "fork")
    screen = person.window.shell.screen_shown
    person.tab_to("branch_choice")
    assert not screen._wait.isVisible()
    person.press(DOWN)
    assert screen._wait.isVisible()
    # The other one needs its officers here: the book is turned round before it is sealed.
    person.press(DOWN)
    assert not screen._wait.isVisible()
    person.press(Qt.Key.Key_Up)
    wait_with(person, "pin_M06")
    waiting(person)
    person.press(Qt.Key.Key_Escape)
    assert person.window.shell.place == "fork"
    assert not person.see("pin_M06").text()
    person.window.close()
    assert kept(path.parent, path.name, book) == [("take_over", ("M06",))]


def test_a_hand_over_of_a_group_that_is_not_in_front(laptops, tmp_path, opened):  # noqa: F811
    first, second, book = laptops
    other = new_group(first, "Espérance", 1)
    device = second.store.device.id
    person = at(opened, first, other, "usb_hand_over", device)
    person.tab_to("hand_over_group")
    if "Kamu Kamu" not in person.see("hand_over_group").currentText():
        person.press(DOWN)
    wait_with(person, "pin_M06")
    waiting(person)
    assert "Kamu Kamu" in said(person)
    person.window.close()
    assert kept(tmp_path, "kampala", book) == [("hand_over", ("M06",))]
    assert kept(tmp_path, "kampala", other) == []


def test_the_wait_is_offered_only_while_pins_are_short(laptops, opened):  # noqa: F811
    first, second, book = laptops
    device = second.store.device.id
    person = at(opened, first, book, "usb_hand_over", device)
    assert person.see("wait_for_others")
    for code, pin in TWO.items():
        person.tab_to(f"pin_{code}")
        person.type(pin)
    assert not person.window.shell.screen_shown.wait.isVisible()


def test_a_new_cycle(laptops, tmp_path, opened):  # noqa: F811
    first, _second, book = laptops
    hold_share_out(first, book, first.summaries(book)[-1].day, TWO)
    person = at(opened, first, book, "share_out")
    assert person.focus
    wait_with(person, "pin_M06")
    waiting(person)
    person.window.close()
    assert [members for _kind, members in kept(tmp_path, "kampala", book)] == [("M06",)]


def test_new_rules(laptops, tmp_path, opened):  # noqa: F811
    first, _second, book = laptops
    person = at(opened, first, book, "group")
    person.window.shell.show_settings("rules")
    person.settle()
    person.tab_to("amend")
    person.press(Qt.Key.Key_Space)
    person.tab_to("share_price")
    person.focus.selectAll()
    person.type("3,000")
    wait_with(person, "seal_M06")
    waiting(person)
    person.press(Qt.Key.Key_Escape)
    assert person.window.shell.place == "settings"
    assert person.focus.objectName()
    person.window.close()
    assert kept(tmp_path, "kampala", book) == [("amendment", ("M06",))]


def test_a_key_that_is_taken_away_waits_and_a_new_one_cannot(laptops, tmp_path, opened):  # noqa: F811
    first, _second, book = laptops
    person = at(opened, first, book, "group")
    person.window.shell.show_settings("officers")
    person.settle()
    section = person.window.shell.screen_shown.officers
    person.tab_to("officers_table")
    while section.table.row.code != "M08":
        person.press(DOWN)
    person.tab_to("give_pin")
    person.press(Qt.Key.Key_Space)
    assert not section.wait.isVisible()
    person.tab_to("take_key")
    person.press(Qt.Key.Key_Space)
    wait_with(person, "seal_M06")
    waiting(person)
    person.window.close()
    assert kept(tmp_path, "kampala", book) == [("officers", ("M06",))]


def test_a_book_that_is_taken_over(laptops, tmp_path, opened):  # noqa: F811
    first, second, book = laptops
    give_keys(first, second, book, *GROUP_OFFICERS)
    person = at(opened, second, book, "group")
    person.window.shell.go("take_over")
    person.settle()
    person.tab_to("pin")
    person.type(GROUP_OFFICERS["M06"])
    person.press(ENTER)
    person.tab_to("wait_for_others")
    person.press(ENTER)
    waiting(person)
    person.window.close()
    assert kept(tmp_path, "jinja", book) == [("take_over", ("M06",))]


def test_what_waits_becomes_a_page_when_the_seal_has_come_back(laptops, tmp_path, opened):  # noqa: F811
    first, second, book = laptops
    give_keys(first, second, book, *GROUP_OFFICERS)
    device = second.store.device.id
    person = at(opened, first, book, "usb_hand_over", device)
    wait_with(person, "pin_M06")
    person.window.close()
    with reopened(tmp_path, "kampala") as first:
        (found,) = proposed.proposals(first, book)
        file = approvals.write(first, book, tmp_path / "stick", found.id).file
        back = approvals.sign(second, file, {"M07": GROUP_OFFICERS["M07"]}).file
        assert approvals.merge(first, back).is_page
        assert first.own_heads.refusal(book).code == "not_the_holder"


def test_where_there_is_one_laptop_alone_nothing_is_offered(tmp_path, opened):
    with laptop(tmp_path, "alone") as alone:
        book = new_group(alone, "Kamu Kamu", officers=True, quorums=True)
        held(alone, book, en.Attendance("M01", "present"), en.ShareBuying("M01", 1))
        person = at(opened, alone, book, "share_out")
    shell = person.window.shell
    shell.screen_shown.show_step("seal")
    person.settle()
    person.tab_to("pin_M06")
    person.type(GROUP_OFFICERS["M06"])
    assert not shell.screen_shown.main.isEnabled()
    assert not shell.screen_shown._wait.isVisible()
