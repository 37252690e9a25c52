"""All groups as one table: for a branch, where cards would be too many."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from coopledger.app import overview
from coopledger.app.overview import GroupCard, GroupRow
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _
from coopledger.words.dates import format_date
from coopledger.words.errors import explain
from coopledger.words.money import format_money
from coopledger.words.numbers import format_number

if TYPE_CHECKING:
    from coopledger.app.ledger import Ledger

_AT_ONCE = 20
"""Books checked in one job: whoever opens a group meanwhile waits for no more than these."""


class Known(NamedTuple):
    """A group and what is known of it so far."""

    row: GroupRow
    card: GroupCard | None = None
    fault: str = ""


class GroupTable(Table):
    """Groups by name; their figures come as their books have been checked."""

    def __init__(self, session: Session) -> None:
        super().__init__("groups_table", _("Groups"), _columns())
        self._session = session
        self._known: dict[str, Known] = {}

    def show_groups(self, groups: Sequence[GroupRow]) -> None:
        """Show groups, and have their books checked."""
        before = self._known
        self._known = {
            row.id: before[row.id]._replace(row=row) if row.id in before else Known(row)
            for row in groups
        }
        self.show_rows(tuple(self._known.values()))
        ledger = self._session.ledger
        ids = [row.id for row in groups]
        for first in range(0, len(ids), _AT_ONCE):
            some = ids[first : first + _AT_ONCE]
            self._session.background.run(partial(_look_up, ledger, some), self._take)

    def _take(self, found: dict[str, GroupCard | Refusal]) -> None:
        for group, told in found.items():
            if group not in self._known:
                continue
            row = self._known[group].row
            fault = explain(told) if isinstance(told, Refusal) else ""
            card = None if isinstance(told, Refusal) else told
            self._known[group] = Known(row, card, fault)
        self.show_rows(tuple(self._known.values()))


def _look_up(ledger: Ledger, groups: Sequence[str]) -> dict[str, GroupCard | Refusal]:
    found: dict[str, GroupCard | Refusal] = {}
    for group in groups:
        try:
            found[group] = overview.group_card(ledger, group)
        except Refusal as refusal:
            found[group] = refusal
    return found


def _money(known: Known, name: str) -> str:
    if known.card is None:
        return "—" if known.fault else "…"
    return format_money(getattr(known.card, name), known.card.currency)


def _state(known: Known) -> str:
    if known.fault:
        return known.fault
    if known.card is not None and known.card.findings:
        return _("Findings: {count}").format(count=format_number(known.card.findings))
    return _("a draft waits") if known.row.draft else ""


def _tone(known: Known) -> tuple[str, str]:
    if known.fault:
        return "bad", "stop"
    if known.card is not None and known.card.findings:
        return "warn", "warn"
    return ("warn", "draft") if known.row.draft else ("", "")


def _last(known: Known) -> str:
    return format_date(known.row.last_day) if known.row.last_day else _("No meeting yet")


def _columns() -> list[Column]:
    return [
        Column(_("Group"), lambda known: known.row.name, stretch=True),
        Column(_("Cash in the box"), lambda known: _money(known, "box"), figure=True),
        Column(_("Loans out"), lambda known: _money(known, "loans"), figure=True),
        Column(_("Meetings"), lambda known: format_number(known.row.meetings), figure=True),
        Column(_("Last meeting"), _last),
        Column(_("State"), _state, tone=_tone),
    ]
