"""Reports: choose a paper, see it, print it, save it; or check one that somebody brings."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from coopledger.app.paper_choices import PaperChoices
from coopledger.desktop import settings
from coopledger.desktop.asking import ask_paper_path
from coopledger.desktop.paper_check import PaperCheck
from coopledger.desktop.paper_choice import PaperChoice
from coopledger.desktop.paper_jobs import PaperJobs
from coopledger.desktop.paper_view import PaperView
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, label
from coopledger.words.catalog import _

if TYPE_CHECKING:
    from coopledger.app.paper_kinds import Made


_WIDE = 62
"""Text sizes from which there is room for all the words at the foot."""


class ReportsScreen(Screen):
    """The papers of a group, as they will be printed."""

    def __init__(self, session: Session, group: str) -> None:
        super().__init__("reports", _("Reports"))
        self._session, self._group = session, group
        self._wanted: tuple[str, object] | None = ("meeting", None)
        self._made: Made | None = None
        self._asked = 0
        self._printed_next = False
        self._name = "report"
        self.choice = PaperChoice()
        self.paper = PaperView()
        self.checking = PaperCheck(session)
        self.jobs = PaperJobs(session, self)
        self._page = label("", "quiet")
        self._lay_out()
        self._buttons()
        self._enable()
        self.on_print(self.print_paper)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.paper)
        self._stack.addWidget(self.checking)
        self.body.addWidget(self.choice)
        self.body.addWidget(self.jobs.bar)
        self.body.addWidget(self._stack, 1)
        self.choice.changed.connect(self.show_chosen)
        self.paper.turned.connect(self._turned)
        self.jobs.changed.connect(self._enable)
        self.jobs.said.connect(self.banner.say)
        self.jobs.refused.connect(self.refuse)

    def _buttons(self) -> None:
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self._go_back)
        self._back_page = Button("page_back", _("Page back"), "previous-page")
        self._next_page = Button("page_on", _("Next page"), "next-page")
        self._back_page.clicked.connect(partial(self.paper.turn, -1))
        self._next_page.clicked.connect(partial(self.paper.turn, 1))
        self._check = Button("check_paper", _("Check a paper"), "verify")
        self._check.setCheckable(True)
        self._check.toggled.connect(self._turn_to_check)
        self._save = Button("save_pdf_button", _("Save"), "save")
        self._save.clicked.connect(self._ask_path)
        self._print = Button("print", _("Print"), "print", "main")
        self._print.setToolTip(_("Ctrl+P"))
        self._print.clicked.connect(self.print_paper)
        foot = (
            back,
            self._page,
            self._back_page,
            self._next_page,
            self._save,
            self.jobs.stop,
        )
        for part in foot:
            self.foot.addWidget(part)
        self._fit(wide=False)
        self.badges.addWidget(self._check)
        self.set_main(self._print)
        self.tab_order(
            self._check,
            *self.choice.lists,
            self.paper,
            self.checking.code.edit,
            self.checking.figures,
            back,
            self._back_page,
            self._next_page,
            self._save,
            self.jobs.stop,
            self._print,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the buttons that turn pages show their icons only."""
        super().resizeEvent(event)
        self._fit(wide=self.width() >= theme().em(_WIDE))

    def _fit(self, *, wide: bool) -> None:
        for button, text in ((self._back_page, _("Page back")), (self._next_page, _("Next page"))):
            button.setText(text if wide else "")
            button.setAccessibleName(text)
            button.setToolTip("" if wide else text)

    # Choosing

    def choose(self, kind: str, which: object = None) -> None:
        """Show a kind of paper, by its code; without ``which`` of the newest, or the first."""
        self._wanted = (kind, which)
        self._check.setChecked(False)

    def print_next(self) -> None:
        """Put the keyboard on Print as soon as there is something to print."""
        self._printed_next = True

    def start(self) -> None:
        """The paper, so that Page Down turns it."""
        (self.checking.code.edit if self._check.isChecked() else self.paper).setFocus()

    def refresh(self) -> None:
        """Read the book again."""
        ledger, group = self._session.ledger, self._group

        def job() -> PaperChoices:
            from coopledger.app.paper_choices import paper_choices

            return paper_choices(ledger, group)

        self._session.background.run(job, self._show, self.refuse)

    def _show(self, choices: PaperChoices) -> None:
        self.set_heading(_("Reports"), choices.group)
        self.choice.fill(choices)
        if self._wanted is not None:
            self.choice.choose(*self._wanted)
            self._wanted = None
        self.show_chosen()

    def show_chosen(self) -> None:
        """Make the paper that is chosen and show it."""
        self.banner.clear()
        choice = self.choice
        kind, picked, paper = choice.kind, choice.picked, choice.paper
        if "meeting" in kind.picks and picked.meeting is None:
            self._take(self._asked, None)
            self.banner.say(_("No meeting has been recorded yet."), "quiet")
            return
        self._name = self._file_name()
        self._asked += 1
        ledger, group = self._session.ledger, self._group

        def job() -> Made:
            from coopledger.app.paper_kinds import make

            return make(ledger, group, kind.code, picked, paper)

        asked = self._asked
        self._session.background.run(
            job, partial(self._take, asked), partial(self._not_made, asked)
        )

    def _file_name(self) -> str:
        choice = self.choice
        about = [choice.picks[pick].currentData() for pick in choice.kind.picks]
        parts = [
            self._subtitle.whole,
            str(choice.kind.name),
            *(str(each) for each in about if each),
        ]
        return re.sub(r"[^\w.-]+", "-", " ".join(parts)).strip("-") + ".pdf"

    def _take(self, asked: int, made: Made | None) -> None:
        if asked != self._asked:
            return  # somebody has chosen another since
        self._made = made
        self.paper.show_documents(made.documents if made else ())
        self._enable()

    def _not_made(self, asked: int, problem: BaseException) -> None:
        if asked == self._asked:
            self._take(asked, None)
            self.refuse(problem)

    def _turned(self, words: str) -> None:
        self._page.setText(words)
        self._enable()

    def _enable(self) -> None:
        idle = self.jobs.idle and not self._check.isChecked()
        there = idle and self._made is not None and self.paper.complete
        self._save.setEnabled(there)
        self._print.setEnabled(there)
        self._back_page.setEnabled(idle and self.paper.at > 0)
        self._next_page.setEnabled(idle and self.paper.at < len(self.paper.pages) - 1)
        self.choice.setEnabled(idle)
        self._check.setEnabled(self.jobs.idle)
        if there and self._printed_next:
            self._printed_next = False
            if self.paper.hasFocus():
                self._print.setFocus()

    # A paper that somebody brings

    def _turn_to_check(self, checking: bool) -> None:
        self.banner.clear()
        self._stack.setCurrentWidget(self.checking if checking else self.paper)
        papers = (self.choice, self._page, self._back_page, self._next_page, self._save)
        for part in papers:
            part.setVisible(not checking)
        self._enable()
        self.start()

    def _go_back(self) -> None:
        if self._check.isChecked():
            self._check.setChecked(False)
        else:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back from the check to the papers first; pages turn from any button."""
        turns = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        if event.key() == Qt.Key.Key_Escape and self._check.isChecked():
            self._check.setChecked(False)
        elif event.key() in turns and not self._check.isChecked():
            self.paper.turn(turns[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    # Paper and files

    def _ask_path(self) -> None:
        if self._made is not None:
            ask_paper_path(self, settings.papers_folder() / self._name, self._save_as)

    def _save_as(self, path: Path) -> None:
        if self._made is not None:
            settings.save_papers_folder(path.parent)
            self.jobs.save(self._made, path)

    def print_paper(self) -> None:
        """Ask for the printer, beginning with the last one, and print."""
        if not self._print.isEnabled():
            return
        from coopledger.desktop.printing import ask_printer

        if refused := ask_printer(self, self.paper.pages, self._name, self.jobs.print_out):
            self.banner.say(refused, "warn")
