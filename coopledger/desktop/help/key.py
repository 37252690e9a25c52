"""F1: help from wherever the keyboard is, in each window and dialog of the program."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from coopledger.desktop.background import Background
from coopledger.desktop.help.topic import topic_here

_NAME = "help_key"


class HelpKey(QObject):
    """Gives F1 to every window as the keyboard comes to it, and keeps the one window of help.

    A shortcut of the whole program would be dead while a dialog is open.

    Args:
        window: the program's window.
        background: for what is saved from help.

    Signals:
        coach_asked: whether the coach is to guide through the meeting (bool).
    """

    coach_asked = Signal(bool)

    def __init__(self, window: QWidget, background: Background) -> None:
        super().__init__(window)
        self._background = background
        self._window = window
        self._shown: QWidget | None = None
        self._give(window)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def open(self, key: str = "") -> None:
        """Show a page of help, without a key the one for where the keyboard is.

        From help itself it closes help: on a small screen that lies over the work.
        """
        from coopledger.desktop.help.window import HelpWindow

        shown, active = self._shown, QApplication.activeWindow()
        if isinstance(shown, HelpWindow) and isValid(shown) and shown is active and not key:
            shown.close()
            return
        focused = QApplication.focusWidget()
        wanted = key or topic_here()
        owner = active if active is not None and active.isModal() else self._window
        if not isinstance(shown, HelpWindow) or not isValid(shown) or shown.parent() is not owner:
            if shown is not None and isValid(shown):
                shown.deleteLater()
            shown = HelpWindow(owner, self._background)
            shown.coach_asked.connect(self.coach_asked)
            self._shown = shown
        shown.open(wanted, focused)

    def put_away(self) -> None:
        """Close help, where the window locks or speaks another language."""
        shown, self._shown = self._shown, None
        if shown is not None and isValid(shown):
            shown.close()

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            self._give(now.window())

    def _give(self, window: QWidget) -> None:
        """Let F1 open help in a window; once, and in this program's own only."""
        if window.findChild(QShortcut, _NAME, Qt.FindChildOption.FindDirectChildrenOnly) is None:
            made = QShortcut(QKeySequence("F1"), window)
            made.setObjectName(_NAME)
            made.activated.connect(self.open)
