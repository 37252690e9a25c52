"""What is to be taken into the store from another laptop: plain values, all of it verified."""

from collections.abc import Mapping

import msgspec

from coopledger.ledger.packing import pack
from coopledger.ledger.page import Header, Page
from coopledger.ledger.person import Person
from coopledger.ledger.salted import Salted
from coopledger.ledger.seals import Seal
from coopledger.store.page_shelf import summary_of


class Packed(msgspec.Struct, frozen=True, gc=False):
    """A page as its row has it: packed, so that many can wait in memory for one transaction."""

    number: int
    header: bytes
    body: bytes
    summary: Mapping[str, object]
    seals: tuple[Seal, ...]


class Waiting(msgspec.Struct, frozen=True):
    """A page that waits for those before it; ``page`` is as a bundle has it."""

    number: int
    hash: bytes
    page: bytes


class Rival(msgspec.Struct, frozen=True):
    """Another page of a number that the book has: branch ``fork`` (from 1) of a fork."""

    fork: int
    page: Packed


class SealChange(msgspec.Struct, frozen=True):
    """What a page's seals become before others follow it.

    Attributes:
        number: of the page.
        added: seals that it gained elsewhere.
        lost: seals that the next page did not freeze.
        fork: of the page; 0 also for one that the switch lets count.
    """

    number: int
    added: tuple[Seal, ...] = ()
    lost: tuple[Seal, ...] = ()
    fork: int = 0


class Spare(msgspec.Struct, frozen=True):
    """Seals of a page that the next page did not freeze; a page of another branch may have."""

    number: int
    fork: int
    seals: tuple[Seal, ...]


class Switch(msgspec.Struct, frozen=True):
    """The officers chose another branch than the one that counts here.

    Attributes:
        first: number of the page where the two part.
        retired: the branch that the pages which counted become.
        promoted: number and branch of each page that was kept and counts now.
    """

    first: int
    retired: int
    promoted: tuple[tuple[int, int], ...]


class Incoming(msgspec.Struct, frozen=True):
    """What is to be taken into one book. All of it was verified before.

    Attributes:
        book: its id.
        card: digest of the group's card; empty for the registry.
        pages: that follow those which are there.
        seals: of pages that are there, where they change.
        rivals: evidence of forks.
        switch: to another branch, before the pages are added.
        spares: of pages as they stand after all that.
        texts: notes and cards.
        erased: digests of texts that go.
        forgotten: members whose present cards and photos go.
        waiting: pages to wait.
        done: hashes of pages that wait no more.
        people: members' present cards and photos.
        disowned: members whose cards go before that: they are of a branch that does not count.
        sealed_keys: officers' keys for the recovery key, and the newest page's number there.
    """

    book: str
    card: str = ""
    pages: tuple[Packed, ...] = ()
    seals: tuple[SealChange, ...] = ()
    rivals: tuple[Rival, ...] = ()
    switch: Switch | None = None
    spares: tuple[Spare, ...] = ()
    texts: tuple[Salted, ...] = ()
    erased: frozenset[str] = frozenset()
    forgotten: frozenset[str] = frozenset()
    waiting: tuple[Waiting, ...] = ()
    done: tuple[bytes, ...] = ()
    people: tuple[Person, ...] = ()
    disowned: frozenset[str] = frozenset()
    sealed_keys: tuple[int, bytes] = (0, b"")


def packed(header: Header, page: Page) -> Packed:
    """A page as its row has it."""
    raw = (pack(page.header), pack(page.body))
    return Packed(header.number, *raw, summary_of(header), page.seals)
