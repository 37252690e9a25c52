"""A group's meeting report, members' statements and share-out sheet, from its verified book."""

from collections.abc import Iterable, Sequence

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.meeting_paper import MeetingPaper
from coopledger.app.paper_codes import standing_figures
from coopledger.app.paper_source import PaperSource, reference
from coopledger.app.share_out_paper import ShareOutPaper
from coopledger.app.statement_paper import StatementPapers
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.ledger.page import Page
from coopledger.reports import facts
from coopledger.reports.document import A4, Document, PaperSize
from coopledger.reports.meeting_report import meeting_report as word_meeting
from coopledger.reports.member_statement import member_statement as word_statement
from coopledger.reports.passbook_facts import ShareOutFacts, StatementFacts
from coopledger.reports.share_out_report import share_out_report as word_share_out


def meeting_report(ledger: Ledger, group: str, meeting: int, *, paper: PaperSize = A4) -> Document:
    """The report of one meeting, in the current language.

    Args:
        ledger: an open ledger.
        group: the group's id.
        meeting: the meeting's number.
        paper: what it is printed on.

    Raises:
        Refusal: `unknown_meeting`; `unknown_group`; `page_not_genuine`.
    """
    return word_meeting(meeting_facts(ledger, group, meeting), paper)


def member_statement(ledger: Ledger, group: str, member: str, *, paper: PaperSize = A4) -> Document:
    """One member's passbook up to the newest page, in the current language.

    Raises:
        Refusal: `unknown_member`; `unknown_group`; `page_not_genuine`.
    """
    return member_statements(ledger, group, [member], paper=paper)[0]


def member_statements(
    ledger: Ledger, group: str, members: Iterable[str] | None = None, *, paper: PaperSize = A4
) -> list[Document]:
    """The passbooks of several members, or of everyone, from one reading of the book.

    Raises:
        Refusal: `unknown_member`; `unknown_group`; `page_not_genuine`.
    """
    told = statement_facts(ledger, group, members)
    return [word_statement(each, paper) for each in told]


def share_out_report(ledger: Ledger, group: str, *, paper: PaperSize = A4) -> Document:
    """The sheet of the group's newest share-out, to be signed by each who is paid.

    Raises:
        Refusal: `no_share_out_yet`; `unknown_group`; `page_not_genuine`.
    """
    return word_share_out(share_out_facts(ledger, group), paper)


def meeting_facts(ledger: Ledger, group: str, meeting: int) -> facts.MeetingFacts:
    """What a meeting's report tells; see `meeting_report`."""
    return meeting_paper(PaperSource(ledger, group), meeting)[1]


def meeting_paper(
    source: PaperSource, meeting: int | None
) -> tuple[MeetingPaper, facts.MeetingFacts]:
    """A meeting's facts, and what they were gathered with: its book is as after the meeting.

    Raises:
        Refusal: `unknown_meeting`.
    """
    held = source.held(meeting)
    paper = MeetingPaper(source.people, source.note, source.called)
    parts = []
    for page, header, events in source.pages():
        if header.number < held[0]:
            paper.before(reference(page, header), header, events)
            continue
        paper.take(reference(page, header), header, events)
        if header.number in held:
            parts.append((page, header))
        if header.number == held[-1]:
            break
    told = [each.finding for each in source.replay.findings if each.number in held]
    own = _unadopted(source, [page for page, header in parts if header.kind == "copied"])
    head = source.coded(source.head(parts, paper.book), "meeting")
    return paper, paper.gathered(head, told, copied=own)


def share_out_facts(ledger: Ledger, group: str) -> ShareOutFacts:
    """What the sheet of the newest share-out tells; see `share_out_report`."""
    return share_out(PaperSource(ledger, group))


def share_out(source: PaperSource) -> ShareOutFacts:
    """What the sheet of the newest share-out tells.

    Raises:
        Refusal: `no_share_out_yet`.
    """
    chosen = [head.number for head in source.replay.headers if head.kind == "share_out"]
    if not chosen:
        raise Refusal("no_share_out_yet")
    paper = ShareOutPaper(source.people)
    for page, header, events in source.pages():
        if header.number == chosen[-1]:
            paper.take(header, events)
            head = source.coded(source.head([(page, header)], paper.book), "share-out")
            return paper.gathered(head, header.date)
        paper.book.begin(header.meeting, header.date)
        paper.book.fold(events)
    raise Refusal("no_share_out_yet")


def statement_facts(
    ledger: Ledger, group: str, members: Iterable[str] | None = None
) -> list[StatementFacts]:
    """What members' statements tell, in the order asked; see `member_statements`."""
    return statements(PaperSource(ledger, group), members)


def statements(source: PaperSource, members: Iterable[str] | None = None) -> list[StatementFacts]:
    """What members' statements tell, in the order asked.

    Raises:
        Refusal: `unknown_member`.
    """
    people = [*source.people.values()] if members is None else [*map(source.person, members)]
    papers = StatementPapers(people, source.note)
    for _page, header, events in source.pages():
        papers.take(header, events)
    found = papers.gathered(source.newest_head())
    return [_coded(source, found[person.code]) for person in people]


def _coded(source: PaperSource, told: StatementFacts) -> StatementFacts:
    figures = standing_figures(told.closing)
    head = source.coded(told.head, "statement", told.member.code, figures)
    return msgspec.structs.replace(told, head=head)


def _unadopted(source: PaperSource, copied: Sequence[Page]) -> bool:
    """Whether any of these pages was not made their own by the officers later."""
    wanted = {page.hash.hex() for page in copied}
    if wanted:
        for _page, head, events in source.pages():
            if head.kind == "adopt":
                wanted -= {event.hash for event in events if isinstance(event, ev.Adopt)}
    return bool(wanted)
