"""Verify and replay against plain-text accounting programs that verify nothing.

    python tests/bench/bench_verify.py [GROUPS]

160 groups make one million events. Each program computes all balances from the same transactions;
CPU seconds are the whole process's, user and system, its start included; "without start" is what
our own process measured from the open store to the last page.
"""

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from population import OFFICERS, fill, journals
from processes import run, table

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

PEERS = {
    "ledger": ["ledger", "-f", "book.ledger", "balance"],
    "hledger": ["hledger", "-f", "book.ledger", "balance"],
    "beancount": ["/usr/bin/python3", "-c", BEANCOUNT, "book.beancount"],
}


def main() -> None:
    groups = int(sys.argv[1]) if len(sys.argv) > 1 else 160
    rows: list[tuple[str, float, int]] = []
    transactions = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for officers in (0, OFFICERS):
            path = folder / f"store{officers}.coop"
            store = Store.create(path, "bench", cost=Cost(8, 1, 1))
            pages, events = fill(store, groups, officers)
            transactions = transactions or journals(store, folder)
            store.close()
            size = path.stat().st_size / events
            seals = f"device and {officers} officers" if officers else "device"
            print(f"{events:,} events on {pages:,} pages, {seals}: {size:.1f} bytes an event")
            cost = run([sys.executable, "-c", REPLAY, path.name], folder)
            rows.append((f"coopledger, seals of {seals}", cost.cpu, events))
            rows.append(("  the same, without start", float(cost.printed), events))
        for program, command in PEERS.items():
            if shutil.which("bean-check" if program == "beancount" else program):
                rows.append((program, run(command, folder).cpu, 0))
            else:
                print(f"{program}: not installed, left out")
    print(f"{transactions:,} transactions with postings")
    shown = [["program", "CPU s", "events/s", "transactions/s", "CPU s/100,000"]]
    for program, seconds, events in rows:
        rate = f"{events / seconds:,.0f}" if events else ""
        each = seconds / transactions * 100_000
        cells = [f"{seconds:.2f}", rate, f"{transactions / seconds:,.0f}", f"{each:.2f}"]
        shown.append([program, *cells])
    table(shown)


if __name__ == "__main__":
    main()
