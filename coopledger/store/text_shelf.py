"""Texts outside the pages, which may be erased, and drafts of meetings."""

import time
from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from coopledger.ledger.salted import Salted
from coopledger.store.shelf import Shelf
from coopledger.store.tables import BOOK, DRAFT, SALTED


class TextShelf(Shelf):
    """Names, notes and drafts."""

    def texts(self, book_id: str) -> dict[str, str]:
        """All texts of a book that are still there, by digest."""
        with self._engine.begin() as connection:
            rows = connection.execute(
                select(SALTED.c.digest, SALTED.c.text).where(
                    SALTED.c.book == self._book(connection, book_id)
                )
            ).all()
        return {digest.hex(): text for digest, text in rows}

    def salted(self, book_id: str) -> list[tuple[str, Salted]]:
        """The texts of a book with their salts, and the digests that they are kept under."""
        with self._engine.begin() as connection:
            columns = (SALTED.c.digest, SALTED.c.sort, SALTED.c.salt, SALTED.c.text)
            book = self._book(connection, book_id)
            rows = connection.execute(select(*columns).where(SALTED.c.book == book)).all()
        return [(digest.hex(), Salted(sort, salt, text)) for digest, sort, salt, text in rows]

    def group_names(self) -> dict[str, str]:
        """The text of each group's card by book id; a book whose card was erased is left out."""
        with self._engine.begin() as connection:
            rows = connection.execute(
                select(BOOK.c.book_id, SALTED.c.text).join(SALTED, SALTED.c.digest == BOOK.c.card)
            )
            return dict(rows.all())

    # Drafts

    def save_draft(self, book_id: str, data: bytes) -> None:
        """Keep the draft of a book's next meeting; it is on the disk when this returns."""
        with self._engine.begin() as connection:
            book = self._book(connection, book_id)
            connection.execute(delete(DRAFT).where(DRAFT.c.book == book))
            row = {"book": book, "saved": int(time.time()), "data": data}
            connection.execute(insert(DRAFT), [row])

    def draft(self, book_id: str) -> bytes | None:
        """The draft kept last, or None."""
        with self._engine.begin() as connection:
            book = self._book(connection, book_id)
            return connection.execute(select(DRAFT.c.data).where(DRAFT.c.book == book)).scalar()

    def drop_draft(self, book_id: str) -> None:
        """Throw the draft away."""
        with self._engine.begin() as connection:
            book = self._book(connection, book_id)
            connection.execute(delete(DRAFT).where(DRAFT.c.book == book))

    def erase_texts(self, book_id: str, digests: Iterable[str]) -> None:
        """Erase texts for good: rows, free pages and journal."""
        with self.transaction() as connection:
            book = self._book(connection, book_id)
            for digest in digests:
                where = (SALTED.c.book == book, SALTED.c.digest == bytes.fromhex(digest))
                connection.execute(delete(SALTED).where(*where))
        self.sweep()
