"""Reports: choose a meeting or a member, see the paper, print it or save it as PDF."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from coopledger.app import overview
from coopledger.app.overview import GroupView
from coopledger.desktop import settings
from coopledger.desktop.asking import ask_pdf_path
from coopledger.desktop.choice import Choice
from coopledger.desktop.paper_view import PaperView
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, label
from coopledger.domain.errors import Refusal
from coopledger.reports.document import Document
from coopledger.reports.files import save_pdf
from coopledger.words.catalog import _
from coopledger.words.dates import format_date
from coopledger.words.numbers import format_number

Kind = Literal["meeting", "member"]


class ReportsScreen(Screen):
    """The papers of a group, as they will be printed."""

    def __init__(self, session: Session, group: str) -> None:
        super().__init__("reports", _("Reports"))
        self._session, self._group = session, group
        self._kind: Kind = "meeting"
        self._wanted: object = None
        self._view: GroupView | None = None
        self._document: Document | None = None
        self._name = "report"
        self.paper = PaperView()
        self._meeting_button = Button("kind_meeting", _("Meeting report"), "reports")
        self._member_button = Button("kind_member", _("Member statement"), "person")
        self._which = Choice("which")
        self._page = label("", "quiet")
        self._lay_out()
        self._buttons()
        self.on_print(self.print_paper)

    def _lay_out(self) -> None:
        for button in (self._meeting_button, self._member_button):
            button.setCheckable(True)
        self._meeting_button.clicked.connect(lambda: self.choose("meeting"))
        self._member_button.clicked.connect(lambda: self.choose("member"))
        self._which.activated.connect(self._chosen)
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.5))
        row.addWidget(self._meeting_button)
        row.addWidget(self._member_button)
        row.addWidget(self._which, 1)
        self._back_page = Button("page_back", _("Page back"), "previous-page")
        self._next_page = Button("page_on", _("Next page"), "next-page")
        self._back_page.clicked.connect(partial(self.paper.turn, -1))
        self._next_page.clicked.connect(partial(self.paper.turn, 1))
        column = QVBoxLayout()
        column.addLayout(row)
        column.addWidget(self.paper, 1)
        self.body.addLayout(column, 1)
        self.paper.turned.connect(self._turned)

    def _buttons(self) -> None:
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        for part in (self._page, self._back_page, self._next_page):
            self.foot.addWidget(part)
        self._save = Button("save_pdf_button", _("Save as PDF"), "save")
        self._save.clicked.connect(self._ask_path)
        self.foot.addWidget(self._save)
        self._print = Button("print", _("Print"), "print", "main")
        self._print.setToolTip(_("Ctrl+P"))
        self._print.clicked.connect(self.print_paper)
        self.set_main(self._print)
        self.tab_order(
            self._meeting_button,
            self._member_button,
            self._which,
            self.paper,
            back,
            self._back_page,
            self._next_page,
            self._save,
            self._print,
        )

    def choose(self, kind: Kind, which: object = None) -> None:
        """Show a meeting's report or a member's statement; without ``which`` the newest, first."""
        self._kind, self._wanted = kind, which
        self._meeting_button.setChecked(kind == "meeting")
        self._member_button.setChecked(kind == "member")
        if self._view is not None:
            self._fill()

    def start(self) -> None:
        """The paper, so that Page Down turns it."""
        self.paper.setFocus()

    def refresh(self) -> None:
        """Read the book again."""
        ledger, group = self._session.ledger, self._group
        self._session.background.run(
            lambda: overview.group_view(ledger, group), self._show, self.refuse
        )

    def _show(self, view: GroupView) -> None:
        self._view = view
        self.set_heading(_("Reports"), view.card.row.name)
        self.choose(self._kind, self._wanted)

    def _fill(self) -> None:
        if self._view is None:
            return
        self._which.clear()
        if self._kind == "meeting":
            words = _("Meeting {number} · {day}")
            for row in self._view.meetings:
                number, day = format_number(row.meeting), format_date(row.day)
                self._which.addItem(words.format(number=number, day=day), row.meeting)
            self._which.setAccessibleName(_("Which meeting"))
        else:
            for member in self._view.members:
                self._which.addItem(f"{member.code} · {member.name}", member.code)
            self._which.setAccessibleName(_("Which member"))
        at = self._which.findData(self._wanted) if self._wanted is not None else 0
        self._which.setCurrentIndex(max(at, 0))
        self._chosen()

    def _chosen(self) -> None:
        which = self._which.currentData()
        self._wanted = which
        self.banner.clear()
        if which is None:
            self._take(None)
            self.banner.say(_("No meeting has been recorded yet."), "quiet")
            return
        self._name = self._file_name(which)
        ledger, group = self._session.ledger, self._group

        def job() -> Document:
            from coopledger.app import papers

            if self._kind == "meeting":
                return papers.meeting_report(ledger, group, which)
            return papers.member_statement(ledger, group, which)

        self._session.background.run(job, self._take, self.refuse)

    def _file_name(self, which: object) -> str:
        group = self._view.card.row.name if self._view else ""
        what = _("meeting {number}") if self._kind == "meeting" else _("statement {number}")
        name = f"{group} {what.format(number=which)}"
        return re.sub(r"[^\w.-]+", "-", name).strip("-") + ".pdf"

    def _take(self, document: Document | None) -> None:
        self._document = document
        self.paper.show_document(document)
        for button in (self._save, self._print):
            button.setEnabled(document is not None)

    def _turned(self, words: str) -> None:
        self._page.setText(words)
        self._back_page.setEnabled(self.paper.at > 0)
        self._next_page.setEnabled(self.paper.at < len(self.paper.pages) - 1)

    # Paper and files

    def _ask_path(self) -> None:
        if self._document is not None:
            ask_pdf_path(self, settings.papers_folder() / self._name, self._save_as)

    def _save_as(self, path: Path) -> None:
        document = self._document
        if document is None:
            return
        settings.save_papers_folder(path.parent)

        ledger = self._session.ledger

        def job() -> int:
            ledger.spare(path)
            try:
                return save_pdf(document, path)
            except OSError as problem:
                reason = problem.strerror or ""
                raise Refusal("not_writable", value=str(path), reason=reason) from None

        self._session.background.run(job, partial(self._saved, path), self.refuse)

    def _saved(self, path: Path, _pages: int) -> None:
        self.banner.say(_("Saved: {file}").format(file=path), "good")

    def print_paper(self) -> None:
        """Ask for the printer, beginning with the last one, and print."""
        if self._document is None:
            return
        from coopledger.desktop.printing import print_pages

        print_pages(self, self.paper.pages, self._name, self.banner.say)
