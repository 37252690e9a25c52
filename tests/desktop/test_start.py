"""From nothing to Home, by keys alone: first start, practice, unlock."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from coopledger.desktop.settings import saved_speech
from coopledger.words import catalog
from tests.desktop.test_walk import check

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


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, ENTER])
def test_locking_hides_everything_and_unlocking_comes_back(opened, practice, key):
    person = opened(practice)
    person.type("practice")
    person.press(ENTER)
    person.tab_to("rail_settings")
    person.press(key)
    assert person.window.shell.place == "settings"
    person.tab_to("rail_lock")
    person.press(key)
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


OWN_NAMES = {"English", "Français", "Kiswahili", "Português", "አማርኛ", "हिन्दी", "العربية"}


@pytest.fixture
def english():
    """Puts the language back."""
    yield
    catalog.use_language("en")
    QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def languages(person):
    found = person.window.cover.languages.findChildren(QPushButton)
    return {each.text(): each for each in found if each.isVisible()}


def to_languages(person):
    """Back from the passphrase with Shift and Tab."""
    for _ in range(20):
        if person.focus.objectName().startswith("language_"):
            return
        person.press(Qt.Key.Key_Backtab)
    raise AssertionError("no way to the languages")


@pytest.mark.parametrize("name", ["ledger.coop", "practice.coop"])
def test_the_language_is_chosen_before_the_first_passphrase(opened, practice, english, name):
    person = opened(practice.with_name(name))
    assert person.focus.objectName() == "passphrase"
    assert set(languages(person)) >= OWN_NAMES
    person.type("seven goats")
    to_languages(person)
    assert person.focus.text() == "English"
    person.press(Qt.Key.Key_Right)
    assert catalog.current_language() == "fr"
    assert person.focus.text() == "Français"
    assert person.window.cover.passphrase.text == "seven goats"
    assert "Phrase" in person.window.cover.passphrase.edit.accessibleName()
    assert saved_speech()[0] == "fr"
    check(person)
    languages(person)["العربية"].setFocus()
    person.press(Qt.Key.Key_Space)
    assert catalog.current_language() == "ar"
    assert QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert person.focus.text() == "العربية"
    check(person)
    person.tab_to("passphrase")
    person.window.close()
    assert saved_speech()[0] == "ar"


def test_the_language_of_a_country_is_marked_too(opened, tmp_path, english):
    catalog.use_language("fr-CD")
    person = opened(tmp_path / "ledger.coop")
    to_languages(person)
    assert person.focus.text() == "Français"
    assert [text for text, each in languages(person).items() if each.isChecked()] == ["Français"]


def test_enter_on_the_language_goes_to_the_passphrase(opened, tmp_path):
    person = opened(tmp_path / "ledger.coop")
    to_languages(person)
    person.press(ENTER)
    assert person.focus.objectName() == "passphrase"
    assert not person.window.cover.passphrase.complaint


def test_enter_goes_from_the_passphrase_to_the_second_one(opened, tmp_path):
    person = opened(tmp_path / "ledger.coop")
    person.type("seven goats")
    person.press(ENTER)
    assert person.focus.objectName() == "passphrase_again"
    assert not person.window.cover.again.complaint


@pytest.mark.parametrize("name", ["ledger.coop", "practice.coop"])
def test_a_passphrase_is_shown_on_wish_until_the_keyboard_goes_elsewhere(opened, practice, name):
    person = opened(practice.with_name(name))
    hidden, plain = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal
    edits = [field.edit for field in person.window.cover.fields]
    assert [each.echoMode() for each in edits] == [hidden] * len(edits)
    person.type("seven goats")
    person.tab_to("show_passphrase")
    assert person.focus.accessibleName() == "Show what is typed"
    person.press(ENTER)
    assert person.focus.accessibleName() == "Hide what is typed"
    assert [each.echoMode() for each in edits] == [plain] * len(edits)
    person.press(Qt.Key.Key_Backtab)
    assert person.focus in edits
    assert [each.echoMode() for each in edits] == [plain] * len(edits)
    person.tab_to("main")
    assert [each.echoMode() for each in edits] == [hidden] * len(edits)
