"""Looks after a laptop's ledger: is the file sound, is there a backup, is the machine fit?

Nothing is changed. Each check answers one row: what was looked at, how it stands, and a code with
figures from which `coopledger.words.care` makes a sentence and the advice. The window adds what
only it can ask, such as the printers, by `printer`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeAlias

from coopledger.app import care_memory, log
from coopledger.app import doctor_machine as machine
from coopledger.app.backups import DAILY, FOLDER, backups_of
from coopledger.app.check import Check, Progress
from coopledger.app.ledger import Ledger
from coopledger.app.questions import verify_book
from coopledger.domain.errors import Refusal
from coopledger.ledger.links import check_last_cycle
from coopledger.ledger.replay import Fault
from coopledger.store import keys
from coopledger.store.backup import Copy, same_disk
from coopledger.store.files import is_there
from coopledger.store.store import keys_path
from coopledger.store.tables import SCHEMA

Depth: TypeAlias = Literal["quiet", "usual", "full"]
"""How much is read: next to nothing; the file, the last cycle and a backup; every book."""


def examine(
    ledger: Ledger,
    depth: Depth = "usual",
    *,
    now: datetime | None = None,
    more: Sequence[Check] = (),
    step: Progress = lambda _done, _of: None,
) -> tuple[Check, ...]:
    """Look at an open ledger and at the laptop that it is on.

    Args:
        ledger: the ledger.
        depth: how much to read.
        now: the moment to judge by.
        more: rows that the caller found, put at the end.
        step: told how much is done, and of how much; what it raises ends the work.
    """
    moment, store = now or datetime.now(UTC), ledger.store
    written = store.newest_time(store.device.id)
    jobs: list[Callable[[], Iterator[Check]]] = [
        lambda: _file(ledger, depth),
        lambda: _keys(store.path),
        lambda: _memory(ledger),
        lambda: _backups(ledger, depth, moment),
        lambda: machine.space(store.path),
        lambda: machine.clock(moment, written),
        lambda: machine.disk(store.path),
        lambda: machine.fonts(read=depth != "quiet"),
        lambda: machine.keyring(store.path, ask=depth != "quiet"),
        lambda: machine.rights(store.path),
        lambda: machine.leftovers(store.path, store.fact(FOLDER)),
        lambda: iter([Check("version", "good", "version_fits", _version())]),
    ]
    if depth != "quiet":
        groups = ledger.groups()
        jobs[1:1] = [lambda at=at: _book(ledger, at, depth) for at in range(len(groups))]  # type: ignore[misc]
    found: list[Check] = []
    for done, job in enumerate(jobs):
        step(done, len(jobs))
        found += job()
    step(len(jobs), len(jobs))
    return _told((*_joined(found), *more))


def examine_closed(
    path: Path,
    refusal: Refusal,
    *,
    now: datetime | None = None,
    places: Sequence[Path] | None = None,
    more: Sequence[Check] = (),
) -> tuple[Check, ...]:
    """Look at a ledger that cannot be opened: why, and what is still there.

    Args:
        path: of its file.
        refusal: why it was not opened.
        now: the moment to judge by.
        places: folders to look for backups in; None for those where sticks turn up.
        more: see `examine`.
    """
    moment = now or datetime.now(UTC)
    # Neither says anything about the file: it is another window's, or the typist's.
    state: Literal["warn", "bad"] = "bad"
    if refusal.code in ("store_busy", "wrong_passphrase", "no_passphrase"):
        state = "warn"
    told = {"refusal": refusal.code, **refusal.params}
    looked = places
    if looked is None:
        looked = (*care_memory.backups_of(path), *machine.backup_places(path))
    found = [Check("file", state, "store_closed", told), *_keys(path)]
    found += [_found_backups(path, looked), *machine.space(path)]
    written = int(path.stat().st_mtime * 1000) if path.is_file() else 0
    found += [*machine.clock(moment, written), *machine.disk(path), *machine.fonts(read=True)]
    found += [*machine.rights(path), *machine.leftovers(path, "")]
    newer = refusal.code == "newer_store"
    found.append(
        Check(
            "version",
            "bad" if newer else "good",
            "version_older" if newer else "version_runs",
            _version(),
        )
    )
    return _told((*found, *more))


def worst(found: Sequence[Check]) -> str:
    """The gravest state among rows."""
    states = {each.state for each in found}
    return "bad" if "bad" in states else "warn" if "warn" in states else "good"


def printer(names: Sequence[str]) -> Check:
    """The row about printers, from their names as the window's system tells them."""
    if not names:
        return Check("printer", "warn", "printer_none")
    return Check("printer", "good", "printer_found", {"count": len(names), "value": names[0]})


def _told(found: tuple[Check, ...]) -> tuple[Check, ...]:
    log.checked(Counter(each.state for each in found))
    return found


def _version() -> dict[str, object]:
    from coopledger import __version__

    return {"version": __version__, "schema": SCHEMA}


def _file(ledger: Ledger, depth: Depth) -> Iterator[Check]:
    if depth == "quiet":
        yield Check("file", "good", "store_opens")
    elif ledger.store.is_sound(blocks=True):
        yield Check("file", "good", "store_sound")
    else:
        yield Check("file", "bad", "store_damaged")


def _book(ledger: Ledger, at: int, depth: Depth) -> Iterator[Check]:
    group = ledger.groups()[at]
    fault, page = "", 0
    if depth == "full":
        verdict = verify_book(ledger, group)
        fault, page = verdict.fault, verdict.page
    else:
        try:
            check_last_cycle(list(ledger.store.pages(group.id)))
        except Fault as found:
            fault, page = found.kind, found.number
    if fault:
        told = {"group": group.name, "page": page, "fault": fault}
        yield Check("books", "bad", "book_not_genuine", told)
    else:
        yield Check("books", "good", "books_genuine" if depth == "full" else "books_sound")


def _joined(found: Sequence[Check]) -> Iterator[Check]:
    """All books that are well in one row, with their number."""
    count = sum(each.key == "books" and each.state == "good" for each in found)
    for each in found:
        if each.key != "books" or each.state != "good":
            yield each
        elif count:
            yield Check("books", "good", each.code, {"count": count})
            count = 0


def _keys(path: Path) -> Iterator[Check]:
    try:
        keys.read(keys_path(path))
    except Refusal as refusal:
        code = "keys_away" if refusal.code == "keys_missing" else "keys_damaged"
        yield Check("keys", "bad", code)
    else:
        yield Check("keys", "good", "keys_sound")


def _memory(ledger: Ledger) -> Iterator[Check]:
    own = ledger.own_heads
    if own.behind or own.away:
        yield Check("memory", "bad", "memory_behind", {"count": len(own.behind) + len(own.away)})
    elif not own.kept:
        yield Check("memory", "warn", "memory_not_kept")
    else:
        yield Check("memory", "good", "memory_agrees")


def _backups(ledger: Ledger, depth: Depth, now: datetime) -> Iterator[Check]:
    store = ledger.store
    if store.practice:
        yield Check("backup", "good", "backup_practice")
        return
    place, found = store.fact(FOLDER), backups_of(ledger)
    if not place:
        yield Check("backup", "bad", "backup_none")
    elif not is_there(Path(place)):
        yield Check("backup", "warn", "backup_away", {"value": place})
    elif not found:
        yield Check("backup", "bad", "backup_none")
    elif depth != "quiet" and not _opens(ledger, found[-1]):
        yield Check("backup", "bad", "backup_unreadable", {"file": found[-1].path.name})
    elif now - found[-1].made >= 2 * DAILY:
        yield Check("backup", "warn", "backup_old", {"day": _day(found[-1])})
    elif same_disk(store.path, Path(place)):
        yield Check("backup", "warn", "backup_same_disk", {"day": _day(found[-1])})
    else:
        tried = "backup_seen" if depth == "quiet" else "backup_opens"
        yield Check("backup", "good", tried, {"day": _day(found[-1]), "count": len(found)})


def _opens(ledger: Ledger, copy: Copy) -> bool:
    """Whether a backup can be read from end to end, and has keys of this store beside it."""
    try:
        theirs = keys.read(keys_path(copy.path))
        found = ledger.store.try_copy(copy.path)
    except Refusal:
        return False
    return theirs.store == found.store == ledger.store.name


def _found_backups(path: Path, places: Sequence[Path]) -> Check:
    found = machine.copies_of(path, places)
    if not found:
        return Check("backup", "bad", "backup_not_found")
    newest = found[-1]
    told = {"day": _day(newest), "count": len(found), "value": str(newest.path)}
    return Check("backup", "warn", "backup_found", told)


def _day(copy: Copy) -> str:
    return copy.made.astimezone().date().isoformat()
