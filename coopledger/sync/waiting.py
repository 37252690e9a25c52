"""Pages that wait for those before them: how they are kept, and what is missing before them."""

from collections.abc import Iterable, Sequence

import msgspec

from coopledger.ledger.page import Header
from coopledger.store.incoming import Waiting
from coopledger.sync.branches import Placed, placed
from coopledger.sync.bundle import BookPart, book_part


def read_waiting(waiting: Waiting) -> Placed:
    """A page that waits."""
    part = msgspec.msgpack.decode(waiting.page, type=BookPart)
    return placed(part.read_pages()[0])


def packed_waiting(book: str, each: Placed) -> bytes:
    """A page as it waits: as the only one of a bundle's part."""
    return msgspec.msgpack.encode(book_part(book, [each.page]))


def missing_before(chain: Sequence[Placed], waiting: Sequence[Placed]) -> tuple[int, int]:
    """First and last number of the pages that others wait for; (0, 0) if none do."""
    if not waiting:
        return 0, 0
    lowest = min(each.number for each in waiting)
    return min(len(chain) + 1, lowest - 1), lowest - 1


def missed_meetings(last: int, waiting: Iterable[Header]) -> tuple[int, int]:
    """First and last of the meetings that are missing before pages which wait.

    Args:
        last: the last meeting that is here.
        waiting: headers of the pages that wait.
    """
    lowest = min(waiting, key=lambda head: head.number, default=None)
    if lowest is None or lowest.meeting <= last + 1:
        return 0, 0
    return last + 1, lowest.meeting - 1


def waiting_head(waiting: Waiting) -> Header:
    """The header of a page that waits."""
    return read_waiting(waiting).head
