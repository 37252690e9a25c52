"""A cooperative's laptops by keys alone: founding, joining, revoking, handing a book over."""

import threading
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coopledger.app import cooperative
from coopledger.app.sticks import write_request
from coopledger.domain.errors import Refusal
from coopledger.words.errors import explain
from tests.desktop.exchange.hands import (
    DOWN,
    ENTER,
    at,
    closed,
    pages_of,
    part,
    press,
    stick_seen,
    told,
    until,
)
from tests.sync.laptops import (
    OFFICERS,
    TWO,
    enrolled,
    founder,
    group,
    laptop,
)
from tests.sync.laptops import opened as reopened

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


def test_a_laptop_joins_by_a_stick_alone_in_two_windows(opened, tmp_path, stick):
    with founder(tmp_path) as first:
        book = group(first, "Kamu Kamu", 2)
    with laptop(tmp_path, "gulu"):
        pass
    new = at(opened, tmp_path, "gulu")
    stick_seen(new)
    assert not new.see("take_to_stick").isEnabled()
    part(new, "laptops")
    press(new, "join_cooperative")
    words = new.window.shell.screen_shown.words.text()
    assert len(words.split()) == 6
    press(new, "write_request")
    assert "You may pull it out now" in new.banner
    closed(new)

    old = at(opened, tmp_path, "kampala")
    stick_seen(old)
    assert "1 laptop asks to join" in told(old)
    part(old, "laptops")
    press(old, "let_join")
    assert words in told(old)  # the same six words on both screens
    old.tab_to("branch_code")
    old.type("GUL")
    old.tab_to("laptop_name")
    old.type("Gulu 1")
    for officer, pin in (("ALMAZ", "000000"), ("CHALA", OFFICERS["CHALA"])):
        old.tab_to(f"pin_{officer}")
        old.type(pin)
    press(old, "enrol_now")
    assert "PIN" in told(old)  # the wrong one is told beside its field
    assert old.focus.objectName() == "pin_ALMAZ"
    until(old, lambda: waited(old))
    old.type(OFFICERS["ALMAZ"])
    press(old, "enrol_now")
    assert old.banner.startswith("Gulu 1 belongs to the cooperative now.")
    part(old, "stick")
    press(old, "take_to_stick")
    press(old, "take_now")
    assert "You may pull it out now." in told(old)
    closed(old)

    with reopened(tmp_path, "kampala") as first:
        six = "  ".join(cooperative.facts(first).words)
    new = at(opened, tmp_path, "gulu")
    stick_seen(new)
    press(new, "read_from_stick")
    assert six in told(new)
    assert new.see("take_in").text() == "The words are the same: join"
    assert new.window.shell.session.ledger.store.registry_id() == ""
    press(new, "take_in")
    assert new.banner.startswith("This laptop has joined")
    assert pages_of(new, book) == 3
    part(new, "laptops")
    rows = new.see("laptops_table").rows.rows
    assert [(row.name, row.own) for row in rows] == [("Kampala 1", False), ("Gulu 1", True)]


def waited(person):
    """Long enough after a wrong PIN."""
    time.sleep(0.1)
    return True


def test_a_request_that_was_changed_is_refused(opened, tmp_path, stick):
    with founder(tmp_path), laptop(tmp_path, "gulu") as new:
        file = write_request(new, stick)
    file.write_bytes(file.read_bytes().replace(b"a", b"b", 1))
    person = at(opened, tmp_path, "kampala")
    stick_seen(person)
    part(person, "laptops")
    press(person, "let_join")
    assert person.banner == explain(Refusal("not_a_request"))
    assert not person.see("enrol_now").isEnabled()


def test_a_cooperative_is_founded_by_keys(opened, tmp_path, plugged):
    with laptop(tmp_path, "kampala") as first:
        group(first, "Kamu Kamu", 1)
    person = at(opened, tmp_path, "kampala")
    part(person, "laptops")
    press(person, "join_cooperative")
    assert person.see("laptops_banner").text.startswith("Put a stick in first")
    press(person, "found_cooperative")
    person.type("Union")
    person.tab_to("branch_code")
    person.type("KLA")
    person.tab_to("laptop_name")
    person.type("Kampala 1")
    assert not person.see("found_now").isEnabled()
    for code, pin in (("ALMAZ", "314159"), ("BIRUK", "271828"), ("CHALA", "161803")):
        officer(person, code, pin)
    assert "3 officers so far" in told(person)
    press(person, "found_now")
    assert person.banner.startswith("The cooperative Union is founded.")
    closed(person)
    with reopened(tmp_path, "kampala") as first:
        made = cooperative.facts(first)
        assert (made.name, made.officers, made.need) == ("Union", ("ALMAZ", "BIRUK", "CHALA"), 2)


def test_a_lost_laptop_is_revoked_by_the_officers_pins(opened, tmp_path, two, plugged):
    person = at(opened, tmp_path, "kampala")
    part(person, "laptops")
    person.tab_to("laptops_table")
    person.press(DOWN)
    person.press(ENTER)
    assert person.window.windowTitle().startswith("JIN laptop")
    press(person, "act_revoke")
    person.tab_to("pin_ALMAZ")
    person.type(OFFICERS["ALMAZ"])
    press(person, "seal_act")
    assert "quorum" in person.banner or "officers" in person.banner  # one is too few
    person.tab_to("pin_BIRUK")
    person.type(OFFICERS["BIRUK"])
    press(person, "seal_act")
    assert person.banner.startswith("JIN laptop is revoked")
    assert person.see("laptops_table").rows.rows[1].state == "revoked"


def test_the_sentence_is_about_the_act_that_was_sealed(opened, tmp_path, two, plugged):
    person = at(opened, tmp_path, "kampala")
    part(person, "laptops")
    person.tab_to("laptops_table")
    person.press(DOWN)
    person.press(ENTER)
    press(person, "act_revoke")
    for officer, pin in TWO.items():
        person.tab_to(f"pin_{officer}")
        person.type(pin)
    person.tab_to("seal_act")
    checked = threading.Event()
    person.window.background.run(lambda: checked.wait(20))
    QTest.keyClick(person.focus, ENTER)
    for name in ("act_receive", "act_retire"):  # another act is chosen while PINs are checked
        QTest.mouseClick(person.see(name), Qt.MouseButton.LeftButton)
    assert not person.see("seal_act").isEnabled()
    checked.set()
    person.settle()
    assert person.banner.startswith("JIN laptop is revoked")
    assert person.see("laptops_table").rows.rows[1].state == "revoked"


def test_after_a_wrong_pin_another_act_can_be_chosen(opened, tmp_path, two, plugged):
    person = at(opened, tmp_path, "kampala")
    part(person, "laptops")
    person.tab_to("laptops_table")
    person.press(DOWN)
    person.press(ENTER)
    press(person, "act_revoke")
    person.tab_to("pin_ALMAZ")
    person.type("000000")
    press(person, "seal_act")
    assert person.focus.objectName() == "pin_ALMAZ"
    press(person, "act_retire")
    until(person, lambda: waited(person))
    for officer, pin in TWO.items():
        person.tab_to(f"pin_{officer}")
        person.type(pin)
    press(person, "seal_act")
    assert person.banner.startswith("JIN laptop is retired")


@pytest.mark.parametrize("again", ["ALMAZ", "almaz"])
def test_an_officers_pin_is_not_replaced_by_another_one(opened, tmp_path, plugged, again):
    laptop(tmp_path, "kampala").close()
    person = at(opened, tmp_path, "kampala")
    part(person, "laptops")
    press(person, "found_cooperative")
    person.type("Union")
    for field, text in (("branch_code", "KLA"), ("laptop_name", "Kampala 1")):
        person.tab_to(field)
        person.type(text)
    officer(person, "ALMAZ", "314159")
    officer(person, again, "271828")
    assert "has typed a PIN already." in told(person)
    assert person.focus.objectName() == "officer_code"
    person.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    person.type("BIRUK")
    press(person, "add_officer")
    assert "2 officers so far" in told(person)
    press(person, "found_now")
    assert person.banner.startswith("The cooperative Union is founded.")
    closed(person)
    with reopened(tmp_path, "kampala") as first, laptop(tmp_path, "jinja") as second:
        pins, raw = {"ALMAZ": "314159", "BIRUK": "271828"}, cooperative.request(second)
        cooperative.enrol(first, raw, pins, branch="JIN", device="Jinja 1")


def officer(person, code, pin):
    for field, text in (("officer_code", code), ("officer_pin", pin), ("officer_pin_again", pin)):
        person.tab_to(field)
        person.type(text)
    press(person, "add_officer")


def test_a_book_is_handed_over_and_this_laptop_only_reads_it(opened, tmp_path, plugged):
    with founder(tmp_path) as first, laptop(tmp_path, "jinja") as second:
        enrolled(first, second)
        book = group(first, "Kamu Kamu", 1, officers=True)
    person = at(opened, tmp_path, "kampala")
    part(person, "laptops")
    person.tab_to("laptops_table")
    person.press(DOWN)
    person.press(ENTER)
    press(person, "give_book")
    assert "Kamu Kamu" in person.see("hand_over_group").currentText()
    for member, pin in (("M06", "314159"), ("M07", "271828")):
        person.tab_to(f"pin_{member}")
        person.type(pin)
    press(person, "hand_over_now")
    assert person.banner.startswith("Page 3 hands the book over to JIN laptop.")
    assert "It holds the books of: Kamu Kamu" in told(person)
    assert person.window.shell.session.ledger.own_heads.refusal(book).code == "not_the_holder"
    press(person, "take_back_0")  # by the officers' order, as when it is lost
    assert person.window.shell.place == "take_over"
