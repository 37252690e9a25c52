"""What may be written after ``coopledger doctor``, ``diagnostics`` and ``update``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from coopledger.words.catalog import _

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def add(
    commands: Commands,
    parents: list[argparse.ArgumentParser],
    command: Callable[[str, str], argparse.ArgumentParser],
) -> None:
    """Add the commands."""
    doctor = command("doctor", _("look after the ledger and the laptop"))
    doctor.add_argument("--full", action="store_true", help=_("verify every page of every book"))
    diagnostics = command("diagnostics", _("write a file for whoever looks after the program"))
    diagnostics.add_argument("out", type=Path, metavar="OUT.txt")
    about = _("a newer program from a stick: look at it, put it in, or go back")
    update = commands.add_parser("update", help=about, description=about)
    acts = update.add_subparsers(dest="act", required=True, metavar=_("ACT"))
    for name, told in (
        ("check", _("say whether an update is genuine, and what it brings")),
        ("apply", _("put an update in, after a copy of the ledger")),
    ):
        act = acts.add_parser(name, help=told, description=told, parents=parents)
        act.add_argument("file", type=Path, metavar="FILE")
    told = _("let the version before run again; no page is lost")
    acts.add_parser("back", help=told, description=told, parents=parents)
