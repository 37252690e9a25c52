"""What lies on the sticks that are plugged in: books, requests to join, meetings, pages to seal."""

from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

from coopledger.app.cooperative import request
from coopledger.app.ledger import Ledger
from coopledger.domain.errors import Refusal
from coopledger.store.files import is_there
from coopledger.sync import age_file, approval, drives, sent_meeting, stick
from coopledger.sync.drives import Drive
from coopledger.sync.limits import MAX_REQUEST

_ID = 16
"""Figures of a device's short name."""
_LONGEST_LINE = 64


class Place(msgspec.Struct, frozen=True):
    """A stick, or a folder that was chosen instead of one.

    Attributes:
        folder: on a stick its topmost one.
        name: what people call it.
        is_drive: whether it can be pulled out.
        device: number of its file system when it was found; 0 if that was not seen.
    """

    folder: Path
    name: str
    is_drive: bool = False
    device: int = 0


def chosen(folder: Path) -> Place:
    """A folder that somebody chose instead of a stick."""
    return Place(folder, folder.name or str(folder))


class Stick(msgspec.Struct, frozen=True):
    """A stick that is plugged in, and how many files on it are ours; 0 where it cannot be read.

    ``others`` are meetings that were written down elsewhere, and pages to be sealed; for
    ``device`` see `Place`.
    """

    drive: Drive
    bundles: int
    requests: int
    device: int
    others: int = 0

    @property
    def place(self) -> Place:
        """Where books go and come from."""
        return Place(self.drive.folder, self.drive.name, is_drive=True, device=self.device)


class BundleFile(msgspec.Struct, frozen=True):
    """A bundle as its name and the history tell of it; what is in it, only reading it tells.

    Attributes:
        file: it.
        sender: short name of the device that it says it is by; empty if it is named otherwise.
        ours: whether it says that it is for this device.
        worded: whether it is under a passphrase.
        was_read: whether a file of that name was taken in here.
        size: bytes.
        changed: seconds since 1970.
    """

    file: Path
    sender: str
    ours: bool
    worded: bool
    was_read: bool
    size: int
    changed: float


Sort = Literal["meeting", "approval"]
_SUFFIXES: dict[Sort, str] = {"meeting": sent_meeting.SUFFIX, "approval": approval.SUFFIX}


class OtherFile(msgspec.Struct, frozen=True):
    """A meeting that was written down elsewhere, or a page to be sealed, as its name tells of it.

    Attributes:
        file: it.
        sort: ``meeting`` or ``approval``.
        sender: short name of the device that it says it is by; empty if it is named otherwise.
        group: name of the group that it says it is of; empty if no such book is here.
        changed: seconds since 1970.
    """

    file: Path
    sort: Sort
    sender: str
    group: str
    changed: float


def plugged_in() -> list[Stick]:
    """The sticks, with what is on each."""
    return [
        Stick(
            drive,
            _count(drive.folder, stick.SUFFIX),
            _count(drive.folder, stick.REQUEST),
            _device(drive.folder),
            _count(drive.folder, *_SUFFIXES.values()),
        )
        for drive in drives.plugged_in()
    ]


def _device(folder: Path) -> int:
    try:
        return folder.stat().st_dev
    except OSError:
        return 0


def _is_plugged_in(place: Place) -> bool:
    """Whether a stick is there, and the one that was found.

    The folder that it hung in can outlive it, and lies on the laptop's own disk then.
    """
    there = any(drive.folder == place.folder for drive in drives.plugged_in())
    return there and place.device in (0, _device(place.folder))


def _count(folder: Path, *suffixes: str) -> int:
    try:
        return sum(len(stick.found_on(folder, suffix)) for suffix in suffixes)
    except Refusal:
        return 0


def writing_folder(place: Place) -> Path:
    """Where files are written: on a stick, in a folder of our own.

    Raises:
        Refusal: `stick_away`; as `sync.stick.place_on`.
    """
    if not place.is_drive:
        return place.folder
    if is_there(place.folder) and not _is_plugged_in(place):
        raise Refusal("stick_away", value=place.name)
    return stick.place_on(place.folder)


def check_still_there(place: Place, written: Path) -> None:
    """Refuse a file that was just written if the stick went meanwhile, and take it away again.

    Raises:
        Refusal: `stick_pulled`.
    """
    if not place.is_drive or _is_plugged_in(place):
        return
    with suppress(OSError):
        written.unlink()
    raise Refusal("stick_pulled", value=str(written.parent))


def bundles(ledger: Ledger, place: Place) -> list[BundleFile]:
    """The bundles in a place: those for this laptop that it has not read first, newest first.

    Raises:
        Refusal: as `sync.stick.found_on`.
    """
    own = ledger.store.device.id
    taken = ledger.store.files_read()
    found = []
    for file in stick.found_on(place.folder):
        try:
            told = file.stat()
            worded = _is_worded(file)
        except OSError:  # it went in this moment
            continue
        sender, to = _named(file.name)
        found.append(
            BundleFile(
                file,
                sender,
                to == own,
                worded,
                stick.as_text(file.name) in taken,
                told.st_size,
                told.st_mtime,
            )
        )
    return sorted(found, key=lambda each: (not each.ours, each.was_read, each.sender == own))


def _is_worded(file: Path) -> bool:
    with file.open("rb") as opened:
        return age_file.is_worded(opened.read(_LONGEST_LINE))


def _named(name: str) -> tuple[str, str]:
    """Sender and receiver as the name of a bundle has them; see `bundle_export`."""
    parts = name.removesuffix(stick.SUFFIX).split("-")
    if len(parts) < 3 or len(parts[0]) != _ID:
        return "", ""
    return parts[0], parts[1]


def others(ledger: Ledger, place: Place) -> list[OtherFile]:
    """The meetings that were written down elsewhere and pages to be sealed, newest first.

    Raises:
        Refusal: as `sync.stick.found_on`.
    """
    groups, found = ledger.groups(), []
    for sort, suffix in _SUFFIXES.items():
        for file in stick.found_on(place.folder, suffix):
            try:
                changed = file.stat().st_mtime
            except OSError:  # it went in this moment
                continue
            book, sender = _named_other(file.name.removesuffix(suffix))
            group = next((each.name for each in groups if book and each.id.startswith(book)), "")
            found.append(OtherFile(file, sort, sender, group, changed))
    return sorted(found, key=lambda each: -each.changed)


def _named_other(name: str) -> tuple[str, str]:
    """The beginning of the book's id and the sender, as the name has them."""
    parts = name.split("-")
    sender = next((part for part in parts[1:] if len(part) == _ID), "")
    return (parts[0], sender) if sender else ("", "")


def requests(place: Place) -> list[Path]:
    """The requests to join in a place, newest first.

    Raises:
        Refusal: as `sync.stick.found_on`.
    """
    return stick.found_on(place.folder, stick.REQUEST)


def read_request(file: Path) -> bytes:
    """A request's bytes.

    Raises:
        Refusal: `bundle_missing`, `stick_broken`.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_REQUEST + 1)
    except FileNotFoundError:
        raise Refusal("bundle_missing", value=str(file)) from None
    except OSError:
        raise Refusal("stick_broken", value=str(file)) from None


def write_request(ledger: Ledger, place: Place) -> Path:
    """Write this laptop's request to join, and read it back.

    Raises:
        Refusal: `in_cooperative`; as `writing_folder`, `sync.stick.write`, `check_still_there`.
    """
    raw, folder = request(ledger), writing_folder(place)
    written = stick.write(folder, f"{ledger.store.device.id}{stick.REQUEST}", raw)
    check_still_there(place, written)
    return written
