"""Take what was verified into one book: pages, seals, branches, texts, cards, and what waits."""

import time
from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, insert, select, update

from coopledger.ledger.salted import Salted
from coopledger.store.incoming import Incoming, Packed, SealChange, Spare, Switch
from coopledger.store.shelf import ROW
from coopledger.store.tables import (
    BOOK,
    PAGE,
    PUBLIC_KEY,
    SEAL,
    WAITING,
)
from coopledger.store.text_shelf import erase, keep_people


def take_book(connection: Connection, new: Incoming, keys: "Keys") -> None:
    """Take into one book what was verified, within a transaction."""
    book = connection.execute(ROW, {"book": new.book}).scalar()
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


def _take_pages(connection: Connection, book: int, new: Incoming, keys: "Keys") -> None:
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
    erase(connection, book, new.erased, new.forgotten | new.disowned)
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


def _keep_spare(connection: Connection, book: int, spare: Spare, keys: "Keys") -> None:
    page = _row(connection, book, spare.number, spare.fork)
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO spare_seal (page, key, signature) VALUES (?, ?, ?)",
        [(page, keys.id(seal.key), seal.signature) for seal in spare.seals],
    )


def _change_seals(connection: Connection, book: int, change: SealChange, keys: "Keys") -> None:
    page = _row(connection, book, change.number, change.fork)
    for seal in change.lost:
        where = (SEAL.c.page == page, SEAL.c.key == keys.id(seal.key))
        connection.execute(delete(SEAL).where(*where))
    if change.added:
        rows = [(page, keys.id(seal.key), seal.signature) for seal in change.added]
        connection.exec_driver_sql("INSERT INTO seal (page, key, signature) VALUES (?, ?, ?)", rows)


class Keys:
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
    connection: Connection, book: int, fork: int, pages: Sequence[Packed], keys: Keys
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
