"""What events of loans post: the members' and the group's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from coopledger.domain import events as ev

if TYPE_CHECKING:
    from coopledger.domain.book import Book
    from coopledger.domain.loan_state import Loan


def settle(book: Book, loan: Loan) -> None:
    """Close a loan that owes nothing, or open again one that owes something."""
    if book.debt(loan):
        book.open_loans[loan.number] = loan
    else:
        book.open_loans.pop(loan.number, None)


def _loan(book: Book, e: ev.LoanOut) -> None:
    loan = book.lend(e)
    if e.rolled:
        old = book.loans[e.rolled]
        book.post(loan.principal, old.principal, e.a)
        settle(book, old)
        return
    book.post(loan.principal, f"loan:cash:{e.at}", e.a - e.kept)
    if e.kept:
        book.post(loan.principal, "loan:income:charges", e.kept)
        book.members[e.m].charges_paid += e.kept


def _charge(book: Book, e: ev.Charge) -> None:
    loan = book.loans[e.l]
    loan.charged(date.fromisoformat(e.on).toordinal())
    book.post(loan.charges, "loan:income:charges", e.a)


def _late(book: Book, e: ev.Late) -> None:
    loan = book.loans[e.l]
    loan.late_to = max(loan.late_to, date.fromisoformat(e.on).toordinal())
    loan.late_meeting = book.meeting
    loan.late_total += e.a
    book.extras.add("loan:late_due")
    book.post(loan.late, "loan:income:late_charges", e.a)


def _capitalise(book: Book, e: ev.Capitalise) -> None:
    loan = book.loans[e.l]
    book.capitalised += e.a
    book.post(loan.principal, loan.charges, e.a)


def _repay(book: Book, e: ev.Repay) -> None:
    loan = book.loans[e.l]
    cash = f"loan:cash:{e.at}"
    if e.c:
        book.post(cash, loan.charges, e.c)
        book.members[loan.member].charges_paid += e.c
    if e.p:
        book.post(cash, loan.principal, e.p)
    if e.late:
        book.post(cash, loan.late, e.late)
    settle(book, loan)


def _write_off(book: Book, e: ev.WriteOff) -> None:
    loan = book.loans[e.l]
    if e.c:
        book.post("loan:income:charges", loan.charges, e.c)
    if e.late:
        book.post("loan:income:late_charges", loan.late, e.late)
    loan.lost += e.p
    book.post("loan:expense:write_off", loan.principal, e.p)
    settle(book, loan)


def _recover(book: Book, e: ev.Recover) -> None:
    book.loans[e.l].lost -= e.a
    book.post(f"loan:cash:{e.at}", "loan:income:recovered", e.a)


def _reschedule(book: Book, e: ev.Reschedule) -> None:
    loan = book.loans[e.l]
    loan.replan(e.plan, e.weeks, book.principal(loan), book.day)


def _release(book: Book, e: ev.Release) -> None:
    book.loans[e.l].guarantors.remove(e.m)


def _borrow(book: Book, e: ev.Borrow) -> None:
    book.extras.add("loan:external")
    book.post(f"loan:cash:{e.at}", f"loan:external:{e.x}", e.a)


def _borrow_charge(book: Book, e: ev.BorrowCharge) -> None:
    book.extras.add("loan:external_due")
    book.post("loan:expense:external_charge", f"loan:external_due:{e.x}", e.a)


def _pay_back(book: Book, e: ev.PayBack) -> None:
    cash = f"loan:cash:{e.at}"
    book.post(f"loan:external_due:{e.x}", cash, e.c)
    book.post(f"loan:external:{e.x}", cash, e.p)


APPLY: dict[type, Callable[..., None]] = {
    ev.LoanOut: _loan,
    ev.Charge: _charge,
    ev.Late: _late,
    ev.Capitalise: _capitalise,
    ev.Repay: _repay,
    ev.WriteOff: _write_off,
    ev.Recover: _recover,
    ev.Reschedule: _reschedule,
    ev.Release: _release,
    ev.Borrow: _borrow,
    ev.BorrowCharge: _borrow_charge,
    ev.PayBack: _pay_back,
}
