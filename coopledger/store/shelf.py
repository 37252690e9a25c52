"""What every part of a store stands on: its one connection, and the rows that others name."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, bindparam, insert, select

from coopledger.domain.errors import Refusal
from coopledger.store.tables import BOOK, PUBLIC_KEY

ROW = select(BOOK.c.id).where(BOOK.c.book_id == bindparam("book"))
"""Number of the row of a ``book``, by its id."""
_KEYS = select(PUBLIC_KEY.c.id, PUBLIC_KEY.c.public)


class Shelf:
    """A part of a store."""

    _engine: Engine
    _facts: dict[str, str]
    """What was noted about the store, by name."""
    _under_way: Connection | None
    """The transaction that is under way."""
    _rows: dict[str, int]
    """Row numbers of books that were asked for, by id: no book ever goes."""
    _keys: dict[int, bytes]
    """Public keys that were asked for, by their rows: none of them goes either."""

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction on the store's connection: all of it or nothing.

        One within another is part of it, so that who asks much of the store asks it in one. Pages
        are added and taken in by one of their own: who is told of them relies on the disk.
        """
        if self._under_way is not None:
            yield self._under_way
            return
        facts = dict(self._facts)
        try:
            with self._engine.begin() as connection:
                self._under_way = connection
                yield connection
        except BaseException:
            # What was kept of it here has gone with it, also where the commit itself failed.
            self._rows.clear()
            self._keys.clear()
            self._facts = facts
            raise
        finally:
            self._under_way = None

    @contextmanager
    def _own_transaction(self) -> Iterator[Connection]:
        """A transaction that is within no other: when it ends, what it wrote is on the disk."""
        if self._under_way is not None:
            raise RuntimeError("pages are written in a transaction of their own")
        with self.transaction() as connection:
            yield connection

    def sweep(self) -> None:
        """Let nothing of what was deleted lie in free pages or in the journal."""
        raw = self._engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()

    def row_of(self, connection: Connection, book_id: str) -> int:
        """Number of a book's row, within a transaction.

        Raises:
            Refusal: `unknown_group`.
        """
        if book_id not in self._rows:
            found = connection.execute(ROW, {"book": book_id}).scalar()
            if found is None:
                raise Refusal("unknown_group", value=book_id)
            self._rows[book_id] = int(found)
        return self._rows[book_id]

    @staticmethod
    def _key(connection: Connection, public: bytes) -> int:
        found = connection.execute(
            select(PUBLIC_KEY.c.id).where(PUBLIC_KEY.c.public == public)
        ).scalar()
        if found is None:
            row = [{"public": public}]
            found = connection.execute(
                insert(PUBLIC_KEY).returning(PUBLIC_KEY.c.id), row
            ).scalar_one()
        return int(found)

    def _key_of(self, connection: Connection, row: int) -> bytes:
        """A public key by its row; all are read at once, and kept."""
        self._keys.update(connection.execute(_KEYS).all())
        return self._keys[row]
