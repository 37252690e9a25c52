"""The store: books, their pages, texts and drafts, in one encrypted file.

All of it runs on one connection. A caller that draws a window gives the store a thread of its own.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Protocol

import msgspec
from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.exc import OperationalError

from coopledger.domain.errors import Refusal
from coopledger.ledger import keyfile
from coopledger.ledger.heads import Head
from coopledger.ledger.keyfile import KeyFile, Unlocked
from coopledger.ledger.packing import pack, unpack
from coopledger.ledger.page import HEADER, Header, Page, sha256
from coopledger.ledger.salted import Salted
from coopledger.ledger.seals import Seal, SigningKey
from coopledger.store import backup, keys, migrations
from coopledger.store import engine as engines
from coopledger.store.files import replace
from coopledger.store.tables import (
    BOOK,
    DEVICE,
    DRAFT,
    FACT,
    PAGE,
    PUBLIC_KEY,
    SALTED,
    SCHEMA,
    SEAL,
    SUMMARY,
)


class Summary(msgspec.Struct, frozen=True):
    """One page as lists show it. ``day`` is an ISO date, empty on pages that are no meeting."""

    number: int
    meeting: int
    day: str
    figures: Mapping[str, int]


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


def keys_path(path: Path) -> Path:
    """Where the wrapped key of a store lies: beside it."""
    return path.with_name(path.name + ".keys")


def change_passphrase(path: Path, old: str, new: str, cost: keyfile.Cost | None = None) -> None:
    """Put a store under another passphrase: the keys file alone is rewritten, and proved first.

    Raises:
        Refusal: the old one is wrong, the new one is empty, or the file cannot be written.
    """
    if not new.strip():
        raise Refusal("empty_passphrase")
    file = keys.read(keys_path(path))
    opened = file.unlock_all(old)
    fresh = file.with_passphrase(opened, new, cost)
    keys.write_proved(keys_path(path), fresh, lambda back: back.unlock_all(new) == opened)


def _brought_up(path: Path, engine: Engine, file: KeyFile, passphrase: str) -> Unlocked:
    """Bring an earlier program's file up to this one's schema, after a copy of it as it is."""
    opened = file.unlock_all(passphrase)
    before = path.with_name(f"{path.name}.schema-{migrations.version_of(engine)}")
    backup.copy(engine, opened.key, before, keys_path(path))

    def keep_seed(seed: bytes) -> None:
        full = Unlocked(opened.key, seed)
        fresh = file.with_passphrase(full, passphrase)
        keys.write_proved(keys_path(path), fresh, lambda back: back.unlock_all(passphrase) == full)

    migrations.bring_up(engine, keep_seed)
    return keys.read(keys_path(path)).unlock_all(passphrase)


class Store:
    """An open store. Use `create` or `open`, and `close` it."""

    def __init__(self, path: Path, engine: Engine, opened: Unlocked) -> None:
        self.path = path
        self.watches: list[Watch] = []
        """Asked before a page is kept and told after it is."""
        self._engine = engine
        self._secret = opened.key
        with engine.begin() as connection:
            facts = connection.execute(select(FACT.c.name, FACT.c.value))
            self._facts: dict[str, str] = dict(facts.all())
            public = connection.execute(select(DEVICE.c.public)).scalar_one()
        self.device = SigningKey(opened.seed or b"")
        if self.device.public != public:
            raise Refusal("keys_of_another", value=str(keys_path(path)))

    @classmethod
    def create(
        cls,
        path: Path,
        passphrase: str,
        *,
        practice: bool = False,
        cost: keyfile.Cost = keyfile.USUAL_COST,
    ) -> "Store":
        """Make a new store and its key file.

        Raises:
            Refusal: there is one already, or the folder cannot be written.
        """
        if path.exists():
            raise Refusal("store_exists", value=str(path))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            old = keys_path(path)
            if old.exists():  # the store that they open may come back: never overwrite keys
                old.rename(old.with_name(f"{old.name}.{time.time_ns()}.old"))
        except OSError as problem:
            raise Refusal("not_writable", value=str(path), reason=problem.strerror or "") from None
        opened, file = keyfile.create(passphrase, cost)
        replace(keys_path(path), file.encode())
        part = path.with_name(path.name + ".new")
        part.unlink(missing_ok=True)
        engine = engines.connect(part, opened.key, create=True)
        with engine.begin() as connection:
            facts = {"store": file.store, "practice": "yes" if practice else "no"}
            rows = [{"name": name, "value": value} for name, value in facts.items()]
            connection.execute(insert(FACT), rows)
            public = SigningKey(opened.seed or b"").public
            connection.execute(
                insert(DEVICE), [{"id": 1, "public": public, "made": int(time.time())}]
            )
        engine.dispose()
        part.rename(path)
        return cls(path, engines.connect(path, opened.key, create=False), opened)

    @classmethod
    def open(cls, path: Path, passphrase: str) -> "Store":
        """Open a store.

        Raises:
            Refusal: it is not there, in use, newer than this program, or the passphrase is wrong.
        """
        if not path.is_file():
            raise Refusal("store_missing", value=str(path))
        file = keys.read(keys_path(path))
        opened = file.unlock_all(passphrase)
        engine = engines.connect(path, opened.key, create=False)
        try:
            if migrations.version_of(engine) < SCHEMA:
                opened = _brought_up(path, engine, file, passphrase)
            return cls(path, engine, opened)
        except BaseException:
            engine.dispose()
            raise

    @property
    def practice(self) -> bool:
        """Whether this store is for practice: marked on every screen and paper."""
        return self._facts.get("practice") == "yes"

    @property
    def name(self) -> str:
        """The store's own random name: its copies have the same, other stores never."""
        return self._facts["store"]

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction on the store's connection: all of it or nothing."""
        with self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    # Facts, and the file itself

    def fact(self, name: str) -> str:
        """What was noted about this store under a name; empty if nothing was."""
        return self._facts.get(name, "")

    def note_fact(self, name: str, value: str) -> None:
        """Note something about this store; nothing about its money."""
        with self._engine.begin() as connection:
            connection.execute(delete(FACT).where(FACT.c.name == name))
            connection.execute(insert(FACT), [{"name": name, "value": value}])
        self._facts[name] = value

    def copy_to(self, path: Path) -> None:
        """Copy the whole store under its own key, with its keys file; see `backup.copy`."""
        backup.copy(self._engine, self._secret, path, keys_path(self.path))

    def seal_to_recovery(self, public: str, secret: bytes | None = None) -> None:
        """Let the recovery key open the store, instead of any earlier one.

        Args:
            public: the recovery key's public half, in hex.
            secret: the recovery secret where it is known: the new keys file is then proved by it.

        Raises:
            Refusal: the keys file cannot be written, or does not open; the earlier one stays.
        """

        def proof(back: KeyFile) -> bool:
            if secret is not None:
                return back.recover(secret) == self._secret
            return back.recovery_keys == (public,)

        file = keys_path(self.path)
        keys.write_proved(file, keys.read(file).with_recovery(self._secret, public), proof)

    # Books and pages

    def books(self) -> dict[str, str]:
        """Book ids and the digests of their groups' cards, in the order of founding."""
        with self._engine.begin() as connection:
            rows = connection.execute(select(BOOK.c.book_id, BOOK.c.card).order_by(BOOK.c.id))
            return {book_id: card.hex() for book_id, card in rows}

    def pages(self, book_id: str) -> Iterator[Page]:
        """A book's pages in their order, read as they are asked for."""
        with self._engine.begin() as connection:
            book = self._book(connection, book_id)
            keys = dict(connection.execute(select(PUBLIC_KEY.c.id, PUBLIC_KEY.c.public)).all())
            seals: dict[int, list[Seal]] = {}
            columns = (SEAL.c.page, SEAL.c.key, SEAL.c.signature)
            found = select(*columns).join(PAGE, PAGE.c.id == SEAL.c.page)
            for page, key, signature in connection.execute(found.where(PAGE.c.book == book)):
                seals.setdefault(page, []).append(Seal(keys[key], signature))
            rows = connection.execute(
                select(PAGE.c.id, PAGE.c.header, PAGE.c.body)
                .where(PAGE.c.book == book, PAGE.c.fork == 0)
                .order_by(PAGE.c.number)
            ).all()
        for page, header, body in rows:
            yield Page(unpack(header), unpack(body), tuple(seals.get(page, ())))

    def append(self, pages: Iterable[NewPage], *, clear_draft: bool = False) -> None:
        """Keep new pages of one book, with summaries and texts, in one transaction.

        Raises:
            Refusal: the disk is full or a page of that number is there; nothing was changed.
        """
        newest: dict[str, NewPage] = {}
        try:
            with self._engine.begin() as connection:
                for new in pages:
                    for watch in self.watches:
                        watch.before(new)
                    self._insert(connection, new)
                    newest[new.header.book] = new
                    if clear_draft:
                        book = self._book(connection, new.header.book)
                        connection.execute(delete(DRAFT).where(DRAFT.c.book == book))
        except OperationalError as problem:
            raise Refusal("disk_full" if "full" in str(problem) else "store_unreadable") from None
        for watch in self.watches:
            watch.after(newest)

    def heads(self) -> dict[str, Head]:
        """The newest page of each book: number, header hash and device, by book id."""
        with self._engine.begin() as connection:
            rows = connection.exec_driver_sql(backup.HEADS).all()
        return dict(backup.read_heads(rows))

    def page_hash(self, book_id: str, number: int) -> str:
        """Hash of the header of a page, in hex; empty if the book has no such page."""
        with self._engine.begin() as connection:
            header = connection.execute(
                select(PAGE.c.header)
                .join(BOOK, BOOK.c.id == PAGE.c.book)
                .where(BOOK.c.book_id == book_id, PAGE.c.number == number, PAGE.c.fork == 0)
            ).scalar()
        return sha256(unpack(header)) if header else ""

    def _insert(self, connection: Connection, new: NewPage) -> None:
        head, page = new.header, new.page
        if head.number == 1:
            card = next(text.digest for text in new.texts if text.sort == "group")
            founded = {"book_id": head.book, "card": bytes.fromhex(card)}
            connection.execute(insert(BOOK), [founded])
        book = self._book(connection, head.book)
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
        connection.execute(insert(SUMMARY), [{"page": row_id, **_summary(head)}])
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

    @staticmethod
    def _book(connection: Connection, book_id: str) -> int:
        found = connection.execute(select(BOOK.c.id).where(BOOK.c.book_id == book_id)).scalar()
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

    def add_seals(self, book_id: str, number: int, seals: Iterable[Seal]) -> None:
        """Add seals to the newest page of a book.

        Raises:
            Refusal: a later page froze that page's seals already.
        """
        with self.transaction() as connection:
            book = self._book(connection, book_id)
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

    def erase_texts(self, book_id: str, digests: Iterable[str]) -> None:
        """Erase texts for good: rows, free pages and journal."""
        with self.transaction() as connection:
            book = self._book(connection, book_id)
            for digest in digests:
                where = (SALTED.c.book == book, SALTED.c.digest == bytes.fromhex(digest))
                connection.execute(delete(SALTED).where(*where))
        raw = self._engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()

    # Summaries

    def summaries(self, book_id: str) -> list[Summary]:
        """The summary rows of a book, in page order."""
        with self._engine.begin() as connection:
            book = self._book(connection, book_id)
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
                date.fromordinal(day).isoformat() if day else "",
                msgspec.json.decode(unpack(figures), type=dict[str, int]),
            )
            for number, meeting, day, figures in rows
        ]

    def rebuild_summaries(self) -> None:
        """Throw the summary rows away and make them again from the pages' headers."""
        with self._engine.begin() as connection:
            connection.execute(delete(SUMMARY))
            for page, header in connection.execute(select(PAGE.c.id, PAGE.c.header)).all():
                row = {"page": page, **_summary(HEADER.decode(unpack(header)))}
                connection.execute(insert(SUMMARY), [row])

    # Texts

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
        try:
            with self._engine.begin() as connection:
                book = self._book(connection, book_id)
                connection.execute(delete(DRAFT).where(DRAFT.c.book == book))
                row = {"book": book, "saved": int(time.time()), "data": data}
                connection.execute(insert(DRAFT), [row])
        except OperationalError as problem:
            raise Refusal("disk_full" if "full" in str(problem) else "store_unreadable") from None

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


def _summary(head: Header) -> dict[str, object]:
    day = date.fromisoformat(head.date).toordinal() if head.date else 0
    return {
        "meeting": head.meeting,
        "day": day,
        "figures": pack(msgspec.json.encode(head.totals, order="deterministic")),
    }
