"""kill -9 at random moments of opening, typing and sealing, many times a second.

    python -m tests.faults.kills KILLS [SEED]

One process imports the program and forks a keeper for each kill, so that a kill costs the keeper's
own work only. Prints one JSON document; see `Tally`.
"""

import json
import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.faults.keeper import copy_store, keep_book, lost, make_store, read_said

FRESH = 40
"""Kills after which a new copy of the store is taken, so that opening stays quick."""
MOST_SAID = 14
"""Confirmations that a kill waits for at most: two meetings."""
MOMENT = 0.02
"""Seconds from there to the latest kill: longer than it takes to seal."""
START = 0.2
"""Seconds that a keeper needs at most to open the store, when nobody waits for its word."""


@dataclass
class Tally:
    """What the kills came to. ``wrong`` names each loss with the number of its kill."""

    kills: int = 0
    pages: int = 0
    drafts: int = 0
    refused: int = 0
    quiet: int = 0
    """Kills before anything was confirmed: during the start or the first draft."""
    wrong: list[str] = field(default_factory=list)


def forked(path: Path, chance: random.Random) -> tuple[list[dict], bool]:
    """Kill a forked keeper at a random moment; what it said, and whether the kill ended it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            keep_book(
                path, sys.maxsize, lambda told: _write(writing, json.dumps(told).encode() + b"\n")
            )
        finally:
            os._exit(1)
    os.close(writing)
    said, wait = b"", chance.randrange(MOST_SAID)
    while said.count(b"\n") < wait and (more := os.read(reading, 65536)):
        said += more
    time.sleep(chance.uniform(0, MOMENT if wait else START))
    os.kill(child, signal.SIGKILL)
    ended = os.waitpid(child, 0)[1]
    while more := os.read(reading, 65536):
        said += more
    os.close(reading)
    return read_said(said.decode()), os.WIFSIGNALED(ended)


def _write(descriptor: int, line: bytes) -> None:
    os.write(descriptor, line)


def run(folder: Path, kills: int, seed: int = 1) -> Tally:
    """Kill so many keepers in a folder, and look at the store after each."""
    chance, tally, path = random.Random(seed), Tally(), folder
    made = folder / "made" / "book.coop"
    make_store(made)
    for number in range(kills):
        if number % FRESH == 0:
            path = copy_store(made, folder / f"book-{number}")
        said, killed = forked(path, chance)
        tally.kills += 1
        tally.pages += sum("page" in line for line in said)
        tally.drafts += sum("draft" in line for line in said)
        tally.refused += sum("refused" in line for line in said)
        tally.quiet += not said
        wrong = lost(path, said) if killed else ["the keeper ended by itself", *lost(path, said)]
        tally.wrong += [f"kill {number}: {each}" for each in wrong]
    return tally


def main() -> None:
    """Kill in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
        print(json.dumps(asdict(run(Path(name), int(sys.argv[1]), seed))))


if __name__ == "__main__":
    main()
