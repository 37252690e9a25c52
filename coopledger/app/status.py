"""How well a ledger is kept: facts that a window shows and a script reads. Nothing is changed."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from coopledger.app.backups import DAILY, FOLDER, backups_of
from coopledger.app.ledger import Ledger
from coopledger.app.recovery import recovery_key
from coopledger.store.backup import same_disk
from coopledger.store.files import is_there
from coopledger.store.tables import SCHEMA

_HOUR = 3600


class Notice(msgspec.Struct, frozen=True):
    """Something that wants attention: a code of `words.sentences.NOTICES`, and its figures."""

    code: str
    params: dict[str, object]


class Status(msgspec.Struct, frozen=True):
    """A ledger's keeping.

    Attributes:
        store: its file.
        schema: of the file; an older program cannot open it.
        device: short name of this installation's key.
        practice: whether nothing in it is real.
        groups: how many books there are.
        pages: in all of them.
        read_only: ids of books that this device may not write in.
        heads_ok: whether the store has all that this laptop remembers having written.
        backup_place: the folder chosen, empty if none was.
        backups: good ones in it; 0 if it is not there.
        backup_age_hours: of the newest, rounded down; None if there is none.
        recovery: short name of the recovery key, as on the sheets; empty if there are none.
        findings: what wants attention.
    """

    store: str
    schema: int
    device: str
    practice: bool
    groups: int
    pages: int
    read_only: tuple[str, ...]
    heads_ok: bool
    backup_place: str
    backups: int
    backup_age_hours: int | None
    recovery: str
    findings: tuple[Notice, ...]


def status(ledger: Ledger, now: datetime | None = None) -> Status:
    """The facts of an open ledger; ``now`` is the moment to count from."""
    own, books = ledger.own_heads, ledger.store.books()
    heads = {book: head for book, head in ledger.store.heads().items() if book in books}
    found, place = backups_of(ledger), ledger.store.fact(FOLDER)
    age = None
    if found:
        age = max(0, int(((now or datetime.now(UTC)) - found[-1].made).total_seconds() // _HOUR))
    recovery = recovery_key(ledger.store.path)
    return Status(
        store=str(ledger.store.path),
        schema=SCHEMA,
        device=ledger.store.device.id,
        practice=ledger.store.practice,
        groups=len(heads),
        pages=sum(head.number for head in heads.values()),
        read_only=tuple(book for book in heads if own.refusal(book)),
        heads_ok=not own.behind and not own.away,
        backup_place=place,
        backups=len(found),
        backup_age_hours=age,
        recovery=recovery,
        findings=(*_books(ledger), *_backups(ledger, place, age), *_recovery(ledger, recovery)),
    )


def _books(ledger: Ledger) -> list[Notice]:
    own = ledger.own_heads
    told = [Notice("restored_away", {"book": book}) for book in own.away]
    for group in ledger.groups():
        known = own.behind.get(group.id)
        params: dict[str, object] = {"group": group.name, "book": group.id}
        if known is not None:
            told.append(Notice("restored", {**params, "page": known.number}))
        elif group.id in own.forked:
            told.append(Notice("forked", params))
        elif not own.holds(group.id):
            told.append(Notice("not_the_holder", params))
    if not own.kept:
        told.append(Notice("memory_not_kept", {}))
    return told


def _backups(ledger: Ledger, place: str, age: int | None) -> list[Notice]:
    if ledger.store.practice:
        return []
    told = []
    problem = ledger.page_backups.problem
    if problem is not None and problem.code != "backup_place_away":
        told.append(Notice("backup_not_made", {"refusal": problem.code, **problem.params}))
    there = bool(place) and is_there(Path(place))
    if place and not there:
        told.append(Notice("backup_place_away", {"value": place}))
    elif age is None:
        told.append(Notice("never_backed_up", {}))
    elif age >= DAILY.total_seconds() // _HOUR:
        told.append(Notice("backup_old", {"hours": age}))
    if there and same_disk(ledger.store.path, Path(place)):
        told.append(Notice("same_disk", {"value": place}))
    return told


def _recovery(ledger: Ledger, key: str) -> list[Notice]:
    return [] if key or ledger.store.practice else [Notice("no_recovery_sheet", {})]
