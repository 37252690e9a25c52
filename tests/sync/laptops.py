"""Laptops of one cooperative that meet by a stick alone."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import msgspec
from sqlalchemy import event

from coopledger.app import cooperative
from coopledger.app.bundle_export import export
from coopledger.app.bundle_import import Opening, examine, take
from coopledger.app.ledger import Ledger
from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.constitution import Act, Quorum
from coopledger.domain.recording import Recording
from coopledger.interop.group_file import read_group
from coopledger.ledger import pins
from coopledger.ledger.heads import Head
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.salted import MemberCard
from coopledger.ledger.seals import SigningKey
from coopledger.store.exchange_shelf import Peer
from coopledger.store.officer_keys import OfficerKeys
from coopledger.store.store import NewPage
from tests.conftest import PASSPHRASE, YEAR

CHEAP = Cost(8, 1, 1)
OFFICERS = {"ALMAZ": "314159", "BIRUK": "271828", "CHALA": "161803"}
"""The cooperative's officers and their PINs; two of three seal."""
TWO = {code: OFFICERS[code] for code in ("ALMAZ", "BIRUK")}
GROUP_OFFICERS = {"M06": "314159", "M07": "271828", "M08": "161803"}
FIRST_DAY = date(2025, 1, 1)


def laptop(folder: Path, name: str) -> Ledger:
    """A new laptop in a folder of its own."""
    return Ledger.create(folder / name / "ledger.coop", PASSPHRASE, cost=CHEAP)


def opened(folder: Path, name: str) -> Ledger:
    """The same laptop, started again."""
    return Ledger.open(folder / name / "ledger.coop", PASSPHRASE)


def founder(folder: Path) -> Ledger:
    """The first laptop of a cooperative."""
    made = laptop(folder, "kampala")
    cooperative.found(made, "ህብረት Union", OFFICERS, branch="KLA", device="Kampala 1", cost=CHEAP)
    return made


def enrolled(first: Ledger, other: Ledger, *books: str, branch: str = "JIN") -> None:
    """Enrol a laptop for these books by its request, and bring it the first bundle."""
    cooperative.enrol(
        first,
        cooperative.request(other),
        TWO,
        branch=branch,
        device=f"{branch} laptop",
        books=books or (cooperative.EVERY,),
    )


SEALED = ("meeting", "share_out", "amendment", "adoption", "officers", "erasure", "hand_over")
"""Acts that two of three key-holders seal where a group is made with ``quorums``."""


def group(
    ledger: Ledger,
    name: str,
    meetings: int = 0,
    *,
    officers: bool = False,
    quorums: bool = False,
) -> str:
    """A new group's book, with so many meetings."""
    file, book = read_group(YEAR / "group.toml"), Book()
    constitution = file.constitution
    if quorums:
        called: dict[Act, Quorum] = {act: Quorum("key_holders", 2) for act in SEALED}
        constitution = msgspec.structs.replace(constitution, quorums=called)
    keys = {m: SigningKey(m.encode().ljust(32)) for m in GROUP_OFFICERS} if officers else {}
    scribe = Scribe(ledger.store.device, seals_of=list(keys.values()))
    members = [NewMember(m.code, MemberCard(m.name, m.sex), m.roles) for m in file.members]
    enrol = [ev.Enrol(m, key.public.hex()) for m, key in keys.items()]
    page = scribe.found(book, name, constitution, members, enrol)
    ledger.store.append([page])
    made = page.header.book
    OfficerKeys(ledger.store, made).put(
        {m: (key.public, pins.wrap(key, GROUP_OFFICERS[m], CHEAP)) for m, key in keys.items()}
    )
    for _ in range(meetings):
        hold(ledger, made)
    return made


def hold(ledger: Ledger, group: str, shares: int = 1, note: str = "") -> NewPage:
    """Hold the next meeting."""
    replay = ledger.replay(group)
    scribe = Scribe(ledger.store.device, NewPage(replay.headers[-1], replay.newest))
    number = replay.book.meeting + 1
    day = (FIRST_DAY + timedelta(weeks=number)).isoformat()
    recording = Recording(replay.book.copy(whole=True), number, day, scribe.note)
    recording.record(en.Attendance("M01", "present"))
    recording.record(en.ShareBuying("M01", shares))
    if note:
        recording.record(en.Resolution(note))
    recording.close()
    page = scribe.write("meeting", recording.events, recording.book, meeting=number, date=day)
    ledger.store.append([page])
    ledger.forget(group)
    return page


def carry(sender: Ledger, receiver: Ledger, stick: Path, *, full: bool = False, join: bool = False):
    """Bring a bundle from one laptop to the other; what it was found to be."""
    stick.mkdir(exist_ok=True)
    made = export(sender, stick, receiver.store.device.id, full=full)
    return read(receiver, made.file, join=join)


def read(receiver: Ledger, file: Path, opening: Opening | None = None, *, join: bool = False):
    """Read a bundle and take it in."""
    found = examine(receiver, file, opening)
    take(receiver, found, join=join)
    return found


def pages(ledger: Ledger, book: str) -> set[bytes]:
    """All that a laptop has of a book: header, body and seals of each page, rivals too."""
    kept = [page for branch in ledger.store.rivals(book).values() for page in branch]
    return {
        b"\0".join((p.header, p.body, *sorted(s.key + s.signature for s in p.seals)))
        for p in (*ledger.store.pages(book), *kept)
    }


def power_cut_at(ledger: Ledger, deed: Callable[[], object], written: str) -> Ledger:
    """Do something on a laptop until that statement is on the disk, and start the laptop again."""
    engine, seen = ledger.store._engine, {"written": False, "gone": False}

    def run(_connection, _cursor, statement, *_more):
        if seen["gone"]:
            raise KeyboardInterrupt
        seen["written"] = seen["written"] or statement.startswith(written)

    def committed(_connection):
        seen["gone"] = seen["written"]

    event.listen(engine, "before_cursor_execute", run)
    event.listen(engine, "commit", committed)
    with suppress(KeyboardInterrupt):
        deed()
    assert seen["gone"]
    ledger.close()
    return Ledger.open(ledger.store.path, PASSPHRASE)


def heard(ledger: Ledger, other: Ledger, book: str, number: int) -> None:
    """As if the other laptop had said that it has the book up to that page."""
    head = Head(number, ledger.store.page_hash(book, number))
    ledger.store.take_in([], (other.store.device.id, Peer(0, 0, 0, {book: head})))
