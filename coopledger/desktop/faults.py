"""What nobody foresaw: one calm dialog, once for each kind, and never a traceback in a face."""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Picture, label
from coopledger.words.catalog import _


class FaultDialog(QDialog):
    """Says that something went wrong, that the work is safe, and lets the details be copied."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fault")
        self.setWindowTitle(_("Something went wrong"))
        self.setAccessibleName(self.windowTitle())
        self.setMinimumWidth(theme().em(34))
        head = QHBoxLayout()
        head.setSpacing(theme().em(0.8))
        head.addWidget(Picture("warn", 2.4, "warn"), alignment=Qt.AlignmentFlag.AlignTop)
        said = QVBoxLayout()
        said.addWidget(
            label(_("Something went wrong that we did not foresee."), "large", wrap=True)
        )
        safe = _(
            "Every sealed page and what you typed up to now is saved. You can go on; if it"
            " happens again, close the program and open it again."
        )
        said.addWidget(label(safe, wrap=True))
        head.addLayout(said, 1)
        self._details = QPlainTextEdit(details)
        self._details.setObjectName("fault_details")
        self._details.setAccessibleName(_("Details for whoever looks after the program"))
        self._details.setReadOnly(True)
        self._details.setMinimumHeight(theme().em(12))
        self._details.hide()
        column = QVBoxLayout(self)
        side = theme().em(1.2)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme().em(0.9))
        column.addLayout(head)
        column.addWidget(self._details)
        column.addLayout(self._buttons())
        self._go_on.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        details = Button("fault_show", _("Details"), "eye", "plain")
        details.clicked.connect(self._show_details)
        copy = Button("fault_copy", _("Copy the details"), "copied")
        copy.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(self._details.toPlainText())
        )
        go_on = Button("fault_close", _("Go on"), "next", "main")
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        row.addWidget(details)
        row.addWidget(copy)
        row.addStretch(1)
        row.addWidget(go_on)
        self._go_on = go_on
        return row

    def _show_details(self) -> None:
        self._details.setVisible(not self._details.isVisible())
        # The words above keep their room: the dialog grows by what is shown.
        column = self.layout()
        if column is not None:
            self.resize(self.width(), column.totalHeightForWidth(self.width()))


class Faults(QObject):
    """Catches what nobody foresaw, on every thread; ``install`` it once."""

    _told = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[str] = set()
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over `sys.excepthook` and `threading.excepthook`."""
        sys.excepthook = self.catch
        threading.excepthook = lambda args: self.catch(
            args.exc_type, args.exc_value, args.exc_traceback
        )

    def catch(
        self,
        kind: type[BaseException],
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Note a problem, on any thread; the dialog comes on the window's."""
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.exit(130)
            return
        details = "".join(traceback.format_exception(kind, problem, trace))
        sys.stderr.write(details)
        frames = traceback.extract_tb(trace)
        place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
        self._told.emit(f"{kind.__name__} {place}", details)

    @Slot(str, str)
    def _show(self, which: str, details: str) -> None:
        if which in self._seen:
            return
        self._seen.add(which)
        dialog = FaultDialog(details, _active_window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _active_window() -> QWidget | None:
    from PySide6.QtWidgets import QApplication

    return QApplication.activeWindow()
