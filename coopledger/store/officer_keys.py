"""Officers' wrapped keys in the store, and the tries that were made on them."""

from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from coopledger.store.store import Store
from coopledger.store.tables import OFFICER_KEY

_ALL = select(
    *(OFFICER_KEY.c[name] for name in ("member", "public", "wrapped", "failures", "last"))
).where(OFFICER_KEY.c.book == bindparam("book"))


class KeptKey(msgspec.Struct, frozen=True):
    """One officer's key as kept; times in milliseconds."""

    member: str
    public: bytes
    wrapped: bytes
    failures: int
    last: int


class OfficerKeys:
    """The officers' keys of one book."""

    def __init__(self, store: Store, book_id: str) -> None:
        self._store = store
        self._book_id = book_id

    def all(self) -> dict[str, KeptKey]:
        """All keys by member."""
        with self._store.transaction() as connection:
            which = {"book": self._store.row_of(connection, self._book_id)}
            rows = connection.execute(_ALL, which).all()
        return {row[0]: KeptKey(*row) for row in rows}

    def put(self, keys: Mapping[str, tuple[bytes, bytes]]) -> None:
        """Keep keys, public and wrapped, by member; one that is there is replaced."""
        with self._store.transaction() as connection:
            self.change(connection, keys)

    def change(
        self,
        connection: Connection,
        keys: Mapping[str, tuple[bytes, bytes]],
        removed: Iterable[str] = (),
    ) -> None:
        """Keep keys and throw others away in the transaction of the page that says so.

        A power cut between the two would leave keys in force that nobody has.
        """
        book = self._store.row_of(connection, self._book_id)
        for member in removed:
            self._remove(connection, book, member)
        for member, (public, wrapped) in keys.items():
            self._remove(connection, book, member)
            row = {"book": book, "member": member, "public": public, "wrapped": wrapped}
            connection.execute(insert(OFFICER_KEY), [row])

    def tried(self, member: str, failures: int, last: int) -> None:
        """Note a try; it is on the disk when this returns, so that no restart forgets it."""
        with self._store.transaction() as connection:
            book = self._store.row_of(connection, self._book_id)
            connection.execute(
                update(OFFICER_KEY)
                .where(OFFICER_KEY.c.book == book, OFFICER_KEY.c.member == member)
                .values(failures=failures, last=last)
            )

    @staticmethod
    def _remove(connection: Connection, book: int, member: str) -> None:
        where = (OFFICER_KEY.c.book == book, OFFICER_KEY.c.member == member)
        connection.execute(delete(OFFICER_KEY).where(*where))
