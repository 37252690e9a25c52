"""``export-book``: a book as plain files; ``verify DIR``: such a folder, with no ledger."""

import hashlib
from argparse import Namespace
from collections.abc import Callable

from coopledger.cli.answers import Answer, finding_data, open_group
from coopledger.ledger.folder_check import Checked, FileFault
from coopledger.words.catalog import N_, _

_FILES = {
    "file_missing": N_("The file {file} is missing."),
    "file_unexpected": N_("The file {file} does not belong to this book."),
    "file_damaged": N_("The file {file} was changed or damaged."),
    "forked": N_("Page {page} was written twice: two different pages were sealed ({file})."),
}


def export_book(asked: Namespace) -> Answer:
    """Write a group's book as plain files, for an auditor."""
    from coopledger.app.book_export import export_book as export

    with open_group(asked) as (ledger, group, _currency):
        made = export(ledger, group.id, asked.folder, texts=asked.texts)
    told = _("{name}: {pages} pages are in {folder}. README.txt tells how anyone checks them.")
    data = {
        "folder": str(made.folder),
        "pages": made.pages,
        "files": made.files,
        "texts": made.texts,
        "hash": made.page_hash,
    }
    return Answer((told.format(name=group.name, pages=made.pages, folder=made.folder),), data)


def verify_folder(asked: Namespace) -> Answer:
    """Verify an exported book: every byte of its folder, with no ledger and nobody enrolled."""
    from coopledger.app.book_export import verify_folder as check
    from coopledger.reports.fingerprint import fingerprint

    found = check(asked.folder)
    replay = found.replay
    device = hashlib.sha256(bytes.fromhex(found.device)).hexdigest() if found.device else ""
    lines = [explain(fault) for fault in found.faults]
    told = _("{pages} of {all} pages are genuine: {events} entries, every seal checked.")
    lines.append(told.format(pages=len(replay.headers), all=found.pages, events=replay.events))
    if device:
        trusted = _("All of it rests on the key of the founding laptop: {print}. Compare it.")
        newest = _("The newest genuine page is {print}. Compare it with a printed report.")
        lines.append(trusted.format(print=fingerprint(device)))
        lines.append(newest.format(print=fingerprint(replay.hash)))
    return Answer(tuple(lines), _data(found, device), 1 if found.faults else 0)


def explain(fault: FileFault) -> str:
    """A sentence about one fault of a folder."""
    from coopledger.words.faults import explain_fault

    if fault.kind in _FILES:
        return _FILES[fault.kind].format(file=fault.file, page=fault.page)
    return explain_fault(fault.kind, fault.page)


def _data(found: Checked, device: str) -> dict[str, object]:
    from coopledger.reports.fingerprint import fingerprint

    replay = found.replay
    currency = replay.book.rules.money if replay.headers else None
    return {
        "ok": not found.faults,
        "book": replay.book_id,
        "pages": found.pages,
        "genuine_pages": len(replay.headers),
        "events": replay.events,
        "hash": replay.hash,
        "fingerprint": fingerprint(replay.hash) if replay.headers else "",
        "device": found.device,
        "device_fingerprint": fingerprint(device) if device else "",
        "texts": found.texts,
        "texts_not_there": len(found.hidden),
        "faults": [
            {"kind": f.kind, "page": f.page, "file": f.file, "reason": explain(f)}
            for f in found.faults
        ],
        "findings": [
            {"page": f.number, "meeting": f.meeting, **finding_data(f.finding, currency)}
            for f in replay.findings
        ],
    }


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {"export-book": export_book}
