"""Verify a book's chain and the branches beside it, and follow what the officers chose."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from coopledger.domain.cash_flow import CashBook
from coopledger.domain.errors import Refusal
from coopledger.ledger.page import seals_digest
from coopledger.ledger.replay import Fault, Replay
from coopledger.store.incoming import SealChange
from coopledger.sync.branches import Placed, check_device, decided, paths
from coopledger.sync.versions import Versions, changes


class Proving:
    """Verifies one book's pages, those that are here and those that came."""

    def __init__(
        self,
        book: str,
        mine: Sequence[Placed],
        kept: Mapping[int, Sequence[Placed]],
        versions: Versions,
        *,
        money: bool,
    ) -> None:
        """Begin.

        Args:
            book: its id.
            mine: the chain that counts here.
            kept: rivals that are here, by branch.
            versions: all seals that are known of the pages.
            money: whether to add up what the pages moved.
        """
        self._book = book
        self._mine = mine
        self._kept = kept
        self._versions = versions
        self._money = money

    def choose(
        self, chain: list[Placed], rivals: Sequence[Placed], *, prove: bool
    ) -> tuple[list[Placed], Replay | None, dict[tuple[int, int], SealChange]]:
        """Follow the officers' choices, however many of them came.

        Args:
            chain: that counts so far, with what goes on from it.
            rivals: all other pages.
            prove: verify also the branches that were not chosen.

        Returns:
            The chain that counts, verified if it is another one, and how the seals of the branches'
            newest pages change, by number and branch.
        """
        replay: Replay | None = None
        seals: dict[tuple[int, int], SealChange] = {}
        there = {each.hash: each for each in (*chain, *rivals)}
        again = True
        while again:
            again, on = False, {each.hash for each in chain}
            for each in paths(chain, [other for hash_, other in there.items() if hash_ not in on]):
                path = self._versions.settled(each, mixed=True)
                better = decided(path, chain[path[0].number - 1 :])
                proved = self._path(chain, path) if better or prove else None
                if proved is None:
                    continue
                for fork, pages in self._kept.items():
                    # What is followed on its own branch keeps the seals that were frozen there.
                    newest = changes(pages[-1:], path, fork)
                    seals.update({(change.number, fork): change for change in newest})
                if better:
                    before, replay = proved
                    chain, again = [*before, *path], True
                    break
        return chain, replay, seals

    def _fresh(self) -> Replay:
        return Replay(CashBook() if self._money else None)

    def chain(self, chain: Sequence[Placed]) -> Replay:
        """Verify a chain.

        Raises:
            Refusal: `bundle_page_bad`, or `page_not_genuine` where the damage is in the store.
        """
        try:
            return self._fresh().extend([each.page for each in chain])
        except Fault as fault:
            number = fault.number
            own = number <= len(self._mine) and chain[number - 1] == self._mine[number - 1]
            code = "page_not_genuine" if own else "bundle_page_bad"
            raise Refusal(code, book=self._book, page=number, fault=fault.kind) from None

    def _path(
        self, chain: Sequence[Placed], path: Sequence[Placed]
    ) -> tuple[list[Placed], Replay] | None:
        """Verify a branch beside the chain; the pages before it, with the seals that it froze.

        None if the seals that one of its pages froze are not here.

        Raises:
            Refusal: `bundle_page_bad`.
        """
        before = list(chain[: path[0].number - 1])
        exact = self._versions.exact(before[-1], path[0].head.seals) if before else None
        frozen = all(seals_digest(a.page.seals) == b.head.seals for a, b in pairwise(path))
        if not frozen or (before and exact is None):
            for each in path:
                check_device(each)
            return None
        if exact is not None:
            before[-1] = exact
        try:
            return before, self._fresh().extend([each.page for each in (*before, *path)])
        except Fault as fault:
            params = {"book": self._book, "page": fault.number, "fault": fault.kind}
            raise Refusal("bundle_page_bad", **params) from None
