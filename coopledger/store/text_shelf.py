"""Texts outside the pages, which may be erased, and drafts of meetings."""

import time
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, insert, select

from coopledger.ledger.person import Person
from coopledger.ledger.salted import Salted
from coopledger.store.approval_shelf import note_late
from coopledger.store.shelf import Shelf
from coopledger.store.tables import BOOK, DRAFT, PERSON, SALTED

_PERSON = [PERSON.c[name] for name in ("member", "card", "photo", "epoch", "turn", "signature")]
_SALTED = select(SALTED.c.digest, SALTED.c.sort, SALTED.c.salt, SALTED.c.text).where(
    SALTED.c.book == bindparam("book")
)
_PEOPLE = select(*_PERSON).where(PERSON.c.book == bindparam("book")).order_by(PERSON.c.member)
_SEALED_PEOPLE = (
    select(BOOK.c.book_id, PERSON.c.member, PERSON.c.epoch, PERSON.c.signature)
    .join(BOOK, BOOK.c.id == PERSON.c.book)
    .order_by(PERSON.c.book, PERSON.c.member)
)
_KEEP = (
    "INSERT INTO person (book, member, card, photo, epoch, turn, signature)"
    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (book, member) DO UPDATE SET"
    " card = excluded.card, photo = excluded.photo, epoch = excluded.epoch, turn = excluded.turn,"
    " signature = excluded.signature WHERE (excluded.epoch, excluded.turn, excluded.signature)"
    " > (person.epoch, person.turn, person.signature)"
)
"""What is older never takes the place of what is newer, however it came (`Person.age`)."""


class TextShelf(Shelf):
    """Names, notes and drafts."""

    def texts(self, book_id: str) -> dict[str, str]:
        """All texts of a book that are still there, by digest."""
        with self.transaction() as connection:
            rows = connection.execute(
                select(SALTED.c.digest, SALTED.c.text).where(
                    SALTED.c.book == self.row_of(connection, book_id)
                )
            ).all()
        return {digest.hex(): text for digest, text in rows}

    def salted(self, book_id: str) -> list[tuple[str, Salted]]:
        """The texts of a book with their salts, and the digests that they are kept under."""
        with self.transaction() as connection:
            which = {"book": self.row_of(connection, book_id)}
            rows = connection.execute(_SALTED, which).all()
        return [(digest.hex(), Salted(sort, salt, text)) for digest, sort, salt, text in rows]

    def group_names(self) -> dict[str, str]:
        """The text of each group's card by book id; a book whose card was erased is left out."""
        with self.transaction() as connection:
            rows = connection.execute(
                select(BOOK.c.book_id, SALTED.c.text).join(SALTED, SALTED.c.digest == BOOK.c.card)
            )
            return dict(rows.all())

    # People as they are now

    def person_cards(self, book_id: str) -> dict[str, str]:
        """The texts of the cards that were changed since the joining, by member."""
        with self.transaction() as connection:
            book = self.row_of(connection, book_id)
            columns = (PERSON.c.member, PERSON.c.card)
            rows = connection.execute(select(*columns).where(PERSON.c.book == book)).all()
        return {member: card for member, card in rows if card}

    def person(self, book_id: str, member: str) -> Person:
        """A member's present card and photo; empty where nothing was kept."""
        with self.transaction() as connection:
            book = self.row_of(connection, book_id)
            where = (PERSON.c.book == book, PERSON.c.member == member)
            found = connection.execute(select(*_PERSON).where(*where)).first()
        return Person(*found) if found else Person(member)

    def people(self, book_id: str) -> list[Person]:
        """All present cards and photos of a book, by member."""
        with self.transaction() as connection:
            which = {"book": self.row_of(connection, book_id)}
            return [Person(*row) for row in connection.execute(_PEOPLE, which)]

    def sealed_people(self) -> dict[str, list[tuple[str, int, bytes]]]:
        """By book id, member, epoch and seal of each present card; books without one left out."""
        found: dict[str, list[tuple[str, int, bytes]]] = {}
        with self.transaction() as connection:
            for book, *kept in connection.execute(_SEALED_PEOPLE):
                found.setdefault(book, []).append((kept[0], kept[1], kept[2]))
        return found

    def keep_person(self, book_id: str, person: Person) -> None:
        """Keep a member's present card and photo, unless a later one is there."""
        with self.transaction() as connection:
            keep_people(connection, self.row_of(connection, book_id), [person])

    # Drafts

    def save_draft(self, book_id: str, data: bytes, *, entered: str = "") -> None:
        """Keep the draft of a book's next meeting; it is on the disk when this returns.

        Args:
            book_id: the book's id.
            data: the draft.
            entered: hash of a page that does not count, or of a file, whose entries came into it;
                see `ApprovalShelf.note_late`.
        """
        with self.transaction() as connection:
            book = self.row_of(connection, book_id)
            connection.execute(delete(DRAFT).where(DRAFT.c.book == book))
            row = {"book": book, "saved": int(time.time()), "data": data}
            connection.execute(insert(DRAFT), [row])
            if entered:
                note_late(connection, entered, "entered")

    def draft(self, book_id: str) -> bytes | None:
        """The draft kept last, or None."""
        with self.transaction() as connection:
            book = self.row_of(connection, book_id)
            return connection.execute(select(DRAFT.c.data).where(DRAFT.c.book == book)).scalar()

    def drop_draft(self, book_id: str) -> None:
        """Throw the draft away."""
        with self.transaction() as connection:
            book = self.row_of(connection, book_id)
            connection.execute(delete(DRAFT).where(DRAFT.c.book == book))


def erase(
    connection: Connection, book: int, digests: Iterable[str], members: Iterable[str]
) -> None:
    """Erase texts, and members' present cards; `Shelf.sweep` is to follow the transaction."""
    for digest in digests:
        where = (SALTED.c.book == book, SALTED.c.digest == bytes.fromhex(digest))
        connection.execute(delete(SALTED).where(*where))
    for member in members:
        connection.execute(delete(PERSON).where(PERSON.c.book == book, PERSON.c.member == member))


def keep_people(connection: Connection, book: int, people: Iterable[Person]) -> None:
    """Keep present cards and photos, each unless a later one is there."""
    rows = [(book, *(getattr(each, column.name) for column in _PERSON)) for each in people]
    if rows:
        connection.exec_driver_sql(_KEEP, rows)
