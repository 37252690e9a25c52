"""What may be written after ``coopledger device``, ``bundle``, ``forks`` and ``transfers``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from coopledger.cli import approval_arguments
from coopledger.words.catalog import _

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def add(commands: Commands, parents: list[argparse.ArgumentParser]) -> None:
    """Add the commands."""
    _devices(_acts(commands, "device", _("laptops of the cooperative")), parents)
    _bundles(_acts(commands, "bundle", _("take books to a stick, or read them from one")), parents)
    _forks(_acts(commands, "forks", _("two pages of one number: show, choose")), parents)
    _transfers(_acts(commands, "transfers", _("what passed between groups")), parents)
    told = _("pages that do not count: show them, write them down again")
    approval_arguments.add_late(_acts(commands, "late", told), parents)
    told = _("a meeting written down where the book is not held")
    approval_arguments.add_proposal(_acts(commands, "proposal", told), parents)
    told = _("officers' seals from other laptops, by a file on a stick")
    approval_arguments.add_approval(_acts(commands, "approval", told), parents)


def _acts(commands: Commands, name: str, about: str) -> Commands:
    parser = commands.add_parser(name, help=about, description=about)
    return parser.add_subparsers(dest="act", required=True, metavar=_("ACT"))


def _devices(acts: Commands, parents: list[argparse.ArgumentParser]) -> None:
    def act(name: str, about: str) -> argparse.ArgumentParser:
        return acts.add_parser(name, help=about, description=about, parents=parents)

    def sealed(name: str, about: str) -> argparse.ArgumentParser:
        parser = act(name, about)
        parser.add_argument("--by", default="", metavar="A,B", help=_("officers who seal"))
        return parser

    init = act("init", _("found a cooperative with this laptop as its first"))
    init.add_argument("--cooperative", required=True, metavar="NAME")
    init.add_argument("--branch", required=True, metavar="CODE")
    init.add_argument("--name", required=True, help=_("this laptop's name"))
    told = _("the cooperative's officers, who get PINs")
    init.add_argument("--officers", required=True, metavar="A,B,C", help=told)
    told = _("how many of them seal; more than half if not given")
    init.add_argument("--need", type=int, default=0, metavar="N", help=told)
    act("show", _("this laptop's key, and six words to compare it by"))
    act("list", _("the cooperative's laptops, and who may receive what"))
    request = act("request", _("ask to join: write a small file for the first laptop"))
    request.add_argument("--out", type=Path, required=True, metavar="FILE")
    enrol = sealed("enrol", _("let a laptop join by its request"))
    enrol.add_argument("file", type=Path, metavar="FILE")
    enrol.add_argument("--branch", required=True, metavar="CODE")
    enrol.add_argument("--name", required=True, help=_("the laptop's name"))
    _groups(enrol)
    receive = sealed("receive", _("say anew which groups' books a laptop may receive"))
    _groups(receive)
    revoke = sealed("revoke", _("take nothing more from a laptop: it is lost or stolen"))
    retire = sealed("retire", _("send nothing more to a laptop that is not used any more"))
    for parser in (receive, revoke, retire):
        parser.add_argument("device", metavar="DEVICE")
    keep = sealed("keep", _("keep the cooperative's registry on this laptop from now on"))
    keep.add_argument("--branch", default="", metavar="CODE")
    keep.add_argument("--name", default="", help=_("this laptop's name"))
    told = _("choose this laptop's registry where another laptop has one that differs")
    keep.add_argument("--settle", action="store_true", help=told)


def _groups(parser: argparse.ArgumentParser) -> None:
    told = _("groups whose books it may receive, or “all”")
    parser.add_argument("--groups", default="", metavar="G1,G2", help=told)


def _bundles(acts: Commands, parents: list[argparse.ArgumentParser]) -> None:
    def act(name: str, about: str) -> argparse.ArgumentParser:
        parser = acts.add_parser(name, help=about, description=about, parents=parents)
        told = _("secrets as JSON there")
        parser.add_argument("--secrets-fd", type=int, metavar="N", help=told)
        return parser

    export = act("export", _("take books to a stick, for one laptop or under a passphrase"))
    export.add_argument("folder", type=Path, metavar="DIR")
    to = export.add_mutually_exclusive_group(required=True)
    to.add_argument("--to", metavar="DEVICE", help=_("the laptop's name or key"))
    told = _("for whoever has the passphrase that is asked for")
    to.add_argument("--passphrase", action="store_true", help=told)
    export.add_argument("--groups", default="all", metavar="G1,G2", help=_("with --passphrase"))
    told = _("all pages, whatever the laptop is known to have")
    export.add_argument("--full", action="store_true", help=told)
    reading: tuple[tuple[str, str], ...] = (
        ("inspect", _("tell what a bundle brings; nothing is changed")),
        ("import", _("read a bundle and take in what it brings")),
    )
    for name, about in reading:
        parser = act(name, about)
        parser.add_argument("file", type=Path, metavar="FILE")
        told = _("it is under a passphrase, which is asked for")
        parser.add_argument("--passphrase", action="store_true", help=told)
        told = _("open it with the recovery words")
        parser.add_argument("--recovery", action="store_true", help=told)
        if name == "import":
            told = _("join the cooperative: its six words were compared")
            parser.add_argument("--join", action="store_true", help=told)
    act("history", _("when books went to a stick or came from one"))
    act("waiting", _("what other laptops have not confirmed, and what is missing here"))
    watch = act("watch", _("look into a shared folder: take in what is new, write what is new"))
    told = _("the folder, remembered from now on with the options beside it")
    watch.add_argument("folder", type=Path, nargs="?", metavar="DIR", help=told)
    watch.add_argument("--once", action="store_true", required=True, help=_("look once, then end"))
    told = _("take in what nothing speaks against; else it waits for a person")
    watch.add_argument("--take", action="store_true", help=told)
    told = _("write nothing for the other laptops")
    watch.add_argument("--keep", action="store_true", help=told)


def _forks(acts: Commands, parents: list[argparse.ArgumentParser]) -> None:
    def act(name: str, about: str) -> argparse.ArgumentParser:
        return acts.add_parser(name, help=about, description=about, parents=parents)

    act("list", _("all forks of all books"))
    show = act("show", _("what the two branches recorded, side by side"))
    told = _("what a paper says, and which branch says the same, such as loan_box=12,000")
    show.add_argument("--paper", default="", metavar="FIGURE=N", help=told)
    resolve = act("resolve", _("let one branch count, by the officers' order"))
    resolve.add_argument("--by", default="", metavar="M01,M02", help=_("officers who seal"))
    resolve.add_argument("--date", default="", metavar="YYYY-MM-DD")
    approval_arguments.add_wait(resolve)
    for parser in (show, resolve):
        parser.add_argument("--group", required=True, metavar="G", help=_("a group's name or id"))
        told = _("the other branch's number; 0 is the one that counts here")
        parser.add_argument("--branch", type=int, required=True, metavar="N", help=told)


def _transfers(acts: Commands, parents: list[argparse.ArgumentParser]) -> None:
    about = _("all transfers, and whether both groups have written them down")
    listed = acts.add_parser("list", help=about, description=about, parents=parents)
    listed.add_argument("--date", default="", metavar="YYYY-MM-DD")
    about = _("both sides of one transfer")
    show = acts.add_parser("show", help=about, description=about, parents=parents)
    show.add_argument("number", metavar="NUMBER", help=_("ten digits"))
