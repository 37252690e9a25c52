"""An exchange that is broken off: a stick pulled out, a full disk, a kill, a power cut.

    python -m tests.faults.exchange RUNS [SEED]

One laptop takes a bundle in, or writes one, and at some call to the system something happens. What
is on the disk then is the state before or the state after, nothing between; done again, it comes to
the state after. Prints one JSON document; see `Tally`.
"""

import errno
import json
import os
import random
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple
from unittest import mock

from coopledger.app.bundle_export import export
from coopledger.app.bundle_import import examine, take
from coopledger.app.heads import FOLDER_VARIABLE
from coopledger.app.ledger import Ledger
from coopledger.app.people import change_person
from coopledger.app.questions import verify
from coopledger.domain.errors import Refusal
from coopledger.ledger.salted import MemberCard
from coopledger.store.store import keys_path
from tests.app.test_people import jpeg
from tests.conftest import PASSPHRASE
from tests.faults.recorder import Log, breaking, recording
from tests.faults.simulator import Disk
from tests.sync.laptops import enrolled, founder, group, hold, laptop, pages, read

Job = Literal["import", "export"]
BOOKS = 3
PROBLEMS = (errno.EIO, errno.ENODEV, errno.ENOSPC)
"""A stick that was pulled out, or that is gone, or full."""
IOERR_WRITE, IOERR_FSYNC, FULL = 778, 1034, 13
"""What SQLite's file layer answers."""


@dataclass
class Tally:
    """What the runs came to. ``wrong`` names each failure with its seed."""

    kills: int = 0
    before: int = 0
    """After so many of kills and cuts the state was the one before."""
    after: int = 0
    cuts: int = 0
    wrong: list[str] = field(default_factory=list)


class Case(NamedTuple):
    """A closed laptop, a bundle for it, and its books after that bundle is taken in."""

    folder: Path
    store: Path
    bundle: Path
    before: dict[str, set[bytes]]
    after: dict[str, set[bytes]]


@contextmanager
def memory(folder: Path) -> Iterator[None]:
    """What laptops remember outside their stores lies in this folder."""
    with mock.patch.dict(os.environ, {FOLDER_VARIABLE: str(folder)}):
        yield


def make(folder: Path) -> Case:
    """The case: three books, each with more pages, notes and a photo on the stick."""
    (folder / "stick").mkdir(parents=True)
    with founder(folder) as first, laptop(folder, "jinja") as second:
        books = [group(first, f"Group {n}", 1) for n in range(BOOKS)]
        enrolled(first, second)
        read(second, _bundle(first, second, folder), join=True)
        before = {book: pages(second, book) for book in books}
        for book in books:
            for _ in range(4):
                hold(first, book, note="x" * 200)
            change_person(first, book, "M02", MemberCard("Nakato"), jpeg())
        file = _bundle(first, second, folder)
        after = {book: pages(first, book) for book in books}
        return Case(folder, second.store.path, file, before, after)


def _bundle(first: Ledger, second: Ledger, folder: Path) -> Path:
    return export(first, folder / "stick", second.store.device.id).file


def copied(case: Case, folder: Path) -> Case:
    """The case in another folder, as if nothing had happened yet."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "stick").mkdir(parents=True)
    store = folder / case.store.name
    shutil.copy(case.store, store)
    shutil.copy(keys_path(case.store), keys_path(store))
    shutil.copy(case.bundle, folder / "stick")
    return case._replace(folder=folder, store=store, bundle=folder / "stick" / case.bundle.name)


def work(case: Case, job: Job) -> None:
    """Do the job."""
    with Ledger.open(case.store, PASSPHRASE) as ledger:
        do(ledger, case, job)


def do(ledger: Ledger, case: Case, job: Job) -> None:
    """The job itself, on an open ledger."""
    if job == "import":
        take(ledger, examine(ledger, case.bundle))
    else:
        export(ledger, case.folder / "stick", ledger.store.device.id, full=True)


def held(case: Case) -> dict[str, set[bytes]]:
    """What the laptop has, verified."""
    with Ledger.open(case.store, PASSPHRASE) as ledger:
        assert all(found.fault == "" for found in verify(ledger))
        found = {book: pages(ledger, book) for book in ledger.store.books()}
        cards = {each.card for book in found for each in ledger.store.people(book)}
        # Pages and cards come together.
        assert (found == case.after) == bool(cards)
        return found


def wrong_with(case: Case, job: Job) -> str:
    """Look at what is left, do the job again and look again; what is wrong."""
    try:
        found = held(case)
        if found not in (case.before, case.after):
            return "something between"
        told = "after" if found == case.after else "before"
        if job == "export" and told == "after":
            return "writing a bundle changed the books"
        with Ledger.open(case.store, PASSPHRASE) as ledger:
            for file in (case.folder / "stick").glob("*.bundle"):
                examine(ledger, file)  # whatever has a bundle's name is a whole one
        work(case, job)
        if held(case) != (case.after if job == "import" else case.before):
            return "done again, it comes to something else"
    except (Refusal, AssertionError) as problem:
        return f"{type(problem).__name__} {problem}"
    return ""


def killed(case: Case, job: Job, at: int, *, seconds: float = 0) -> bool:
    """Do the job in a process that is killed at the n-th write or flush, or after some seconds.

    Whether it was killed.
    """
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            if seconds:
                signal.setitimer(signal.ITIMER_REAL, seconds)
                signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
                work(case, job)
            else:
                broken(case, job, Breaker(at, kill=True))
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


class Breaker:
    """What goes wrong at the n-th call after it was armed, and at all that follow unless ``once``.

    Attributes:
        armed: whether calls are counted.
        failed: the calls that failed.
    """

    def __init__(self, at: int, *, once: bool = False, kill: bool = False, full: bool = False):
        self.armed, self.failed = False, list[str]()
        self._at, self._once, self._kill, self._full = at, once, kill, full
        self._count = 0

    def __call__(self, call: str) -> int:
        """SQLite's code for what goes wrong with this call; 0 for nothing."""
        self._count += self.armed
        if not self.armed or self._count < self._at or (self._once and self._count > self._at):
            return 0
        if self._kill:
            os.kill(os.getpid(), signal.SIGKILL)
        self.failed.append(call)
        return FULL if self._full else {"sync": IOERR_FSYNC}.get(call, IOERR_WRITE)


def broken(case: Case, job: Job, breaker: Breaker, problem: int = 0) -> str:
    """Do the job on an opened ledger while calls fail; code of the refusal, empty if it was done.

    With a ``problem`` the calls on the stick fail with it; else those on the store.
    """
    store = Breaker(0) if problem else breaker
    with (
        breaking(store),
        failing_files(case.folder, breaker, problem),
        Ledger.open(case.store, PASSPHRASE) as ledger,
    ):
        breaker.armed = True
        try:
            do(ledger, case, job)
        except Refusal as refusal:
            return refusal.code
        finally:
            breaker.armed = False
    return ""


@contextmanager
def failing_files(folder: Path, act: Callable[[str], int], problem: int = 0) -> Iterator[None]:
    """What is opened, written, flushed and renamed on the stick asks ``act``, and may fail."""

    def asking(call: str, real: Callable[..., object]) -> Callable[..., object]:
        def asked(first: object, *rest: object, **named: object) -> object:
            is_open = isinstance(first, int)
            place = Path(f"/proc/self/fd/{first}").readlink() if is_open else Path(str(first))
            if place.is_relative_to(folder / "stick") and act(call):
                raise OSError(problem or errno.EIO, os.strerror(problem or errno.EIO))
            return real(first, *rest, **named)

        return asked

    with (
        mock.patch("os.open", asking("open", os.open)),
        mock.patch("os.fsync", asking("sync", os.fsync)),
        mock.patch("os.fdopen", asking("write", os.fdopen)),
        mock.patch("pathlib.Path.replace", asking("rename", Path.replace)),
    ):
        yield


def cut(case: Case, log: Log, point: int, chance: random.Random, folder: Path) -> Case:
    """What a power cut at a step of a recorded import leaves."""
    disk = Disk({case.store.name: case.store.read_bytes()})
    for step in log.steps[:point]:
        disk.take(step)
    left = copied(case, folder)
    for name, data in disk.cut(chance).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return left


def record(case: Case, folder: Path, job: Job) -> Log:
    """All that the job writes into the store."""
    made = copied(case, folder)
    with recording(folder) as log:
        work(made, job)
    return log


def run(folder: Path, runs: int, seed: int = 1) -> Tally:
    """So many kills and so many cuts, half in imports and half in exports."""
    chance, tally, case = random.Random(seed), Tally(), make(folder / "made")
    logs = {job: record(case, folder / f"kept-{job}", job) for job in ("import", "export")}
    for number in range(runs):
        job: Job = chance.choice(("import", "export"))
        place = copied(case, folder / "run")
        if number % 2:
            by_time = chance.random() < 0.5
            at, seconds = chance.randrange(1, 60), chance.uniform(0.01, 0.3) if by_time else 0
            tally.kills += killed(place, job, at, seconds=seconds)
        else:
            log = logs[job]
            place = cut(case, log, chance.randrange(len(log.steps) + 1), chance, folder / "run")
            tally.cuts += 1
        with suppress(Refusal, AssertionError):
            whole = held(place) == case.after
            tally.after, tally.before = tally.after + whole, tally.before + (not whole)
        if wrong := wrong_with(place, job):
            tally.wrong.append(f"seed {seed}, run {number}, {job}: {wrong}")
    return tally


def main() -> int:
    """Run in a folder of its own; 1 if anything was wrong."""
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as name, memory(Path(name) / "memory"):
        tally = run(Path(name), int(sys.argv[1]), seed)
    print(json.dumps(asdict(tally), indent=1))
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
