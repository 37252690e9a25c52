"""What passed between groups, told to a person: the same words on command line and window."""

from coopledger.app.transfers import Between, Debt, Party, Told, TransferRow
from coopledger.words.catalog import _, isolated, ngettext
from coopledger.words.dates import enumerate_items, format_date
from coopledger.words.money import format_money
from coopledger.words.numbers import format_number
from coopledger.words.transfers import SORTS, group_words, what_to_do


def party_words(party: Party) -> str:
    """A group's name, or what is known of it."""
    return group_words(party.id, party.name)


def what_words(row: TransferRow) -> str:
    """What passed: a loan, or which member moved."""
    told = row.told
    if told.member:
        return f"{SORTS[row.sort]}: {isolated(f'{told.member} {told.member_name}'.strip())}"
    return str(SORTS[row.sort])


def amount_words(told: Told | None) -> str:
    """An amount with its currency; empty for none."""
    return format_money(told.amount, told.currency) if told else ""


def advice(row: TransferRow) -> str:
    """What the state of a transfer means for the money, and what to do."""
    missing = row.missing
    return what_to_do(
        row.state,
        giver=party_words(row.giver),
        getter=party_words(row.getter),
        given=amount_words(row.given),
        got=amount_words(row.got),
        until=format_date(missing.until) if missing and missing.until else "",
        here=bool(missing and missing.name),
    )


def side_words(party: Party, told: Told) -> str:
    """What one side wrote down, and where it stands."""
    where = _("{group}: {amount}, meeting {meeting}, {day}")
    return where.format(
        group=isolated(party_words(party)),
        amount=amount_words(told),
        meeting=format_number(told.meeting),
        day=format_date(told.day) if told.day else "",
    )


def debt_words(debt: Debt) -> str:
    """Who owes whom how much, and whether both books say so."""
    alike = debt.currency == debt.owed_in
    if debt.lent is None:
        told = _("{borrower} owes {lender} {owed}, by its own book.")
    elif debt.owed is None:
        told = _("{borrower} owes {lender} {lent}, by the book of {lender}.")
    elif alike and debt.lent == debt.owed:
        told = _("{borrower} owes {lender} {lent}, by both books.")
    elif alike and debt.lent - debt.owed == debt.way:
        told = _(
            "{borrower} owes {lender} {lent} by the book of {lender}, and {owed} by its own book:"
            " the difference is in transfers that only one has written down."
        )
    else:
        told = _(
            "{borrower} owes {lender} {lent} by the book of {lender}, and {owed} by its own book."
            " Lay both books side by side."
        )
    return told.format(
        borrower=isolated(party_words(debt.borrower)),
        lender=isolated(party_words(debt.lender)),
        lent=format_money(debt.lent or 0, debt.currency),
        owed=format_money(debt.owed or 0, debt.owed_in),
    )


def cash_words(found: Between) -> str:
    """The cash on its way between groups; empty where there is none."""
    sides = [told for row in found.transfers for told in (row.given, row.got) if told]
    currencies = {told.currency.code: told.currency for told in sides}
    sums = [format_money(amount, currencies[code]) for code, amount in found.cash.items()]
    if not sums:
        return ""
    told = _("On its way between groups: {amounts}. It lies in no box and is not lost.")
    return told.format(amounts=enumerate_items(sums))


def long_open_words(count: int) -> str:
    """That transfers have waited for more than a month; empty where none has."""
    if not count:
        return ""
    told = ngettext(
        "{count} transfer between groups has waited for more than a month.",
        "{count} transfers between groups have waited for more than a month.",
        count,
    )
    return told.format(count=format_number(count))
