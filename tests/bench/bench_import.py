"""Import of the 48-meeting notebook, beside programs that read its transactions and keep nothing.

    python tests/bench/bench_import.py [RUNS]

Each is a whole process: ours opens the encrypted store (a usual Argon2id), reads and checks the
notebook, seals 49 pages and commits them; the others add up a file of the same transactions.
"""

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from population import YEAR, journals
from processes import environment, median, run, table

from coopledger.app.importing import import_notebook
from coopledger.app.ledger import Ledger

BEANCOUNT = "from beancount import loader; import sys; assert not loader.load_file(sys.argv[1])[1]"


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    env = environment(COOPLEDGER_PASSPHRASE="bench")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Ledger.create(folder / "empty.coop", "bench") as ledger:
            pass
        with Ledger.create(folder / "full.coop", "bench") as ledger:
            import_notebook(ledger, YEAR)
            count = journals(ledger.store, folder)
        base = [sys.executable, "-m", "coopledger", "--store", "run.coop"]
        commands = {
            "coopledger import-notebook": [*base, "import-notebook", str(YEAR)],
            "coopledger groups (start alone)": [*base, "groups"],
            "ledger": ["ledger", "-f", "book.ledger", "balance"],
            "hledger": ["hledger", "-f", "book.ledger", "balance"],
            "beancount": ["/usr/bin/python3", "-c", BEANCOUNT, "book.beancount"],
        }
        rows = [["program", "CPU s", "wall s"]]
        costs: dict[str, list[tuple[float, float]]] = {program: [] for program in commands}
        for _ in range(runs):
            for program, command in commands.items():
                if program == "beancount" and not shutil.which("bean-check"):
                    continue
                if command[0] in ("ledger", "hledger") and not shutil.which(command[0]):
                    continue
                for end in ("", ".keys"):
                    shutil.copy(folder / f"empty.coop{end}", folder / f"run.coop{end}")
                cost = run(command, folder, env)
                costs[program].append((cost.cpu, cost.wall))
        for program, found in costs.items():
            if not found:
                rows.append([program, "not installed", ""])
                continue
            cpu, wall = (median(column) for column in zip(*found, strict=True))
            rows.append([program, f"{cpu:.2f}", f"{wall:.2f}"])
        print(f"The 48-meeting notebook: {count:,} transactions, medians of {runs} runs")
        table(rows)


if __name__ == "__main__":
    main()
