"""Home: the groups as cards, with what matters today."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from coopledger.app import overview
from coopledger.app.overview import GroupCard, GroupRow
from coopledger.desktop.home_table import GroupTable
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Badge, Button, Elided, Figure, Picture, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _, ngettext
from coopledger.words.dates import format_date
from coopledger.words.errors import explain
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number

MOST_CARDS = 24
"""More groups than that are shown as a table."""


class GroupButton(QPushButton):
    """One group as a card that is one large button."""

    def __init__(self, row: GroupRow) -> None:
        super().__init__()
        self.row = row
        self.setObjectName(f"group_{row.id[:8]}")
        self.setAutoDefault(False)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._box = Figure(_("Cash in the box"), "…")
        self._loans = Figure(_("Loans out"), "…")
        self._when = label("", "quiet")
        self._mark = Picture("warn", 1.2, "warn")
        self._findings = label("", "small")
        self._lay_out()
        self.setAccessibleName(row.name)
        held = format_number(row.meetings)
        if row.meetings:
            text = _("Meeting {number} on {day}")
            self._when.setText(text.format(number=held, day=format_date(row.last_day)))
        else:
            self._when.setText(_("No meeting yet"))

    def _lay_out(self) -> None:
        column = self._column = QVBoxLayout(self)
        side = theme().em(1.1)
        column.setContentsMargins(side, side, side, theme().em(0.8))
        column.setSpacing(theme().em(0.5))
        column.addWidget(Elided(self.row.name, "large"))
        figures = QHBoxLayout()
        figures.setSpacing(theme().em(1.5))
        figures.addWidget(self._box, 1)
        figures.addWidget(self._loans, 1)
        column.addLayout(figures)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(theme().em(0.35))
        foot.addWidget(self._when)
        foot.addStretch(1)
        if self.row.draft:
            foot.addWidget(Badge("draft"))
        foot.addWidget(self._mark)
        foot.addWidget(self._findings)
        column.addLayout(foot)
        self._mark.hide()
        self._findings.hide()
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """As large as what stands on it."""
        return self._column.sizeHint().expandedTo(QSize(0, theme().em(9.5)))

    def minimumSizeHint(self) -> QSize:
        """Never lower than what stands on it."""
        return QSize(self._column.minimumSize().width(), self.sizeHint().height())

    def show_card(self, card: GroupCard) -> None:
        """Show the figures of the verified book."""
        code = card.currency.code
        box = format_amount(card.box, card.currency)
        loans = format_amount(card.loans, card.currency)
        self._box.show_value(box, code)
        self._loans.show_value(loans, code)
        self._mark.setVisible(bool(card.findings))
        told = ""
        if card.findings:
            told = ngettext("{count} finding", "{count} findings", card.findings)
            told = told.format(count=format_number(card.findings))
        self._findings.setText(told)
        self._findings.setVisible(bool(told))
        parts = [self.row.name, f"{_('Cash in the box')} {box} {code}", self._when.text(), told]
        self.setAccessibleName(", ".join(part for part in parts if part))

    def show_fault(self, sentence: str) -> None:
        """Show that the book is not genuine."""
        self._box.show_value("—")
        self._loans.show_value("—")
        self._mark.show_icon("stop", "bad")
        self._mark.show()
        self._findings.setText(_("not genuine"))
        self._findings.show()
        self.setToolTip(sentence)
        self.setAccessibleName(f"{self.row.name}, {sentence}")


class HomeScreen(Screen):
    """All groups. ``chosen`` carries the id of the group whose card was pressed."""

    chosen = Signal(str)
    start_asked = Signal()
    import_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("home", _("Groups"))
        self._session = session
        self._cards: list[GroupButton] = []
        self._arriving = True
        self._empty = label(
            _("No group yet. Start one: the questions are asked one after another."),
            "quiet",
            wrap=True,
        )
        self._grid = QGridLayout()
        self._grid.setSpacing(theme().em(0.9))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._empty)
        column.addLayout(self._grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("groups")
        area.setAccessibleName(_("Groups"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        self._area = area
        self._table = GroupTable(session)
        self._table.chosen.connect(lambda known: self.chosen.emit(known.row.id))
        self._table.hide()
        self.body.addWidget(area, 1)
        self.body.addWidget(self._table, 1)
        self._totals = label("", "quiet")
        self.foot.addWidget(self._totals)
        take_in = Button("import", _("Take in a notebook"), "import")
        take_in.clicked.connect(self.import_asked)
        self.foot.addWidget(take_in)
        begin = Button("start_group", _("Start a group"), "add", "main")
        begin.clicked.connect(self.start_asked)
        self.set_main(begin)

    def refresh(self) -> None:
        """Read the groups; each card fills as its book has been checked."""
        ledger = self._session.ledger
        self._session.background.run(lambda: overview.groups(ledger), self._show, self.refuse)

    def start(self) -> None:
        """The first group, as soon as it is known."""
        self._arriving = True

    def _show(self, rows: tuple[GroupRow, ...]) -> None:
        many = len(rows) > MOST_CARDS
        self._table.setVisible(many)
        self._area.setHidden(many)
        self._count(len(rows))
        if many:
            self._table.show_groups(rows)
            if self._arriving:
                self._arriving = False
                self._table.setFocus()
        else:
            self._show_cards(rows)

    def _count(self, groups: int) -> None:
        words = ngettext("{count} group", "{count} groups", groups)
        self._totals.setText(words.format(count=format_number(groups)))

    def _show_cards(self, rows: tuple[GroupRow, ...]) -> None:
        focused = self._focused()
        for old in self._cards:
            self._grid.removeWidget(old)
            old.deleteLater()
        self._cards = [GroupButton(row) for row in rows]
        self._empty.setVisible(not rows)
        ledger, background = self._session.ledger, self._session.background
        for card in self._cards:
            group = card.row.id
            card.clicked.connect(partial(self.chosen.emit, group))
            job = partial(overview.group_card, ledger, group)
            background.run(job, card.show_card, partial(self._fault, card))
        self._arrange()
        self.tab_order(*self._cards, *([self.main] if self.main else []))
        again = [card for card in self._cards if card.row.id == focused]
        if again or self._arriving:
            self._arriving = False
            first: list[QWidget] = [*again, *self._cards, self.main or self]
            first[0].setFocus()

    def _focused(self) -> str:
        return next((card.row.id for card in self._cards if card.hasFocus()), "")

    @staticmethod
    def _fault(card: GroupButton, problem: BaseException) -> None:
        if not isinstance(problem, Refusal):
            raise problem
        card.show_fault(explain(problem))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many cards side by side as have room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.width() - theme().em(2.4)
        columns = max(1, room // theme().em(21))
        for at, card in enumerate(self._cards):
            self._grid.addWidget(card, at // columns, at % columns)
        for column in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
