"""What came from other laptops: their pages, what they have, and pages that wait for others."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from coopledger.ledger.heads import Head
from coopledger.ledger.packing import pack, unpack
from coopledger.ledger.page import Header, Page
from coopledger.ledger.person import Person
from coopledger.ledger.salted import Salted
from coopledger.ledger.seals import Seal
from coopledger.store.page_shelf import summary_of
from coopledger.store.shelf import Shelf
from coopledger.store.tables import (
    BOOK,
    FACT,
    PAGE,
    PEER,
    PEER_HEAD,
    PERSON,
    PUBLIC_KEY,
    SALTED,
    SEAL,
    SEALED_KEYS,
    SPARE_SEAL,
    WAITING,
)
from coopledger.store.text_shelf import keep_people


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


class Peer(msgspec.Struct, frozen=True):
    """Another device: number and clock of its newest bundle, when it was read, what it has.

    ``people`` is what it says of its members' cards, by book id (`sync.cards.digest`).
    """

    bundle: int
    said: int
    heard: int
    heads: Mapping[str, Head]
    people: Mapping[str, bytes] = msgspec.field(default_factory=dict)


def packed(header: Header, page: Page) -> Packed:
    """A page as its row has it."""
    raw = (pack(page.header), pack(page.body))
    return Packed(header.number, *raw, summary_of(header), page.seals)


class ExchangeShelf(Shelf):
    """Exchange with other laptops."""

    def registry_id(self) -> str:
        """Id of the cooperative's registry; empty if this laptop is in none."""
        with self._engine.begin() as connection:
            found = select(BOOK.c.book_id).where(BOOK.c.card == b"")
            return str(connection.execute(found).scalar() or "")

    def peers(self) -> dict[str, Peer]:
        """All devices that bundles were read from, by short name."""
        with self._engine.begin() as connection:
            rows = connection.execute(
                select(PEER.c.device, PEER.c.bundle, PEER.c.said, PEER.c.heard)
            ).all()
            heads: dict[str, dict[str, Head]] = {}
            people: dict[str, dict[str, bytes]] = {}
            for device, book, number, digest, cards in connection.execute(select(PEER_HEAD)):
                heads.setdefault(device, {})[book] = Head(number, digest.hex())
                if cards:
                    people.setdefault(device, {})[book] = cards
        return {r[0]: Peer(*r[1:], heads.get(r[0], {}), people.get(r[0], {})) for r in rows}

    def waiting(self, book_id: str) -> list[Waiting]:
        """The pages of a book that wait, lowest number first."""
        columns = (WAITING.c.number, WAITING.c.hash, WAITING.c.page)
        with self._engine.begin() as connection:
            found = select(*columns).where(WAITING.c.book == book_id)
            rows = connection.execute(found.order_by(WAITING.c.number, WAITING.c.hash)).all()
        return [Waiting(*row) for row in rows]

    def waiting_books(self) -> dict[str, tuple[int, int]]:
        """Lowest and highest number of the pages that wait, by book id."""
        columns = (WAITING.c.book, func.min(WAITING.c.number), func.max(WAITING.c.number))
        with self._engine.begin() as connection:
            rows = connection.execute(select(*columns).group_by(WAITING.c.book)).all()
        return {book: (lowest, highest) for book, lowest, highest in rows}

    def sealed_keys(self, book_id: str) -> bytes:
        """The box with the officers' keys of a book; empty if none came."""
        with self._engine.begin() as connection:
            found = select(SEALED_KEYS.c.box).where(SEALED_KEYS.c.book == book_id)
            return connection.execute(found).scalar() or b""

    def rivals(self, book_id: str) -> dict[int, list[Page]]:
        """Rival pages of a book by branch, from 1, each branch in the order of its numbers."""
        with self._engine.begin() as connection:
            book = self._book(connection, book_id)
            rows = connection.execute(
                select(PAGE.c.id, PAGE.c.fork, PAGE.c.header, PAGE.c.body)
                .where(PAGE.c.book == book, PAGE.c.fork > 0)
                .order_by(PAGE.c.fork, PAGE.c.number)
            ).all()
            found: dict[int, list[Page]] = {}
            for page, fork, header, body in rows:
                seals = connection.execute(
                    select(PUBLIC_KEY.c.public, SEAL.c.signature)
                    .join(PUBLIC_KEY, PUBLIC_KEY.c.id == SEAL.c.key)
                    .where(SEAL.c.page == page)
                )
                each = Page(unpack(header), unpack(body), tuple(Seal(*row) for row in seals))
                found.setdefault(fork, []).append(each)
        return found

    def spares(self, book_id: str) -> list[Spare]:
        """The seals of a book's pages that the pages after them did not freeze."""
        with self._engine.begin() as connection:
            columns = (PAGE.c.number, PAGE.c.fork, PUBLIC_KEY.c.public, SPARE_SEAL.c.signature)
            rows = connection.execute(
                select(*columns)
                .join(PAGE, PAGE.c.id == SPARE_SEAL.c.page)
                .join(PUBLIC_KEY, PUBLIC_KEY.c.id == SPARE_SEAL.c.key)
                .where(PAGE.c.book == self._book(connection, book_id))
            )
            found: dict[tuple[int, int], list[Seal]] = {}
            for number, fork, public, signature in rows:
                found.setdefault((number, fork), []).append(Seal(public, signature))
        return [Spare(*place, tuple(seals)) for place, seals in found.items()]

    def forked(self) -> set[str]:
        """Ids of the books of which rival pages were kept."""
        with self._engine.begin() as connection:
            found = select(BOOK.c.book_id).join(PAGE, PAGE.c.book == BOOK.c.id)
            return set(connection.execute(found.where(PAGE.c.fork > 0).distinct()).scalars())

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
        with self.transaction() as connection:
            keys = _Keys(connection)
            for each in incoming:
                _take_book(connection, each, keys)
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


def _take_book(connection: Connection, new: Incoming, keys: "_Keys") -> None:
    found = select(BOOK.c.id).where(BOOK.c.book_id == new.book)
    book = connection.execute(found).scalar()
    if book is None and new.pages:
        row = {"book_id": new.book, "card": bytes.fromhex(new.card)}
        book = connection.execute(insert(BOOK).returning(BOOK.c.id), [row]).scalar_one()
    if book is not None:
        _take_pages(connection, book, new, keys)
    for hash_ in new.done:
        connection.execute(delete(WAITING).where(WAITING.c.hash == hash_))
    if new.waiting:
        came = int(time.time())
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO waiting (hash, book, number, page, came) VALUES (?, ?, ?, ?, ?)",
            [(each.hash, new.book, each.number, each.page, came) for each in new.waiting],
        )
    number, box = new.sealed_keys
    if box:  # an old stick brings no old keys back
        connection.exec_driver_sql(
            "INSERT INTO sealed_keys (book, number, box) VALUES (?, ?, ?) ON CONFLICT (book)"
            " DO UPDATE SET number = excluded.number, box = excluded.box"
            " WHERE excluded.number > sealed_keys.number",
            (new.book, number, box),
        )


def _take_pages(connection: Connection, book: int, new: Incoming, keys: "_Keys") -> None:
    # Each while no page follows the one that changes: the guard on frozen seals stays closed.
    for change in new.seals:
        if change.fork:
            _change_seals(connection, book, change, keys)
    if new.switch is not None:
        _retire(connection, book, new.switch)
    promoted = dict(new.switch.promoted) if new.switch else {}
    changes = {change.number: change for change in new.seals if not change.fork}
    for number in sorted({*promoted, *changes}):
        if number in promoted:
            _promote(connection, book, number, promoted[number])
        if number in changes:
            _change_seals(connection, book, changes[number], keys)
    _insert_pages(connection, book, 0, new.pages, keys)
    for rival in new.rivals:
        _insert_pages(connection, book, rival.fork, [rival.page], keys)
    for spare in new.spares:
        _keep_spare(connection, book, spare, keys)
    _insert_texts(connection, book, new.texts)
    _erase(connection, book, new)
    keep_people(connection, book, new.people)


def _retire(connection: Connection, book: int, switch: Switch) -> None:
    of_book = update(PAGE).where(PAGE.c.book == book)
    now_on = of_book.where(PAGE.c.fork == 0, PAGE.c.number >= switch.first)
    connection.execute(now_on.values(fork=switch.retired))


def _promote(connection: Connection, book: int, number: int, fork: int) -> None:
    chosen = update(PAGE).where(PAGE.c.book == book, PAGE.c.fork == fork, PAGE.c.number == number)
    connection.execute(chosen.values(fork=0))


def _row(connection: Connection, book: int, number: int, fork: int) -> int:
    found = select(PAGE.c.id).where(PAGE.c.book == book, PAGE.c.fork == fork)
    return int(connection.execute(found.where(PAGE.c.number == number)).scalar_one())


def _keep_spare(connection: Connection, book: int, spare: Spare, keys: "_Keys") -> None:
    page = _row(connection, book, spare.number, spare.fork)
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO spare_seal (page, key, signature) VALUES (?, ?, ?)",
        [(page, keys.id(seal.key), seal.signature) for seal in spare.seals],
    )


def _change_seals(connection: Connection, book: int, change: SealChange, keys: "_Keys") -> None:
    page = _row(connection, book, change.number, change.fork)
    for seal in change.lost:
        where = (SEAL.c.page == page, SEAL.c.key == keys.id(seal.key))
        connection.execute(delete(SEAL).where(*where))
    if change.added:
        rows = [(page, keys.id(seal.key), seal.signature) for seal in change.added]
        connection.exec_driver_sql("INSERT INTO seal (page, key, signature) VALUES (?, ?, ?)", rows)


class _Keys:
    """Row numbers of public keys, looked up once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        rows = connection.execute(select(PUBLIC_KEY.c.public, PUBLIC_KEY.c.id)).all()
        self._known: dict[bytes, int] = dict(rows)

    def id(self, public: bytes) -> int:
        """The row of a key; it is made if need be."""
        if public not in self._known:
            added = insert(PUBLIC_KEY).returning(PUBLIC_KEY.c.id)
            row = self._connection.execute(added, [{"public": public}]).scalar_one()
            self._known[public] = row
        return self._known[public]


def _insert_pages(
    connection: Connection, book: int, fork: int, pages: Sequence[Packed], keys: _Keys
) -> None:
    """Rows of many pages at once: a federation's year is taken in within a minute."""
    if not pages:
        return
    first = int(connection.execute(select(func.max(PAGE.c.id))).scalar() or 0) + 1
    run = connection.exec_driver_sql
    run(
        "INSERT INTO page (id, book, number, fork, header, body) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (n, book, each.number, fork, each.header, each.body)
            for n, each in enumerate(pages, first)
        ],
    )
    seals = [
        (n, keys.id(seal.key), seal.signature)
        for n, each in enumerate(pages, first)
        for seal in each.seals
    ]
    run("INSERT INTO seal (page, key, signature) VALUES (?, ?, ?)", seals)
    run(
        "INSERT INTO summary (page, meeting, day, figures) VALUES (?, ?, ?, ?)",
        [
            (n, each.summary["meeting"], each.summary["day"], each.summary["figures"])
            for n, each in enumerate(pages, first)
        ],
    )


def _insert_texts(connection: Connection, book: int, texts: Sequence[Salted]) -> None:
    if texts:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO salted (digest, book, sort, salt, text) VALUES (?, ?, ?, ?, ?)",
            [(bytes.fromhex(t.digest), book, t.sort, t.salt, t.text) for t in texts],
        )


def _erase(connection: Connection, book: int, new: Incoming) -> None:
    for digest in new.erased:
        connection.execute(delete(SALTED).where(SALTED.c.digest == bytes.fromhex(digest)))
    for member in new.forgotten | new.disowned:
        person = (PERSON.c.book == book, PERSON.c.member == member)
        connection.execute(delete(PERSON).where(*person))


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
