"""Writing to a stick so that it may be pulled out when we say so, and reading from one."""

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from coopledger.domain.errors import Refusal
from coopledger.store.files import replace
from coopledger.sync.limits import MAX_FILE

SUFFIX = ".bundle"


def write(folder: Path, name: str, data: bytes) -> Path:
    """Write a file, and read it back from the stick before it counts as written.

    It lies there under a name ending in ``.part`` until it is whole. Names are made by us, of
    plain letters, so that every file system takes them.

    Raises:
        Refusal: `stick_missing`, `stick_full`, `stick_read_only`, or `stick_broken`: what was read
            back is not what was written.
    """
    if not folder.is_dir():
        raise Refusal("stick_missing", value=str(folder))
    path = folder / name
    with suppress(OSError):
        if shutil.disk_usage(folder).free < len(data):
            raise Refusal("stick_full", value=str(folder), needed=len(data))
    try:
        replace(path, data)
    except Refusal as refusal:
        raise Refusal(_code(str(refusal.params.get("reason"))), value=str(folder)) from None
    if _read_back(path) != data:
        with suppress(OSError):
            path.unlink()
        raise Refusal("stick_broken", value=str(folder))
    return path


def read(path: Path) -> bytes:
    """All of a file; it is taken into memory first, because a stick may be pulled out.

    Raises:
        Refusal: `bundle_missing`, `bundle_too_large`, or `stick_broken`.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except FileNotFoundError:
        raise Refusal("bundle_missing", value=str(path)) from None
    except OSError:
        raise Refusal("stick_broken", value=str(path)) from None
    if len(data) > MAX_FILE:
        raise Refusal("bundle_too_large", value=str(path))
    return data


def _read_back(path: Path) -> bytes:
    """The file as it lies on the stick, not as the system remembers it, where that can be had."""
    try:
        with path.open("rb") as file:
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            return file.read()
    except OSError:
        return b""


def _code(reason: str) -> str:
    if reason == os.strerror(errno.ENOSPC):
        return "stick_full"
    return "stick_broken" if reason == os.strerror(errno.EIO) else "stick_read_only"
