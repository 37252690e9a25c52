"""The boxes, the bank and the wallets as one table: opening, lines, count, what is carried on."""

from collections.abc import Callable, Mapping, Sequence

from coopledger.domain.money import Currency
from coopledger.reports.document import AnyBlock, Column, Paragraph, Row, RowKind, Table
from coopledger.reports.facts import CashColumn
from coopledger.reports.sheet import Figures
from coopledger.reports.vocabulary import amounts_in, cash_name, place_name
from coopledger.words.catalog import N_, _, isolated

LINES = {
    "opening": N_("Brought over from paper"),
    "shares": N_("Shares"),
    "premium": N_("Paid above the price of shares"),
    "savings": N_("Savings"),
    "voluntary": N_("Voluntary savings"),
    "held": N_("Odd money kept for shares"),
    "contributions": N_("Contributions"),
    "hands": N_("Hands paid into the pot"),
    "principal": N_("Loans repaid"),
    "charges": N_("Charge on loans"),
    "late": N_("Late charges"),
    "recovered": N_("Paid back on loans given up"),
    "fines": N_("Fines paid"),
    "borrowed": N_("Borrowed by the group"),
    "arrived": N_("Brought by members from other groups"),
    "groups_repaid": N_("Paid back by other groups"),
    "groups_charges": N_("Charge paid by other groups"),
    "income": N_("Money from outside"),
    "leaver_debts": N_("Leavers' debts, from savings"),
    "loans": N_("Loans paid out"),
    "withdrawals": N_("Savings taken out"),
    "pot": N_("Pot paid out"),
    "pot_back": N_("Discount given back"),
    "fees": N_("Fee of the organiser"),
    "expenses": N_("Expenses"),
    "grants": N_("Help to members"),
    "refunds": N_("Refunds to leavers"),
    "groups_lent": N_("Lent to other groups"),
    "lender_principal": N_("Paid back to lenders"),
    "lender_charges": N_("Charge paid to lenders"),
    "pay_outs": N_("Paid out at share-out"),
    "residue": N_("Residue of the share-out"),
    "over_short": N_("Over or short at an earlier count"),
    "corrections": N_("Corrections"),
    "other": N_("Other"),
}
"""In the order of the table: what came in, what went out. Moves have a line for each way."""
_MOVE = "move:"


def cash_table(
    cash: Sequence[CashColumn],
    currency: Currency,
    opening: str,
    closing: str,
    named: Mapping[str, str] | None = None,
    *,
    counts: bool = True,
) -> list[AnyBlock]:
    """The table, and a sentence for each box that was over or short.

    Args:
        cash: its columns; those in which nothing ever was are left out.
        currency: of the amounts.
        opening: what the first row is called.
        closing: what the last row is called.
        named: names of lines other than the usual.
        counts: whether the boxes are counted.
    """
    figures = Figures(currency)
    shown = [each for each in cash if not each.empty] or list(cash[:1])
    rows = [_row(opening, [each.opening for each in shown], figures.sum)]
    for line in _lines(shown):
        label = (named or {}).get(line) or line_name(line)
        rows.append(_row(label, [each.lines.get(line, 0) for each in shown], figures.some))
    rows += _proof(shown, figures) if counts else []
    rows.append(_row(closing, [each.closing for each in shown], figures.sum, "total"))
    columns = [Column(cash_name(each.fund, each.place), "money") for each in shown]
    table = Table((Column(amounts_in(currency)), *columns), tuple(rows))
    return [table, *_reasons(shown, figures)]


def _lines(cash: Sequence[CashColumn]) -> list[str]:
    """The lines that there are: the known ones in their order, then the moves."""
    there = dict.fromkeys(line for each in cash for line in each.lines)
    known = [line for line in LINES if line in there]
    moves = [line for line in there if line not in LINES]
    last = {"corrections", "other"}
    return [
        *(line for line in known if line not in last),
        *moves,
        *(line for line in known if line in last),
    ]


def line_name(line: str) -> str:
    """What a line of the cash is called; see `app.cash_lines`."""
    if line.startswith(_MOVE):
        source, to = line.removeprefix(_MOVE).split(":")
        return _("From {place} to {other}").format(place=place_name(source), other=place_name(to))
    return str(LINES[line]) if line in LINES else isolated(line)


def _proof(cash: Sequence[CashColumn], figures: Figures) -> list[Row]:
    """What should be there and what was, where somebody counted or should have."""
    counted = [_counted(each, figures, each.counted) for each in cash]
    off = [_counted(each, figures, each.difference) for each in cash]
    if not any(counted) and not any(each.later for each in cash):
        return []
    known = [None if each.counted is None else each.difference for each in cash]
    rows = [
        _row(_("Should be there"), [each.expected for each in cash], figures.sum, "subtotal"),
        Row((_("Counted"), *counted), values=(_("Counted"), *(each.counted for each in cash))),
        Row((_("Difference"), *off), values=(_("Difference"), *known)),
    ]
    if any(each.later for each in cash):
        rows.append(_row(_("After the count"), [each.later for each in cash], figures.some))
    return rows


def _row(
    label: str, sums: Sequence[int], show: Callable[[int], str], kind: RowKind = "body"
) -> Row:
    return Row((label, *map(show, sums)), kind, (label, *sums))


def _counted(cash: CashColumn, figures: Figures, amount: int | None) -> str:
    if cash.place != "box" and cash.counted is None:
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
