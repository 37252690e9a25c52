"""A cooperative whose laptops meet by sticks alone, and everything that goes wrong with those.

    python -m tests.faults.sticks SEEDS [FIRST]

Each run has a seed that makes it again, move by move: meetings held, books handed over, bundles
made, lost, read twice, late, cut short or changed, backups put back with and without the laptop's
memory, a laptop cloned. In the end all exchange and the officers choose where two branches are.
Then every laptop has the same bytes for every book, nothing that was ever read from a stick is
gone, and every book verifies. Prints one JSON document; see `Tally`.
"""

import json
import os
import random
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

from coopledger.app import cooperative
from coopledger.app.bundle_export import export
from coopledger.app.bundle_import import examine, take
from coopledger.app.forks import HERE, forks, resolve
from coopledger.app.heads import FOLDER_VARIABLE, memory_path
from coopledger.app.holding import hand_over
from coopledger.app.ledger import Ledger
from coopledger.app.officers import seal
from coopledger.app.questions import verify
from coopledger.domain.errors import Refusal
from coopledger.store.officer_keys import OfficerKeys
from tests.conftest import PASSPHRASE
from tests.sync.laptops import CHEAP, GROUP_OFFICERS, OFFICERS, TWO, group, hold, laptop, pages

LAPTOPS = 4
GROUPS = 4
MOVES = 60


@dataclass
class Tally:
    """What the runs came to. ``wrong`` names each failure with its seed."""

    seeds: int = 0
    meetings: int = 0
    bundles: int = 0
    read: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    spoilt: int = 0
    restored: int = 0
    cloned: int = 0
    handed: int = 0
    seals: int = 0
    forks: int = 0
    wrong: list[str] = field(default_factory=list)

    def refuse(self, refusal: Refusal) -> None:
        """Count a refusal."""
        self.refused[refusal.code] = self.refused.get(refusal.code, 0) + 1


class Cooperative:
    """The laptops of one run."""

    def __init__(self, folder: Path, seed: int, tally: Tally) -> None:
        self.folder, self.tally = folder, tally
        self.chance = random.Random(seed)
        os.environ[FOLDER_VARIABLE] = str(folder / "memory")
        self.stick = folder / "stick"
        self.stick.mkdir(parents=True)
        self.files: list[tuple[Path, int]] = []
        self.backups: list[tuple[int, Path]] = []
        self.laptops = [laptop(folder, f"l{n}") for n in range(LAPTOPS)]
        first = self.laptops[0]
        cooperative.found(first, "Union", OFFICERS, branch="B0", device="l0", cost=CHEAP)
        for n, other in enumerate(self.laptops[1:], 1):
            asked = cooperative.request(other)
            told = {"branch": f"B{n}", "device": f"l{n}", "books": [cooperative.EVERY]}
            cooperative.enrol(first, asked, TWO, **told)
        for n in range(1, LAPTOPS):
            self.carry(0, n, join=True)
        self.books = [
            group(self.laptops[n % LAPTOPS], f"Group {n}", 1, officers=True) for n in range(GROUPS)
        ]
        self.exchange()
        self.share_keys()

    def share_keys(self) -> None:
        """The officers can seal on every laptop, as after a recovery."""
        for n, book in enumerate(self.books):
            keys = OfficerKeys(self.laptops[n % LAPTOPS].store, book).all()
            for each in self.laptops:
                kept = {m: (k.public, k.wrapped) for m, k in keys.items()}
                OfficerKeys(each.store, book).put(kept)

    def close(self) -> None:
        for each in self.laptops:
            each.close()

    # Moves

    def move(self) -> None:
        chosen = self.chance.choices(
            [self.meet, self.pack, self.deliver, self.spoil, self.pass_on, self.back_up,
             self.put_back, self.clone, self.add_seal],
            [14, 8, 10, 2, 2, 2, 1, 2, 4],
        )[0]  # fmt: skip
        chosen()

    def meet(self) -> None:
        book = self.chance.choice(self.books)
        holders = [each for each in self.laptops if each.own_heads.holds(book)]
        here = self.chance.choice(holders or self.laptops)
        try:
            hold(here, book, shares=self.chance.randint(1, 5), note=self.chance.choice(["", "ok"]))
            self.tally.meetings += 1
        except Refusal as refusal:
            self.tally.refuse(refusal)

    def pack(self) -> None:
        giver, taker = self.chance.sample(range(LAPTOPS), 2)
        to = self.laptops[taker].store.device.id
        full = self.chance.random() < 0.2
        self.files.append((export(self.laptops[giver], self.stick, to, full=full).file, taker))
        self.tally.bundles += 1

    def deliver(self) -> None:
        if not self.files:
            return
        place = self.chance.randrange(len(self.files))
        file, taker = self.files[place]
        if self.chance.random() < 0.1:  # lost for ever
            del self.files[place]
        elif self.chance.random() < 0.7:
            del self.files[place]
            self.read(file, taker)
        else:  # read now, and again later
            self.read(file, taker)

    def read(self, file: Path, taker: int, *, join: bool = False) -> None:
        here = self.laptops[taker]
        before = {book: bodies(here, book) for book in here.store.books()}
        found = examine(here, file)
        take(here, found, join=join)
        self.tally.read += 1
        self.tally.forks += sum(bool(verdict.forks) for verdict in found.verdicts)
        if any(not kept <= bodies(here, book) for book, kept in before.items()):
            self.tally.wrong.append("reading a bundle lost a page")

    def carry(self, giver: int, taker: int, *, join: bool = False) -> None:
        to = self.laptops[taker].store.device.id
        self.read(export(self.laptops[giver], self.stick, to, full=True).file, taker, join=join)

    def spoil(self) -> None:
        """A stick that was pulled too early, or a byte that went wrong: nothing may change."""
        if not self.files:
            return
        file, taker = self.chance.choice(self.files)
        good, here = file.read_bytes(), self.laptops[taker]
        bad = bytearray(good[: self.chance.randrange(len(good))])
        if self.chance.random() < 0.5:
            bad = bytearray(good)
            bad[self.chance.randrange(len(bad))] ^= 1 << self.chance.randrange(8)
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

    def pass_on(self) -> None:
        book = self.chance.choice(self.books)
        holders = [each for each in self.laptops if each.own_heads.holds(book)]
        giver = self.chance.choice(holders or self.laptops)
        taker = self.chance.choice([each for each in self.laptops if each is not giver])
        try:
            hand_over(giver, book, taker.store.device.public.hex(), GROUP_OFFICERS)
            self.tally.handed += 1
        except Refusal as refusal:
            self.tally.refuse(refusal)

    def add_seal(self) -> None:
        """An officer seals the newest page, wherever that laptop is in the book."""
        here, book = self.chance.choice(self.laptops), self.chance.choice(self.books)
        member = self.chance.choice(list(GROUP_OFFICERS))
        try:
            seal(here, book, {member: GROUP_OFFICERS[member]})
            self.tally.seals += 1
        except Refusal as refusal:
            self.tally.refuse(refusal)

    def back_up(self) -> None:
        place = self.chance.randrange(LAPTOPS)
        copy = self.folder / f"backup-{len(self.backups)}.coop"
        self.laptops[place].store.copy_to(copy)
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
        self.laptops[place] = Ledger.open(path, PASSPHRASE)

    # The end

    def exchange(self) -> None:
        """Everyone brings everyone everything, until nobody has anything new."""
        for _ in range(2):
            for giver in range(LAPTOPS):
                for taker in range(LAPTOPS):
                    if giver != taker:
                        self.carry(giver, taker)

    def settle(self) -> None:
        """All exchange, the officers choose, all exchange again; then everything is compared."""
        there = {
            book: set().union(*(bodies(each, book) for each in self.laptops)) for book in self.books
        }
        self.exchange()
        here = self.laptops[0]
        for book in self.books:
            if book in here.own_heads.forked:
                apart = [f.there.number for f in forks(here) if f.group.id == book]
                resolve(here, book, self.chance.choice([HERE, *apart]), GROUP_OFFICERS)
        self.exchange()
        self.compare(there)

    def compare(self, there: dict[str, set[bytes]]) -> None:
        """All laptops with each other, and with what was anywhere before the end."""
        here, wrong = self.laptops[0], self.tally.wrong
        for book in self.books:
            whole = pages(here, book)
            if any(pages(each, book) != whole for each in self.laptops):
                wrong.append(f"{book[:8]}: not the same bytes everywhere")
            if any(each.replay(book).hash != here.replay(book).hash for each in self.laptops):
                wrong.append(f"{book[:8]}: not the same head everywhere")
            if not there[book] <= bodies(here, book):
                wrong.append(f"{book[:8]}: a page is gone")
            if any(book in each.own_heads.forked for each in self.laptops):
                wrong.append(f"{book[:8]}: still forked")
        for each in self.laptops:
            if any(found.fault for found in verify(each)):
                wrong.append("a book does not verify")
            if each.store.waiting_books():
                wrong.append("pages still wait")


def bodies(ledger: Ledger, book: str) -> set[bytes]:
    """Headers of all pages that a laptop has of a book, rivals too."""
    kept = [page for branch in ledger.store.rivals(book).values() for page in branch]
    return {page.header for page in (*ledger.store.pages(book), *kept)}


def run(folder: Path, seeds: range, moves: int = MOVES) -> Tally:
    """Run these seeds."""
    tally, before = Tally(), os.environ.get(FOLDER_VARIABLE)
    for seed in seeds:
        known = len(tally.wrong)
        here = folder / str(seed)
        union = Cooperative(here, seed, tally)
        try:
            for _ in range(moves):
                union.move()
            union.settle()
        except Refusal as refusal:
            tally.wrong.append(repr(refusal))
        finally:
            union.close()
            if before is not None:
                os.environ[FOLDER_VARIABLE] = before
        tally.wrong[known:] = [f"seed {seed}: {each}" for each in tally.wrong[known:]]
        tally.seeds += 1
        shutil.rmtree(here)
    return tally


def main() -> int:
    """Run so many seeds in a folder of its own; 1 if anything was wrong."""
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as name:
        tally = run(Path(name), range(first, first + int(sys.argv[1])))
    print(json.dumps(asdict(tally), indent=1))
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
