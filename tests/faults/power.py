"""Power cuts on a real file system while a keeper types and seals.

    python -m tests.faults.power ext4|xfs CUTS [control]

The keeper is a process of its own; "control" runs it under eatmydata, which drops every flush, so
that confirmed work must be lost: a run of cuts that finds nothing proves something only beside it.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from coopledger.domain.errors import Refusal
from tests.faults.disks import LoopDisk, loop_disk
from tests.faults.keeper import copy_store, lost, make_store, read_said

ROOT = Path(__file__).parents[2]
MOST_SAID = 24
"""Confirmations that a cut waits for at most: four meetings."""
MOMENT = 0.03
"""Seconds from there to the latest cut."""


@dataclass
class Tally:
    """What the cuts came to. ``wrong`` names each loss with the number of its cut."""

    cuts: int = 0
    pages: int = 0
    drafts: int = 0
    damaged: int = 0
    """Cuts after which something was wrong."""
    wrong: list[str] = field(default_factory=list)


def one_cut(
    disk: LoopDisk, path: Path, chance: random.Random, *, control: bool = False
) -> list[dict]:
    """Cut the power under a keeper and start again; what it had confirmed until then."""
    command = [sys.executable, "-m", "tests.faults.keeper", str(path)]
    keeper = subprocess.Popen(
        ["eatmydata", *command] if control else command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert keeper.stdout is not None
    # The control needs a page to lose.
    said = [
        keeper.stdout.readline() for _ in range(8 if control else 1 + chance.randrange(MOST_SAID))
    ]
    time.sleep(chance.uniform(0, MOMENT))
    os.set_blocking(keeper.stdout.fileno(), False)
    said += keeper.stdout.readlines()
    # What it says from here on proves nothing: a laptop without power says nothing.
    disk.stop()
    keeper.kill()
    keeper.wait()
    keeper.stdout.close()
    disk.start()
    return read_said(b"".join(said).decode())


def run(folder: Path, kind: str, cuts: int, seed: int = 1, *, control: bool = False) -> Tally:
    """Cut so many times on a disk of that kind, one store after another's end."""
    chance, tally = random.Random(seed), Tally()
    made = folder / "made" / "book.coop"
    make_store(made)
    with loop_disk(folder, kind) as disk:
        path = disk.folder
        for number in range(cuts):
            # A damaged store of the control is no start for the next cut.
            if number % 20 == 0 or tally.damaged:
                path = copy_store(made, disk.folder / f"book-{number}")
            said = one_cut(disk, path, chance, control=control)
            try:
                wrong = lost(path, said)
            except Refusal as refusal:
                wrong = [f"the store does not open: {refusal}"]
            tally.cuts += 1
            tally.pages += sum("page" in line for line in said)
            tally.drafts += sum("draft" in line for line in said)
            tally.damaged += bool(wrong)
            tally.wrong += [f"cut {number}: {each}" for each in wrong]
    return tally


def main() -> None:
    """Cut in a folder of its own."""
    kind, cuts = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory() as name:
        tally = run(Path(name), kind, cuts, control=sys.argv[3:] == ["control"])
    print(json.dumps(asdict(tally)))


if __name__ == "__main__":
    main()
