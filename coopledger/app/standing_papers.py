"""Papers on how the group stands: indicators, constitution, audit, members' confirmations."""

from datetime import date

from coopledger.app import measuring
from coopledger.app.paper_codes import standing_figures
from coopledger.app.paper_source import PaperSource
from coopledger.app.passbook import closing_of
from coopledger.app.questions import verify_book
from coopledger.domain.errors import Refusal
from coopledger.domain.rules import Finding
from coopledger.reports.audit_certificate import AuditFacts
from coopledger.reports.confirmations import ConfirmationFacts, Slip
from coopledger.reports.constitution_report import Chapter, ConstitutionFacts
from coopledger.reports.indicator_report import IndicatorFacts
from coopledger.words.constitution import sections
from coopledger.words.errors import explain_finding


def indicator_facts(source: PaperSource, meeting: int | None) -> IndicatorFacts:
    """The indicators at the close of a meeting, or of the newest.

    Raises:
        Refusal: `unknown_meeting`; `no_meeting_yet`.
    """
    number = source.held(meeting)[-1]
    found = measuring.indicators(source.ledger, source.group, meeting)
    parts = [(page, head) for page, head, _events in source.pages() if head.number == number]
    head = source.coded(source.head(parts, source.replay.book), "indicators")
    return IndicatorFacts(head, found.meeting, found.day, found.indicators, found.people)


def constitution_facts(source: PaperSource) -> ConstitutionFacts:
    """The rules in force after the newest page."""
    book = source.replay.book
    first_days = [first for first, rules in book.versions if rules is book.rules and first]
    since = date.fromordinal(first_days[0]).isoformat() if first_days else book.rules.cycle_start
    chapters = tuple(
        Chapter(title, tuple((line.name, line.text) for line in lines))
        for title, lines in sections(book.rules)
    )
    head = source.coded(source.newest_head(), "constitution")
    return ConstitutionFacts(head, book.version, since, chapters)


def audit_facts(source: PaperSource) -> AuditFacts:
    """What a fresh verification of the book came to.

    Raises:
        Refusal: `page_not_genuine`: there is no certificate for a book that is not.
    """
    verdict = verify_book(source.ledger, source.ledger.group(source.group))
    if verdict.fault:
        raise Refusal("page_not_genuine", page=verdict.page, fault=verdict.fault)
    replay, book = source.replay, source.replay.book
    totals, rules = replay.headers[-1].totals, book.rules
    return AuditFacts(
        head=source.coded(source.newest_head(), "audit"),
        day=source.last_day,
        book=source.group,
        pages=verdict.pages,
        entries=verdict.events,
        seals=sum(len(page.seals) for page, _head, _events in source.pages()),
        cash=tuple(
            (fund, place, book.cash(fund, place)) for fund in rules.funds for place in rules.places
        ),
        totals=totals,
        shares=totals.get("shares", 0),
        members=totals.get("members", 0),
        findings=tuple(
            (each.meeting, each.number, _sentence(source, each.finding))
            for each in verdict.findings
        ),
    )


def _sentence(source: PaperSource, finding: Finding) -> str:
    about = source.people.get(finding.member)
    member = f"{about.code} {about.name}" if about else finding.member
    currency = source.replay.book.constitution.money
    return explain_finding(finding.code, finding.params, currency, member=member)


def confirmation_facts(source: PaperSource) -> ConfirmationFacts:
    """A slip for every member who is still one, or with whom something is unsettled."""
    book, rules = source.replay.book, source.replay.book.rules
    head = source.newest_head()
    slips = []
    for code, member in book.members.items():
        closing = closing_of(book, code)
        figures = standing_figures(closing)
        if member.gone and not any(figures.values()):
            continue
        coded = source.coded(head, "confirmations", code, figures)
        slips.append(Slip(source.person(code), closing, coded.code))
    return ConfirmationFacts(
        head=head,
        day=source.last_day,
        by_shares=rules.saving == "shares",
        saves=rules.saving != "none",
        contributes=bool(rules.social_contribution),
        slips=tuple(slips),
    )
