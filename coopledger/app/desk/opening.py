"""Opening a group's desk from the ledger, on the store's thread, and what the desk needs of it."""

from typing import NamedTuple, Protocol

import msgspec

from coopledger.app import officers
from coopledger.app.desk.agenda import values_of
from coopledger.app.desk.desk import Desk
from coopledger.app.desk.sheet import Kept
from coopledger.app.desk.shown import Setting
from coopledger.app.group_refs import known_groups
from coopledger.app.ledger import Ledger
from coopledger.app.meetings import decode_draft, seal_meeting
from coopledger.domain.constitution import Constitution
from coopledger.domain.entries import Draft
from coopledger.domain.errors import Refusal
from coopledger.domain.quorum import call

_KEPT = msgspec.json.Decoder(Kept)


class Signer(NamedTuple):
    """An officer who is called to seal the meeting, and whether it was done."""

    member: str
    name: str
    sealed: bool


class Sealed(NamedTuple):
    """What a sealed meeting became; ``signers`` and how many of them the rules ask for."""

    page: int
    meeting: int
    day: str
    signers: tuple[Signer, ...] = ()
    need: int = 0

    @property
    def enough(self) -> bool:
        """Whether as many officers have sealed as the rules ask for."""
        return sum(signer.sealed for signer in self.signers) >= self.need


class Shelf(Protocol):
    """Where a desk's draft lies. All calls are made on the store's thread."""

    def keep(self, raw: bytes) -> None:
        """Keep the draft; it is on the disk when this returns."""

    def seal(self, draft: Draft) -> Sealed:
        """Make the draft a sealed page."""

    def add_seal(self, member: str, pin: str) -> Sealed:
        """Add an officer's seal to the page."""


class LedgerShelf:
    """The shelf of one group in the ledger."""

    def __init__(self, ledger: Ledger, group: str) -> None:
        self._ledger = ledger
        self._group = group

    def keep(self, raw: bytes) -> None:
        """Keep the draft; it is on the disk when this returns.

        Raises:
            Refusal: the disk is full or can't be written.
        """
        self._ledger.store.save_draft(self._group, raw)

    def seal(self, draft: Draft) -> Sealed:
        """Make the draft a sealed page, and drop it.

        Raises:
            Refusal: see `seal_meeting`; nothing was changed.
        """
        seal_meeting(self._ledger, self._group, draft)
        return self._sealed()

    def add_seal(self, member: str, pin: str) -> Sealed:
        """Add an officer's seal to the page that was just closed.

        Raises:
            Refusal: `wrong_pin`, `wait`, `no_key`; the page stays as it was.
        """
        officers.seal(self._ledger, self._group, {member: pin})
        return self._sealed()

    def _sealed(self) -> Sealed:
        replay = self._ledger.replay(self._group)
        head, done = replay.headers[-1], replay.sealed[-1]
        called = call(replay.book, "meeting")
        if called is None:
            return Sealed(head.number, head.meeting, head.date)
        cards = self._ledger.members(self._group)
        # Holders first, then deputies, each in the order of the group's book.
        codes = [
            *(code for code in replay.book.members if code in called.holders),
            *(code for code in replay.book.members if code in called.deputies),
        ]
        signers = tuple(Signer(code, cards[code].name, code in done) for code in codes)
        return Sealed(head.number, head.meeting, head.date, signers, called.need)


class OpenedDesk(NamedTuple):
    """A desk and the shelf that its draft lies on."""

    desk: Desk
    shelf: Shelf


def open_desk(ledger: Ledger, group: str, today: str) -> OpenedDesk:
    """The desk for a group's next meeting, with the draft that was kept for it.

    Args:
        ledger: the open ledger.
        group: the group's id.
        today: the ISO date that a new meeting begins with.

    Raises:
        Refusal: this laptop may not write in the book; the cycle is over; a page is not genuine.
    """
    if refused := ledger.own_heads.refusal(group):
        raise refused
    return OpenedDesk(desk_of(ledger, group, today), LedgerShelf(ledger, group))


def desk_of(ledger: Ledger, group: str, today: str, *, proposal: bool = False) -> Desk:
    """The desk over the book as it is here, with the draft that was kept.

    Args:
        ledger: the open ledger.
        group: the group's id.
        today: the ISO date that a new meeting begins with.
        proposal: see `Setting`.

    Raises:
        Refusal: the cycle is over; a page is not genuine.
    """
    replay = ledger.replay(group)
    book = replay.book
    if book.closed:
        raise Refusal("cycle_closed")
    kept = read_kept(ledger.store.draft(group), book.meeting + 1, today, book.rules)
    groups = known_groups(ledger, group)
    first = not any(head.kind in ("meeting", "copied") for head in replay.headers)
    name, cards = ledger.group(group).name, ledger.members(group)
    return Desk(Setting(name, cards, book, groups, first, proposal), kept)


def read_kept(raw: bytes | None, meeting: int, today: str, rules: Constitution) -> Kept:
    """The desk that the store kept, or a new one.

    A draft keeps its number only as long as no page has taken it.

    Raises:
        Refusal: it is no draft that this program knows.
    """
    if raw is None:
        return Kept(Draft(meeting, today), {"day": today})
    try:
        kept = _KEPT.decode(raw)
    except msgspec.DecodeError:
        draft = decode_draft(raw)
        kept = Kept(draft, values_of(draft, rules))
    if kept.draft.meeting < meeting and not kept.draft.again:
        kept = msgspec.structs.replace(
            kept, draft=msgspec.structs.replace(kept.draft, meeting=meeting)
        )
    return kept
