"""The loan pages of a passbook: what is due next, what happened, and whom one answers for."""

from typing import TypeAlias, TypeVar

from coopledger.reports.document import (
    AnyBlock,
    Column,
    Heading,
    KeepTogether,
    Paragraph,
    Row,
    Table,
)
from coopledger.reports.passbook_facts import LoanPage, LoanRow, StatementFacts
from coopledger.reports.sheet import Choice, Figures, Value, amounts, counts, days, some, table_of
from coopledger.reports.vocabulary import word
from coopledger.words.catalog import N_, Text, _, isolated, ngettext
from coopledger.words.dates import Width, format_date, format_list
from coopledger.words.numbers import format_number

T = TypeVar("T")

_HAPPENED: dict[str, Text] = {
    "charge": N_("charge fell due"),
    "late": N_("late charge"),
    "capitalised": N_("charge added to the loan"),
    "repaid": N_("repaid"),
    "guarantor": N_("repaid by guarantor"),
    "written_off": N_("given up"),
    "recovered": N_("paid back on what was given up"),
    "set_off": N_("settled from savings"),
    "rolled": N_("taken over by a new loan"),
    "rescheduled": N_("put off"),
    "brought_over": N_("repaid before, on paper"),
    "lent": N_("paid out"),
}
_FELL_DUE = {"charge", "late"}
_PAID = {"repaid", "guarantor", "set_off", "rolled", "brought_over"}


def plans(facts: StatementFacts, figures: Figures) -> list[AnyBlock]:
    """The instalments that are still to come of each open loan with a plan."""
    found: list[AnyBlock] = []
    for loan in facts.loans:
        if not loan.plan:
            continue
        heading = Heading(
            _("Instalments of loan {number}").format(number=format_number(loan.number))
        )
        told = _next(loan, facts.day, figures)
        choices = [
            days(_("Due"), [x.day for x in loan.plan])._replace(total=_("All")),
            amounts(_("Principal"), [x.principal for x in loan.plan], figures),
            amounts(_("Charge"), [x.charge for x in loan.plan], figures),
            amounts(_("Instalment"), [x.amount for x in loan.plan], figures),
        ]
        found.append(KeepTogether((heading, *told, table_of(choices, total=len(loan.plan) > 1))))
    return found


def _next(loan: LoanPage, today: str, figures: Figures) -> list[AnyBlock]:
    told = []
    if loan.now:
        told.append(_("Due now: {amount}.").format(amount=figures.sum(loan.now)))
    coming = next((each for each in loan.plan if each.day > today), None)
    if coming:
        told.append(
            _("Next: {amount} on {date}.").format(
                amount=figures.sum(coming.amount), date=format_date(coming.day, "long")
            )
        )
    return [Paragraph(" ".join(told), bold=True)] if told else []


def guarantees(facts: StatementFacts, figures: Figures) -> list[AnyBlock]:
    """Open loans of others that the member answers for."""
    given = facts.guarantees
    if not given:
        return []
    choices = [
        counts(_("Loan"), [x.number for x in given]),
        Choice(Column(_("Member")), [isolated(x.borrower) for x in given], _("All")),
        amounts(_("Owed"), [x.owed for x in given], figures),
    ]
    table = table_of(choices, total=len(given) > 1)
    return [KeepTogether((Heading(_("Answers for loans of others")), table))]


def loans(facts: StatementFacts, figures: Figures, width: Width) -> list[AnyBlock]:
    """Every loan of the cycle, each with what happened to it."""
    if not facts.loans:
        return [Paragraph(_("No loan in this cycle."))]
    with_late = any(row.late for loan in facts.loans for row in loan.rows)
    columns = [
        Column(_("No."), "number"),
        Column(_("Date"), "date"),
        Column(_("What")),
        Column(_("Charge"), "money"),
        *([Column(_("Late charge"), "money")] if with_late else []),
        Column(_("Paid"), "money"),
        Column(_("Of it principal"), "money"),
        Column(_("Owed"), "money"),
    ]
    rows: list[Row] = []
    for loan in facts.loans:
        rows.append(Row((_title(loan, figures),), "group"))
        for cells, values in _loan(loan, figures, width):
            rows.append(Row(_kept(cells, with_late), values=_kept(values, with_late)))
    return [Heading(_("Loans")), Table(tuple(columns), tuple(rows))]


def _kept(cells: tuple[T, ...], with_late: bool) -> tuple[T, ...]:
    return cells if with_late else (*cells[:4], *cells[5:])


Cells: TypeAlias = tuple[tuple[str, ...], tuple[Value, ...]]
"""A row's cells, and what they stand for."""


def _loan(loan: LoanPage, figures: Figures, width: Width) -> list[Cells]:
    out = _("loan {number} taken over").format(number=format_number(loan.rolled))
    what = out if loan.rolled else str(_HAPPENED["lent"])
    sums = (loan.kept, 0, loan.kept, 0)
    found = [_cells(loan.meeting, loan.day, what, sums, loan.amount, figures, width)]
    fell_due: LoanRow | None = None
    for each in (*loan.rows, None):
        if fell_due and not (each and _shares_line(each, fell_due)):
            found.append(_row(fell_due, None, figures, width))
            fell_due = None
        if each is None:
            break
        if each.what == "charge" and not each.undone:
            fell_due = each
            continue
        found.append(_row(each, fell_due, figures, width))
        fell_due = None
    return found


def _shares_line(each: LoanRow, due: LoanRow) -> bool:
    """Whether a repayment and the charge that fell due that day are one line."""
    return each.what in ("repaid", "guarantor") and not each.undone and each.day == due.day


def _title(loan: LoanPage, figures: Figures) -> str:
    told = _("Loan {number} of {amount}, due {date}").format(
        number=format_number(loan.number),
        amount=figures.sum(loan.amount),
        date=format_date(loan.due),
    )
    if loan.guarantors:
        names = format_list([isolated(code) for code in loan.guarantors])
        count = len(loan.guarantors)
        told = ngettext("{loan}, guarantor {names}", "{loan}, guarantors {names}", count).format(
            loan=told, names=names
        )
    if loan.purpose:
        told = _("{loan}: {purpose}").format(loan=told, purpose=isolated(loan.purpose))
    return _("{loan} (undone)").format(loan=told) if loan.void else told


def _row(each: LoanRow, due: LoanRow | None, figures: Figures, width: Width) -> Cells:
    """A happening; what it does to charge, late charge, and what is paid."""
    charge = due.charge if due else 0
    late = paid = principal = 0
    if each.what in _FELL_DUE:
        charge, late = each.charge, each.late
    elif each.what == "written_off":
        charge, late, principal = -each.charge, -each.late, each.principal
    elif each.what in ("capitalised", "lent"):
        principal = -each.principal
    elif each.what in _PAID:
        paid, principal = each.charge + each.principal + each.late, each.principal
    elif each.what == "recovered":
        paid = each.principal
    if each.what == "brought_over":
        charge, paid = each.charge, each.principal
    sums = (charge, late, paid, principal)
    if each.undone:
        sums = (-charge, -late, -paid, -principal)
    return _cells(each.meeting, each.day, happened(each), sums, each.owed, figures, width)


def _cells(
    meeting: int,
    day: str,
    what: str,
    sums: tuple[int, ...],
    owed: int,
    figures: Figures,
    width: Width,
) -> Cells:
    shown = (figures.some(amount) for amount in sums)
    cells = (some(meeting), format_date(day, width) if day else "", what, *shown)
    return (*cells, figures.sum(owed)), (meeting or None, day or None, what, *sums, owed)


def happened(each: LoanRow) -> str:
    """What happened to a loan, in words."""
    what = word(_HAPPENED, each.what)
    if each.by:
        what = _("{what} {who}").format(what=what, who=isolated(each.by))
    return _("undone: {what}").format(what=what) if each.undone else what
