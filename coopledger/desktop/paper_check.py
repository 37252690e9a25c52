"""Is this paper genuine? The text of its square code, typed by a barcode reader or pasted."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app.paper_check import CodeTold, FigureTold
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Field, Tone, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _


class PaperCheck(QWidget):
    """A line for the code, the verdict, and each figure on paper and now.

    ``told`` carries what came of a check (`CodeTold`).
    """

    told = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        hint = _(
            "Scan the square code with a barcode reader, or paste what a telephone reads from it,"
            " and press Enter."
        )
        self.code = Field("paper_code", _("Code on the paper"), hint)
        # A member's whole page of figures never fills it.
        self.code.edit.setMaxLength(4000)
        self.code.edit.returnPressed.connect(self.check)
        self.verdict = Banner("verdict")
        self._about = label("", "strong", wrap=True)
        self.figures = Table("code_figures", _("Figures of the paper"), _columns())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        for part in (self.code, self.verdict, self._about):
            column.addWidget(part)
        column.addWidget(self.figures, 1)
        column.addStretch(0)
        self._clear()

    def _clear(self) -> None:
        self.verdict.clear()
        self._about.setVisible(False)
        self.figures.setVisible(False)

    def check(self) -> None:
        """Check what stands in the line."""
        text, ledger = self.code.text, self._session.ledger
        self._clear()
        if not text.strip():
            return

        def job() -> CodeTold:
            from coopledger.app.paper_check import tell_code

            return tell_code(ledger, text)

        self._session.background.run(job, self._show, self._refused)

    def _show(self, told: CodeTold) -> None:
        genuine = told.checked.verdict == "genuine"
        unsure = told.checked.verdict in ("unknown_group", "newer_page")
        tone: Tone = "bad"
        if genuine or unsure:
            tone = "warn" if unsure or told.checked.changed else "good"
        self.verdict.say(told.sentence, tone)
        self._about.setText(told.about)
        self._about.setVisible(bool(told.about))
        self.figures.show_rows(told.figures)
        self.figures.setVisible(bool(told.figures))
        # The next paper's code takes this one's place.
        self.code.edit.selectAll()
        self.told.emit(told)

    def _refused(self, problem: BaseException) -> None:
        if not isinstance(problem, Refusal):
            raise problem
        from coopledger.words.errors import explain

        self.code.refuse(explain(problem))


def _columns() -> tuple[Column, ...]:
    def tone(row: FigureTold) -> tuple[str, str]:
        return ("warn", "warn") if row.changed else ("", "")

    return (
        Column(_("What"), lambda row: row.name, stretch=True),
        Column(_("On paper"), lambda row: row.paper, figure=True),
        Column(_("Now"), lambda row: row.now, figure=True, tone=tone),
    )
