"""Commands that keep a ledger safe: passphrase, backup, restore, recovery sheet, recover, status.

Secrets never stand on the command line: they come from ``--secrets-fd N``, a file descriptor with
one JSON document ``{"passphrase": "…", "new_passphrase": "…", "words": ["sheet 1", "sheet 2"]}``,
else from the environment (the passphrase alone), else from the keyboard.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from coopledger.app.ledger import Ledger, opened
from coopledger.app.places import usual_path
from coopledger.cli import passphrase
from coopledger.cli.answers import Answer, columns
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _, ngettext
from coopledger.words.errors import explain_notice, notice_words

if TYPE_CHECKING:
    from coopledger.store.backup import Copy

SECRETS = "--secrets-fd"
_MOST = 1 << 16


class Secrets(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a script gives by ``--secrets-fd``; what is left out is asked for."""

    passphrase: str = ""
    new_passphrase: str = ""
    words: tuple[str, ...] = ()
    bundle_passphrase: str = ""


def change_passphrase(asked: Namespace) -> Answer:
    """Give the ledger another passphrase."""
    from coopledger.app.recovery import change_passphrase as change

    given, path = _given(asked), _place(asked)
    old = given.passphrase or passphrase.ask()
    change(path, old, given.new_passphrase or passphrase.typed_twice())
    told = _("The ledger has its new passphrase. Earlier backups keep the one of their day.")
    return Answer((told,), {"store": str(path)})


def keyring(asked: Namespace) -> Answer:
    """Let the system's keyring open the ledger, or not any more."""
    from coopledger.app import keyring_lock

    path = _place(asked)
    if asked.act == "on":
        keyring_lock.switch_on(path, _given(asked).passphrase or passphrase.ask())
        told = _("This laptop's keyring opens the ledger for whoever is logged in here.")
    elif asked.act == "off":
        keyring_lock.switch_off(path)
        told = _("Only the passphrase and the recovery words open the ledger now.")
    elif keyring_lock.opens(path):
        told = _("This laptop's keyring opens the ledger.")
    else:
        told = _("This laptop's keyring does not open the ledger; the passphrase does.")
    data = {"store": str(path), "on": keyring_lock.is_on(path), "opens": keyring_lock.opens(path)}
    return Answer((told,), data)


def backup(asked: Namespace) -> Answer:
    """Make a backup, in a place that is kept in mind, or list those that are there."""
    from coopledger.app import backups

    with _opened(asked) as ledger:
        if asked.list:
            return _listed(backups.backups_of(ledger))
        made = backups.choose_folder(ledger, asked.to) if asked.to else backups.back_up(ledger)
    lines = [_("Backed up and checked: {file}").format(file=made.file)]
    if made.same_disk:
        lines.append(explain_notice("same_disk", {"value": str(made.file.parent)}))
    data = {"file": str(made.file), "backups": made.backups, "same_disk": made.same_disk}
    return Answer(tuple(lines), data)


def _listed(found: "list[Copy]") -> Answer:
    data = [{"made": each.made.isoformat(), "file": str(each.path)} for each in found]
    if not data:
        return Answer((_("There is no backup in the chosen place."),), data)
    rows = [(each["made"][:16].replace("T", " "), each["file"]) for each in data]
    return Answer(tuple(columns(rows)), data)


def restore(asked: Namespace) -> Answer:
    """Put a backup back in the ledger's place."""
    from coopledger.app.backups import restore as put_back

    given, path = _given(asked), _place(asked)
    done = put_back(asked.file, path, given.passphrase or passphrase.ask())
    pages = sum(head.number for head in done.contents.heads.values())
    told = ngettext(
        "The backup is in place again: {path}, {count} page.",
        "The backup is in place again: {path}, {count} pages.",
        pages,
    )
    lines = [told.format(path=path, count=pages)]
    if done.kept:
        lines.append(_("What it replaced is kept: {file}").format(file=done.kept))
    kept = str(done.kept) if done.kept else ""
    return Answer(tuple(lines), {"store": str(path), "pages": pages, "kept": kept})


def recovery_sheet(asked: Namespace) -> Answer:
    """Print the recovery sheets, or try whether sheets would open the ledger."""
    from coopledger.app import recovery

    if asked.check:
        recovery.try_sheets(_place(asked), _sheets(_given(asked)))
        return Answer((_("These words open the ledger and its later backups."),), {"opens": True})
    if asked.out is None:
        raise Refusal("no_recovery_file")
    with _opened(asked) as ledger:
        made = recovery.print_sheets(ledger, asked.kind, asked.out)
    told = _("Written: {file}. Print it now, check it with --check, and delete the file.")
    lines = [told.format(file=made.file)]
    data: dict[str, object] = {"file": str(made.file), "pages": made.pages, "key": made.key}
    if asked.show:
        lines += made.sheets
        data["words"] = made.sheets
    return Answer(tuple(lines), data)


def recover(asked: Namespace) -> Answer:
    """Make this laptop's own ledger from a backup and the recovery words."""
    from coopledger.app.recovery import recover as make

    given, path = _given(asked), _place(asked)
    contents = make(
        asked.file,
        path,
        _sheets(given),
        given.new_passphrase or given.passphrase or passphrase.ask_new(),
    )
    count = len(contents.heads)
    told = ngettext(
        "Recovered: {path}, {count} book. It can be read here; the officers decide who writes.",
        "Recovered: {path}, {count} books. They can be read here; the officers decide who writes.",
        count,
    )
    lines = (told.format(path=path, count=count),)
    return Answer(lines, {"store": str(path), "groups": count})


def status(asked: Namespace) -> Answer:
    """How well the ledger is kept."""
    from coopledger.app.status import status as ask

    with _opened(asked) as ledger:
        found = ask(ledger)
    findings = [
        {"code": each.code, **each.params, "reason": notice_words(each)} for each in found.findings
    ]
    age = _("none") if found.backup_age_hours is None else str(found.backup_age_hours)
    rows = [
        (_("Ledger"), found.store),
        (_("Groups"), found.groups),
        (_("Pages"), found.pages),
        (_("Device"), found.device),
        (_("Backups"), found.backups),
        (_("Age of the newest backup, hours"), age),
        (_("Recovery key"), found.recovery or _("none")),
    ]
    lines = columns(rows) + [str(each["reason"]) for each in findings]
    return Answer(tuple(lines), {**msgspec.to_builtins(found), "findings": findings})


def _opened(asked: Namespace) -> AbstractContextManager[Ledger]:
    path = _place(asked)
    return opened(path, _given(asked).passphrase or passphrase.ask_to_open(path))


def _place(asked: Namespace) -> Path:
    return asked.store or usual_path()


def given_secrets(asked: Namespace) -> Secrets:
    """What was given by ``--secrets-fd``, read once.

    Raises:
        Refusal: it cannot be read.
    """
    if not hasattr(asked, "secrets"):
        asked.secrets = _given(asked)
    found: Secrets = asked.secrets
    return found


def given_sheets(asked: Namespace) -> tuple[str, ...]:
    """The text of each recovery sheet, given or typed."""
    return _sheets(given_secrets(asked))


def _given(asked: Namespace) -> Secrets:
    if getattr(asked, "secrets_fd", None) is None:
        return Secrets()
    try:
        with os.fdopen(asked.secrets_fd, "rb", closefd=False) as stream:
            return msgspec.json.decode(stream.read(_MOST), type=Secrets)
    except (OSError, msgspec.DecodeError):
        raise Refusal("secrets_unreadable", value=SECRETS) from None


def _sheets(given: Secrets) -> tuple[str, ...]:
    """The text of each sheet; typed ones end with an empty line."""
    if given.words:
        return given.words
    if not sys.stdin or not sys.stdin.isatty():
        raise Refusal("no_secrets", value=SECRETS)
    sys.stderr.write(_("Type the words of the sheet, then an empty line. With shares, two sheets."))
    found: list[str] = []
    while sheet := _typed_sheet(len(found) + 1):
        found.append(sheet)
    return tuple(found)


def _typed_sheet(number: int) -> str:
    sys.stderr.write("\n" + _("Sheet {number}: ").format(number=number))
    lines = []
    while line := sys.stdin.readline().strip():
        lines.append(line)
    return " ".join(lines)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    "passphrase": change_passphrase,
    "keyring": keyring,
    "backup": backup,
    "restore": restore,
    "recovery-sheet": recovery_sheet,
    "recover": recover,
    "status": status,
}
