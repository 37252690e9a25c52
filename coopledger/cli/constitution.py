"""``constitution show``, ``check`` and ``adopt``: a group's rules in words and as data.

With ``--json``: `show` gives ``group``, ``version``, ``page``, ``begins``, ``until``, ``rules``
(each parameter under its key, amounts in minor units), ``agreed`` (codes of the members who agreed
to it by name), ``sentences`` (``key``, ``name``, ``text``) and ``versions``; `check` gives ``ok``,
``file`` and ``errors`` as refusals have them, all of them; `adopt` gives ``group``, ``page``,
``version``, ``begins`` and ``changes`` (``key``, ``name``, ``before``, ``after``).
"""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coopledger.app import constitutions
from coopledger.app.acts import NOBODY, Pins, unlock
from coopledger.app.constitutions import Version
from coopledger.app.ledger import Ledger
from coopledger.cli.answers import Answer, codes_of, open_group
from coopledger.cli.officers import signing
from coopledger.domain.errors import Refusal
from coopledger.interop.templates import judge_constitution
from coopledger.words.catalog import _, ngettext
from coopledger.words.constitution import Difference, as_data, sections
from coopledger.words.dates import format_date
from coopledger.words.errors import explain, reason


def constitution(asked: Namespace) -> Answer:
    """Show, check or adopt a group's rules, as ``asked.act`` says."""
    if asked.act == "check":
        return check(asked.file)
    with open_group(asked) as (ledger, group, _currency):
        if asked.act == "show":
            return show(ledger, group.id, asked.at)
        by = signing(asked, list(ledger.replay(group.id).book.keys))
        agreed = codes_of(asked.agreed)
        return adopt(ledger, group.id, asked.file, asked.begins, by, agreed)


def show(ledger: Ledger, group: str, day: str = "") -> Answer:
    """The rules in force on an ISO day, at the last meeting if none is given.

    Raises:
        Refusal: `bad_date`, `page_not_genuine`.
    """
    versions = constitutions.history(ledger, group)
    version = constitutions.version_at(ledger, group, day)
    chapters = sections(version.rules)
    lines = [_heading(version)]
    for title, rules in chapters:
        lines += ["", title, *(f"  {line.name}: {line.text}" for line in rules)]
    if len(versions) > 1:
        lines += ["", _("Versions")]
    for each in versions if len(versions) > 1 else ():
        lines += [f"  {_heading(each)}", *_changes(each.changes)]
    data = {
        "group": group,
        **_version(version),
        "rules": as_data(version.rules),
        "sentences": [line._asdict() for _title, rules in chapters for line in rules],
        "versions": [_version(each) for each in versions],
    }
    return Answer(tuple(lines), data)


def check(path: Path) -> Answer:
    """Everything that is wrong with a file of rules; the exit code is 1 if anything is.

    Raises:
        Refusal: the file can't be read as text.
    """
    judged = judge_constitution(path)
    data = {
        "ok": not judged.faults,
        "file": path.name,
        "errors": [_error(fault) for fault in judged.faults],
    }
    if judged.faults:
        count = len(judged.faults)
        told = ngettext("{count} rule cannot stand.", "{count} rules cannot stand.", count)
        lines = [*(explain(fault) for fault in judged.faults), told.format(count=count)]
        return Answer(tuple(lines), data, 1)
    return Answer((_("{file}: these rules can stand.").format(file=path.name),), data)


def adopt(
    ledger: Ledger,
    group: str,
    path: Path,
    from_day: str,
    by: Pins = NOBODY,
    agreed: tuple[str, ...] = (),
) -> Answer:
    """Give a group the rules of a file, in force from an ISO day, sealed by officers' PINs.

    ``agreed`` are the codes of the members who agreed to them by name.

    Raises:
        Refusal: see `app.constitutions.adopt`.
    """
    keys = unlock(ledger, group, by)
    done = constitutions.adopt(ledger, group, path, from_day, seals_of=keys, agreed=agreed)
    told = _("Version {version} of the rules is sealed. It is in force from {date}.")
    lines = [told.format(version=done.version, date=format_date(done.begins))]
    data = {
        "group": group,
        "page": done.page.header.number,
        "version": done.version,
        "begins": done.begins,
        "changes": [change._asdict() for change in done.changes],
    }
    return Answer((*lines, *_changes(done.changes)), data)


def _heading(version: Version) -> str:
    begins = format_date(version.begins)
    if not version.until:
        return _("Version {version}, from {begins}").format(version=version.number, begins=begins)
    told = _("Version {version}, from {begins} to the day before {until}")
    return told.format(version=version.number, begins=begins, until=format_date(version.until))


def _changes(changes: tuple[Difference, ...]) -> list[str]:
    nothing = _("nothing")
    told = _("{name}: {after} Before: {before}")
    return [
        "    "
        + told.format(
            name=change.name, after=change.after or nothing, before=change.before or nothing
        )
        for change in changes
    ]


def _version(version: Version) -> dict[str, Any]:
    return {
        "version": version.number,
        "page": version.page,
        "begins": version.begins,
        "until": version.until,
        "agreed": list(version.agreed),
        "changes": [change._asdict() for change in version.changes],
    }


def _error(fault: Refusal) -> dict[str, Any]:
    keys = ("file", "line", "column", "value")
    return {
        "code": fault.params.get("why", fault.code),
        **{key: fault.params.get(key) for key in keys},
        "reason": reason(fault),
    }


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {"constitution": constitution}
