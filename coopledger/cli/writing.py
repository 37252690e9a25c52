"""Commands that write into the ledger."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from coopledger.app.ledger import Ledger
from coopledger.app.places import usual_path
from coopledger.app.recording import Recorded
from coopledger.cli import passphrase
from coopledger.cli.answers import Answer, codes_of, finding_data, open_group, open_ledger
from coopledger.cli.officers import signing
from coopledger.domain.money import Currency
from coopledger.words.catalog import _, ngettext


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

    with open_ledger(asked) as ledger:
        done = take_in(ledger, asked.folder)
        currency = ledger.currency(done.group)
    findings = [
        {"meeting": found.meeting, **finding_data(found.finding, currency)}
        for found in done.findings
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


def record(asked: Namespace) -> Answer:
    """Record a meeting from a file."""
    from coopledger.app.recording import record_file

    with open_group(asked) as (ledger, group, currency):
        done = record_file(ledger, group.id, asked.file, asked.kind)
    told = _("Meeting {meeting} is sealed as page {page}.")
    return _recorded(done, told.format(meeting=done.meeting, page=done.page), currency)


def reverse(asked: Namespace) -> Answer:
    """Undo an earlier entry by its opposite."""
    from coopledger.app.recording import reverse as undo

    by = [code.strip() for code in asked.by.split(",") if code.strip()]
    with open_group(asked) as (ledger, group, currency):
        place = (asked.page, asked.entry)
        done = undo(ledger, group.id, place, asked.reason, by, asked.date)
    told = _("Entry {entry} of page {page} is undone by page {new}.")
    said = told.format(entry=asked.entry, page=asked.page, new=done.page)
    return _recorded(done, said, currency)


def hold_share_out(asked: Namespace) -> Answer:
    """Hold the share-out: its page ends the cycle."""
    from coopledger.app.share_outs import hold_share_out as hold

    with open_group(asked) as (ledger, group, _currency):
        last = [row.day for row in ledger.summaries(group.id) if row.day]
        by = signing(asked, list(ledger.replay(group.id).book.keys))
        page = hold(ledger, group.id, asked.date or last[-1], by)
    told = _("The share-out is sealed as page {page}.").format(page=page.header.number)
    return Answer((told,), {"page": page.header.number, "date": page.header.date})


def new_cycle(asked: Namespace) -> Answer:
    """Begin the cycle that follows a share-out."""
    from coopledger.app.cycles import begin_cycle

    with open_group(asked) as (ledger, group, _currency):
        by = signing(asked, list(ledger.replay(group.id).book.keys))
        agreed = codes_of(asked.agreed)
        page = begin_cycle(ledger, group.id, asked.date, asked.rules, by, agreed)
        cycle = ledger.replay(group.id).book.cycle
    told = _("Cycle {cycle} begins on page {page}.").format(cycle=cycle, page=page.header.number)
    return Answer((told,), {"page": page.header.number, "cycle": cycle})


def import_baseline(asked: Namespace) -> Answer:
    """Take in a group that comes from paper in mid-cycle."""
    from coopledger.cli.baseline import baseline

    with open_ledger(asked) as ledger:
        return baseline(asked.path, ledger, check=asked.check)


def _recorded(done: Recorded, said: str, currency: Currency) -> Answer:
    findings = [finding_data(finding, currency) for finding in done.findings]
    data = {
        "page": done.page,
        "meeting": done.meeting,
        "events": done.events,
        "findings": findings,
    }
    return Answer((said, *(str(finding["reason"]) for finding in findings)), data)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {
    "init": init,
    "import-notebook": import_notebook,
    "import-baseline": import_baseline,
    "record": record,
    "new-cycle": new_cycle,
    "reverse": reverse,
}
