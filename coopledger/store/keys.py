"""The keys file on the disk: read, and replaced only by one that is proved to open."""

from collections.abc import Callable
from pathlib import Path

from coopledger.domain.errors import Refusal
from coopledger.ledger import keyfile
from coopledger.ledger.disk import sync_folder
from coopledger.ledger.keyfile import KeyFile
from coopledger.store.files import replace


def read(path: Path) -> KeyFile:
    """Read a keys file.

    Raises:
        Refusal: it is not there, or damaged.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        raise Refusal("keys_missing", value=str(path)) from None
    return keyfile.decode(raw)


def write_proved(path: Path, keys: KeyFile, proof: Callable[[KeyFile], bool]) -> None:
    """Put a keys file in its place after it was read back from the disk and opened.

    The earlier file stays until then; a power cut leaves one of the two, whole.

    Raises:
        Refusal: it cannot be written, or what was read back does not open; the earlier one stays.
    """
    fresh = path.with_name(path.name + ".new")
    replace(fresh, keys.encode())
    if not proof(read(fresh)):
        fresh.unlink()
        raise Refusal("keys_not_proved", value=str(path))
    try:
        fresh.replace(path)
        sync_folder(path.parent)
    except OSError as problem:
        raise Refusal("not_writable", value=str(path), reason=problem.strerror or "") from None
