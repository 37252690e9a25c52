"""Books to a stick and from one, as a person does it: done, and noted in the history.

The history is for people. It is written after the deed, by itself: a power cut between the two
costs a line of it and no page.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from coopledger.app import bundle_import
from coopledger.app.bundle_export import Exported, Progress, export, export_worded
from coopledger.app.bundle_import import Examined, Opening
from coopledger.app.cooperative import DeviceRow, facts
from coopledger.app.ledger import Ledger
from coopledger.app.sticks import Place, check_still_there, writing_folder
from coopledger.domain.errors import Refusal
from coopledger.ledger.keyfile import USUAL_COST, Cost
from coopledger.store.history_shelf import Exchange, Way
from coopledger.sync.stick import as_text

MOST = 200
"""Lines of the history that are shown."""
_SLIPS = ("bundle_wrong_passphrase", "bundle_wrong_words")
"""A slip of the finger is no exchange."""


class Line(msgspec.Struct, frozen=True):
    """An exchange as lists show it.

    Attributes:
        when: it was done.
        way: `sent`, `read`, or `refused`: it was read and nothing was taken.
        name: of the other laptop; empty if it has none here, or under a passphrase.
        place: name of the stick or folder.
        file: of the bundle.
        books, pages: that went or came.
        outcome: code of the refusal; empty if it went well.
    """

    when: datetime
    way: Way
    name: str
    place: str
    file: str
    books: int
    pages: int
    outcome: str


def _quiet(*_told: object) -> None:
    """Tell nobody."""


def send(
    ledger: Ledger, place: Place, to: str, *, full: bool = False, progress: Progress = _quiet
) -> Exported:
    """Write a bundle for a device and note it; see `bundle_export.export`.

    Args:
        ledger: the open ledger.
        place: the stick, or the folder instead of one.
        to: the device's short name.
        full: send all pages.
        progress: see `bundle_export.Progress`.

    Raises:
        Refusal: as `export`, `sticks.writing_folder` and `sticks.check_still_there`.
    """

    def write(folder: Path) -> Exported:
        return export(ledger, folder, to, full=full, progress=progress)

    return _sent(ledger, place, to, write)


def send_all(
    ledger: Ledger,
    place: Place,
    devices: Sequence[str],
    *,
    full: bool = False,
    progress: Progress = _quiet,
    written: Callable[[Exported], object] = _quiet,
) -> list[Exported]:
    """Write a bundle for each of these devices; see `send`.

    What was written before a refusal, or before ``progress`` broke off, is whole and stays:
    ``written`` is called with each as soon as it is.
    """
    made = []
    for at, device in enumerate(devices):

        def tell(done: int, of: int, before: int = at) -> None:
            progress(before * of + done, len(devices) * of)

        made.append(send(ledger, place, device, full=full, progress=tell))
        written(made[-1])
    return made


def send_worded(
    ledger: Ledger,
    place: Place,
    passphrase: str,
    books: Sequence[str],
    *,
    cost: Cost = USUAL_COST,
    progress: Progress = _quiet,
) -> Exported:
    """Write a bundle under a passphrase and note it; see `send`, `bundle_export.export_worded`."""

    def write(folder: Path) -> Exported:
        return export_worded(ledger, folder, passphrase, books, cost, progress=progress)

    return _sent(ledger, place, "", write)


def _sent(ledger: Ledger, place: Place, to: str, write: Callable[[Path], Exported]) -> Exported:
    try:
        made = write(writing_folder(place))
        check_still_there(place, made.file)
    except Refusal as refusal:
        if refusal.code.startswith("stick_"):
            _note(ledger, "sent", to, place.name, "", outcome=refusal.code)
        raise
    _note(ledger, "sent", to, place.name, made.file.name, made.books, made.pages)
    return made


def examine(
    ledger: Ledger,
    file: Path,
    opening: Opening | None = None,
    *,
    place: str = "",
    progress: Progress = _quiet,
) -> Examined:
    """Look at a bundle, its money added up; a refusal is noted. See `bundle_import.examine`."""
    try:
        return bundle_import.examine(ledger, file, opening, money=True, progress=progress)
    except Refusal as refusal:
        if refusal.code not in _SLIPS:
            _refused(ledger, file, place, refusal)
        raise


def take(
    ledger: Ledger,
    examined: Examined,
    file: Path,
    *,
    place: str = "",
    join: bool = False,
    progress: Callable[[], None] = lambda: None,
) -> None:
    """Take in what was looked at, and note it; see `bundle_import.take`."""
    try:
        bundle_import.take(ledger, examined, join=join, progress=progress)
    except Refusal as refusal:
        if refusal.code != "join_not_confirmed":
            _refused(ledger, file, place, refusal)
        raise
    pages = [verdict.pages for verdict in examined.verdicts if verdict.pages]
    where = place or file.parent.name
    _note(ledger, "read", examined.sender.id, where, file.name, len(pages), sum(pages))


def history(ledger: Ledger) -> list[Line]:
    """The last exchanges, newest first."""
    names = {row.id: row.name for row in laptops(ledger)}
    return [
        Line(
            datetime.fromtimestamp(each.at, UTC).astimezone(),
            each.way,
            names.get(each.device, each.device),
            each.place,
            each.file,
            each.books,
            each.pages,
            each.outcome,
        )
        for each in ledger.store.exchanges(MOST)
    ]


def _refused(ledger: Ledger, file: Path, place: str, refusal: Refusal) -> None:
    _note(ledger, "refused", "", place or file.parent.name, file.name, outcome=refusal.code)


def _note(
    ledger: Ledger,
    way: Way,
    device: str,
    place: str,
    file: str,
    books: int = 0,
    pages: int = 0,
    outcome: str = "",
) -> None:
    now = int(time.time())
    made = Exchange(now, way, device, as_text(place), as_text(file), books, pages, outcome)
    ledger.store.note_exchange(made)


def laptops(ledger: Ledger) -> list[DeviceRow]:
    """The cooperative's laptops; none where this one is in no cooperative."""
    return list(facts(ledger).devices) if ledger.store.registry_id() else []
