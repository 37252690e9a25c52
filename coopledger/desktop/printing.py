"""Paper: the system's print dialog, beginning with the printer that was used last."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from coopledger.desktop import settings
from coopledger.desktop.widgets import Tone
from coopledger.reports.layout import Page
from coopledger.reports.qt_painter import paint
from coopledger.words.catalog import _

Say = Callable[[str, Tone], None]


def print_pages(parent: QWidget, pages: Sequence[Page], title: str, say: Say) -> None:
    """Ask for a printer and print; what came of it is said in one sentence."""
    if not QPrinterInfo.availablePrinterNames():
        sentence = _(
            "No printer is set up on this computer. Save the report as PDF on a USB stick and"
            " print it elsewhere."
        )
        say(sentence, "warn")
        return
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if settings.saved_printer() in QPrinterInfo.availablePrinterNames():
        printer.setPrinterName(settings.saved_printer())
    printer.setDocName(title)
    printer.setFromTo(1, len(pages))
    printer.setPageLayout(page_layout(pages[0]))
    dialog = QPrintDialog(printer, parent)
    dialog.setObjectName("print_dialog")
    dialog.setWindowTitle(_("Print"))
    dialog.accepted.connect(lambda: _print(printer, pages, say))
    dialog.finished.connect(dialog.deleteLater)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()


def page_layout(page: Page) -> QPageLayout:
    """The paper that a page was laid out for, without margins: the layout has its own."""
    size = QPageSize(
        QSizeF(page.width, page.height),
        QPageSize.Unit.Point,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    return QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF())


def _print(printer: QPrinter, pages: Sequence[Page], say: Say) -> None:
    settings.save_printer(printer.printerName())
    first, last = printer.fromPage() or 1, printer.toPage() or len(pages)
    printer.setFullPage(True)
    if draw(printer, pages[first - 1 : last]):
        say(_("Sent to {printer}.").format(printer=printer.printerName()), "good")
    else:
        say(_("The printer did not take it. Look whether it is on and has paper."), "bad")


def draw(printer: QPrinter, pages: Sequence[Page]) -> bool:
    """Draw pages on a printer that is set up; says whether it took them."""
    painter = QPainter()
    if not painter.begin(printer):
        return False
    for number, page in enumerate(pages):
        if number and not printer.newPage():
            painter.end()
            return False
        paint(page, painter, printer.resolution() / 72)
    return painter.end()
