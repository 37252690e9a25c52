"""What other laptops have not confirmed yet, and what is missing here."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app import unconfirmed
from coopledger.app.bundle_told import gap_told
from coopledger.app.unconfirmed import Behind, Gap, Waiting
from coopledger.app.waiting_words import asked, days_ago
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, label
from coopledger.words.catalog import _, ngettext
from coopledger.words.dates import format_date
from coopledger.words.numbers import format_number


class WaitingPart(QWidget):
    """One line a laptop, and below it the groups of the one at hand."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.gaps = Banner("gaps")
        self._none = label(_("No other laptop of the cooperative is known here."), wrap=True)
        self.table = Table("waiting_table", _("What waits for whom"), _columns())
        self.table.setMinimumHeight(theme().row * 4)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _old: self._picked())
        self._about = label("", "strong", wrap=True)
        self.books = Table("waiting_books", _("Groups that it has not confirmed"), _book_columns())
        self.books.setMinimumHeight(theme().row * 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        for part in (self.gaps, self._none, self.table, self._about, self.books):
            column.addWidget(part)
        column.addStretch(1)

    def refresh(self) -> None:
        """Read what waits."""
        ledger = self._session.ledger

        def job() -> tuple[list[Waiting], list[Gap]]:
            return unconfirmed.waiting(ledger), unconfirmed.gaps(ledger)

        self._session.background.run(job, self._show)

    def _show(self, found: tuple[list[Waiting], list[Gap]]) -> None:
        rows, gaps = found
        told = [
            gap_told(
                gap.group or _("A group that is not known here yet"),
                gap.pages,
                gap.meetings,
                asked(gap.ask),
            )
            for gap in gaps
        ]
        self.gaps.say("\n".join(told), "warn")
        self._none.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self.table.show_rows(rows)
        self._picked()

    def _picked(self) -> None:
        row: Waiting | None = self.table.row
        behind = row.behind if row is not None else ()
        self.books.setVisible(bool(behind))
        self.books.show_rows(behind)
        self._about.setVisible(row is not None)
        if row is not None:
            self._about.setText(confirmed_words(row))


def confirmed_words(row: Waiting) -> str:
    """When a laptop last confirmed what it has, and when books last went to it."""
    if row.heard is None:
        heard = _("{name} has confirmed nothing yet.").format(name=row.name)
    else:
        heard = _("Last confirmed by {name} on {day}, {ago}.").format(
            name=row.name, day=format_date(row.heard.date()), ago=days_ago(row.heard_days)
        )
    if row.sent is None:
        return f"{heard} {_('No stick went to it from here.')}"
    sent = _("Last stick for it: {day}, {ago}.").format(
        day=format_date(row.sent.date()), ago=days_ago(row.sent_days)
    )
    return f"{heard} {sent}"


def not_confirmed(meetings: int, pages: int) -> str:
    """How much is not confirmed; that all is where nothing is left."""
    if meetings:
        text = ngettext("{count} meeting", "{count} meetings", meetings)
        return text.format(count=format_number(meetings))
    if pages:
        text = ngettext("{count} page", "{count} pages", pages)
        return text.format(count=format_number(pages))
    return _("nothing")


def _columns() -> list[Column]:
    return [
        Column(_("Laptop"), lambda row: row.name, stretch=True),
        Column(_("Branch"), lambda row: row.branch),
        Column(
            _("Not confirmed"),
            lambda row: not_confirmed(row.meetings, row.pages),
            tone=lambda row: ("warn", "warn") if row.pages else ("good", "check"),
        ),
        Column(_("Last heard"), lambda row: format_date(row.heard.date()) if row.heard else "—"),
        Column(_("Last stick"), lambda row: format_date(row.sent.date()) if row.sent else "—"),
    ]


def _book_columns() -> list[Column]:
    return [
        Column(_("Group"), lambda row: row.group, stretch=True),
        Column(_("Meetings not confirmed"), _meetings),
        Column(_("Confirmed up to page"), lambda row: format_number(row.confirmed), figure=True),
    ]


def _meetings(row: Behind) -> str:
    if not row.meetings:
        return "—"
    first, last = format_number(row.meetings[0]), format_number(row.meetings[-1])
    if len(row.meetings) == 1:
        return first
    return _("{first} to {last}").format(first=first, last=last)
