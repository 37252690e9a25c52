"""Where pages of one book stand to each other: the chain that counts, rivals, and what waits.

Two genuine pages of one number are a fork. Both are kept. The chain that is here goes on counting
until the officers choose, which they do by a take-over: it opens the next epoch after the page that
they name, and whatever else was written in earlier epochs from there on does not count. So a
take-over also decides which of two branches counts on a laptop that has the other one.
"""

import re
from collections.abc import Iterable, Sequence

import msgspec

from coopledger.domain.errors import Refusal
from coopledger.ledger import canonical
from coopledger.ledger.newer import is_newer
from coopledger.ledger.page import HEADER, NO_HASH, Header, Page, ReadPage, admit
from coopledger.ledger.seals import key_id, verifies

_PREV = re.compile(rb'"prev":"([0-9a-f]{64})"')


class Placed(msgspec.Struct, frozen=True):
    """A page, its header as read, and its hash as hex."""

    head: Header
    page: Page
    hash: str

    @property
    def number(self) -> int:
        """The page's number."""
        return self.head.number


def placed(page: Page) -> Placed:
    """A page that was admitted before."""
    return Placed(HEADER.decode(page.header), page, page.hash.hex())


def admitted(page: Page, book: str) -> Placed | None:
    """A page from outside; None if only a newer program can read it.

    Raises:
        Refusal: `bundle_page_bad`: its bytes are no page, or it is of another book.
    """
    try:
        head, events = admit(page.header, page.body)
    except canonical.NotCanonical:
        prev = _PREV.search(page.header)
        if prev and is_newer(page, prev[1].decode(), b""):
            return None
        raise Refusal("bundle_page_bad", book=book, page=0, fault="unreadable") from None
    if head.book != book:
        raise Refusal("bundle_page_bad", book=book, page=head.number, fault="wrong_book")
    read = ReadPage(page.header, page.body, page.seals, head, events)
    return Placed(head, read, page.hash.hex())


def check_device(each: Placed) -> None:
    """Make sure of a page that cannot be replayed yet that its device sealed it.

    Raises:
        Refusal: `bundle_page_bad`.
    """
    if not any(
        key_id(seal.key) == each.head.device and verifies(seal, "page", each.page.header)
        for seal in each.page.seals
    ):
        params = {"book": each.head.book, "page": each.number, "fault": "seal_missing"}
        raise Refusal("bundle_page_bad", **params)


class Sorted(msgspec.Struct):
    """Pages that came, sorted by where they stand.

    Attributes:
        new: that go on from the newest page that is here.
        rivals: of numbers that are here, or that go on from such a one.
        waiting: that follow pages which are not here.
        copies: of pages that are here.
    """

    new: list[Placed]
    rivals: list[Placed]
    waiting: list[Placed]
    copies: list[Placed]


def sort(mine: Sequence[Placed], known: Iterable[Placed], came: Iterable[Placed]) -> Sorted:
    """Sort pages that came.

    Args:
        mine: the chain that counts here.
        known: rivals that were kept before.
        came: pages of the same book, in any order.
    """
    chain = [each.hash for each in mine]
    beside = {each.hash for each in known}
    found = Sorted([], [], [], [])
    left = []
    unique = {each.hash: each for each in came if each.hash not in beside}
    for each in sorted(unique.values(), key=lambda page: (page.number, page.hash)):
        at = each.number - 1
        if at < len(chain) and chain[at] == each.hash:
            if at < len(mine):
                found.copies.append(each)
        elif at == len(chain) and each.head.prev == (chain[-1] if chain else NO_HASH):
            chain.append(each.hash)
            found.new.append(each)
        else:
            left.append(each)
    for each in left:
        before = [NO_HASH, *chain][each.number - 1] if each.number <= len(chain) else ""
        if each.head.prev in (before, *beside):
            beside.add(each.hash)
            found.rivals.append(each)
        else:
            found.waiting.append(each)
    return found


def paths(chain: Sequence[Placed], rivals: Sequence[Placed]) -> list[list[Placed]]:
    """Each branch beside the chain, from the first page that is not on it to its last."""
    on, by_hash = {each.hash for each in chain}, {each.hash: each for each in rivals}
    followed = {each.head.prev for each in rivals}
    found = []
    for tip in rivals:
        if tip.hash in followed:
            continue
        path = [tip]
        while path[0].head.prev in by_hash:
            path.insert(0, by_hash[path[0].head.prev])
        if path[0].number == 1 or path[0].head.prev in on:
            found.append(path)
    return found


def disputed(chain: Sequence[Placed], rivals: Sequence[Placed]) -> list[list[Placed]]:
    """The branches beside a chain against which the officers have not decided yet."""
    return [path for path in paths(chain, rivals) if not decided(chain[path[0].number - 1 :], path)]


def decided(path: Sequence[Placed], other: Sequence[Placed]) -> bool:
    """Whether the officers chose one branch over another one, by a take-over in a later epoch.

    Args:
        path: pages from where the two part.
        other: pages of the other one from there.
    """
    latest = max((each.head.epoch for each in other), default=0)
    return any(each.head.kind == "take_over" and each.head.epoch > latest for each in path)
