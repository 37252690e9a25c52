"""Laptops of one cooperative that meet by sticks alone, and what can go wrong with them.

Every laptop has a clock of its own, and most are wrong. What one run does is decided by its seed.
"""

import os
import random
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from coopledger.app import cooperative
from coopledger.app.bundle_export import export
from coopledger.app.bundle_import import examine, take
from coopledger.app.heads import FOLDER_VARIABLE, memory_path
from coopledger.app.holding import hand_over, take_over
from coopledger.app.ledger import Ledger
from coopledger.app.officers import seal
from coopledger.app.people import change_person
from coopledger.app.scribe import Scribe
from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal
from coopledger.domain.recording import Recording
from coopledger.ledger.packing import unpack
from coopledger.ledger.salted import MemberCard
from coopledger.ledger.seals import is_signature
from coopledger.store.officer_keys import OfficerKeys
from coopledger.store.store import NewPage
from tests.app.test_people import jpeg
from tests.conftest import PASSPHRASE
from tests.sync.laptops import CHEAP, GROUP_OFFICERS, OFFICERS, TWO, group, laptop

MEMBERS = [f"M{number:02}" for number in range(1, 11)]
FIRST = date(2025, 1, 1)
DAY = 86_400
CLOCKS = (0, 0, 0, 300, -5_000, 3_600 * 7, -30 * DAY, -365 * DAY, 400 * DAY, 3_650 * DAY)
"""How far a laptop's clock may be from the truth, in seconds."""


class Size(NamedTuple):
    """How large a run is: laptops, the first of which are offices, groups, months, moves a month.

    An office receives all books; a branch those of its own groups and of the next branch.
    """

    laptops: int = 12
    offices: int = 4
    groups: int = 40
    months: int = 24
    moves: int = 30


SMALL = Size(laptops=4, offices=2, groups=4, months=6, moves=10)


@dataclass
class Tally:
    """What the runs came to. ``wrong`` names each failure with its seed."""

    seeds: int = 0
    meetings: int = 0
    bundles: int = 0
    read: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    spoilt: int = 0
    lost: int = 0
    twice: int = 0
    restored: int = 0
    cloned: int = 0
    clocks: int = 0
    handed: int = 0
    in_flight: int = 0
    """Most hand-overs of a run that were on the way at once."""
    taken_over: int = 0
    seals: int = 0
    cards: int = 0
    forks: int = 0
    pages: int = 0
    """At the end, on all laptops."""
    wrong: list[str] = field(default_factory=list)

    def refuse(self, refusal: Refusal) -> None:
        """Count a refusal."""
        self.refused[refusal.code] = self.refused.get(refusal.code, 0) + 1


class Clock:
    """The true time, and the laptop whose clock is asked."""

    def __init__(self) -> None:
        self.day = 0.0
        self.offset = 0

    def time(self) -> float:
        """Seconds, as ``time.time`` has them."""
        self.day += 1 / DAY  # nothing happens twice in one second
        start = (FIRST - date(1970, 1, 1)).days
        return (start + self.day) * DAY + self.offset

    def time_ns(self) -> int:
        """Nanoseconds, as ``time.time_ns`` has them."""
        return int(self.time() * 1_000_000_000)


class Union:
    """The laptops of one run, and its sticks.

    Attributes:
        chance: all that is random in the run.
        laptops: as they are now; one that was put back is another object.
        books: ids of the groups' books; group n is founded by the n-th branch in turn.
        readers: of each book, the places of the laptops that may receive it.
    """

    def __init__(
        self, folder: Path, chance: random.Random, clock: Clock, tally: Tally, size: Size
    ) -> None:
        self.folder, self.tally, self.size = folder, tally, size
        self.chance, self.clock = chance, clock
        os.environ[FOLDER_VARIABLE] = str(folder / "memory")
        self.stick = folder / "stick"
        self.stick.mkdir(parents=True)
        self.books: list[str] = []
        self.readers: dict[str, list[int]] = {}
        self.sticks: list[tuple[Path, int]] = []
        self.backups: list[tuple[int, Path]] = []
        self.offsets = [self.chance.choice(CLOCKS) for _ in range(size.laptops)]
        self.flying: set[str] = set()
        self.laptops: list[Ledger] = []

    def begin(self) -> None:
        """The cooperative and its groups begin, and all exchange once."""
        size, branches = self.size, self.size.laptops - self.size.offices
        self.laptops += [laptop(self.folder, f"l{n}") for n in range(size.laptops)]
        first = self.laptops[0]
        cooperative.found(first, "Union", OFFICERS, branch="B0", device="l0", cost=CHEAP)
        for n in range(size.groups):
            own = size.offices + n % branches
            book = group(self.laptops[own], f"Group {n}", 0, officers=True)
            self.books.append(book)
            beside = size.offices + (n + 1) % branches
            self.readers[book] = [*range(size.offices), *sorted({own, beside})]
        for n, other in enumerate(self.laptops[1:], 1):
            its = [book for book in self.books if n in self.readers[book]]
            told = {"branch": f"B{n}", "device": f"l{n}"}
            told["books"] = its if n >= size.offices else [cooperative.EVERY]
            cooperative.enrol(first, cooperative.request(other), TWO, **told)
        for n in range(1, size.laptops):
            self.carry(0, n, join=True)
        self.gather()
        self.spread()
        for n, book in enumerate(self.books):  # they can seal everywhere, as after a recovery
            own = self.laptops[size.offices + n % branches]
            keys = {m: (k.public, k.wrapped) for m, k in OfficerKeys(own.store, book).all().items()}
            for place in self.readers[book]:
                OfficerKeys(self.laptops[place].store, book).put(keys)

    def close(self) -> None:
        """Close all ledgers."""
        for each in self.laptops:
            each.close()

    @contextmanager
    def at(self, place: int) -> Iterator[Ledger]:
        """A laptop, under its own clock."""
        self.clock.offset = self.offsets[place]
        yield self.laptops[place]

    def refusable(self) -> suppress:
        """What may be refused, and is counted then."""
        return _Counted(self.tally)

    # A month: every group meets, and between the meetings anything may happen

    def month(self, number: int) -> None:
        """Let a month pass."""
        moves = self.chance.choices(list(_MOVES), list(_MOVES.values()), k=self.size.moves)
        plan: list[tuple[str, str]] = [("meet", book) for book in self.books]
        plan += [(move, "") for move in moves]
        self.chance.shuffle(plan)
        for what, book in plan:
            self.clock.day = max(self.clock.day, number * 30.0) + 30 / (len(plan) + 1)
            getattr(self, what)(*([book] if book else []))

    def holder(self, book: str) -> int:
        """A laptop that may write in the book as it sees it; any that reads it if none may."""
        able = [n for n in self.readers[book] if self.laptops[n].own_heads.refusal(book) is None]
        return self.chance.choice(able or self.readers[book])

    def meet(self, book: str) -> None:
        """The group meets, if the laptop that it takes may write."""
        place = self.holder(book)
        with self.at(place) as here:
            try:
                hold_meeting(here, book, self.chance)
                self.tally.meetings += 1
            except Refusal as refusal:
                self.tally.refuse(refusal)
                # The group cannot wait for ever: its officers give the book to this laptop.
                if self.chance.random() < 0.5:
                    self.seize(book, place)

    def seize(self, book: str = "", place: int = -1) -> None:
        """The officers give a book to a laptop without asking its holder, who may turn up again."""
        book = book or self.chance.choice(self.books)
        place = place if place >= 0 else self.chance.choice(self.readers[book])
        with self.at(place) as here, self.refusable():
            take_over(here, book, GROUP_OFFICERS)
            self.tally.taken_over += 1

    def pass_on(self) -> None:
        """Hand a book over; the laptop that gets it hears of it by a stick, some day."""
        book = self.chance.choice(self.books)
        place = self.holder(book)
        taker = self.chance.choice([n for n in self.readers[book] if n != place])
        with self.at(place) as here, self.refusable():
            hand_over(here, book, self.laptops[taker].store.device.public.hex(), GROUP_OFFICERS)
            self.tally.handed += 1
            self.flying.add(book)
            self.tally.in_flight = max(self.tally.in_flight, len(self.flying))

    def add_seal(self) -> None:
        """An officer seals the newest page, wherever that laptop is in the book."""
        book = self.chance.choice(self.books)
        member = self.chance.choice(list(GROUP_OFFICERS))
        with self.at(self.chance.choice(self.readers[book])) as here, self.refusable():
            seal(here, book, {member: GROUP_OFFICERS[member]})
            self.tally.seals += 1

    def retype(self) -> None:
        """A member's card is changed, at times with a photo."""
        book = self.chance.choice(self.books)
        card = MemberCard(f"Name {self.chance.randrange(1_000)}", "F")
        photo = jpeg() if self.chance.random() < 0.3 else b""
        with self.at(self.holder(book)) as here, self.refusable():
            change_person(here, book, self.chance.choice(MEMBERS), card, photo)
            self.tally.cards += 1

    def reset_clock(self) -> None:
        """A clock's battery is empty, or somebody set it."""
        place = self.chance.randrange(self.size.laptops)
        self.offsets[place] = self.chance.choice(CLOCKS)
        self.tally.clocks += 1

    # Sticks

    def pack(self) -> None:
        """Somebody takes a stick along for another laptop."""
        giver, taker = self.chance.sample(range(self.size.laptops), 2)
        full = self.chance.random() < 0.1
        self.sticks.append((self._export(giver, taker, full=full), taker))

    def _export(self, giver: int, taker: int, *, full: bool) -> Path:
        to = self.laptops[taker].store.device.id
        with self.at(giver) as here:
            self.tally.bundles += 1
            made = export(here, self.stick, to, full=full).file
        # A laptop that was put back counts its bundles again: two sticks may have one name.
        return made.rename(made.with_name(f"{self.tally.bundles}-{made.name}"))

    def deliver(self) -> None:
        """A stick arrives, the newest first or the oldest; or never, or it is read again later."""
        if not self.sticks:
            return
        place = self.chance.randrange(len(self.sticks))
        file, taker = self.sticks[place]
        fate = self.chance.random()
        if fate < 0.1:
            self.tally.lost += 1
        else:
            self.read(file, taker)
        if fate < 0.75:
            del self.sticks[place]
            file.unlink()
        else:
            self.tally.twice += 1

    def read(self, file: Path, taker: int, *, join: bool = False) -> None:
        """Read a stick. Nothing that was there may be gone afterwards."""
        with self.at(taker) as here:
            before = kept(here)
            found = examine(here, file)
            take(here, found, join=join)
            if not before <= kept(here):
                self.tally.wrong.append("reading a bundle lost a page")
        self.tally.read += 1
        self.tally.forks += sum(bool(verdict.forks) for verdict in found.verdicts)
        self.flying -= {book for book in self.flying if here.own_heads.holds(book)}

    def carry(self, giver: int, taker: int, *, join: bool = False, full: bool = True) -> None:
        """Bring a bundle from one laptop to another one at once."""
        file = self._export(giver, taker, full=full)
        self.read(file, taker, join=join)
        file.unlink()

    def spoil(self) -> None:
        """A stick that was pulled too early, or a byte that went wrong: nothing may change."""
        if not self.sticks:
            return
        file, taker = self.chance.choice(self.sticks)
        good, here = file.read_bytes(), self.laptops[taker]
        # Never by its length, which no seed makes again: the boxes in it are as they fall.
        place = int(self.chance.random() * len(good))
        bad = bytearray(good[:place])
        if self.chance.random() < 0.5:
            bad = bytearray(good)
            bad[place] ^= 1 << self.chance.randrange(8)
        before = here.store.heads()
        file.write_bytes(bad)
        try:
            examine(here, file)
            self.tally.wrong.append("a spoilt bundle was read")
        except Refusal as refusal:
            self.tally.refuse(refusal)
        file.write_bytes(good)
        if here.store.heads() != before:
            self.tally.wrong.append("a spoilt bundle changed something")
        self.tally.spoilt += 1

    # Backups and twins

    def back_up(self) -> None:
        """Copy a whole store away."""
        place = self.chance.randrange(self.size.laptops)
        copy = self.folder / f"backup-{len(self.backups)}.coop"
        with self.at(place) as here:
            here.store.copy_to(copy)
        self.backups.append((place, copy))

    def put_back(self) -> None:
        """An old backup, on the same laptop: it remembers what it wrote."""
        if self.backups:
            self._replace(*self.chance.choice(self.backups))
            self.tally.restored += 1

    def clone(self) -> None:
        """An old disk image on a new machine, which remembers nothing."""
        if self.backups:
            place, copy = self.chance.choice(self.backups)
            memory_path(self.laptops[place].store.device.id).unlink(missing_ok=True)
            self._replace(place, copy)
            self.tally.cloned += 1

    def _replace(self, place: int, copy: Path) -> None:
        path = self.laptops[place].store.path
        self.laptops[place].close()
        for journal in ("-wal", "-shm"):
            path.with_name(path.name + journal).unlink(missing_ok=True)
        shutil.copy(copy, path)
        with self.at(place):
            self.laptops[place] = Ledger.open(path, PASSPHRASE)

    # All exchange

    def gather(self, *, full: bool = True) -> None:
        """Everybody brings the first office everything."""
        for n in range(1, self.size.laptops):
            self.carry(n, 0, full=full)

    def spread(self, *, full: bool = True) -> None:
        """The first office brings everybody everything."""
        for n in range(1, self.size.laptops):
            self.carry(0, n, full=full)


_MOVES = {
    "pack": 9,
    "deliver": 10,
    "spoil": 1,
    "pass_on": 2,
    "seize": 0.2,
    "add_seal": 3,
    "retype": 2,
    "reset_clock": 0.3,
    "back_up": 1,
    "put_back": 0.4,
    "clone": 0.6,
}
"""What happens between meetings, and how often beside each other."""


class _Counted(suppress):
    def __init__(self, tally: Tally) -> None:
        super().__init__(Refusal)
        self._tally = tally

    def __exit__(self, kind: object, caught: object, trace: object) -> bool:
        if isinstance(caught, Refusal):
            self._tally.refuse(caught)
        return isinstance(caught, Refusal)


def hold_meeting(here: Ledger, book: str, chance: random.Random) -> None:
    """Hold the next meeting: two to five events."""
    replay = here.replay(book)
    scribe = Scribe(here.store.device, NewPage(replay.headers[-1], replay.newest))
    number = replay.book.meeting + 1
    day = (FIRST + timedelta(days=30 * number)).isoformat()
    recording = Recording(replay.book.copy(whole=True), number, day, scribe.note)
    member = chance.choice(MEMBERS)
    recording.record(en.Attendance(member, "present"))
    recording.record(en.ShareBuying(member, chance.randint(1, 5)))
    if chance.random() < 0.5:
        recording.record(en.Resolution(chance.choice(["Roof", "Seed", "School"])))
    recording.close()
    page = scribe.write("meeting", recording.events, recording.book, meeting=number, date=day)
    here.store.append([page])
    here.forget(book)


def kept(here: Ledger) -> set[bytes]:
    """Packed headers of all pages that a laptop has, rivals too."""
    with here.store.transaction() as connection:
        return {row[0] for row in connection.exec_driver_sql("SELECT header FROM page")}


def contents(here: Ledger) -> dict[str, tuple[set[bytes], dict[str, object]]]:
    """All bytes that a laptop has of each book, seals in their order; and its members' cards."""
    seals: dict[int, list[bytes]] = defaultdict(list)
    found: dict[str, tuple[set[bytes], dict[str, object]]] = {}
    with here.store.transaction() as connection:
        ask = connection.exec_driver_sql
        for page, public, signature in ask(
            "SELECT page, public, signature FROM seal JOIN public_key ON public_key.id = key"
            " UNION SELECT page, public, signature FROM spare_seal"
            " JOIN public_key ON public_key.id = key JOIN page ON page.id = page WHERE fork > 0"
            " ORDER BY page, public"
        ):
            # Of a page beside the chain two branches may have frozen different seals: all of them.
            seals[page].append(public + signature)
        for page, book, header, body in ask(
            "SELECT page.id, book_id, header, body FROM page JOIN book ON book.id = page.book"
            " WHERE card != x''"
        ):
            whole = b"\0".join((header, body, *seals[page]))
            found.setdefault(book, (set(), {}))[0].add(whole)
        for book, *card in ask(
            "SELECT book_id, member, person.card, photo, epoch, turn, signature FROM person"
            " JOIN book ON book.id = person.book"
        ):
            found[book][1][card[0]] = tuple(card[1:])
    return found


def fate(clock: Clock, seed: int) -> Iterable[object]:
    """The patches that let the program see a laptop's clock, and keys that the seed makes again."""
    dice = random.Random(f"keys {seed}")
    return (
        mock.patch("time.time", clock.time),
        mock.patch("time.time_ns", clock.time_ns),
        mock.patch("secrets.token_bytes", dice.randbytes),
        mock.patch("nacl.bindings.randombytes", dice.randbytes),
        # Twelve laptops read and verify the same again and again; the same bytes, the same answer.
        mock.patch("coopledger.ledger.seals.is_signature", cache(is_signature)),
        mock.patch("coopledger.store.page_shelf.unpack", cache(unpack)),
        mock.patch("coopledger.store.exchange_shelf.unpack", cache(unpack)),
    )
