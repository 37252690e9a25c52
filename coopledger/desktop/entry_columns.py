"""Columns of the entries of a page, or a meeting, that came from another laptop."""

from __future__ import annotations

from coopledger.app.approval_told import AskedEntry
from coopledger.app.sent_meetings import SentEntry
from coopledger.desktop.tables import Column
from coopledger.domain.money import Currency
from coopledger.words.catalog import _
from coopledger.words.money import format_amount


def entry_columns(currency: Currency) -> list[Column]:
    """Whom an entry is about, what it is, its amount and its note."""

    def amount(row: AskedEntry | SentEntry) -> str:
        return "" if row.amount is None else format_amount(row.amount, currency)

    return [
        Column(_("Member"), lambda row: f"{row.code} {row.name}".strip()),
        Column(_("What"), lambda row: row.what),
        Column(_("Amount"), amount, figure=True),
        Column(_("Note"), lambda row: row.note, stretch=True),
    ]
