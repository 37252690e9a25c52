"""The store: books, their pages, texts and drafts, in one encrypted file.

All of it runs on one connection. A caller that draws a window gives the store a thread of its own.
"""

import time
from pathlib import Path

from sqlalchemy import Engine, delete, insert, select

from coopledger.domain.errors import Refusal
from coopledger.ledger import keyfile
from coopledger.ledger.keyfile import KeyFile, Unlocked
from coopledger.ledger.seals import SigningKey
from coopledger.store import backup, keys, migrations, system_keyring
from coopledger.store import engine as engines
from coopledger.store.approval_shelf import ApprovalShelf
from coopledger.store.exchange_shelf import ExchangeShelf
from coopledger.store.files import replace
from coopledger.store.history_shelf import HistoryShelf
from coopledger.store.page_shelf import NewPage, PageShelf, Summary, Watch
from coopledger.store.tables import (
    DEVICE,
    FACT,
    SCHEMA,
)
from coopledger.store.text_shelf import TextShelf
from coopledger.store.volume import refuse_unsafe

__all__ = ["NewPage", "Store", "Summary", "Watch", "change_passphrase", "keys_path"]


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


class Store(PageShelf, TextShelf, ExchangeShelf, ApprovalShelf, HistoryShelf):
    """An open store. Use `create` or `open`, and `close` it."""

    def __init__(self, path: Path, engine: Engine, opened: Unlocked) -> None:
        self.path = path
        self.watches: list[Watch] = []
        """Asked before a page is kept and told after it is."""
        self._engine = engine
        self._under_way = None
        self._rows, self._keys = {}, {}
        self._secret = opened.key
        with engine.begin() as connection:
            facts = connection.execute(select(FACT.c.name, FACT.c.value))
            self._facts = dict(facts.all())
            public = connection.execute(select(DEVICE.c.public)).scalar_one()
        device = SigningKey(opened.seed) if opened.seed else None
        if device is None or device.public != public:
            raise Refusal("keys_of_another", value=str(keys_path(path)))
        self.device = device

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
            Refusal: there is one already, the folder cannot be written, or it is on a stick or on
                the network.
        """
        if path.exists():
            raise Refusal("store_exists", value=str(path))
        refuse_unsafe(path)
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
        """Open a store; with an empty passphrase, by the system's keyring if that was switched on.

        Raises:
            Refusal: it is not there, on a stick or on the network, in use, newer than this program,
                or the passphrase is wrong.
        """
        if not path.is_file():
            raise Refusal("store_missing", value=str(path))
        refuse_unsafe(path)
        file = keys.read(keys_path(path))
        by_keyring = file.in_keyring and not passphrase
        opened = system_keyring.unlock(file) if by_keyring else file.unlock_all(passphrase)
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

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    # Facts, and the file itself

    def fact(self, name: str) -> str:
        """What was noted about this store under a name; empty if nothing was."""
        return self._facts.get(name, "")

    def note_fact(self, name: str, value: str) -> None:
        """Note something about this store; nothing about its money."""
        with self.transaction() as connection:
            connection.execute(delete(FACT).where(FACT.c.name == name))
            connection.execute(insert(FACT), [{"name": name, "value": value}])
        self._facts[name] = value

    def copy_to(self, path: Path) -> None:
        """Copy the whole store under its own key, with its keys file; see `backup.copy`."""
        backup.copy(self._engine, self._secret, path, keys_path(self.path))

    def is_sound(self, *, blocks: bool) -> bool:
        """Whether the open file reads well: its tables, and with ``blocks`` every block's seal."""
        return backup.is_sound(self._engine, blocks=blocks)

    def try_copy(self, path: Path) -> backup.Contents:
        """Open a copy of this store and read it from end to end, as a restore would.

        Raises:
            Refusal: it is damaged, not under this store's key, or a newer program made it.
        """
        return backup.check(path, self._secret)

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
