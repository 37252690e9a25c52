"""Making what was written last through a power cut."""

import os
from pathlib import Path


def sync_file(path: Path) -> None:
    """Wait until a file's bytes are on the disk.

    Raises:
        OSError: the disk says that they are not.
    """
    _sync(path, os.O_RDWR)


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder last, where the system can.

    Raises:
        OSError: the disk says that it does not.
    """
    if os.name == "posix":
        _sync(folder, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
