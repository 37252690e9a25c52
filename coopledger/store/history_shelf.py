"""When books went to a stick or came from one, and how much of a book others have not confirmed."""

from typing import Literal

import msgspec
from sqlalchemy import func, insert, select

from coopledger.store.shelf import Shelf
from coopledger.store.tables import BOOK, EXCHANGE, PAGE, SUMMARY

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
        with self._engine.begin() as connection:
            connection.execute(insert(EXCHANGE), [msgspec.to_builtins(made)])

    def exchanges(self, most: int) -> list[Exchange]:
        """The last exchanges, newest first."""
        columns = [EXCHANGE.c[name] for name in Exchange.__struct_fields__]
        with self._engine.begin() as connection:
            found = select(*columns).order_by(EXCHANGE.c.id.desc()).limit(most)
            return [Exchange(*row) for row in connection.execute(found)]

    def files_read(self) -> set[str]:
        """Names of the files that were taken in."""
        found = select(EXCHANGE.c.file).where(EXCHANGE.c.way == "read").distinct()
        with self._engine.begin() as connection:
            return set(connection.execute(found).scalars())

    def files_refused(self) -> dict[str, tuple[int, str]]:
        """Names of files of which nothing was taken, when they were last looked at, and why."""
        # SQLite takes the outcome from the row that has the greatest time.
        columns = (EXCHANGE.c.file, func.max(EXCHANGE.c.at), EXCHANGE.c.outcome)
        found = select(*columns).where(EXCHANGE.c.way == "refused").group_by(EXCHANGE.c.file)
        with self._engine.begin() as connection:
            return {file: (at, why) for file, at, why in connection.execute(found)}

    def last_sent(self) -> dict[str, int]:
        """When books were last taken to a stick for each device, in seconds."""
        went = (EXCHANGE.c.way == "sent", EXCHANGE.c.outcome == "")
        found = select(EXCHANGE.c.device, func.max(EXCHANGE.c.at)).where(*went)
        with self._engine.begin() as connection:
            rows = connection.execute(found.group_by(EXCHANGE.c.device)).all()
        return {device: at for device, at in rows if device}

    def meetings_above(self, book_id: str, page: int) -> list[int]:
        """Numbers of the meetings on a book's pages above one, in their order."""
        with self._engine.begin() as connection:
            rows = connection.execute(
                select(SUMMARY.c.meeting)
                .join(PAGE, PAGE.c.id == SUMMARY.c.page)
                .join(BOOK, BOOK.c.id == PAGE.c.book)
                .where(BOOK.c.book_id == book_id, PAGE.c.fork == 0, PAGE.c.number > page)
                .where(SUMMARY.c.meeting > 0)
                .order_by(PAGE.c.number)
            )
            return [meeting for (meeting,) in rows]
