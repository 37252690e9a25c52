"""Opening a group's desk from the ledger, on the store's thread, and what the desk needs of it."""

from typing import NamedTuple, Protocol

import msgspec

from coopledger.app.desk.agenda import values_of
from coopledger.app.desk.desk import Desk
from coopledger.app.desk.sheet import Kept
from coopledger.app.desk.shown import Setting
from coopledger.app.ledger import Ledger
from coopledger.app.meetings import decode_draft, seal_meeting
from coopledger.domain.entries import Draft
from coopledger.domain.errors import Refusal

_KEPT = msgspec.json.Decoder(Kept)


class Sealed(NamedTuple):
    """What a sealed meeting became."""

    page: int
    meeting: int
    day: str


class Shelf(Protocol):
    """Where a desk's draft lies. All calls are made on the store's thread."""

    def keep(self, raw: bytes) -> None:
        """Keep the draft; it is on the disk when this returns."""

    def seal(self, draft: Draft) -> Sealed:
        """Make the draft a sealed page."""


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
        page = seal_meeting(self._ledger, self._group, draft)
        return Sealed(page.header.number, page.header.meeting, page.header.date)


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
    book = ledger.replay(group).book
    if book.closed:
        raise Refusal("cycle_closed")
    kept = read_kept(ledger.store.draft(group), book.meeting + 1, today)
    setting = Setting(ledger.group(group).name, ledger.members(group), book)
    return OpenedDesk(Desk(setting, kept), LedgerShelf(ledger, group))


def read_kept(raw: bytes | None, meeting: int, today: str) -> Kept:
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
        kept = Kept(draft, values_of(draft))
    if kept.draft.meeting < meeting:
        kept = msgspec.structs.replace(
            kept, draft=msgspec.structs.replace(kept.draft, meeting=meeting)
        )
    return kept
