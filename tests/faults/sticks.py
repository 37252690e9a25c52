"""A cooperative whose laptops meet by sticks alone, and everything that goes wrong with those.

    python -m tests.faults.sticks SEEDS [FIRST] [--small] [--processes N]

Twelve laptops, forty groups, two years of monthly meetings. Each run has a seed that makes it
again, move by move: books handed over and taken over, bundles made, lost, read twice, late, out of
order, cut short or changed, backups put back with and without the laptop's memory, laptops cloned,
clocks wrong, officers' seals added anywhere, cards changed. In the end all exchange and the
officers choose where two branches are. Then every laptop has the same bytes for every book that it
may read, nothing that was on any laptop is gone, and every book verifies. Prints a line for each
seed, and one JSON document; see `union.Tally`.
"""

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from coopledger.app.forks import HERE, forks, resolve
from coopledger.app.heads import FOLDER_VARIABLE
from coopledger.app.ledger import Ledger
from coopledger.app.questions import verify
from coopledger.ledger.packing import unpack
from coopledger.ledger.page import HEADER, Header
from coopledger.sync.waiting import waiting_head
from tests.faults.union import SMALL, Clock, Size, Tally, Union, contents, fate, kept
from tests.sync.laptops import GROUP_OFFICERS

MEMORY = Path("/dev/shm")


def settle(union: Union) -> None:
    """All exchange, the officers choose, all exchange again; then everything is compared."""
    there = set().union(*map(kept, union.laptops))
    apart = _two_of_a_number(there)
    union.gather()
    union.spread()
    # A page that waited is passed on only now that the pages before it came: a fork with it too.
    union.gather(full=False)
    union.spread(full=False)
    here, wrong = union.laptops[0], union.tally.wrong
    missed = apart - {fork.group.id for fork in forks(here)}
    wrong += [f"{book[:8]}: a fork was not found" for book in sorted(missed)]
    for book in union.books:
        marked = {book in union.laptops[n].own_heads.forked for n in union.readers[book]}
        if len(marked) > 1:
            wrong.append(f"{book[:8]}: forked on one laptop and not on another")
    with union.at(0):
        for book in union.books:
            if book in here.own_heads.forked:
                branches = [f.there.number for f in forks(here) if f.group.id == book]
                resolve(here, book, union.chance.choice([HERE, *branches]), GROUP_OFFICERS)
    union.spread(full=False)
    union.gather(full=False)
    union.spread(full=False)
    _compare(union, there)


def _two_of_a_number(headers: Iterable[bytes]) -> set[str]:
    """Books of which two pages of one number were sealed."""
    seen, twice = set(), set()
    for packed in headers:
        head = HEADER.decode(unpack(packed))
        if (head.book, head.number) in seen:
            twice.add(head.book)
        seen.add((head.book, head.number))
    return twice


def _waiting(ledger: Ledger) -> Iterator[Header]:
    """Headers of the pages that wait."""
    for book in ledger.store.waiting_books():
        for each in ledger.store.waiting(book):
            yield waiting_head(each)


def _compare(union: Union, there: set[bytes]) -> None:
    """All laptops with each other, and with what was anywhere before the end."""
    here, wrong = union.laptops[0], union.tally.wrong
    if not there <= kept(here):
        wrong.append("a page is gone")
    whole, heads = contents(here), here.store.heads()
    # What was on a laptop that went, and nowhere else, is waited for as long as anybody hopes.
    headers = set().union(*map(kept, union.laptops))
    everywhere = {sha256(unpack(packed)).hexdigest() for packed in headers}
    union.tally.pages += len(kept(here))
    for n, each in enumerate(union.laptops):
        its, own_heads = contents(each), each.store.heads()
        mine = [book for book in union.books if n in union.readers[book]]
        wrong += [f"laptop {n}, {b[:8]}: it may not have this book" for b in its if b not in mine]
        for book in mine:
            compared = {
                "other bytes": its[book][0] != whole[book][0],
                "another head": own_heads[book] != heads[book],
                "other cards": its[book][1] != whole[book][1],
                "still forked": book in each.own_heads.forked,
            }
            wrong += [f"laptop {n}, {book[:8]}: {told}" for told, so in compared.items() if so]
        if any(page.prev in everywhere for page in _waiting(each)):
            wrong.append(f"laptop {n}: pages still wait for one that is there")
    # The others have the same bytes.
    wrong += [f"{found.group.id[:8]}: {found.fault}" for found in verify(here) if found.fault]


def run(folder: Path, seed: int, size: Size) -> Tally:
    """One run."""
    tally, before = Tally(seeds=1), os.environ.get(FOLDER_VARIABLE)
    clock = Clock()
    union = Union(folder, random.Random(seed), clock, tally, size)
    with ExitStack() as stack:
        for patch in fate(clock, seed):
            stack.enter_context(patch)
        try:
            union.begin()
            for month in range(size.months):
                union.month(month)
            settle(union)
        except Exception:
            told = traceback.format_exc().splitlines()
            tally.wrong.append(" | ".join(line.strip() for line in [*told[-14:-4], told[-1]]))
        finally:
            union.close()
            if before is not None:
                os.environ[FOLDER_VARIABLE] = before
            shutil.rmtree(folder)
    tally.wrong = [f"seed {seed}: {each}" for each in tally.wrong]
    return tally


def _run_seed(seed: int, size: Size) -> tuple[int, float, Tally]:
    begin = time.process_time()
    place = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as name:
        tally = run(Path(name) / str(seed), seed, size)
    return seed, time.process_time() - begin, tally


def total(tallies: Sequence[Tally]) -> dict[str, object]:
    """The sum of tallies."""
    sums = asdict(Tally())
    for each in map(asdict, tallies):
        for name, value in each.items():
            if name == "in_flight":
                sums[name] = max(sums[name], value)
            elif name == "refused":
                sums[name] = {
                    code: sums[name].get(code, 0) + value.get(code, 0)
                    for code in sorted({*sums[name], *value})
                }
            else:
                sums[name] += value
    return sums


def main() -> int:
    """Run so many seeds; 1 if anything was wrong."""
    asked = argparse.ArgumentParser()
    asked.add_argument("seeds", type=int)
    asked.add_argument("first", type=int, nargs="?", default=1)
    asked.add_argument("--small", action="store_true")
    asked.add_argument("--processes", type=int, default=1)
    given = asked.parse_args()
    size, tallies = SMALL if given.small else Size(), []
    with ProcessPoolExecutor(given.processes) as pool:
        seeds = range(given.first, given.first + given.seeds)
        for done in as_completed([pool.submit(_run_seed, seed, size) for seed in seeds]):
            seed, seconds, tally = done.result()
            tallies.append(tally)
            said = "; ".join(tally.wrong) or "as it must be"
            print(f"seed {seed}: {seconds:.1f} s of CPU, {said}", file=sys.stderr, flush=True)
    print(json.dumps(total(tallies), indent=1))
    return 1 if any(tally.wrong for tally in tallies) else 0


if __name__ == "__main__":
    sys.exit(main())
