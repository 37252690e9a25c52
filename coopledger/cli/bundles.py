"""Commands that take books to a stick and read them from one.

Passphrases and recovery words come from ``--secrets-fd`` as in `coopledger.cli.keeping`
(``bundle_passphrase``, ``words``), else from the environment or the keyboard.
"""

import time
from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from coopledger.cli import passphrase
from coopledger.cli.answers import Answer, columns, open_ledger
from coopledger.words.catalog import _
from coopledger.words.numbers import format_number

if TYPE_CHECKING:
    from coopledger.app.bundle_import import Examined, Opening, RefusedBook
    from coopledger.sync.verdict import Verdict

VARIABLE = "COOPLEDGER_BUNDLE_PASSPHRASE"
_STILL = 1.0
"""Seconds for which a file in a shared folder must not grow."""


def export(asked: Namespace) -> Answer:
    """Take books to a stick."""
    from coopledger.app import exchanges
    from coopledger.app.cooperative import find_device
    from coopledger.app.sticks import chosen
    from coopledger.cli.devices import chosen_books

    place = chosen(asked.folder)
    with open_ledger(asked) as ledger:
        if asked.passphrase:
            words = _passphrase(asked)
            books = chosen_books(asked, ledger)
            made = exchanges.send_worded(ledger, place, words, books)
        else:
            to = find_device(ledger, asked.to)
            made = exchanges.send(ledger, place, to, full=asked.full)
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


def history(asked: Namespace) -> Answer:
    """When books went to a stick or came from one."""
    from coopledger.app import exchanges
    from coopledger.words.dates import format_moment

    with open_ledger(asked) as ledger:
        lines = exchanges.history(ledger)
    ways = {"sent": _("taken to"), "read": _("read from"), "refused": _("not taken in from")}
    rows = [
        (
            format_moment(line.when),
            ways[line.way],
            line.place,
            line.name or "—",
            line.file or "—",
            line.outcome or format_number(line.pages),
        )
        for line in lines
    ]
    empty = _("No stick was read or written here yet.")
    return Answer(tuple(columns(rows)) if rows else (empty,), msgspec.to_builtins(lines))


def waiting(asked: Namespace) -> Answer:
    """What other laptops have not confirmed, and what is missing here."""
    from coopledger.app import unconfirmed
    from coopledger.app.waiting_words import waiting_lines

    with open_ledger(asked) as ledger:
        lines = waiting_lines(ledger, most=None)
        data = {"laptops": unconfirmed.waiting(ledger), "missing": unconfirmed.gaps(ledger)}
    return Answer(tuple(lines) or (_("Nothing waits."),), msgspec.to_builtins(data))


def watch(asked: Namespace) -> Answer:
    """Look once into a shared folder; see `app.shared_folder`."""
    from coopledger.app import shared_folder
    from coopledger.app.shared_folder import SharedFolder
    from coopledger.sync.shared_folder import Stillness

    still = Stillness()
    with open_ledger(asked) as ledger:
        if asked.folder is not None:
            given = SharedFolder(str(asked.folder.absolute()), asked.take, not asked.keep)
            shared_folder.share(ledger, given)
        setting = shared_folder.shared(ledger)
        if not setting.folder:
            return Answer((_("No folder is shared: name one."),), {"folder": ""}, 1)
        still.look(setting.place.folder)
        time.sleep(_STILL)
        found = shared_folder.look(ledger, still.look(setting.place.folder))
    lines = [_("Taken in: {file}").format(file=file) for file in found.taken]
    lines += [_("Waits for a person: {file}").format(file=each.file) for each in found.waits]
    lines += [_("Written: {file}").format(file=file) for file in found.sent]
    if found.away:
        lines.append(_("The shared folder is not there."))
    data = {"folder": setting.folder, **msgspec.to_builtins(found)}
    return Answer(tuple(lines) or (_("Nothing is new."),), data, int(bool(found.problem)))


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
        "refused": [_refused_data(found, each) for each in found.refused],
    }
    return Answer(tuple(lines), data)


def _refused_data(found: "Examined", each: "RefusedBook") -> dict[str, object]:
    name = found.names.get(each.book, "")
    return {**each.refusal.params, "book": each.book, "name": name, "code": each.refusal.code}


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
        "cards": len(verdict.incoming.people),
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


ACTS: dict[str, Callable[[Namespace], Answer]] = {
    "export": export,
    "inspect": inspect,
    "import": take_in,
    "history": history,
    "waiting": waiting,
    "watch": watch,
}


def bundle(asked: Namespace) -> Answer:
    """One of the acts on bundles."""
    return ACTS[asked.act](asked)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {"bundle": bundle}
