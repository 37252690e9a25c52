"""The accountant's papers: cash book, general ledger, trial balance."""

import msgspec

from coopledger.reports.cash_table import line_name
from coopledger.reports.document import (
    A4,
    AnyBlock,
    Column,
    Document,
    Heading,
    PaperSize,
    Paragraph,
    Row,
    Table,
)
from coopledger.reports.facts import PaperHead
from coopledger.reports.sheet import (
    ACCOUNTABLE,
    Choice,
    Figures,
    amounts,
    counts,
    days,
    sheet,
    signed_by,
    table_of,
    texts,
)
from coopledger.reports.vocabulary import FUNDS, amounts_in, cash_name, place_name, word
from coopledger.words.catalog import N_, Text, _, isolated
from coopledger.words.dates import format_date
from coopledger.words.events import EVENT_NAMES
from coopledger.words.numbers import format_number

_HEADS: dict[str, Text] = {
    "loans": N_("Loans out"),
    "charges_due": N_("Charges due"),
    "late_due": N_("Late charges due"),
    "fines_owed": N_("Fines owed"),
    "arrears": N_("Contributions owed"),
    "savings": N_("Savings"),
    "voluntary": N_("Voluntary savings"),
    "held": N_("Odd money kept"),
    "payable": N_("To be paid out"),
    "external": N_("Owed to lenders"),
    "external_due": N_("Charge owed to lenders"),
    "lent": N_("Owed by other groups"),
    "lent_due": N_("Charge owed by other groups"),
    "contributions": N_("Contributions"),
    "retained": N_("Kept from earlier"),
    "distributed": N_("Profit given out"),
    "income:premium": N_("Paid above the price of shares"),
    "income:charges": N_("Charge on loans"),
    "income:late_charges": N_("Late charges"),
    "income:group_charges": N_("Charge on loans to other groups"),
    "income:fines": N_("Fines"),
    "income:recovered": N_("Paid back on loans given up"),
    "income:other": N_("Money from outside"),
    "income:over_short": N_("Cash over or short"),
    "income:residue": N_("Residue of the share-out"),
    "income:earlier": N_("Earned before, on paper"),
    "expense:expenses": N_("Expenses"),
    "expense:grants": N_("Help to members"),
    "expense:write_off": N_("Loans given up"),
    "expense:external_charge": N_("Charge paid to lenders"),
    "expense:fee": N_("Fee of the organiser"),
}
"""What accounts are called, by the part of their names after the fund; see `domain.book`."""


class CashLine(msgspec.Struct, frozen=True):
    """What one kind of thing moved on one page: cash in is positive; see `cash_table.LINES`."""

    page: int
    meeting: int
    day: str
    line: str
    amount: int


class CashPlace(msgspec.Struct, frozen=True):
    """All that moved at one fund's place, in the book's order."""

    fund: str
    place: str
    lines: tuple[CashLine, ...]


class CashBookFacts(msgspec.Struct, frozen=True):
    """The cash book up to the newest page, whose ISO day is ``day``."""

    head: PaperHead
    day: str
    places: tuple[CashPlace, ...]


class LedgerLine(msgspec.Struct, frozen=True):
    """What one kind of event did to an account on one page; both sides in minor units."""

    page: int
    day: str
    what: str
    debit: int
    credit: int


class LedgerAccount(msgspec.Struct, frozen=True):
    """An account of the general ledger: members and loans together under one name.

    ``head`` is its name after the fund, such as ``cash:box`` or ``income:fines``.
    """

    fund: str
    head: str
    lines: tuple[LedgerLine, ...]

    @property
    def balance(self) -> int:
        """Debits less credits."""
        return sum(line.debit - line.credit for line in self.lines)


class GeneralLedgerFacts(msgspec.Struct, frozen=True):
    """Every account up to the newest page, in the order of the chart of accounts."""

    head: PaperHead
    day: str
    accounts: tuple[LedgerAccount, ...]


def account_name(head: str) -> str:
    """What an account is called; its fund is told elsewhere."""
    kind, _colon, rest = head.partition(":")
    if kind == "cash":
        return _("Cash in {place}").format(place=place_name(rest))
    return word(_HEADS, head)


def _subtitle(head: PaperHead, day: str) -> str:
    return _("{group}, {date}").format(group=isolated(head.group), date=format_date(day, "long"))


def cash_book(facts: CashBookFacts, paper: PaperSize = A4) -> Document:
    """Word the cash book in the current language."""
    figures = Figures(facts.head.currency)
    blocks: list[AnyBlock] = [Paragraph(amounts_in(facts.head.currency), small=True)]
    for place in facts.places:
        lines, balance, balances = place.lines, 0, []
        for line in lines:
            balance += line.amount
            balances.append(balance)
        choices = [
            counts(_("Page"), [line.page for line in lines], zero=True),
            counts(_("Meeting"), [line.meeting for line in lines]),
            days(_("Date"), [line.day for line in lines]),
            texts(_("What"), [line_name(line.line) for line in lines], _("All"), always=True),
            *_sides((_("In"), _("Out")), [line.amount for line in lines], figures),
            amounts(_("Balance"), balances, figures, add=False, zero=True),
        ]
        table = table_of(choices, total=True)
        last = msgspec.structs.replace(
            table.rows[-1],
            cells=(*table.rows[-1].cells[:-1], figures.sum(balance)),
            values=(*table.rows[-1].values[:-1], balance),
        )
        table = msgspec.structs.replace(table, rows=(*table.rows[:-1], last))
        blocks += [Heading(cash_name(place.fund, place.place)), table]
    return sheet(
        facts.head,
        title=_("Cash book"),
        subtitle=_subtitle(facts.head, facts.day),
        blocks=[*blocks, signed_by(facts.head, paper, ACCOUNTABLE)],
        paper=paper,
    )


def _sides(headings: tuple[str, str], found: list[int], figures: Figures) -> list[Choice]:
    """One column for what is above nothing, one for what is below; both always there."""
    into, out = headings
    return [
        amounts(into, [max(n, 0) for n in found], figures, always=True),
        amounts(out, [max(-n, 0) for n in found], figures, always=True),
    ]


def general_ledger(facts: GeneralLedgerFacts, paper: PaperSize = A4) -> Document:
    """Word the general ledger in the current language."""
    figures = Figures(facts.head.currency)
    blocks: list[AnyBlock] = [Paragraph(amounts_in(facts.head.currency), small=True)]
    fund = ""
    for account in facts.accounts:
        if account.fund != fund:
            fund = account.fund
            blocks.append(Heading(word(FUNDS, fund)))
        blocks += [Heading(account_name(account.head), 2), _account(account, figures)]
    return sheet(
        facts.head,
        title=_("General ledger"),
        subtitle=_subtitle(facts.head, facts.day),
        blocks=[*blocks, signed_by(facts.head, paper, ACCOUNTABLE)],
        paper=paper,
    )


def _account(account: LedgerAccount, figures: Figures) -> Table:
    columns = (
        Column(_("Page"), "number"),
        Column(_("Date"), "date"),
        Column(_("What")),
        Column(_("Debit"), "money"),
        Column(_("Credit"), "money"),
        Column(_("Balance"), "money"),
    )
    rows, balance = [], 0
    for line in account.lines:
        balance += line.debit - line.credit
        what = word(EVENT_NAMES, line.what)
        shown = [figures.some(line.debit), figures.some(line.credit), figures.sum(balance)]
        day = format_date(line.day) if line.day else ""
        rows.append(
            Row(
                (format_number(line.page), day, what, *shown),
                values=(line.page, line.day or None, what, line.debit, line.credit, balance),
            )
        )
    sides = [sum(line.debit for line in account.lines), sum(line.credit for line in account.lines)]
    rows.append(
        Row(
            ("", "", _("All"), *map(figures.sum, (*sides, balance))),
            "total",
            (None, None, _("All"), *sides, balance),
        )
    )
    return Table(columns, tuple(rows))


def trial_balance(facts: GeneralLedgerFacts, paper: PaperSize = A4) -> Document:
    """Word the trial balance in the current language."""
    figures = Figures(facts.head.currency)
    rows: list[Row] = []
    whole = [0, 0]
    funds = dict.fromkeys(account.fund for account in facts.accounts)
    for fund in funds:
        rows.append(Row((word(FUNDS, fund),), "group"))
        part = [0, 0]
        for account in facts.accounts:
            if account.fund == fund and account.balance:
                sides = [max(account.balance, 0), max(-account.balance, 0)]
                part = [one + other for one, other in zip(part, sides, strict=True)]
                name = account_name(account.head)
                cells = (name, *map(figures.some, sides))
                rows.append(Row(cells, values=(name, *sides)))
        whole = [one + other for one, other in zip(whole, part, strict=True)]
        label = _("All of this fund")
        rows.append(Row((label, *map(figures.sum, part)), "subtotal", (label, *part)))
    rows.append(Row((_("All"), *map(figures.sum, whole)), "total", (_("All"), *whole)))
    columns = (Column(_("Account")), Column(_("Debit"), "money"), Column(_("Credit"), "money"))
    money = Paragraph(amounts_in(facts.head.currency), small=True)
    blocks: list[AnyBlock] = [
        money,
        Table(columns, tuple(rows)),
        signed_by(facts.head, paper, ACCOUNTABLE),
    ]
    return sheet(
        facts.head,
        title=_("Trial balance"),
        subtitle=_subtitle(facts.head, facts.day),
        blocks=blocks,
        paper=paper,
    )
