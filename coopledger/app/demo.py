"""A practice co-operative: a ledger of its own, with groups that lived through a cycle or part."""

import os
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from coopledger.app import practice_places as places
from coopledger.app.ledger import Ledger
from coopledger.app.meetings import encode_draft
from coopledger.app.paper_files import save
from coopledger.app.paper_kinds import Picked
from coopledger.app.places import PRACTICE_NAME, PRACTICE_PASSPHRASE
from coopledger.app.practice import Life, practice_life
from coopledger.app.questions import verify
from coopledger.app.scribe import Scribe
from coopledger.app.share_outs import write_share_out
from coopledger.domain.book import Book
from coopledger.domain.entries import Attendance, Contribution, Draft
from coopledger.domain.errors import Refusal
from coopledger.domain.recording import Recording
from coopledger.store.store import keys_path
from coopledger.words.catalog import _, ngettext
from coopledger.words.dates import format_list
from coopledger.words.numbers import format_number

Progress = Callable[[int, int], None]
"""Called with how many groups are done, and of how many."""
Say = Callable[[str], None]
"""Told one line at a time, in plain words."""


class PracticeGroup(msgspec.Struct, frozen=True):
    """A group of the practice ledger.

    Attributes:
        id: the book's id.
        name: the group's name.
        meetings: sealed so far.
        shared_out: whether the cycle ended with its share-out.
        draft: number of the meeting that waits half recorded, 0 for none.
    """

    id: str
    name: str
    meetings: int
    shared_out: bool
    draft: int


class Demo(msgspec.Struct, frozen=True):
    """What `run_demo` made: the ledger, its groups, what verifying them counted, the PDF files."""

    store: Path
    passphrase: str
    groups: tuple[PracticeGroup, ...]
    pages: int
    events: int
    meeting_report: Path
    member_statement: Path


class _Plan(msgspec.Struct, frozen=True):
    """A group to be made: its life, and how much of it is in the book already."""

    life: Life
    held: int


def make_practice(
    path: Path, progress: Progress = lambda _done, _of: None
) -> tuple[PracticeGroup, ...]:
    """Make a practice ledger: one group whose cycle is over, two in the middle of theirs.

    One of the two has its next meeting half recorded. The passphrase is `PRACTICE_PASSPHRASE`.

    Raises:
        Refusal: there is a ledger already (`store_exists`, it is left as it is), the folder can't
            be written, or the disk is full; nothing is left behind then.
    """
    plans = _plans()
    ledger = Ledger.create(path, PRACTICE_PASSPHRASE, practice=True)
    try:
        groups = []
        for done, plan in enumerate(plans, 1):
            groups.append(_keep(ledger, plan))
            progress(done, len(plans))
    except BaseException:
        ledger.close()
        for left in (path, keys_path(path)):
            left.unlink(missing_ok=True)
        raise
    ledger.close()
    return tuple(groups)


def _plans() -> tuple[_Plan, ...]:
    """Seeds and lengths are fixed, so that a lesson can speak of what everybody sees."""
    whole = practice_life(2025, members=22, meetings=48)
    half = practice_life(7, members=24, meetings=52, setting=places.COAST, start="2025-07-03")
    young = practice_life(11, members=20, meetings=44, setting=places.HIGHLANDS, start="2025-08-12")
    return (_Plan(whole, 48), _Plan(half, 27), _Plan(young, 15))


def _keep(ledger: Ledger, plan: _Plan) -> PracticeGroup:
    life, book, scribe = plan.life, Book(), Scribe(ledger.store.device)
    pages = [scribe.found(book, life.name, life.constitution, life.members)]
    for meeting in life.meetings[: plan.held]:
        recording = Recording(book, meeting.number, meeting.day, scribe.note)
        for entry in meeting.entries:
            recording.record(entry)
        recording.close()
        number, day = meeting.number, meeting.day
        pages.append(scribe.write("meeting", recording.events, book, meeting=number, date=day))
    over = plan.held == len(life.meetings)
    if over:
        pages.append(write_share_out(scribe, book, life.meetings[-1].day))
    ledger.store.append(pages)
    group = pages[0].header.book
    waiting = 0 if over else _leave_draft(ledger, group, plan)
    return PracticeGroup(group, life.name, plan.held, over, waiting)


def _leave_draft(ledger: Ledger, group: str, plan: _Plan) -> int:
    """Record the next meeting up to the contributions, as if somebody was called away."""
    following = plan.life.meetings[plan.held]
    said = tuple(e for e in following.entries if isinstance(e, Attendance | Contribution))
    draft = Draft(following.number, following.day, said)
    ledger.store.save_draft(group, encode_draft(draft))
    return draft.meeting


def run_demo(folder: Path, say: Say) -> Demo:
    """Make a practice co-operative in a folder, verify it, print two papers, and tell of it.

    Raises:
        Refusal: as `make_practice`; `page_not_genuine`, should a page not verify.
    """
    store = folder / PRACTICE_NAME
    groups = make_practice(store)
    report, statement = folder / "meeting-report.pdf", folder / "member-statement.pdf"
    with Ledger.open(store, PRACTICE_PASSPHRASE) as ledger:
        verdicts = verify(ledger)
        for verdict in verdicts:
            if verdict.fault:
                raise Refusal("page_not_genuine", page=verdict.page, fault=verdict.fault)
        shown = groups[0]
        meeting, member = shown.meetings // 3, _borrower(ledger, shown.id)
        save(ledger, shown.id, "meeting", report, Picked(meeting))
        save(ledger, shown.id, "statement", statement, Picked(member=member))
    pages = sum(verdict.pages for verdict in verdicts)
    events = sum(verdict.events for verdict in verdicts)
    demo = Demo(store, PRACTICE_PASSPHRASE, groups, pages, events, report, statement)
    for line in _told(demo, meeting, member):
        say(line)
    return demo


def _borrower(ledger: Ledger, group: str) -> str:
    """The member with the most loans: the passbook that shows most."""
    loans = [loan.member for loan in ledger.replay(group).book.loans.values()]
    return max(sorted(set(loans)), key=loans.count)


def _told(demo: Demo, meeting: int, member: str) -> list[str]:
    made = _("Made a practice co-operative in {store}. Nobody in it exists, and no money is real.")
    checked = _(
        "Checked: {pages} pages with {entries} entries, and every seal and every sum is right."
    )
    report, statement = demo.meeting_report, demo.member_statement
    return [
        made.format(store=demo.store),
        *(f"  {_told_of_group(group)}" for group in demo.groups),
        checked.format(pages=format_number(demo.pages), entries=format_number(demo.events)),
        _("Printed from the book of {group}:").format(group=demo.groups[0].name),
        "  " + _("the report of meeting {meeting}: {file}").format(
            meeting=format_number(meeting), file=report
        ),
        "  " + _("the passbook of member {member}: {file}").format(member=member, file=statement),
        _("The passphrase is: {passphrase}").format(passphrase=demo.passphrase),
        *_next_steps(demo),
    ]  # fmt: skip


def _next_steps(demo: Demo) -> list[str]:
    command = f"{_program()} --store {_quoted(str(demo.store))}"
    group = _quoted(demo.groups[0].name)
    return [
        "",
        _("What to do next:"),
        "  " + _("open the window and go on with a meeting that waits half recorded:"),
        f"    {command}",
        "  " + _("print another meeting:"),
        f"    {command} report meeting --group {group} --meeting 12 --out meeting-12.pdf",
        "  " + _("check every page again:"),
        f"    {command} verify",
    ]


def _program() -> str:
    """How this very program is called from here: by its name, or by its path if it has to be."""
    here = Path(sys.argv[0])
    if here.stem != "coopledger" or shutil.which("coopledger"):
        return "coopledger"
    try:
        return _quoted(str(here.absolute().relative_to(Path.cwd())))
    except ValueError:
        return _quoted(str(here))


def _quoted(text: str) -> str:
    """One word of a command, as the system's shell reads it."""
    return shlex.quote(text) if os.name == "posix" else f'"{text}"'


def _told_of_group(group: PracticeGroup) -> str:
    count = ngettext("{count} meeting", "{count} meetings", group.meetings).format(
        count=format_number(group.meetings)
    )
    parts = [count]
    if group.shared_out:
        parts.append(_("the share-out"))
    if group.draft:
        waits = _("meeting {number} half recorded")
        parts.append(waits.format(number=format_number(group.draft)))
    return _("{group}: {what}").format(group=group.name, what=format_list(parts))
