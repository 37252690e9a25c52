"""The meeting report: what lies on the table before the group goes home.

The boxes come first, as they are counted aloud; then each member's line, so that everyone finds
their own; then what each sum is made of; then the signatures.
"""

from collections.abc import Sequence

from coopledger.reports.document import (
    A4,
    A5,
    AnyBlock,
    Column,
    Document,
    Heading,
    KeepTogether,
    KeyValues,
    PaperSize,
    Paragraph,
    Row,
    RowKind,
    Signatures,
    Signer,
    Table,
)
from coopledger.reports.facts import CashColumn, MeetingFacts, MemberRow
from coopledger.reports.meeting_sections import fines, loans, notes, repayments
from coopledger.reports.sheet import NOTHING, Figures, sheet, some
from coopledger.reports.vocabulary import (
    ANSWERS,
    ROLES,
    amounts_in,
    cash_name,
    isolated,
    word,
)
from coopledger.words.catalog import N_, _
from coopledger.words.dates import format_date
from coopledger.words.errors import explain_finding
from coopledger.words.numbers import format_number

_LINES = (
    ("contributions", N_("Contributions")),
    ("principal", N_("Loans repaid")),
    ("charges", N_("Charge on loans")),
    ("fines", N_("Fines paid")),
    ("from_bank", N_("Brought from the bank")),
    ("leaver_debts", N_("Leavers' debts, from savings")),
    ("loans", N_("Loans paid out")),
    ("expenses", N_("Expenses")),
    ("grants", N_("Help to members")),
    ("refunds", N_("Refunds to leavers")),
    ("to_bank", N_("Taken to the bank")),
)
_CARRIED = (
    ("loans", N_("Lent to members")),
    ("charges_due", N_("Charge due on loans")),
    ("fines_owed", N_("Fines owed")),
    ("arrears", N_("Contributions owed")),
    ("savings", N_("Savings of all members")),
)


def meeting_report(facts: MeetingFacts, paper: PaperSize = A4) -> Document:
    """Word a meeting's report in the current language."""
    figures = Figures(facts.head.currency)
    blocks: list[AnyBlock] = [
        *_copied(facts),
        KeyValues(_summary(facts)),
        *_boxes(facts, figures),
        *_members(facts, figures),
        *loans(facts, figures),
        *repayments(facts, figures),
        *fines(facts, figures),
        *notes(facts, figures),
        *_decisions(facts.decisions),
        *_findings(facts),
        _carried(facts, figures),
        _signatures(facts, paper),
    ]
    number, day = format_number(facts.meeting), format_date(facts.day, "long")
    return sheet(
        facts.head,
        title=_("Meeting report"),
        subtitle=_("{group}, meeting {number}, {date}").format(
            group=isolated(facts.head.group), number=number, date=day
        ),
        blocks=blocks,
        paper=paper,
    )


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
    return (
        (_("Roll call"), ", ".join(roll)),
        (_("Page of the book"), format_number(facts.head.page)),
    )


def _boxes(facts: MeetingFacts, figures: Figures) -> list[AnyBlock]:
    cash = facts.cash
    label = _("Opening, as counted last") if facts.opening_counted else _("Opening, by the book")
    rows = [Row((label, *(figures.sum(each.opening) for each in cash)))]
    bought = sum(row.shares for row in facts.members)
    paid = sum(row.savings for row in facts.members)
    shares = _("Shares, {count}")
    if paid == bought * facts.share_price:
        shares = _("Shares, {count} × {price}")  # noqa: RUF001 - the sign for "times"
    count, price = format_number(bought), figures.sum(facts.share_price)
    lines = [("shares", shares.format(count=count, price=price))]
    lines += [(name, str(text)) for name, text in _LINES]
    for name, text in lines:
        if any(each.lines.get(name) for each in cash):
            rows.append(Row((text, *(figures.some(each.lines.get(name, 0)) for each in cash))))
    rows += _proof(cash, figures)
    columns = [Column(cash_name(each.fund, each.place), "money") for each in cash]
    first = Column(amounts_in(facts.head.currency))
    table = Table((first, *columns), tuple(rows))
    return [KeepTogether((Heading(_("The box")), table, *_reasons(cash, figures)))]


def _proof(cash: Sequence[CashColumn], figures: Figures) -> list[Row]:
    """What should be there, what was, and what is carried on."""

    def row(label: str, cells: list[str], kind: RowKind = "body") -> Row:
        return Row((label, *cells), kind)

    counted = [_counted(each, figures, each.counted) for each in cash]
    off = [_counted(each, figures, each.difference) for each in cash]
    rows = [
        row(_("Should be there"), [figures.sum(each.expected) for each in cash], "subtotal"),
        row(_("Counted"), counted),
        row(_("Difference"), off),
    ]
    if any(each.later for each in cash):
        rows.append(row(_("After the count"), [figures.some(each.later) for each in cash]))
    rows.append(row(_("Carried on"), [figures.sum(each.closing) for each in cash], "total"))
    return rows


def _counted(cash: CashColumn, figures: Figures, amount: int | None) -> str:
    if cash.place != "box":
        return ""
    return figures.counted(None if cash.counted is None else amount)


def _reasons(cash: Sequence[CashColumn], figures: Figures) -> list[AnyBlock]:
    found: list[AnyBlock] = []
    for each in cash:
        if not each.difference:
            continue
        told = (
            _("{cash} over by {amount}") if each.difference > 0 else _("{cash} short by {amount}")
        )
        text = told.format(
            cash=cash_name(each.fund, each.place), amount=figures.sum(abs(each.difference))
        )
        if each.reason:
            text = _("{what}: {reason}").format(what=text, reason=isolated(each.reason))
        found.append(Paragraph(text))
    return found


def _members(facts: MeetingFacts, figures: Figures) -> list[AnyBlock]:
    if not facts.members:
        return []
    columns = (
        Column(_("No.")),
        Column(_("Member"), weight=2),
        Column(_("Roll call")),
        Column(_("Shares"), "number"),
        Column(_("Savings"), "money"),
        Column(_("Social fund"), "money"),
        Column(_("Fines paid"), "money"),
        Column(_("Repaid"), "money"),
        Column(_("Loan"), "money"),
    )
    rows = [Row(_member(row, figures)) for row in facts.members]
    total = (
        "",
        _("All"),
        "",
        some(sum(row.shares for row in facts.members)),
        *(figures.some(sum(sums)) for sums in zip(*map(_sums, facts.members), strict=True)),
    )
    rows.append(Row(total, "total"))
    return [Heading(_("Each member")), Table(columns, tuple(rows))]


def _sums(row: MemberRow) -> tuple[int, ...]:
    return row.savings, row.social, row.fines, row.repaid, row.lent


def _member(row: MemberRow, figures: Figures) -> tuple[str, ...]:
    answer = word(ANSWERS, row.status) if row.status else NOTHING
    sums = (figures.some(amount) for amount in _sums(row))
    return (row.member.code, row.member.name, answer, some(row.shares), *sums)


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
    pairs = [(str(label), figures.sum(get(name, 0))) for name, label in _CARRIED]
    shares = format_number(get("shares", 0))
    pairs.append((_("Shares of all members"), shares))
    return KeepTogether((Heading(_("After this meeting")), KeyValues(tuple(pairs))))


def _signatures(facts: MeetingFacts, paper: PaperSize) -> AnyBlock:
    order = list(ROLES)
    signers = [
        (order.index(role) if role in order else len(order), role, person.name)
        for person in facts.head.officers
        for role in person.roles
    ]
    lines = tuple(
        Signer(word(ROLES, role), name) for _at, role, name in sorted(signers, key=_place)
    )
    columns = 2 if paper.width <= A5.width else 3
    return KeepTogether((Heading(_("Signed by")), Signatures(lines, columns)))


def _place(signer: tuple[int, str, str]) -> int:
    return signer[0]
