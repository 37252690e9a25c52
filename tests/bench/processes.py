"""Timing of whole child processes, by the operating system's own accounts."""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]


class Cost(NamedTuple):
    """CPU seconds (user and system), wall seconds, and what was printed."""

    cpu: float
    wall: float
    printed: str


def environment(**more: str) -> dict[str, str]:
    """This process's environment with the checkout on Python's path."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def run(command: Sequence[str], folder: Path, env: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True, env=env or environment()
    )
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, wall, done.stdout)


def table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows under their headings, the first column to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        print("  ".join(cells))
    sys.stdout.flush()


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)
