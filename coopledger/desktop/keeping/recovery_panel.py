"""The recovery sheet: saved to be printed, then some of its words asked back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coopledger.desktop.asking import ask_paper_path
from coopledger.desktop.flow import flowing
from coopledger.desktop.print_button import PrintButton
from coopledger.desktop.session import Session
from coopledger.desktop.settings import papers_folder, usual_paper
from coopledger.desktop.start.form import ChoiceField, TextField
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Button, Card, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _
from coopledger.words.errors import explain
from coopledger.words.numbers import format_number

if TYPE_CHECKING:
    from coopledger.app.recovery import AskedWord, SavedSheets


class RecoveryPanel(Card):
    """Makes the sheets and sees that they are on paper.

    Signals:
        checked: the words that were asked back are right.

    Attributes:
        saved: what was saved, or None.
    """

    checked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(1.0)
        self._session = session
        self.saved: SavedSheets | None = None
        self.good = False
        self._asked: tuple[AskedWord, ...] = ()
        about = _(
            "The sheet opens the ledger when the passphrase is forgotten or the laptop is gone."
            " It is printed once and locked away. Whoever has it can read everything."
        )
        kinds = [
            ("words", _("One sheet with 24 words")),
            ("shares", _("Three sheets for three people; any two open it")),
        ]
        self.kind = ChoiceField("sheet_kind", _("Which sheet?"), kinds)
        self.banner = Banner("recovery_banner")
        self.save = Button("save_sheet", _("Save the sheet as PDF"), "save")
        self.save.clicked.connect(self._ask_path)
        self._back = QWidget()
        column = QVBoxLayout(self._back)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.6))
        ask = _("Print it now. Then take the paper and type these words from it, or their numbers:")
        column.addWidget(label(ask, wrap=True))
        self.print = PrintButton("print_sheet", _("The recovery sheet"), self.banner)
        holder, row = flowing(theme().em(0.5))
        row.addWidget(self.print)
        column.addWidget(holder)
        self.fields = [TextField(f"sheet_word_{at}", "…") for at in range(3)]
        words = QHBoxLayout()
        words.setSpacing(theme().em(0.8))
        for field in self.fields:
            words.addWidget(field)
        column.addLayout(words)
        self.check = Button("check_sheet", _("These are the words"), "check")
        self.check.clicked.connect(self._check)
        holder, row = flowing(theme().em(0.5))
        row.addWidget(self.check)
        column.addWidget(holder)
        self._back.hide()
        holder, row = flowing(theme().em(0.5))
        row.addWidget(self.save)
        for part in (label(about, wrap=True), self.kind, holder, self.banner, self._back):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def start(self) -> None:
        """Put the keyboard where work begins."""
        if self._back.isVisible():
            self.fields[0].edit.setFocus()
        else:
            self.save.setFocus()

    def _ask_path(self) -> None:
        name = _("recovery-sheet") + ".pdf"
        ask_paper_path(self, papers_folder() / name, self.save_to, tables=False)

    def save_to(self, file: Path) -> None:
        """Make a new secret and save its sheets."""
        ledger, shares = self._session.ledger, self.kind.text == "shares"
        paper = usual_paper()
        self.save.setEnabled(False)

        def job() -> SavedSheets:
            from coopledger.app.recovery import print_sheets
            from coopledger.reports.document import A4, A5, LETTER

            size = {"A5": A5, "Letter": LETTER}.get(paper, A4)
            return print_sheets(ledger, "shares" if shares else "words", file, paper=size)

        self._session.background.run(job, self._is_saved, self._refused)

    def _is_saved(self, saved: SavedSheets) -> None:
        from coopledger.app.recovery import words_to_ask
        from coopledger.reports.qt_painter import pages_of

        self.saved, self.good = saved, False
        self.print.pages = [page for each in saved.documents for page in pages_of(each)]
        self.save.setEnabled(True)
        told = _("Saved: {file}. Delete the file as soon as it is printed.")
        self.banner.say(told.format(file=saved.file), "quiet")
        self._asked = words_to_ask(saved)
        one = _("Word {number}")
        many = _("Sheet {sheet}, word {number}")
        for field, asked in zip(self.fields, self._asked, strict=True):
            form = many if len(saved.sheets) > 1 else one
            number, sheet = format_number(asked.number), format_number(asked.sheet)
            field.caption(form.format(number=number, sheet=sheet))
            field.show_text("")
            field.say("")
        self._back.show()
        self.fields[0].edit.setFocus()

    def _refused(self, problem: BaseException) -> None:
        self.save.setEnabled(True)
        if not isinstance(problem, Refusal):
            raise problem
        self.banner.say(explain(problem), "bad")

    def _check(self) -> None:
        from coopledger.app.recovery import is_word

        for field, asked in zip(self.fields, self._asked, strict=True):
            if not is_word(asked, field.text):
                field.refuse(_("That is not what stands on the sheet. Look at it once more."))
                return
        self.good = True
        self._back.hide()
        told = _("The sheet is on paper and right. Lock it away, and delete the file.")
        self.banner.say(told, "good")
        self.checked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next word, and from the last one checks them."""
        edits = [field.edit for field in self.fields]
        at = next((at for at, edit in enumerate(edits) if edit.hasFocus()), None)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at is not None:
            if at + 1 < len(edits):
                edits[at + 1].setFocus()
            else:
                self._check()
            return
        super().keyPressEvent(event)
