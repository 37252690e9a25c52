"""Power loss, simulated in one process: what a disk may hold after any cut, built and opened.

    python -m tests.faults.simulator CUTS [SEED] [FULL|NORMAL|OFF]

A keeper holds meetings while `recorder` notes each write and flush of the store's own SQLCipher. A
cut is a point in that log. What was flushed before it is there; of what was not, each sector of 512
bytes may be there, be missing, or be garbage, in any mixture, so later writes may outlive earlier
ones. NORMAL and OFF are SQLite's weaker promises: they must lose something, or the simulator is
blind. Prints one JSON document; see `Tally`.
"""

import json
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from coopledger.app.ledger import Ledger
from coopledger.domain.errors import Refusal
from coopledger.store.store import keys_path
from tests.faults.keeper import PASSPHRASE, copy_store, hold_meeting, laptop_of, lost, make_store
from tests.faults.recorder import Log, Step, recording

SECTOR = 512
SESSIONS, MEETINGS = 2, 8
"""The keeper opens the store so many times, and holds so many meetings each time."""
FRAMES = 60
"""Pages in the journal from one checkpoint to the next: usually 1,000, too seldom for a test."""
Flushing = Literal["FULL", "NORMAL", "OFF"]


@dataclass
class Tally:
    """What the cuts came to. ``wrong`` names each loss with the step before the cut."""

    steps: int = 0
    flushes: int = 0
    cuts: int = 0
    pages: int = 0
    drafts: int = 0
    damaged: int = 0
    """Cuts after which something was wrong."""
    wrong: list[str] = field(default_factory=list)


def record(made: Path, folder: Path, flushing: Flushing) -> Log:
    """Keep a copy of a store for some meetings, and say all that it wrote."""
    path = copy_store(made, folder)
    with recording(folder) as log, laptop_of(path):
        for _ in range(SESSIONS):
            with Ledger.open(path, PASSPHRASE) as ledger:
                _settle(ledger, flushing)
                (group,) = ledger.store.books()
                for _ in range(MEETINGS):
                    hold_meeting(ledger, group, log.say)
    return log


def _settle(ledger: Ledger, flushing: Flushing) -> None:
    with closing(ledger.store._engine.raw_connection()) as raw:
        raw.cursor().execute(f"PRAGMA wal_autocheckpoint={FRAMES}")
        # The program's own promise is left as the program made it.
        if flushing != "FULL":
            raw.cursor().execute(f"PRAGMA synchronous={flushing}")


class Disk:
    """Files as they are sure to be, and what was done to them since."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.safe = files
        """What no cut takes away."""
        self._open: dict[str, list[Step]] = {}

    def take(self, step: Step) -> None:
        """Go on by one step."""
        if step.act == "said":
            return
        if step.act == "delete" and step.at:  # its folder was flushed with it
            self.safe.pop(step.name, None)
            self._open.pop(step.name, None)
            return
        if step.act == "open" and step.name in self.safe:
            return
        self._open.setdefault(step.name, []).append(step)
        if step.act == "sync":
            found = self._surviving(step.name, lambda _step, _before, data: data, keep=lambda: True)
            self._open.pop(step.name)
            if found is not None:
                self.safe[step.name] = found

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """The files that a power cut leaves, one of many ways."""
        # From one cut to the next the mood differs: nearly all may have come through, or nothing.
        mood = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))

        def tear(step: Step, before: bytes, data: bytes) -> bytes:
            torn = bytearray(data)
            first = step.at - step.at % SECTOR
            for start in range(first, step.at + len(step.data), SECTOR):
                here, end = max(start, step.at), min(start + SECTOR, step.at + len(step.data))
                if chance.random() < mood:
                    continue
                old = before[here:end].ljust(end - here, b"\0")
                torn[here:end] = old if chance.random() < 0.8 else chance.randbytes(end - here)
            return bytes(torn)

        left = {}
        for name in {*self.safe, *self._open}:
            found = self._surviving(name, tear, keep=lambda: chance.random() < mood)
            if found is not None:
                left[name] = found
        return left

    def _surviving(
        self,
        name: str,
        tear: Callable[[Step, bytes, bytes], bytes],
        keep: Callable[[], bool],
    ) -> bytes | None:
        data = self.safe.get(name)
        for step in self._open.get(name, ()):
            if step.act == "write":
                before = data or b""
                whole = bytearray(before.ljust(step.at + len(step.data), b"\0"))
                whole[step.at : step.at + len(step.data)] = step.data
                data = tear(step, before, bytes(whole)) if data is not None or keep() else None
            elif not keep():
                continue
            elif step.act == "open":
                data = data or b""
            elif step.act == "truncate":
                data = (data or b"")[: step.at].ljust(step.at, b"\0")
            elif step.act == "put":
                data = step.data
            elif step.act == "delete":
                data = None
        return data


def run(
    folder: Path,
    cuts: int,
    seed: int = 1,
    flushing: Flushing = "FULL",
) -> Tally:
    """Cut at so many random steps of one record, each time another way, and open what is left."""
    chance = random.Random(seed)
    made = folder / "made" / "book.coop"
    make_store(made)
    kept = folder / "kept"
    log = record(made, kept, flushing)
    tally = Tally(len(log.steps), sum(step.act == "sync" for step in log.steps))
    points = sorted(chance.randrange(len(log.steps) + 1) for _ in range(cuts))
    disk, done = Disk({made.name: made.read_bytes()}), 0
    for point in points:
        for step in log.steps[done:point]:
            disk.take(step)
        done = point
        said = [step.told for step in log.steps[:point] if step.told is not None]
        wrong = _open(folder / "left", disk.cut(chance), keys_path(made), said)
        tally.cuts += 1
        tally.pages += sum("page" in line for line in said)
        tally.drafts += sum("draft" in line for line in said)
        tally.damaged += bool(wrong)
        tally.wrong += [f"step {point}: {each}" for each in wrong]
    return tally


def _open(
    folder: Path, files: dict[str, bytes], keys: Path, said: Sequence[dict[str, list]]
) -> list[str]:
    """Lay the files out and look for what was confirmed; what is wrong."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "state").mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    store = next(name for name in files if name.endswith(".coop"))
    shutil.copy(keys, folder)
    try:
        return lost(folder / store, said)
    except Refusal as refusal:
        return [f"the store does not open: {refusal.code}"]


def main() -> None:
    """Cut in a folder of its own."""
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    flushing: Flushing = sys.argv[3] if len(sys.argv) > 3 else "FULL"  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(asdict(run(Path(name), int(sys.argv[1]), seed, flushing))))


if __name__ == "__main__":
    main()
