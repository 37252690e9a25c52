"""Copies of the whole store: page-exact, under the same key, checked before they get their name.

A copy is two files, the store and beside it its keys, so that it opens as it lies. Dated names say
when it was made (UTC); a name ends the work, so a copy that has one was checked.
"""

import errno
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine

from coopledger.domain.errors import Refusal
from coopledger.ledger.disk import sync_file, sync_folder
from coopledger.ledger.heads import Head
from coopledger.ledger.packing import unpack
from coopledger.ledger.page import HEADER, sha256
from coopledger.store.engine import open_raw
from coopledger.store.files import replace
from coopledger.store.tables import APPLICATION, SCHEMA

# Book by book: one look into the index for each, however many pages it has.
HEADS = (
    "SELECT book.book_id, page.header FROM book CROSS JOIN page ON page.book = book.id"
    " AND page.fork = 0 AND page.number ="
    " (SELECT max(number) FROM page AS other WHERE other.book = book.id AND other.fork = 0)"
)
LAST, DAYS, MONTHS = 3, 7, 12
"""How many copies stay: the last ones, one a day of the last days, one a month of the last."""
_STAMP = "%Y%m%d-%H%M%S"
_SUFFIX = ".coop"


class Contents(msgspec.Struct, frozen=True):
    """What a file was found to hold."""

    store: str
    schema: int
    heads: dict[str, Head]


class Copy(msgspec.Struct, frozen=True, order=True):
    """A copy in a folder and when it was made (UTC)."""

    made: datetime
    path: Path


def read_heads(rows: Iterable[Sequence[object]]) -> Iterator[tuple[str, Head]]:
    """Book ids and heads from the rows of `HEADS`."""
    for book_id, packed in rows:
        header = unpack(packed)  # type: ignore[arg-type]
        read = HEADER.decode(header)
        yield str(book_id), Head(read.number, sha256(header), read.device)


def copy(engine: Engine, key: bytes, path: Path, keys_file: Path) -> Contents:
    """Copy an open store and its keys file; both are on the disk when this returns.

    Args:
        engine: the open store.
        key: the store's key, which is the copy's too.
        path: the copy's file; its folder is made if need be. The keys file lies beside it.
        keys_file: the store's.

    Raises:
        Refusal: there is no room, the place cannot be written, or what was read back is not what
            the store holds. An earlier file of that name is left as it was.
    """
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        source = engine.raw_connection()
        try:
            held = source.cursor().execute(HEADS).fetchall()
            with closing(open_raw(part, key, "rwc")) as target:
                # It gets its name only when it is whole; until then speed may be had.
                target.execute("PRAGMA synchronous=OFF")
                source.driver_connection.backup(target)  # type: ignore[union-attr]
                target.execute("PRAGMA journal_mode=DELETE")
        finally:
            source.close()
        found = check(part, key)
        if found.heads != dict(read_heads(held)):
            raise Refusal("backup_damaged", value=str(path))
        sync_file(part)
        replace(path.with_name(path.name + ".keys"), keys_file.read_bytes())
        part.replace(path)
        sync_folder(path.parent)
    except (OSError, sqlcipher.Error) as problem:
        full = "full" in str(problem) or getattr(problem, "errno", 0) == errno.ENOSPC
        code = "backup_no_room" if full else "not_writable"
        raise Refusal(code, value=str(path.parent), reason=str(problem)) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return found


def check(path: Path, key: bytes) -> Contents:
    """Read a closed file from end to end: every block's seal, the tables, the heads.

    Raises:
        Refusal: it is damaged or not under this key, or a newer program made it.
    """
    try:
        with closing(open_raw(path, key, "rw")) as file:
            ask = file.execute
            if ask("PRAGMA application_id").fetchone()[0] != APPLICATION:  # an empty file opens
                raise Refusal("backup_damaged", value=str(path))
            schema = ask("PRAGMA user_version").fetchone()[0]
            if schema > SCHEMA:
                raise Refusal("newer_store", value=schema)
            broken = ask("PRAGMA cipher_integrity_check").fetchall()
            if broken or ask("PRAGMA quick_check").fetchone()[0] != "ok":
                raise Refusal("backup_damaged", value=str(path))
            store = ask("SELECT value FROM fact WHERE name = 'store'").fetchone()[0]
            return Contents(store, schema, dict(read_heads(ask(HEADS).fetchall())))
    except (sqlcipher.Error, ValueError, TypeError, msgspec.DecodeError):
        raise Refusal("backup_damaged", value=str(path)) from None


def is_sound(engine: Engine, *, blocks: bool) -> bool:
    """Whether an open file's tables read well, and with ``blocks`` the seal of every block."""
    raw = engine.raw_connection()
    try:
        ask = raw.cursor().execute
        if ask("PRAGMA quick_check").fetchone()[0] != "ok":
            return False
        return not (blocks and ask("PRAGMA cipher_integrity_check").fetchall())
    except sqlcipher.Error:
        return False
    finally:
        raw.close()


def name_for(store: str, moment: datetime) -> str:
    """File name of a copy of that store made at that moment."""
    return f"coopledger-{store[:8]}-{moment.astimezone(UTC).strftime(_STAMP)}{_SUFFIX}"


def copies_in(folder: Path, store: str) -> list[Copy]:
    """The finished copies of a store in a folder, oldest first; none if it is not there."""
    start, found = f"coopledger-{store[:8]}-", []
    with suppress(OSError):
        for path in folder.glob(f"{start}*{_SUFFIX}"):
            stamp = path.name.removeprefix(start).removesuffix(_SUFFIX)
            with suppress(ValueError):
                made = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
                if path.with_name(path.name + ".keys").is_file():
                    found.append(Copy(made, path))
    return sorted(found)


def superseded(copies: Sequence[Copy]) -> list[Copy]:
    """The copies that the rule lets go; days and months are those that have a copy.

    So nothing is lost to a clock that was set wrong for a while: it has no "today" to count from.
    """
    newest_first = sorted(copies, reverse=True)
    days: dict[str, Copy] = {}
    months: dict[str, Copy] = {}
    for each in newest_first:
        days.setdefault(each.made.strftime("%Y%m%d"), each)
        months.setdefault(each.made.strftime("%Y%m"), each)
    kept = {*newest_first[:LAST], *[*days.values()][:DAYS], *[*months.values()][:MONTHS]}
    return [each for each in sorted(copies) if each not in kept]


def drop(copies: Iterable[Copy]) -> None:
    """Delete copies, the store before its keys; one that cannot be deleted stays."""
    for each in copies:
        with suppress(OSError):
            each.path.unlink()
            each.path.with_name(each.path.name + ".keys").unlink()


def sweep(folder: Path, store: str) -> None:
    """Delete what copies that were broken off left behind."""
    start = f"coopledger-{store[:8]}-"
    for part in folder.glob(f"{start}*.part*"):
        with suppress(OSError):
            part.unlink()
    for keys_file in folder.glob(f"{start}*{_SUFFIX}.keys"):
        if not keys_file.with_suffix("").exists():
            with suppress(OSError):
                keys_file.unlink()


def same_disk(one: Path, other: Path) -> bool:
    """Whether two places, or the nearest folders that exist above them, lie on one disk.

    Two partitions of one disk count as one where the system tells (Linux).
    """
    return _disk(one) == _disk(other)


def _disk(path: Path) -> str:
    try:
        device = path.stat().st_dev
    except OSError:  # not there yet, or it cannot be asked
        return "" if path == path.parent else _disk(path.parent)
    if sys.platform == "linux":
        block = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}")
        if block.exists():
            real = block.resolve()
            return str(real.parent if (real / "partition").exists() else real)
    return str(device)
