"""Between groups: what passed from one to another, and whether both have written it down."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout

from coopledger.app.transfers import OPEN, Between, TransferRow, between
from coopledger.app.transfers_told import (
    advice,
    amount_words,
    cash_words,
    debt_words,
    party_words,
    side_words,
    what_words,
)
from coopledger.desktop.background import Job, Stopped
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, label
from coopledger.words.catalog import _, isolated, ngettext
from coopledger.words.dates import enumerate_items, format_date
from coopledger.words.numbers import format_number
from coopledger.words.transfers import STATES, number_words

_TONES: dict[str, tuple[str, str]] = {
    "matched": ("good", "check"),
    "differs": ("bad", "stop"),
    "in_transit": ("warn", "warn"),
    "not_given": ("warn", "warn"),
}


class BetweenScreen(Screen):
    """All transfers of all groups on this laptop, what is not settled first."""

    def __init__(self, session: Session) -> None:
        super().__init__("between", _("Between groups"))
        self._session = session
        self._job: Job | None = None
        self._bar = QProgressBar()
        self._bar.setObjectName("between_progress")
        self._bar.setAccessibleName(_("Reading the books"))
        self._stop = Button("between_stop", _("Stop"), "stop", "plain")
        self._stop.clicked.connect(self._stop_job)
        self._table = Table("transfers_table", _("Between groups"), _columns())
        self._table.setMinimumHeight(theme().row * 5)
        self._table.selectionModel().selectionChanged.connect(self._chosen)
        self._none = label("", "quiet", wrap=True)
        self._way = label("", "strong", wrap=True)
        self._debts = label("", wrap=True)
        self._about = Card(0.8)
        self._about.setObjectName("transfer_about")
        self._advice, self._sides = label("", "strong", wrap=True), label("", wrap=True)
        self._about.body.addWidget(self._advice)
        self._about.body.addWidget(self._sides)
        self._lay_out()

    def _lay_out(self) -> None:
        busy = QHBoxLayout()
        busy.setSpacing(theme().em(0.5))
        busy.addWidget(self._bar, 1)
        busy.addWidget(self._stop)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.7))
        column.addLayout(busy)
        for part in (self._none, self._way):
            column.addWidget(part)
        column.addWidget(self._table, 1)
        column.addWidget(self._about)
        column.addWidget(self._debts)
        column.addStretch(0)  # what there is stands at the top where there is no table
        # In large letters on a small screen the words leave no room for a table above them.
        self.body.addWidget(scrolled("between_area", _("Between groups"), column), 1)
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        self._count = label("", "quiet")
        self.foot.addWidget(self._count)
        self._busy(False)
        self._show(Between((), ()))
        self._none.clear()

    def refresh(self) -> None:
        """Read all books that are not read yet."""
        self._stop_job()
        self.banner.clear()
        self._bar.setRange(0, 0)
        self._busy(True)
        ledger = self._session.ledger
        self._job = self._session.background.run_long(
            lambda step: between(ledger, progress=step), self._read, self._failed, self._progress
        )

    def start(self) -> None:
        """The table, so that arrows choose a transfer at once."""
        self._table.setFocus()

    @property
    def advice_shown(self) -> str:
        """What is said of the transfer under the cursor."""
        return self._advice.text()

    def _busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._stop.setVisible(busy)

    def _stop_job(self) -> None:
        if self._job is not None:
            self._job.stop()

    def _progress(self, done: int, of: int) -> None:
        self._bar.setRange(0, of)
        self._bar.setValue(done)

    def _failed(self, problem: BaseException) -> None:
        if not isinstance(problem, Stopped):
            self._busy(False)
            self.refuse(problem)
        elif self._job is not None and self._job.stopping:
            self._busy(False)
            self.banner.say(_("Stopped. Nothing was changed."), "quiet")

    def _read(self, found: Between) -> None:
        self._busy(False)
        self._show(found)
        if found.unread:
            told = _("Not read, because a page is not genuine: {groups}. See: Verify.")
            self.banner.say(told.format(groups=enumerate_items(found.unread)), "bad")

    def _show(self, found: Between) -> None:
        rows = found.transfers
        self._table.show_rows(rows)
        self._table.setVisible(bool(rows))
        self._none.setText(
            _(
                "Nothing has passed between groups. Write it down in the meeting: a member who"
                " moves, or money lent to another group."
            )
        )
        self._none.setVisible(not rows)
        way = cash_words(found)
        self._way.setText(way)
        self._way.setVisible(bool(way))
        debts = "\n".join(map(debt_words, found.debts))
        self._debts.setText(debts)
        self._debts.setVisible(bool(debts))
        open_ones = sum(row.state in OPEN for row in rows)
        told = ngettext("{count} not settled", "{count} not settled", open_ones)
        self._count.setText(told.format(count=format_number(open_ones)) if rows else "")
        self._chosen()

    def _chosen(
        self, _new: QItemSelection | None = None, _old: QItemSelection | None = None
    ) -> None:
        row: TransferRow | None = self._table.row
        self._about.setVisible(row is not None)
        if row is None:
            return
        both = ((row.giver, row.given), (row.getter, row.got))
        self._advice.setText(advice(row))
        sides = [side_words(party, told) for party, told in both if told]
        if row.number:
            number = _("Transfer number {number}: write it on the paper that goes along.")
            sides.append(number.format(number=isolated(number_words(row.number))))
        self._sides.setText("\n".join(sides))


def _state(row: TransferRow) -> str:
    told = str(STATES[row.state])
    if row.state not in OPEN:
        return told
    days = ngettext("{state}, {count} day", "{state}, {count} days", row.days)
    return days.format(state=told, count=format_number(row.days))


def _columns() -> list[Column]:
    return [
        Column(_("State"), _state, tone=lambda row: _TONES.get(row.state, ("", ""))),
        Column(_("Amount"), lambda row: amount_words(row.told), figure=True),
        Column(_("From"), lambda row: party_words(row.giver)),
        Column(_("To"), lambda row: party_words(row.getter)),
        Column(_("What"), what_words, stretch=True),
        Column(_("Date"), lambda row: format_date(row.told.day) if row.told.day else ""),
        Column(_("Number"), lambda row: number_words(row.number), figure=True),
    ]
