"""Which device holds a book, page by page: one at a time, each in an epoch of its own.

The founding device holds epoch 1. It can pass the book on by a page of its own (hand-over); the
officers can give it to another device without it (take-over), from the last page that they have.
Both open the next epoch. What counts is the place in the chain, never the clock: a page of an
earlier epoch that turns up beyond the place is none of the book's.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from coopledger.domain import events as ev
from coopledger.ledger.page import Header
from coopledger.ledger.seals import is_sound_key, key_id

HolderFault: TypeAlias = Literal[
    "bad_key", "wrong_device", "wrong_epoch", "old_epoch", "facts_impossible"
]
_ACTS: dict[str, type] = {"hand_over": ev.HandOver, "take_over": ev.TakeOver}


class Span(msgspec.Struct, frozen=True):
    """A device that held the book, from a page on: its public key and its epoch."""

    first: int
    key: bytes
    epoch: int


class Holder:
    """The device that may write a book's next page.

    Attributes:
        key: its public key; empty before the founding page.
        id: the key's short name.
        epoch: which holder it is, from 1.
        spans: all holders so far, in their order.
    """

    def __init__(self) -> None:
        self.key = b""
        self.id = ""
        self.epoch = 0
        self.spans: list[Span] = []

    def at(self, number: int) -> Span | None:
        """Who held the book at a page; None before the founding page."""
        return next((span for span in reversed(self.spans) if span.first <= number), None)

    def found(self, key: bytes) -> HolderFault | None:
        """The founding device begins the book."""
        return self._turn(1, key, 1)

    def check(self, head: Header, events: Sequence[ev.Event]) -> HolderFault | None:
        """Whether a page that follows the chain is by the device that may write it.

        A take-over turns the book to the device that wrote it.
        """
        wanted = _ACTS.get(head.kind)
        event = events[0] if len(events) == 1 else None
        if wanted is not None and not isinstance(event, wanted):
            return "facts_impossible"
        if isinstance(event, ev.TakeOver) and head.kind == "take_over":
            if (event.page, event.hash) != (head.number - 1, head.prev):
                return "facts_impossible"
            if event.epoch != self.epoch + 1:
                return "wrong_epoch"
            if fault := self._turn(head.number, bytes.fromhex(event.to), event.epoch):
                return fault
        if head.device != self.id:
            return "wrong_device"
        return None if head.epoch == self.epoch else "wrong_epoch"

    def after(self, head: Header, events: Sequence[ev.Event]) -> HolderFault | None:
        """Turn to the device to which a page that was taken passes the book on, if it does."""
        if head.kind != "hand_over":
            return None
        event = events[0]
        if not isinstance(event, ev.HandOver) or event.epoch != self.epoch + 1:
            return "wrong_epoch"
        return self._turn(head.number + 1, bytes.fromhex(event.to), event.epoch)

    def _turn(self, first: int, key: bytes, epoch: int) -> HolderFault | None:
        if not is_sound_key(key):
            return "bad_key"
        self.key, self.id, self.epoch = key, key_id(key), epoch
        self.spans.append(Span(first, key, epoch))
        return None
