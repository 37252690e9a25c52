"""The member statement: a passbook, printed. Savings pages, loan pages, and where one stands.

It shows nothing of other members and nothing personal beyond number and name.
"""

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
    Signatures,
    Signer,
    Table,
)
from coopledger.reports.facts import LoanPage, LoanRow, Settled, StatementFacts, TrialPart
from coopledger.reports.sheet import NOTHING, Figures, sheet, some
from coopledger.reports.vocabulary import ANSWERS, ROLES, amounts_in, isolated, named, word
from coopledger.words.catalog import N_, _
from coopledger.words.dates import Width, format_date
from coopledger.words.numbers import format_number

_HAPPENED = {
    "charge": N_("charge fell due"),
    "capitalised": N_("charge added to the loan"),
    "repaid": N_("repaid"),
    "written_off": N_("given up"),
    "set_off": N_("settled from savings"),
}
_WRITERS = ("record_keeper", "secretary", "treasurer")


def member_statement(facts: StatementFacts, paper: PaperSize = A4) -> Document:
    """Word a member's statement in the current language."""
    figures = Figures(facts.head.currency)
    # A passbook page has no room for names of months.
    width: Width = "short" if paper.width <= A5.width else "medium"
    blocks: list[AnyBlock] = [
        *_gone(facts),
        _stand(facts, figures),
        *_settled(facts.settled, figures),
        *_trial(facts.trial, figures),
        *_savings(facts, figures, width),
        *_loans(facts, figures, width),
        _signatures(facts),
    ]
    day = format_date(facts.day, "long") if facts.day else NOTHING
    return sheet(
        facts.head,
        title=_("Member statement"),
        subtitle=_("{member}, {group}, {date}").format(
            member=named(facts.member), group=isolated(facts.head.group), date=day
        ),
        blocks=blocks,
        paper=paper,
    )


def _gone(facts: StatementFacts) -> list[AnyBlock]:
    if facts.gone == "left":
        return [Paragraph(_("This member has left the group."), bold=True)]
    if facts.gone != "dead":
        return []
    if facts.settled:
        return [Paragraph(_("This member has died; the heirs are paid."), bold=True)]
    return [Paragraph(_("This member has died; the savings are kept for the heirs."), bold=True)]


def _stand(facts: StatementFacts, figures: Figures) -> AnyBlock:
    """What is saved on the one side, what is owed on the other, read line by line."""
    own = facts.closing
    ahead = own.arrears < 0
    contributions = _("Contributions paid ahead") if ahead else _("Contributions owed")
    pairs = (
        (_("Shares"), format_number(own.shares)),
        (_("Loan to repay"), figures.sum(own.principal)),
        (_("Savings at face"), figures.sum(own.savings)),
        (_("Charge due"), figures.sum(own.charge)),
        (contributions, figures.sum(abs(own.arrears))),
        (_("Fines owed"), figures.sum(own.fines)),
    )
    money = Paragraph(amounts_in(facts.head.currency), small=True)
    return KeepTogether((KeyValues(pairs), money))


def _settled(settled: Settled | None, figures: Figures) -> list[AnyBlock]:
    if settled is None:
        return []
    day = format_date(settled.day, "long") if settled.day else NOTHING
    left = settled.what == "leave"
    heading = _("Settled on leaving, {date}") if left else _("Share-out of {date}")
    worth = _("Savings at face") if left else _("Worth of the shares")
    pairs = (
        (_("Shares"), format_number(settled.shares)),
        (worth, figures.sum(settled.value)),
        (_("Debts settled from it"), figures.sum(settled.set_off)),
        (_("Paid out"), figures.sum(settled.paid)),
    )
    return [KeepTogether((Heading(heading.format(date=day)), KeyValues(pairs)))]


def _trial(trial: TrialPart | None, figures: Figures) -> list[AnyBlock]:
    if trial is None:
        return []
    pairs = [
        (_("One share is worth"), figures.sum(trial.share_value)),
        (_("The shares are worth"), figures.sum(trial.entitlement)),
        (_("Debts settled from it"), figures.sum(trial.set_off)),
        (_("Would be paid out"), figures.sum(trial.payout)),
    ]
    if trial.still_owes:
        pairs.append((_("Would still be owed"), figures.sum(trial.still_owes)))
    warning = _(
        "A trial on the figures of this page, not a promise. A loan that is larger than its"
        " borrower's own part counts only when it is repaid."
    )
    told = Paragraph(warning, small=True)
    heading = Heading(_("If the cycle ended now"))
    return [KeepTogether((heading, KeyValues(tuple(pairs)), told))]


def _savings(facts: StatementFacts, figures: Figures, width: Width) -> list[AnyBlock]:
    columns = (
        Column(_("No."), "number"),
        Column(_("Date"), "date"),
        Column(_("Roll call")),
        Column(_("Shares"), "number"),
        Column(_("All shares"), "number"),
        Column(_("Savings"), "money"),
        Column(_("Social paid"), "money"),
        Column(_("Social owed"), "money"),
        Column(_("Fines set"), "money"),
        Column(_("Fines paid"), "money"),
        Column(_("Fines owed"), "money"),
    )
    rows = [
        (
            format_number(row.meeting),
            format_date(row.day, width),
            word(ANSWERS, row.status) if row.status else NOTHING,
            some(row.shares),
            format_number(row.all_shares),
            figures.sum(row.savings),
            figures.some(row.social),
            figures.some(row.arrears),
            figures.some(row.fined),
            figures.some(row.fines_paid),
            figures.some(row.fines_owed),
        )
        for row in facts.rows
    ]
    if not rows:
        return []
    sums = (
        "",
        "",
        _("All"),
        format_number(sum(row.shares for row in facts.rows)),
        "",
        "",
        figures.some(sum(row.social for row in facts.rows)),
        "",
        figures.some(sum(row.fined for row in facts.rows)),
        figures.some(sum(row.fines_paid for row in facts.rows)),
        "",
    )
    body = (*(Row(cells) for cells in rows), Row(sums, "total"))
    return [Heading(_("Meetings")), Table(columns, body)]


def _loans(facts: StatementFacts, figures: Figures, width: Width) -> list[AnyBlock]:
    if not facts.loans:
        return [Paragraph(_("No loan in this cycle."))]
    columns = (
        Column(_("No."), "number"),
        Column(_("Date"), "date"),
        Column(_("What")),
        Column(_("Charge"), "money"),
        Column(_("Paid"), "money"),
        Column(_("Of it principal"), "money"),
        Column(_("Owed"), "money"),
    )
    rows: list[Row] = []
    for loan in facts.loans:
        rows.extend(_loan(loan, figures, width))
    return [Heading(_("Loans")), Table(columns, tuple(rows))]


def _loan(loan: LoanPage, figures: Figures, width: Width) -> list[Row]:
    told = _("Loan {number} of {amount}, due {date}").format(
        number=format_number(loan.number),
        amount=figures.sum(loan.amount),
        date=format_date(loan.due),
    )
    if loan.purpose:
        told = _("{loan}: {purpose}").format(loan=told, purpose=isolated(loan.purpose))
    day = format_date(loan.day, width)
    out = (some(loan.meeting), day, _("paid out"), "", "", "", figures.sum(loan.amount))
    rows = [Row((told,), "group"), Row(out)]
    fell_due: LoanRow | None = None
    for each in loan.rows:
        if fell_due and (each.what != "repaid" or each.day != fell_due.day):
            rows.append(_loan_row(fell_due, None, figures, width))
            fell_due = None
        if each.what == "charge":
            fell_due = each
            continue
        rows.append(_loan_row(each, fell_due, figures, width))
        fell_due = None
    if fell_due:
        rows.append(_loan_row(fell_due, None, figures, width))
    return rows


def _loan_row(each: LoanRow, due: LoanRow | None, figures: Figures, width: Width) -> Row:
    """A happening; a repayment shares its line with the charge that fell due that day."""
    charge = due.charge if due else 0
    paid, principal = each.charge + each.principal, each.principal
    if each.what == "charge":
        charge, paid = each.charge, 0
    elif each.what == "written_off":
        charge, paid = -each.charge, 0
    elif each.what == "capitalised":
        paid, principal = 0, -each.principal
    return Row(
        (
            some(each.meeting),
            format_date(each.day, width) if each.day else "",
            word(_HAPPENED, each.what),
            figures.some(charge),
            figures.some(paid),
            figures.some(principal),
            figures.sum(each.owed),
        )
    )


def _signatures(facts: StatementFacts) -> AnyBlock:
    """The member or an heir, and who keeps the book."""
    own = Signer(_("Member"), facts.member.name)
    if facts.gone == "dead":
        own = Signer(_("For the heirs"))
    writers = [
        Signer(word(ROLES, role), person.name)
        for role in _WRITERS
        for person in facts.head.officers
        if role in person.roles
    ]
    signers = (own, *writers[:1])
    return KeepTogether((Heading(_("Signed by")), Signatures(signers)))
