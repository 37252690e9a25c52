"""A quick look at a book's newest pages: hashes, chain and seals, without folding the book.

`replay` alone says that a book is genuine; this says that the disk gives back what was sealed.
"""

import hashlib
from collections.abc import Sequence

from coopledger.ledger.page import HEADER, Page, seals_digest, sha256
from coopledger.ledger.replay import Fault
from coopledger.ledger.seals import verifies
from coopledger.ledger.unreadable import UNREADABLE

BEGINNINGS = frozenset({"founding", "baseline", "cycle"})
"""Kinds of page with which a cycle begins."""


def check_last_cycle(pages: Sequence[Page]) -> int:
    """Check the pages of a book's last cycle; how many they are.

    Args:
        pages: the whole book, in its order.

    Raises:
        Fault: a page is not what was sealed, or does not follow the one before it.
    """
    first = _beginning(pages)
    for at in range(first, len(pages)):
        _check(pages[at], pages[at - 1] if at else None, at + 1)
    return len(pages) - first


def _beginning(pages: Sequence[Page]) -> int:
    for at in range(len(pages) - 1, 0, -1):
        try:
            if HEADER.decode(pages[at].header).kind in BEGINNINGS:
                return at
        except UNREADABLE:
            raise Fault("unreadable", at + 1) from None
    return 0


def _check(page: Page, before: Page | None, number: int) -> None:
    try:
        head = HEADER.decode(page.header)
    except UNREADABLE:
        raise Fault("unreadable", number) from None
    if head.number != number:
        raise Fault("wrong_number", number)
    if head.length != len(page.body) or head.body != hashlib.sha256(page.body).hexdigest():
        raise Fault("body_differs", number)
    if before is not None and head.prev != sha256(before.header):
        raise Fault("chain_broken", number)
    if before is not None and head.seals != seals_digest(before.seals):
        raise Fault("seals_changed", number)
    if not page.seals:
        raise Fault("seal_missing", number)
    if not all(verifies(seal, "page", page.header) for seal in page.seals):
        raise Fault("seal_bad", number)
