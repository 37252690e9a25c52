"""Payments of a mobile-money or bank statement: looked at one by one, confirmed, written down."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from coopledger.app.payment_desk import (
    Begun,
    PaymentDesk,
    keep_payments,
    kept_payments,
    uses_of,
    write_payments,
)
from coopledger.app.statements import look_at_statement
from coopledger.desktop.asking import ask_statement
from coopledger.desktop.fields import ChoiceField
from coopledger.desktop.payment_form import PaymentForm
from coopledger.desktop.proposal import today
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, label
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.words.catalog import _, isolated, ngettext
from coopledger.words.dates import format_date
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number
from coopledger.words.payments import (
    USES,
    broken_balance,
    closing_told,
    left_out,
    mapping_unreadable,
    nothing_new,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coopledger.app.proposals import Drafted
    from coopledger.app.statements import Looked
    from coopledger.domain.constitution import Constitution
    from coopledger.domain.payments import Proposal
    from coopledger.interop.statements.providers import DateOrder
    from coopledger.interop.statements.sheet import SheetRow


class _Read(NamedTuple):
    """What the ledger's thread found."""

    looked: Looked
    names: Mapping[str, str]
    rules: Constitution
    money: Currency
    kept: Begun


class Opened(NamedTuple):
    """A statement that was read, and what the group's rules let its payments be."""

    desk: PaymentDesk
    rules: Constitution
    money: Currency


class PaymentsScreen(Screen):
    """Reads a statement's file; Enter goes into a payment, and confirms it."""

    def __init__(self, session: Session, group: str, path: Path | None = None) -> None:
        super().__init__("payments", _("Payments by phone or bank"))
        self._session, self._group = session, group
        self._begun: Begun | None = None
        self._writing: tuple[str, Sequence[SheetRow]] = ("", ())
        self._path = path
        self._opened: Opened | None = None
        self._form = PaymentForm()
        about = _(
            "Choose the statement that the provider gave you. Each payment is shown with the member"
            " that it may be of; nothing is written into the meeting before you confirm it."
        )
        self._about = label(about, wrap=True)
        self._order = ChoiceField("date_order", _("How the dates are written"), _orders())
        self._order.changed.connect(self._read_again)
        self._notes = label("", "quiet", wrap=True)
        self._table = Table("payments_table", _("Payments"))
        self._table.setMinimumHeight(theme().row * 4)
        self._table.chosen.connect(lambda _row: self._form.start())
        self._table.selectionModel().currentRowChanged.connect(lambda *_: self._show_row())
        self._form.changed.connect(self._assign)
        self._form.confirmed.connect(self._confirm)
        self._lay_out()
        self._buttons()
        self._show(None)

    def _lay_out(self) -> None:
        list_side = QVBoxLayout()
        list_side.setContentsMargins(0, 0, 0, 0)
        list_side.setSpacing(theme().em(0.6))
        list_side.addWidget(self._table, 1)
        list_side.addWidget(self._notes)
        inside = QVBoxLayout()
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._form)
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.8))
        row.addWidget(scrolled("payments_list", _("Payments"), list_side), 3)
        row.addWidget(scrolled("payment_area", _("The payment"), inside), 2)
        self._work = QWidget()
        self._work.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._about)
        self.body.addWidget(self._order)
        self.body.addWidget(self._work, 1)
        self.body.addStretch(0)

    def _buttons(self) -> None:
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self._choose = Button("choose_statement", _("Choose the statement"), "folder")
        self._choose.clicked.connect(lambda: ask_statement(self, self.read))
        self._columns = Button("say_columns", _("Say which column is what"), "help")
        self._columns.clicked.connect(self._ask_columns)
        for button in (back, self._choose, self._columns):
            self.foot.addWidget(button)
        self._write = Button("write_payments", "", "draft", "main")
        self._write.clicked.connect(self._write_down)
        self.set_main(self._write)

    def start(self) -> None:
        """The table, or the file that comes first."""
        if self._opened is not None:
            self._table.setFocus()
        elif self._path is not None:
            self.read(self._path)
        else:
            self._choose.setFocus()
            ledger, group = self._session.ledger, self._group
            self._session.background.run(lambda: kept_payments(ledger, group), self._go_on)

    def _go_on(self, kept: Begun) -> None:
        """Take up the statement that somebody was at, if nothing else was chosen meanwhile."""
        if self._path is None and kept.unwritten and kept.file is not None:
            self.read(kept.file)

    def keep(self) -> None:
        """Keep what was said of the payments, so that a crash or a lock costs nothing."""
        if self._begun is not None:
            # What is being written is kept with the draft that it goes into.
            begun = self._begun.without(*self._writing)
            ledger, group = self._session.ledger, self._group
            self._session.background.run(lambda: keep_payments(ledger, group, begun))

    def read(self, path: Path) -> None:
        """Read a statement's file and hold it against the book."""
        if path != self._path:
            self._order.take("")
        self._path = path
        self.banner.clear()
        ledger, group = self._session.ledger, self._group
        order: DateOrder | None = self._order.value or None  # type: ignore[assignment]

        def job() -> _Read:
            looked = look_at_statement(ledger, group, path, order=order)
            book = ledger.replay(group).book
            here = [code for code, member in book.members.items() if member.gone != "left"]
            cards = ledger.members(group)
            names = {code: cards[code].name for code in here}
            kept = kept_payments(ledger, group)
            return _Read(looked, names, book.rules, ledger.currency(group), kept)

        self._session.background.run(job, self._open, self._refused)

    def _open(self, found: _Read) -> None:
        if self._begun is None:
            self._begun = found.kept
        self._begun.file = self._path
        desk = PaymentDesk(found.looked, found.names, self._begun)
        self._show(Opened(desk, found.rules, found.money))

    def _ask_columns(self) -> None:
        self._show(None)  # the file is read again after it
        self.asked.emit("payment_columns", self._path)

    def _read_again(self) -> None:
        if self._path is not None:
            self.read(self._path)

    def _refused(self, problem: BaseException) -> None:
        self._show(None)
        self.refuse(problem)
        code = problem.code if isinstance(problem, Refusal) else ""
        self._order.setVisible(code == "date_order_unknown")
        self._columns.setVisible(code == "statement_unknown")
        if code == "date_order_unknown":
            self._order.choice.setFocus()
        elif code == "statement_unknown":
            self._columns.setFocus()
        else:
            self._choose.setFocus()

    def _show(self, opened: Opened | None) -> None:
        self._opened = opened
        self._about.setVisible(opened is None)
        self._work.setVisible(opened is not None)
        self._columns.hide()
        if opened is None:
            self._order.hide()
            self._count()
            return
        looked, money = opened.desk.looked, opened.money
        self.set_heading(_("Payments by phone or bank"), isolated(looked.provider))
        told = [mapping_unreadable(file) for file in looked.unreadable]
        told += left_out(looked.known, len(looked.skipped), len(looked.twice), looked.taken_back)
        told += [broken_balance(b.line, b.balance, b.expected, money) for b in looked.breaks]
        self._notes.setText("\n".join(told))
        self._notes.setVisible(bool(told))
        self._tell(looked, money)
        self._table.show_rows(opened.desk.proposals, self._table_columns(opened))
        self._form.setVisible(bool(opened.desk.proposals))
        if not opened.desk.proposals:
            self._columns.setVisible(not looked.moved)
            (self._choose if looked.moved else self._columns).setFocus()
        else:
            self._show_row()
            self._table.setFocus()
        self._count()

    def _tell(self, looked: Looked, money: Currency) -> None:
        """Say what there is to do, and never that all is well where the sums do not agree."""
        agrees = not looked.breaks and looked.closing in (None, looked.expected)
        told = [] if looked.proposals else [nothing_new(moved=looked.moved)]
        if looked.closing is not None and (looked.proposals or not agrees):
            told.append(closing_told(looked.closing, looked.expected, money))
        good = agrees and (looked.moved or bool(looked.proposals))
        self.banner.say(" ".join(told), "good" if good else "warn")

    def _table_columns(self, opened: Opened) -> list[Column]:
        desk, money = opened.desk, opened.money

        def used(row: Proposal) -> str:
            parts = desk.parts(row.payment.receipt)
            told = [f"{part.member} {USES[part.use]}".strip() for part in parts if part.use]
            return " + ".join(told) or " ".join(part.member for part in parts)

        def state(row: Proposal) -> str:
            return _("confirmed") if desk.is_confirmed(row.payment.receipt) else _("to confirm")

        def tone(row: Proposal) -> tuple[str, str]:
            return ("good", "check") if desk.is_confirmed(row.payment.receipt) else ("quiet", "")

        def payer(row: Proposal) -> str:
            return isolated(row.payment.name or row.payment.details[:40])

        return [
            Column(_("State"), state, tone=tone),
            Column(_("Date"), lambda row: format_date(row.payment.moment[:10])),
            Column(_("Amount"), lambda row: format_amount(row.payment.amount, money), figure=True),
            Column(_("From or to"), payer),
            Column(_("What it is for"), used, stretch=True),
        ]

    def _show_row(self) -> None:
        row: Proposal | None = self._table.row
        if row is None or self._opened is None:
            return
        desk = self._opened.desk
        uses = uses_of(self._opened.rules, desk.looked.place, incoming=row.payment.amount > 0)
        parts = desk.parts(row.payment.receipt)
        self._form.show_payment(row, parts, uses, desk.names, self._opened.money)

    def _assign(self) -> None:
        row: Proposal | None = self._table.row
        if row is None or self._opened is None:
            return
        desk, receipt = self._opened.desk, row.payment.receipt
        confirmed = desk.is_confirmed(receipt)
        try:
            desk.assign(receipt, self._form.parts())
        except Refusal:
            # Nobody is told off while still typing; confirming says what is wrong.
            desk.leave_out(receipt)
        self._count()
        if confirmed and not desk.is_confirmed(receipt):
            self.keep()

    def _confirm(self) -> None:
        row: Proposal | None = self._table.row
        if row is None or self._opened is None:
            return
        desk = self._opened.desk
        try:
            desk.assign(row.payment.receipt, self._form.parts())
            desk.confirm(row.payment.receipt)
        except Refusal as refusal:
            self._form.refuse(refusal)
            return
        self._count()
        self.keep()
        receipts = [each.payment.receipt for each in desk.proposals]
        here = receipts.index(row.payment.receipt)
        left = [*receipts[here + 1 :], *receipts[:here]]
        following = next((each for each in left if each in desk.open), "")
        self._table.show_rows(desk.proposals, self._table_columns(self._opened))
        if following:
            self._table.selectRow(receipts.index(following))
            self._show_row()
            self._table.setFocus()
        else:
            self._write.setFocus()

    def _count(self) -> None:
        count = self._opened.desk.confirmed_count if self._opened else 0
        told = ngettext(
            "Write {count} payment into the meeting",
            "Write {count} payments into the meeting",
            count,
        )
        self._write.say(told.format(count=format_number(count)))
        self._write.setEnabled(bool(count))

    def _write_down(self) -> None:
        if self._opened is None:
            return
        desk = self._opened.desk
        rows, place = desk.confirmed, desk.looked.place
        self.banner.clear()
        self._write.setEnabled(False)
        self._writing = (place, rows)
        left = self._begun.without(place, rows) if self._begun else None
        job = partial(write_payments, self._session.ledger, self._group, rows, place, today(), left)
        self._session.write_draft(job, partial(self._drafted, desk, rows), self._not_written)

    def _not_written(self, problem: BaseException) -> None:
        self._writing = ("", ())
        self.keep()
        self._count()
        self.refuse(problem)

    def _drafted(self, desk: PaymentDesk, rows: Sequence[SheetRow], drafted: Drafted) -> None:
        desk.written(rows)
        self._writing = ("", ())
        count = len({row.receipt for row in rows})
        told = ngettext(
            "{count} payment: written into meeting {number}, which is not sealed yet.",
            "{count} payments: written into meeting {number}, which is not sealed yet.",
            count,
        )
        self.drafted.emit(
            told.format(count=format_number(count), number=format_number(drafted.meeting))
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter within the form confirms the payment there; elsewhere as on every screen."""
        focused = QApplication.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and focused is not None and self._form.isAncestorOf(focused):
            if focused is self._form.divide:
                self._form.divide.click()
            else:
                self._confirm()
            return
        super().keyPressEvent(event)


def _orders() -> list[tuple[str, str]]:
    return [
        ("", _("Say which")),
        ("dmy", _("day, month, year")),
        ("mdy", _("month, day, year")),
        ("ymd", _("year, month, day")),
    ]
