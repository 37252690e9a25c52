"""The walk over the screens of the exchange, in all looks, sizes and both directions."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication

from coopledger.app import approvals, exchanges, sticks
from coopledger.app.sticks import Place
from coopledger.desktop.desk.copy_screen import CopyDeskScreen
from coopledger.desktop.exchange.screen import PARTS
from coopledger.sync import drives
from coopledger.sync.drives import Drive
from coopledger.words import catalog
from tests.conftest import PASSPHRASE
from tests.desktop.test_walk import SETTINGS, as_read, check, in_order, shown, tab_stops
from tests.sync.laptops import carry, enrolled, founder, group, hold, laptop

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]


@pytest.fixture
def speaks():
    """Lets a test change the language, and puts it back."""
    yield catalog.use_language
    catalog.use_language("en")


@pytest.fixture
def met(tmp_path, monkeypatch):
    """Sticks with books and a request on one; two laptops of a cooperative and one that asks."""
    monkeypatch.setenv("COOPLEDGER_STATE", str(tmp_path / "state"))
    stick = Place(tmp_path / "KAMU", "KAMU", is_drive=True)
    for folder in (stick.folder, tmp_path / "LOCKED"):
        folder.mkdir()
    found = (
        Drive("KAMU", stick.folder, 3_900_000_000, "vfat", writable=True),
        Drive("LOCKED", tmp_path / "LOCKED", 5_000_000, "vfat", writable=False),
    )
    monkeypatch.setattr(drives, "plugged_in", lambda: found)
    with (
        founder(tmp_path) as first,
        laptop(tmp_path, "jinja") as second,
        laptop(tmp_path, "gulu") as new,
    ):
        enrolled(first, second)
        book = group(first, "Kamu Kamu", 2, officers=True)
        group(first, "Espérance", 2)
        carry(first, second, tmp_path / "old", join=True)
        hold(first, book)
        exchanges.send_all(first, stick, [second.store.device.id])
        sticks.write_request(new, stick)
        approvals.write(first, book, sticks.writing_folder(stick))
        device = second.store.device.id
    (stick.folder / "holiday.bundle").write_bytes(b"no bundle")
    return stick, device


@pytest.fixture(params=SETTINGS, ids=lambda s: "-".join([s[0], s[1], str(s[2][0]), *s[3:]]))
def setting(request, speaks):
    """One of the settings."""
    speaks(request.param[0])
    return request.param


def at_home(opened, path, setting):
    _language, size, room, *look = setting
    person = opened(path, *look, size=size, room=room)
    person.type(PASSPHRASE)
    person.press(Qt.Key.Key_Return)
    person.window.setProperty("room", person.window.size())
    return person


def look(person, where):
    person.settle()
    check(person)
    main = person.window.shell.screen_shown.main
    stops = [each for each in tab_stops(person) if each is not main]
    read = as_read(person, stops)
    assert [each.objectName() for each in stops] == [each.objectName() for each in read], where


def parts(person):
    person.window.shell.go("usb")
    screen = person.window.shell.screen_shown
    person.settle()
    person.qtbot.waitUntil(lambda: screen.stick.place is not None, timeout=10_000)
    for name in PARTS:
        screen.go_to(name)
        person.settle()
        in_order(person, name)


def test_where_this_laptop_belongs_to_a_cooperative(opened, tmp_path, met, setting):
    stick, device = met
    person = at_home(opened, tmp_path / "kampala" / "ledger.coop", setting)
    check(person)  # Home says what waits
    parts(person)
    shell = person.window.shell
    for place, about in (
        ("usb_take", stick),
        ("usb_read", stick),
        ("usb_enrol", stick),
        ("usb_laptop", device),
        ("usb_hand_over", device),
    ):
        shell.show_about(place, about)
        look(person, place)
    shell.show_about("usb_read", stick)
    person.settle()
    files = shell.screen_shown.table
    files.setCurrentIndex(files.model().index(1, 0))
    assert shell.screen_shown.by_sheets.isVisible()
    shell.screen_shown.by_sheets.click()
    shell.screen_shown.sheets.open.click()
    look(person, "by the recovery words")
    shell.show_about("usb_take", stick)
    person.settle()
    shell.screen_shown.to.take("-")
    shell.screen_shown._chosen()
    look(person, "under a passphrase")
    shell.screen_shown.to.choice.setCurrentIndex(0)
    shell.screen_shown.main.click()
    person.settle()
    check(person)
    shell.show_about("usb_laptop", device)
    person.settle()
    for act in ("receive", "revoke", "retire"):
        shell.screen_shown.begin(act)
        shell.screen_shown.receive.which.take("some")
        shell.screen_shown.receive._chosen()
        QApplication.processEvents()
        look(person, act)


def test_where_it_belongs_to_none_yet_and_where_it_reads(opened, tmp_path, met, setting):
    stick, _device = met
    person = at_home(opened, tmp_path / "gulu" / "ledger.coop", setting)
    parts(person)
    for place, about in (("usb_found", None), ("usb_join", stick)):
        person.window.shell.show_about(place, about)
        look(person, place)
    person.window.close()
    person = at_home(opened, tmp_path / "jinja" / "ledger.coop", setting)
    person.window.shell.show_about("usb_read", stick)
    look(person, "preview")
    assert person.window.shell.screen_shown.main.isEnabled()


def test_the_desk_over_a_copy(opened, tmp_path, met, setting):
    person = at_home(opened, tmp_path / "jinja" / "ledger.coop", setting)
    shell = person.window.shell
    shell.open_group(shell.screen_shown._cards[0].row.id)
    look(person, "group")
    shell.record()
    person.settle()
    desk = shell.screen_shown
    assert isinstance(desk, CopyDeskScreen)
    for place in range(len(desk.page.strip.steps)):
        desk.page.open_step(place)
        person.settle()
        check(person)
    desk._stack.setCurrentWidget(desk.seal_page)
    desk.seal_page.show_summary()
    person.settle()
    check(person)


def test_every_button_of_it_is_translated(opened, tmp_path, met, speaks):
    speaks("en-XA")
    stick, device = met
    person = at_home(opened, tmp_path / "kampala" / "ledger.coop", ("en-XA", "M", (1366, 768)))
    shell = person.window.shell
    for place, about in (
        ("usb_take", stick),
        ("usb_read", stick),
        ("usb_found", None),
        ("usb_enrol", stick),
        ("usb_laptop", device),
        ("usb_hand_over", device),
    ):
        shell.show_about(place, about)
        person.settle()
        plain = {each.text() for each in shown(person, QAbstractButton) if each.text()}
        names = {"Kamu Kamu", "Espérance", "KAMU", "LOCKED"}
        assert all("[" in text for text in plain - names), plain
