"""What was said at a meeting, written down on a laptop that does not hold the book.

A file as in `sealed_file`. It is a proposal: the laptop that holds the book takes it into the draft
of its next meeting, or does not. docs/bundle.md has every field.
"""

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from coopledger.domain.entries import AnyEntry
from coopledger.ledger.boxes import BoxKey
from coopledger.ledger.canonical import MAX_EVENTS
from coopledger.ledger.seals import SigningKey
from coopledger.sync import limits, sealed_file
from coopledger.sync.bundle import Count, Hash, Key, Row

FIRST_LINE = b"coopledger meeting 1\n"
SUFFIX = ".meeting"


class SentMeeting(Row, frozen=True, array_like=True):
    """A proposal.

    Attributes:
        book: its id.
        by: public key of the laptop that wrote it.
        time: that laptop's clock in milliseconds; shown, never trusted.
        day: ISO date of the meeting.
        entries: what was said.
    """

    book: Hash
    by: Key
    time: Count
    day: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}\Z")]
    entries: Annotated[tuple[AnyEntry, ...], Meta(max_length=MAX_EVENTS)]


def lock(sent: SentMeeting, device: SigningKey, receivers: Sequence[bytes]) -> bytes:
    """The file; see `sealed_file.lock`."""
    return sealed_file.lock(FIRST_LINE, sent, device, receivers)


def unlock(file: bytes, own: BoxKey) -> SentMeeting:
    """What a file holds; see `sealed_file.unlock`.

    Raises:
        Refusal: as there.
    """
    return sealed_file.unlock(FIRST_LINE, SentMeeting, file, own, limits.MAX_APPROVAL)
