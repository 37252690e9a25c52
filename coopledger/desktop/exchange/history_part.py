"""When books went to a stick or came from one, and what came of it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app import exchanges
from coopledger.app.exchanges import Line
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import N_, Text, _, ngettext
from coopledger.words.dates import format_moment
from coopledger.words.errors import reason
from coopledger.words.numbers import format_number

_WAYS: dict[str, Text] = {
    "sent": N_("taken to the stick"),
    "read": N_("read from the stick"),
    "refused": N_("not taken in"),
}


class HistoryPart(QWidget):
    """A line an exchange, newest first; all of what came of the one at hand stands below."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._none = label(_("No stick was read or written here yet."), wrap=True)
        self.table = Table("history_table", _("What was done"), _columns())
        self.table.setMinimumHeight(theme().row * 6)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _old: self._picked())
        self._about = label("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        for part in (self._none, self.table, self._about):
            column.addWidget(part)
        column.addStretch(1)

    def refresh(self) -> None:
        """Read the history."""
        ledger = self._session.ledger
        self._session.background.run(lambda: exchanges.history(ledger), self._show)

    def _show(self, rows: list[Line]) -> None:
        self._none.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.table.show_rows(rows)
        self._picked()

    def _picked(self) -> None:
        row: Line | None = self.table.row
        told = []
        if row is not None and row.file:
            told.append(_("File: {file}").format(file=row.file))
        if row is not None and row.outcome:
            told.append(reason(Refusal(row.outcome, value=row.file or row.place)))
        self._about.setText("\n".join(told))
        self._about.setVisible(bool(told))


def _columns() -> list[Column]:
    return [
        Column(_("When"), lambda row: format_moment(row.when)),
        Column(
            _("What"),
            lambda row: str(_WAYS[row.way]),
            tone=lambda row: ("bad", "stop") if row.outcome else ("", ""),
        ),
        Column(_("Laptop"), lambda row: row.name or "—", stretch=True),
        Column(_("Stick"), lambda row: row.place),
        Column(_("What came of it"), _outcome),
    ]


def _outcome(row: Line) -> str:
    if row.outcome:
        return _("nothing was changed")
    if not row.pages:
        return _("nothing new")
    books = ngettext("{count} group", "{count} groups", row.books)
    pages = ngettext("{count} page", "{count} pages", row.pages)
    return _("{books}, {pages}").format(
        books=books.format(count=format_number(row.books)),
        pages=pages.format(count=format_number(row.pages)),
    )
