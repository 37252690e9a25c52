"""The numbers that are read out, one after another, for everybody to see."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from coopledger.app.desk.desk import Desk
from coopledger.app.desk.totals import boxes, column_total, member_amounts
from coopledger.domain.days import is_day
from coopledger.domain.loans.periods import day_after
from coopledger.words.catalog import N_
from coopledger.words.dates import format_date
from coopledger.words.money import format_money


class Announcement(NamedTuple):
    """One number and its name."""

    name: str
    figure: str


def announcements(desk: Desk, column: int, row: int) -> tuple[Announcement, ...]:
    """What can be read out: the column and the member at hand, the boxes, the next meeting."""
    return tuple(_all(desk, column, row))


def _all(desk: Desk, at: int, row: int) -> Iterator[Announcement]:
    rest = [column for column in range(len(desk.columns)) if column != at]
    first = Announcement(str(desk.columns[at].title), column_total(desk, at))
    if first.figure:
        yield first
    gives, gets = member_amounts(desk, row)
    for told, amount in ((_GIVES, gives), (_GETS, gets)):
        if amount:
            name = told.format(member=desk.rows[row].name)
            yield Announcement(name, format_money(amount, desk.currency))
    for box in boxes(desk):
        name = _IN_THE_BOX.format(fund=box.name)
        yield Announcement(name, format_money(box.expected, desk.currency))
    for column in rest:
        total = column_total(desk, column)
        if total and total != "0":
            yield Announcement(str(desk.columns[column].title), total)
    yield Announcement(str(_NEXT), format_date(next_day(desk), "long"))


def next_day(desk: Desk) -> str:
    """The ISO day of the meeting after this one: as noted, or by the constitution's rhythm."""
    rules, noted = desk.rules, str(desk.sheet["next_day"] or "")
    if is_day(noted) and noted > desk.day:
        return noted
    today = date.fromisoformat(desk.day).toordinal()
    day = day_after(today, rules.meeting_every, rules.meeting_period)
    return date.fromordinal(day).isoformat()


_IN_THE_BOX = N_("{fund}, in the box")
_GIVES, _GETS = N_("{member} gives"), N_("{member} gets")
_NEXT = N_("Next meeting")
