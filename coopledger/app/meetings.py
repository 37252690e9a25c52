"""A group's next meeting: its draft, what the draft comes to, and the seal that ends it."""

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.scribe import Scribe
from coopledger.domain.book import Book
from coopledger.domain.entries import AnyEntry, Correction, Draft
from coopledger.domain.errors import Refusal
from coopledger.domain.events import Event
from coopledger.domain.recording import Recording
from coopledger.domain.rules import Finding, barred
from coopledger.store.store import NewPage

_DRAFT = msgspec.json.Decoder(Draft)


class Refused(msgspec.Struct, frozen=True):
    """An entry of a draft that can't be: its place in the draft and why."""

    index: int
    refusal: Refusal


class Outcome(msgspec.Struct, frozen=True):
    """What a draft comes to: the book after it, its events, what is refused, what breaks rules."""

    book: Book
    events: tuple[Event, ...]
    refused: tuple[Refused, ...]
    findings: tuple[Finding, ...]


def work_out(before: Book, draft: Draft) -> Outcome:
    """Fold a draft over a copy of the book: cheap enough for each key press.

    Raises:
        Refusal: the meeting itself can't be held (its date lies before the last meeting's).
    """
    recording, refused = _fold(before, draft, _unkept, _unkept)
    return Outcome(recording.book, tuple(recording.events), refused, tuple(recording.findings))


def _unkept(_text: str) -> str:
    """A reference in place of a text's, while nothing is written."""
    return "0" * 64


def _fold(
    before: Book, draft: Draft, note: Callable[[str], str], card: Callable[[str], str]
) -> tuple[Recording, tuple[Refused, ...]]:
    whole = any(isinstance(entry, Correction) for entry in draft.entries)
    recording = Recording(
        before.copy(whole=whole), draft.meeting, draft.day, note, card=card, again=draft.again
    )
    refused: list[Refused] = []
    for index, entry in enumerate(draft.entries):
        try:
            recording.record(entry)
        except Refusal as refusal:
            refused.append(Refused(index, refusal))
    recording.close()
    return recording, tuple(refused)


def begin_draft(ledger: Ledger, group: str, day: str) -> Draft:
    """The draft kept for the group's next meeting, or a new one on that ISO day."""
    kept = ledger.store.draft(group)
    if kept is not None:
        return decode_draft(kept)
    return Draft(ledger.replay(group).book.meeting + 1, day)


def encode_draft(draft: Draft) -> bytes:
    """A draft as the store keeps it."""
    return msgspec.json.encode(draft)


def decode_draft(raw: bytes) -> Draft:
    """Undo `encode_draft`.

    Raises:
        Refusal: it is no draft that this program knows.
    """
    try:
        return _DRAFT.decode(raw)
    except msgspec.DecodeError:
        raise Refusal("bad_draft") from None


def seal_meeting(
    ledger: Ledger,
    group: str,
    draft: Draft,
    kind: Literal["meeting", "copied"] = "meeting",
) -> NewPage:
    """Write the meeting's page, seal it by the device, keep it and drop the draft.

    Raises:
        Refusal: an entry is impossible or breaks a rule without exceptions, nothing was recorded
            in it, or the disk is full; nothing was changed.
    """
    if not draft.entries:
        raise Refusal("nothing_to_seal")
    scribe = Scribe(ledger.store.device, _newest(ledger, group))
    recording, refused = _fold(
        ledger.replay(group).book, draft, scribe.note, lambda text: scribe.keep("member", text)
    )
    if refused:
        raise refused[0].refusal
    if kind == "meeting":
        stop_where_barred(recording.book, recording.findings)
    page = scribe.write(
        kind, recording.events, recording.book, meeting=draft.meeting, date=draft.day
    )
    ledger.store.append([page], clear_draft=True)
    ledger.forget(group)
    return page


def stop_where_barred(book: Book, findings: Sequence[Finding]) -> None:
    """Refuse what the constitution lets nobody accept.

    Raises:
        Refusal: `no_exception`, with the broken rule as ``rule``.
    """
    if found := barred(book.rules, findings):
        params = {"rule": found.code, "member": found.member, **found.params}
        raise Refusal("no_exception", **params)


def _newest(ledger: Ledger, group: str) -> NewPage:
    replay = ledger.replay(group)
    return NewPage(replay.headers[-1], replay.newest)


def say(draft: Draft, *entries: AnyEntry) -> Draft:
    """The draft with more entries at its end."""
    return msgspec.structs.replace(draft, entries=draft.entries + entries)
