"""An act that is said outside the meeting's grid: what it would come to, and into the draft.

Someone joins, leaves or dies, a loan is asked for, put off or given up: each is an entry of the
next meeting. It is worked out over all that the draft holds already, shown, and only then added.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from coopledger.app.desk.desk import Desk
from coopledger.app.desk.opening import open_desk
from coopledger.app.ledger import Ledger
from coopledger.app.proposals_told import Told, told
from coopledger.domain.entries import AnyEntry
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.words.errors import explain_finding

T = TypeVar("T")


class Preview(msgspec.Struct, frozen=True):
    """What entries would come to at the next meeting.

    Attributes:
        meeting: its number.
        day: its ISO date.
        begun: whether something is in its draft already.
        currency: of the group.
        told: what they come to, in words and figures.
        refusal: why they can't be; None when they can.
        broken: rules that they would break, in sentences.
    """

    meeting: int
    day: str
    begun: bool
    currency: Currency
    told: tuple[Told, ...]
    refusal: Refusal | None
    broken: tuple[str, ...]


class Drafted(msgspec.Struct, frozen=True):
    """What was added to which meeting's draft."""

    meeting: int
    day: str


def preview(ledger: Ledger, group: str, entries: Sequence[AnyEntry], today: str) -> Preview:
    """Work entries out over the group's draft, and change nothing.

    Args:
        ledger: the open ledger.
        group: the book's id.
        entries: what would be said, in order.
        today: ISO day of a meeting that is not begun yet.

    Raises:
        Refusal: `cycle_closed`; a page is not genuine.
    """
    desk = open_desk(ledger, group, today).desk
    before = desk.outcome
    begun = bool(desk.entries)
    with_them = _with(desk, entries)
    broken = _more(with_them.outcome.findings, before.findings)
    return Preview(
        meeting=desk.meeting,
        day=desk.day,
        begun=begun,
        currency=desk.currency,
        told=tuple(
            told(
                before.book,
                with_them.outcome.book,
                _more(with_them.outcome.events, before.events),
                ledger.members(group),
            )
        ),
        refusal=_refused(with_them, entries),
        broken=tuple(
            explain_finding(
                each.code, each.params, desk.currency, member=with_them.name(each.member)
            )
            for each in broken
            if each.code != "not_called"
        ),
    )


def add_to_draft(ledger: Ledger, group: str, entries: Sequence[AnyEntry], today: str) -> Drafted:
    """Add entries to the draft of the group's next meeting, where they can still be taken back.

    Raises:
        Refusal: as `preview`; an entry is impossible; nothing was added.
    """
    desk = _with(open_desk(ledger, group, today).desk, entries)
    if refusal := _refused(desk, entries):
        raise refusal
    ledger.store.save_draft(group, desk.kept())
    return Drafted(desk.meeting, desk.day)


def _with(desk: Desk, entries: Sequence[AnyEntry]) -> Desk:
    for entry in entries:
        desk.add_entry(entry)
    return desk


def _refused(desk: Desk, entries: Sequence[AnyEntry]) -> Refusal | None:
    for each in desk.outcome.refused:
        if desk.entries[each.index].entry in entries:
            return each.refusal
    return None


def _more(after: Sequence[T], before: Sequence[T]) -> list[T]:
    """What is in the one and not in the other, in its order; equal ones are counted."""
    there, found = list(before), []
    for each in after:
        if each in there:
            there.remove(each)
        else:
            found.append(each)
    return found
