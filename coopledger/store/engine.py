"""Opening the SQLCipher file: key, journal, and the settings that each connection needs."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool
from sqlmodel import SQLModel

from coopledger.domain.errors import Refusal
from coopledger.store.tables import APPLICATION, SCHEMA

SETTINGS = (
    "PRAGMA foreign_keys=ON",
    # Without it INSERT OR REPLACE walks past the triggers that keep pages unchanged.
    "PRAGMA recursive_triggers=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA secure_delete=ON",
    "PRAGMA fullfsync=ON",
    "PRAGMA checkpoint_fullfsync=ON",
    # One process a file: a second start is told so instead of sharing the book.
    "PRAGMA locking_mode=EXCLUSIVE",
)


def open_raw(path: Path, key: bytes, mode: Literal["ro", "rw", "rwc"]) -> sqlcipher.Connection:
    """The driver's own connection to a file under a key; nothing is read yet."""
    connection = sqlcipher.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, check_same_thread=False, timeout=1
    )
    # A wrong key would otherwise be reported on stderr, page by page.
    connection.execute("PRAGMA cipher_log_level=NONE")
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    connection.isolation_level = None
    return connection


def connect(path: Path, key: bytes, *, create: bool) -> Engine:
    """An engine with the one connection to the store.

    An earlier program's file is opened as it is: `migrations.bring_up` comes next.

    Raises:
        Refusal: another program has the file, the key is not its key, it is no store of ours, or a
            newer program made it.
    """
    journal = path.with_name(path.name + "-wal")
    torn = not create and journal.exists() and journal.stat().st_size > 0
    try:
        return _connect(path, key, create=create)
    except Refusal as refusal:
        # A power cut may tear the first block, and the cipher's salt in it, while the journal goes
        # into the file. The whole block is in the journal, and closing has just put it there.
        if refusal.code != "not_a_store" or not torn:
            raise
    return _connect(path, key, create=False)


def _connect(path: Path, key: bytes, *, create: bool) -> Engine:
    def creator() -> sqlcipher.Connection:
        return open_raw(path, key, "rwc" if create else "rw")

    engine = create_engine("sqlite://", creator=creator, module=sqlcipher, poolclass=StaticPool)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _say(path))
    try:
        _prepare(engine, create=create)
    except (sqlcipher.DatabaseError, DatabaseError, MemoryError) as problem:
        engine.dispose()
        code = "not_writable" if _read_only(path) else reason_of(problem)
        raise Refusal(code, value=str(path)) from None
    except Refusal:
        engine.dispose()
        raise
    return engine


def _read_only(path: Path) -> bool:
    """Whether the file's disk takes no writes, which SQLite reports as any I/O error."""
    if not hasattr(os, "statvfs") or not path.exists():
        return False
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _say(path: Path) -> Callable[[ExceptionContext], None]:
    """What the database reports becomes a refusal, wherever it is met."""

    def say(context: ExceptionContext) -> None:
        problem = context.original_exception
        # A page that may not be changed, or a second one of its number, is a fault of ours.
        if isinstance(problem, sqlcipher.IntegrityError):
            return
        if isinstance(problem, sqlcipher.DatabaseError | MemoryError):
            running = context.execution_context
            if running is not None and running.cursor is not None:
                running.cursor.close()  # an open statement would keep the file locked
            raise Refusal(reason_of(problem), value=str(path)) from None

    return say


def reason_of(problem: BaseException) -> str:
    """The refusal's code for what the database engine reported."""
    text = str(problem)
    if "locked" in text or "busy" in text:
        return "store_busy"
    if "full" in text:
        return "disk_full"
    if "readonly" in text or "unable to open" in text:
        return "not_writable"
    return "not_a_store" if "not a database" in text else "store_unreadable"


def _prepare(engine: Engine, *, create: bool) -> None:
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        ask: Callable[[str], object] = lambda sql: cursor.execute(sql).fetchone()[0]  # noqa: E731
        for setting in SETTINGS:
            cursor.execute(setting)
        if not create:
            if ask("PRAGMA application_id") != APPLICATION:
                raise Refusal("not_a_store")
            version = ask("PRAGMA user_version")
            if isinstance(version, int) and version > SCHEMA:
                raise Refusal("newer_store", value=version)
        journal = ask("PRAGMA journal_mode=WAL")
        if journal != "wal" or not _writes(cursor):
            cursor.execute("PRAGMA journal_mode=TRUNCATE")
            _writes(cursor)
        # NORMAL loses the last sealed meeting in a power cut.
        cursor.execute("PRAGMA synchronous=FULL")
    finally:
        raw.close()
    if create:
        with engine.begin() as connection:
            SQLModel.metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION}")
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA}")


def _writes(cursor: sqlcipher.Cursor) -> bool:
    """Whether a write really goes through: some file systems accept WAL and then fail."""
    try:
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("CREATE TABLE IF NOT EXISTS write_test (x INTEGER) STRICT")
        cursor.execute("DROP TABLE write_test")
        cursor.execute("COMMIT")
    except sqlcipher.OperationalError as problem:
        if "locked" in str(problem):
            raise Refusal("store_busy") from None
        return False
    return True
