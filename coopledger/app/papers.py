"""The papers of a group: what they tell is gathered from the verified book and worded for print."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from coopledger.app.ledger import ERASED, Ledger
from coopledger.app.meeting_paper import IS_MEETING, MeetingPaper
from coopledger.app.share_out_paper import ShareOutPaper
from coopledger.app.statement_paper import StatementPapers
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.ledger.page import Header, Page
from coopledger.reports import facts
from coopledger.reports.document import A4, Document, PaperSize
from coopledger.reports.files import save_pdf
from coopledger.reports.meeting_report import meeting_report as word_meeting
from coopledger.reports.member_statement import member_statement as word_statement
from coopledger.reports.passbook_facts import ShareOutFacts, StatementFacts
from coopledger.reports.share_out_report import share_out_report as word_share_out


class SavedPaper(msgspec.Struct, frozen=True):
    """A report that was saved: the file, its pages, and the hash of the book's page it tells of."""

    file: Path
    pages: int
    page_hash: str


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


def save_meeting_report(
    ledger: Ledger, group: str, meeting: int, file: Path, *, paper: PaperSize = A4
) -> SavedPaper:
    """Save a meeting's report as PDF; see `meeting_report`.

    Raises:
        Refusal: as `meeting_report`; `not_writable`.
    """
    told = meeting_facts(ledger, group, meeting)
    return _save(ledger, word_meeting(told, paper), told.head, file)


def save_member_statement(
    ledger: Ledger, group: str, member: str, file: Path, *, paper: PaperSize = A4
) -> SavedPaper:
    """Save a member's statement as PDF; see `member_statement`.

    Raises:
        Refusal: as `member_statement`; `not_writable`.
    """
    (told,) = statement_facts(ledger, group, [member])
    return _save(ledger, word_statement(told, paper), told.head, file)


def save_share_out_report(
    ledger: Ledger, group: str, file: Path, *, paper: PaperSize = A4
) -> SavedPaper:
    """Save the sheet of the newest share-out as PDF; see `share_out_report`.

    Raises:
        Refusal: as `share_out_report`; `not_writable`.
    """
    told = share_out_facts(ledger, group)
    return _save(ledger, word_share_out(told, paper), told.head, file)


def _save(ledger: Ledger, document: Document, head: facts.PaperHead, file: Path) -> SavedPaper:
    ledger.spare(file)
    try:
        pages = save_pdf(document, file)
    except OSError as problem:
        raise Refusal("not_writable", value=str(file), reason=problem.strerror or "") from None
    return SavedPaper(file, pages, head.page_hash)


def meeting_facts(ledger: Ledger, group: str, meeting: int) -> facts.MeetingFacts:
    """What a meeting's report tells; see `meeting_report`."""
    replay = ledger.replay(group)
    held = [h.number for h in replay.headers if h.meeting == meeting and h.kind in IS_MEETING]
    if not held:
        raise Refusal("unknown_meeting", value=meeting)
    paper = MeetingPaper(_people(ledger, group), _Texts(ledger, group).note)
    parts = []
    for page, head, events in _pages(ledger, group):
        if head.number < held[0]:
            paper.before(_reference(page, head), head, events)
            continue
        paper.take(_reference(page, head), head, events)
        if head.number in held:
            parts.append((page, head))
        if head.number == held[-1]:
            break
    told = [each.finding for each in replay.findings if each.number in held]
    own = _unadopted(ledger, group, [page for page, head in parts if head.kind == "copied"])
    return paper.gathered(_head(ledger, group, parts, paper.book), told, copied=own)


def share_out_facts(ledger: Ledger, group: str) -> ShareOutFacts:
    """What the sheet of the newest share-out tells; see `share_out_report`."""
    replay = ledger.replay(group)
    chosen = [head.number for head in replay.headers if head.kind == "share_out"]
    if not chosen:
        raise Refusal("no_share_out_yet")
    paper = ShareOutPaper(_people(ledger, group))
    for page, head, events in _pages(ledger, group):
        if head.number == chosen[-1]:
            paper.take(head, events)
            return paper.gathered(_head(ledger, group, [(page, head)], paper.book), head.date)
        paper.book.begin(head.meeting, head.date)
        paper.book.fold(events)
    raise Refusal("no_share_out_yet")


def statement_facts(
    ledger: Ledger, group: str, members: Iterable[str] | None = None
) -> list[StatementFacts]:
    """What members' statements tell, in the order asked; see `member_statements`."""
    people = _people(ledger, group)
    codes = list(people) if members is None else list(members)
    for code in codes:
        if code not in people:
            raise Refusal("unknown_member", value=code)
    papers = StatementPapers([people[code] for code in codes], _Texts(ledger, group).note)
    for _page, header, events in _pages(ledger, group):
        papers.take(header, events)
    replay = ledger.replay(group)
    head = _head(ledger, group, [(replay.newest, replay.headers[-1])], papers.book)
    found = papers.gathered(head)
    return [found[code] for code in codes]


class _Texts:
    """The texts that a book's notes stand for; an erased one is a dash."""

    def __init__(self, ledger: Ledger, group: str) -> None:
        self._texts = ledger.store.texts(group)

    def note(self, reference: str) -> str:
        return self._texts.get(reference, ERASED) if reference else ""


def _pages(ledger: Ledger, group: str) -> Iterator[tuple[Page, Header, list[ev.Event]]]:
    """The book's pages as read. They were verified by the replay that everything here asks for."""
    ledger.replay(group)
    for page in ledger.store.pages(group):
        yield page, *page.read()


def _people(ledger: Ledger, group: str) -> dict[str, facts.Person]:
    roles = {code: m.roles for code, m in ledger.replay(group).book.members.items()}
    return {
        code: facts.Person(code, card.name, roles.get(code, ()))
        for code, card in ledger.members(group).items()
    }


def _reference(page: Page, head: Header) -> facts.PageRef:
    return facts.PageRef(head.number, page.hash.hex(), head.date, head.kind)


def _head(
    ledger: Ledger, group: str, pages: Sequence[tuple[Page, Header]], book: Book
) -> facts.PaperHead:
    """The head of a paper about some pages, with the officers whom the book had then."""
    people = _people(ledger, group).items()
    *earlier, (page, head) = pages
    return facts.PaperHead(
        group=ledger.group(group).name,
        currency=book.constitution.money,
        page=head.number,
        page_hash=page.hash.hex(),
        practice=ledger.store.practice,
        officers=tuple(
            person
            for code, person in people
            if person.roles and code in book.members and not book.members[code].gone
        ),
        earlier=tuple(_reference(*each) for each in earlier),
    )


def _unadopted(ledger: Ledger, group: str, copied: Sequence[Page]) -> bool:
    """Whether any of these pages was not made their own by the officers later."""
    wanted = {page.hash.hex() for page in copied}
    if wanted:
        for _page, head, events in _pages(ledger, group):
            if head.kind == "adopt":
                wanted -= {event.hash for event in events if isinstance(event, ev.Adopt)}
    return bool(wanted)
