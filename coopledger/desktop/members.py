"""The members of a group: found by number or name, what each has saved and owes."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit

from coopledger.app import overview
from coopledger.app.overview import GroupView, MemberRow
from coopledger.desktop.names import gone_name, role_name
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.widgets import Button, label
from coopledger.domain.money import Currency
from coopledger.words.catalog import _, ngettext
from coopledger.words.dates import format_list
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number
from coopledger.words.search import found_in


class MembersScreen(Screen):
    """A group's members; Enter opens a member's card."""

    def __init__(self, session: Session, group: str) -> None:
        super().__init__("members", _("Members"))
        self._session, self._group = session, group
        self._rows: tuple[MemberRow, ...] = ()
        self._search = search_line("find_member", _("Find a member by number or name"))
        self._search.textChanged.connect(self._filter)
        self._search.returnPressed.connect(self._open)
        self.body.addWidget(self._search)
        self._table = Table("members_table", _("Members"))
        self._table.chosen.connect(lambda row: self.asked.emit("member", row.code))
        self.body.addWidget(self._table, 1)
        self._nobody = label("", "quiet", wrap=True)
        self.body.addWidget(self._nobody)
        self._count = label("", "quiet")
        self._buttons()
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self._search.setFocus)

    def _buttons(self) -> None:
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        join = Button("join", _("Someone joins"), "add")
        join.clicked.connect(lambda: self.asked.emit("join", None))
        self._statement = Button("statement", _("Member statement"), "reports")
        self._statement.clicked.connect(self._print)
        for part in (back, join, self._statement, self._count):
            self.foot.addWidget(part)
        self._card = Button("open_member", _("Open the card"), "person", "main")
        self._card.clicked.connect(self._open)
        self.set_main(self._card)
        self.on_print(self._print)

    def refresh(self) -> None:
        """Read the book again."""
        ledger, group = self._session.ledger, self._group
        self._session.background.run(
            lambda: overview.group_view(ledger, group), self._show, self.refuse
        )

    def start(self) -> None:
        """The table, so that arrows choose a member at once."""
        self._table.setFocus()

    def _open(self) -> None:
        row: MemberRow | None = self._table.row
        if row is not None:
            self.asked.emit("member", row.code)

    def _print(self) -> None:
        row: MemberRow | None = self._table.row
        if row is not None:
            self.asked.emit("statement", row.code)

    def _show(self, view: GroupView) -> None:
        card = view.card
        self.set_heading(
            _("Members"),
            f"{card.row.name} · " + _("amounts in {currency}").format(currency=card.currency.code),
        )
        told = ngettext("{count} active member", "{count} active members", card.members)
        self._count.setText(told.format(count=format_number(card.members)))
        self._rows = view.members
        self._table.rows.columns = tuple(member_columns(card.currency))
        self._filter()

    def _filter(self) -> None:
        asked = self._search.text()
        rows = [row for row in self._rows if found_in(asked, (row.code, row.name))]
        self._table.show_rows(rows)
        for button in (self._card, self._statement):
            button.setEnabled(bool(rows))
        told = ""
        if self._rows and not rows:
            told = _("Nobody here has “{asked}” in the number or the name.").format(asked=asked)
        elif not self._rows:
            told = _("Nobody is a member yet. Let the first one join.")
        self._nobody.setText(told)
        self._nobody.setVisible(bool(told))


def search_line(name: str, about: str) -> QLineEdit:
    """A line to search in; what it finds is said in it while it is empty."""
    line = QLineEdit()
    line.setObjectName(name)
    line.setAccessibleName(about)
    hint = _("{about} · Ctrl+F").format(about=about)
    line.setPlaceholderText(hint)
    line.setClearButtonEnabled(False)
    return line


def member_columns(money: Currency) -> list[Column]:
    """The columns of a list of members. The name always has the number beside it."""

    def amount(name: str, title: str) -> Column:
        return Column(title, lambda row: _or_blank(getattr(row, name), money), True, _grey)

    return [
        Column(_("No."), lambda row: row.code, tone=_grey),
        Column(_("Name"), lambda row: row.name, tone=_grey, stretch=True),
        Column(_("Office"), lambda row: format_list([role_name(r) for r in row.roles]), tone=_grey),
        Column(_("Shares"), lambda row: format_number(row.shares), True, _grey),
        amount("savings", _("Savings")),
        amount("loans", _("Loan")),
        amount("charges", _("Charge due")),
        amount("fines", _("Fines")),
        amount("arrears", _("Arrears")),
        Column("", lambda row: gone_name(row.gone), tone=_grey),
    ]


def _or_blank(amount: int, money: Currency) -> str:
    return format_amount(amount, money) if amount else ""


def _grey(row: MemberRow) -> tuple[str, str]:
    return ("quiet", "") if row.gone else ("", "")
