"""Roll call, joining, leaving and death as they are said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.exits import leaving

if TYPE_CHECKING:
    from coopledger.domain.recording.meeting import Recording


def _attendance(r: Recording, e: en.Attendance) -> list[ev.Event]:
    r.known(e.member)
    if e.member in r.book.called:
        raise Refusal("duplicate_attendance", value=e.member)
    return [ev.Attend(e.member, e.status)]


def _join(r: Recording, e: en.Joining) -> list[ev.Event]:
    if e.member in r.book.members:
        raise Refusal("duplicate_member", value=e.member)
    return [ev.Join(e.member, r.card(e.card), e.roles)]


def _death(r: Recording, e: en.Died) -> list[ev.Event]:
    r.known(e.member)
    found: list[ev.Event] = [ev.Death(e.member)]
    if r.book.rules.death == "forgive":
        for loan in r.book.loans_of(e.member):
            owed = r.book.principal(loan), r.book.charge_due(loan), r.book.late_due(loan)
            found.append(ev.WriteOff(loan.number, owed[0], owed[1], late=owed[2]))
    return found


def _leave(r: Recording, e: en.Leaving) -> list[ev.Event]:
    r.known(e.member)
    event = leaving(r.book, e.member, expelled=e.expelled)
    if e.refund is not None and e.refund != event.refund:
        raise Refusal("wrong_refund", value=e.refund, expected=event.refund, member=e.member)
    r.pay_leaver(event)
    return [msgspec.structs.replace(event, note=r.note(e.reason))]


COMPOSE: dict[type, Callable[..., list[ev.Event]]] = {
    en.Attendance: _attendance,
    en.Joining: _join,
    en.Died: _death,
    en.Leaving: _leave,
}
