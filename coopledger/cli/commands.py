"""One function a command: it runs a job of the app layer and words what came of it."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from coopledger.app.ledger import Group, Ledger, opened
from coopledger.app.places import usual_path
from coopledger.cli import passphrase
from coopledger.domain.money import Currency
from coopledger.domain.rules import Finding
from coopledger.words.catalog import _, ngettext


class Answer(msgspec.Struct, frozen=True):
    """What a command answers: lines for a person, data for a script, the exit code."""

    lines: tuple[str, ...]
    data: Any
    code: int = 0


@contextmanager
def _ledger(asked: Namespace) -> Iterator[Ledger]:
    with opened(asked.store or usual_path(), passphrase.ask()) as ledger:
        yield ledger


@contextmanager
def _group(asked: Namespace) -> Iterator[tuple[Ledger, Group, Currency]]:
    with _ledger(asked) as ledger:
        group = ledger.group(asked.group)
        yield ledger, group, ledger.currency(group.id)


def init(asked: Namespace) -> Answer:
    """Make a new, empty ledger."""
    path: Path = asked.store or usual_path()
    with Ledger.create(path, passphrase.ask_new()):
        pass
    told = _("A new ledger is in {path}. Keep {keys} with it: without that file nobody opens it.")
    line = told.format(path=path, keys=path.name + ".keys")
    return Answer((line,), {"store": str(path)})


def import_notebook(asked: Namespace) -> Answer:
    """Take in a typed-up paper notebook."""
    from coopledger.app.importing import import_notebook as take_in

    with _ledger(asked) as ledger:
        done = take_in(ledger, asked.folder)
        currency = ledger.currency(done.group)
    findings = [
        {"meeting": found.meeting, **_finding(found.finding, currency)} for found in done.findings
    ]
    meetings = done.pages - 1
    told = ngettext(
        "{name}: {count} meeting copied from paper and sealed.",
        "{name}: {count} meetings copied from paper and sealed.",
        meetings,
    )
    lines = [told.format(name=done.name, count=meetings)]
    about = _("Meeting {meeting}: {reason}")
    lines += [about.format(meeting=f["meeting"], reason=f["reason"]) for f in findings]
    data = {
        "group": done.group,
        "name": done.name,
        "pages": done.pages,
        "meetings": meetings,
        "events": done.events,
        "findings": findings,
    }
    return Answer(tuple(lines), data)


def groups(asked: Namespace) -> Answer:
    """List the groups."""
    with _ledger(asked) as ledger:
        rows = []
        for group in ledger.groups():
            held = [row for row in ledger.summaries(group.id) if row.meeting]
            last = held[-1] if held else None
            rows.append(
                {
                    "id": group.id,
                    "name": group.name,
                    "meetings": len(held),
                    "last_meeting": last.meeting if last else 0,
                    "last_date": last.day if last else "",
                }
            )
    lines = _columns([(r["id"][:8], r["name"], r["meetings"], r["last_date"]) for r in rows])
    return Answer(tuple(lines) or (_("There is no group in this ledger yet."),), rows)


def balances(asked: Namespace) -> Answer:
    """Balances after a meeting."""
    from coopledger.app.questions import balances as ask

    with _group(asked) as (ledger, group, currency):
        found = ask(ledger, group.id, asked.meeting)
    return _figures(found, currency, {"meeting", "total_shares", "members"})


def totals(asked: Namespace) -> Answer:
    """What the cycle came to so far."""
    from coopledger.app.questions import group_totals

    with _group(asked) as (ledger, group, currency):
        found = group_totals(ledger, group.id)
    return _figures(found, currency, {"loans_count"})


def share_out(asked: Namespace) -> Answer:
    """A trial share-out on the newest meeting."""
    from coopledger.app.questions import trial_share_out
    from coopledger.words.money import format_amount

    with _group(asked) as (ledger, group, currency):
        found = trial_share_out(ledger, group.id)
        names = {code: card.name for code, card in ledger.members(group.id).items()}
    answer = _figures(found, currency, {"total_shares"})
    rows = [
        (code, names[code], format_amount(amount, currency))
        for code, amount in found.payouts.items()
    ]
    owing = [
        (code, names[code], _("still owes {amount}").format(amount=format_amount(owed, currency)))
        for code, owed in found.still_owes.items()
    ]
    return msgspec.structs.replace(answer, lines=(*answer.lines, *_columns(rows + owing)))


def verify(asked: Namespace) -> Answer:
    """Check every page, seal and total."""
    from coopledger.app.questions import verify as check
    from coopledger.words.faults import explain_fault

    lines: list[str] = []
    books: list[dict[str, object]] = []
    with _ledger(asked) as ledger:
        verdicts = check(ledger)
        for verdict in verdicts:
            group = verdict.group
            book: dict[str, object] = {
                "id": group.id,
                "name": group.name,
                "pages": verdict.pages,
                "events": verdict.events,
                "ok": not verdict.fault,
            }
            if verdict.fault:
                sentence = explain_fault(verdict.fault, verdict.page)
                book["fault"] = {
                    "kind": verdict.fault,
                    "page": verdict.page,
                    "reason": sentence,
                }
                lines.append(f"{group.name}: {sentence}")
            else:
                told = _("{name}: genuine. {pages} pages, {events} entries, every seal checked.")
                lines.append(
                    told.format(name=group.name, pages=verdict.pages, events=verdict.events)
                )
            currency = None if verdict.fault else ledger.currency(group.id)
            book["findings"] = [
                {"page": f.number, "meeting": f.meeting, **_finding(f.finding, currency)}
                for f in verdict.findings
            ]
            books.append(book)
    ok = not any(verdict.fault for verdict in verdicts)
    return Answer(tuple(lines), {"ok": ok, "books": books}, 0 if ok else 1)


def calc(asked: Namespace) -> Answer:
    """Work out a loan or a share-out from a file."""
    from coopledger.cli.calc import run_calc

    found = run_calc(asked.kind, asked.file)
    lines = (msgspec.json.format(msgspec.json.encode(found)).decode(),)
    return Answer(lines, found)


def report(asked: Namespace) -> Answer:
    """Write a report as a PDF file."""
    from coopledger.cli import report as reports

    with _group(asked) as (ledger, group, _currency):
        if asked.report == "meeting":
            made = reports.report_meeting(ledger, group.id, asked.meeting, asked.out)
        else:
            made = reports.report_statement(ledger, group.id, asked.member, asked.out)
    return Answer((_("Written: {file}").format(file=asked.out),), made)


def demo(asked: Namespace) -> Answer:
    """Make a practice co-operative."""
    from coopledger.cli.demo import demo as make

    return Answer((), make(asked.folder, asked.json))


def _finding(found: Finding, currency: Currency | None) -> dict[str, object]:
    from coopledger.words.errors import explain_finding

    reason = explain_finding(found.code, found.params, currency, member=found.member)
    return {**found.params, "code": found.code, "member": found.member, "reason": reason}


def _figures(found: msgspec.Struct, currency: Currency, plain: set[str]) -> Answer:
    """The figures of a struct, one a line under its own name; amounts as people write them."""
    from coopledger.words.figures import FIGURES
    from coopledger.words.money import format_amount

    data = msgspec.to_builtins(found)
    rows = []
    for name, value in data.items():
        if isinstance(value, dict):
            continue
        label = str(FIGURES[name]) if name in FIGURES else name
        shown = value
        if isinstance(value, int) and name not in plain:
            shown = format_amount(value, currency)
        rows.append((label, shown))
    return Answer(tuple(_columns(rows)), data)


def _columns(rows: Iterable[tuple[object, ...]]) -> list[str]:
    table = [tuple(map(str, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    "init": init,
    "import-notebook": import_notebook,
    "groups": groups,
    "balances": balances,
    "totals": totals,
    "share-out": share_out,
    "verify": verify,
    "calc": calc,
    "report": report,
    "demo": demo,
}
