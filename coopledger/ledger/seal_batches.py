"""Seals of many pages verified on all cores.

libsodium works outside the interpreter's lock, and half of the work on a long book is in it.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from coopledger.ledger.page import Page
from coopledger.ledger.seals import verifies

Goods = tuple[bool, ...]
"""Of each seal of a page, in their order, whether it is one over the page's header."""
_STEP = 16
"""Pages that one thread takes at once."""
_BATCH = 8 * _STEP
"""Pages that are verified before the first of them is read on: as many wait for a bad one."""
_MOST_THREADS = 4


def goods(page: Page) -> Goods:
    """Verify each seal of a page."""
    return tuple(verifies(seal, "page", page.header) for seal in page.seals)


def all_goods(pages: Sequence[Page]) -> Iterator[Goods]:
    """Verify the seals of pages, some pages ahead of what is asked for."""
    for first in range(0, len(pages), _BATCH):
        batch = pages[first : first + _BATCH]
        steps = [batch[at : at + _STEP] for at in range(0, len(batch), _STEP)]
        if len(steps) == 1:
            yield from map(goods, batch)
            continue
        # All of them first: threads that wait for the interpreter's lock would hold up who reads.
        for found in list(_threads().map(_goods_of, steps)):
            yield from found


def _goods_of(pages: Sequence[Page]) -> list[Goods]:
    return [goods(page) for page in pages]


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS), "seals")
