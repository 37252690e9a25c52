"""Files that must be whole or not there: written beside, flushed, renamed, folder flushed.

And folders that may be gone, or dying.
"""

import os
from contextlib import suppress
from pathlib import Path

from coopledger.domain.errors import Refusal
from coopledger.ledger.disk import sync_folder


def is_there(folder: Path) -> bool:
    """Whether a folder can be looked into; a share that went dead, or no name at all, cannot."""
    try:
        return folder.is_dir()
    except OSError:
        return False


def replace(path: Path, data: bytes, *, last: bool = True) -> None:
    """Write a file so that a power cut leaves the old one or the new one, nothing between.

    Args:
        path: the file.
        data: all of it.
        last: wait until the new one is sure to be there after a power cut.

    Raises:
        Refusal: `not_writable`: the folder cannot be written; ``errno`` says why.
    """
    part = path.with_name(path.name + ".part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        if last:
            sync_folder(path.parent)
    except OSError as problem:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        told = {"reason": problem.strerror or "", "errno": problem.errno or 0}
        raise Refusal("not_writable", value=str(path), **told) from None
