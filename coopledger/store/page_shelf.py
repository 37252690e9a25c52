"""Books, pages, seals and summaries in the store."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Protocol, TypeAlias

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select

from coopledger.domain.errors import Refusal
from coopledger.domain.events import Erase
from coopledger.ledger.heads import Head
from coopledger.ledger.packing import pack, unpack
from coopledger.ledger.page import BODY, HEADER, Header, Page, next_holder, sha256
from coopledger.ledger.salted import Salted
from coopledger.ledger.seals import Seal
from coopledger.store import backup
from coopledger.store.shelf import Shelf
from coopledger.store.tables import BOOK, DRAFT, PAGE, PROPOSAL, SALTED, SEAL, SUMMARY
from coopledger.store.text_shelf import erase


class Summary(msgspec.Struct, frozen=True):
    """One page as lists show it. ``day`` is an ISO date, empty on pages that are no meeting."""

    number: int
    meeting: int
    day: str
    figures: Mapping[str, int]


class Listed(msgspec.Struct, frozen=True):
    """A book as the list of groups shows it: the meetings held, the newest one and its ISO date."""

    meetings: int
    last_meeting: int
    last_day: str
    draft: bool


Also: TypeAlias = Callable[[Connection], None]
"""What is kept in one transaction with a page."""


class NewPage(msgspec.Struct, frozen=True):
    """A page to be kept, with its header as read and the texts that its notes stand for."""

    header: Header
    page: Page
    texts: tuple[Salted, ...] = ()


class Watch(Protocol):
    """Who is asked before a page is kept, and told after it is."""

    def before(self, new: NewPage) -> None:
        """Look at a page that is about to be kept; a refusal keeps all of them out."""

    def after(self, newest: Mapping[str, NewPage]) -> None:
        """Pages were kept: the newest of each book, by book id."""


_THESE = (PAGE.c.book == bindparam("book"), PAGE.c.fork == 0, PAGE.c.number > bindparam("after"))
_SEALS = (
    select(SEAL.c.page, SEAL.c.key, SEAL.c.signature)
    .join(PAGE, PAGE.c.id == SEAL.c.page)
    .where(*_THESE)
)
_BOOKS = select(BOOK.c.book_id, BOOK.c.card).where(BOOK.c.card != b"").order_by(BOOK.c.id)
_HOLDERS = select(BOOK.c.book_id, PAGE.c.header, PAGE.c.body).where(
    PAGE.c.book == BOOK.c.id,
    PAGE.c.fork == 0,
    PAGE.c.number
    == select(func.max(PAGE.c.number))
    .where(PAGE.c.book == BOOK.c.id, PAGE.c.fork == 0)
    .correlate(BOOK)
    .scalar_subquery(),
)
_HEADER = (
    select(PAGE.c.header)
    .join(BOOK, BOOK.c.id == PAGE.c.book)
    .where(
        BOOK.c.book_id == bindparam("book"), PAGE.c.number == bindparam("number"), PAGE.c.fork == 0
    )
)
_PAGES = select(PAGE.c.id, PAGE.c.header, PAGE.c.body).where(*_THESE).order_by(PAGE.c.number)


class PageShelf(Shelf):
    """The books' pages. They are added, never changed."""

    watches: list[Watch]

    def books(self) -> dict[str, str]:
        """Book ids and the digests of their groups' cards, in the order of founding."""
        with self.transaction() as connection:
            return {book_id: card.hex() for book_id, card in connection.execute(_BOOKS)}

    def pages(self, book_id: str, after: int = 0) -> Iterator[Page]:
        """A book's pages in their order, those after a number, read as they are asked for."""
        with self.transaction() as connection:
            which = {"book": self.row_of(connection, book_id), "after": after}
            seals: dict[int, list[Seal]] = {}
            for page, key, signature in connection.execute(_SEALS, which):
                public = self._keys.get(key) or self._key_of(connection, key)
                seals.setdefault(page, []).append(Seal(public, signature))
            rows = connection.execute(_PAGES, which).all()
        for page, header, body in rows:
            yield Page(unpack(header), unpack(body), tuple(seals.get(page, ())))

    def append(
        self,
        pages: Iterable[NewPage],
        *,
        clear_draft: bool = False,
        also: Also | None = None,
    ) -> None:
        """Keep new pages of one book, with summaries and texts, in one transaction.

        Texts that a page orders erased go with it; a page that waited for seals waits no more.

        Args:
            pages: of one book.
            clear_draft: the pages are what the book's draft became.
            also: what must be kept with them or not at all, such as the keys that a page enrols.

        Raises:
            Refusal: the disk is full or a page of that number is there; nothing was changed.
        """
        newest: dict[str, NewPage] = {}
        erased = False
        with self._own_transaction() as connection:
            for new in pages:
                for watch in self.watches:
                    watch.before(new)
                self._insert(connection, new)
                newest[new.header.book] = new
                erased = erased or new.header.kind == "erasure"
                if clear_draft:
                    book = self.row_of(connection, new.header.book)
                    connection.execute(delete(DRAFT).where(DRAFT.c.book == book))
            if also is not None:
                also(connection)
        if erased:
            self.sweep()
        for watch in self.watches:
            watch.after(newest)

    def heads(self) -> dict[str, Head]:
        """The newest page of each book: number, header hash and device, by book id."""
        with self.transaction() as connection:
            rows = connection.exec_driver_sql(backup.HEADS).all()
        return dict(backup.read_heads(rows))

    def newest_time(self, device: str) -> int:
        """When a device wrote its newest page, by its own clock (ms); 0 if it wrote none."""
        with self.transaction() as connection:
            rows = connection.exec_driver_sql(backup.HEADS).all()
        heads = (HEADER.decode(unpack(header)) for _book, header in rows)
        return max((head.time for head in heads if head.device == device), default=0)

    def holders(self) -> dict[str, str]:
        """The device that may write each book's next page, by book id."""
        with self.transaction() as connection:
            rows = connection.execute(_HOLDERS).all()
        found = {}
        for book_id, packed, body in rows:
            head = HEADER.decode(unpack(packed))
            # Bodies are large, and only this kind says something of the next page.
            page = Page(b"", unpack(body) if head.kind == "hand_over" else b"", ())
            found[book_id], _epoch = next_holder(head, page)
        return found

    def page_hash(self, book_id: str, number: int) -> str:
        """Hash of the header of a page, in hex; empty if the book has no such page."""
        with self.transaction() as connection:
            which = {"book": book_id, "number": number}
            header = connection.execute(_HEADER, which).scalar()
        return sha256(unpack(header)) if header else ""

    def _insert(self, connection: Connection, new: NewPage) -> None:
        head, page = new.header, new.page
        if head.number == 1:
            # The cooperative's registry has none.
            card = next((text.digest for text in new.texts if text.sort == "group"), "")
            founded = {"book_id": head.book, "card": bytes.fromhex(card)}
            connection.execute(insert(BOOK), [founded])
        book = self.row_of(connection, head.book)
        row_id = connection.execute(
            insert(PAGE).returning(PAGE.c.id),
            [
                {
                    "book": book,
                    "number": head.number,
                    "fork": 0,
                    "header": pack(page.header),
                    "body": pack(page.body),
                }
            ],
        ).scalar_one()
        for seal in page.seals:
            key = self._key(connection, seal.key)
            seal_row = {"page": row_id, "key": key, "signature": seal.signature}
            connection.execute(insert(SEAL), [seal_row])
        connection.execute(insert(SUMMARY), [{"page": row_id, **summary_of(head)}])
        if new.texts:
            connection.execute(
                insert(SALTED),
                [
                    {
                        "digest": bytes.fromhex(text.digest),
                        "book": book,
                        "sort": text.sort,
                        "salt": text.salt,
                        "text": text.text,
                    }
                    for text in new.texts
                ],
            )

        if head.kind == "erasure":
            for event in BODY.decode(page.body):
                if isinstance(event, Erase):
                    erase(connection, book, event.texts, [event.m])
        connection.execute(delete(PROPOSAL).where(PROPOSAL.c.hash == page.hash))

    def add_seals(self, book_id: str, number: int, seals: Iterable[Seal]) -> None:
        """Add seals to the newest page of a book.

        Raises:
            Refusal: a later page froze that page's seals already.
        """
        with self.transaction() as connection:
            book = self.row_of(connection, book_id)
            rows = connection.execute(
                select(PAGE.c.id, PAGE.c.number)
                .where(PAGE.c.book == book, PAGE.c.fork == 0, PAGE.c.number >= number)
                .order_by(PAGE.c.number)
            ).all()
            if len(rows) != 1:
                raise Refusal("seals_frozen", value=number)
            for seal in seals:
                key = self._key(connection, seal.key)
                row = {"page": rows[0][0], "key": key, "signature": seal.signature}
                connection.execute(insert(SEAL), [row])

    # Summaries

    def summaries(self, book_id: str) -> list[Summary]:
        """The summary rows of a book, in page order."""
        with self.transaction() as connection:
            book = self.row_of(connection, book_id)
            rows = connection.execute(
                select(PAGE.c.number, SUMMARY.c.meeting, SUMMARY.c.day, SUMMARY.c.figures)
                .join(SUMMARY, SUMMARY.c.page == PAGE.c.id)
                .where(PAGE.c.book == book, PAGE.c.fork == 0)
                .order_by(PAGE.c.number)
            ).all()
        return [
            Summary(
                number,
                meeting,
                _iso(day),
                msgspec.json.decode(unpack(figures), type=dict[str, int]),
            )
            for number, meeting, day, figures in rows
        ]

    def listed(self) -> dict[str, Listed]:
        """Every book by its id, from the summary rows, with no page or figure being read."""
        # SQLite takes meeting and day from the row that has the greatest number.
        held = (
            select(
                PAGE.c.book,
                func.count().label("meetings"),
                SUMMARY.c.meeting,
                SUMMARY.c.day,
                func.max(PAGE.c.number),
            )
            .join(SUMMARY, SUMMARY.c.page == PAGE.c.id)
            .where(PAGE.c.fork == 0, SUMMARY.c.meeting > 0)
            .group_by(PAGE.c.book)
            .subquery()
        )
        rows = (
            select(BOOK.c.book_id, held.c.meetings, held.c.meeting, held.c.day, DRAFT.c.book)
            .select_from(BOOK)
            .outerjoin(held, held.c.book == BOOK.c.id)
            .outerjoin(DRAFT, DRAFT.c.book == BOOK.c.id)
            .order_by(BOOK.c.id)
        )
        with self.transaction() as connection:
            return {
                book_id: Listed(meetings or 0, newest or 0, _iso(day or 0), draft is not None)
                for book_id, meetings, newest, day, draft in connection.execute(rows)
            }

    def rebuild_summaries(self) -> None:
        """Throw the summary rows away and make them again from the pages' headers."""
        with self.transaction() as connection:
            connection.execute(delete(SUMMARY))
            for page, header in connection.execute(select(PAGE.c.id, PAGE.c.header)).all():
                row = {"page": page, **summary_of(HEADER.decode(unpack(header)))}
                connection.execute(insert(SUMMARY), [row])


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat() if day else ""


def summary_of(head: Header) -> dict[str, object]:
    """A page's row of figures."""
    day = date.fromisoformat(head.date).toordinal() if head.date else 0
    return {
        "meeting": head.meeting,
        "day": day,
        "figures": pack(msgspec.json.encode(head.totals, order="deterministic")),
    }
