"""The shared folder: any file syncer carries bundles between branches that do have a network.

What comes is looked at; it is taken in by itself only where the setting says so and there is
nothing in it that a person should see first. What is new here is written for the other laptops.
"""

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec

from coopledger.app import exchanges, sticks
from coopledger.app.bundle_import import Examined
from coopledger.app.cooperative import registry_of
from coopledger.app.ledger import Ledger
from coopledger.app.shared_looks import Looks
from coopledger.app.sticks import BundleFile, Place
from coopledger.domain.errors import Refusal
from coopledger.ledger.registry import Enrolled, Registry
from coopledger.store.exchange_shelf import Peer
from coopledger.store.files import is_there
from coopledger.sync.cards import digest
from coopledger.sync.stick import SUFFIX, as_text

_SETTING, _WRITTEN = "shared_folder", "shared_written"
"""Facts: what is done with which folder; what each laptop's newest file there was made from."""


_DAY = 86_400 * 10**9


class SharedFolder(msgspec.Struct, frozen=True):
    """The setting.

    Attributes:
        folder: empty if none is shared.
        takes: whether what comes is taken in by itself where nothing speaks against it.
        sends: whether new pages are written into it for the other laptops.
    """

    folder: str = ""
    takes: bool = False
    sends: bool = True

    @property
    def place(self) -> Place:
        """The folder as a place to read from."""
        return sticks.chosen(Path(self.folder))


class Waits(msgspec.Struct, frozen=True):
    """A file that a person is to look at. ``why``: code of a refusal, empty if it may be taken."""

    file: str
    why: str = ""


class Round(msgspec.Struct, frozen=True):
    """What one look at the folder came to.

    Attributes:
        away: whether the folder is not there.
        taken: names of files that were taken in.
        waits: files that a person is to look at.
        sent: names of files that were written.
        problem: code of the refusal that nothing could be written for; empty if there was none.
    """

    away: bool = False
    taken: tuple[str, ...] = ()
    waits: tuple[Waits, ...] = ()
    sent: tuple[str, ...] = ()
    problem: str = ""


def shared(ledger: Ledger) -> SharedFolder:
    """The setting."""
    told = ledger.store.fact(_SETTING)
    try:
        return msgspec.json.decode(told, type=SharedFolder) if told else SharedFolder()
    except msgspec.DecodeError:
        return SharedFolder()


def share(ledger: Ledger, setting: SharedFolder) -> None:
    """Change the setting.

    Raises:
        Refusal: `stick_missing`: there is no such folder.
    """
    if setting.folder and not is_there(Path(setting.folder)):
        raise Refusal("stick_missing", value=setting.folder)
    if setting.folder != shared(ledger).folder:
        ledger.store.note_fact(_WRITTEN, "")
    ledger.store.note_fact(_SETTING, msgspec.json.encode(setting).decode())


def look(ledger: Ledger, still: Sequence[Path]) -> Round:
    """Take in what may be, say what waits for a person, write what is new here.

    Args:
        ledger: the open ledger.
        still: files in the folder that are not being written any more.
    """
    setting = shared(ledger)
    if not setting.folder:
        return Round()
    if not is_there(Path(setting.folder)):
        return Round(away=True)
    taken, waits = _received(ledger, setting, set(still))
    sent, problem = list[str](), ""
    if setting.sends and ledger.store.registry_id():
        try:
            sent = _send(ledger, setting.place)
        except Refusal as refusal:
            problem = refusal.code
    return Round(False, tuple(taken), tuple(waits), tuple(sent), problem)


def _received(
    ledger: Ledger, setting: SharedFolder, still: set[Path]
) -> tuple[list[str], list[Waits]]:
    """Names of the files that were taken in, and what waits for a person."""
    try:
        found = sticks.bundles(ledger, setting.place)
    except Refusal:
        return [], []
    taken, waits, looks = [], [], Looks(ledger)
    for each in reversed(found):  # of one sender's, the older first
        if not each.ours or each.was_read or each.file not in still:
            continue
        name, why = as_text(each.file.name), looks.why(each)
        if why is None and setting.takes and ledger.store.registry_id():
            why = _refusal(ledger, each, setting.place)
            if why is None:
                taken.append(name)
                continue
            looks.note(each, why)
        waits.append(Waits(name, why or ""))
    looks.keep(found)
    return taken, waits


def _refusal(ledger: Ledger, each: BundleFile, place: Place) -> str | None:
    """Take a file in; if it was not, the code of a refusal, empty if a person is to see it."""
    try:
        found = exchanges.examine(ledger, each.file, place=place.name)
        if not is_harmless(found):
            return ""
        exchanges.take(ledger, found, each.file, place=place.name)
    except Refusal as refusal:
        return refusal.code
    return None


def is_harmless(found: Examined) -> bool:
    """Whether a bundle can be taken in with nobody looking.

    It joins nothing, is left out of nothing, has no book that is refused, brings no fork and no
    page of this laptop's own that it does not remember, and takes no page back.
    """
    troubled = any(each.forks or each.undone or each.own for each in found.verdicts)
    left = found.kept_out or found.refused
    settled = found.registry_part.switch is not None
    return not (found.joins or left or troubled or settled or found.registry_own)


def _send(ledger: Ledger, place: Place) -> list[str]:
    """Write for each other laptop, where something changed since its last file here."""
    known, told = registry_of(ledger), ledger.store.fact(_WRITTEN)
    written = msgspec.json.decode(told, type=dict[str, str]) if told else {}
    sent, states, peers = [], _states(ledger), ledger.store.peers()
    for device in known.devices.values():
        if device.id == ledger.store.device.id or device.state != "active":
            continue
        state = _state(states, known, device)
        said = _said(peers.get(device.id))
        if written.get(device.id) in (state, state + said):
            continue
        made = exchanges.send(ledger, place, device.id)
        _clear_older(ledger, place.folder, device.id, made.file)
        states = _states(ledger)  # the first file of a new holder seals the cards
        # What did not fit follows when the other laptop has said what it has now, or tomorrow.
        written[device.id] = _state(states, known, device) + (said if made.short else "")
        ledger.store.note_fact(_WRITTEN, msgspec.json.encode(written).decode())
        sent.append(made.file.name)
    return sent


def _said(peer: Peer | None) -> str:
    """What another laptop told of the cards that it has, and the day.

    Of a file with cards that it has already it tells nothing: the next one waits for a day.
    """
    told = sorted(peer.people.items()) if peer else []
    return sha256(msgspec.json.encode((told, time.time_ns() // _DAY))).hexdigest()


def _states(ledger: Ledger) -> dict[str, tuple[object, ...]]:
    """What there is of each book: the newest page, all pages and seals, and the cards.

    The newest page may gain seals, a branch may come beside it, and cards are on no page.
    """
    store = ledger.store
    extents, cards = store.extents(), store.sealed_people()
    return {
        book: (head.hash, *extents[book], digest(cards.get(book, ())).hex())
        for book, head in store.heads().items()
    }


def _state(states: Mapping[str, tuple[object, ...]], known: Registry, device: Enrolled) -> str:
    """What a file for a device is made from: it changes when there is something new for it."""
    books = sorted(
        (book, state)
        for book, state in states.items()
        if book == known.id or device.may_receive(book)
    )
    return sha256(msgspec.json.encode(books)).hexdigest()


def _clear_older(ledger: Ledger, folder: Path, device: str, newest: Path) -> None:
    """Take away this laptop's own earlier files for a device: the newest has all that they had."""
    for path in folder.glob(f"{ledger.store.device.id}-{device}-*{SUFFIX}"):
        if path.name != newest.name:
            with suppress(OSError):
                path.unlink()
