"""Tables of the store. A page is one row that is never changed; all else is beside it.

STRICT tables take Text, Integer and LargeBinary only.
"""

from typing import ClassVar

from sqlalchemy import DDL, CheckConstraint, Integer, LargeBinary, Text, UniqueConstraint, event
from sqlmodel import Field, SQLModel

STRICT = {"sqlite_strict": True}
SCHEMA = 6
"""``user_version`` of the file; `migrations` brings earlier files up to it."""
APPLICATION = 0x436F4C67
"""``application_id`` of the file: CoLg."""


class FactRow(SQLModel, table=True):
    """One fact about the store itself: its name, whether it is for practice."""

    __tablename__ = "fact"
    __table_args__: ClassVar = STRICT
    name: str = Field(primary_key=True, sa_type=Text)
    value: str = Field(sa_type=Text)


class DeviceRow(SQLModel, table=True):
    """This installation's own signing key, its public half: the seed is in the keys file."""

    __tablename__ = "device"
    __table_args__: ClassVar = (CheckConstraint("id = 1"), STRICT)
    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    public: bytes = Field(sa_type=LargeBinary)
    made: int = Field(sa_type=Integer)


class BookRow(SQLModel, table=True):
    """A group's book; ``card`` is the digest of the group's card in `SaltedRow`.

    The cooperative's registry is the book whose ``card`` is empty.
    """

    __tablename__ = "book"
    __table_args__: ClassVar = STRICT
    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    book_id: str = Field(unique=True, sa_type=Text)
    card: bytes = Field(sa_type=LargeBinary)


class KeyRow(SQLModel, table=True):
    """A public key that sealed pages, named once."""

    __tablename__ = "public_key"
    __table_args__: ClassVar = STRICT
    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    public: bytes = Field(unique=True, sa_type=LargeBinary)


class PageRow(SQLModel, table=True):
    """A page's packed header and body. Two pages of one number are a fork, and both are kept."""

    __tablename__ = "page"
    __table_args__: ClassVar = (UniqueConstraint("book", "number", "fork"), STRICT)
    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    book: int = Field(foreign_key="book.id", sa_type=Integer)
    number: int = Field(sa_type=Integer)
    fork: int = Field(default=0, sa_type=Integer)
    header: bytes = Field(sa_type=LargeBinary)
    body: bytes = Field(sa_type=LargeBinary)


class SealRow(SQLModel, table=True):
    """A seal on a page; added until the next page is written, never changed."""

    __tablename__ = "seal"
    __table_args__: ClassVar = {"sqlite_strict": True, "sqlite_with_rowid": False}
    page: int = Field(primary_key=True, foreign_key="page.id", sa_type=Integer)
    key: int = Field(primary_key=True, foreign_key="public_key.id", sa_type=Integer)
    signature: bytes = Field(sa_type=LargeBinary)


class SummaryRow(SQLModel, table=True):
    """The figures of a page, for lists and search. Can be dropped and rebuilt from the pages."""

    __tablename__ = "summary"
    __table_args__: ClassVar = STRICT
    page: int = Field(primary_key=True, foreign_key="page.id", sa_type=Integer)
    meeting: int = Field(sa_type=Integer)
    day: int = Field(sa_type=Integer)
    figures: bytes = Field(sa_type=LargeBinary)


class SaltedRow(SQLModel, table=True):
    """A text whose salted hash a page carries: a note, or a card. May be erased."""

    __tablename__ = "salted"
    __table_args__: ClassVar = STRICT
    digest: bytes = Field(primary_key=True, sa_type=LargeBinary)
    book: int = Field(foreign_key="book.id", index=True, sa_type=Integer)
    sort: str = Field(sa_type=Text)
    salt: bytes = Field(sa_type=LargeBinary)
    text: str = Field(sa_type=Text)


class DraftRow(SQLModel, table=True):
    """The meeting being recorded, as typed so far. One a book."""

    __tablename__ = "draft"
    __table_args__: ClassVar = STRICT
    book: int = Field(primary_key=True, foreign_key="book.id", sa_type=Integer)
    saved: int = Field(sa_type=Integer)
    data: bytes = Field(sa_type=LargeBinary)


class OfficerKeyRow(SQLModel, table=True):
    """An officer's signing key, wrapped under a PIN; wrong PINs slow the next try down.

    ``failures`` wrong PINs since the last right one, ``last`` wall time of the last try in ms.
    """

    __tablename__ = "officer_key"
    __table_args__: ClassVar = STRICT
    book: int = Field(primary_key=True, foreign_key="book.id", sa_type=Integer)
    member: str = Field(primary_key=True, sa_type=Text)
    public: bytes = Field(sa_type=LargeBinary)
    wrapped: bytes = Field(sa_type=LargeBinary)
    failures: int = Field(default=0, sa_type=Integer)
    last: int = Field(default=0, sa_type=Integer)


class PersonRow(SQLModel, table=True):
    """A member's card and photo as they are now; the card of the joining stays in `SaltedRow`.

    Personal data, which may be erased: pages know nothing of it.
    """

    __tablename__ = "person"
    __table_args__: ClassVar = STRICT
    book: int = Field(primary_key=True, foreign_key="book.id", sa_type=Integer)
    member: str = Field(primary_key=True, sa_type=Text)
    card: str = Field(sa_type=Text)
    photo: bytes = Field(sa_type=LargeBinary)


class PeerRow(SQLModel, table=True):
    """Another device and the newest bundle that was read from it, by its own count and clock."""

    __tablename__ = "peer"
    __table_args__: ClassVar = STRICT
    device: str = Field(primary_key=True, sa_type=Text)
    bundle: int = Field(sa_type=Integer)
    said: int = Field(sa_type=Integer)
    heard: int = Field(sa_type=Integer)


class PeerHeadRow(SQLModel, table=True):
    """The newest page of a book that another device said it has: a receipt."""

    __tablename__ = "peer_head"
    __table_args__: ClassVar = {"sqlite_strict": True, "sqlite_with_rowid": False}
    device: str = Field(primary_key=True, sa_type=Text)
    book: str = Field(primary_key=True, sa_type=Text)
    number: int = Field(sa_type=Integer)
    hash: bytes = Field(sa_type=LargeBinary)


class WaitingRow(SQLModel, table=True):
    """A page that came before the ones that it follows; ``page`` is a part of a bundle."""

    __tablename__ = "waiting"
    __table_args__: ClassVar = STRICT
    hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    book: str = Field(index=True, sa_type=Text)
    number: int = Field(sa_type=Integer)
    page: bytes = Field(sa_type=LargeBinary)
    came: int = Field(sa_type=Integer)


class SealedKeysRow(SQLModel, table=True):
    """Officers' wrapped keys of a book, in a box that only the recovery key opens."""

    __tablename__ = "sealed_keys"
    __table_args__: ClassVar = STRICT
    book: str = Field(primary_key=True, sa_type=Text)
    number: int = Field(sa_type=Integer)
    box: bytes = Field(sa_type=LargeBinary)


class LatePageRow(SQLModel, table=True):
    """What was done here about a page that does not count: written down again, or dealt with."""

    __tablename__ = "late_page"
    __table_args__: ClassVar = STRICT
    hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    state: str = Field(sa_type=Text)
    noted: int = Field(sa_type=Integer)


class ProposalRow(SQLModel, table=True):
    """A page that is written and waits for officers' seals before it is one; as a pack has it."""

    __tablename__ = "proposal"
    __table_args__: ClassVar = STRICT
    hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    book: str = Field(index=True, sa_type=Text)
    page: bytes = Field(sa_type=LargeBinary)
    made: int = Field(sa_type=Integer)


class ExchangeRow(SQLModel, table=True):
    """One time that books went to a stick, or came from one; told to people, never relied on.

    ``at`` in seconds; ``way`` is ``sent``, ``read`` or ``refused``; ``device`` the other one, empty
    under a passphrase or if it is not known; ``outcome`` a refusal's code, empty if it went well.
    """

    __tablename__ = "exchange"
    __table_args__: ClassVar = STRICT
    id: int | None = Field(default=None, primary_key=True, sa_type=Integer)
    at: int = Field(sa_type=Integer)
    way: str = Field(sa_type=Text)
    device: str = Field(sa_type=Text)
    place: str = Field(sa_type=Text)
    file: str = Field(sa_type=Text)
    books: int = Field(sa_type=Integer)
    pages: int = Field(sa_type=Integer)
    outcome: str = Field(sa_type=Text)


PAGE_NO_UPDATE = (
    "CREATE TRIGGER page_no_update BEFORE UPDATE OF id, book, number, header, body ON page "
    "BEGIN SELECT RAISE(ABORT, 'a sealed page is never changed'); END"
)
"""Which of two rival pages counts may change by the officers' sealed choice; no byte of them."""


SEAL_NO_DELETE = (
    "CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal WHEN EXISTS "
    "(SELECT 1 FROM page AS sealed JOIN page AS next ON next.book = sealed.book "
    "AND next.fork = sealed.fork AND next.number = sealed.number + 1 WHERE sealed.id = OLD.page) "
    "BEGIN SELECT RAISE(ABORT, 'a sealed page is never changed'); END"
)
"""A seal that the next page did not freeze, because it was written elsewhere, can go before it."""


def _append_only(table: str) -> None:
    """Triggers that refuse to change or delete a row (a guard rail: the truth is the signature)."""
    target = SQLModel.metadata.tables[table]
    for act in ("update", "delete"):
        said = (
            f"CREATE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'a sealed page is never changed'); END"
        )
        if table == "page" and act == "update":
            said = PAGE_NO_UPDATE
        elif table == "seal" and act == "delete":
            said = SEAL_NO_DELETE
        ddl = DDL(said)  # type: ignore[no-untyped-call]
        event.listen(target, "after_create", ddl)


for _table in ("book", "public_key", "page", "seal"):
    _append_only(_table)

# The same tables as SQLAlchemy Core has them: lists and pages are read as tuples, not as objects.
(
    FACT,
    DEVICE,
    BOOK,
    PUBLIC_KEY,
    PAGE,
    SEAL,
    SUMMARY,
    SALTED,
    DRAFT,
    OFFICER_KEY,
    PERSON,
    PEER,
    PEER_HEAD,
    WAITING,
    SEALED_KEYS,
    LATE_PAGE,
    PROPOSAL,
    EXCHANGE,
) = (
    SQLModel.metadata.tables[name]
    for name in (
        "fact",
        "device",
        "book",
        "public_key",
        "page",
        "seal",
        "summary",
        "salted",
        "draft",
        "officer_key",
        "person",
        "peer",
        "peer_head",
        "waiting",
        "sealed_keys",
        "late_page",
        "proposal",
        "exchange",
    )
)
