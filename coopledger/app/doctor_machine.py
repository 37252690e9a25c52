"""What the doctor asks of the laptop itself: room, clock, disk, fonts, keyring, files' rights."""

from __future__ import annotations

import getpass
import os
import shutil
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from coopledger import __released__
from coopledger.app import keyring_lock
from coopledger.app.backups import SUBFOLDER
from coopledger.app.check import Check
from coopledger.domain.errors import Refusal
from coopledger.reports.fonts import FACES, coverage, font_file
from coopledger.store import keys
from coopledger.store.backup import Copy, copies_in
from coopledger.store.files import is_there
from coopledger.store.store import keys_path
from coopledger.store.volume import is_unsafe

_MB = 1 << 20
NEEDED, WANTED = 20 * _MB, 200 * _MB
"""Bytes that must be free, and that should be, beside copies of the ledger."""
_SLACK = timedelta(hours=1)
_FAR = timedelta(days=15 * 366)
"""A clock so long after the program's own day has jumped: batteries die, years overflow."""
_BROKEN_OFF = (".part", ".new", ".incoming")
_SAMPLES = {
    "CoopSans": "A\u00e9",
    "CoopEthiopic": "\u1200",
    "CoopDevanagari": "\u0915",
    "CoopArabic": "\u0639",
}


def space(path: Path) -> Iterator[Check]:
    """Whether the ledger's disk has room for it and for a copy of it."""
    folder = _existing(path)
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        yield Check("space", "warn", "space_unknown")
        return
    size = path.stat().st_size if path.is_file() else 0
    told: dict[str, object] = {"free": free // _MB, "size": -(-size // _MB)}
    if free < size + NEEDED:
        yield Check("space", "bad", "space_none", told)
    elif free < 3 * size + WANTED:
        yield Check("space", "warn", "space_low", told)
    else:
        yield Check("space", "good", "space_enough", told)


def clock(now: datetime, written: int) -> Iterator[Check]:
    """Whether the clock can be right.

    Args:
        now: what it shows.
        written: when this laptop last wrote, by its own clock then (ms); 0 if it never did.
    """
    last = datetime.fromtimestamp(written / 1000, UTC)
    released = datetime.fromisoformat(__released__).replace(tzinfo=UTC)
    told: dict[str, object] = {"day": _day(now), "last": _day(last), "released": __released__}
    if now < released - timedelta(days=1):
        yield Check("clock", "bad", "clock_before_program", told)
    elif now > released + _FAR:
        yield Check("clock", "bad", "clock_far", told)
    elif now < last - _SLACK:
        yield Check("clock", "bad", "clock_back", told)
    else:
        yield Check("clock", "good", "clock_right", told)


def disk(path: Path) -> Iterator[Check]:
    """Whether the ledger lies on the laptop's own disk."""
    unsafe = is_unsafe(_existing(path))
    yield Check("disk", "bad", "disk_unsafe") if unsafe else Check("disk", "good", "disk_own")


def fonts(*, read: bool) -> Iterator[Check]:
    """Whether the letters of all scripts are there; with ``read`` each file is opened."""
    for face in FACES:
        try:
            font_file(face)
            sound = not read or set(_SAMPLES[face.name]) <= coverage(face)
        except Exception:
            sound = False
        if not sound:
            yield Check("fonts", "bad", "font_missing", {"value": face.family})
            return
    yield Check("fonts", "good", "fonts_there", {"count": len(FACES)})


def keyring(path: Path, *, ask: bool) -> Iterator[Check]:
    """Whether the system's keyring opens the ledger, where it was asked to."""
    if not keyring_lock.is_on(path):
        yield Check("keyring", "good", "keyring_off")
    elif not ask:  # the system may open a window of its own to ask
        yield Check("keyring", "good", "keyring_on")
    elif keyring_lock.opens(path):
        yield Check("keyring", "good", "keyring_opens")
    else:
        yield Check("keyring", "warn", "keyring_shut")


def rights(path: Path) -> Iterator[Check]:
    """Whether other users of the laptop can read the keys file or write the ledger.

    The ledger itself may be read by others: it is encrypted. Not asked on Windows.
    """
    if sys.platform == "win32":
        return
    if _mode(keys_path(path)) & (stat.S_IRGRP | stat.S_IROTH):
        yield Check("rights", "warn", "rights_keys")
    elif (_mode(path) | _mode(keys_path(path))) & (stat.S_IWGRP | stat.S_IWOTH):
        yield Check("rights", "warn", "rights_write")
    else:
        yield Check("rights", "good", "rights_own")


def leftovers(path: Path, place: str) -> Iterator[Check]:
    """How many files beside the ledger and its backups are of work that was broken off."""
    found = 0
    for folder, start in ((path.parent, path.name), (Path(place) if place else None, "coop")):
        if folder is not None:
            with suppress(OSError):
                names = [each.name for each in folder.iterdir()]
                found += sum(
                    name.startswith(start) and name.endswith(_BROKEN_OFF) for name in names
                )
    told: dict[str, object] = {"count": found}
    if found:
        yield Check("leftovers", "warn", "leftovers_there", told)
    else:
        yield Check("leftovers", "good", "leftovers_none")


def backup_places(path: Path) -> list[Path]:
    """Folders in which a ledger's backups may lie when nobody can ask the ledger itself."""
    roots: list[Path] = []
    if sys.platform == "win32":
        roots = [Path(f"{letter}:/") for letter in "DEFGHIJKLMNOPQRSTUVWXYZ"]
    else:
        with suppress(OSError, KeyError):
            roots.append(Path("/media") / getpass.getuser())
            roots.append(Path("/run/media") / getpass.getuser())
        roots += [Path("/media"), Path("/mnt"), Path("/Volumes")]
    found = [path.parent, Path.home(), Path.home() / "Documents"]
    for root in roots:
        found.append(root)
        with suppress(OSError):
            found += [each for each in root.iterdir() if is_there(each)]
    return found


def copies_of(path: Path, places: Sequence[Path]) -> list[Copy]:
    """Backups of a ledger in these folders, or in the folder for backups below them; oldest first.

    The keys file says which store they must be of; without it all are taken, so that the person
    at least knows of them.
    """
    store = ""
    with suppress(Refusal):
        store = keys.read(keys_path(path)).store
    found: set[Copy] = set()
    for place in places:
        for folder in (place, place / SUBFOLDER):
            found.update(copies_in(folder, store) if store else _any(folder))
    return sorted(found)


def _any(folder: Path) -> Iterator[Copy]:
    with suppress(OSError):
        names = {each.name.split("-")[1] for each in folder.glob("coopledger-*-*.coop")}
        for name in names:
            yield from copies_in(folder, name)


def _existing(path: Path) -> Path:
    folder = path.absolute().parent
    while not is_there(folder) and folder != folder.parent:
        folder = folder.parent
    return folder


def _mode(path: Path) -> int:
    try:
        return os.stat(path).st_mode  # noqa: PTH116 - one call, links followed
    except OSError:
        return 0


def _day(moment: datetime) -> str:
    found: date = moment.astimezone().date()
    return found.isoformat()
