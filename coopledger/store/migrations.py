"""Earlier files brought up to this program's schema, one step at a time, each in one transaction.

A step is a function from one version of the file to the next. Before the first one the whole file
is copied beside itself, with its keys, so that the earlier program can still open it. Steps stay
for ever: ``tests/store/old`` has a file of every earlier schema.

To add a step: raise `tables.SCHEMA`, add the function under the version that it starts from, and
put a file that the last released program wrote into ``tests/store/old``.
"""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Engine, text

from coopledger.ledger.seals import SigningKey
from coopledger.store.tables import PAGE_NO_UPDATE, SCHEMA, SEAL_NO_DELETE

KeepSeed = Callable[[bytes], None]
"""Puts a device's seed where it lies from schema 2 on: in the keys file."""
Step = Callable[[Connection, KeepSeed], None]


def version_of(engine: Engine) -> int:
    """The file's ``user_version``."""
    with engine.begin() as connection:
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def bring_up(
    engine: Engine,
    keep_seed: KeepSeed,
    steps: Mapping[int, Step] | None = None,
    to: int = SCHEMA,
) -> None:
    """Take every step from the file's version to the newest.

    A step that is broken off leaves the file at the version before it, whole.

    Args:
        engine: the open file.
        keep_seed: see `KeepSeed`.
        steps: by the version that they start from; the program's own if not given.
        to: the version wanted.
    """
    taken = STEPS if steps is None else steps
    for version in range(version_of(engine), to):
        with engine.begin() as connection:
            taken[version](connection, keep_seed)
            connection.exec_driver_sql(f"PRAGMA user_version={version + 1}")


_OFFICER_KEY = """
CREATE TABLE IF NOT EXISTS officer_key (
    book INTEGER NOT NULL, member TEXT NOT NULL, public BLOB NOT NULL, wrapped BLOB NOT NULL,
    failures INTEGER NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (book, member), FOREIGN KEY (book) REFERENCES book (id)
) STRICT
"""


def _seed_to_keys(connection: Connection, keep_seed: KeepSeed) -> None:
    """1 to 2: a place for officers' keys; the device's seed goes to the keys file.

    There it lies under the passphrase alone: whoever opens a store with the recovery words can
    read it and sign nothing.
    """
    connection.exec_driver_sql(_OFFICER_KEY)
    seed: bytes = connection.execute(text("SELECT seed FROM device")).scalar_one()
    # Before the transaction ends: a power cut then leaves the seed in both, never in none.
    keep_seed(seed)
    connection.execute(text("ALTER TABLE device RENAME COLUMN seed TO public"))
    connection.execute(text("UPDATE device SET public = :p"), {"p": SigningKey(seed).public})


_PERSON = """
CREATE TABLE IF NOT EXISTS person (
    book INTEGER NOT NULL, member TEXT NOT NULL, card TEXT NOT NULL, photo BLOB NOT NULL,
    PRIMARY KEY (book, member), FOREIGN KEY (book) REFERENCES book (id)
) STRICT
"""


def _people(connection: Connection, _keep_seed: KeepSeed) -> None:
    """2 to 3: a place for members' cards as they are now, and for their photos."""
    connection.exec_driver_sql(_PERSON)


_EXCHANGE = (
    """
    CREATE TABLE IF NOT EXISTS peer (
        device TEXT NOT NULL, bundle INTEGER NOT NULL, said INTEGER NOT NULL,
        heard INTEGER NOT NULL, PRIMARY KEY (device)
    ) STRICT
    """,
    """
    CREATE TABLE IF NOT EXISTS peer_head (
        device TEXT NOT NULL, book TEXT NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (device, book)
    ) WITHOUT ROWID, STRICT
    """,
    """
    CREATE TABLE IF NOT EXISTS waiting (
        hash BLOB NOT NULL, book TEXT NOT NULL, number INTEGER NOT NULL, page BLOB NOT NULL,
        came INTEGER NOT NULL, PRIMARY KEY (hash)
    ) STRICT
    """,
    "CREATE INDEX IF NOT EXISTS ix_waiting_book ON waiting (book)",
    """
    CREATE TABLE IF NOT EXISTS sealed_keys (
        book TEXT NOT NULL, number INTEGER NOT NULL, box BLOB NOT NULL, PRIMARY KEY (book)
    ) STRICT
    """,
    "DROP TRIGGER IF EXISTS page_no_update",
    PAGE_NO_UPDATE,
    "DROP TRIGGER IF EXISTS seal_no_delete",
    SEAL_NO_DELETE,
)


def _exchange(connection: Connection, _keep_seed: KeepSeed) -> None:
    """3 to 4: what other devices have, pages that wait, officers' keys for the recovery key."""
    for said in _EXCHANGE:
        connection.exec_driver_sql(said)


_APPROVAL = (
    """
    CREATE TABLE IF NOT EXISTS late_page (
        hash BLOB NOT NULL, state TEXT NOT NULL, noted INTEGER NOT NULL, PRIMARY KEY (hash)
    ) STRICT
    """,
    """
    CREATE TABLE IF NOT EXISTS proposal (
        hash BLOB NOT NULL, book TEXT NOT NULL, page BLOB NOT NULL, made INTEGER NOT NULL,
        PRIMARY KEY (hash)
    ) STRICT
    """,
    "CREATE INDEX IF NOT EXISTS ix_proposal_book ON proposal (book)",
)


def _approval(connection: Connection, _keep_seed: KeepSeed) -> None:
    """4 to 5: what was done about pages that do not count; pages that wait for seals."""
    for said in _APPROVAL:
        connection.exec_driver_sql(said)


_HISTORY = """
CREATE TABLE IF NOT EXISTS exchange (
    id INTEGER NOT NULL, at INTEGER NOT NULL, way TEXT NOT NULL, device TEXT NOT NULL,
    place TEXT NOT NULL, file TEXT NOT NULL, books INTEGER NOT NULL, pages INTEGER NOT NULL,
    outcome TEXT NOT NULL, PRIMARY KEY (id)
) STRICT
"""


def _history(connection: Connection, _keep_seed: KeepSeed) -> None:
    """5 to 6: when books went to a stick or came from one."""
    connection.exec_driver_sql(_HISTORY)


STEPS: Mapping[int, Step] = {
    1: _seed_to_keys,
    2: _people,
    3: _exchange,
    4: _approval,
    5: _history,
}
