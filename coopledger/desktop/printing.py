"""Paper: the system's print dialog, beginning with the printer that was used last.

A job is drawn page by page between the window's own events, so that it can be watched and stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QMarginsF, QObject, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from coopledger.desktop import settings
from coopledger.desktop.widgets import Tone
from coopledger.reports.layout import Page
from coopledger.reports.qt_painter import paint
from coopledger.words.catalog import _


class PrintJob(QObject):
    """Pages on their way to a printer that is set up.

    ``progress`` carries pages done and pages in all; ``ended`` whether the printer took them all.
    The job goes on when the screen that began it is gone.
    """

    progress = Signal(int, int)
    ended = Signal(bool)

    def __init__(self, printer: QPrinter, pages: Sequence[Page]) -> None:
        super().__init__(QCoreApplication.instance())
        self._printer, self._pages = printer, pages
        self._painter = QPainter()
        self._at = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._draw_next)
        self.ended.connect(self.deleteLater)

    @property
    def printer_name(self) -> str:
        """What the printer is called."""
        return self._printer.printerName()

    def begin(self) -> None:
        """Begin; the pages follow between the window's events."""
        self._printer.setFullPage(True)
        self._printer.setPageLayout(page_layout(self._pages[0]))
        if self._painter.begin(self._printer):
            self._timer.start(0)
        else:
            self.ended.emit(False)

    def stop(self) -> None:
        """Take the job back; a page that the printer has already is not called back."""
        self._timer.stop()
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()
        self.ended.emit(False)

    def _draw_next(self) -> None:
        page = self._pages[self._at]
        if self._at:
            self._printer.setPageLayout(page_layout(page))
            if not self._printer.newPage():
                self.stop()
                return
        paint(page, self._painter, self._printer.resolution() / 72)
        self._at += 1
        self.progress.emit(self._at, len(self._pages))
        if self._at == len(self._pages):
            self._timer.stop()
            self.ended.emit(self._painter.end())


def ask_printer(
    parent: QWidget, pages: Sequence[Page], title: str, answer: Callable[[PrintJob], None]
) -> str:
    """Ask for a printer; the job that comes of it is not begun. Nothing is called on Cancel.

    Returns:
        Why nothing can be printed, empty if the question was asked.
    """
    if not QPrinterInfo.availablePrinterNames():
        return _(
            "No printer is set up on this computer. Save the report as PDF on a USB stick and"
            " print it elsewhere."
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if settings.saved_printer() in QPrinterInfo.availablePrinterNames():
        printer.setPrinterName(settings.saved_printer())
    printer.setDocName(title)
    printer.setFromTo(1, len(pages))
    printer.setPageLayout(page_layout(pages[0]))
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("print_dialog")
    dialog.setWindowTitle(_("Print"))

    def accepted() -> None:
        settings.save_printer(printer.printerName())
        first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
        answer(PrintJob(printer, pages[first - 1 : last]))

    dialog.accepted.connect(accepted)
    dialog.finished.connect(dialog.deleteLater)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()
    return ""


def outcome(*, whole: bool, printer: str) -> tuple[str, Tone]:
    """What came of a print job, as a sentence and its tone."""
    if whole:
        return _("Sent to {printer}.").format(printer=printer), "good"
    return _("Not everything was printed. Look whether the printer is on and has paper."), "bad"


def page_layout(page: Page) -> QPageLayout:
    """The paper that a page was laid out for, without margins: the layout has its own."""
    size = QPageSize(
        QSizeF(page.width, page.height),
        QPageSize.Unit.Point,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    return QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF())
