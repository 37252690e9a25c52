"""What the passbooks and the box say on the day on which the paper ends."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import msgspec
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from coopledger.app.founding import FoundingDraft, Judged, Problem
from coopledger.desktop.names import fund_name
from coopledger.desktop.start.form import TextField
from coopledger.desktop.start.step import Step, sentence
from coopledger.desktop.start.typed_grid import TypedColumn, TypedGrid
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Card, label, set_tone
from coopledger.domain.constitution import Constitution
from coopledger.words.catalog import _
from coopledger.words.constitution.texts import PLACES
from coopledger.words.money import format_money


class BalancesStep(Step):
    """The last meeting on paper, the cash, and a line for each member."""

    prefixes = ("people", "cutoff", "cash")

    def __init__(self) -> None:
        about = _("Copy what paper says after the last meeting. An empty field is nothing.")
        super().__init__("step_balances", _("Balances from paper"), about)
        self._cutoff = {
            "meeting": TextField("cutoff_meeting", _("Number of the last meeting")),
            "date": TextField("cutoff_date", _("Its day"), _("Day, month and year.")),
            "carried": TextField(
                "cutoff_carried",
                _("Left in the loan fund by earlier cycles"),
                _("Usually nothing."),
            ),
        }
        self._cash: dict[str, TextField] = {}
        self._card = Card(0.9)
        self._fields = QGridLayout()
        self._fields.setHorizontalSpacing(theme().em(1.4))
        self._fields.setVerticalSpacing(theme().em(0.6))
        self._card.body.addLayout(self._fields)
        self.grid = TypedGrid("balances_grid", _("Balances"), [], growing=False, by_row=False)
        self.grid.typed.connect(self._typed)
        self.grid.finished.connect(self.done)
        self._below = label("", "small", wrap=True)
        self._below.setMinimumHeight(theme().em(1.6))
        set_tone(self._below, "bad")
        self._sum = label("", wrap=True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.6))
        column.addWidget(self._card)
        column.addWidget(self.grid, 1)
        column.addWidget(self._below)
        column.addWidget(self._sum)
        self.scrolling(inside)
        for field in self._cutoff.values():
            field.edit.textEdited.connect(lambda _text: self._typed())

    def show_draft(self, draft: FoundingDraft, judged: Judged) -> None:
        """Show what was typed, in the columns that these rules need."""
        super().show_draft(draft, judged)
        self._make_fields(judged.rules)
        for key, field in self._cutoff.items():
            field.show_text(draft.cutoff.get(key, ""))
        for key, field in self._cash.items():
            field.show_text(draft.cash.get(key, ""))
        self.grid.set_columns(_columns(judged.rules))
        rows = [{"who": person.name, **person.cells} for person in draft.people]
        self.grid.show_texts(rows)
        self.grid.selectionModel().currentChanged.connect(lambda _now, _before: self._tell())
        self.show_sum(judged)

    def _make_fields(self, rules: Constitution) -> None:
        wanted = [f"{fund}:{place}" for fund in rules.funds for place in rules.places]
        if list(self._cash) == wanted:
            return
        for old in self._cash.values():
            self._fields.removeWidget(old)
            old.deleteLater()
        self._cash = {}
        for key in wanted:
            fund, _colon, place = key.partition(":")
            caption = _("{fund}, {place}").format(
                fund=fund_name(fund), place=PLACES.get(place, place)
            )
            field = TextField("cash_" + key.replace(":", "_"), caption)
            field.edit.textEdited.connect(lambda _text: self._typed())
            self._cash[key] = field
        self._arrange()
        fields = [field.edit for field in (*self._cutoff.values(), *self._cash.values())]
        for one, following in pairwise([*fields, self.grid]):
            self.setTabOrder(one, following)

    def _arrange(self) -> None:
        columns = 3 if self.width() > theme().em(46) else 2
        for at, field in enumerate([*self._cutoff.values(), *self._cash.values()]):
            self._fields.addWidget(field, at // columns, at % columns)
        for column in range(3):
            self._fields.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many fields side by side as have room."""
        super().resizeEvent(event)
        self._arrange()

    def _typed(self) -> None:
        texts = self.grid.texts
        people = tuple(
            msgspec.structs.replace(
                person, cells={key: text for key, text in row.items() if key != "who" and text}
            )
            for person, row in zip(self.draft.people, texts, strict=True)
        )
        cutoff = {key: field.text for key, field in self._cutoff.items()}
        cash = {key: field.text for key, field in self._cash.items()}
        self.draft = msgspec.structs.replace(self.draft, people=people, cutoff=cutoff, cash=cash)
        self._tell()
        self.changed.emit()

    def show_sum(self, judged: Judged) -> None:
        """The one sum that is held against paper."""
        totals, money = judged.totals, judged.currency
        told = _(
            "Loan fund in cash {cash} and out on loan {loans}, against savings of {savings}:"
            " this cycle has earned {earned} so far. Is that so?"
        )
        self._sum.setText(
            told.format(
                cash=format_money(totals.loan_fund_cash, money),
                loans=format_money(totals.loans, money),
                savings=format_money(totals.savings + totals.voluntary, money),
                earned=format_money(totals.earned, money),
            )
        )

    def mark(self, problems: Iterable[Problem], judged: Judged) -> None:
        """Mark fields and cells, and go to the first of them."""
        told = {problem.place: sentence(problem, judged) for problem in problems}
        fields = {f"cutoff:{key}": field for key, field in self._cutoff.items()}
        fields |= {f"cash:{key}": field for key, field in self._cash.items()}
        for place, field in fields.items():
            field.say(told.get(place, ""))
        wrong = {}
        for place, text in told.items():
            people, *rest = place.split(":")
            if people == "people" and rest:
                wrong[int(rest[0]), rest[1]] = text
        self.grid.mark(wrong)
        first = next((field for place, field in fields.items() if place in told), None)
        if first is not None:
            first.edit.setFocus()
            first.edit.selectAll()
        elif wrong:
            self.grid.go_to(*next(iter(wrong)))
            self.grid.setFocus()
        self._tell()

    def _tell(self) -> None:
        self._below.setText(self.grid.complaint)

    def start(self) -> None:
        """The last meeting comes first."""
        self._cutoff["meeting"].edit.setFocus()


def _columns(rules: Constitution) -> list[TypedColumn]:
    found = [TypedColumn("who", _("Name"), 12, fixed=True)]
    if rules.saving == "shares":
        found.append(TypedColumn("shares", _("Shares"), 5, figure=True))
    elif rules.saving != "none":
        found.append(TypedColumn("savings", _("Savings"), 6.5, figure=True))
    found.append(TypedColumn("fines", _("Fines owed"), 6, figure=True))
    if rules.social_contribution:
        found.append(TypedColumn("arrears", _("Owed to social fund"), 6, figure=True))
    if "loans" in rules.agenda:
        term = _("Weeks") if rules.loan_method == "period_charge" else _("Instalments")
        found += [
            TypedColumn("loan", _("Loan"), 6.5, figure=True),
            TypedColumn("out", _("Paid out on"), 7),
            TypedColumn("term", term, 5, figure=True),
            TypedColumn("left", _("Still to repay"), 6.5, figure=True),
            TypedColumn("charge", _("Charge due"), 6, figure=True),
        ]
    return found
