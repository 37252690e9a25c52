"""What the quiet look leaves behind, in a small file beside this laptop's memory of its pages.

It keeps the day on which all was well, and the place for backups: so the doctor knows where they
are when the ledger cannot be opened.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from coopledger.app.places import state_folder
from coopledger.domain.errors import Refusal
from coopledger.store import keys
from coopledger.store.files import replace
from coopledger.store.store import keys_path


class Last(msgspec.Struct, frozen=True):
    """The day (UTC) on which all was well, empty if it was not; the place for backups."""

    day: str
    backups: str


def read(store: str) -> Last | None:
    """What was kept about a store, by its random name; None if nothing was."""
    try:
        return msgspec.json.decode(_file(store).read_bytes(), type=Last)
    except (OSError, msgspec.DecodeError):
        return None


def keep(store: str, last: Last) -> None:
    """Keep it; where that cannot be done, the next start looks again."""
    with suppress(OSError, Refusal):
        _file(store).parent.mkdir(parents=True, exist_ok=True)
        replace(_file(store), msgspec.json.encode(last), last=False)


def backups_of(ledger: Path) -> tuple[Path, ...]:
    """Where backups of a ledger were made when it was opened last; empty if that is not known."""
    with suppress(Refusal):
        last = read(keys.read(keys_path(ledger)).store)
        return (Path(last.backups),) if last is not None and last.backups else ()
    return ()


def _file(store: str) -> Path:
    return state_folder() / f"care-{store}.json"
