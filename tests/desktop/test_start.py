"""From nothing to Home, by keys alone: first start, practice, unlock."""

import pytest
from PySide6.QtCore import Qt

pytestmark = [
    pytest.mark.qt_log_level_fail("WARNING"),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


def test_a_new_ledger_is_made_under_a_passphrase_typed_twice(opened, tmp_path):
    path = tmp_path / "new" / "ledger.coop"
    person = opened(path)
    assert person.window.cover.objectName() == "first_start"
    person.type("seven goats")
    person.press(TAB)
    person.type("seven goatz")
    person.press(ENTER)
    assert person.focus.objectName() == "passphrase_again"
    assert "not the same" in person.window.cover.again.complaint
    assert not path.exists()
    person.type("seven goats")
    person.press(ENTER)
    assert person.window.shell.place == "start"
    assert path.exists()
    assert not person.window.shell.session.practice


def test_an_empty_passphrase_is_refused_beside_the_field(opened, tmp_path):
    person = opened(tmp_path / "ledger.coop")
    person.type("  ")
    person.press(ENTER)
    assert person.window.cover.passphrase.complaint
    assert not (tmp_path / "ledger.coop").exists()


def test_first_start_practice_home(opened, tmp_path):
    person = opened(tmp_path / "ledger.coop")
    person.tab_to("practice")
    person.press(ENTER)
    shell = person.window.shell
    assert shell.place == "home"
    assert shell.session.practice
    assert (tmp_path / "practice.coop").exists()
    assert not (tmp_path / "ledger.coop").exists()
    assert "PRACTICE" in person.see("practice_strip").accessibleName()
    assert person.focus.objectName().startswith("group_")


def test_practice_is_marked_on_every_screen(opened, practice):
    person = opened(practice)
    person.type("practice")
    person.press(ENTER)
    person.press(ENTER)
    for place in ("group", "members", "reports", "book", "import", "meeting"):
        person.window.shell.go(place)
        person.settle()
        assert person.window.shell.place == place
        assert person.see("practice_strip").isVisible()


def test_wrong_then_right_passphrase(opened, ledger, tmp_path):
    ledger.close()
    person = opened(tmp_path / "ledger.coop")
    for _ in range(2):
        person.type("six goats")
        person.press(ENTER)
        assert "Nothing is lost" in person.window.cover.passphrase.complaint
        assert person.focus.objectName() == "passphrase"
    person.type("seven goats")
    person.press(ENTER)
    assert person.window.shell.place == "home"


def test_a_ledger_that_is_no_ledger_is_said_so_and_the_passphrase_can_be_typed_again(
    opened, ledger, tmp_path
):
    ledger.close()
    path = tmp_path / "ledger.coop"
    path.write_bytes(b"\0" * 8192)
    person = opened(path)
    person.type("seven goats")
    person.press(ENTER)
    assert person.window.cover.status.text()
    assert person.focus.objectName() == "passphrase"


def test_locking_hides_everything_and_unlocking_comes_back(opened, practice):
    person = opened(practice)
    person.type("practice")
    person.press(ENTER)
    person.tab_to("rail_lock")
    person.press(Qt.Key.Key_Space)
    assert person.window.shell is None
    assert person.window.cover.objectName() == "unlock"
    assert person.window.cover.passphrase.text == ""
    person.type("practice")
    person.press(ENTER)
    assert person.window.shell.place == "home"


def test_the_window_says_when_it_was_first_seen(qtbot, qapp, tmp_path):
    from coopledger.desktop.window import MainWindow

    window = MainWindow(tmp_path / "ledger.coop")
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted, timeout=5_000):
        window.show()
