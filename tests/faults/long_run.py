"""The long run: many kills and power cuts, simulated and real, with a tally for each.

    python -m tests.faults.long_run [--kills N] [--simulated N] [--cuts N] [--seed N] [--tally FILE]

10,000 kills, 5,000 simulated cuts and 200 real ones on each file system unless told otherwise:
about an hour. It goes in parts; with a file for the tally each part that is finished stays
finished, and the same command goes on from there. The real cuts need root; what can't run here is
named. Ends with 1 if anything confirmed was lost, or if a control lost nothing.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

from tests.faults import kills, power, recorder, simulator
from tests.faults.disks import why_no_disk

Told = dict[str, object]
Work = Callable[[Path, int, int], Told]
"""One part: in a folder, so many times, with a seed; its tally."""


class Parts:
    """Parts of the run that are done, kept in a file if there is one."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        lines = file.read_text("utf-8").splitlines() if file and file.exists() else []
        self._done: dict[str, Told] = {told["part"]: told for told in map(json.loads, lines)}

    def run(self, what: str, work: Work, count: int, size: int, seed: int) -> list[Told]:
        """Run all parts of one kind that are not done yet, and print what they come to."""
        found = []
        for number, start in enumerate(range(0, count, size)):
            times, begin = min(size, count - start), time.monotonic()
            name = f"{what}, {times} with seed {seed + number}"
            if name not in self._done:
                with tempfile.TemporaryDirectory() as folder:
                    told = work(Path(folder), times, seed + number)
                self._keep({"part": name, **told})
                print(f"  {name}: {time.monotonic() - begin:.0f} s", flush=True)
            found.append(self._done[name])
        show(what, found)
        return found

    def _keep(self, told: Told) -> None:
        self._done[str(told["part"])] = told
        if self._file:
            with self._file.open("a", encoding="utf-8") as out:
                out.write(json.dumps(told) + "\n")


def show(what: str, parts: list[Told]) -> None:
    """One line for the sum of the parts, and below it whatever is wrong."""
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for told in parts:
        counts.update({name: value for name, value in told.items() if isinstance(value, int)})
        wrong += told["wrong"]  # type: ignore[operator]
    sums = ", ".join(f"{value:,} {name}" for name, value in counts.items())
    print(f"{what}: {sums}; {len(wrong)} wrong", flush=True)
    if "control" not in what:
        for each in wrong:
            print(f"  {each}")


def clean(parts: list[Told]) -> bool:
    """Whether nothing was lost."""
    return not any(told["wrong"] for told in parts)


def run_kills(parts: Parts, count: int, seed: int) -> bool:
    """kill -9."""
    return clean(parts.run("kill -9", lambda *at: asdict(kills.run(*at)), count, 250, seed))


def run_simulated(parts: Parts, count: int, seed: int) -> bool:
    """Simulated power loss and its controls."""
    if why := recorder.why_not_here():
        print(f"simulated power loss: left out, {why}")
        return True

    def simulate(flushing: simulator.Flushing, folder: Path, times: int, seed: int) -> Told:
        return asdict(simulator.run(folder, times, seed, flushing))

    good = clean(parts.run("simulated power loss", partial(simulate, "FULL"), count, 250, seed))
    for weak in ("NORMAL", "OFF"):
        what = f"  control with synchronous={weak}"
        told = parts.run(what, partial(simulate, weak), min(count, 100), 100, seed)
        good &= not clean(told)
    return good


def run_cuts(parts: Parts, kind: str, count: int, seed: int) -> bool:
    """Power cuts on one file system, and their control, which must be damaged each time."""
    if why := why_no_disk(kind):
        print(f"power cuts on {kind}: left out, {why}")
        return True

    def cut(folder: Path, times: int, seed: int, *, control: bool = False) -> Told:
        return asdict(power.run(folder, kind, times, seed, control=control))

    good = clean(parts.run(f"power cuts on {kind}", cut, count, 50, seed))
    if not shutil.which("eatmydata"):
        print("  control: left out, eatmydata is not installed")
        return good
    what = f"  control on {kind} without flushing"
    told = parts.run(what, partial(cut, control=True), min(count, 10), 10, seed)
    return good and all(each["damaged"] == each["cuts"] for each in told)


def main() -> int:
    """Run all; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name, usual in (("kills", 10_000), ("simulated", 5_000), ("cuts", 200), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--tally", type=Path, help="file of the parts that are done")
    asked = parser.parse_args()
    parts = Parts(asked.tally)
    good = [
        run_kills(parts, asked.kills, asked.seed),
        run_simulated(parts, asked.simulated, asked.seed),
        *(run_cuts(parts, kind, asked.cuts, asked.seed) for kind in ("ext4", "xfs")),
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
