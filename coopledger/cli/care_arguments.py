"""What may be written after ``coopledger doctor`` and ``diagnostics``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from coopledger.words.catalog import _


def add(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add the commands."""
    doctor = command("doctor", _("look after the ledger and the laptop"))
    doctor.add_argument("--full", action="store_true", help=_("verify every page of every book"))
    diagnostics = command("diagnostics", _("write a file for whoever looks after the program"))
    diagnostics.add_argument("out", type=Path, metavar="OUT.txt")
