"""A meeting written down on a laptop that reads the book, for the one that holds it.

Only the holder writes pages. Whoever was at the meeting with another laptop writes down there what
was said, and the holder takes it into the draft of the next meeting, where it is looked at and
sealed like all else. It is worked out anew over the holder's book; nothing of it counts before.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from coopledger.app import additions
from coopledger.app.additions import Effect
from coopledger.app.approval_check import check_sender, read_file
from coopledger.app.cooperative import facts, registry_of
from coopledger.app.forks import member_of
from coopledger.app.ledger import Group, Ledger
from coopledger.app.page_entries import amount_of
from coopledger.app.proposals import Drafted
from coopledger.domain import entries as en
from coopledger.domain.days import is_day
from coopledger.domain.errors import Refusal
from coopledger.domain.journal import tag_of, undone
from coopledger.domain.money import Currency
from coopledger.domain.recording import Recording
from coopledger.interop.meeting_file import lacks_card, read_meeting
from coopledger.ledger import boxes
from coopledger.sync import sent_meeting, stick
from coopledger.sync.sent_meeting import SentMeeting
from coopledger.words.events import event_name


class SentEntry(msgspec.Struct, frozen=True):
    """What one entry comes to.

    Attributes:
        index: its place in the file, from 0.
        code: of the member whom it is about; empty for none or several.
        name: of that member.
        what: the kind of entry, in words.
        amount: in minor units; None where it moves no money.
        note: the text beside it.
    """

    index: int
    code: str
    name: str
    what: str
    amount: int | None
    note: str


class Told(msgspec.Struct, frozen=True):
    """A meeting that was sent, as the book on this laptop reads it.

    Attributes:
        id: of the file's contents; the same file has the same.
        group: whose book it is.
        currency: of all amounts.
        day: ISO day of the meeting.
        sender: the laptop that wrote it, as the cooperative calls it.
        entries: what they come to.
        refused: by place, why an entry can't be as the book is now.
        taken: whether it was put into a draft here already.
    """

    id: str
    group: Group
    currency: Currency
    day: str
    sender: str
    entries: tuple[SentEntry, ...]
    refused: Mapping[int, Refusal]
    taken: bool


def write(ledger: Ledger, group: str, meeting: Path, folder: Path) -> Path:
    """Write a meeting's file, JSON or CSV as for ``record``, for the laptop that holds the book.

    Raises:
        Refusal: `no_cooperative`; the file can't be read, or an entry in it can't be as the book is
            here: with file, line, column and value; see also `sync.stick.write`.
    """
    said = read_meeting(meeting, ledger.currency(group))
    sent = _sent(ledger, group, said.file.date, said.file.entries)
    for place, refusal in _read(ledger, sent).refused.items():
        raise refusal.within(**said.place(place, refusal.code))
    return _written(ledger, sent, folder)


def write_entries(
    ledger: Ledger, group: str, day: str, entries: Sequence[en.AnyEntry], folder: Path, at: int
) -> Path:
    """Write what was said on an ISO day for the laptop that holds the book.

    Args:
        ledger: the open ledger.
        group: the book's id.
        day: ISO day of the meeting.
        entries: what was said.
        folder: on the stick.
        at: when it was written down, milliseconds since 1970. The same entries with the same one
            are the same proposal, which the holder takes in once.

    Raises:
        Refusal: as `write`.
    """
    sent = _sent(ledger, group, day, entries, at)
    for refusal in _read(ledger, sent).refused.values():
        raise refusal
    return _written(ledger, sent, folder)


def now() -> int:
    """This laptop's clock in milliseconds."""
    return time.time_ns() // 1_000_000


def _sent(
    ledger: Ledger, group: str, day: str, entries: Sequence[en.AnyEntry], at: int = 0
) -> SentMeeting:
    device = ledger.store.device
    return SentMeeting(bytes.fromhex(group), device.public, at or now(), day, tuple(entries))


def _written(ledger: Ledger, sent: SentMeeting, folder: Path) -> Path:
    registry, device, group = registry_of(ledger), ledger.store.device, sent.book.hex()
    receivers = {each.box for each in registry.devices.values() if each.may_receive(group)}
    receivers.add(boxes.device_box(device.seed).public)
    file = sent_meeting.lock(sent, device, sorted(receivers))
    name = f"{group[:8]}-{sent.day}-{device.id}-{_id(sent)[:8]}{sent_meeting.SUFFIX}"
    return stick.write(folder, name, file)


def show(ledger: Ledger, file: Path) -> Told:
    """What a meeting that was sent says; nothing is written.

    Raises:
        Refusal: the file can't be trusted; see `sync.sealed_file` and `approval_check`.
    """
    return _read(ledger, _open(ledger, file))


def effect(ledger: Ledger, file: Path, today: str, *, shown: str = "") -> Effect:
    """What taking it in would change; see `additions.work_in`.

    Args:
        ledger: the open ledger.
        file: the meeting.
        today: ISO day of a meeting that is not begun yet.
        shown: the `Told.id` that was shown of this file.

    Raises:
        Refusal: as `show`; `not_as_shown`; this laptop may not write in the book.
    """
    sent = _open(ledger, file, shown)
    return additions.work_in(ledger, sent.book.hex(), _places(sent), sent.day, today)[1]


def take(ledger: Ledger, file: Path, today: str, *, shown: str = "") -> Drafted:
    """Put it into the draft of the next meeting; arguments as in `effect`.

    Raises:
        Refusal: as `effect`; `sent_meeting_taken`: it was put in already; an entry is impossible
            as the book is now. Nothing was added.
    """
    sent = _open(ledger, file, shown)
    digest = _id(sent)
    if ledger.store.late_states().get(digest):
        raise Refusal("sent_meeting_taken", value=file.name)
    return additions.put_in(ledger, sent.book.hex(), _places(sent), sent.day, today, digest)


def _open(ledger: Ledger, file: Path, shown: str = "") -> SentMeeting:
    own = boxes.device_box(ledger.store.device.seed)
    try:
        sent = sent_meeting.unlock(read_file(file), own)
    except Refusal as refusal:
        code = "not_a_sent_meeting" if refusal.code == "not_an_approval" else refusal.code
        raise Refusal(code, value=file.name) from None
    check_sender(ledger, sent.book.hex(), sent.by)
    if not is_day(sent.day) or any(map(lacks_card, sent.entries)):
        raise Refusal("approval_damaged")
    if shown and _id(sent) != shown:
        raise Refusal("not_as_shown", value=file.name)
    return sent


def _id(sent: SentMeeting) -> str:
    return hashlib.sha256(msgspec.msgpack.encode(sent)).hexdigest()


def _places(sent: SentMeeting) -> dict[int, en.AnyEntry]:
    return dict(enumerate(sent.entries))


def _read(ledger: Ledger, sent: SentMeeting) -> Told:
    group = sent.book.hex()
    found = _Reader(ledger, sent)
    entries = tuple(found.entries())
    names = {row.id: row.name for row in facts(ledger).devices}
    device = check_sender(ledger, group, sent.by)
    digest = _id(sent)
    return Told(
        digest,
        ledger.group(group),
        ledger.currency(group),
        sent.day,
        names.get(device.id, device.id),
        entries,
        found.refused,
        bool(ledger.store.late_states().get(digest)),
    )


class _Reader:
    """Works the entries out over the book that is here, one by one."""

    def __init__(self, ledger: Ledger, sent: SentMeeting) -> None:
        self._ledger, self._sent = ledger, sent
        self._group = sent.book.hex()
        self._texts: dict[str, str] = {}
        self.refused: dict[int, Refusal] = {}

    def _keep(self, text: str) -> str:
        reference = f"{len(self._texts) + 1:064x}"
        self._texts[reference] = text
        return reference

    def entries(self) -> Iterator[SentEntry]:
        """What the entries come to; those that can't be are in ``refused``."""
        book = self._ledger.replay(self._group).book.copy(whole=True)
        history = self._ledger.history(self._group)[1]
        recording = Recording(
            book,
            book.meeting + 1,
            max(self._sent.day, _last_day(book.day)),
            self._keep,
            card=self._keep,
            history=history,
        )
        names = {code: card.name for code, card in self._ledger.members(self._group).items()}
        for place, entry in enumerate(self._sent.entries):
            before = len(recording.events)
            try:
                recording.record(entry)
            except Refusal as refusal:
                self.refused[place] = refusal
                continue
            loans = {number: loan.member for number, loan in book.loans.items()}
            for event in recording.events[before:]:
                code = member_of(event, loans)
                note = self._texts.get(getattr(event, "note", ""), "")
                amount = amount_of(undone(event) or event)
                what = event_name(tag_of(event))
                yield SentEntry(place, code, names.get(code, ""), what, amount, note)


def _last_day(day: int) -> str:
    return date.fromordinal(day).isoformat() if day else ""
