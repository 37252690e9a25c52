"""What may be written after ``coopledger``."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from coopledger.app.build import version_stamp
from coopledger.app.paper_kinds import KINDS, Pick
from coopledger.cli import approval_arguments, care_arguments, exchange_arguments
from coopledger.reports.document import PAPERS
from coopledger.words.catalog import N_, Text, _


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line.

    Raises:
        SystemExit: wrong usage (2), or only help or the version was asked for (0).
    """
    parser = argparse.ArgumentParser(
        prog="coopledger",
        description=_("The savings group's book. Without a command the window opens."),
    )
    parser.add_argument("--version", action="version", version=f"coopledger {version_stamp()}")
    parser.set_defaults(command=None, store=None, json=False)
    everywhere = argparse.ArgumentParser(add_help=False)
    everywhere.add_argument(
        "--json", action="store_true", default=False, help=_("answer with one JSON document")
    )
    store = argparse.ArgumentParser(add_help=False)
    place = {"type": Path, "metavar": "FILE", "default": argparse.SUPPRESS}
    store.add_argument("--store", help=_("the ledger's file"), **place)  # type: ignore[arg-type]
    parser.add_argument("--store", help=_("the ledger's file"), **place)  # type: ignore[arg-type]
    commands = parser.add_subparsers(dest="command", metavar=_("COMMAND"))

    def command(name: str, about: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=about, description=about, parents=[everywhere, store])

    command("init", _("make a new, empty ledger"))
    notebook = command("import-notebook", _("take in a paper notebook that was typed up"))
    notebook.add_argument("folder", type=Path, metavar="DIR")
    command("groups", _("list the groups"))
    _of_group(command("balances", _("balances after a meeting"))).add_argument(
        "--meeting", type=int, metavar="N"
    )
    _of_group(command("due", _("what falls due at the next meeting"))).add_argument(
        "--date", default="", metavar="YYYY-MM-DD"
    )
    _of_group(command("totals", _("what the cycle came to so far")))
    shared = _of_group(command("share-out", _("a trial share-out on the newest meeting")))
    shared.add_argument("--hold", action="store_true", help=_("hold it: write and seal its page"))
    shared.add_argument("--date", default="", metavar="YYYY-MM-DD")
    shared.add_argument("--by", default="", metavar="M01,M02", help=_("officers who seal"))
    approval_arguments.add_wait(shared)
    verify = command("verify", _("check every page, seal and total"))
    told = _("an exported book's folder; without it, the ledger")
    verify.add_argument("folder", type=Path, nargs="?", metavar="DIR", help=told)
    book = _of_group(command("export-book", _("a book as plain files, for an auditor")))
    book.add_argument("folder", type=Path, metavar="DIR")
    book.add_argument("--texts", action="store_true", help=_("names and notes too"))
    _keeping(command)
    _of_group(command("indicators", _("ratios of a group, by sex and age"))).add_argument(
        "--meeting", type=int, metavar="N"
    )
    _writing(command)
    _statements(command)
    export = _of_group(command("export", _("write a group's book for other programs")))
    export.add_argument(
        "--format",
        required=True,
        choices=("hledger", "ledger", "beancount", "csv", "xlsx", "json"),
    )
    export.add_argument("--out", type=Path, required=True, metavar="FILE")
    export.add_argument("--names", action="store_true", help=_("tell names and notes too"))
    calc = command("calc", _("work out a loan or a share-out from a file"))
    calc.add_argument("kind", choices=("loan", "share-out"))
    calc.add_argument("file", type=Path, metavar="FILE")
    _reports(commands, [everywhere, store])
    guide = command("guide", _("write the meeting in 8 pictures as a PDF file, for the wall"))
    guide.add_argument("file", type=Path, metavar="FILE")
    guide.add_argument("--paper", choices=("A4", "A5", "letter"), default="A4")
    code = command("check-qr", _("say whether a printed paper is genuine"))
    code.add_argument("text", metavar="TEXT", help=_("its square code's text; - to read it here"))
    _constitution(commands, [everywhere, store])
    _officers(commands, [everywhere, store], command)
    exchange_arguments.add(commands, [everywhere, store])
    care_arguments.add(commands, [everywhere, store], command)
    demo = command("demo", _("make a practice co-operative in a folder"))
    demo.add_argument("folder", type=Path, metavar="DIR")
    return parser.parse_args(arguments)


def _constitution(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    parents: list[argparse.ArgumentParser],
) -> None:
    about = _("a group's rules: show, check or adopt them")
    acts = commands.add_parser("constitution", help=about, description=about).add_subparsers(
        dest="act", required=True, metavar=_("ACT")
    )
    show = _of_group(acts.add_parser("show", help=_("the rules in force"), parents=parents))
    show.add_argument("--at", default="", metavar="YYYY-MM-DD")
    check = acts.add_parser("check", help=_("what is wrong with a file of rules"), parents=parents)
    told = _("give a group new rules from a date")
    adopt = _of_group(acts.add_parser("adopt", help=told, parents=parents))
    adopt.add_argument("--by", default="", metavar="M01,M02", help=_("officers who seal"))
    approval_arguments.add_wait(adopt)
    adopt.add_argument("--agreed", default="", metavar="M01,M02", help=_("who agreed to them"))
    adopt.add_argument("--from", dest="begins", required=True, metavar="YYYY-MM-DD")
    for act in (check, adopt):
        act.add_argument("file", type=Path, metavar="FILE")


def _keeping(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    def secret(name: str, about: str) -> argparse.ArgumentParser:
        parser = command(name, about)
        parser.add_argument("--secrets-fd", type=int, metavar="N", help=_("secrets as JSON there"))
        return parser

    secret("passphrase", _("give the ledger another passphrase"))
    ring = secret("keyring", _("let this laptop's keyring open the ledger, or not"))
    ring.add_argument("act", choices=("on", "off", "status"))
    backup = secret("backup", _("make a backup in a second place"))
    backup.add_argument("--to", type=Path, metavar="DIR", help=_("the place, kept in mind"))
    backup.add_argument("--list", action="store_true", help=_("list the backups that are there"))
    restore = secret("restore", _("put a backup back in the ledger's place"))
    restore.add_argument("file", type=Path, metavar="FILE")
    sheet = secret("recovery-sheet", _("print the recovery words, or try them"))
    sheet.add_argument("--out", type=Path, metavar="F.pdf")
    sheet.add_argument("--kind", choices=("words", "shares"), default="words")
    sheet.add_argument("--show", action="store_true", help=_("show the words here too"))
    sheet.add_argument("--check", action="store_true", help=_("try whether they open the ledger"))
    recover = secret("recover", _("make this laptop's ledger from a backup and the words"))
    recover.add_argument("file", type=Path, metavar="FILE")
    command("status", _("how well the ledger is kept"))


def _officers(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    parents: list[argparse.ArgumentParser],
    command: Callable[[str, str], argparse.ArgumentParser],
) -> None:
    def sealed(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
        parser.add_argument("--by", default="", metavar="M01,M02", help=_("officers who seal"))
        parser.add_argument("--date", default="", metavar="YYYY-MM-DD")
        return _of_group(parser)

    about = _("keys of officers: enrol, change a PIN, revoke")
    acts = commands.add_parser("officer", help=about, description=about).add_subparsers(
        dest="act", required=True, metavar=_("ACT")
    )
    enrol = sealed(acts.add_parser("enrol", help=_("give members keys"), parents=parents))
    enrol.add_argument("--members", required=True, metavar="M06,M07,M08")
    enrol.add_argument("--role", default="", help=_("a role that they get"))
    revoke = sealed(acts.add_parser("revoke", help=_("take keys out of force"), parents=parents))
    revoke.add_argument("--members", required=True, metavar="M06")
    pin = _of_group(acts.add_parser("change-pin", help=_("another PIN"), parents=parents))
    pin.add_argument("--member", required=True, metavar="M06")
    pin.add_argument("--secrets-fd", type=int, metavar="N", help=_("read secrets as JSON there"))
    sealed(command("seal", _("add officers' seals to the newest page")))
    own = sealed(command("adopt", _("make pages copied from paper the officers' own")))
    erase = sealed(command("erase-member", _("erase a member's card and notes")))
    erase.add_argument("--member", required=True, metavar="M07")
    over = sealed(command("take-over", _("give a book to this laptop by the officers' order")))
    for parser in (own, erase, over, revoke):
        approval_arguments.add_wait(parser)
    over = sealed(command("hand-over", _("pass a book on to another laptop")))
    told = _("the other laptop's key, as its “device show” tells")
    over.add_argument("--to", required=True, metavar="KEY", help=told)
    approval_arguments.add_wait(over)


def _writing(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    record = _of_group(command("record", _("record a meeting from a JSON or CSV file")))
    record.add_argument("file", type=Path, metavar="FILE")
    record.add_argument(
        "--kind",
        choices=("meeting", "copied"),
        default="meeting",
        help=_("a meeting held with the laptop, or copied from paper"),
    )
    cycle = _of_group(command("new-cycle", _("begin the cycle that follows a share-out")))
    cycle.add_argument("--date", required=True, metavar="YYYY-MM-DD")
    cycle.add_argument("--by", default="", metavar="M01,M02", help=_("officers who seal"))
    approval_arguments.add_wait(cycle)
    cycle.add_argument("--agreed", default="", metavar="M01,M02", help=_("who agreed to them"))
    cycle.add_argument("--rules", type=Path, metavar="FILE", help=_("rules for the new cycle"))
    baseline = command("import-baseline", _("take in a group from paper in mid-cycle"))
    baseline.add_argument("path", type=Path, metavar="PATH", help=_("a folder or an .xlsx file"))
    baseline.add_argument("--check", action="store_true", help=_("only look, record nothing"))
    schema = command("schema", _("print the form of a meeting's file"))
    schema.add_argument("what", choices=("meeting",))
    page = _of_group(command("page", _("the entries of a page, each with its place")))
    page.add_argument("page", type=int, metavar="PAGE")
    reverse = _of_group(command("reverse", _("undo an earlier entry by its opposite")))
    reverse.add_argument("--page", type=int, required=True, metavar="PAGE")
    reverse.add_argument("--entry", type=int, required=True, metavar="I")
    reverse.add_argument("--reason", required=True, metavar=_("TEXT"))
    reverse.add_argument("--by", default="", metavar="M01,M02", help=_("who approved it"))
    reverse.add_argument("--date", default="", metavar="YYYY-MM-DD")


def _statements(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    about = _("read a mobile-money or bank statement and say whose payments these are")
    read = _of_group(command("import-statement", about))
    read.add_argument("file", type=Path, metavar="FILE")
    read.add_argument("--sheet", type=Path, metavar="OUT.csv", help=_("where to confirm them"))
    read.add_argument("--columns", type=Path, metavar="MAP.toml", help=_("which column is what"))
    read.add_argument(
        "--date-order", choices=("dmy", "mdy", "ymd"), help=_("day, month and year in the dates")
    )
    about = _("make a meeting's file of the payments that were confirmed on the sheet")
    confirm = _of_group(command("confirm-statement", about))
    confirm.add_argument("file", type=Path, metavar="SHEET.csv")
    confirm.add_argument("--out", type=Path, required=True, metavar="MEETING.json")
    confirm.add_argument("--date", default="", metavar="YYYY-MM-DD", help=_("the meeting's day"))
    for parser in (read, confirm):
        parser.add_argument("--at", default="", metavar=_("PLACE"), help=_("wallet or bank"))


def _of_group(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--group", required=True, metavar="G", help=_("a group's name or id"))
    return parser


def _reports(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    parents: list[argparse.ArgumentParser],
) -> None:
    about = _("write a report as a PDF file, or its tables as .csv or .xlsx")
    kinds = commands.add_parser("report", help=about, description=about).add_subparsers(
        dest="report", required=True, metavar=_("REPORT")
    )
    for kind in KINDS:
        parser = _of_group(kinds.add_parser(kind.code, help=str(kind.name), parents=parents))
        for pick in kind.picks:
            if pick == "member":
                # Everybody's papers are asked for in so many words, never by a slip.
                which = parser.add_mutually_exclusive_group(required=True)
                which.add_argument("--member", default="", metavar="M", help=_("one member"))
                which.add_argument("--all", action="store_true", help=_("all members, one each"))
                continue
            flag, told, given = _PICKS[pick]
            parser.add_argument(flag, help=str(told), **given)
        parser.add_argument("--paper", choices=tuple(PAPERS), help=_("what it is printed on"))
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")


_PICKS: dict[Pick, tuple[str, Text, dict[str, Any]]] = {
    "meeting": (
        "--meeting",
        N_("a meeting; without it, the newest"),
        {"type": int, "metavar": "N"},
    ),
    "loan": (
        "--loan",
        N_("a loan; without it, the newest"),
        {"type": int, "default": 0, "metavar": "L"},
    ),
    "month": (
        "--month",
        N_("a month; without it, the last"),
        {"default": "", "metavar": "YYYY-MM"},
    ),
}
