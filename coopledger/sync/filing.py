"""Where the pages of a book that came are filed in the store: on the chain, or on which branch."""

from collections.abc import Mapping, Sequence

from coopledger.store.incoming import Spare, Switch
from coopledger.sync.branches import Placed
from coopledger.sync.versions import Versions


class Filing:
    """Files one book's pages beside those that are here."""

    def __init__(
        self, mine: Sequence[Placed], kept: Mapping[int, Sequence[Placed]], versions: Versions
    ) -> None:
        """Begin.

        Args:
            mine: the chain that counts here.
            kept: rivals that are here, by branch.
            versions: all seals that are known of the pages.
        """
        self._mine = mine
        self._kept = kept
        self._versions = versions

    def numbered(self, rivals: Sequence[Placed], switch: Switch | None) -> list[tuple[int, Placed]]:
        """Give each rival page its branch: that of the page which it follows, or a new one."""
        tips = {pages[-1].hash: fork for fork, pages in self._kept.items()}
        highest, found = max(self._kept, default=0), []
        if switch is not None:
            highest = switch.retired
            tips.update({each.hash: highest for each in self._mine[switch.first - 1 :][-1:]})
        for each in sorted(rivals, key=lambda page: page.number):
            fork = tips.pop(each.head.prev, 0)
            if not fork:
                highest += 1
                fork = highest
            tips[each.hash] = fork
            found.append((fork, each))
        return found

    def settled(self, rivals: Sequence[tuple[int, Placed]]) -> list[tuple[int, Placed]]:
        """Rival pages, each with the seals that the next one on its branch froze."""
        branches: dict[int, list[Placed]] = {}
        for fork, each in rivals:
            branches.setdefault(fork, []).append(each)
        return [
            (n, e)
            for n, pages in branches.items()
            for e in self._versions.settled(pages, mixed=True)
        ]

    def switch(self, chain: Sequence[Placed]) -> Switch | None:
        """From the chain that counted here to the one that does now."""
        pairs = zip(self._mine, chain, strict=False)
        parted = next((a.number for a, b in pairs if a.hash != b.hash), 0)
        if not parted:
            return None
        on = {each.hash for each in chain[parted - 1 :]}
        promoted = [
            (each.number, fork)
            for fork, pages in self._kept.items()
            for each in pages
            if each.hash in on
        ]
        return Switch(parted, max(self._kept, default=0) + 1, tuple(promoted))

    def spares(
        self, chain: Sequence[Placed], rivals: Sequence[tuple[int, Placed]], switch: Switch | None
    ) -> tuple[Spare, ...]:
        """Seals that are not on their pages any more, by where the pages stand in the end."""
        places = {each.hash: (fork, each) for fork, kept in self._kept.items() for each in kept}
        if switch is not None:
            retired = self._mine[switch.first - 1 :]
            places.update({each.hash: (switch.retired, each) for each in retired})
        places.update({each.hash: (fork, each) for fork, each in rivals})
        places.update({each.hash: (0, each) for each in chain})
        found = []
        for hash_ in self._versions.several:
            fork, each = places.get(hash_, (0, None))
            if each is not None and (seals := self._versions.spare(each)):
                found.append(Spare(each.number, fork, seals))
        return tuple(found)
