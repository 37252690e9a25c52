"""What a laptop takes to the stick: a bundle for one device, or for whoever has a passphrase."""

import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from coopledger.app.cooperative import EVERY, registry_of
from coopledger.app.ledger import Ledger
from coopledger.app.people import seal_people
from coopledger.domain.errors import Refusal
from coopledger.ledger import boxes
from coopledger.ledger.keyfile import USUAL_COST, Cost
from coopledger.ledger.registry import Enrolled, Registry
from coopledger.store import keys
from coopledger.store.store import keys_path
from coopledger.sync import age_file, stick
from coopledger.sync.composing import Composed, compose

Progress = Callable[[int, int], None]
"""Called with how many books are packed, and of how many; what it raises breaks off."""
NUMBER = "bundle_number"
"""Fact: how many bundles this device has made."""


class Exported(msgspec.Struct, frozen=True):
    """A bundle on the stick; ``short`` if cards or photos are left for a later one."""

    file: Path
    to: str
    books: int
    pages: int
    bytes: int
    short: bool


def _quiet(_done: int, _of: int) -> None:
    """Tell nobody."""


def export(
    ledger: Ledger, folder: Path, to: str, *, full: bool = False, progress: Progress = _quiet
) -> Exported:
    """Write a bundle for one device into a folder.

    Args:
        ledger: the open ledger.
        folder: on the stick.
        to: the device's short name.
        full: send all pages, whatever the device is known to have.
        progress: see `Progress`.

    Raises:
        Refusal: `unknown_device`; see also `sync.stick.write`.
    """
    known = registry_of(ledger)
    device = known.devices.get(to)
    if device is None or device.state != "active":
        raise Refusal("unknown_device", value=to)
    made, number = _compose(ledger, known, [device], full=full, progress=progress)
    own = boxes.device_box(ledger.store.device.seed).public
    file = age_file.lock(made.packed, [device.box, own, *_recovery(ledger)])
    return _written(ledger, folder, f"{to}-{number:05}", file, made, to)


def export_worded(
    ledger: Ledger,
    folder: Path,
    passphrase: str,
    books: Sequence[str],
    cost: Cost = USUAL_COST,
    *,
    progress: Progress = _quiet,
) -> Exported:
    """Write a bundle that whoever has a passphrase can open; see `export`.

    Raises:
        Refusal: the passphrase is empty; see also `sync.stick.write`.
    """
    if not passphrase.strip():
        raise Refusal("empty_passphrase")
    chosen = None if EVERY in books else books
    known = registry_of(ledger)
    made, number = _compose(ledger, known, [], full=True, books=chosen, progress=progress)
    own = boxes.device_box(ledger.store.device.seed).public
    file = age_file.lock_under(passphrase, made.packed, [own, *_recovery(ledger)], cost)
    return _written(ledger, folder, f"words-{number:05}", file, made, "")


def _compose(
    ledger: Ledger,
    known: Registry,
    to: Sequence[Enrolled],
    *,
    full: bool,
    books: Sequence[str] | None = None,
    progress: Progress = _quiet,
) -> tuple[Composed, int]:
    seal_people(ledger)
    number = int(ledger.store.fact(NUMBER) or 0) + 1
    recovery = next(iter(_recovery(ledger)), b"")
    with ledger.store.transaction():  # it asks much of each of thousands of books
        made = compose(
            ledger.store,
            known,
            to,
            number=number,
            time=time.time_ns() // 1_000_000,
            recovery=recovery,
            full=full,
            books=books,
            progress=progress,
        )
    return made, number


def _recovery(ledger: Ledger) -> list[bytes]:
    found = keys.read(keys_path(ledger.store.path)).recovery_keys
    return [bytes.fromhex(public) for public in found[:1]]


def _written(
    ledger: Ledger, folder: Path, name: str, file: bytes, made: Composed, to: str
) -> Exported:
    box = boxes.device_box(ledger.store.device.seed)
    # Counted before it is there: a number is never used twice, whatever happens to the stick.
    ledger.store.note_fact(NUMBER, str(int(ledger.store.fact(NUMBER) or 0) + 1))
    # A laptop that is put back from a backup counts anew, and others know files by their names.
    which = sha256(file).hexdigest()[:8]
    name = f"{ledger.store.device.id}-{name}-{which}{stick.SUFFIX}"
    path = stick.write(folder, name, file)
    try:
        back = stick.read(path)
    except Refusal:
        raise Refusal("stick_pulled", value=str(folder)) from None
    if age_file.unlock(back, [box]) != made.packed:
        raise Refusal("stick_broken", value=str(folder))
    return Exported(path, to, made.books, made.pages, len(file), made.short)
