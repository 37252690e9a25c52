"""The sheet of a share-out: what each part came to, and a line to sign for what was paid."""

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
from coopledger.reports.passbook_facts import ShareOutFacts
from coopledger.reports.sheet import Choice, Figures, amounts, counts, sheet, signed_by, table_of
from coopledger.reports.vocabulary import FUNDS, amounts_in, word
from coopledger.words.catalog import N_, _, isolated
from coopledger.words.dates import format_date
from coopledger.words.numbers import format_number

_SIGNING = 24.0
"""Height of a row in which somebody signs, in points."""
_COLUMNS = (
    ("savings", N_("Savings")),
    ("entitlement", N_("Own part")),
    ("set_off", N_("Set off")),
    ("still_owes", N_("Still owes")),
    ("back", N_("Beside it")),
)


def share_out_report(facts: ShareOutFacts, paper: PaperSize = A4) -> Document:
    """Word the sheet of a share-out in the current language."""
    figures = Figures(facts.head.currency)
    blocks: list[AnyBlock] = [
        KeepTogether((_summary(facts, figures), *_residue(facts, figures))),
        *_members(facts, figures),
        KeepTogether((Heading(_("The cash")), *_cash(facts))),
        signed_by(facts.head, paper),
    ]
    return sheet(
        facts.head,
        title=_("Share-out"),
        subtitle=_("{group}, {date}").format(
            group=isolated(facts.head.group), date=format_date(facts.day, "long")
        ),
        blocks=blocks,
        paper=paper,
    )


def _summary(facts: ShareOutFacts, figures: Figures) -> AnyBlock:
    rows = facts.rows
    pairs = []
    if facts.value:
        pairs.append((_("One share is worth"), figures.sum(facts.value)))
        pairs.append((_("Shares that share in it"), format_number(facts.total_shares)))
    parts, paid = sum(row.entitlement for row in rows), sum(row.paid for row in rows)
    shared = _("Shared out") if facts.whole else _("Profit shared out")
    pairs += [(shared, figures.sum(parts)), (_("Paid out"), figures.sum(paid))]
    if off := sum(row.set_off for row in rows):
        pairs.append((_("Debts settled from it"), figures.sum(off)))
    pairs.append((_("Page of the book"), format_number(facts.head.page)))
    return KeyValues(tuple(pairs))


def _residue(facts: ShareOutFacts, figures: Figures) -> list[AnyBlock]:
    found: list[AnyBlock] = []
    if facts.reserve:
        told = _("Kept as a reserve in the loan fund: {amount}.")
        found.append(Paragraph(told.format(amount=figures.sum(facts.reserve))))
    if facts.residue:
        told = _("Not shared out: {amount}. It lies in: {fund}.")
        fund = word(FUNDS, facts.residue_to)
        found.append(Paragraph(told.format(amount=figures.sum(facts.residue), fund=fund)))
    return found


def _members(facts: ShareOutFacts, figures: Figures) -> list[AnyBlock]:
    rows = facts.rows
    if not rows:
        return [Paragraph(_("Nothing was shared out."))]
    choices = [
        Choice(Column(_("No.")), [row.member.code for row in rows], always=True),
        Choice(Column(_("Member")), [row.member.name for row in rows], _("All"), always=True),
        counts(_("Shares"), [row.shares for row in rows], add=True),
    ]
    for name, label in _COLUMNS:
        sums = [int(getattr(row, name)) for row in rows]
        choices.append(amounts(str(label), sums, figures))
    paid = [row.paid + row.back for row in rows]
    choices += [
        amounts(_("Paid"), paid, figures, zero=True, always=True),
        Choice(Column(_("Signature"), "blank"), [""] * len(rows), always=True),
    ]
    money = Paragraph(amounts_in(facts.head.currency), small=True)
    table = table_of(choices, total=True, row_height=_SIGNING)
    return [Heading(_("Each member")), money, table]


def _cash(facts: ShareOutFacts) -> list[AnyBlock]:
    return cash_table(facts.cash, facts.head.currency, _("Before"), _("Left"), counts=False)
