"""Take over a group whose balances are in files: look at them first, then record all or nothing."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from coopledger.app import baseline
from coopledger.desktop.asking import ask_folder, ask_workbook
from coopledger.desktop.figures import Figures
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, label
from coopledger.domain.money import Currency
from coopledger.words.catalog import _, ngettext
from coopledger.words.dates import format_date
from coopledger.words.errors import explain
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number

if TYPE_CHECKING:
    from coopledger.app.baseline import Preview, PreviewRow
    from coopledger.app.importing import Imported
    from coopledger.domain.errors import Refusal


class BaselineScreen(Screen):
    """Takes in a folder or a workbook. ``taken_in`` carries what came of it (`Imported`)."""

    taken_in = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__("baseline_screen", _("Balances from files"))
        self._session = session
        self._path: Path | None = None
        about = _(
            "An Excel workbook, or a folder with group.toml, members.csv, loans.csv and cash.csv."
            " All of it is checked first; nothing is recorded while something is wrong."
        )
        self._about = label(about, wrap=True)
        self._figures = Figures()
        self._rows = Table("baseline_rows", _("Members"))
        self._problems = Table(
            "baseline_problems", _("What is to be put right"), [_problem_column(None)]
        )
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        for part in (self._about, self._figures, self._problems, self._rows):
            column.addWidget(part)
        column.addStretch(1)
        for table in (self._rows, self._problems):
            table.setMinimumHeight(theme().row * 5)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setObjectName("baseline_area")
        area.setAccessibleName(_("Balances from files"))
        self.body.addWidget(area, 1)
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self._workbook = Button("choose_workbook", _("Choose a workbook"), "copied")
        self._workbook.clicked.connect(
            lambda: ask_workbook(self, _("Workbook of the group"), self.read)
        )
        folder = Button("choose_folder_button", _("Choose the folder"), "folder")
        folder.clicked.connect(lambda: ask_folder(self, _("Folder of the files"), self.read))
        for button in (back, self._workbook, folder):
            self.foot.addWidget(button)
        take_in = Button("take_in", _("Record it"), "import", "main")
        take_in.clicked.connect(self._take_in)
        self.set_main(take_in)
        self._show(None)

    def start(self) -> None:
        """The file comes first."""
        self._workbook.setFocus()

    def read(self, path: Path) -> None:
        """Look at a folder or a workbook."""
        self._path = path
        self.banner.clear()
        job = partial(baseline.preview, path, self._session.ledger)
        self._session.background.run(job, self._show, self.refuse)

    def _show(self, preview: Preview | None) -> None:
        for part in (self._figures, self._rows, self._problems):
            part.setVisible(preview is not None)
        self._about.setVisible(preview is None)
        if self.main is not None:
            self.main.setEnabled(preview is not None and not preview.problems)
        if preview is None:
            return
        money, count = preview.currency, len(preview.problems)
        self.set_heading(_("Balances from files"), preview.name)
        self._problems.setVisible(bool(count))
        self._problems.show_rows(preview.problems, [_problem_column(money)])
        self._rows.setVisible(money is not None)
        self._figures.setVisible(money is not None)
        if count:
            told = ngettext(
                "{count} thing is to be put right. Nothing was recorded.",
                "{count} things are to be put right. Nothing was recorded.",
                count,
            )
            self.banner.say(told.format(count=format_number(count)), "bad")
        if money is not None:
            self._rows.show_rows(preview.rows, _row_columns(money))
            self._figures.show_figures(_figures(preview, money))
        if not count and self.main is not None:
            self.banner.say(_("All of it can be read. Hold the sums against paper."), "good")
            self.main.setFocus()

    def _take_in(self) -> None:
        if self._path is None:
            return
        if self.main is not None:
            self.main.setEnabled(False)
        job = partial(baseline.import_baseline, self._session.ledger, self._path)
        self._session.background.run(job, self._done, self.refuse)

    def _done(self, imported: Imported) -> None:
        self.taken_in.emit(imported)


def _figures(preview: Preview, money: Currency) -> list[tuple[str, str, str]]:
    totals = preview.totals

    def amount(value: int) -> str:
        return format_amount(value, money)

    return [
        (_("Last meeting"), format_date(preview.day) if preview.day else "", ""),
        (_("Members"), format_number(totals.members), ""),
        (_("Savings in the passbooks"), amount(totals.savings + totals.voluntary), ""),
        (_("Loan fund in cash"), amount(totals.loan_fund_cash), ""),
        (_("Out on loan"), amount(totals.loans), ""),
        (_("Social fund in cash"), amount(totals.social_fund_cash), ""),
        (_("Earned in this cycle so far"), amount(totals.earned), ""),
    ]


def _problem_column(money: Currency | None) -> Column:
    def told(problem: Refusal) -> str:
        return explain(problem, money)

    return Column(
        _("What is to be put right"), told, tone=lambda _row: ("bad", "stop"), stretch=True
    )


def _row_columns(money: Currency) -> list[Column]:
    def amount(key: str, title: str) -> Column:
        def text(row: PreviewRow) -> str:
            value = getattr(row, key)
            return format_amount(value, money) if value else ""

        return Column(title, text, figure=True)

    return [
        Column(_("No."), lambda row: row.code),
        Column(_("Name"), lambda row: row.name, stretch=True),
        Column(_("Shares"), lambda row: format_number(row.shares), figure=True),
        amount("savings", _("Savings")),
        amount("loans", _("Loan")),
        amount("charges_due", _("Charge due")),
        amount("fines_owed", _("Fines")),
        amount("social_arrears", _("Arrears")),
    ]
