"""The long run: many kills and power cuts, with a tally for each.

    python -m tests.faults.long_run [KILLS] [CUTS] [SEED]

10,000 kills and 200 cuts on each file system unless told otherwise: about half an hour. The cuts
need root; what can't run here is named. Ends with 1 if anything confirmed was lost, or if the
control lost nothing.
"""

import shutil
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from tests.faults import kills, power
from tests.faults.disks import why_no_disk

CONTROLS = 10
SHOWN = 500
"""Kills from one line of progress to the next."""


def show(what: str, tally: kills.Tally | power.Tally, begin: float) -> None:
    """One line a tally, and below it whatever is wrong."""
    counts = {name: value for name, value in asdict(tally).items() if name != "wrong"}
    told = ", ".join(f"{value:,} {name}" for name, value in counts.items())
    print(f"{what}: {told}; {len(tally.wrong)} wrong; {time.monotonic() - begin:.0f} s", flush=True)


def run_kills(count: int, seed: int) -> bool:
    """The kills, with progress; whether nothing was lost."""
    begin = time.monotonic()

    def progress(tally: kills.Tally) -> None:
        if tally.kills % SHOWN == 0 and tally.kills < count:
            show("  so far", tally, begin)

    with tempfile.TemporaryDirectory() as name:
        tally = kills.run(Path(name), count, seed, progress)
    show("kill -9", tally, begin)
    for wrong in tally.wrong:
        print(f"  {wrong}")
    return not tally.wrong


def run_cuts(kind: str, count: int, seed: int) -> bool:
    """Power cuts on one file system and their control; whether both came out as they must."""
    why = why_no_disk(kind)
    if why:
        print(f"power cuts on {kind}: left out, {why}")
        return True
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        tally = power.run(Path(name), kind, count, seed)
    show(f"power cuts on {kind}", tally, begin)
    for wrong in tally.wrong:
        print(f"  {wrong}")
    if not shutil.which("eatmydata"):
        print("  control: left out, eatmydata is not installed")
        return not tally.wrong
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        control = power.run(Path(name), kind, CONTROLS, seed, control=True)
    show("  control without flushing, must be damaged each time", control, begin)
    return not tally.wrong and control.damaged == control.cuts


def main() -> int:
    """Run all; the exit code."""
    asked = [int(word) for word in sys.argv[1:]]
    count, cuts, seed = [*asked, *(10_000, 200, 1)[len(asked) :]]
    good = [run_kills(count, seed), *(run_cuts(kind, cuts, seed) for kind in ("ext4", "xfs"))]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
