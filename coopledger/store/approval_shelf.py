"""Pages that wait for officers' seals, and what was done about pages that do not count."""

import time

from sqlalchemy import Connection, delete, insert, select

from coopledger.store.shelf import Shelf
from coopledger.store.tables import LATE_PAGE, PROPOSAL


class ApprovalShelf(Shelf):
    """What lies beside the books and is no page."""

    def proposals(self, book_id: str) -> dict[str, bytes]:
        """A book's pages that wait for seals, by the hash of the header, the oldest first."""
        with self.transaction() as connection:
            found = select(PROPOSAL.c.hash, PROPOSAL.c.page).where(PROPOSAL.c.book == book_id)
            rows = connection.execute(found.order_by(PROPOSAL.c.made, PROPOSAL.c.hash)).all()
        return {digest.hex(): page for digest, page in rows}

    def keep_proposal(self, book_id: str, digest: str, page: bytes) -> None:
        """Keep a page that waits for seals, in place of the same with fewer of them."""
        key = bytes.fromhex(digest)
        with self.transaction() as connection:
            made = connection.execute(
                select(PROPOSAL.c.made).where(PROPOSAL.c.hash == key)
            ).scalar()
            connection.execute(delete(PROPOSAL).where(PROPOSAL.c.hash == key))
            when = int(time.time()) if made is None else made
            row = {"hash": key, "book": book_id, "page": page, "made": when}
            connection.execute(insert(PROPOSAL), [row])

    def drop_proposal(self, digest: str) -> None:
        """Throw a page that waits away."""
        with self.transaction() as connection:
            where = PROPOSAL.c.hash == bytes.fromhex(digest)
            connection.execute(delete(PROPOSAL).where(where))

    def late_states(self) -> dict[str, str]:
        """What was done about pages that do not count, by the hash of the header."""
        with self.transaction() as connection:
            rows = connection.execute(select(LATE_PAGE.c.hash, LATE_PAGE.c.state)).all()
        return {digest.hex(): state for digest, state in rows}

    def note_late(self, digest: str, state: str) -> None:
        """Note what was done about a page that does not count; an empty state is none."""
        with self.transaction() as connection:
            note_late(connection, digest, state)


def note_late(connection: Connection, digest: str, state: str) -> None:
    """See `ApprovalShelf.note_late`."""
    key = bytes.fromhex(digest)
    connection.execute(delete(LATE_PAGE).where(LATE_PAGE.c.hash == key))
    if state:
        row = {"hash": key, "state": state, "noted": int(time.time())}
        connection.execute(insert(LATE_PAGE), [row])
