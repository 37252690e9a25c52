"""All groups as one table: for a branch, where cards would be too many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from coopledger.app import overview
from coopledger.app.overview import GroupCard, GroupRow
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import N_, Text, _
from coopledger.words.dates import format_date
from coopledger.words.errors import explain
from coopledger.words.money import format_money
from coopledger.words.numbers import format_number

if TYPE_CHECKING:
    from coopledger.app.ledger import Ledger

_AT_ONCE = 20
"""Books checked in one job: whoever opens a group meanwhile waits for no more than these."""


ORDERS: dict[str, Text] = {
    "name": N_("By name"),
    "last": N_("Longest without a meeting first"),
    "missed": N_("Most meetings missing first"),
    "late": N_("Most late loans first"),
    "findings": N_("Most findings first"),
    "box": N_("Most cash in the box first"),
    "loans": N_("Most on loan first"),
}
"""In which order the groups may stand."""


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
        self._shown: list[str] = []
        self._asked: set[str] = set()
        self._order = "name"
        heads = self.horizontalHeader()
        heads.setSectionsClickable(True)
        heads.sectionClicked.connect(lambda at: self.sort_by(_HEADS[at]))

    def show_groups(self, groups: Sequence[GroupRow]) -> None:
        """Show groups, and have those books checked that were not yet."""
        for row in groups:
            known = self._known.get(row.id)
            self._known[row.id] = known._replace(row=row) if known else Known(row)
        self._shown = [row.id for row in groups]
        self._show()
        ledger = self._session.ledger
        ids = [row.id for row in groups if row.id not in self._asked]
        self._asked.update(ids)
        for first in range(0, len(ids), _AT_ONCE):
            some = ids[first : first + _AT_ONCE]
            self._session.background.run(partial(_look_up, ledger, some), self._take)

    def _take(self, found: dict[str, GroupCard | Refusal]) -> None:
        for group, told in found.items():
            row = self._known[group].row
            fault = explain(told) if isinstance(told, Refusal) else ""
            card = None if isinstance(told, Refusal) else told
            self._known[group] = Known(row, card, fault)
        self._show()

    def check_again(self) -> None:
        """Have every book checked anew by the next `show_groups`."""
        self._asked = set()

    def sort_by(self, order: str) -> None:
        """Show the groups in another order, one of `ORDERS`."""
        self._order = order
        self._show()

    def _show(self) -> None:
        rows: list[Known] = [self._known[group] for group in self._shown]
        rows.sort(key=_KEYS[self._order])
        self.show_rows(rows)


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


def _missed(known: Known) -> str:
    return format_number(known.card.missed) if known.card and known.card.missed else ""


def _late(known: Known) -> str:
    return format_number(known.card.late) if known.card and known.card.late else ""


def _of_card(name: str) -> Callable[[Known], tuple[int, str]]:
    """The most first; groups that are not read yet come last, by name."""

    def key(known: Known) -> tuple[int, str]:
        value = getattr(known.card, name) if known.card is not None else -1
        return -int(value), known.row.name.casefold()

    return key


_KEYS: dict[str, Callable[[Known], tuple[Any, str]]] = {
    "name": lambda known: ("", known.row.name.casefold()),
    "last": lambda known: (known.row.last_day, known.row.name.casefold()),
    "missed": _of_card("missed"),
    "late": _of_card("late"),
    "findings": _of_card("findings"),
    "box": _of_card("box"),
    "loans": _of_card("loans"),
}
_HEADS = ("name", "box", "loans", "late", "last", "missed", "findings")
"""What a press on each column's heading sorts by."""


def _columns() -> list[Column]:
    return [
        Column(_("Group"), lambda known: known.row.name, stretch=True),
        Column(_("Cash in the box"), lambda known: _money(known, "box"), figure=True),
        Column(_("Loans out"), lambda known: _money(known, "loans"), figure=True),
        Column(_("Loans late"), _late, figure=True),
        Column(_("Last meeting"), _last),
        Column(_("Missing"), _missed, figure=True),
        Column(_("State"), _state, tone=_tone),
    ]
