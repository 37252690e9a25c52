"""Entries of the book: of one page with its seals, or found by name, amount or word."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut

from coopledger.app.page_entries import (
    Entries,
    EntryRow,
    PageView,
    member_entries,
    page_view,
    search_entries,
)
from coopledger.desktop.members import search_line
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.widgets import Badge, Button, label
from coopledger.domain.money import Currency
from coopledger.words.catalog import _, ngettext
from coopledger.words.dates import format_date, format_list
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number
from coopledger.words.page_kinds import kind_name

_PAUSE_MS = 200


class EntriesScreen(Screen):
    """Entries in a list; the main button goes on to undo the one at hand."""

    def __init__(self, session: Session, group: str, name: str, title: str) -> None:
        super().__init__(name, title)
        self.session, self.group = session, group
        self.table = Table("entries_table", _("Entries"))
        self.table.chosen.connect(self._undo)
        self.told = label("", "quiet", wrap=True)
        self.count = label("", "quiet")
        self.undo = Button("undo_entry", _("Undo this entry"), "undo", "main")
        self.undo.clicked.connect(lambda: self._undo(self.table.row))

    def finish(self) -> None:
        """Put the list and the foot under what stands above them."""
        self.body.addWidget(self.told)
        self.body.addWidget(self.table, 1)
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        self.foot.addWidget(self.count)
        self.set_main(self.undo)

    def start(self) -> None:
        """The list, so that arrows choose an entry at once."""
        self.table.setFocus()

    def show_entries(self, found: Entries, *, pages: bool) -> None:
        """Show entries; ``pages`` when they are of several."""
        self.table.show_rows(found.rows, entry_columns(found.currency, pages=pages))
        self.undo.setEnabled(bool(found.rows))
        told = ngettext("{count} entry", "{count} entries", len(found.rows))
        self.count.setText(told.format(count=format_number(len(found.rows))))

    def _undo(self, row: EntryRow | None) -> None:
        if row is not None:
            self.asked.emit("undo_entry", row.place)


class PageScreen(EntriesScreen):
    """One page: its seals in plain words, and its entries."""

    def __init__(self, session: Session, group: str, number: int) -> None:
        super().__init__(session, group, "page", "")
        self._number = number
        self._badge = Badge("sealed")
        self.badges.addWidget(self._badge)
        self.finish()

    def refresh(self) -> None:
        """Read the page again."""
        ledger, group, number = self.session.ledger, self.group, self._number
        self.session.background.run(
            lambda: page_view(ledger, group, number), self._show, self.refuse
        )

    def _show(self, view: PageView) -> None:
        title = _("Page {number}").format(number=format_number(view.number))
        parts = [kind_name(view.kind)]
        if view.meeting:
            parts = [_("Meeting {number}").format(number=format_number(view.meeting))]
        if view.day:
            parts.append(format_date(view.day, "long"))
        parts.append(_("amounts in {currency}").format(currency=view.entries.currency.code))
        self.set_heading(title, " · ".join(parts))
        seals = ngettext("{count} seal", "{count} seals", view.seals)
        self._badge.show_state("sealed", seals.format(count=format_number(view.seals)))
        self.told.setText(seal_words(view))
        self.show_entries(view.entries, pages=False)


def seal_words(view: PageView) -> str:
    """Who sealed a page, and what is printed of it, in plain words."""
    names = format_list([f"{code} {name}".strip() for code, name in view.officers.items()])
    if view.officers:
        who = _("Sealed by this group's laptop and by {names}.").format(names=names)
    else:
        who = _("Sealed by this group's laptop alone; no officer sealed it.")
    told = [who, _("Printed papers carry its fingerprint: {print}.").format(print=view.fingerprint)]
    if view.more:
        told.append(_("Officers can still add their seals until the next page is written."))
    return " ".join(told)


class SearchScreen(EntriesScreen):
    """Entries of all pages, by what is typed: an amount, a name, a number, a word."""

    def __init__(self, session: Session, group: str, member: str = "") -> None:
        super().__init__(session, group, "entries", _("Search the book"))
        self._member = member
        about = _("An amount, a member, or a word such as fine or repayment")
        self.search = search_line("search_book", about)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PAUSE_MS)
        self._wait.timeout.connect(self._rested)
        self.search.textChanged.connect(self._typed)
        self.body.addWidget(self.search)
        self.finish()
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search.setFocus)

    def start(self) -> None:
        """The line to type in, unless a member is shown already."""
        if self._member:
            self.table.setFocus()
        else:
            self.search.setFocus()

    def refresh(self) -> None:
        """Search again."""
        ledger, group, asked = self.session.ledger, self.group, self.search.text()
        member = self._member

        def job() -> Entries:
            if member:
                return member_entries(ledger, group, member)
            return search_entries(ledger, group, asked)

        self.session.background.run(job, self._show, self.refuse)

    def _rested(self) -> None:
        if self.isVisible():
            self.refresh()

    def _typed(self) -> None:
        self._member = ""
        self._wait.start()

    def _show(self, found: Entries) -> None:
        amounts = _("amounts in {currency}").format(currency=found.currency.code)
        about = self._member and f"{self._member} · "
        self.set_heading(_("Search the book"), f"{about}{found.group} · {amounts}")
        self.show_entries(found, pages=True)
        told = ""
        if not found.rows:
            told = (
                _("Nothing in the book has “{asked}”.").format(asked=self.search.text())
                if self.search.text().strip()
                else _("Type what you look for. What is found says on which page it stands.")
            )
        self.told.setText(told)
        self.told.setVisible(bool(told))


def entry_columns(money: Currency, *, pages: bool) -> list[Column]:
    """The columns of a list of entries."""

    def amount(row: EntryRow) -> str:
        return "" if row.amount is None else format_amount(row.amount, money)

    place = [
        Column(_("Page"), lambda row: format_number(row.page), True),
        Column(_("Date"), lambda row: format_date(row.day) if row.day else ""),
    ]
    return [
        *(place if pages else []),
        Column(_("Entry"), lambda row: format_number(row.index), True),
        Column(_("What"), _what, tone=_tone),
        Column(_("Member"), lambda row: f"{row.code} {row.name}".strip()),
        Column(_("Loan"), lambda row: format_number(row.loan) if row.loan else "", True),
        Column(_("Amount"), amount, True),
        Column(_("Note"), lambda row: row.note, stretch=True),
    ]


def _what(row: EntryRow) -> str:
    if row.undoes:
        words = _("undoes: {what}, page {page}")
        return words.format(what=row.what, page=format_number(row.undoes[0]))
    return _("{what} (undone)").format(what=row.what) if row.undone else row.what


def _tone(row: Any) -> tuple[str, str]:
    return ("quiet", "undo") if row.undone or row.undoes else ("", "")
