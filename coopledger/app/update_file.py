"""Reading and writing the file of an update; see `coopledger.ledger.update` for what is in it.

After the line ``coopledger-update/1``: the manifest's length in four bytes (big-endian) and the
manifest; the seals' length and the seals; then the files, each a zlib stream of the length that the
manifest tells. The file ends there.
"""

from __future__ import annotations

import errno
import hashlib
import os
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from coopledger.app.check import Progress
from coopledger.domain.errors import Refusal
from coopledger.ledger import update
from coopledger.ledger.disk import sync_file
from coopledger.ledger.seals import Seal
from coopledger.ledger.update import File, Manifest, ReleaseKeys

_CHUNK = 1 << 16
_LENGTH = struct.Struct(">I")


class Offer(msgspec.Struct, frozen=True):
    """An update whose manifest is believed.

    Attributes:
        path: its file.
        manifest: what it brings.
        signers: names of the release keys that sealed it.
        start: where the files begin, in bytes.
    """

    path: Path
    manifest: Manifest
    signers: tuple[str, ...]
    start: int


def no_steps(_done: int, _of: int) -> None:
    """Told how far it is, to nobody."""


def read(path: Path, pinned: ReleaseKeys) -> Offer:
    """Read and judge the head of an update; of the files only that their lengths are right.

    Raises:
        Refusal: `file_missing`, `update_damaged`, and those of `update.admit`.
    """
    raw, seals, start = head(path)
    manifest, signers = update.admit(raw, seals, pinned)
    try:
        size = path.stat().st_size
    except OSError:
        raise Refusal("file_missing", file=str(path), value=str(path)) from None
    if size != start + sum(file.packed for file in manifest.files):
        raise Refusal("update_damaged", value=path.name)
    return Offer(path, manifest, tuple(signers), start)


def head(path: Path) -> tuple[bytes, tuple[Seal, ...], int]:
    """The manifest's bytes and the seals, believed by nobody yet, and where the files begin.

    Raises:
        Refusal: `file_missing`, `update_damaged`.
    """
    try:
        with path.open("rb") as file:
            if file.read(len(update.MAGIC)) != update.MAGIC:
                raise Refusal("update_damaged", value=path.name)
            manifest = _part(file, update.MAX_MANIFEST, path)
            seals = update.read_seals(_part(file, update.MAX_SEALS, path))
            return manifest, seals, file.tell()
    except OSError:
        raise Refusal("file_missing", file=str(path), value=str(path)) from None


def _part(file: BinaryIO, most: int, path: Path) -> bytes:
    told = file.read(_LENGTH.size)
    length = _LENGTH.unpack(told)[0] if len(told) == _LENGTH.size else most + 1
    raw = file.read(length) if length <= most else b""
    if len(raw) != length:
        raise Refusal("update_damaged", value=path.name)
    return raw


def unpack(offer: Offer, folder: Path | None, step: Progress = no_steps) -> None:
    """Check every file of an update, and write it below a folder if there is one.

    Args:
        offer: what was read.
        folder: an empty one; None to check only.
        step: told bytes done, of how many.

    Raises:
        Refusal: `update_damaged`: a file is not the one that was sealed.
        OSError: it cannot be read or written.
    """
    of, done = sum(file.packed for file in offer.manifest.files), 0
    with offer.path.open("rb") as source:
        source.seek(offer.start)
        for file in offer.manifest.files:
            step(done, of)
            _unpack_one(source, file, None if folder is None else folder / file.path)
            done += file.packed
    if folder is not None and hasattr(os, "sync"):
        os.sync()
    step(of, of)


def _unpack_one(source: BinaryIO, file: File, target: Path | None) -> None:
    if target is None:
        for _data in _unpacked(source, file):
            pass
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o755 if file.runs else 0o644
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(target, flags, mode), "wb") as writing:
        for data in _unpacked(source, file):
            writing.write(data)
    if not hasattr(os, "sync"):
        sync_file(target)


def _unpacked(source: BinaryIO, file: File) -> Iterator[bytes]:
    """A file's bytes, never more of them than the manifest tells.

    Raises:
        Refusal: `update_damaged`: the stream is not the one that was sealed.
    """
    stream, digest = zlib.decompressobj(), hashlib.sha256()
    left, room, waiting = file.packed, file.size, b""
    try:
        while not stream.eof:
            if not waiting:
                waiting = source.read(min(left, _CHUNK))
                left -= len(waiting)
                digest.update(waiting)
            data = stream.decompress(waiting, _CHUNK)
            room -= len(data)
            if room < 0 or not (data or waiting or stream.eof):
                raise Refusal("update_damaged", value=file.path)
            waiting = stream.unconsumed_tail
            if data:
                yield data
    except zlib.error:
        raise Refusal("update_damaged", value=file.path) from None
    if left or room or stream.unused_data or digest.hexdigest() != file.sha256:
        raise Refusal("update_damaged", value=file.path)


def write(
    path: Path,
    manifest: Manifest,
    seals: tuple[Seal, ...],
    packed: Callable[[BinaryIO], None],
) -> None:
    """Write an update's file; ``packed`` writes the files' streams in the manifest's order."""
    write_raw(path, msgspec.json.encode(manifest), seals, packed)


def write_raw(
    path: Path, manifest: bytes, seals: tuple[Seal, ...], packed: Callable[[BinaryIO], None]
) -> None:
    """The same from a manifest's bytes as they were sealed."""
    part, told = path.with_name(path.name + ".part"), update.write_seals(seals)
    with part.open("wb") as file:
        file.write(update.MAGIC)
        for raw in (manifest, told):
            file.write(_LENGTH.pack(len(raw)) + raw)
        packed(file)
    sync_file(part)
    part.replace(path)


def no_room(problem: OSError, place: Path) -> Refusal:
    """The refusal for a disk that did not take an update, or a stick that was pulled."""
    full = problem.errno == errno.ENOSPC
    code = "disk_full" if full else "update_not_written"
    return Refusal(code, value=str(place), reason=problem.strerror or "")
