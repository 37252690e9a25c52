"""Lets a person look at the secret that is being typed, as long as the keyboard is at it."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from coopledger.desktop.widgets import Button, Field
from coopledger.words.catalog import _


class ShowButton(Button):
    """Shows what is typed in secret fields; it is hidden again when the keyboard goes elsewhere."""

    def __init__(self, name: str, *fields: Field) -> None:
        super().__init__(name, "", "eye", "plain")
        self._fields = fields
        self.setCheckable(True)
        self.toggled.connect(self._show)
        self._show(False)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        for field in self._fields:
            field.edit.setEchoMode(mode)
        self.say(_("Hide what is typed") if shown else _("Show what is typed"))

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not self and all(now is not field.edit for field in self._fields):
            self.setChecked(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees it any more: it must not be in sight when it comes back."""
        super().hideEvent(event)
        self.setChecked(False)
