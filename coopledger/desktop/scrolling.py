"""A part of a screen that may be taller than the window, and follows the cursor."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from coopledger.desktop.theme import theme


class Scrolling(QScrollArea):
    """Shows a widget; whatever in it gets the keyboard comes into sight."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        inside = self.widget()
        if now is None or inside is None or not self.isVisible():
            return
        if inside.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, theme().em(2.5))
