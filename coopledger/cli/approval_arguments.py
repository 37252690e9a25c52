"""What may be written after ``coopledger late`` and ``coopledger approval``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from coopledger.words.catalog import _

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001
Parents: TypeAlias = list[argparse.ArgumentParser]


def add_wait(parser: argparse.ArgumentParser) -> None:
    """Let an act wait for officers who are elsewhere."""
    told = _("if too few officers are here, let the page wait for the others: see approval")
    parser.add_argument("--wait", action="store_true", help=told)


def add_late(acts: Commands, parents: Parents) -> None:
    """Add the acts on pages that do not count."""

    def act(name: str, about: str) -> argparse.ArgumentParser:
        parser = acts.add_parser(name, help=about, description=about, parents=parents)
        told = _("a group's name or id")
        parser.add_argument("--group", required=True, metavar="G", help=told)
        return parser

    act("list", _("the pages that do not count, and what was done about them"))
    show = act("show", _("what a page recorded, and what it would change"))
    enter = act("enter", _("put a page's entries into the draft of the next meeting"))
    dealt = act("dealt", _("nothing is to be done about a page"))
    reopen = act("reopen", _("offer a page again"))
    for parser in (show, enter, dealt, reopen):
        told = _("the page, as late list names it")
        parser.add_argument("page", metavar="PAGE", help=told)
    for parser in (show, enter):
        told = _("places of the entries; all that can be written down again if not given")
        parser.add_argument("--entries", default="", metavar="N,N", help=told)
        parser.add_argument("--date", default="", metavar="YYYY-MM-DD")


def add_proposal(acts: Commands, parents: Parents) -> None:
    """Add the acts on meetings written down where the book is not held."""

    def act(name: str, about: str) -> argparse.ArgumentParser:
        return acts.add_parser(name, help=about, description=about, parents=parents)

    write = act("write", _("take a meeting's file to the stick for the laptop that holds the book"))
    write.add_argument("--group", required=True, metavar="G", help=_("a group's name or id"))
    write.add_argument("meeting", type=Path, metavar="MEETING", help=_("JSON or CSV, as record"))
    write.add_argument("folder", type=Path, metavar="DIR")
    show = act("show", _("tell what was written down on another laptop, and what it would change"))
    take = act("take", _("put it into the draft of the next meeting"))
    for parser in (show, take):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--date", default="", metavar="YYYY-MM-DD")


def add_approval(acts: Commands, parents: Parents) -> None:
    """Add the acts on approval packs."""

    def act(name: str, about: str) -> argparse.ArgumentParser:
        return acts.add_parser(name, help=about, description=about, parents=parents)

    listing = act("list", _("what waits for officers' seals"))
    write = act("write", _("take a page to the stick for officers on other laptops to seal"))
    for parser in (listing, write):
        told = _("a group's name or id")
        parser.add_argument("--group", required=True, metavar="G", help=told)
    write.add_argument("folder", type=Path, metavar="DIR")
    told = _("a page that waits, as approval list names it; the newest page if not given")
    write.add_argument("--page", default="", metavar="PAGE", help=told)
    told = _("laptop that gets the wrapped keys of the officers in --keys")
    write.add_argument("--to", default="", metavar="DEVICE", help=told)
    told = _("officers who will seal there, under their own PINs")
    write.add_argument("--keys", default="", metavar="M01,M02", help=told)
    show = act("show", _("tell what a file asks officers to seal; nothing is changed"))
    sign = act("sign", _("seal what a file asks for, and write the file for the way back"))
    merge = act("merge", _("take the seals in a file into the book"))
    for parser in (show, sign, merge):
        parser.add_argument("file", type=Path, metavar="FILE")
    sign.add_argument("--by", default="", metavar="M01,M02", help=_("officers who seal"))
    told = _("where the file for the way back is written; beside this one if not given")
    sign.add_argument("--out", type=Path, metavar="DIR", help=told)
    drop = act("drop", _("throw a page away that waits for seals"))
    drop.add_argument("--group", required=True, metavar="G", help=_("a group's name or id"))
    drop.add_argument("page", metavar="PAGE")
