"""The members of a group, what each has saved and owes, and the way to a statement."""

from __future__ import annotations

from PySide6.QtCore import Signal

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


class MembersScreen(Screen):
    """A group's members. ``statement_asked`` carries the code of the member."""

    statement_asked = Signal(str)

    def __init__(self, session: Session, group: str) -> None:
        super().__init__("members", _("Members"))
        self._session, self._group = session, group
        self._table = Table("members_table", _("Members"))
        self._table.chosen.connect(lambda row: self.statement_asked.emit(row.code))
        self.body.addWidget(self._table, 1)
        self._count = label("", "quiet")
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        self.foot.addWidget(self._count)
        statement = Button("statement", _("Member statement"), "reports", "main")
        statement.clicked.connect(self._ask)
        self.set_main(statement)
        self.on_print(self._ask)

    def refresh(self) -> None:
        """Read the book again."""
        ledger, group = self._session.ledger, self._group
        self._session.background.run(
            lambda: overview.group_view(ledger, group), self._show, self.refuse
        )

    def start(self) -> None:
        """The table, so that arrows choose a member at once."""
        self._table.setFocus()

    def _ask(self) -> None:
        row: MemberRow | None = self._table.row
        if row is not None:
            self.statement_asked.emit(row.code)

    def _show(self, view: GroupView) -> None:
        card = view.card
        self.set_heading(
            _("Members"),
            f"{card.row.name} · " + _("amounts in {currency}").format(currency=card.currency.code),
        )
        told = ngettext("{count} active member", "{count} active members", card.members)
        self._count.setText(told.format(count=format_number(card.members)))
        self._table.show_rows(view.members, member_columns(card.currency))


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
