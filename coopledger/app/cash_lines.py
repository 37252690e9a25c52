"""What an event did to the boxes, the bank and the wallets, and what that is called on paper.

The sums are the postings' own, so that no kind of event can be left out of a reconciliation; only
the name of the line is chosen here, and what has no name is `other`.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.journal import Leg, undone

Spot = tuple[str, str]
"""A fund and a place where its cash lies."""
MOVE = "move"
CORRECTIONS = "corrections"
OVER_SHORT = "over_short"

_BY_ACCOUNT: Mapping[str, str] = {
    "income:premium": "premium",
    "voluntary": "voluntary",
    "charges_due": "charges",
    "late_due": "late",
    "expense:fee": "fees",
    "external_due": "lender_charges",
    "external": "lender_principal",
    "lent": "groups_repaid",
    "lent_due": "groups_charges",
}
"""An event in parts: each part by the account that stands against the cash."""
_BY_KIND: Mapping[type[ev.Event], str] = {
    ev.Shares: "shares",
    ev.Save: "savings",
    ev.Withdraw: "withdrawals",
    ev.Hold: "held",
    ev.Contribute: "contributions",
    ev.FinePaid: "fines",
    ev.Repay: "principal",
    ev.Recover: "recovered",
    ev.LoanOut: "loans",
    ev.Borrow: "borrowed",
    ev.PayBack: "lender_principal",
    ev.Income: "income",
    ev.Expense: "expenses",
    ev.Grant: "grants",
    ev.Leave: "refunds",
    ev.Depart: "refunds",
    ev.Arrive: "arrived",
    ev.Pot: "pot",
    ev.PotBack: "pot_back",
    ev.PayOut: "pay_outs",
    ev.Residue: "residue",
    ev.OverShort: OVER_SHORT,
    ev.OpeningCash: "opening",
}
_COLUMN: Mapping[str, str] = {
    "shares": "savings",
    "savings": "savings",
    "premium": "premium",
    "voluntary": "voluntary",
    "withdrawals": "taken",
    "held": "held",
    "contributions": "social",
    "hands": "hands",
    "fines": "fines",
    "principal": "repaid",
    "charges": "repaid",
    "late": "repaid",
    "recovered": "repaid",
    "loans": "lent",
    "pot": "pot",
    "pot_back": "pot",
    "grants": "help",
    "refunds": "refund",
    "leaver_debts": "refund",
    "arrived": "arrived",
    "pay_outs": "paid_out",
}


class Moved(NamedTuple):
    """Cash that came in (negative: went out) under a name."""

    line: str
    fund: str
    place: str
    amount: int


def cash_moves(event: ev.Event, legs: Iterable[Leg]) -> list[Moved]:
    """What an event moved, by its postings; a reversal's lines are those of what it undoes."""
    about = undone(event) or event
    found: list[Moved] = []
    for debit, credit, amount in legs:
        for account, against, part in ((debit, credit, amount), (credit, debit, -amount)):
            fund, kind, *place = account.split(":")
            if kind == "cash" and part:
                found.append(Moved(_line(about, against), fund, place[0], part))
    return _leaver(found) if isinstance(about, ev.Leave) else found


def _line(about: ev.Event, against: str) -> str:
    if isinstance(about, ev.Move):
        return f"{MOVE}:{about.source}:{about.to}"
    if isinstance(about, ev.TransferOut | ev.TransferIn) and about.s == "loan":
        return "groups_lent" if isinstance(about, ev.TransferOut) else "borrowed"
    if isinstance(about, ev.Borrow | ev.Withdraw | ev.Arrive):
        return _BY_KIND[type(about)]
    fund, _, account = against.partition(":")
    kind = account.partition(":")[0]
    if isinstance(about, ev.Contribute) and fund == "pot":
        return "hands"
    named = _BY_ACCOUNT.get(account) or _BY_ACCOUNT.get(kind)
    return named or _BY_KIND.get(type(about), "other")


def _leaver(moves: list[Moved]) -> list[Moved]:
    """Of a leaver's savings, what went into another fund's box is no refund."""
    found = []
    for line, fund, place, amount in moves:
        if fund == "loan":
            found.append(Moved(line, fund, place, amount))
            continue
        found.append(Moved("leaver_debts", fund, place, amount))
        found.append(Moved("leaver_debts", "loan", place, -amount))
        found.append(Moved(line, "loan", place, amount))
    return found


def by_member(event: ev.Event, moves: Iterable[Moved], book: Book) -> dict[str, dict[str, int]]:
    """What each member handed in (negative: got), by column of the members' table.

    A guarantor who pays in the borrower's stead pays under ``for_others``.
    """
    about = undone(event) or event
    sums: dict[str, int] = {}
    for move in moves:
        if column := _COLUMN.get(move.line):
            sums[column] = sums.get(column, 0) + move.amount
    sums = {column: amount for column, amount in sums.items() if amount}
    if not sums:
        return {}
    if isinstance(about, ev.PotBack):
        hand = sums["pot"] // len(about.m)
        return {code: {"pot": hand * about.m.count(code)} for code in about.m}
    if isinstance(about, ev.Repay) and about.by:
        return {about.by: {"for_others": sum(sums.values())}}
    code = owner(event, book)
    return {code: sums} if code else {}


def owner(event: ev.Event, book: Book) -> str:
    """The member whom an event is about, empty for none or several."""
    about = undone(event) or event
    loan = getattr(about, "l", 0)
    if loan and loan in book.loans:
        return book.loans[loan].member
    member = getattr(about, "m", "")
    return member if isinstance(member, str) else ""
