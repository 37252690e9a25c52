"""Take a paper notebook into the ledger: one page a meeting, sealed as copied from paper."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from coopledger.app.ledger import Ledger, same_name
from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.recording import Recording
from coopledger.domain.rules import Finding
from coopledger.interop.notebook import Line, Notebook, PaperMeeting, read_notebook
from coopledger.ledger.salted import MemberCard
from coopledger.store.store import NewPage

Progress = Callable[[int, int], None]
"""Called with how many meetings are done, and of how many."""


class PaperFinding(msgspec.Struct, frozen=True):
    """A rule that the paper shows broken, and the meeting."""

    meeting: int
    finding: Finding


class Imported(msgspec.Struct, frozen=True):
    """What an import came to."""

    group: str
    name: str
    pages: int
    events: int
    findings: tuple[PaperFinding, ...]


def import_notebook(
    ledger: Ledger, folder: Path, progress: Progress = lambda _done, _of: None
) -> Imported:
    """Read a notebook folder and keep it as a new book, all of it or nothing.

    Raises:
        Refusal: a line is impossible, or a group of that name is in the ledger.
    """
    notebook = read_notebook(folder)
    name = notebook.group.name
    if any(same_name(name, group.name) for group in ledger.groups()):
        raise Refusal("group_exists", file="group.toml", line=1, column="name", value=name)
    book, scribe = Book(), Scribe(ledger.store.device)
    pages = [_found(scribe, book, notebook)]
    findings: list[PaperFinding] = []
    for done, meeting in enumerate(notebook.meetings, 1):
        page, told = _meeting(scribe, book, meeting)
        pages.append(page)
        findings.extend(PaperFinding(meeting.number, finding) for finding in told)
        progress(done, len(notebook.meetings))
    ledger.store.append(pages)
    events = sum(page.header.events for page in pages)
    return Imported(pages[0].header.book, name, len(pages), events, tuple(findings))


def _found(scribe: Scribe, book: Book, notebook: Notebook) -> NewPage:
    group = notebook.group
    members = [
        NewMember(m.code, MemberCard(name=m.name, sex=m.sex), m.roles) for m in group.members
    ]
    return scribe.found(book, group.name, group.constitution, members)


def _meeting(scribe: Scribe, book: Book, meeting: PaperMeeting) -> tuple[NewPage, list[Finding]]:
    line = meeting.lines[0]
    try:
        recording = Recording(book, meeting.number, meeting.day, scribe.note)
        for line in meeting.lines:
            _check_group_line(recording, line)
            recording.record(line.entry)
    except Refusal as refusal:
        place = line.place_of(refusal.code)
        place["currency"] = book.constitution.money
        raise Refusal(refusal.code, **{**refusal.params, **place}) from None
    recording.close()
    page = scribe.write("copied", recording.events, book, meeting=meeting.number, date=meeting.day)
    return page, recording.findings


def _check_group_line(recording: Recording, line: Line) -> None:
    """A member named on a line that is about the group must at least exist."""
    code = line.cells["member"]
    if code and not hasattr(line.entry, "member"):
        recording.known(code, dead_too=True)
