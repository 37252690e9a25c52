"""Commands that take books to a stick and read them from one.

Passphrases and recovery words come from ``--secrets-fd`` as in `coopledger.cli.keeping`
(``bundle_passphrase``, ``words``), else from the environment or the keyboard.
"""

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from coopledger.cli import passphrase
from coopledger.cli.answers import Answer, open_ledger
from coopledger.words.catalog import _

if TYPE_CHECKING:
    from coopledger.app.bundle_import import Examined, Opening
    from coopledger.sync.judging import Verdict

VARIABLE = "COOPLEDGER_BUNDLE_PASSPHRASE"


def export(asked: Namespace) -> Answer:
    """Take books to a stick."""
    from coopledger.app import exchanges
    from coopledger.app.cooperative import find_device
    from coopledger.cli.devices import chosen_books

    with open_ledger(asked) as ledger:
        if asked.passphrase:
            words = _passphrase(asked)
            books = chosen_books(asked, ledger)
            made = exchanges.send_worded(ledger, asked.folder, words, books)
        else:
            to = find_device(ledger, asked.to)
            made = exchanges.send(ledger, asked.folder, to, full=asked.full)
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
    from coopledger.app.exchanges import examine, take

    with open_ledger(asked) as ledger:
        found = examine(ledger, asked.file, _opening(asked))
        take(ledger, found, asked.file, join=asked.join)
    return _told(found, taken=True)


def _told(found: "Examined", *, taken: bool) -> Answer:
    from coopledger.app.bundle_told import told

    lines = told(found).lines
    if found.joins and not taken:
        text = _("This laptop would join the cooperative. Its six words: {words}")
        lines.append(text.format(words=" ".join(found.cooperative.words)))
    lines.append(_("It was taken in.") if taken else _("Nothing was changed yet."))
    data = {
        "from": found.sender.id,
        "name": told(found).sender,
        "cooperative": found.cooperative.id,
        "words": list(found.cooperative.words),
        "joins": found.joins,
        "taken": taken,
        "books": [_verdict_data(found, each) for each in found.verdicts],
        "left_out": list(found.kept_out),
    }
    return Answer(tuple(lines), data)


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
        "missing_meetings": list(verdict.missed) if verdict.missed[1] else [],
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
