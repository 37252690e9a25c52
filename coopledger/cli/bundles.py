"""Commands that take books to a stick and read them from one.

Passphrases and recovery words come from ``--secrets-fd`` as in `coopledger.cli.keeping`
(``bundle_passphrase``, ``words``), else from the environment or the keyboard.
"""

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from coopledger.cli import passphrase
from coopledger.cli.answers import Answer, columns, open_ledger
from coopledger.words.catalog import _, ngettext

if TYPE_CHECKING:
    from coopledger.app.bundle_import import Examined, Opening, RefusedBook
    from coopledger.sync.judging import Verdict

VARIABLE = "COOPLEDGER_BUNDLE_PASSPHRASE"


def export(asked: Namespace) -> Answer:
    """Take books to a stick."""
    from coopledger.app import bundle_export
    from coopledger.app.cooperative import find_device
    from coopledger.cli.devices import chosen_books

    with open_ledger(asked) as ledger:
        if asked.passphrase:
            words = _passphrase(asked)
            books = chosen_books(asked, ledger)
            made = bundle_export.export_worded(ledger, asked.folder, words, books)
        else:
            to = find_device(ledger, asked.to)
            made = bundle_export.export(ledger, asked.folder, to, full=asked.full)
    told = _("Written and read back: {file}. You may pull the stick out now.")
    data = {
        "file": str(made.file),
        "to": made.to,
        "books": made.books,
        "pages": made.pages,
        "bytes": made.bytes,
    }
    return Answer((told.format(file=made.file),), data)


def inspect(asked: Namespace) -> Answer:
    """Tell what a bundle brings."""
    from coopledger.app.bundle_import import examine

    with open_ledger(asked) as ledger:
        found = examine(ledger, asked.file, _opening(asked), money=True)
    return _told(found, taken=False)


def take_in(asked: Namespace) -> Answer:
    """Read a bundle and take in what it brings."""
    from coopledger.app.bundle_import import examine, take

    with open_ledger(asked) as ledger:
        found = examine(ledger, asked.file, _opening(asked), money=True)
        take(ledger, found, join=asked.join)
    return _told(found, taken=True)


def _told(found: "Examined", *, taken: bool) -> Answer:
    from coopledger.words.errors import explain

    sender = next(row for row in found.cooperative.devices if row.id == found.sender.id)
    lines = [
        _("From {name} of {cooperative}.").format(
            name=sender.name, cooperative=found.cooperative.name
        )
    ]
    if found.joins and not taken:
        told = _("This laptop would join the cooperative. Its six words: {words}")
        lines.append(told.format(words=" ".join(found.cooperative.words)))
    for verdict in found.verdicts:
        lines += _verdict_lines(found.names.get(verdict.incoming.book, "—"), verdict, sender.name)
    for each in found.refused:
        name = found.names.get(each.book, each.book[:8])
        lines.append(f"{name}: {explain(each.refusal)}")
    if found.kept_out:
        told = ngettext(
            "{count} book is not for this laptop and was left out.",
            "{count} books are not for this laptop and were left out.",
            len(found.kept_out),
        )
        lines.append(told.format(count=len(found.kept_out)))
    if not any(verdict.pages for verdict in found.verdicts):
        lines.append(_("Nothing in it is new."))
    lines.append(_("It was taken in.") if taken else _("Nothing was changed yet."))
    data = {
        "from": sender.id,
        "name": sender.name,
        "cooperative": found.cooperative.id,
        "words": list(found.cooperative.words),
        "joins": found.joins,
        "taken": taken,
        "books": [_verdict_data(found, each) for each in found.verdicts],
        "left_out": list(found.kept_out),
        "refused": [_refused_data(found, each) for each in found.refused],
    }
    return Answer(tuple(lines), data)


def _refused_data(found: "Examined", each: "RefusedBook") -> dict[str, object]:
    name = found.names.get(each.book, "")
    return {**each.refusal.params, "book": each.book, "name": name, "code": each.refusal.code}


def _verdict_lines(name: str, verdict: "Verdict", sender: str) -> list[str]:
    from coopledger.cli.answers import finding_data
    from coopledger.words.dates import format_date
    from coopledger.words.money import format_amount

    lines = []
    if verdict.pages:
        told = ngettext("{group}: {count} new page.", "{group}: {count} new pages.", verdict.pages)
        lines.append(told.format(group=name, count=verdict.pages))
    rows: list[tuple[object, ...]] = []
    if verdict.first and verdict.last:
        span = _("{first} ({begin}) to {last} ({end})").format(
            first=verdict.first.number,
            begin=format_date(verdict.first.date),
            last=verdict.last.number,
            end=format_date(verdict.last.date),
        )
        rows.append(("  " + _("Meetings"), span))
    if verdict.money:
        currency = verdict.money.currency
        rows += [
            ("  " + _("Money in"), format_amount(verdict.money.came, currency)),
            ("  " + _("Money out"), format_amount(verdict.money.went, currency)),
            ("  " + _("Cash after them"), format_amount(verdict.money.cash, currency)),
        ]
    lines += columns(rows) if rows else []
    currency_or_none = verdict.money.currency if verdict.money else None
    lines += [
        f"  {finding_data(each.finding, currency_or_none)['reason']}" for each in verdict.findings
    ]
    if verdict.missing[1]:
        told = _("{group}: pages {first} to {last} are missing. Ask {sender} for them.")
        first, last = verdict.missing
        lines.append(told.format(group=name, first=first, last=last, sender=sender))
    if verdict.forks:
        told = _("{group}: there are two different pages {pages}. The officers must choose.")
        lines.append(told.format(group=name, pages=", ".join(map(str, verdict.forks))))
    if verdict.undone:
        told = ngettext(
            "{group}: {count} page does not count any more, by the officers' choice.",
            "{group}: {count} pages do not count any more, by the officers' choice.",
            verdict.undone,
        )
        lines.append(told.format(group=name, count=verdict.undone))
    if verdict.newer:
        lines.append(_("{group}: the newest pages need a newer program.").format(group=name))
    return lines


def _verdict_data(found: "Examined", verdict: "Verdict") -> dict[str, object]:
    from coopledger.cli.answers import finding_data

    money = verdict.money
    currency = money.currency if money else None
    return {
        "book": verdict.incoming.book,
        "name": found.names.get(verdict.incoming.book, ""),
        "pages": verdict.pages,
        "known": verdict.known,
        "first_meeting": verdict.first.number if verdict.first else None,
        "last_meeting": verdict.last.number if verdict.last else None,
        "money_in": money.came if money else 0,
        "money_out": money.went if money else 0,
        "cash": money.cash if money else None,
        "findings": [
            {"page": each.number, **finding_data(each.finding, currency)}
            for each in verdict.findings
        ],
        "missing": list(verdict.missing) if verdict.missing[1] else [],
        "forks": list(verdict.forks),
        "undone": verdict.undone,
        "newer": verdict.newer,
    }


def _opening(asked: Namespace) -> "Opening":
    from coopledger.app.bundle_import import Opening
    from coopledger.cli.keeping import given_sheets
    from coopledger.ledger.recovery import read_secret

    words = _passphrase(asked) if asked.passphrase else ""
    secret = read_secret(given_sheets(asked)) if asked.recovery else b""
    return Opening(words, secret)


def _passphrase(asked: Namespace) -> str:
    from coopledger.cli.keeping import given_secrets

    return given_secrets(asked).bundle_passphrase or passphrase.bundle(VARIABLE)


def bundle(asked: Namespace) -> Answer:
    """One of the acts on bundles."""
    return {"export": export, "inspect": inspect, "import": take_in}[asked.act](asked)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {"bundle": bundle}
