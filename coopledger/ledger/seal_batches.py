"""Seals of many pages verified on all cores."""

from collections.abc import Iterator, Sequence

from coopledger.ledger.all_cores import STEP, on_all_cores
from coopledger.ledger.page import Page
from coopledger.ledger.seals import verifies

Goods = tuple[bool, ...]
"""Of each seal of a page, in their order, whether it is one over the page's header."""
_BATCH = 8 * STEP
"""Pages that are verified before the first of them is read on: as many wait for a bad one."""


def goods(page: Page) -> Goods:
    """Verify each seal of a page."""
    return tuple(verifies(seal, "page", page.header) for seal in page.seals)


def all_goods(pages: Sequence[Page]) -> Iterator[Goods]:
    """Verify the seals of pages, some pages ahead of what is asked for."""
    for first in range(0, len(pages), _BATCH):
        yield from on_all_cores(goods, pages[first : first + _BATCH])
