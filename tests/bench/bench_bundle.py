"""Books to the stick and from it, beside git's bundle of the same pages.

    python tests/bench/bench_bundle.py [RUNS] [GROUPS] [MEETINGS]

Export: the pages are read from the store, packed, sealed, encrypted, written and read back. Import:
a fresh laptop of the same cooperative decrypts, verifies every page and seal, adds up every book
and commits. git has a commit a page; `git bundle create` and a clone of it, with fsck, are what
comes nearest, and neither verifies a seal or adds anything up. A federation's year on one stick is
``1 1000 52``.
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from population import MEETINGS, fill
from processes import ROOT, environment, median, table

from coopledger.app import cooperative
from coopledger.app.bundle_export import export
from coopledger.app.bundle_import import examine, take
from coopledger.app.ledger import Ledger
from coopledger.ledger.keyfile import Cost

CHEAP = Cost(8, 1, 1)
PINS = {"A": "314159", "B": "271828", "C": "161803"}
OFFICERS = 3


def prepare(folder: Path, groups: int, meetings: int) -> tuple[int, int]:
    """Two laptops of one cooperative, the first with the books; numbers of pages and events."""
    with (
        Ledger.create(folder / "one.coop", "bench", cost=CHEAP) as one,
        Ledger.create(folder / "two.coop", "bench", cost=CHEAP) as two,
    ):
        cooperative.found(one, "Union", PINS, branch="A", device="one", cost=CHEAP)
        asked = cooperative.request(two)
        told = {"branch": "B", "device": "two"}
        cooperative.enrol(one, asked, PINS, **told, books=[cooperative.EVERY])
        return fill(one.store, groups, OFFICERS, meetings)


def work(job: str, folder: Path) -> None:
    """One job in a process of its own; prints seconds and memory."""
    name = "one" if job == "export" else "two"
    with Ledger.open(folder / f"{name}.coop", "bench") as ledger:
        begin = time.perf_counter()
        if job == "export":
            device = cooperative.find_device(ledger, "two")
            export(ledger, folder, device)
        else:
            (file,) = folder.glob("*.bundle")
            found = examine(ledger, file, money=True)  # as the window and the command line do
            take(ledger, found, join=True)
        seconds = time.perf_counter() - begin
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "memory": memory}))


def run_job(job: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--job", job, str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def git_repository(folder: Path) -> None:
    """The same pages, a commit each: header, body and seals of the page."""
    subprocess.run(["git", "init", "-q", "--bare", "pages.git"], cwd=folder, check=True)
    writing = subprocess.Popen(
        ["git", "fast-import", "--quiet"], cwd=folder / "pages.git", stdin=subprocess.PIPE
    )
    with Ledger.open(folder / "one.coop", "bench") as ledger:
        for place, book in enumerate(ledger.store.books()):
            for page in ledger.store.pages(book):
                writing.stdin.write(
                    f"commit refs/heads/main\ncommitter x <x@x> {1_700_000_000} +0000\n"
                    "data 0\n\n".encode()
                )
                seals = b"".join(seal.key + seal.signature for seal in page.seals)
                for name, data in (("header", page.header), ("body", page.body), ("seals", seals)):
                    writing.stdin.write(
                        f"M 100644 inline {place}/{name}\ndata {len(data)}\n".encode()
                        + data
                        + b"\n"
                    )
    writing.stdin.close()
    assert writing.wait() == 0


def git_times(folder: Path) -> tuple[float, float, int]:
    bundle, clone = folder / "pages.bundle.git", folder / "clone.git"
    shutil.rmtree(clone, ignore_errors=True)
    begin = time.perf_counter()
    create = ["git", "bundle", "create", "-q", str(bundle), "main"]
    subprocess.run(create, cwd=folder / "pages.git", check=True, stderr=subprocess.DEVNULL)
    made = time.perf_counter() - begin
    begin = time.perf_counter()
    fetch = ["git", "-c", "transfer.fsckObjects=true", "clone", "-q", "--bare", "-b", "main"]
    subprocess.run([*fetch, str(bundle), str(clone)], cwd=folder, check=True)
    return made, time.perf_counter() - begin, bundle.stat().st_size


def main() -> None:
    if sys.argv[1:2] == ["--job"]:
        work(sys.argv[2], Path(sys.argv[3]))
        return
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    groups = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    meetings = int(sys.argv[3]) if len(sys.argv) > 3 else MEETINGS
    ours: dict[str, list[tuple[float, float]]] = {"export": [], "import": []}
    gits: list[tuple[float, float, int]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages, events = prepare(folder, groups, meetings)
        empty = {end: (folder / f"two.coop{end}").read_bytes() for end in ("", ".keys")}
        if shutil.which("git"):
            git_repository(folder)
        size = 0
        for _ in range(runs):
            for old in folder.glob("*.bundle"):
                old.unlink()
            for end, data in empty.items():
                (folder / f"two.coop{end}").write_bytes(data)
            for job, found in ours.items():
                told = run_job(job, folder)
                found.append((told["seconds"], told["memory"]))
            (file,) = folder.glob("*.bundle")
            size = file.stat().st_size
            if shutil.which("git"):
                gits.append(git_times(folder))
    print(
        f"{groups} groups, {pages:,} pages, {events:,} events, {OFFICERS + 1} seals a page;"
        f" medians of {runs} runs"
    )
    rows = [["", "s", "events/s", "MB of memory", "bytes/event"]]
    for job, found in ours.items():
        seconds = median([each[0] for each in found])
        memory = max(each[1] for each in found)
        row = [f"bundle {job}", f"{seconds:.2f}", f"{events / seconds:,.0f}", f"{memory:.0f}"]
        rows.append([*row, f"{size / events:.1f}"])
    for place, job in enumerate(("create", "clone") if gits else ()):
        seconds = median([each[place] for each in gits])
        row = [f"git bundle {job}", f"{seconds:.2f}", f"{events / seconds:,.0f}", ""]
        rows.append([*row, f"{gits[-1][2] / events:.1f}"])
    table(rows)


if __name__ == "__main__":
    main()
