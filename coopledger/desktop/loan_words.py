"""How a loan stands, in words, icons and colours; and the columns of lists of loans."""

from __future__ import annotations

from collections.abc import Callable

from coopledger.app.loan_register import LoanRow, LoanState
from coopledger.desktop.tables import Column
from coopledger.domain.money import Currency
from coopledger.reports.loan_sections import happened
from coopledger.reports.passbook_facts import LoanPage
from coopledger.words.catalog import N_, Text, _
from coopledger.words.dates import format_date
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number

STATES: dict[LoanState, tuple[Text, str, str]] = {
    "late": (N_("late"), "bad", "warn"),
    "due": (N_("something is due"), "warn", "calendar"),
    "open": (N_("open"), "", ""),
    "repaid": (N_("repaid"), "good", "check"),
    "given_up": (N_("given up"), "quiet", "remove"),
    "undone": (N_("undone"), "quiet", "undo"),
}


def state_words(state: LoanState) -> str:
    """How a loan stands."""
    return str(STATES[state][0])


def _tone(row: LoanRow) -> tuple[str, str]:
    _words, role, picture = STATES[row.state]
    return role, picture


def register_columns(money: Currency) -> list[Column]:
    """The columns of the register."""

    def amount(name: str, title: str) -> Column:
        return Column(title, lambda row: _or_blank(getattr(row, name), money), True)

    return [
        Column(_("No."), lambda row: format_number(row.number), True),
        Column(_("Member"), lambda row: f"{row.code} {row.name}", stretch=True),
        Column(_("Paid out on"), lambda row: format_date(row.day)),
        amount("amount", _("Loan")),
        Column(_("Due on"), lambda row: format_date(row.due)),
        amount("owed", _("Owed")),
        amount("bring", _("Bring next time")),
        Column(_("State"), lambda row: state_words(row.state), tone=_tone),
    ]


def passbook_loan_columns(money: Currency) -> list[Column]:
    """The columns of one member's loans."""
    return [
        Column(_("No."), lambda page: format_number(page.number), True),
        Column(_("Paid out on"), lambda page: format_date(page.day)),
        Column(_("Loan"), lambda page: format_amount(page.amount, money), True),
        Column(_("Due on"), lambda page: format_date(page.due)),
        Column(_("Owed"), lambda page: _or_blank(_owed(page), money), True),
        Column(_("Purpose"), lambda page: page.purpose, stretch=True),
    ]


def course_columns(money: Currency) -> list[Column]:
    """The columns of what happened to one loan."""

    def part(name: str, title: str) -> Column:
        return Column(title, lambda row: _or_blank(getattr(row, name), money), True)

    return [
        Column(_("Date"), lambda row: format_date(row.day) if row.day else ""),
        Column(_("What"), _happened, stretch=True),
        part("charge", _("Charge")),
        part("late", _("Late charge")),
        part("principal", _("Principal")),
        Column(_("Owed after it"), lambda row: format_amount(row.owed, money), True),
    ]


def _happened(row: object) -> str:
    return happened(row)  # type: ignore[arg-type]


def plan_columns(money: Currency) -> list[Column]:
    """The columns of instalments that are to come."""
    show: Callable[[int], str] = lambda amount: format_amount(amount, money)  # noqa: E731
    return [
        Column(_("Due on"), lambda row: format_date(row.day)),
        Column(_("Principal"), lambda row: show(row.principal), True),
        Column(_("Charge"), lambda row: show(row.charge), True),
        Column(_("To pay"), lambda row: show(row.amount), True, stretch=True),
    ]


def _owed(page: LoanPage) -> int:
    return page.rows[-1].owed if page.rows else page.amount


def _or_blank(amount: int, money: Currency) -> str:
    return format_amount(amount, money) if amount else ""
