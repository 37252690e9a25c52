"""Backups: after each page to a chosen second place, and on demand; put back by `restore`.

A backup is a checked copy of the whole store; see `coopledger.store.backup`. A store of a whole
branch is some tens of megabytes, copied and checked in less than a second, so one kind is enough.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coopledger.domain.errors import Refusal
from coopledger.store import backup as copies
from coopledger.store.backup import Copy
from coopledger.store.files import is_there
from coopledger.store.restoring import Restored
from coopledger.store.restoring import restore as put_back
from coopledger.store.store import NewPage, Store

if TYPE_CHECKING:
    from coopledger.app.ledger import Ledger

FOLDER = "backup_folder"
"""Name of the store's fact that has the chosen place."""
SUBFOLDER = "coopledger-backups"
"""Made in the place that was chosen: where it is missing, the stick is not in."""
DAILY = timedelta(days=1)


class Made(msgspec.Struct, frozen=True):
    """A backup that was made, how many there are now, and whether on the ledger's own disk."""

    file: Path
    backups: int
    same_disk: bool


class PageBackups:
    """Backs an open store up after each page, once a place was chosen; see `Watch`.

    A page that is sealed stays sealed when its backup cannot be made.

    Attributes:
        problem: why the last backup was not made, or None.
    """

    def __init__(self, store: Store) -> None:
        self.problem: Refusal | None = None
        self._store = store
        store.watches.append(self)

    def before(self, new: NewPage) -> None:
        """Nothing to say to a page that is not kept yet."""

    def after(self, newest: Mapping[str, NewPage]) -> None:
        """Back the store up."""
        if newest and self._store.fact(FOLDER):
            self.make()

    def after_import(self) -> None:
        """Back the store up after pages came from elsewhere."""
        if self._store.fact(FOLDER):
            self.make()

    def make(self) -> Made | None:
        """Back the store up now; None, and `problem` says why, if it could not be."""
        try:
            made = _make(self._store)
        except Refusal as refusal:
            self.problem = refusal
            return None
        self.problem = None
        return made


def choose_folder(ledger: "Ledger", folder: Path) -> Made:
    """Make the first backup in a place, and one there after each page from now on.

    They lie in a folder of their own in it, `SUBFOLDER`.

    Raises:
        Refusal: there is no room, or the place cannot be written; the earlier choice stays.
    """
    before, place = ledger.store.fact(FOLDER), folder.absolute() / SUBFOLDER
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Refusal("not_writable", value=str(place), reason=problem.strerror or "") from None
    ledger.store.note_fact(FOLDER, str(place))  # first, so that the copy knows its place too
    try:
        return _make(ledger.store)
    except Refusal:
        ledger.store.note_fact(FOLDER, before)
        raise


def back_up(ledger: "Ledger") -> Made:
    """Make a backup in the chosen place.

    Raises:
        Refusal: none was chosen, it is not there now, there is no room, or it cannot be written.
    """
    if not ledger.store.fact(FOLDER):
        raise Refusal("no_backup_folder")
    return _make(ledger.store)


def back_up_daily(ledger: "Ledger", now: datetime | None = None) -> Made | None:
    """Make a backup if a place was chosen and the newest one there is a day old.

    For the start of a program: drafts and facts change without a page. Never a refusal; the reason
    why none was made is `PageBackups.problem`.
    """
    folder, found = ledger.store.fact(FOLDER), backups_of(ledger)
    moment = now or datetime.now(UTC)
    if not folder or (found and moment - found[-1].made < DAILY):
        return None
    return ledger.page_backups.make()


def backups_of(ledger: "Ledger") -> list[Copy]:
    """The good backups in the chosen place, oldest first; none if it is not there now."""
    folder = ledger.store.fact(FOLDER)
    return copies.copies_in(Path(folder), ledger.store.name) if folder else []


def restore(copy: Path, place: Path, passphrase: str) -> Restored:
    """Put a backup back where a ledger lies or lay; what it replaces is kept beside it.

    A ledger that is put back to before pages that this laptop wrote can be read; no page is
    written in those books.

    Raises:
        Refusal: see `coopledger.store.restoring.restore`.
    """
    return put_back(copy, place, passphrase)


def _make(store: Store) -> Made:
    folder = Path(store.fact(FOLDER))
    if not is_there(folder):  # never made again here: it would be on the laptop's own disk
        raise Refusal("backup_place_away", value=str(folder))
    try:
        return _make_in(folder, store)
    except OSError as problem:  # the place dies meanwhile
        raise Refusal("not_writable", value=str(folder), reason=problem.strerror or "") from None


def _make_in(folder: Path, store: Store) -> Made:
    file = folder / copies.name_for(store.name, datetime.now(UTC))
    store.copy_to(file)
    there = copies.copies_in(folder, store.name)
    old = [each for each in copies.superseded(there) if each.path != file]
    copies.drop(old)
    copies.sweep(folder, store.name)
    same = copies.same_disk(store.path, folder)
    return Made(file, len(there) - len(old), same)
