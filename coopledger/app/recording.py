"""Record a whole meeting from a file, and undo what an earlier page recorded."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.meetings import stop_where_barred
from coopledger.app.scribe import Scribe
from coopledger.domain.days import day_number
from coopledger.domain.entries import Correction
from coopledger.domain.errors import Refusal
from coopledger.domain.recording import Recording
from coopledger.domain.recording.corrections import correct
from coopledger.domain.rules import Finding
from coopledger.interop.meeting_file import read_meeting
from coopledger.store.store import NewPage

NOTED = {"meeting_number_gap", "before_cycle_start", "not_counted", "not_called", "paid_ahead"}
"""Findings that never stop a meeting: they tell what was not done."""


class Recorded(msgspec.Struct, frozen=True):
    """A page that was written, and the rules that it shows broken."""

    page: int
    meeting: int
    events: int
    findings: tuple[Finding, ...]


def record_file(
    ledger: Ledger, group: str, path: Path, kind: Literal["meeting", "copied"] = "meeting"
) -> Recorded:
    """Record the meeting of a file as one sealed page, all of it or nothing.

    A rule that an entry breaks is a stop unless the file accepts it and the constitution lets
    officers do so; a meeting copied from paper happened as it did, so there nothing stops.

    Raises:
        Refusal: an entry is impossible or breaks a rule; params name file, line, column, value.
    """
    said = read_meeting(path, ledger.currency(group))
    replay, history = ledger.history(group)
    number = said.file.meeting or replay.book.meeting + (not said.file.again)
    scribe = Scribe(ledger.store.device, NewPage(replay.headers[-1], replay.newest))
    recording = Recording(
        replay.book.copy(whole=True),
        number,
        said.file.date,
        scribe.note,
        card=lambda text: scribe.keep("member", text),
        again=said.file.again,
        history=history,
    )
    for n, entry in enumerate(said.file.entries):
        told = len(recording.findings)
        try:
            recording.record(entry)
            if kind == "meeting":
                broken = recording.findings[told:]
                stop_where_barred(recording.book, broken)
                _stop(broken, said.file.accept)
        except Refusal as refusal:
            params = {
                **refusal.params,
                **said.place(n, refusal.code),
                "currency": ledger.currency(group),
            }
            raise Refusal(refusal.code, **params) from None
    recording.close()
    page = scribe.write(kind, recording.events, recording.book, meeting=number, date=said.file.date)
    ledger.store.append([page])
    ledger.forget(group)
    found = tuple(recording.findings)
    return Recorded(page.header.number, number, page.header.events, found)


def _stop(findings: Sequence[Finding], accepted: Sequence[str]) -> None:
    for finding in findings:
        if finding.code not in NOTED and finding.code not in accepted:
            raise Refusal("breaks_a_rule", rule=finding.code, **dict(finding.params))


def reverse(
    ledger: Ledger,
    group: str,
    place: tuple[int, int],
    reason: str,
    by: Sequence[str] = (),
    day: str = "",
) -> Recorded:
    """Undo one event by a page of its own: its opposite, with a reason and who approved it.

    Args:
        ledger: the open ledger.
        group: the book's id.
        place: page, and index of the event in it from 0.
        reason: why; it must be said.
        by: codes of the members who approved.
        day: ISO date of the act, the last meeting's if empty.

    Raises:
        Refusal: nothing is there, it was undone already, or later entries rest on it (named).
    """
    if not reason.strip():
        raise Refusal("reason_missing")
    replay, history = ledger.history(group)
    scribe = Scribe(ledger.store.device, NewPage(replay.headers[-1], replay.newest))
    book = replay.book.copy(whole=True)
    when = day or date.fromordinal(book.day).isoformat()
    if day_number(when) < book.day:
        raise Refusal("date_backwards", value=when)
    book.begin(0, when)
    entry = Correction(place[0], place[1], reason, tuple(by))
    event = correct(book, history, entry, scribe.note)
    book.apply(event)
    page = scribe.write("correction", [event], book, date=when)
    ledger.store.append([page])
    ledger.forget(group)
    return Recorded(page.header.number, 0, 1, ())
