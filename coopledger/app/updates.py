"""Updates from a stick: believed only under the release keys, put beside the version that runs.

A program that runs from a folder of its own has it so: ``versions/0.1.0``, ``versions/0.2.0``, and
a small file ``current`` that names the one to start. Putting in a version writes a new folder,
copies the ledger as it is, and changes ``current`` last, by one rename; going back changes it
again. What a system installs (a .deb, a wheel) is written out, checked, with the command for it.
"""

from __future__ import annotations

import platform
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coopledger import __version__
from coopledger.app import log, update_file
from coopledger.app.check import Progress
from coopledger.app.places import state_folder
from coopledger.app.update_file import Offer, no_steps
from coopledger.domain.errors import Refusal
from coopledger.ledger.disk import sync_folder
from coopledger.ledger.heads import Head
from coopledger.ledger.update import VERSION, ReleaseKeys, Version, order, read_keys
from coopledger.store import keys
from coopledger.store.files import is_there, replace
from coopledger.store.restoring import restore
from coopledger.store.store import keys_path
from coopledger.store.tables import SCHEMA
from coopledger.words.resources import resource

if TYPE_CHECKING:
    from coopledger.app.ledger import Ledger

VERSIONS, CURRENT, HISTORY = "versions", "current", "updates.json"


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One update that was put in.

    Attributes:
        before: the version that ran.
        after: the one that came.
        schema: the form of ledger that the one before writes.
        copy: the ledger as it was then; empty if there was none.
    """

    before: Version
    after: Version
    schema: int
    copy: str

    def reads(self, schema: int = SCHEMA) -> bool:
        """Whether the version before can read a ledger of that form."""
        return schema <= self.schema


class Applied(msgspec.Struct, frozen=True):
    """What an update did.

    Attributes:
        version: what it brings.
        started_next: whether the next start runs it; else ``command`` is to be given.
        copy: the ledger as it was, None if there is none.
        command: what installs it, where the system does that.
    """

    version: str
    started_next: bool
    copy: Path | None
    command: str = ""


class WayBack(msgspec.Struct, frozen=True):
    """What going back would do.

    Attributes:
        version: the one before.
        stays: whether it reads the ledger as it is.
        pages: how many would be put aside with today's ledger; None if that is not known.
    """

    version: str
    stays: bool
    pages: int | None


class WentBack(msgspec.Struct, frozen=True):
    """What going back did.

    Attributes:
        version: that the next start runs.
        kept: the ledger that was put aside because the version before cannot read it, None if it
            can and nothing was put aside.
        pages: how many in it were written since the update; None if it cannot be read.
    """

    version: str
    kept: Path | None
    pages: int | None


def pinned_keys() -> ReleaseKeys:
    """The release keys that this program was made with.

    Raises:
        Refusal: `update_no_keys`, `update_keys_damaged`.
    """
    try:
        return read_keys(resource("release-keys.json").read_bytes())
    except OSError:
        raise Refusal("update_keys_damaged") from None


def platform_name() -> str:
    """This computer, as a manifest names it: ``linux-x86_64``, ``win32-amd64``."""
    return f"{sys.platform}-{platform.machine()}".lower()


def program_folder(program: Path | None = None) -> Path | None:
    """The folder with ``versions`` and ``current`` that the running program lies in, if it does."""
    running = (program or Path(sys.executable)).resolve()
    for folder in running.parents:
        root = folder.parent.parent
        if folder.parent.name == VERSIONS and (root / CURRENT).is_file():
            return root
    return None


def look(file: Path, pinned: ReleaseKeys | None = None, step: Progress = no_steps) -> Offer:
    """Verify an update from end to end; nothing is written.

    Raises:
        Refusal: see `update_file.read` and `judge`.
    """
    offer = update_file.read(file, pinned or pinned_keys())
    judge(offer)
    try:
        update_file.unpack(offer, None, step)
    except OSError as problem:
        raise update_file.no_room(problem, file) from None
    return offer


def judge(offer: Offer) -> None:
    """Refuse an update that is genuine and not for here.

    Raises:
        Refusal: `update_platform`; `update_older`: not newer than what runs, as a thief would want
            who knows an old fault; `update_ledger`: it does not read this ledger.
    """
    found = offer.manifest
    if found.platform not in ("any", platform_name()):
        raise Refusal("update_platform", value=found.platform, expected=platform_name())
    if order(found.version) <= order(__version__):
        raise Refusal("update_older", value=found.version, expected=__version__)
    if not found.oldest_schema <= SCHEMA <= found.schema:
        raise Refusal("update_ledger", value=found.version)


def put_in(
    file: Path,
    ledger: Ledger | None,
    *,
    root: Path | None = None,
    pinned: ReleaseKeys | None = None,
    step: Progress = no_steps,
) -> Applied:
    """Put an update in, after a copy of the ledger as it is.

    Args:
        file: the update.
        ledger: the open ledger, None if there is none yet.
        root: see `program_folder`; None for the running program's.
        pinned: the release keys; None for the program's own.
        step: told how much is done; what it raises leaves everything as it was.

    Raises:
        Refusal: see `look`; `update_no_folder`, `update_read_only`: the program cannot be replaced
            where it lies; there is no room. What runs now still runs.
    """
    offer = update_file.read(file, pinned or pinned_keys())
    judge(offer)
    version = offer.manifest.version
    if offer.manifest.kind != "folder":
        return _hand_over(offer, ledger, step)
    place = root or program_folder()
    if place is None:
        raise Refusal("update_no_folder")
    new = _lay_beside(offer, place, step)
    try:
        copy = _copy(ledger, version)
        _start_next(place, Step(__version__, version, SCHEMA, str(copy or "")))
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    _prune(place, keep=(version, __version__))
    log.updated("apply", version)
    return Applied(version, True, copy)


def _start_next(place: Path, new: Step) -> None:
    steps = (*_history(place), new)
    try:
        replace(place / HISTORY, msgspec.json.format(msgspec.json.encode(steps)) + b"\n")
        replace(place / CURRENT, f"{new.after}\n".encode())
    except Refusal:
        raise Refusal("update_read_only", value=str(place)) from None


def before(root: Path | None = None) -> Step | None:
    """The update that `go_back` would take back; None if there is no way back."""
    place = root or program_folder()
    if place is None:
        return None
    now = current(place)
    last = next((each for each in reversed(_history(place)) if each.after == now), None)
    return last if last is not None and is_there(place / VERSIONS / last.before) else None


def way_back(ledger: Ledger | None = None, *, root: Path | None = None) -> WayBack | None:
    """What `go_back` would do; None if there is no way back.

    Args:
        ledger: the open ledger, whose pages are counted; None if it cannot be opened.
        root: see `program_folder`; None for the running program's.

    Raises:
        Refusal: the copy of before is away, damaged, or of another ledger.
    """
    last = before(root)
    if last is None:
        return None
    if last.reads():
        return WayBack(last.before, stays=True, pages=0)
    pages = None
    if ledger is not None:
        copy, store = _made_before(last, ledger.store.path), ledger.store
        if keys.read(keys_path(copy)).store != store.name:
            raise Refusal("backup_of_another", value=str(copy))
        pages = max(0, _count(store.heads()) - _count(store.try_copy(copy).heads))
    return WayBack(last.before, stays=False, pages=pages)


def current(root: Path) -> str:
    """The version that the next start runs; empty if that cannot be read."""
    try:
        return (root / CURRENT).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def go_back(
    path: Path, passphrase: str, *, root: Path | None = None, schema: int = SCHEMA
) -> WentBack:
    """Let the next start run the version before; every page that was written since is kept.

    Where the version before reads the ledger as it is, the ledger stays. Else the copy of before
    the update is put in its place, and the ledger of today beside it, whether or not it can be
    read: the newer version may have broken it.

    Args:
        path: the ledger's file, which is closed.
        passphrase: of the ledger; empty will do where the ledger stays.
        root: see `program_folder`; None for the running program's.
        schema: the form that the ledger has now.

    Raises:
        Refusal: `update_no_way_back`; `backup_missing`: the copy is neither where it was made nor
            beside the ledger; see `coopledger.store.restoring.restore`. Nothing changed.
    """
    place = root or program_folder()
    last = before(place)
    if place is None or last is None:
        raise Refusal("update_no_way_back")
    kept: Path | None = None
    pages: int | None = 0
    if not last.reads(schema) and path.exists():
        copy = _made_before(last, path)
        try:  # before the ledger is touched: whether the program's folder can be written at all
            replace(place / CURRENT, f"{last.after}\n".encode())
        except Refusal:
            raise Refusal("update_read_only", value=str(place)) from None
        written = _pages(path, passphrase)
        done = restore(copy, path, passphrase)
        pages = None if written is None else max(0, written - _count(done.contents.heads))
        kept = done.kept
    try:
        replace(place / CURRENT, f"{last.before}\n".encode())
    except Refusal:
        raise Refusal("update_read_only", value=str(place)) from None
    log.updated("back", last.before)
    return WentBack(last.before, kept, pages)


def _made_before(step: Step, path: Path) -> Path:
    """The copy of before an update: where it was made, else beside a ledger that was moved."""
    if not step.copy:
        raise Refusal("update_ledger", value=step.before)
    made = Path(step.copy)
    for copy in (made, path.with_name(made.name)):
        if copy.is_file():
            return copy
    raise Refusal("backup_missing", value=str(made))


def _pages(path: Path, passphrase: str) -> int | None:
    """How many pages a ledger has; None if it is too broken to be asked."""
    from coopledger.app.ledger import opened

    try:
        with opened(path, passphrase) as ledger:
            return _count(ledger.store.heads())
    except Exception as problem:
        if isinstance(problem, Refusal) and problem.code in ("store_busy", "wrong_passphrase"):
            raise
        return None


def _count(heads: Mapping[str, Head]) -> int:
    return sum(head.number for head in heads.values())


def _copy(ledger: Ledger | None, version: str) -> Path | None:
    """The ledger as it is, beside itself, under a name that nothing else writes."""
    if ledger is None:
        return None
    path, stamp = ledger.store.path, datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    copy = path.with_name(f"{path.name}.before-{version}-{stamp}")
    ledger.store.copy_to(copy)
    return copy


def _lay_beside(offer: Offer, root: Path, step: Progress) -> Path:
    """The new version's folder, whole and on the disk, beside the one that runs."""
    folder = root / VERSIONS / offer.manifest.version
    part = folder.with_name(folder.name + ".part")
    waits = current(root)  # another one may have been put in since this program started
    if _is_version(waits) and order(folder.name) <= order(waits):
        raise Refusal("update_older", value=folder.name, expected=waits)
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
    except OSError:
        raise Refusal("update_read_only", value=str(root)) from None
    try:
        update_file.unpack(offer, part, step)
        shutil.rmtree(folder, ignore_errors=True)  # put in before, and gone back from
        part.rename(folder)
        sync_folder(folder.parent)
    except OSError as problem:
        raise update_file.no_room(problem, root) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def _hand_over(offer: Offer, ledger: Ledger | None, step: Progress) -> Applied:
    """A package that the system installs: written out, with the command that does it."""
    folder = state_folder() / "update"
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, mode=0o700)
        update_file.unpack(offer, folder, step)
    except OSError as problem:
        raise update_file.no_room(problem, folder) from None
    file = folder / offer.manifest.files[0].path
    command = f"sudo apt install '{file}'"
    if offer.manifest.kind == "wheel":
        command = f"'{sys.executable}' -m pip install --no-index --no-deps '{file}'"
    copy = _copy(ledger, offer.manifest.version)
    log.updated("hand", offer.manifest.version)
    return Applied(offer.manifest.version, False, copy, command)


def _history(root: Path) -> tuple[Step, ...]:
    try:
        return msgspec.json.decode((root / HISTORY).read_bytes(), type=tuple[Step, ...])
    except (OSError, msgspec.DecodeError):
        return ()


def _prune(root: Path, keep: Sequence[str]) -> None:
    """Delete versions that nobody goes back to any more."""
    with suppress(OSError):
        for folder in (root / VERSIONS).iterdir():
            if folder.is_dir() and _is_version(folder.name) and folder.name not in keep:
                shutil.rmtree(folder, ignore_errors=True)


def _is_version(name: str) -> bool:
    return re.fullmatch(VERSION, name) is not None
