"""The meeting report: what lies on the table before the group goes home.

The boxes come first, as they are counted aloud; then each member's line, so that everyone finds
their own; then what each sum is made of; then the signatures.
"""

from collections.abc import Sequence

from coopledger.reports.cash_table import cash_table
from coopledger.reports.document import (
    A4,
    AnyBlock,
    Column,
    Document,
    Heading,
    KeepTogether,
    KeyValues,
    PaperSize,
    Paragraph,
)
from coopledger.reports.facts import Between, MeetingFacts, MemberRow
from coopledger.reports.meeting_sections import corrections, fines, loans, notes, repayments
from coopledger.reports.sheet import (
    NOTHING,
    Choice,
    Figures,
    amounts,
    counts,
    sheet,
    signed_by,
    table_of,
)
from coopledger.reports.vocabulary import ANSWERS, PAGES, cash_name, named, word
from coopledger.words.catalog import N_, _, isolated
from coopledger.words.dates import enumerate_items, format_date, format_list
from coopledger.words.errors import explain_finding
from coopledger.words.numbers import format_number

MEMBER_COLUMNS = (
    ("savings", N_("Savings"), 1),
    ("premium", N_("Above price"), 1),
    ("voluntary", N_("Voluntary"), 1),
    ("held", N_("Odd money"), 1),
    ("arrived", N_("Brought along"), 1),
    ("social", N_("Social fund"), 1),
    ("hands", N_("Hands"), 1),
    ("fines", N_("Fines paid"), 1),
    ("repaid", N_("Repaid"), 1),
    ("for_others", N_("Repaid as guarantor"), 1),
    ("lent", N_("Loan"), -1),
    ("taken", N_("Taken out"), -1),
    ("pot", N_("From the pot"), -1),
    ("help", N_("Help"), -1),
    ("refund", N_("Refund"), -1),
    ("paid_out", N_("Paid out"), -1),
    ("corrected", N_("Corrected"), 1),
)
"""Sums of a member's row: those handed in, then those that the member got."""
_CARRIED = (
    ("loans", N_("Lent to members")),
    ("charges_due", N_("Charge due on loans")),
    ("late_due", N_("Late charges due")),
    ("fines_owed", N_("Fines owed")),
    ("arrears", N_("Contributions owed")),
    ("pot_arrears", N_("Hands owed")),
    ("savings", N_("Savings of all members")),
    ("voluntary", N_("Voluntary savings")),
    ("held", N_("Odd money kept for shares")),
    ("payable", N_("Refunds to be paid later")),
    ("external", N_("Owed to lenders")),
    ("external_due", N_("Charge owed to lenders")),
    ("lent", N_("Owed by other groups")),
    ("lent_due", N_("Charge owed by other groups")),
)
_ALWAYS = {"fines_owed"}


def meeting_report(facts: MeetingFacts, paper: PaperSize = A4) -> Document:
    """Word a meeting's report in the current language."""
    figures = Figures(facts.head.currency)
    blocks: list[AnyBlock] = [
        *_copied(facts),
        KeyValues(_summary(facts)),
        *_between(facts.between, figures),
        *_boxes(facts, figures),
        *_members(facts, figures),
        *loans(facts, figures),
        *repayments(facts, figures),
        *fines(facts, figures),
        *notes(facts, figures),
        *corrections(facts, figures),
        *_decisions(facts.decisions),
        *_findings(facts),
        _carried(facts, figures),
        signed_by(facts.head, paper),
    ]
    return sheet(
        facts.head,
        title=_("Meeting report"),
        subtitle=_("{group}, meeting {number}, {date}").format(
            group=isolated(facts.head.group),
            number=format_number(facts.meeting),
            date=_days(facts),
        ),
        blocks=blocks,
        paper=paper,
    )


def _days(facts: MeetingFacts) -> str:
    days = dict.fromkeys(page.day for page in facts.pages)
    return format_list([format_date(day, "long") for day in days])


def _copied(facts: MeetingFacts) -> list[AnyBlock]:
    if not facts.copied:
        return []
    return [Paragraph(_("Copied from paper, not yet adopted by the officers."), bold=True)]


def _summary(facts: MeetingFacts) -> tuple[tuple[str, str], ...]:
    answers = [row.status for row in facts.members]
    counts = [(name, answers.count(name)) for name in ANSWERS]
    roll = [
        _("{count} {answer}").format(count=format_number(count), answer=ANSWERS[name])
        for name, count in counts
        if count
    ]
    if silent := answers.count(""):
        roll.append(_("{count} not called").format(count=format_number(silent)))
    pages = [format_number(page.number) for page in facts.pages]
    label = _("Page of the book") if len(pages) == 1 else _("Pages of the book")
    return ((_("Roll call"), enumerate_items(roll)), (label, format_list(pages)))


def _between(between: Sequence[Between], figures: Figures) -> list[AnyBlock]:
    """A line about each page that moved the boxes since the last meeting, or changed the rules."""
    told: list[AnyBlock] = []
    for each in between:
        what = word(PAGES, each.page.kind)
        if each.page.day:
            what = _("{what}, {date}").format(what=what, date=format_date(each.page.day, "long"))
        moved = [
            _("{cash} {amount}").format(cash=cash_name(fund, place), amount=figures.signed(amount))
            for fund, place, amount in each.cash
        ]
        line = _("{what} (page {page}): {moved}") if moved else _("{what} (page {page})")
        page = format_number(each.page.number)
        told.append(Paragraph(line.format(what=what, page=page, moved=enumerate_items(moved))))
    return [KeepTogether((Heading(_("Since the last meeting")), *told))] if told else []


def _boxes(facts: MeetingFacts, figures: Figures) -> list[AnyBlock]:
    counted = facts.opening_counted and any(x.place == "box" and not x.empty for x in facts.cash)
    opening = _("Opening, as counted last") if counted else _("Opening, by the book")
    bought = sum(row.shares for row in facts.members)
    paid = sum(each.lines.get("shares", 0) for each in facts.cash)
    named = {}
    if bought and paid == bought * facts.share_price:
        named["shares"] = _("Shares, {count} × {price}").format(  # noqa: RUF001 - the sign "times"
            count=format_number(bought), price=figures.sum(facts.share_price)
        )
    table = cash_table(facts.cash, facts.head.currency, opening, _("Carried on"), named)
    heading = _("The box") if len(_places(facts)) == 1 else _("The cash")
    return [KeepTogether((Heading(heading), *table))]


def _places(facts: MeetingFacts) -> set[str]:
    return {each.place for each in facts.cash if each.place == "box" or not each.empty}


def _members(facts: MeetingFacts, figures: Figures) -> list[AnyBlock]:
    rows = facts.members
    if not rows:
        return []
    choices = [
        Choice(Column(_("No.")), [row.member.code for row in rows], always=True),
        Choice(
            Column(_("Member"), weight=2), [row.member.name for row in rows], _("All"), always=True
        ),
        Choice(Column(_("Roll call")), [_answer(row) for row in rows], always=True),
        counts(_("Shares"), [row.shares for row in rows], add=True),
    ]
    for name, label, sign in MEMBER_COLUMNS:
        sums = [sign * row.sums.get(name, 0) for row in rows]
        choices.append(amounts(str(label), sums, figures))
    return [Heading(_("Each member")), table_of(choices, total=True)]


def _answer(row: MemberRow) -> str:
    return word(ANSWERS, row.status) if row.status else NOTHING


def _decisions(decisions: Sequence[str]) -> list[AnyBlock]:
    if not decisions:
        return []
    told = [Paragraph(isolated(text)) for text in decisions]
    return [Heading(_("Decided")), *told]


def _findings(facts: MeetingFacts) -> list[AnyBlock]:
    if not facts.findings:
        return []
    people = {row.member.code: row.member for row in facts.members}
    currency = facts.head.currency
    told: list[AnyBlock] = []
    for each in facts.findings:
        about = people.get(each.member)
        name = f"{about.code} {about.name}" if about else each.member
        told.append(Paragraph(explain_finding(each.code, each.params, currency, member=name)))
    return [Heading(_("Not as the rules say")), *told]


def _carried(facts: MeetingFacts, figures: Figures) -> AnyBlock:
    get = facts.carried.get
    pairs = [
        (str(label), figures.sum(get(name, 0)))
        for name, label in _CARRIED
        if get(name, 0) or name in _ALWAYS
    ]
    if get("shares", 0):
        pairs.append((_("Shares of all members"), format_number(get("shares", 0))))
    if facts.next_turn:
        pairs.append((_("Next to get the pot"), named(facts.next_turn)))
    return KeepTogether((Heading(_("After this meeting")), KeyValues(tuple(pairs))))
