"""The real window, driven by keys, with settings and ledgers of its own."""

import shutil

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from coopledger.words.catalog import use_language


@pytest.fixture(autouse=True)
def own_settings(tmp_path):
    """Nothing of the person who runs the tests is read or written."""
    scope = QSettings.Scope.UserScope
    QSettings.setPath(QSettings.Format.IniFormat, scope, str(tmp_path / "settings"))


@pytest.fixture(scope="session")
def practice_made(tmp_path_factory):
    """A practice ledger, made once."""
    from coopledger.app.demo import make_practice

    path = tmp_path_factory.mktemp("practice") / "practice.coop"
    make_practice(path)
    return path


@pytest.fixture
def practice(practice_made, tmp_path):
    """A practice ledger that this test may change."""
    for name in ("practice.coop", "practice.coop.keys"):
        shutil.copy(practice_made.with_name(name), tmp_path / name)
    return tmp_path / "practice.coop"


class Person:
    """Someone at the window: presses keys, waits until the window has answered."""

    def __init__(self, qtbot, window):
        self.qtbot, self.window = qtbot, window

    def settle(self):
        """Wait until nothing is under way."""
        self.qtbot.waitUntil(lambda: self.window.background.idle, timeout=20_000)
        QApplication.processEvents()

    def type(self, text):
        """Type a text where the cursor is."""
        QTest.keyClicks(self.focus, text)

    def press(self, key, modifier=None):
        """Press a key where the cursor is, and wait for what comes of it."""
        if modifier is None:
            QTest.keyClick(self.focus, key)
        else:
            QTest.keyClick(self.focus, key, modifier)
        self.settle()

    def tab_to(self, name):
        """Press Tab until the widget of that name has the focus."""
        from PySide6.QtCore import Qt

        for _ in range(60):
            if self.focus.objectName() == name:
                return
            QTest.keyClick(self.focus, Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never comes to {name}")

    @property
    def focus(self):
        """The widget that has the focus."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def see(self, name):
        """The visible widget of that name."""
        from PySide6.QtWidgets import QWidget

        found = [each for each in self.window.findChildren(QWidget, name) if each.isVisible()]
        assert found, f"no {name} to be seen"
        return found[0]

    @property
    def banner(self):
        """What the banner of the screen in front says."""
        return self.window.shell.screen_shown.banner.text


@pytest.fixture
def opened(qtbot, qapp, request):
    """Opens the window on a ledger's path; gives the person who sits at it."""
    from coopledger.desktop.main import application
    from coopledger.desktop.window import MainWindow

    windows = []

    def open_window(path, look="light", size="M", room=(1366, 768)):
        application(look, size)
        window = MainWindow(path)
        windows.append(window)
        window.resize(*room)
        window.show()
        qtbot.waitUntil(window.isActiveWindow, timeout=5_000)
        person = Person(qtbot, window)
        person.settle()
        return person

    yield open_window
    for window in windows:
        window.close()
        window.deleteLater()
    # At once: the next look would be put on all that is only about to go.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    application("light", "M")
    use_language("en")
    QApplication.processEvents()
