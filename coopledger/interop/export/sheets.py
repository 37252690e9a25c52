"""The tables of a book for a spreadsheet: journal, members, loans, meetings, balances."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from coopledger.domain.loan_state import Loan
from coopledger.interop.export.accounts import Class, class_of, fund_of
from coopledger.interop.export.whole_book import WholeBook
from coopledger.interop.export.wording import kind_of
from coopledger.words.catalog import N_, Text, _


class Column(msgspec.Struct, frozen=True):
    """A column's heading and what its cells hold; money is in minor units, days are ISO dates."""

    heading: str
    kind: Literal["text", "number", "money", "day"] = "text"


Row = tuple[str | int, ...]
"""Cells in the columns' order; an empty text leaves the cell empty."""


class Sheet(msgspec.Struct, frozen=True):
    """One table."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


CLASSES: dict[Class, Text] = {
    "Assets": N_("Assets"),
    "Liabilities": N_("Liabilities"),
    "Equity": N_("Equity"),
    "Income": N_("Income"),
    "Expenses": N_("Expenses"),
}
_HELD: dict[str, Text] = {
    "savings": N_("Savings"),
    "voluntary": N_("Voluntary savings"),
    "held": N_("Odd money kept"),
    "payable": N_("To be paid out"),
    "loans": N_("Loans out"),
    "charges_due": N_("Charges due"),
    "late_due": N_("Late charges due"),
    "fines_owed": N_("Fines owed"),
    "arrears": N_("Contributions owed"),
}
"""Accounts that members have, by the second part of their names."""
_ALWAYS = ("savings", "loans", "charges_due", "fines_owed", "arrears")
"""Shown also where a book never used them."""
_ON_LOANS = ("loans", "charges_due", "late_due")
_GONE: dict[str, Text] = {"left": N_("left"), "dead": N_("died")}


def sheets(whole: WholeBook) -> tuple[Sheet, ...]:
    """All the tables, worded in the current language."""
    return (_journal(whole), _members(whole), _loans(whole), _meetings(whole), _balances(whole))


def _journal(whole: WholeBook) -> Sheet:
    columns = [
        Column(_("Page"), "number"),
        Column(_("Entry"), "number"),
        Column(_("Meeting"), "number"),
        Column(_("Date"), "day"),
        Column(_("What")),
        Column(_("Member")),
        Column(_("Loan"), "number"),
        Column(_("Fund")),
        Column(_("Class")),
        Column(_("Account")),
        Column(_("Debit"), "money"),
        Column(_("Credit"), "money"),
    ]
    if whole.unveiled:
        columns.append(Column(_("Note")))
    return Sheet(_("Journal"), tuple(columns), tuple(_journal_rows(whole)))


def _journal_rows(whole: WholeBook) -> Iterator[Row]:
    for entry in whole.entries:
        about: Row = (
            entry.number,
            entry.index,
            entry.meeting or "",
            entry.date,
            kind_of(entry),
            whole.called(entry.member),
            entry.loan or "",
        )
        note: Row = (whole.note(entry.event),) if whole.unveiled else ()
        for account, amount in entry.sums().items():
            what: Row = (fund_of(account), str(CLASSES[class_of(account)]), account)
            sides: Row = (amount, "") if amount > 0 else ("", -amount)
            yield about + what + sides + note


def _of_members(whole: WholeBook) -> dict[tuple[str, ...], int]:
    """What lies on members' accounts, over all funds: by kind and member, by kind and loan.

    What a member owes and what is owed to a member are both positive.
    """
    found: dict[tuple[str, ...], int] = {}
    for account, balance in whole.accounts.items():
        _fund, kind, *about = account.split(":")
        amount = balance if class_of(account) == "Assets" else -balance
        for depth in range(1, len(about) + 1):
            key = (kind, *about[:depth])
            found[key] = found.get(key, 0) + amount
    return found


def _members(whole: WholeBook) -> Sheet:
    sums = _of_members(whole)
    used = {kind for kind, *_about in sums}
    kinds = {kind: word for kind, word in _HELD.items() if kind in used or kind in _ALWAYS}
    columns = [Column(_("Member"))]
    if whole.unveiled:
        columns.append(Column(_("Name")))
    columns += [Column(_("Gone")), Column(_("Shares"), "number")]
    columns += [Column(str(word), "money") for word in kinds.values()]
    rows: list[Row] = []
    for code, member in whole.book.members.items():
        name: Row = (whole.unveiled.names.get(code, ""),) if whole.unveiled else ()
        gone = str(_GONE[member.gone]) if member.gone in _GONE else member.gone
        held: Row = tuple(sums.get((kind, code), 0) for kind in kinds)
        rows.append((code, *name, gone, member.shares, *held))
    return Sheet(_("Members"), tuple(columns), tuple(rows))


def _loans(whole: WholeBook) -> Sheet:
    sums = _of_members(whole)
    columns = (
        Column(_("Loan"), "number"),
        Column(_("Member")),
        Column(_("Paid out on"), "day"),
        Column(_("Due on"), "day"),
        Column(_("State")),
        Column(_("Amount"), "money"),
        *(Column(str(_HELD[kind]), "money") for kind in _ON_LOANS),
    )
    rows: list[Row] = [
        (
            loan.number,
            whole.called(loan.member),
            date.fromordinal(loan.out_day).isoformat(),
            date.fromordinal(loan.due_day).isoformat(),
            _state(whole, loan),
            loan.amount,
            *(sums.get((kind, loan.member, str(loan.number)), 0) for kind in _ON_LOANS),
        )
        for loan in whole.book.loans.values()
    ]
    return Sheet(_("Loans"), columns, tuple(rows))


def _state(whole: WholeBook, loan: Loan) -> str:
    if loan.void:
        return _("undone")
    return _("open") if loan.number in whole.book.open_loans else _("closed")


def _meetings(whole: WholeBook) -> Sheet:
    rules = whole.book.constitution
    cash = [(fund, place) for fund in rules.funds for place in rules.places]
    where = _("Cash: {fund}, {place}")
    columns = (
        Column(_("Page"), "number"),
        Column(_("Meeting"), "number"),
        Column(_("Date"), "day"),
        Column(_("Entries"), "number"),
        *(Column(where.format(fund=fund, place=place), "money") for fund, place in cash),
        Column(_("Loans out"), "money"),
        Column(_("Charges due"), "money"),
        Column(_("Fines owed"), "money"),
        Column(_("Contributions owed"), "money"),
        Column(_("Savings"), "money"),
        Column(_("Shares"), "number"),
        Column(_("Members"), "number"),
        Column(_("Hash")),
    )
    figures = ("loans", "charges_due", "fines_owed", "arrears", "savings", "shares", "members")
    rows = []
    for head, page in zip(whole.headers, whole.pages, strict=True):
        if not head.date:
            continue
        get = head.totals.get
        about: Row = (head.number, head.meeting or "", head.date, head.events)
        boxes: Row = tuple(get(f"{fund}_{place}", 0) for fund, place in cash)
        rest: Row = tuple(get(figure, 0) for figure in figures)
        rows.append(about + boxes + rest + (page.hash.hex(),))
    return Sheet(_("Meetings"), columns, tuple(rows))


def _balances(whole: WholeBook) -> Sheet:
    columns = (
        Column(_("Fund")),
        Column(_("Class")),
        Column(_("Account")),
        Column(_("Debits less credits"), "money"),
    )
    rows = tuple(
        (fund_of(account), str(CLASSES[class_of(account)]), account, balance)
        for account, balance in whole.accounts.items()
    )
    return Sheet(_("Balances"), columns, rows)
