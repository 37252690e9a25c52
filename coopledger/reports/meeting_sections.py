"""What the sums of a meeting are made of: loans, repayments, fines, help and expenses."""

from collections.abc import Sequence

from coopledger.reports.document import AnyBlock, Column, Heading, Row, Table
from coopledger.reports.facts import MeetingFacts
from coopledger.reports.sheet import NOTHING, Figures
from coopledger.reports.vocabulary import FINES, named, word
from coopledger.words.catalog import N_, _
from coopledger.words.dates import format_date
from coopledger.words.numbers import format_number

_HAPPENED = {
    "grant": N_("Help from the social fund"),
    "expense": N_("Expense"),
    "write_off": N_("Loan given up"),
    "death": N_("Died"),
    "leave": N_("Left, savings refunded"),
}


def loans(facts: MeetingFacts, figures: Figures) -> list[AnyBlock]:
    """Loans paid out."""
    columns = (
        Column(_("Loan"), "number"),
        Column(_("Member"), weight=2),
        Column(_("Purpose"), weight=2),
        Column(_("Weeks"), "number"),
        Column(_("Due"), "date"),
        Column(_("Paid out"), "money"),
    )
    rows = [
        (
            format_number(each.number),
            named(each.member),
            each.purpose or NOTHING,
            format_number(each.weeks),
            format_date(each.due),
            figures.sum(each.amount),
        )
        for each in facts.loans
    ]
    sums = (figures.sum(sum(each.amount for each in facts.loans)),)
    return _section(_("Loans paid out"), columns, rows, sums)


def repayments(facts: MeetingFacts, figures: Figures) -> list[AnyBlock]:
    """Loans repaid, and what is left of each."""
    columns = (
        Column(_("Loan"), "number"),
        Column(_("Member"), weight=2),
        Column(_("Charge"), "money"),
        Column(_("Principal"), "money"),
        Column(_("Repaid"), "money"),
        Column(_("Left"), "money"),
    )
    rows = [
        (
            format_number(each.number),
            named(each.member),
            figures.some(each.charge),
            figures.some(each.principal),
            figures.sum(each.charge + each.principal),
            figures.sum(each.left),
        )
        for each in facts.repayments
    ]
    charge = sum(each.charge for each in facts.repayments)
    principal = sum(each.principal for each in facts.repayments)
    sums = (figures.sum(charge), figures.sum(principal), figures.sum(charge + principal), "")
    return _section(_("Loans repaid"), columns, rows, sums)


def fines(facts: MeetingFacts, figures: Figures) -> list[AnyBlock]:
    """Fines set and paid."""
    columns = (
        Column(_("Member"), weight=2),
        Column(_("For"), weight=2),
        Column(_("Set"), "money"),
        Column(_("Paid"), "money"),
        Column(_("Still owed"), "money"),
    )
    rows = [
        (
            named(each.member),
            ", ".join(word(FINES, code) for code in each.codes),
            figures.some(each.assessed),
            figures.some(each.paid),
            figures.some(each.owed),
        )
        for each in facts.fines
    ]
    assessed = sum(each.assessed for each in facts.fines)
    sums = (figures.sum(assessed), figures.sum(sum(each.paid for each in facts.fines)), "")
    return _section(_("Fines"), columns, rows, sums)


def _section(
    heading: str,
    columns: tuple[Column, ...],
    rows: Sequence[tuple[str, ...]],
    sums: tuple[str, ...],
) -> list[AnyBlock]:
    """A heading and a table with a total below its last columns; nothing where nothing was."""
    if not rows:
        return []
    body = [Row(cells) for cells in rows]
    if len(rows) > 1:
        labels = [""] * (len(columns) - len(sums))
        name = next(at for at, column in enumerate(columns) if not column.numeric)
        labels[name] = _("All")
        body.append(Row((*labels, *sums), "total"))
    return [Heading(heading), Table(columns, tuple(body))]


def notes(facts: MeetingFacts, figures: Figures) -> list[AnyBlock]:
    """Help, expenses, and who left or died."""
    if not facts.notes:
        return []
    columns = (
        Column(_("What")),
        Column(_("Member")),
        Column(_("Why")),
        Column(_("Amount"), "money"),
    )
    rows = [
        Row(
            (
                word(_HAPPENED, each.what),
                named(each.member) if each.member else "",
                each.note,
                figures.some(each.amount),
            )
        )
        for each in facts.notes
    ]
    return [Heading(_("Other money, and members")), Table(columns, tuple(rows))]
