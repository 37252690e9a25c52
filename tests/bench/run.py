"""All benchmarks, one after the other: python tests/bench/run.py"""

import subprocess
import sys
from pathlib import Path

from processes import ROOT, environment

FOLDER = Path(__file__).parent


def main() -> None:
    for script in sorted(FOLDER.glob("bench_*.py")):
        print(f"\n== {script.name}", flush=True)
        subprocess.run([sys.executable, str(script)], cwd=ROOT, env=environment(), check=False)


if __name__ == "__main__":
    main()
