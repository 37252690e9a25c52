"""The papers of a month that self-help groups hand in: receipts and payments, demand and balance.

Headings of the receipts and payments follow the form of the Meghalaya self-help groups; those of
the demand are the ones that bank linkage programmes in India ask for (DAY-NRLM).
"""

from collections.abc import Mapping

import msgspec

from coopledger.reports.cash_table import line_name
from coopledger.reports.document import (
    A4,
    AnyBlock,
    Column,
    Document,
    Heading,
    KeepTogether,
    PaperSize,
    Paragraph,
    Row,
    RowKind,
    Signatures,
    Signer,
    Table,
)
from coopledger.reports.facts import PaperHead, Person
from coopledger.reports.sheet import (
    ACCOUNTABLE,
    Choice,
    Figures,
    amounts,
    sheet,
    signed_by,
    signers,
    table_of,
    texts,
)
from coopledger.reports.vocabulary import amounts_in
from coopledger.words.catalog import N_, Text, _, isolated
from coopledger.words.dates import enumerate_items, format_month
from coopledger.words.money import format_amount

IN_HAND, AT_BANK = N_("Cash in hand"), N_("Cash at bank")
RECEIPTS: tuple[tuple[str, Text], ...] = (
    ("savings", N_("Savings, regular")),
    ("extra", N_("Savings, extra")),
    ("principal", N_("Loan returned, principal")),
    ("interest", N_("Loan returned, interest")),
    ("bank_loan", N_("Bank loan taken")),
    ("membership", N_("Membership fees")),
    ("fines", N_("Fines")),
    ("group_work", N_("Income from group work")),
    ("activity", N_("Income from income-generating activity")),
    ("grants", N_("Grants and donations")),
    ("other", N_("Miscellaneous")),
)
PAYMENTS: tuple[tuple[str, Text], ...] = (
    ("loans", N_("Loans to members")),
    ("withdrawn", N_("Savings withdrawn")),
    ("dividends", N_("Dividends paid")),
    ("bank_principal", N_("Bank loan returned, principal")),
    ("bank_interest", N_("Bank loan returned, interest")),
    ("training", N_("Training fees")),
    ("activity", N_("Expenses for income-generating activity")),
    ("meetings", N_("Meetings and events")),
    ("stationery", N_("Stationery")),
    ("travel", N_("Travel")),
    ("other", N_("Miscellaneous")),
)


class MonthFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A month's money in and out, all funds together; in minor units.

    ``opening`` and ``closing`` are cash in hand and at the bank or elsewhere. ``receipts`` and
    ``payments`` are by heading; ``other_in`` and ``other_out`` say what the last heading is made
    of, by line of the cash.
    """

    head: PaperHead
    month: str
    opening: tuple[int, int]
    closing: tuple[int, int]
    receipts: Mapping[str, int]
    payments: Mapping[str, int]
    other_in: Mapping[str, int]
    other_out: Mapping[str, int]


class DemandRow(msgspec.Struct, frozen=True):
    """What one member had to pay in a month: what fell due, what of it was paid, what is left.

    Each is (demand, collected, balance), the balance being the demand less what was collected;
    ``ahead`` is principal repaid beyond the demand.
    """

    member: Person
    saving: tuple[int, int, int]
    contribution: tuple[int, int, int]
    principal: tuple[int, int, int]
    charge: tuple[int, int, int]
    fine: tuple[int, int, int]
    ahead: int


class DemandFacts(msgspec.Struct, frozen=True):
    """The demand, collection and balance of all members in a month (ISO ``YYYY-MM``)."""

    head: PaperHead
    month: str
    rows: tuple[DemandRow, ...]


def receipts_and_payments(facts: MonthFacts, paper: PaperSize = A4) -> Document:
    """Word a month's receipts and payments in the current language."""
    total = sum(facts.opening) + sum(facts.receipts.values())
    blocks: list[AnyBlock] = [
        _side(_("Receipts"), _("Opening balance"), facts.opening, RECEIPTS, facts.receipts, facts),
        *_made_of(facts.other_in, facts),
        _side(_("Payments"), "", (), PAYMENTS, facts.payments, facts),
        *_made_of(facts.other_out, facts),
        KeepTogether((Heading(_("Closing balance")), _closing(facts, total))),
        _signatures(facts),
    ]
    return sheet(
        facts.head,
        title=_("Receipts and payments"),
        subtitle=_("{group}, {date}").format(
            group=isolated(facts.head.group), date=format_month(facts.month)
        ),
        blocks=blocks,
        paper=paper,
    )


def _line(label: str, amount: int, facts: MonthFacts, kind: RowKind = "body") -> Row:
    return Row((label, format_amount(amount, facts.head.currency)), kind, (label, amount))


def _side(
    heading: str,
    before: str,
    cash: tuple[int, ...],
    headings: tuple[tuple[str, Text], ...],
    sums: Mapping[str, int],
    facts: MonthFacts,
) -> AnyBlock:
    rows = []
    if before:
        rows += [
            _line(_("{balance}: {cash}").format(balance=before, cash=name), amount, facts)
            for name, amount in zip((IN_HAND, AT_BANK), cash, strict=True)
        ]
    rows += [_line(str(label), sums.get(name, 0), facts) for name, label in headings]
    rows.append(_line(_("All"), sum(cash) + sum(sums.values()), facts, "total"))
    columns = (Column(amounts_in(facts.head.currency)), Column(_("Amount"), "money"))
    return KeepTogether((Heading(heading), Table(columns, tuple(rows))))


def _made_of(lines: Mapping[str, int], facts: MonthFacts) -> list[AnyBlock]:
    told = [
        _("{what} {amount}").format(
            what=line_name(line), amount=format_amount(amount, facts.head.currency)
        )
        for line, amount in lines.items()
        if amount
    ]
    if not told:
        return []
    return [
        Paragraph(_("Miscellaneous is: {lines}.").format(lines=enumerate_items(told)), small=True)
    ]


def _closing(facts: MonthFacts, total: int) -> Table:
    """The proof: what there was and came in is what went out and what is left."""
    in_hand, at_bank = facts.closing
    paid = sum(facts.payments.values())
    columns = (Column(amounts_in(facts.head.currency)), Column(_("Amount"), "money"))
    rows = (
        _line(_("Opening balance and receipts"), total, facts),
        _line(_("Less payments"), -paid, facts),
        _line(str(IN_HAND), in_hand, facts, "subtotal"),
        _line(str(AT_BANK), at_bank, facts),
        _line(_("All"), in_hand + at_bank, facts, "total"),
    )
    return Table(columns, rows)


def _signatures(facts: MonthFacts) -> AnyBlock:
    lines = signers(facts.head.officers, ("chairperson", "secretary", "record_keeper"))
    lines = [*lines[:2], Signer(_("Officer of the programme"))]
    return KeepTogether((Heading(_("Signed by")), Signatures(tuple(lines), 3)))


def demand(facts: DemandFacts, paper: PaperSize = A4) -> Document:
    """Word a month's demand, collection and balance in the current language."""
    paper, figures, rows = paper.landscape(), Figures(facts.head.currency), facts.rows
    choices = [
        texts(_("No."), [row.member.code for row in rows], always=True),
        texts(_("Member"), [row.member.name for row in rows], _("All"), weight=2, always=True),
        *_three(_("Savings"), [row.saving for row in rows], figures),
        *_three(_("Contributions"), [row.contribution for row in rows], figures),
        *_three(_("Principal"), [row.principal for row in rows], figures),
        *_three(_("Charge"), [row.charge for row in rows], figures),
        *_three(_("Fines"), [row.fine for row in rows], figures),
        amounts(_("Principal ahead"), [row.ahead for row in rows], figures),
    ]
    told = _(
        "Due is what was overdue before the month and what fell due in it; paid is what was paid of"
        " that; left is what is overdue at its end."
    )
    blocks: list[AnyBlock] = [
        Paragraph(told, small=True),
        Paragraph(amounts_in(facts.head.currency), small=True),
        table_of(choices, total=len(rows) > 1),
        signed_by(facts.head, paper, ACCOUNTABLE),
    ]
    return sheet(
        facts.head,
        title=_("Demand, collection and balance"),
        subtitle=_("{group}, {date}").format(
            group=isolated(facts.head.group), date=format_month(facts.month)
        ),
        blocks=blocks,
        paper=paper,
    )


def _three(what: str, found: list[tuple[int, int, int]], figures: Figures) -> list[Choice]:
    """Due, paid and left side by side; all three where there is anything to say."""
    told = any(any(each) for each in found)
    headings = (_("{what}: due"), _("{what}: paid"), _("{what}: left"))
    return [
        amounts(heading.format(what=what), [each[at] for each in found], figures, always=told)
        for at, heading in enumerate(headings)
    ]
