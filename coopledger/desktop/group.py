"""One group: its balances in large figures, and its meetings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from coopledger.app import overview
from coopledger.app.overview import GroupCard, GroupView, MeetingRow
from coopledger.desktop.figures import Figures
from coopledger.desktop.names import fund_name
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Badge, Button
from coopledger.domain.money import Currency
from coopledger.words.catalog import _, ngettext
from coopledger.words.dates import format_date
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number


class GroupScreen(Screen):
    """A group's balances and meetings.

    ``report_asked`` carries the number of the meeting whose report is wanted.
    """

    record_asked = Signal()
    report_asked = Signal(object)
    statement_asked = Signal()
    verify_asked = Signal()

    def __init__(self, session: Session, group: str) -> None:
        super().__init__("group", "")
        self._session, self._group = session, group
        self._table = Table("meetings", _("Meetings"))
        self._table.setMinimumHeight(theme().row * 5)
        self._table.chosen.connect(lambda chosen: self.report_asked.emit(chosen.meeting))
        self._figures = Figures()
        self._badge = Badge("draft")
        self.badges.addWidget(self._badge)
        self._badge.hide()
        self._read_only = Badge("read_only")
        self.badges.addWidget(self._read_only)
        self._read_only.hide()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        column.addWidget(self._figures)
        column.addWidget(self._table, 1)
        inside = QWidget()
        inside.setLayout(column)
        # In large letters on a small screen the figures leave no room for a table below them.
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self.body.addWidget(area, 1)
        self._buttons()

    def _buttons(self) -> None:
        self._report = Button("meeting_report", _("Meeting report"), "reports")
        self._report.clicked.connect(self._ask_report)
        statement = Button("member_statement", _("Member statement"), "person")
        statement.clicked.connect(self.statement_asked)
        verify = Button("verify", _("Verify"), "verify")
        verify.clicked.connect(self.verify_asked)
        share_out = Button("share_out", _("Share-out"), "coins")
        share_out.clicked.connect(lambda: self.asked.emit("share_out", None))
        self._payments = Button("payments_button", _("Payments by phone or bank"), "import")
        self._payments.clicked.connect(lambda: self.asked.emit("payments", None))
        self._payments.hide()
        for button in (self._report, statement, verify, share_out, self._payments):
            self.foot.addWidget(button)
        self._record = Button("record", _("Record meeting"), "meeting", "main")
        self._record.clicked.connect(self.record_asked)
        self.set_main(self._record)
        self.on_print(self._ask_report)

    def refresh(self) -> None:
        """Read the book again."""
        ledger, group = self._session.ledger, self._group
        self._session.background.run(
            lambda: overview.group_view(ledger, group), self._show, self.refuse
        )

    def _show_way_on(self, view: GroupView) -> None:
        """Say what the main button does: a meeting here, or one for the laptop with the book."""
        draft, holder = view.card.row.draft, view.holder
        self._read_only.setVisible(bool(holder))
        if holder:
            self._read_only.show_state("read_only", _("held by {holder}").format(holder=holder))
            go_on, begin = _("Go on with the meeting to send"), _("Record a meeting to send")
        else:
            go_on, begin = _("Go on with the meeting"), _("Record meeting")
        self._record.say(go_on if draft else begin)

    def _ask_report(self) -> None:
        row: MeetingRow | None = self._table.row
        if row is not None:
            self.report_asked.emit(row.meeting)

    def _show(self, view: GroupView) -> None:
        row, code = view.card.row, view.card.currency.code
        held = ngettext("{count} meeting", "{count} meetings", row.meetings)
        about = [held.format(count=format_number(row.meetings))]
        if row.last_day:
            about.append(_("the last on {day}").format(day=format_date(row.last_day)))
        about.append(_("amounts in {currency}").format(currency=code))
        self.set_heading(row.name, " · ".join(about))
        self._badge.setVisible(row.draft)
        self._show_way_on(view)
        self._figures.show_figures(_figures(view.card))
        if view.card.disputed is not None:
            self.banner.say(disputed_words(view.card), "warn")
        self._report.setEnabled(bool(view.meetings))
        self._payments.setVisible(any(cash.place != "box" for cash in view.card.cash))
        self._table.show_rows(view.meetings, meeting_columns(view))


def disputed_words(card: GroupCard) -> str:
    """What is settled and what is disputed in a forked book; empty for others."""
    if card.disputed is None:
        return ""
    return _(
        "There are two different books after page {page}, both sealed. Settled in the box:"
        " {settled}; including what is disputed: {including}. Nothing is recorded until the"
        " officers choose: open the book."
    ).format(
        page=format_number(card.disputed.page),
        settled=format_amount(card.settled_box, card.currency),
        including=format_amount(card.box, card.currency),
    )


def _figures(card: GroupCard) -> list[tuple[str, str, str]]:
    money = card.currency
    boxes = [cash for cash in card.cash if cash.place == "box"]
    away = sum(cash.amount for cash in card.cash if cash.place != "box")
    found = [(_("Cash in the box, in all"), format_amount(card.box, money), "")]
    found += [(_in_the_box(cash.fund), format_amount(cash.amount, money), "") for cash in boxes]
    found += [
        (_("At the bank"), format_amount(away, money), ""),
        (_("Loans out"), format_amount(card.loans, money), ""),
        (_("Charges due"), format_amount(card.charges, money), ""),
        (_("Fines owed"), format_amount(card.fines, money), ""),
        (_("Shares"), format_number(card.shares), ""),
        (_("Members"), format_number(card.members), ""),
    ]
    return found


def _in_the_box(fund: str) -> str:
    return _("{fund} in the box").format(fund=fund_name(fund))


def meeting_columns(view: GroupView) -> list[Column]:
    """The columns of a list of meetings."""
    money = view.card.currency
    boxes = [
        Column(_in_the_box(fund), _box(at, money), figure=True)
        for at, fund in enumerate(view.funds)
    ]
    return [
        Column(_("No."), lambda row: format_number(row.meeting), figure=True),
        Column(_("Date"), lambda row: format_date(row.day)),
        Column(_("Shares"), lambda row: format_number(row.shares), figure=True),
        *boxes,
        Column(_("Loans out"), lambda row: format_amount(row.loans, money), figure=True),
        Column(_("Findings"), _findings, tone=_findings_tone),
        Column(_("Page"), lambda row: format_number(row.page), figure=True),
        Column(_("State"), _state, tone=_state_tone, stretch=True),
    ]


def _box(at: int, money: Currency) -> Callable[[MeetingRow], str]:
    return lambda row: format_amount(row.boxes[at], money)


def _findings(row: MeetingRow) -> str:
    return format_number(row.findings) if row.findings else ""


def _findings_tone(row: MeetingRow) -> tuple[str, str]:
    return ("warn", "warn") if row.findings else ("", "")


def _state(row: MeetingRow) -> str:
    return _("copied from paper") if row.state == "copied" else _("sealed")


def _state_tone(row: MeetingRow) -> tuple[str, str]:
    return ("quiet", "copied") if row.state == "copied" else ("good", "seal")
