"""Writing to a stick so that it may be pulled out when we say so, and reading from one."""

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from coopledger.domain.errors import Refusal
from coopledger.ledger.disk import sync_folder
from coopledger.store.files import is_there, replace
from coopledger.sync.limits import MAX_FILE

SUFFIX = ".bundle"
REQUEST = ".request"
FOLDER = "CoopLedger"
"""Where bundles lie on a drive; FAT16 takes few files in its topmost folder, and more below."""
_REFUSED = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "stick_full"),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), "stick_read_only"),
    **dict.fromkeys((errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.ENOTDIR), "stick_pulled"),
}
"""By what the system says; all else is a stick that dies. Windows' own numbers come as these."""
_MOST_FOUND = 500


def write(folder: Path, name: str, data: bytes) -> Path:
    """Write a file, and read it back from the stick before it counts as written.

    It lies there under a name ending in ``.part`` until it is whole. Names are made by us, of
    plain letters, so that every file system takes them.

    Raises:
        Refusal: `stick_missing`, `stick_full`, `stick_read_only`, `stick_pulled`: it is gone before
            it was done; or `stick_broken`: what was read back is not what was written.
    """
    if not is_there(folder):
        raise Refusal("stick_missing", value=str(folder))
    path = folder / name
    with suppress(OSError):
        if shutil.disk_usage(folder).free < len(data):
            raise Refusal("stick_full", value=str(folder), needed=len(data))
    try:
        replace(path, data)
    except Refusal as refusal:
        code = _REFUSED.get(int(str(refusal.params.get("errno", 0))), "stick_broken")
        raise Refusal(code if is_there(folder) else "stick_pulled", value=str(folder)) from None
    if _read_back(path) != data:
        if not is_there(folder):
            raise Refusal("stick_pulled", value=str(folder))
        with suppress(OSError):
            path.unlink()
        raise Refusal("stick_broken", value=str(folder))
    return path


def as_text(name: str) -> str:
    """A file's name as text, with a mark for each byte that is none: old sticks have such names."""
    return name.encode("utf-8", "replace").decode()


def place_on(drive: Path) -> Path:
    """The folder for bundles on a drive, made if need be.

    Raises:
        Refusal: as `write`.
    """
    folder = drive / FOLDER
    if not is_there(drive):
        raise Refusal("stick_missing", value=str(drive))
    try:
        folder.mkdir(exist_ok=True)
        sync_folder(drive)  # a new folder lasts when the one that it lies in does
    except OSError as problem:
        code = _REFUSED.get(problem.errno or 0, "stick_broken")
        raise Refusal(code, value=str(drive)) from None
    return folder


def found_on(drive: Path, suffix: str = SUFFIX) -> list[Path]:
    """The files of that ending on a drive or in a folder, newest first; other folders are left.

    Raises:
        Refusal: `stick_missing`, or `stick_broken`: it cannot be read.
    """
    found: dict[Path, float] = {}
    try:
        for folder in (drive, drive / FOLDER):
            if folder is drive or folder.is_dir():
                for path in folder.iterdir():
                    with suppress(FileNotFoundError):  # one that goes meanwhile hides no other
                        if _is(path, suffix):
                            found[path] = path.stat().st_mtime
        drive.stat()  # where all of them went, so did the stick
    except FileNotFoundError:
        raise Refusal("stick_missing", value=str(drive)) from None
    except OSError:
        raise Refusal("stick_broken", value=str(drive)) from None
    return sorted(found, key=lambda path: (-found[path], path.name))[:_MOST_FOUND]


def _is(path: Path, suffix: str) -> bool:
    # What begins with a dot is a syncer's half copy, or macOS's note about a file.
    return path.name.endswith(suffix) and not path.name.startswith((".", "~")) and path.is_file()


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
