"""What every part of a store stands on: its one connection, and the rows that others name."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, bindparam, insert, select

from coopledger.domain.errors import Refusal
from coopledger.store.tables import BOOK, PUBLIC_KEY

_ROW = select(BOOK.c.id).where(BOOK.c.book_id == bindparam("book"))


class Shelf:
    """A part of a store."""

    _engine: Engine
    _facts: dict[str, str]
    """What was noted about the store, by name."""

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction on the store's connection: all of it or nothing."""
        with self._engine.begin() as connection:
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

    @staticmethod
    def _book(connection: Connection, book_id: str) -> int:
        found = connection.execute(_ROW, {"book": book_id}).scalar()
        if found is None:
            raise Refusal("unknown_group", value=book_id)
        return int(found)

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
