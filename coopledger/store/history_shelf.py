"""When books went to a stick or came from one, and how much of a book others have not confirmed."""

from collections.abc import Mapping
from typing import Literal

import msgspec
from sqlalchemy import func, insert, select

from coopledger.store.shelf import Shelf
from coopledger.store.tables import EXCHANGE

Way = Literal["sent", "read", "refused"]


class Exchange(msgspec.Struct, frozen=True):
    """One exchange; see `tables.ExchangeRow`."""

    at: int
    way: Way
    device: str
    place: str
    file: str
    books: int = 0
    pages: int = 0
    outcome: str = ""


class HistoryShelf(Shelf):
    """History of exchanges."""

    def note_exchange(self, made: Exchange) -> None:
        """Note an exchange."""
        with self.transaction() as connection:
            connection.execute(insert(EXCHANGE), [msgspec.to_builtins(made)])

    def exchanges(self, most: int) -> list[Exchange]:
        """The last exchanges, newest first."""
        columns = [EXCHANGE.c[name] for name in Exchange.__struct_fields__]
        with self.transaction() as connection:
            found = select(*columns).order_by(EXCHANGE.c.id.desc()).limit(most)
            return [Exchange(*row) for row in connection.execute(found)]

    def files_read(self) -> set[str]:
        """Names of the files that were taken in."""
        found = select(EXCHANGE.c.file).where(EXCHANGE.c.way == "read").distinct()
        with self.transaction() as connection:
            return set(connection.execute(found).scalars())

    def last_sent(self) -> dict[str, int]:
        """When books were last taken to a stick for each device, in seconds."""
        went = (EXCHANGE.c.way == "sent", EXCHANGE.c.outcome == "")
        found = select(EXCHANGE.c.device, func.max(EXCHANGE.c.at)).where(*went)
        with self.transaction() as connection:
            rows = connection.execute(found.group_by(EXCHANGE.c.device)).all()
        return {device: at for device, at in rows if device}

    def meetings_above(self, floors: Mapping[str, int]) -> dict[str, list[tuple[int, int]]]:
        """Page and number of the meetings above a page of each book, in their order, by book id."""
        found = {}
        with self.transaction() as connection:
            run = connection.exec_driver_sql  # of hundreds of books at once
            for book, page in floors.items():
                rows = run(
                    "SELECT page.number, summary.meeting FROM page"
                    " JOIN summary ON summary.page = page.id"
                    " JOIN book ON book.id = page.book WHERE book.book_id = ? AND page.fork = 0"
                    " AND page.number > ? AND summary.meeting > 0 ORDER BY page.number",
                    (book, page),
                )
                found[book] = [(number, meeting) for number, meeting in rows]
        return found
