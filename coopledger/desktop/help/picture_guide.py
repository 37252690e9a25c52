"""The picture guide in help: looked at, printed, saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.desktop.asking import ask_paper_path
from coopledger.desktop.background import Background
from coopledger.desktop.flow import flowing
from coopledger.desktop.paper_view import Sheet
from coopledger.desktop.print_button import PrintButton
from coopledger.desktop.settings import papers_folder, usual_paper
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Button
from coopledger.domain.errors import Refusal
from coopledger.reports.document import A4, A5, LETTER, PaperSize
from coopledger.reports.layout import Page
from coopledger.reports.picture_guide import picture_guide
from coopledger.words.catalog import _
from coopledger.words.errors import explain
from coopledger.words.help import guide


class PictureGuide(QWidget):
    """The sheet as it will be printed, and the two ways to paper."""

    def __init__(self, background: Background) -> None:
        super().__init__()
        from coopledger.reports.qt_painter import pages_of

        self._background = background
        self._paper: PaperSize = {"A5": A5, "Letter": LETTER}.get(usual_paper(), A4)
        self._pages: list[Page] = pages_of(picture_guide(self._paper))
        self.banner = Banner("guide_banner")
        self.print = PrintButton("guide_print", str(guide.TITLE), self.banner)
        self.print.pages = self._pages
        self.save = Button("guide_save", _("Save"), "save")
        self.save.clicked.connect(self._ask_path)
        self._sheet = Sheet()
        told = " ".join(str(each.says) for each in guide.PICTURES)
        self._sheet.setAccessibleName(f"{guide.TITLE}: {told}")
        holder, row = flowing(theme().em(0.5))
        row.addWidget(self.print)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.5))
        column.addWidget(holder)
        column.addWidget(self.banner)
        column.addWidget(self._sheet, alignment=Qt.AlignmentFlag.AlignLeading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the sheet to the new width."""
        super().resizeEvent(event)
        page = self._pages[0]
        self._sheet.show_page(page, max(0.3, min(1.4, (self.width() - 2) / page.width)))

    def _ask_path(self) -> None:
        name = _("meeting-in-pictures") + ".pdf"
        ask_paper_path(self, papers_folder() / name, self.save_to, tables=False)

    def save_to(self, file: Path) -> None:
        """Save the guide as PDF."""
        paper = self._paper

        def job() -> Path:
            from coopledger.app.picture_guide import save_guide

            save_guide(file, paper)
            return file

        self._background.run(job, self._saved, self._refused)

    def _saved(self, file: Path) -> None:
        self.banner.say(_("Saved: {file}").format(file=file), "good")

    def _refused(self, problem: BaseException) -> None:
        if not isinstance(problem, Refusal):
            raise problem
        self.banner.say(explain(problem), "bad")
