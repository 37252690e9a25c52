"""Care of the laptop in the window: the screen, Home, the file for the helper, crashes, updates."""

import sys
import time

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton

from coopledger.app import doctor, log, updates
from coopledger.app.desk import open_desk
from coopledger.app.ledger import Ledger
from coopledger.app.places import log_folder
from coopledger.desktop.care_dialog import CareDialog
from coopledger.desktop.diagnosis import DiagnosisDialog
from coopledger.desktop.faults import WHOLE_TRACE, FaultDialog, Faults
from coopledger.domain.errors import Refusal
from coopledger.store.store import keys_path
from coopledger.store.tables import SCHEMA
from tests.app.blank_pages import write
from tests.app.releases import KEYS, PINNED, installed, update
from tests.conftest import PASSPHRASE

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

ENTER, ESCAPE, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab
AMINA, BOSCO, _CHANTAL = KEYS.values()


@pytest.fixture(autouse=True)
def own_state(monkeypatch, tmp_path):
    monkeypatch.setenv("COOPLEDGER_STATE", str(tmp_path / "state"))


def at(person, path_passphrase="practice"):
    person.type(path_passphrase)
    person.press(ENTER)
    return person


@pytest.fixture
def at_home(opened, practice):
    return at(opened(practice))


@pytest.fixture
def own(opened, kamu, tmp_path):
    """At Home of a ledger that is not for practice."""
    kamu[0].close()
    return opened(tmp_path / "ledger.coop"), tmp_path / "ledger.coop"


def dialogs(kind):
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, kind)]


def the_only(qtbot, kind):
    qtbot.waitUntil(lambda: any(each.isVisible() for each in dialogs(kind)))
    (found,) = [each for each in dialogs(kind) if each.isVisible()]
    return found


def said(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel))


def test_from_settings_by_keys_to_the_rows_and_back(at_home, monkeypatch):
    person = at_home
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["HP"])
    person.window.shell.show_settings("safety")
    person.settle()
    person.tab_to("care")
    person.press(Qt.Key.Key_Space)
    shell = person.window.shell
    assert shell.place == "care"
    assert "All is well" in person.banner
    rows = shell.screen_shown.findChildren(QFrame)
    told = {each.objectName(): each.accessibleName() for each in rows}
    assert "good" in told["check_printer"]
    assert "sound" in told["check_file"]
    assert person.focus.objectName() == "look_again"
    person.press(ESCAPE)
    assert shell.place == "settings"


def test_what_is_bad_stands_first_with_what_to_do(at_home, monkeypatch):
    person = at_home
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    shell = person.window.shell
    monkeypatch.setattr(type(shell.session.ledger.store), "is_sound", lambda _s, *, blocks: False)
    shell.show_about("care", None)
    person.settle()
    checks = shell.screen_shown.rows.checks
    assert [each.code for each in checks[:2]] == ["store_damaged", "printer_none"]
    assert "danger" in person.banner
    row = person.see("check_file").accessibleName()
    assert "act now" in row
    assert "Bring the newest backup" in row


def test_the_check_can_be_stopped(at_home, monkeypatch):
    person = at_home
    shell = person.window.shell

    def slow(_ledger, _depth, *, more, step):
        for done in range(10_000):
            step(done, 10_000)
            time.sleep(0.002)
        return more

    monkeypatch.setattr("coopledger.desktop.care.examine", slow)
    shell.show_about("care", None)
    stop = person.see("stop")
    stop.click()
    person.settle()
    assert "Stopped" in person.banner
    assert person.focus.objectName() == "look_again"


def test_the_very_text_is_shown_and_then_saved(at_home, qtbot, tmp_path):
    person = at_home
    shell = person.window.shell
    shell.show_about("care", None)
    person.settle()
    person.tab_to("care_save")
    person.press(Qt.Key.Key_Space)
    dialog = the_only(qtbot, DiagnosisDialog)
    text = dialog.text.toPlainText()
    assert dialog.text.isReadOnly()
    assert "screen: care" in text
    assert "file good store_sound" in text
    for group in shell.session.ledger.groups():
        assert group.name not in text
    file = tmp_path / "stick.txt"
    dialog.write(file)
    assert file.read_text("utf-8") == text
    assert "stick.txt" in dialog.banner.text
    dialog.write(file)
    assert "already" in dialog.banner.text
    dialog.reject()


def test_home_is_silent_when_all_is_well_and_says_in_a_line_what_is_not(own):
    person, path = own
    at(person, "seven goats")
    assert "keys file" not in person.window.shell.screen_shown.notices.text
    keys_path(path).chmod(0o644)
    state = path.parent / "state"
    for kept in state.glob("care-*.json"):  # the next day
        kept.unlink()
    person.window.shell.go("group")
    person.window.shell.go("home")
    person.settle()
    notices = person.window.shell.screen_shown.notices.text.splitlines()
    assert "copy the keys file" in notices[0]
    assert not dialogs(FaultDialog)


def test_a_ledger_that_cannot_be_opened_is_looked_at_before_the_passphrase(own, qtbot, tmp_path):
    person, path = own
    assert not person.window.cover.look.isVisible()
    path.write_bytes(bytes(path.stat().st_size))
    at(person, "seven goats")
    cover = person.window.cover
    assert cover is not None
    person.tab_to("look_what_is_wrong")
    person.press(Qt.Key.Key_Space)
    dialog = the_only(qtbot, CareDialog)
    codes = [each.code for each in dialog.rows.checks]
    assert "store_closed" in codes[:3]
    assert "keys_sound" in codes
    dialog.save.click()
    text = the_only(qtbot, DiagnosisDialog)
    assert "file bad store_closed refused=not_a_store" in text.text.toPlainText()
    assert str(tmp_path) not in text.text.toPlainText()
    text.reject()
    dialog.accept()
    assert person.window.cover is cover


# What nobody foresaw


@pytest.fixture
def faults(monkeypatch):
    made = Faults()
    monkeypatch.setattr(sys, "excepthook", made.catch)
    return made


def boom():
    raise LookupError("Atuhaire Esther owes 7654321 and her PIN is 314159")


def test_a_crash_in_the_middle_of_typing_keeps_the_work(at_home, faults, qtbot, capfd, tmp_path):
    person = at_home
    window = faults.window = person.window
    shell = window.shell
    group = next(c.row.id for c in shell.screen_shown._cards if c.row.name.startswith("Biruk"))
    shell.open_group(group)
    person.settle()
    shell.record()
    person.settle()
    desk = shell.screen_shown
    column = next(at for at, each in enumerate(desk.desk.columns) if each.key == "repayment")
    desk.grid.go_to(2, desk.desk.index["roll"])
    person.type("l")
    person.settle()
    desk.grid.go_to(0, column)
    person.type("1")
    person.type("2")  # in the cell's own line, which the first digit opened
    QTimer.singleShot(0, boom)
    dialog = the_only(qtbot, FaultDialog)
    qtbot.waitUntil(lambda: "is saved. You can go on" in said(dialog))
    assert "LookupError" not in said(dialog)
    dialog.findChild(QPushButton, "fault_save").click()
    shown = the_only(qtbot, DiagnosisDialog)
    qtbot.waitUntil(lambda: "file good store_opens" in shown.text.toPlainText())
    text = shown.text.toPlainText()
    assert "screen: meeting" in text
    assert "LookupError" in text.split("[stumbled]")[1]
    shown.write(tmp_path / "helper.txt")
    shown.reject()
    dialog._go_on.click()
    assert not dialog.isVisible()
    # Nothing of it got out, and the half-typed figure is where it was.
    err = capfd.readouterr().err
    written = (log_folder() / log.NAME).read_text("ascii")
    for told in (err, written, text, (tmp_path / "helper.txt").read_text("utf-8")):
        assert "LookupError" in told
        assert "Atuhaire" not in told
        assert "7654321" not in told
        assert "314159" not in told
    assert desk.desk.cell(0, column).text == "12.00"
    desk_draft, path = desk.desk.draft, window.path
    qtbot.waitUntil(lambda: desk.autosave.saved)
    window.close()
    with Ledger.open(path, "practice") as ledger:
        kept = open_desk(ledger, group, desk.desk.day)
        assert kept.desk.draft == desk_draft
        assert kept.desk.cell(2, kept.desk.index["roll"]).text == "late"


def test_it_says_saved_only_when_it_is(at_home, faults, qtbot, monkeypatch):
    person = at_home
    window = faults.window = person.window
    shell = window.shell
    shell.open_group(shell.screen_shown._cards[1].row.id)
    person.settle()
    shell.record()
    person.settle()
    store = shell.session.ledger.store

    def full(*_args):
        raise Refusal("disk_full")

    keep = store.save_draft
    monkeypatch.setattr(store, "save_draft", full)
    desk = shell.screen_shown
    desk.grid.go_to(3, desk.desk.index["roll"])
    person.type("l")
    person.settle()
    QTimer.singleShot(0, boom)
    dialog = the_only(qtbot, FaultDialog)
    qtbot.wait(300)
    assert "is being saved" in said(dialog)
    monkeypatch.setattr(store, "save_draft", keep)
    qtbot.waitUntil(lambda: "is saved. You can go on" in said(dialog), timeout=10_000)
    dialog.accept()


def test_each_kind_of_fault_is_told_once_and_calmly(qtbot, qapp, capfd, monkeypatch):
    faults = Faults()

    def three_times():
        for _ in range(3):
            try:
                {}["nobody foresaw this"]
            except KeyError as problem:
                faults.catch(KeyError, problem, problem.__traceback__)

    three_times()
    dialog = the_only(qtbot, FaultDialog)
    told = said(dialog)
    assert "saved" in told
    assert "Traceback" not in told
    assert "KeyError" not in told
    dialog.accept()
    err = capfd.readouterr().err
    assert "KeyError" in err
    assert "nobody foresaw this" not in err
    monkeypatch.setenv(WHOLE_TRACE, "1")  # for whoever works on the program
    three_times()
    qtbot.wait(20)
    assert not [each for each in dialogs(FaultDialog) if each.isVisible()]
    assert "nobody foresaw this" in capfd.readouterr().err


def test_two_faults_of_one_kind_outside_our_code_are_told_each(qtbot, qapp, capfd):
    faults = Faults()
    for file in ("qt/one.py", "qt/other.py", "qt/one.py"):
        try:
            exec(compile("{}['nobody foresaw this']", file, "exec"))
        except KeyError as problem:
            faults.catch(KeyError, problem, problem.__traceback__)
    qtbot.waitUntil(lambda: len(dialogs(FaultDialog)) == 2)
    qtbot.wait(20)
    assert len([each for each in dialogs(FaultDialog) if each.isVisible()]) == 2
    for each in dialogs(FaultDialog):
        each.accept()
    assert "one.py" not in capfd.readouterr().err


def test_the_windows_refusals_go_into_the_log_by_their_codes(opened, ledger, tmp_path):
    ledger.close()
    person = opened(tmp_path / "ledger.coop")
    person.type("six goats of Esther")
    person.press(ENTER)
    written = (log_folder() / log.NAME).read_text("ascii")
    assert "start " in written
    assert "refused wrong_passphrase" in written
    assert "goats" not in written


# Updates


@pytest.fixture
def at_updates(at_home, monkeypatch, tmp_path):
    root, program = installed(tmp_path)
    monkeypatch.setattr("sys.executable", str(program))
    monkeypatch.setattr(updates, "pinned_keys", lambda: PINNED)
    at_home.window.shell.show_settings("safety")
    at_home.settle()
    return at_home, at_home.window.shell.screen_shown.safety.update_panel, root


def test_an_update_is_shown_first_and_put_in_by_a_second_press(at_updates, tmp_path):
    person, panel, root = at_updates
    assert not panel.put_in.isEnabled()
    panel.look(update(tmp_path, AMINA, BOSCO, news="Loans by phone"))
    person.settle()
    assert "genuine and whole" in panel.banner.text
    told = said(panel)
    assert "0.2.0" in told
    assert "Amina, Bosco" in told
    assert "Loans by phone" in told
    assert updates.current(root) == "0.1.0"
    assert person.focus.objectName() == "update_put_in"
    person.press(Qt.Key.Key_Space)
    assert "is in. Close the program" in panel.banner.text
    assert updates.current(root) == "0.2.0"
    assert list(tmp_path.glob("practice.coop.before-0.2.0-*.keys"))
    assert not panel.put_in.isEnabled()
    assert not panel.back.isVisible()  # the copy is of the practice ledger


def test_an_update_that_nobody_vouches_for_is_refused_with_what_to_do(at_updates, tmp_path):
    person, panel, root = at_updates
    panel.look(update(tmp_path, AMINA))
    person.settle()
    assert "may come from a thief" in panel.banner.text
    assert not panel.put_in.isEnabled()
    assert updates.current(root) == "0.1.0"
    panel.look(tmp_path / "none.update")
    person.settle()
    assert "none.update" in panel.banner.text


@pytest.fixture
def updated(opened, kamu, monkeypatch, tmp_path):
    """A page after an update whose ledger the version before cannot read; at the cover."""
    ledger, group = kamu
    root, program = installed(tmp_path)
    monkeypatch.setattr("sys.executable", str(program))
    updates.put_in(update(tmp_path, AMINA, BOSCO), ledger, root=root, pinned=PINNED)
    history = root / updates.HISTORY
    history.write_text(history.read_text().replace(f'"schema": {SCHEMA}', '"schema": 1'))
    before = ledger.store.heads()
    write(ledger, group)
    path, now = ledger.store.path, ledger.store.heads()
    ledger.close()
    return opened(path), root, path, before, now


def heads_of(path):
    with Ledger.open(path, PASSPHRASE) as ledger:
        return ledger.store.heads()


def at_the_way_back(person):
    at(person, PASSPHRASE)
    person.window.shell.show_settings("safety")
    person.settle()
    person.tab_to("update_back")
    assert person.focus.text() == "Go back to version 0.1.0"
    person.press(Qt.Key.Key_Space)
    return person.window.cover


def test_back_to_the_version_before_with_what_is_put_aside_told_first(updated):
    person, root, path, before, now = updated
    screen = at_the_way_back(person)
    assert screen.objectName() == "go_back"
    assert "1 page was written since" in said(screen)
    assert updates.current(root) == "0.2.0"
    person.press(ENTER)
    assert "Type a passphrase" in screen.passphrase.complaint
    person.type("six goats")
    person.press(ENTER)
    assert screen.passphrase.complaint
    assert (updates.current(root), heads_of(path)) == ("0.2.0", now)
    person.type(PASSPHRASE)
    person.press(ENTER)
    told = said(screen)
    assert "The next start runs version 0.1.0." in told
    (kept,) = path.parent.glob("ledger.coop.replaced-*[0-9]")
    assert str(kept) in told
    assert person.focus.text() == "Close the program"
    assert not screen.leave.isVisible()
    person.press(ENTER)  # nothing else is left to do here: this version would change its form again
    assert not person.window.isVisible()
    assert updates.current(root) == "0.1.0"
    assert (heads_of(path), heads_of(kept)) == (before, now)


def test_the_way_back_can_be_left(updated):
    person, root, path, _before, now = updated
    at_the_way_back(person)
    person.tab_to("leave")
    person.press(Qt.Key.Key_Space)
    assert person.window.cover.objectName() == "unlock"
    assert updates.current(root) == "0.2.0"
    at(person, PASSPHRASE)
    assert person.window.shell.place == "home"
    person.window.close()
    assert heads_of(path) == now


def test_where_the_ledger_stays_nothing_is_asked(updated):
    person, root, path, _before, now = updated
    history = root / updates.HISTORY
    history.write_text(history.read_text().replace('"schema": 1', f'"schema": {SCHEMA}'))
    screen = at_the_way_back(person)
    assert "nothing is lost" in said(screen)
    assert not screen.passphrase.isVisible()
    person.tab_to("main")
    person.press(ENTER)
    assert "The next start runs version 0.1.0." in said(screen)
    person.press(ENTER)
    assert (updates.current(root), heads_of(path)) == ("0.1.0", now)


def test_without_its_copy_the_ledger_stays_open(updated):
    person, _root, path, _before, _now = updated
    for each in path.parent.glob("ledger.coop.before-*"):
        each.unlink()
    assert at_the_way_back(person) is None
    panel = person.window.shell.screen_shown.safety.update_panel
    assert "ledger.coop.before-" in panel.banner.text


def test_a_ledger_that_the_new_version_broke_has_its_way_back_on_the_cover(updated):
    person, root, path, before, _now = updated
    raw = bytearray(path.read_bytes())
    raw[:64] = bytes(64)
    path.write_bytes(raw)
    at(person, PASSPHRASE)
    person.tab_to("update_back")
    person.press(Qt.Key.Key_Space)
    screen = person.window.cover
    assert "Whatever was written since" in said(screen)
    person.type(PASSPHRASE)
    person.press(ENTER)
    assert "The next start runs version 0.1.0." in said(screen)
    person.press(ENTER)
    assert (updates.current(root), heads_of(path)) == ("0.1.0", before)


def test_a_wrong_passphrase_offers_no_way_back(updated):
    person, *_ = updated
    at(person, "six goats")
    assert not person.window.cover.back.isVisible()


def test_the_doctor_is_in_the_palette_too(at_home):
    from coopledger.app.finding import Index
    from coopledger.desktop.commands import commands

    shell = at_home.window.shell
    (care,) = [c for c in commands(shell, Index((), ())) if c.text == "Care of this laptop"]
    care.act()
    at_home.settle()
    assert shell.place == "care"
    assert doctor.worst(shell.screen_shown.rows.checks) in ("good", "warn")
