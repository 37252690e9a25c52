"""Counts of cash among the entries of a journal, where another program can check them.

Other programs order what they read by day and check a balance at a point in that order, so a count
can be stated only where the book's order and the calendar's agree.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import TypeAlias

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.journal import Entry


class Counted(msgspec.Struct, frozen=True):
    """Cash was counted: the account held exactly ``amount`` then.

    Attributes:
        entry: the count's own entry.
        account: the book's name of the account.
        amount: what was there, in minor units.
        ends_day: whether that account stays untouched for the rest of the day, as a program that
            checks at the day's end needs it.
    """

    entry: Entry
    account: str
    amount: int
    ends_day: bool = True


Step: TypeAlias = Entry | Counted


def with_counts(entries: Iterable[Entry]) -> list[Step]:
    """Entries that move money, and the counts behind what was over or short in them."""
    steps = list(_in_place(entries))
    days = [_day(step) for step in steps]
    latest = list(accumulate(days, max))
    soonest = list(accumulate(reversed(days), min))[::-1]
    return [
        step if isinstance(step, Entry) else _stated(step, steps, at)
        for at, step in enumerate(steps)
        if isinstance(step, Entry) or latest[at] == days[at] == soonest[at]
    ]


def _day(step: Step) -> str:
    return step.date if isinstance(step, Entry) else step.entry.date


def _stated(count: Counted, steps: Sequence[Step], at: int) -> Counted:
    for place in range(at + 1, len(steps)):
        step = steps[place]
        if _day(step) != count.entry.date:
            break
        moved = [step.account] if isinstance(step, Counted) else step.sums()
        if count.account in moved:
            return msgspec.structs.replace(count, ends_day=False)
    return count


def _in_place(entries: Iterable[Entry]) -> Iterator[Step]:
    waiting: dict[str, Counted] = {}
    for entry in entries:
        moved, event = entry.sums(), entry.event
        for account, count in list(waiting.items()):
            another_page = count.entry.number != entry.number
            if another_page or (account in moved and not isinstance(event, ev.OverShort)):
                yield waiting.pop(account)
        if isinstance(event, ev.Count):
            account = f"{event.f}:cash:{event.at}"
            waiting[account] = Counted(entry, account, event.a)
        if moved:
            yield entry
        if isinstance(event, ev.OverShort):
            corrected = waiting.pop(f"{event.f}:cash:{event.at}", None)
            if corrected:
                yield corrected
    yield from waiting.values()
