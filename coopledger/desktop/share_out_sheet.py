"""The sheet of the share-out as it is printed: each member signs on it for what was paid."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from coopledger.app import papers
from coopledger.app.papers import SavedPaper
from coopledger.desktop import settings
from coopledger.desktop.asking import ask_pdf_path
from coopledger.desktop.paper_view import PaperView
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.widgets import Button, label
from coopledger.reports.document import Document
from coopledger.words.catalog import _

_FILE = "share-out.pdf"


class SheetScreen(Screen):
    """The newest share-out's sheet."""

    def __init__(self, session: Session, group: str) -> None:
        super().__init__("share_out_sheet", _("Share-out sheet"))
        self._session, self._group = session, group
        self.paper = PaperView()
        self.body.addWidget(self.paper, 1)
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self._page = label("", "quiet")
        self._before = Button("page_back", _("Page back"), "previous-page")
        self._before.clicked.connect(partial(self.paper.turn, -1))
        self._after = Button("page_on", _("Next page"), "next-page")
        self._after.clicked.connect(partial(self.paper.turn, 1))
        save = Button("save_pdf_button", _("Save as PDF"), "save")
        save.clicked.connect(
            lambda: ask_pdf_path(self, settings.papers_folder() / _FILE, self._save)
        )
        for part in (back, self._page, self._before, self._after, save):
            self.foot.addWidget(part)
        print_it = Button("print", _("Print"), "print", "main")
        print_it.setToolTip(_("Ctrl+P"))
        print_it.clicked.connect(self._print)
        self.set_main(print_it)
        self.on_print(self._print)
        self.paper.turned.connect(self._turned)

    def start(self) -> None:
        """The paper, so that Page Down turns it."""
        self.paper.setFocus()

    def refresh(self) -> None:
        """Read the share-out's page."""
        ledger, group = self._session.ledger, self._group
        self._session.background.run(
            lambda: papers.share_out_report(ledger, group), self._show, self.refuse
        )

    def _show(self, document: Document) -> None:
        self.paper.show_document(document)

    def _turned(self, words: str) -> None:
        self._page.setText(words)
        self._before.setEnabled(self.paper.at > 0)
        self._after.setEnabled(self.paper.at < len(self.paper.pages) - 1)

    def _save(self, file: Path) -> None:
        settings.save_papers_folder(file.parent)
        ledger, group = self._session.ledger, self._group
        self._session.background.run(
            lambda: papers.save_share_out_report(ledger, group, file), self._saved, self.refuse
        )

    def _saved(self, saved: SavedPaper) -> None:
        self.banner.say(_("Saved: {file}").format(file=saved.file), "good")

    def _print(self) -> None:
        if not self.paper.pages:
            return
        from coopledger.desktop.printing import print_pages

        print_pages(self, self.paper.pages, _FILE, self.banner.say)
