"""Two registries of one cooperative that differ from a page on: which of them counts.

The rule is that of the books: the officers choose by a page that lets a laptop keep the registry
(`keep`). Each of them opens the next epoch of the registry, so the branch that has more of them
since the two parted is the one that counts. Both need more than half of the officers, so nobody
makes a branch count that the officers did not choose.
"""

from collections.abc import Sequence
from typing import Literal

from coopledger.ledger.page import HEADER, Page

Counts = Literal["same", "here", "there", "nobody_chose"]


def parting(here: Sequence[Page], there: Sequence[Page]) -> int:
    """How many pages the two have in common from the beginning on."""
    common = 0
    for one, other in zip(here, there, strict=False):
        if one.hash != other.hash:
            break
        common += 1
    return common


def which_counts(here: Sequence[Page], there: Sequence[Page]) -> Counts:
    """Which of two registries counts; ``same`` when one only goes on from the other.

    Args:
        here: the pages of one of them.
        there: of the other; both were verified.
    """
    common = parting(here, there)
    if common in (len(here), len(there)):
        return "same"
    ours, theirs = _epochs(here[common:]), _epochs(there[common:])
    if ours == theirs:
        return "nobody_chose"
    return "here" if ours > theirs else "there"


def _epochs(pages: Sequence[Page]) -> int:
    return sum(HEADER.decode(page.header).kind == "take_over" for page in pages)
