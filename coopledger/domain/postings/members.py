"""What events of members post: joining, roll call, leaving, death."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coopledger.domain import events as ev
from coopledger.domain.postings.lending import settle

if TYPE_CHECKING:
    from coopledger.domain.book import Book


def _join(book: Book, e: ev.Join) -> None:
    book.admit(e.m, e.roles)


def _enrol(book: Book, e: ev.Enrol) -> None:
    if e.m not in book.members:
        raise LookupError(e.m)
    book.keys[e.m] = e.key


def _revoke(book: Book, e: ev.Revoke) -> None:
    del book.keys[e.m]


def _office(book: Book, e: ev.Office) -> None:
    book.members[e.m].roles = e.roles


def _attend(book: Book, e: ev.Attend) -> None:
    code = e.m
    book.members[code].calls[e.s] += 1
    book.called.add(code)


def _death(book: Book, e: ev.Death) -> None:
    book.members[e.m].gone = "dead"


def leave(book: Book, e: ev.Leave) -> None:
    """Settle with a member who leaves; see the event."""
    member = book.members[e.m]
    payable, cash, fines_fund = f"loan:payable:{e.m}", f"loan:cash:{e.at}", book.rules.fines_go_to
    book.post(f"loan:savings:{e.m}", payable, e.savings)
    if e.gain:
        book.post("loan:distributed", payable, e.gain)
    loans = book.loans_of(e.m)
    parts = e.parts or ((loans[0].number, e.principal, e.charge, 0),) if loans else ()
    for number, principal, charge, late in parts:
        loan = book.loans[number]
        book.post(payable, loan.charges, charge)
        book.post(payable, loan.principal, principal)
        book.post(payable, loan.late, late)
        member.charges_paid += charge
        settle(book, loan)
    if fines_fund == "loan":
        book.post(payable, f"loan:fines_owed:{e.m}", e.fines)
    else:
        book.post(payable, cash, e.fines)
        book.post(f"{fines_fund}:cash:{e.at}", f"{fines_fund}:fines_owed:{e.m}", e.fines)
    book.post(payable, cash, e.arrears)
    book.post(f"social:cash:{e.at}", f"social:arrears:{e.m}", e.arrears)
    if isinstance(e, ev.Depart) and e.later:
        book.extras.add("loan:external")
        book.post(payable, f"loan:external:{e.x}", e.refund)
    elif e.later:
        book.extras.add("loan:payable")
    else:
        book.post(payable, cash, e.refund)
    member.shares -= e.shares
    member.gone = "left"


APPLY: dict[type, Callable[..., None]] = {
    ev.Join: _join,
    ev.Enrol: _enrol,
    ev.Revoke: _revoke,
    ev.Office: _office,
    ev.Attend: _attend,
    ev.Death: _death,
    ev.Leave: leave,
}
