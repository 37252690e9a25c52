"""Columns of the tables that show two branches side by side, and pages that do not count."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coopledger.app.additions import MemberChange
from coopledger.app.fork_comparison import Comparison, MemberLine, Said, TotalLine
from coopledger.app.late_pages import LateEntry, LatePage
from coopledger.desktop.tables import Column
from coopledger.domain.money import Currency
from coopledger.words.catalog import _
from coopledger.words.dates import format_date, format_list
from coopledger.words.fork_words import STATES, USES
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number


def total_columns(found: Comparison) -> list[Column]:
    """Totals of two branches; where they differ is marked."""

    def worded(value: Callable[[TotalLine], int]) -> Callable[[TotalLine], str]:
        return lambda row: figure_words(value(row), found.currency, count=row.count)

    def differs(row: TotalLine) -> tuple[str, str]:
        return ("warn", "warn") if row.here != row.there else ("", "")

    return [
        Column(_("Total"), lambda row: row.label, stretch=True),
        Column(_("Settled"), worded(lambda row: row.settled), figure=True),
        Column(_("Counts here"), worded(lambda row: row.here), figure=True),
        Column(_("The other one"), worded(lambda row: row.there), figure=True, tone=differs),
    ]


def member_columns(currency: Currency) -> list[Column]:
    """What two branches recorded, by member."""

    def told(side: Callable[[MemberLine], Sequence[Said]]) -> Callable[[MemberLine], str]:
        return lambda row: said_words(side(row), currency)

    return [
        Column(_("Member"), lambda row: f"{row.code} {row.name}".strip() or _("The group")),
        Column(_("In both"), told(lambda row: row.both)),
        Column(_("Only here"), told(lambda row: row.here), tone=_tone(lambda row: row.here)),
        Column(
            _("Only in the other one"),
            told(lambda row: row.there),
            tone=_tone(lambda row: row.there),
            stretch=True,
        ),
    ]


def _tone(
    side: Callable[[MemberLine], Sequence[Said]],
) -> Callable[[MemberLine], tuple[str, str]]:
    return lambda row: ("warn", "warn") if side(row) else ("", "")


def said_words(said: Sequence[Said], currency: Currency) -> str:
    """Entries in one line."""
    parts = [
        each.what if each.amount is None else f"{each.what} {format_amount(each.amount, currency)}"
        for each in said
    ]
    return format_list(parts) if parts else ""


def figure_words(value: int, currency: Currency, *, count: bool) -> str:
    """A total: an amount, or how many."""
    return format_number(value) if count else format_amount(value, currency)


def late_columns() -> list[Column]:
    """A list of pages that do not count."""

    def tone(row: LatePage) -> tuple[str, str]:
        return ("warn", "warn") if row.state == "open" and row.offered else ("good", "check")

    return [
        Column(_("Page"), lambda row: format_number(row.number), figure=True),
        Column(_("Meeting"), lambda row: format_number(row.meeting) if row.meeting else "", True),
        Column(_("Date"), lambda row: format_date(row.day) if row.day else ""),
        Column(_("Fingerprint, as printed"), lambda row: row.fingerprint),
        Column(_("What was done"), lambda row: str(STATES[row.state]), tone=tone, stretch=True),
    ]


def late_entry_columns(currency: Currency) -> list[Column]:
    """Entries of a page that does not count."""

    def amount(row: LateEntry) -> str:
        return "" if row.amount is None else format_amount(row.amount, currency)

    def tone(row: LateEntry) -> tuple[str, str]:
        return ("", "") if row.use == "again" else ("quiet", "")

    return [
        Column(_("Member"), lambda row: f"{row.code} {row.name}".strip()),
        Column(_("What"), lambda row: row.what),
        Column(_("Amount"), amount, figure=True),
        Column(_("What becomes of it"), lambda row: str(USES[row.use]), tone=tone),
        Column(_("Note"), lambda row: row.note, stretch=True),
    ]


def change_columns(currency: Currency) -> list[Column]:
    """Where members would stand."""

    def sums(value: Callable[[MemberChange], int]) -> Callable[[MemberChange], str]:
        return lambda row: format_amount(value(row), currency)

    return [
        Column(_("Member"), lambda row: f"{row.code} {row.name}".strip(), stretch=True),
        Column(_("Saved now"), sums(lambda row: row.saved), figure=True),
        Column(_("Then"), sums(lambda row: row.saved_after), figure=True),
        Column(_("Owed now"), sums(lambda row: row.owed), figure=True),
        Column(_("Then"), sums(lambda row: row.owed_after), figure=True),
    ]
