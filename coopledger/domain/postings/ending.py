"""What a share-out posts, and the cycle that follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from coopledger.domain import events as ev
from coopledger.domain.postings.lending import settle

if TYPE_CHECKING:
    from coopledger.domain.book import Book

CLOSED = (":income:", ":expense:", ":distributed")
"""Accounts that a new cycle begins at nothing; what they held is the fund's own."""


def _entitle(book: Book, e: ev.Entitle) -> None:
    payable = f"loan:payable:{e.m}"
    book.post(f"loan:savings:{e.m}", payable, e.savings)
    book.post("loan:distributed", payable, e.a - e.savings)
    book.members[e.m].shares -= e.shares
    book.entitled += e.a


def _set_off(book: Book, e: ev.SetOff) -> None:
    payable = f"loan:payable:{e.m}"
    if e.l:
        loan = book.loans[e.l]
        book.post(payable, loan.charges, e.c)
        book.post(payable, loan.principal, e.p)
        book.post(payable, loan.late, e.late)
        book.members[e.m].charges_paid += e.c
        settle(book, loan)
    if e.fines:
        book.post(payable, f"loan:fines_owed:{e.m}", e.fines)


def _pay_out(book: Book, e: ev.PayOut) -> None:
    book.post(f"loan:payable:{e.m}", f"loan:cash:{e.at}", e.a)


def _share_out(book: Book, _e: ev.ShareOut) -> None:
    book.closed = True
    book.shared_out, book.entitled = book.entitled, 0


def _residue(book: Book, e: ev.Residue) -> None:
    book.post(f"{e.to}:cash:{e.at}", f"{e.to}:income:residue", e.a)
    book.post("loan:distributed", f"loan:cash:{e.at}", e.a)


def _cycle(book: Book, e: ev.Cycle) -> None:
    for name, balance in list(book.accounts.items()):
        if balance and any(mark in name for mark in CLOSED):
            book.post(f"{name.partition(':')[0]}:retained", name, balance)
    for member in book.members.values():
        member.charges_paid, member.deposits = 0, {}
        member.calls = dict.fromkeys(member.calls, 0)
        if not book.savings(member.code):
            member.noticed = sum(notice.amount for notice in member.notices)
    book.cycle, book.closed, book.capitalised = e.n, False, 0
    book.cycle_day = date.fromisoformat(e.on).toordinal()
    book.first_loan = len(book.loans) + 1
    book.turns, book.pots, book.pot_rounds = [], [], 0


APPLY: dict[type, Callable[..., None]] = {
    ev.Entitle: _entitle,
    ev.SetOff: _set_off,
    ev.PayOut: _pay_out,
    ev.Residue: _residue,
    ev.ShareOut: _share_out,
    ev.Cycle: _cycle,
}
