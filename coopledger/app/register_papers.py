"""The registers of a cycle, and the receipts of a meeting, gathered from the book."""

from collections import defaultdict

import msgspec

from coopledger.app.paper_codes import standing_figures
from coopledger.app.paper_source import IS_MEETING, PaperSource
from coopledger.app.papers import meeting_paper
from coopledger.app.passbook import closing_of
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.reports.facts import Person
from coopledger.reports.receipt import ReceiptFacts
from coopledger.reports.registers import AttendanceFacts, Held, SavingsFacts


def attendance_facts(source: PaperSource) -> AttendanceFacts:
    """The answers at the roll calls of this cycle."""
    answers: defaultdict[str, dict[int, str]] = defaultdict(dict)
    places: dict[tuple[int, int], int] = {}
    meetings: dict[int, Held] = {}
    for _page, header, events in source.pages():
        if any(isinstance(event, ev.Cycle) for event in events):
            answers.clear()
            meetings.clear()
        if header.kind in IS_MEETING:
            meetings.setdefault(header.meeting, Held(header.meeting, header.date))
        for place, event in enumerate(events):
            match event:
                case ev.Attend():
                    answers[event.m][header.meeting] = event.s
                    places[header.number, place] = header.meeting
                case ev.Reverse(e=ev.Attend() as undone):
                    answers[undone.m].pop(places.get((event.page, event.i), 0), None)
    head = source.coded(source.newest_head(), "attendance")
    people = _concerned(source, {code for code, found in answers.items() if found})
    return AttendanceFacts(head, people, tuple(meetings.values()), answers)


def savings_facts(source: PaperSource) -> SavingsFacts:
    """What each member's savings, voluntary ones too, grew by in each meeting of this cycle.

    What pages that are no meetings change belongs to the meeting before them; a share-out, which
    pays everything out, is not in the register.
    """
    book, meetings = Book(), dict[int, Held]()
    before: dict[str, int] = {}
    seen: dict[str, int] = {}
    saved: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for _page, header, events in source.pages():
        book.begin(header.meeting, header.date)
        book.fold(events)
        if any(isinstance(event, ev.Cycle) for event in events):
            saved.clear()
            meetings.clear()
        if header.kind in IS_MEETING:
            meetings.setdefault(header.meeting, Held(header.meeting, header.date))
        now = {code: book.savings(code) + book.voluntary(code) for code in book.members}
        for code, amount in now.items():
            grown = amount - seen.get(code, 0)
            if grown and meetings and header.kind != "share_out":
                last = next(reversed(meetings))
                saved[code][last] = saved[code].get(last, 0) + grown
        if not meetings:
            before = now
        seen = now
    head = source.coded(source.newest_head(), "savings")
    people = _concerned(source, {code for code in now if before.get(code) or saved.get(code)})
    return SavingsFacts(head, people, tuple(meetings.values()), before, saved)


def _concerned(source: PaperSource, codes: set[str]) -> tuple[Person, ...]:
    """Members who have something in the register, and all who are members still."""
    members = source.replay.book.members
    return tuple(
        person for code, person in source.people.items() if code in codes or not members[code].gone
    )


def receipt_facts(source: PaperSource, meeting: int | None, member: str) -> list[ReceiptFacts]:
    """The receipt of a member in a meeting, or of everyone who moved money in it.

    Raises:
        Refusal: `unknown_meeting`; `unknown_member`; `nothing_moved`.
    """
    wanted = [source.person(member).code] if member else None
    paper, told = meeting_paper(source, meeting)
    rules = paper.book.rules
    found = []
    for row in told.members:
        if (wanted is None and not row.sums) or (wanted and row.member.code not in wanted):
            continue
        closing = closing_of(paper.book, row.member.code)
        facts = ReceiptFacts(
            head=told.head,
            member=row.member,
            meeting=told.meeting,
            day=told.day,
            shares=row.shares,
            sums={name: amount for name, amount in row.sums.items() if amount},
            closing=closing,
            by_shares=rules.saving == "shares",
            saves=rules.saving != "none",
            contributes=bool(rules.social_contribution),
        )
        moved = {"handed_in": facts.handed_in, "got": facts.got}
        figures = standing_figures(closing) | moved
        head = source.coded(told.head, "receipt", row.member.code, figures)
        found.append(msgspec.structs.replace(facts, head=head))
    if not found:
        raise Refusal("nothing_moved", value=told.meeting)
    return found
