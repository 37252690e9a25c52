"""What nobody foresaw: one calm dialog, once for each kind, and never a traceback in a face.

The work is kept first. What is shown, logged and saved for the helper are types and lines of our
own code; the problem's own text may hold a name or an amount, so nobody gets to see it.
"""

from __future__ import annotations

import os
import sys
import threading
import traceback
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout

from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Picture, label
from coopledger.words.catalog import _

if TYPE_CHECKING:
    from coopledger.app.check import Check
    from coopledger.desktop.window import MainWindow

WHOLE_TRACE = "COOPLEDGER_TRACEBACK"
"""Set by whoever works on the program: standard error then gets the whole traceback."""
_LOOK_AGAIN_MS = 200


class FaultDialog(QDialog):
    """Says that something went wrong and that the work is kept; offers the file for the helper.

    Args:
        trace: see `log.trace_lines`.
        window: the program's window, if it is known.
    """

    def __init__(self, trace: tuple[str, ...], window: MainWindow | None = None) -> None:
        super().__init__(window or QApplication.activeWindow())
        self._trace, self._window = trace, window
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
        self._kept = label("", wrap=True)
        said.addWidget(self._kept)
        helper = _(
            "If you can, save a file for the helper: you see all that is in it before it is saved."
        )
        said.addWidget(label(helper, "quiet", wrap=True))
        head.addLayout(said, 1)
        column = QVBoxLayout(self)
        side = theme().em(1.2)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme().em(0.9))
        column.addLayout(head)
        column.addLayout(self._buttons())
        self._timer = QTimer(self, interval=_LOOK_AGAIN_MS)
        self._timer.timeout.connect(self._say_kept)
        self._timer.start()
        self._say_kept()
        self._go_on.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        save = Button("fault_save", _("Save for the helper"), "save")
        save.clicked.connect(self._save)
        go_on = Button("fault_close", _("Go on"), "next", "main")
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        row.addWidget(save)
        row.addStretch(1)
        row.addWidget(go_on)
        self._go_on = go_on
        return row

    def _say_kept(self) -> None:
        """Say that the work is saved once it is, and not before."""
        if self._window is None or self._window.kept:
            self._timer.stop()
            text = _(
                "Every sealed page and what you typed up to now is saved. You can go on; if it"
                " happens again, close the program and open it again."
            )
        else:
            text = _(
                "Every sealed page is saved. What you typed last is being saved: leave this"
                " window open until it says so."
            )
        self._kept.setText(text)

    def _save(self) -> None:
        from coopledger.app.diagnostics import diagnosis
        from coopledger.desktop.diagnosis import DiagnosisDialog, around

        here = around(self._window)
        shown = DiagnosisDialog(diagnosis((), here, self._trace), self)
        shown.open()
        if self._window is not None:
            trace = self._trace

            def fill(dialog: DiagnosisDialog, checks: tuple[Check, ...]) -> None:
                dialog.fill(diagnosis(checks, here, trace))

            self._window.checks(partial(fill, shown))  # not called when it was closed meanwhile


class Faults(QObject):
    """Catches what nobody foresaw, on every thread; ``install`` it once.

    Attributes:
        window: whose work is kept when something goes wrong.
    """

    _told = Signal(str, tuple)

    def __init__(self, window: MainWindow | None = None) -> None:
        super().__init__()
        self.window = window
        self._seen: set[str] = set()
        self._shown: set[FaultDialog] = set()
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
        from coopledger.app import log

        told = log.trace_lines(kind, problem, trace)
        log.crashed(kind, problem, trace)
        if os.environ.get(WHOLE_TRACE):
            traceback.print_exception(kind, problem, trace)
        else:
            sys.stderr.write("\n".join((*told, "")))
        # Two faults outside the program's own code look the same there.
        steps = [f"{at.f_code.co_filename}:{line}" for at, line in traceback.walk_tb(trace)]
        self._told.emit(" ".join((*told, *steps[-1:])), told)

    @Slot(str, tuple)
    def _show(self, which: str, trace: tuple[str, ...]) -> None:
        if self.window is not None:
            self.window.keep()
        if which in self._seen:
            return
        self._seen.add(which)
        dialog = FaultDialog(trace, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shown.add(dialog)  # without a window nothing else would keep it
        dialog.finished.connect(lambda _code: self._shown.discard(dialog))
        dialog.open()
