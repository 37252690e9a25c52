"""Commands that work something out or write files for people and other programs."""

import sys
from argparse import Namespace
from collections.abc import Callable

import msgspec

from coopledger.cli.answers import Answer, open_group, open_ledger
from coopledger.words.catalog import _


def calc(asked: Namespace) -> Answer:
    """Work out a loan or a share-out from a file."""
    from coopledger.cli.calc import run_calc

    found = run_calc(asked.kind, asked.file)
    lines = (msgspec.json.format(msgspec.json.encode(found)).decode(),)
    return Answer(lines, found)


def report(asked: Namespace) -> Answer:
    """Write a report as a PDF file, or its tables as a spreadsheet."""
    from coopledger.cli import report as reports

    with open_group(asked) as (ledger, group, _currency):
        made = reports.report(ledger, group.id, asked)
    return Answer((_("Written: {file}").format(file=asked.out),), made)


def check_qr(asked: Namespace) -> Answer:
    """Say whether a printed paper is genuine, from the text of its square code."""
    from coopledger.cli import report as reports

    text = asked.text if asked.text != "-" else sys.stdin.read()
    with open_ledger(asked) as ledger:
        lines, data, code = reports.check_qr(ledger, text)
    return Answer(lines, data, code)


def demo(asked: Namespace) -> Answer:
    """Make a practice co-operative."""
    from coopledger.cli.demo import demo as make

    return Answer((), make(asked.folder, asked.json))


def export(asked: Namespace) -> Answer:
    """Write a group's book for other programs."""
    from coopledger.cli.export import export_book

    with open_group(asked) as (ledger, group, _currency):
        made = export_book(ledger, group.id, asked.format, asked.out, names=asked.names)
    return Answer((_("Written: {file}").format(file=asked.out),), made)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    "calc": calc,
    "report": report,
    "check-qr": check_qr,
    "export": export,
    "demo": demo,
}
