"""What came from other laptops: their pages, what they have, and pages that wait for others."""

from collections.abc import Callable, Iterable, Mapping

import msgspec
from sqlalchemy import BindParameter, Connection, bindparam, delete, func, insert, select

from coopledger.ledger.heads import Head
from coopledger.ledger.packing import unpack
from coopledger.ledger.page import Page
from coopledger.ledger.seals import Seal
from coopledger.store.incoming import Incoming, Spare, Waiting
from coopledger.store.shelf import Shelf
from coopledger.store.tables import (
    BOOK,
    FACT,
    PAGE,
    PEER,
    PEER_HEAD,
    PUBLIC_KEY,
    SEAL,
    SEALED_KEYS,
    SPARE_SEAL,
    WAITING,
)
from coopledger.store.taking_in import Keys, take_book


class Peer(msgspec.Struct, frozen=True):
    """Another device: number and clock of its newest bundle, when it was read, what it has.

    ``people`` is what it says of its members' cards, by book id (`sync.cards.digest`).
    """

    bundle: int
    said: int
    heard: int
    heads: Mapping[str, Head]
    people: Mapping[str, bytes] = msgspec.field(default_factory=dict)


_BOOK: BindParameter[str | int] = bindparam("book")
_REGISTRY = select(BOOK.c.book_id).where(BOOK.c.card == b"")
_PEERS = select(PEER.c.device, PEER.c.bundle, PEER.c.said, PEER.c.heard)
_PEER_HEADS = select(PEER_HEAD)
_WAITING = (
    select(WAITING.c.number, WAITING.c.hash, WAITING.c.page)
    .where(WAITING.c.book == _BOOK)
    .order_by(WAITING.c.number, WAITING.c.hash)
)
_WAITING_BOOKS = select(
    WAITING.c.book, func.min(WAITING.c.number), func.max(WAITING.c.number)
).group_by(WAITING.c.book)
_SEALED_KEYS = select(SEALED_KEYS.c.box).where(SEALED_KEYS.c.book == _BOOK)
_BESIDE = (PAGE.c.book == _BOOK, PAGE.c.fork > 0)
_RIVALS = (
    select(PAGE.c.id, PAGE.c.fork, PAGE.c.header, PAGE.c.body)
    .where(*_BESIDE)
    .order_by(PAGE.c.fork, PAGE.c.number)
)
_RIVAL_SEALS = (
    select(SEAL.c.page, PUBLIC_KEY.c.public, SEAL.c.signature)
    .join(PAGE, PAGE.c.id == SEAL.c.page)
    .join(PUBLIC_KEY, PUBLIC_KEY.c.id == SEAL.c.key)
    .where(*_BESIDE)
)
_SPARES = (
    select(PAGE.c.number, PAGE.c.fork, PUBLIC_KEY.c.public, SPARE_SEAL.c.signature)
    .join(PAGE, PAGE.c.id == SPARE_SEAL.c.page)
    .join(PUBLIC_KEY, PUBLIC_KEY.c.id == SPARE_SEAL.c.key)
    .where(PAGE.c.book == _BOOK)
)
_OF_BOOKS = select(BOOK.c.book_id).join(PAGE, PAGE.c.book == BOOK.c.id).distinct()
_SPARED = _OF_BOOKS.join(SPARE_SEAL, SPARE_SEAL.c.page == PAGE.c.id)
_FORKED = _OF_BOOKS.where(PAGE.c.fork > 0)
_EXTENTS = (
    select(BOOK.c.book_id, func.count(PAGE.c.id.distinct()), func.count(SEAL.c.key))
    .join(PAGE, PAGE.c.book == BOOK.c.id)
    .outerjoin(SEAL, SEAL.c.page == PAGE.c.id)
    .group_by(BOOK.c.id)
)
_HEADERS = (
    select(PAGE.c.fork, PAGE.c.header)
    .where(PAGE.c.book == _BOOK)
    .order_by(PAGE.c.fork, PAGE.c.number)
)


class ExchangeShelf(Shelf):
    """Exchange with other laptops."""

    def registry_id(self) -> str:
        """Id of the cooperative's registry; empty if this laptop is in none."""
        with self.transaction() as connection:
            return str(connection.execute(_REGISTRY).scalar() or "")

    def peers(self) -> dict[str, Peer]:
        """All devices that bundles were read from, by short name."""
        with self.transaction() as connection:
            rows = connection.execute(_PEERS).all()
            heads: dict[str, dict[str, Head]] = {}
            people: dict[str, dict[str, bytes]] = {}
            for device, book, number, digest, cards in connection.execute(_PEER_HEADS):
                heads.setdefault(device, {})[book] = Head(number, digest.hex())
                if cards:
                    people.setdefault(device, {})[book] = cards
        return {r[0]: Peer(*r[1:], heads.get(r[0], {}), people.get(r[0], {})) for r in rows}

    def waiting(self, book_id: str) -> list[Waiting]:
        """The pages of a book that wait, lowest number first."""
        with self.transaction() as connection:
            rows = connection.execute(_WAITING, {"book": book_id}).all()
        return [Waiting(*row) for row in rows]

    def waiting_books(self) -> dict[str, tuple[int, int]]:
        """Lowest and highest number of the pages that wait, by book id."""
        with self.transaction() as connection:
            rows = connection.execute(_WAITING_BOOKS).all()
        return {book: (lowest, highest) for book, lowest, highest in rows}

    def sealed_keys(self, book_id: str) -> bytes:
        """The box with the officers' keys of a book; empty if none came."""
        with self.transaction() as connection:
            return connection.execute(_SEALED_KEYS, {"book": book_id}).scalar() or b""

    def rivals(self, book_id: str) -> dict[int, list[Page]]:
        """Rival pages of a book by branch, from 1, each branch in the order of its numbers."""
        with self.transaction() as connection:
            which = {"book": self.row_of(connection, book_id)}
            rows = connection.execute(_RIVALS, which).all()
            seals: dict[int, list[Seal]] = {}
            for page, public, signature in connection.execute(_RIVAL_SEALS, which):
                seals.setdefault(page, []).append(Seal(public, signature))
        found: dict[int, list[Page]] = {}
        for page, fork, header, body in rows:
            each = Page(unpack(header), unpack(body), tuple(seals.get(page, ())))
            found.setdefault(fork, []).append(each)
        return found

    def spares(self, book_id: str) -> list[Spare]:
        """The seals of a book's pages that the pages after them did not freeze."""
        with self.transaction() as connection:
            which = {"book": self.row_of(connection, book_id)}
            rows = connection.execute(_SPARES, which)
            found: dict[tuple[int, int], list[Seal]] = {}
            for number, fork, public, signature in rows:
                found.setdefault((number, fork), []).append(Seal(public, signature))
        return [Spare(*place, tuple(seals)) for place, seals in found.items()]

    def spared(self) -> set[str]:
        """Ids of the books of which such seals were kept."""
        with self.transaction() as connection:
            return set(connection.execute(_SPARED).scalars())

    def forked(self) -> set[str]:
        """Ids of the books of which rival pages were kept."""
        with self.transaction() as connection:
            return set(connection.execute(_FORKED).scalars())

    def branches(self, book_id: str) -> tuple[list[Page], list[Page]]:
        """The pages that count, in their order, and their rivals: headers alone."""
        with self.transaction() as connection:
            which = {"book": self.row_of(connection, book_id)}
            rows = connection.execute(_HEADERS, which).all()
        found: tuple[list[Page], list[Page]] = ([], [])
        for fork, header in rows:
            found[fork > 0].append(Page(unpack(header), b"", ()))
        return found

    def extents(self) -> dict[str, tuple[int, int]]:
        """How many pages, of all branches, and how many seals on them each book has, by its id."""
        with self.transaction() as connection:
            found = connection.execute(_EXTENTS)
            return {book: (pages, seals) for book, pages, seals in found}

    def take_in(
        self,
        incoming: Iterable[Incoming],
        peer: tuple[str, Peer] | None = None,
        facts: Mapping[str, str] | None = None,
        progress: Callable[[], None] = lambda: None,
    ) -> None:
        """Take what was verified into the store, all of it in one transaction.

        Args:
            incoming: book by book.
            peer: the device that sent it and what it said of itself.
            facts: to be noted about the store beside them.
            progress: called after each book; what it raises breaks all of it off.

        Raises:
            Refusal: the disk is full; nothing was changed.
        """
        erased = False
        with self._own_transaction() as connection:
            keys = Keys(connection)
            for each in incoming:
                take_book(connection, each, keys)
                erased = erased or bool(each.erased)
                progress()
            if peer is not None:
                _note_peer(connection, *peer)
            for name, value in (facts or {}).items():
                connection.execute(delete(FACT).where(FACT.c.name == name))
                connection.execute(insert(FACT), [{"name": name, "value": value}])
        self._facts.update(facts or {})
        if erased:
            self.sweep()


def _note_peer(connection: Connection, device: str, peer: Peer) -> None:
    connection.execute(delete(PEER).where(PEER.c.device == device))
    row = {"device": device, "bundle": peer.bundle, "said": peer.said, "heard": peer.heard}
    connection.execute(insert(PEER), [row])
    connection.execute(delete(PEER_HEAD).where(PEER_HEAD.c.device == device))
    rows = [
        {
            "device": device,
            "book": book,
            "number": head.number,
            "hash": bytes.fromhex(head.hash),
            "people": peer.people.get(book, b""),
        }
        for book, head in peer.heads.items()
    ]
    if rows:
        connection.execute(insert(PEER_HEAD), rows)
