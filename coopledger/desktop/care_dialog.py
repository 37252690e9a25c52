"""What the doctor finds where the ledger cannot be opened: why, and which backups are there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from coopledger.app.check import Check
from coopledger.app.diagnostics import diagnosis
from coopledger.desktop.care_rows import CareRows
from coopledger.desktop.diagnosis import DiagnosisDialog, around
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, label
from coopledger.words.catalog import _


class CareDialog(QDialog):
    """The rows, and the file for the helper."""

    def __init__(self, checks: Sequence[Check], parent: QWidget) -> None:
        super().__init__(parent)
        self._owner = parent
        self.setObjectName("care_dialog")
        self.setWindowTitle(_("Care of this laptop"))
        self.setAccessibleName(self.windowTitle())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.rows = CareRows()
        self.rows.show_checks(checks)
        about = _("The ledger was left as it is. This was found; what needs care stands first.")
        self.save = Button("care_save", _("Save for the helper"), "save")
        self.save.clicked.connect(self._save)
        close = Button("care_close", _("Close"), "close", "main")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        side = theme().em(1.2)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme().em(0.8))
        column.addWidget(label(about, wrap=True))
        column.addWidget(self.rows, 1)
        column.addLayout(row)
        room = parent.window().size()
        self.resize(min(theme().em(46), room.width()), min(theme().em(34), room.height()))
        close.setFocus()

    def _save(self) -> None:
        here = around(self._owner.window())
        DiagnosisDialog(diagnosis(self.rows.checks, here), self).open()
