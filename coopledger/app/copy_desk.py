"""The meeting desk over a copy of a book: what is written there is a proposal for its holder.

It is typed and kept as at any desk. At its end it goes to the stick (`sent_meetings`); the draft
stays until somebody says that it is needed no more, because a stick may be lost.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import msgspec

from coopledger.app import sent_meetings
from coopledger.app.desk import Desk, LedgerShelf, OpenedDesk, desk_of, open_desk, read_kept
from coopledger.app.holding import holder_name
from coopledger.app.ledger import Ledger
from coopledger.app.sticks import Place, check_still_there, writing_folder
from coopledger.domain.entries import Draft
from coopledger.domain.errors import Refusal

_FACT = "proposal_sent"
"""Fact of a store, followed by a book's id: the proposal that was taken to a stick last."""


class Sent(msgspec.Struct, frozen=True):
    """A proposal that was taken to a stick.

    Attributes:
        what: digest of its day and entries.
        at: when it was first taken there, milliseconds since 1970.
        file: its name.
    """

    what: str
    at: int
    file: str


class CopyShelf(LedgerShelf):
    """The shelf of a draft that this laptop cannot seal."""

    def sent(self) -> Sent | None:
        """The proposal that was taken to a stick last, until its draft was put away."""
        raw = self._ledger.store.fact(self._fact)
        return msgspec.json.decode(raw, type=Sent) if raw else None

    def send(self, draft: Draft, place: Place) -> Sent:
        """Take the draft to a stick, and read it back; it stays here as it is.

        The same draft again is the same proposal: its holder takes it in once, however often it
        was carried there.

        Raises:
            Refusal: `nothing_to_seal`; see `sent_meetings.write_entries`, `check_still_there`.
        """
        if not draft.entries:
            raise Refusal("nothing_to_seal")
        before, what = self.sent(), digest(draft)
        at = before.at if before is not None and before.what == what else sent_meetings.now()
        folder = writing_folder(place)
        file = sent_meetings.write_entries(
            self._ledger, self._group, draft.day, draft.entries, folder, at
        )
        check_still_there(place, file)
        made = Sent(what, at, file.name)
        self._ledger.store.note_fact(self._fact, msgspec.json.encode(made).decode())
        return made

    def put_away(self) -> None:
        """Drop the draft: it has come to where the book is held, or is not wanted."""
        self._ledger.store.drop_draft(self._group)
        self._ledger.store.note_fact(self._fact, "")

    @property
    def _fact(self) -> str:
        return f"{_FACT}:{self._group}"


class OpenedCopy(NamedTuple):
    """A desk over a copy, or one whose draft was a proposal before the book came to this laptop.

    Attributes:
        desk: the desk.
        shelf: where its draft lies.
        holder: what the laptop that holds the book is called; empty where it is this one.
        sent: the proposal that the draft is, if it was taken to a stick as it is now.
        overtaken: whether the book here has a meeting of that day, or a later one, by now.
    """

    desk: Desk
    shelf: CopyShelf
    holder: str
    sent: Sent | None
    overtaken: bool


def open_here(ledger: Ledger, group: str, today: str) -> OpenedDesk | OpenedCopy:
    """The desk for a group's next meeting; one for a proposal where another laptop holds the book.

    A draft that was sent may be in the book already: that is told where the book has come here too.

    Args:
        ledger: the open ledger.
        group: the group's id.
        today: the ISO date that a new meeting begins with.

    Raises:
        Refusal: as `open_desk`, but for `not_the_holder` in a cooperative.
    """
    holder, shelf = holder_name(ledger, group), CopyShelf(ledger, group)
    here = None if holder else open_desk(ledger, group, today)
    desk = here.desk if here else desk_of(ledger, group, today, proposal=True)
    # As it was kept: a desk moves a draft's day on when the book has a later meeting.
    kept = read_kept(ledger.store.draft(group), desk.meeting, today, desk.rules).draft
    sent = shelf.sent()
    if sent is not None and sent.what != digest(kept):
        sent = None
    if here is not None and sent is None:
        return here
    overtaken = sent is not None and kept.day <= desk.last_day
    return OpenedCopy(desk, shelf, holder, sent, overtaken)


def digest(draft: Draft) -> str:
    """What tells two proposals apart: their day and entries."""
    return hashlib.sha256(msgspec.msgpack.encode((draft.day, draft.entries))).hexdigest()
