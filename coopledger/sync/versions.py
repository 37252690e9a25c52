"""One page with different seals: the page is the same, and each next page froze some of its seals.

The newest page gains seals on several laptops. Whoever writes the next page freezes those that are
there. Where two next pages were written, each of the two branches has its own frozen seals of the
page before. So all seals that are known of such a page are remembered, and each branch is read with
those that it froze.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise

import msgspec

from coopledger.ledger.page import Page, seals_digest
from coopledger.ledger.seals import Seal, verifies
from coopledger.store.incoming import SealChange, Spare
from coopledger.sync.branches import Placed

MOST_TRIED = 10
"""Of more seals than these beside the device's only the sets that came are tried."""


class Versions:
    """All seals of the pages that are known with different ones; see the module."""

    def __init__(self) -> None:
        self._first: dict[str, Placed] = {}
        self._whole: dict[str, Page] = {}
        self._sets: dict[str, list[tuple[Seal, ...]]] = {}

    def add(self, pages: Iterable[Placed]) -> None:
        """Add pages that are here, or that came."""
        for each in pages:
            seen = self._first.setdefault(each.hash, each)
            if seen.page.seals != each.page.seals:
                self.add_seals(seen, each.page.seals)

    def add_seals(self, each: Placed, seals: Sequence[Seal]) -> None:
        """Add seals of a page that was added."""
        sets = self._sets.setdefault(each.hash, [each.page.seals])
        sets.append(tuple(seals))
        union = {seal.key: seal for found in sets for seal in found}
        page = each.page
        self._whole[each.hash] = Page(page.header, page.body, tuple(union.values()))

    @property
    def several(self) -> Sequence[str]:
        """Hashes of the pages that are known with different seals."""
        return list(self._whole)

    def whole(self, each: Placed) -> Placed:
        """A page with all its seals."""
        page = self._whole.get(each.hash)
        return msgspec.structs.replace(each, page=page) if page else each

    def spare(self, each: Placed) -> tuple[Seal, ...]:
        """The good seals that a page has beyond these."""
        page = self._whole.get(each.hash)
        has = {seal.key for seal in each.page.seals}
        return tuple(
            seal
            for seal in (page.seals if page else ())
            if seal.key not in has and verifies(seal, "page", each.page.header)
        )

    def exact(self, each: Placed, frozen: str) -> Placed | None:
        """A page with the seals that the next page froze; None if they are not known."""
        if seals_digest(each.page.seals) == frozen:
            return each
        page = self._whole.get(each.hash, each.page)
        tried: Iterable[Sequence[Seal]] = self._sets.get(each.hash, ())
        if len(page.seals) <= MOST_TRIED:
            sizes = range(1, len(page.seals) + 1)
            tried = (part for size in sizes for part in combinations(page.seals, size))
        for seals in tried:
            if seals_digest(tuple(seals)) == frozen:
                self._whole[each.hash] = page
                found = Page(page.header, page.body, tuple(seals))
                return msgspec.structs.replace(each, page=found)
        return None

    def settled(self, pages: Sequence[Placed], *, mixed: bool = False) -> list[Placed]:
        """Pages that follow each other, each with the seals that the next one froze.

        The last has all of its seals. A page whose frozen seals are not known stays as it is.

        Args:
            pages: the pages.
            mixed: they are of several branches, so that any of them may have more than was frozen.
        """
        if not self._whole and not mixed:
            return list(pages)
        found = [
            (self.exact(each, after.head.seals) or each)
            if mixed or each.hash in self._whole
            else each
            for each, after in pairwise(pages)
        ]
        return [*found, *map(self.whole, pages[-1:])]


def known(
    chain: Sequence[Placed], kept: Mapping[int, Sequence[Placed]], spares: Iterable[Spare]
) -> Versions:
    """The seals that a laptop knows of a book's pages: its chain, its rival pages by branch."""
    found, places = Versions(), {(each.number, 0): each for each in chain}
    for fork, pages in kept.items():
        places.update({(each.number, fork): each for each in pages})
    found.add(places.values())
    for spare in spares:
        each = places[spare.number, spare.fork]
        found.add_seals(each, (*each.page.seals, *spare.seals))
    return found


def changes(here: Sequence[Placed], become: Iterable[Placed], fork: int = 0) -> list[SealChange]:
    """How the seals of pages that are here change, on their branch."""
    there = {each.hash: each.page.seals for each in become}
    found = []
    for each in here:
        seals = there.get(each.hash, each.page.seals)
        if seals is not each.page.seals:
            had, has = ({s.key: s for s in either} for either in (each.page.seals, seals))
            added = tuple(seal for key, seal in has.items() if key not in had)
            lost = tuple(seal for key, seal in had.items() if key not in has)
            if added or lost:
                found.append(SealChange(each.number, added, lost, fork))
    return found
