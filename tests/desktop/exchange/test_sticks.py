"""Books to a stick and from one, by keys alone: previews, refusals, sticks that fail."""

import shutil
import threading

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coopledger.app import cooperative, exchanges
from coopledger.app.bundle_export import export, export_worded
from coopledger.app.bundle_import import examine
from coopledger.domain.errors import Refusal
from coopledger.ledger.boxes import device_box
from coopledger.ledger.registry import request
from coopledger.sync import stick as sticks_of
from coopledger.sync.drives import Drive
from coopledger.words.errors import explain
from tests.desktop.exchange.hands import (
    ENTER,
    ESCAPE,
    at,
    closed,
    device_of,
    pages_of,
    part,
    press,
    stick_seen,
    told,
    until,
)
from tests.sync.laptops import (
    CHEAP,
    OFFICERS,
    TWO,
    enrolled,
    laptop,
)
from tests.sync.laptops import opened as reopened
from tests.sync.test_exchange import image

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


def test_books_are_taken_to_the_stick_and_it_may_be_pulled(opened, tmp_path, two, stick):
    person = at(opened, tmp_path, "kampala")
    stick_seen(person)
    press(person, "take_to_stick")
    assert person.focus.objectName() == "take_for"
    assert "JIN laptop" in person.see("take_for").currentText()
    assert "You may pull it out now." not in told(person)
    press(person, "take_now")
    assert "You may pull it out now." in told(person)
    (file,) = sticks_of.found_on(stick.folder)
    assert file.name in told(person)
    person.press(ESCAPE)
    part(person, "history")
    rows = person.see("history_table").rows.rows
    assert [(row.way, row.name, row.place, row.pages) for row in rows] == [
        ("sent", "JIN laptop", "KAMU", 5)
    ]
    closed(person)
    with reopened(tmp_path, "jinja") as second:
        assert examine(second, file).verdicts[0].pages == 2


def test_books_are_read_only_after_a_preview_and_a_yes(opened, tmp_path, two, stick):
    with reopened(tmp_path, "kampala") as first:
        exchanges.send_all(first, stick, [device_of(tmp_path, "jinja")])
    with reopened(tmp_path, "jinja") as second:
        before = image(second)
    person = at(opened, tmp_path, "jinja")
    stick_seen(person)
    assert "1 file of books is on it." in told(person)
    press(person, "read_from_stick")
    seen = told(person)
    for words in ("From Kampala 1", "Kamu Kamu: 2 new pages.", "Meetings", "Money in", "4,000"):
        assert words in seen
    assert pages_of(person, two) == 3  # nothing is written before somebody says so
    assert person.focus.objectName() == "take_in"
    person.press(ENTER)
    assert person.banner.startswith("Taken in: 1 group has new pages.")
    assert pages_of(person, two) == 5
    part(person, "history")
    (row,) = person.see("history_table").rows.rows[:1]
    assert (row.way, row.name, row.pages, row.outcome) == ("read", "Kampala 1", 2, "")
    closed(person)
    with reopened(tmp_path, "jinja") as second:
        assert image(second) != before


def damaged(tmp_path, folder):
    with reopened(tmp_path, "kampala") as first:
        made = export(first, folder, device_of(tmp_path, "jinja"))
    made.file.write_bytes(made.file.read_bytes()[:-40])
    return "bundle_damaged"


def for_another(tmp_path, folder):
    with reopened(tmp_path, "kampala") as first, laptop(tmp_path, "mbale") as third:
        enrolled(first, third, branch="MBL")
        export(first, folder, third.store.device.id)
    return "bundle_not_for_us"


def foreign(tmp_path, folder):
    with laptop(tmp_path, "stranger") as other, reopened(tmp_path, "jinja") as second:
        cooperative.found(other, "Other", OFFICERS, branch="X", device="X", cost=CHEAP)
        device = second.store.device
        raw = msgspec.json.encode(request(device, device_box(device.seed).public))
        cooperative.enrol(other, raw, TWO, branch="Y", device="Y", books=[cooperative.EVERY])
        export(other, folder, device.id)
    return "foreign_cooperative"


def no_bundle(_tmp_path, folder):
    (folder / "holiday.bundle").write_bytes(b"a picture")
    return "not_a_bundle"


def newer(_tmp_path, folder):
    (folder / "new.bundle").write_bytes(b"coopledger passphrase bundle 9\n{}\n")
    return "newer_bundle"


def revoked(tmp_path, folder):
    with reopened(tmp_path, "kampala") as first, reopened(tmp_path, "jinja") as second:
        export(second, folder, first.store.device.id)
        cooperative.revoke(first, second.store.device.id, TWO)
    return "revoked_device"


@pytest.mark.parametrize("make", [damaged, for_another, foreign, no_bundle])
def test_a_file_that_is_refused_is_told_in_words_and_changes_nothing(
    opened, tmp_path, two, stick, make
):
    refused(opened, tmp_path, two, stick, make, "jinja")


def test_a_file_of_a_revoked_laptop_is_refused_in_words(opened, tmp_path, two, stick):
    refused(opened, tmp_path, two, stick, revoked, "kampala")


def refused(opened, tmp_path, book, stick, make, who):
    said = make(tmp_path, stick.folder)
    (file,) = sticks_of.found_on(stick.folder)
    person = at(opened, tmp_path, who)
    before = pages_of(person, book)
    stick_seen(person)
    press(person, "read_from_stick")
    if not person.banner:
        press(person, "look_at_file")
    sentence = explain(Refusal(said, value=file.name))
    assert person.banner.replace("\u2068", "").replace("\u2069", "") == sentence
    assert not person.see("take_in").isEnabled()
    assert pages_of(person, book) == before
    person.press(ESCAPE)
    part(person, "history")
    (row,) = person.see("history_table").rows.rows[:1]
    assert (row.way, row.outcome) == ("refused", said)


def test_a_newer_programs_file_asks_for_a_passphrase_first_and_is_refused(
    opened, tmp_path, two, stick
):
    newer(tmp_path, stick.folder)
    person = at(opened, tmp_path, "jinja")
    stick_seen(person)
    press(person, "read_from_stick")
    person.tab_to("bundle_words")
    person.type("any words")
    person.press(ENTER)
    assert "newer program" in person.banner


def test_under_a_passphrase_a_slip_is_told_and_the_right_one_opens(opened, tmp_path, two, stick):
    with reopened(tmp_path, "kampala") as first:
        export_worded(first, stick.folder, "three white goats", [cooperative.EVERY], CHEAP)
    person = at(opened, tmp_path, "jinja")
    stick_seen(person)
    press(person, "read_from_stick")
    person.tab_to("bundle_words")
    person.type("three black goats")
    person.press(ENTER)
    assert "not the passphrase" in told(person)
    assert person.focus.objectName() == "bundle_words"
    person.type("three white goats")
    person.press(ENTER)
    assert "Kamu Kamu: 2 new pages." in told(person)
    press(person, "take_in")
    assert pages_of(person, two) == 5


def test_books_are_taken_under_a_passphrase_typed_twice(opened, tmp_path, two, stick):
    person = at(opened, tmp_path, "kampala")
    stick_seen(person)
    press(person, "take_to_stick")
    person.press(Qt.Key.Key_End)
    person.tab_to("take_words")
    person.type("three white goats")
    person.tab_to("take_words_again")
    person.type("three white goat")
    press(person, "take_now")
    assert "The two are not the same" in told(person)
    assert sticks_of.found_on(stick.folder) == []
    person.type("three white goats")
    press(person, "take_now")
    assert "You may pull it out now." in told(person)
    assert len(sticks_of.found_on(stick.folder)) == 1


@pytest.mark.parametrize(
    ("number", "said"),
    [(28, "stick_full"), (30, "stick_read_only"), (5, "stick_broken"), (19, "stick_pulled")],
)
def test_a_stick_that_fails_is_told_and_a_good_one_still_goes(
    opened, tmp_path, two, stick, monkeypatch, number, said
):
    def fails(path, _data):
        raise Refusal("not_writable", value=str(path), reason="", errno=number)

    person = at(opened, tmp_path, "kampala")
    stick_seen(person)
    press(person, "take_to_stick")
    with monkeypatch.context() as once:
        once.setattr(sticks_of, "replace", fails)
        press(person, "take_now")
    folder = stick.folder / "CoopLedger"
    assert person.banner == explain(Refusal(said, value=str(folder)))
    assert "pull it out now" not in told(person)
    assert sticks_of.found_on(stick.folder) == []
    press(person, "take_now")
    assert "You may pull it out now." in told(person)


@pytest.fixture
def three(two, tmp_path):
    """A third laptop waits for books too."""
    with reopened(tmp_path, "kampala") as first, laptop(tmp_path, "mbale") as third:
        enrolled(first, third, branch="MBL")
    return two


def for_all_that_wait(person):
    stick_seen(person)
    press(person, "take_to_stick")
    person.press(Qt.Key.Key_Home)
    assert person.see("take_for").currentText() == "All 2 laptops that wait for something"
    person.tab_to("take_now")


def test_a_stick_that_is_full_at_the_second_file_names_the_first(
    opened, tmp_path, three, stick, monkeypatch
):
    real = sticks_of.replace

    def full(path, data):
        if list(stick.folder.rglob("*.bundle")):
            raise Refusal("not_writable", value=str(path), reason="", errno=28)
        real(path, data)

    person = at(opened, tmp_path, "kampala")
    for_all_that_wait(person)
    monkeypatch.setattr(sticks_of, "replace", full)
    person.press(ENTER)
    assert "no room" in person.banner
    assert "Nothing was left there" not in told(person)
    (file,) = sticks_of.found_on(stick.folder)
    assert "Before that, 1 file of 2 was written and read back:" in told(person)
    assert file.name in told(person)
    person.press(ESCAPE)
    part(person, "history")
    rows = person.see("history_table").rows.rows
    assert [(row.file, row.outcome) for row in rows] == [("", "stick_full"), (file.name, "")]


def test_stopped_at_the_second_file_the_first_is_named(opened, tmp_path, three, stick, monkeypatch):
    person = at(opened, tmp_path, "kampala")
    for_all_that_wait(person)
    real, pressed = sticks_of.write, threading.Event()

    def written(*given):
        made = real(*given)
        pressed.wait(20)
        return made

    monkeypatch.setattr(sticks_of, "write", written)
    QTest.keyClick(person.focus, ENTER)
    until(person, lambda: sticks_of.found_on(stick.folder))
    assert person.focus.objectName() == "stop"
    QTest.keyClick(person.focus, ENTER)
    pressed.set()
    person.settle()
    assert "those before it are" in person.banner
    assert "the ledger is as it was" not in told(person)
    (file,) = sticks_of.found_on(stick.folder)
    assert "Before that, 1 file of 2 was written and read back:" in told(person)
    assert file.name in told(person)
    monkeypatch.setattr(sticks_of, "write", real)
    press(person, "take_now")  # nothing of it is said of what is taken next
    assert "You may pull it out now." in told(person)
    assert "Before that" not in told(person)


def test_a_stick_that_was_pulled_before_is_missed(opened, tmp_path, two, stick, plugged):
    person = at(opened, tmp_path, "kampala")
    stick_seen(person)
    press(person, "take_to_stick")
    shutil.rmtree(stick.folder)
    plugged.clear()
    press(person, "take_now")
    assert person.banner == explain(Refusal("stick_missing", value=str(stick.folder)))
    person.press(ESCAPE)
    until(person, lambda: "No stick is plugged in" in told(person))
    assert not person.see("take_to_stick").isEnabled()
    assert not person.see("read_from_stick").isEnabled()


def test_a_stick_that_was_pulled_and_whose_folder_stays_is_missed(
    opened, tmp_path, two, stick, plugged
):
    person = at(opened, tmp_path, "kampala")
    stick_seen(person)
    press(person, "take_to_stick")
    (drive,) = plugged
    plugged.clear()
    press(person, "take_now")
    assert person.banner == explain(Refusal("stick_away", value="KAMU"))
    assert "You may pull it out now." not in told(person)
    assert list(stick.folder.rglob("*.bundle")) == []
    plugged.append(drive)
    press(person, "take_now")
    assert "You may pull it out now." in told(person)


def test_a_stick_shows_by_itself_and_one_that_is_locked_is_only_read(
    opened, tmp_path, two, plugged
):
    person = at(opened, tmp_path, "kampala")
    until(person, lambda: "No stick is plugged in" in told(person))
    (tmp_path / "LOCKED").mkdir()
    plugged.append(Drive("LOCKED", tmp_path / "LOCKED", 5_000_000, "vfat", writable=False))
    until(person, lambda: "It can be read only" in told(person))
    assert "5 MB free" in told(person)
    assert not person.see("take_to_stick").isEnabled()
    assert person.see("read_from_stick").isEnabled()


def test_a_folder_can_be_chosen_instead(opened, tmp_path, two, plugged):
    person = at(opened, tmp_path, "kampala")
    (tmp_path / "drop").mkdir()
    person.window.shell.screen_shown.stick.use_folder(tmp_path / "drop")
    press(person, "take_to_stick")
    press(person, "take_now")
    assert "It is all there." in told(person)
    assert len(list((tmp_path / "drop").glob("*.bundle"))) == 1
