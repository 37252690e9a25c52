"""The register of loans: all, those with something due, those that are late."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from coopledger.app.loan_register import LoanRow, Register, register
from coopledger.desktop.figures import Figures
from coopledger.desktop.loan_words import register_columns
from coopledger.desktop.members import search_line
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, label
from coopledger.words.catalog import N_, Text, _, ngettext
from coopledger.words.dates import format_date
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number
from coopledger.words.search import found_in

_KINDS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "open": (N_("Running"), ("late", "due", "open")),
    "due": (N_("Due"), ("late", "due")),
    "late": (N_("Late"), ("late",)),
    "all": (N_("All"), ()),
}


class LoansScreen(Screen):
    """A group's loans; Enter opens one, the main button works out a new one."""

    def __init__(self, session: Session, group: str) -> None:
        super().__init__("loans", _("Loans"))
        self._session, self._group = session, group
        self._register: Register | None = None
        self._kind = "open"
        self._figures = Figures()
        self._search = search_line("find_loan", _("Find a loan by member"))
        self._search.textChanged.connect(self._filter)
        self._search.returnPressed.connect(self._open)
        self._table = Table("loans_table", _("Loans"))
        self._table.setMinimumHeight(theme().row * 4)
        self._table.chosen.connect(lambda row: self.asked.emit("loan", row.number))
        self._none = label("", "quiet", wrap=True)
        self._kinds: dict[str, Button] = {}
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.5))
        for key, (text, _states) in _KINDS.items():
            button = Button(f"loans_{key}", str(text))
            button.setCheckable(True)
            button.clicked.connect(partial(self.show_kind, key))
            self._kinds[key] = button
            row.addWidget(button)
        row.addWidget(self._search, 1)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.7))
        column.addWidget(self._figures)
        column.addLayout(row)
        column.addWidget(self._none)
        column.addWidget(self._table, 1)
        # In large letters on a small screen the figures leave no room for a table below them.
        self.body.addWidget(scrolled("loans_area", _("Loans"), column), 1)
        self._buttons()
        self.show_kind("open")
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._search.setFocus)

    def _buttons(self) -> None:
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self._one = Button("open_loan", _("Open the loan"), "eye")
        self._one.clicked.connect(self._open)
        self._next = label("", "quiet")
        for part in (back, self._one, self._next):
            self.foot.addWidget(part)
        calculator = Button("calculator", _("Work out a loan"), "count", "main")
        calculator.clicked.connect(lambda: self.asked.emit("request", ""))
        self.set_main(calculator)

    def refresh(self) -> None:
        """Read the book again."""
        ledger, group = self._session.ledger, self._group
        self._session.background.run(lambda: register(ledger, group), self._show, self.refuse)

    def start(self) -> None:
        """The table, so that arrows choose a loan at once."""
        self._table.setFocus()

    def show_kind(self, key: str) -> None:
        """Show loans that stand in some way."""
        self._kind = key
        for name, button in self._kinds.items():
            button.setChecked(name == key)
        self._filter()

    def _open(self) -> None:
        row: LoanRow | None = self._table.row
        if row is not None:
            self.asked.emit("loan", row.number)

    def _show(self, told: Register) -> None:
        self._register = told
        money = told.currency
        amounts = _("amounts in {currency}").format(currency=money.code)
        self.set_heading(_("Loans"), f"{told.group} · {amounts}")
        late = ngettext("{count} loan", "{count} loans", told.count("late"))
        self._figures.show_figures(
            [
                (_("Loans out"), format_amount(told.total("principal"), money), ""),
                (_("Charge due"), format_amount(told.total("charge"), money), ""),
                (_("To be brought next time"), format_amount(told.total("bring"), money), ""),
                (_("Late"), late.format(count=format_number(told.count("late"))), ""),
            ]
        )
        self._next.setText(
            _("next meeting {day}").format(day=format_date(told.next_day)) if told.next_day else ""
        )
        self._table.rows.columns = tuple(register_columns(money))
        self._filter()

    def _filter(self) -> None:
        if self._register is None:
            return
        asked, states = self._search.text(), _KINDS[self._kind][1]
        rows = [
            row
            for row in self._register.rows
            if (not states or row.state in states) and found_in(asked, (row.code, row.name))
        ]
        self._table.show_rows(rows)
        self._one.setEnabled(bool(rows))
        told = ""
        if not self._register.rows:
            told = _("No loan has been given in this cycle yet.")
        elif not rows:
            told = _("No loan of this kind.")
        self._none.setText(told)
        self._none.setVisible(bool(told))
