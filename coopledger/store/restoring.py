"""A store made from a copy: on the same laptop (restore), or on another one (recover)."""

import errno
import os
import shutil
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from sqlalchemy import text

from coopledger.domain.errors import Refusal
from coopledger.ledger import keyfile
from coopledger.ledger.disk import sync_folder
from coopledger.ledger.keyfile import KeyFile
from coopledger.ledger.seals import SigningKey
from coopledger.store import backup, keys, migrations
from coopledger.store import engine as engines
from coopledger.store.files import replace
from coopledger.store.store import keys_path
from coopledger.store.volume import refuse_unsafe

_JOURNALS = ("-wal", "-journal")


class Restored(msgspec.Struct, frozen=True):
    """A store that was put back: what it holds, and where the one that it replaced lies now."""

    contents: backup.Contents
    kept: Path | None


def restore(copy: Path, place: Path, passphrase: str) -> Restored:
    """Put a copy in the place of a store; what was there is kept beside it under a dated name.

    Until the last step the old store is in its place, whole; that step is one rename.

    Args:
        copy: the copy's file, its keys beside it.
        place: the store's file; there may be none yet.
        passphrase: today's, or the one of the day when the copy was made.

    Raises:
        Refusal: the copy is damaged, or of another store than the one that is there; the
            passphrase opens neither; the store is open in a window; the disk is full.
    """
    refuse_unsafe(place)
    theirs, own = _keys_of(copy), _keys_at(place)
    if own is not None and own.store != theirs.store:
        raise Refusal("backup_of_another", value=str(copy))
    key, stays = _unlock(theirs, own, passphrase)
    incoming = _fetch(copy, place)
    try:
        contents = backup.check(incoming, key)
        if contents.store != theirs.store:
            raise Refusal("backup_damaged", value=str(copy))
        kept = _keep(place, key) if place.exists() else None
        if not stays:  # both files open the same key, so a cut between the two renames is no harm
            replace(keys_path(place), theirs.encode())
        incoming.replace(place)
        sync_folder(place.parent)
    finally:
        _drop(incoming)
    return Restored(contents, kept)


def recover(
    copy: Path,
    place: Path,
    secret: bytes,
    passphrase: str,
    cost: keyfile.Cost = keyfile.USUAL_COST,
) -> backup.Contents:
    """Make a store of this laptop's own from a copy and the recovery secret.

    It has a name, a key and a device of its own, and the recovery sheet of the old one. What the
    copy holds can be read; its books stay the old device's until the officers say otherwise.

    Raises:
        Refusal: there is a store already; the secret is not this copy's; it is damaged; the
            passphrase is empty.
    """
    if place.exists():
        raise Refusal("store_exists", value=str(place))
    if not passphrase.strip():
        raise Refusal("empty_passphrase")
    refuse_unsafe(place)
    theirs = _keys_of(copy)
    old_key = theirs.recover(secret)
    opened, fresh = keyfile.create(passphrase, cost)
    incoming = _fetch(copy, place)
    try:
        contents = backup.check(incoming, old_key)
        _make_own(incoming, old_key, opened, fresh.store)
        if backup.check(incoming, opened.key).heads != contents.heads:
            raise Refusal("backup_damaged", value=str(copy))
        if keys_path(place).exists():  # the store that they open may come back
            _aside(keys_path(place), f"{time.time_ns()}.old")
        sealed = fresh.with_recovery(opened.key, keyfile.recovery_public(secret))
        replace(keys_path(place), sealed.encode())
        incoming.replace(place)
        sync_folder(place.parent)
    finally:
        _drop(incoming)
    return contents


def _make_own(path: Path, old_key: bytes, opened: keyfile.Unlocked, name: str) -> None:
    engine = engines.connect(path, old_key, create=False)
    try:
        migrations.bring_up(engine, lambda _seed: None)  # the old device's seed goes nowhere
        public = SigningKey(opened.seed or b"").public
        with engine.begin() as connection:
            row = {"public": public, "made": int(time.time()), "name": name}
            connection.execute(text("UPDATE device SET public = :public, made = :made"), row)
            said = "INSERT OR REPLACE INTO fact (name, value) SELECT 'recovered_from', value"
            connection.execute(text(f"{said} FROM fact WHERE name = 'store'"))
            connection.execute(text("UPDATE fact SET value = :name WHERE name = 'store'"), row)
            connection.execute(text("DELETE FROM fact WHERE name = 'backup_folder'"))
    finally:
        engine.dispose()
    with closing(engines.open_raw(path, old_key, "rw")) as file:
        file.execute("PRAGMA locking_mode=EXCLUSIVE")
        file.execute("PRAGMA journal_mode=DELETE")
        file.execute(f"PRAGMA rekey=\"x'{opened.key.hex()}'\"")


def _unlock(theirs: KeyFile, own: KeyFile | None, passphrase: str) -> tuple[bytes, bool]:
    """The key, and whether the keys file that is in the place can stay."""
    if own is not None:
        with suppress(Refusal):
            return own.unlock(passphrase), True
    return theirs.unlock(passphrase), False


def _keys_of(copy: Path) -> KeyFile:
    if not copy.is_file():
        raise Refusal("backup_missing", value=str(copy))
    return keys.read(keys_path(copy))


def _keys_at(place: Path) -> KeyFile | None:
    try:
        return keys.read(keys_path(place))
    except Refusal:
        return None


def _fetch(copy: Path, place: Path) -> Path:
    """The copy's bytes beside the place, on the disk."""
    incoming = place.with_name(place.name + ".incoming")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        _drop(incoming)
        for journal in ("", *_JOURNALS):  # a lost laptop's own file may have one
            source = copy.with_name(copy.name + journal)
            if source.is_file():
                _copy(source, incoming.with_name(incoming.name + journal))
    except OSError as problem:
        _drop(incoming)
        raise _no_room(problem, place) from None
    return incoming


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing, 1 << 20)
        writing.flush()
        os.fsync(writing.fileno())


def _keep(place: Path, key: bytes) -> Path:
    """Keep a store that is about to be replaced, byte for byte; it stays in its place too.

    Raises:
        Refusal: it is open in a window, or there is no room.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    kept = place.with_name(f"{place.name}.replaced-{stamp}")
    try:
        for part in ("", *_JOURNALS, ".keys"):
            source = place.with_name(place.name + part)
            if source.is_file():
                _copy(source, kept.with_name(kept.name + part))
        engines.connect(place, key, create=False).dispose()  # its journal goes into the file
    except OSError as problem:
        _drop(kept, keys_path(kept))
        raise _no_room(problem, place) from None
    except Refusal as refusal:
        if refusal.code == "store_busy":
            _drop(kept, keys_path(kept))
            raise
    for journal in (*_JOURNALS, "-shm"):  # left by a file too damaged to open: not for the new one
        place.with_name(place.name + journal).unlink(missing_ok=True)
    return kept


def _aside(path: Path, ending: str) -> None:
    path.rename(path.with_name(f"{path.name}.{ending}"))


def _drop(path: Path, *others: Path) -> None:
    parts = [path.with_name(path.name + part) for part in ("", *_JOURNALS, "-shm")]
    for each in (*parts, *others):
        with suppress(OSError):
            each.unlink(missing_ok=True)


def _no_room(problem: OSError, place: Path) -> Refusal:
    code = "disk_full" if problem.errno == errno.ENOSPC else "not_writable"
    return Refusal(code, value=str(place), reason=problem.strerror or "")
