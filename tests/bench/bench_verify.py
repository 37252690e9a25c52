"""Verify and replay against plain-text accounting programs that verify nothing.

    python tests/bench/bench_verify.py [GROUPS]

160 groups make one million events. Each program computes all balances from the same transactions;
CPU seconds are the whole process's, user and system, its start included; "without start" is what our
own process measured from the open store to the last page.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from population import OFFICERS, fill, journals

from coopledger.ledger.keyfile import Cost
from coopledger.store.store import Store

REPLAY = """
import sys, time
from pathlib import Path
from coopledger.store.store import Store
from coopledger.ledger.replay import Replay
store = Store.open(Path(sys.argv[1]), "bench")
begin = time.process_time()
for book in store.books():
    Replay().extend(store.pages(book))
print(time.process_time() - begin)
"""
BEANCOUNT = """
import sys
from beancount import loader
from beancount.core import realization
entries, errors, options = loader.load_file(sys.argv[1])
assert not errors, errors[:3]
realization.realize(entries)
"""


def cpu(command: list[str], folder: Path) -> tuple[float, str]:
    """CPU seconds of a child process, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def main() -> None:
    groups = int(sys.argv[1]) if len(sys.argv) > 1 else 160
    root = Path(__file__).parents[2]
    os.environ["PYTHONPATH"] = str(root)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows: list[tuple[str, float, int]] = []
        count = 0
        for officers in (0, OFFICERS):
            path = folder / f"store{officers}.coop"
            store = Store.create(path, "bench", cost=Cost(8, 1, 1))
            pages, events = fill(store, groups, officers)
            transactions = 0 if officers else journals(store, folder)
            count = transactions or count
            store.close()
            size = path.stat().st_size / events
            seals = "device" if not officers else f"device and {officers} officers"
            seconds, inside = cpu([sys.executable, "-c", REPLAY, path.name], folder)
            rows.append((f"coopledger, seals of {seals}", seconds, events))
            rows.append(("  the same, without start", float(inside), events))
            print(f"{events:,} events on {pages:,} pages, {seals}: {size:.1f} bytes an event")
        for program, command in (
            ("ledger", ["ledger", "-f", "book.ledger", "balance"]),
            ("hledger", ["hledger", "-f", "book.ledger", "balance"]),
            ("beancount", ["/usr/bin/python3", "-c", BEANCOUNT, "book.beancount"]),
        ):
            found = shutil.which("bean-check" if program == "beancount" else program)
            if found is None:
                print(f"{program}: not installed, left out")
                continue
            rows.append((program, cpu(command, folder)[0], 0))
    print(f"{count:,} transactions with postings")
    print(f"{'program':38} {'CPU s':>8} {'events/s':>10} {'transactions/s':>15} {'s/100,000':>10}")
    for name, seconds, events in rows:
        rate = f"{events / seconds:,.0f}" if events else ""
        each = seconds / count * 100_000
        print(f"{name:38} {seconds:8.2f} {rate:>10} {count / seconds:15,.0f} {each:10.2f}")


if __name__ == "__main__":
    main()
