"""What each kind of event posts: one balanced transfer or more, within one fund each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from coopledger.domain import events as ev

if TYPE_CHECKING:
    from coopledger.domain.book import Book, Loan

DAYS_A_WEEK = 7


def _found(book: Book, e: ev.Found) -> None:
    book.versions.append(e.constitution)


def _join(book: Book, e: ev.Join) -> None:
    book.admit(e.m, e.roles)


def _attend(book: Book, e: ev.Attend) -> None:
    book.members[e.m].calls[e.s] += 1
    book.called.add(e.m)


def _due(book: Book, e: ev.Due) -> None:
    owed, credit, amount, post = f"{e.f}:arrears:", f"{e.f}:contributions", e.a, book.post
    for member in e.m:
        post(owed + member, credit, amount)


def _contribute(book: Book, e: ev.Contribute) -> None:
    book.post(f"{e.f}:cash:{e.at}", f"{e.f}:arrears:{e.m}", e.a)


def _grant(book: Book, e: ev.Grant) -> None:
    book.post(f"{e.f}:expense:grants", f"{e.f}:cash:{e.at}", e.a)


def _shares(book: Book, e: ev.Shares) -> None:
    book.members[e.m].shares += e.n
    book.bought[e.m] = book.bought.get(e.m, 0) + e.n
    book.post(f"loan:cash:{e.at}", f"loan:savings:{e.m}", e.a)


def _fine(book: Book, e: ev.Fine) -> None:
    fund = book.versions[-1].fines_go_to
    book.post(f"{fund}:fines_owed:{e.m}", f"{fund}:income:fines", e.a)


def _fine_paid(book: Book, e: ev.FinePaid) -> None:
    fund = book.versions[-1].fines_go_to
    book.post(f"{fund}:cash:{e.at}", f"{fund}:fines_owed:{e.m}", e.a)


def _loan(book: Book, e: ev.LoanOut) -> None:
    book.post(book.lend(e).principal, f"loan:cash:{e.at}", e.a)


def _charge(book: Book, e: ev.Charge) -> None:
    loan = book.loans[e.l]
    loan.next_charge = (
        date.fromisoformat(e.on).toordinal() + book.versions[-1].charge_every * DAYS_A_WEEK
    )
    book.post(loan.charges, "loan:income:charges", e.a)


def _capitalise(book: Book, e: ev.Capitalise) -> None:
    loan = book.loans[e.l]
    book.capitalised += e.a
    book.post(loan.principal, loan.charges, e.a)


def _close_if_clear(book: Book, loan: Loan) -> None:
    if not book.accounts[loan.principal] and not book.accounts[loan.charges]:
        book.open_loans.pop(loan.number, None)


def _repay(book: Book, e: ev.Repay) -> None:
    loan = book.loans[e.l]
    cash = f"loan:cash:{e.at}"
    if e.c:
        book.post(cash, loan.charges, e.c)
    if e.p:
        book.post(cash, loan.principal, e.p)
    _close_if_clear(book, loan)


def _write_off(book: Book, e: ev.WriteOff) -> None:
    loan = book.loans[e.l]
    if e.c:
        book.post("loan:income:charges", loan.charges, e.c)
    book.post("loan:expense:write_off", loan.principal, e.p)
    _close_if_clear(book, loan)


def _expense(book: Book, e: ev.Expense) -> None:
    book.post(f"{e.f}:expense:expenses", f"{e.f}:cash:{e.at}", e.a)


def _move(book: Book, e: ev.Move) -> None:
    book.post(f"{e.f}:cash:{e.to}", f"{e.f}:cash:{e.source}", e.a)


def _count(book: Book, e: ev.Count) -> None:
    book.counted[e.f, e.at] = (e.book, e.a)


def _over_short(book: Book, e: ev.OverShort) -> None:
    book.post(f"{e.f}:cash:{e.at}", f"{e.f}:income:over_short", e.a)


def _death(book: Book, e: ev.Death) -> None:
    book.members[e.m].gone = "dead"


def _leave(book: Book, e: ev.Leave) -> None:
    member = book.members[e.m]
    cash, savings = f"loan:cash:{e.at}", f"loan:savings:{e.m}"
    fines_fund = book.versions[-1].fines_go_to
    for loan in book.loans_of(e.m):
        book.post(savings, loan.charges, book.charge_due(loan))
        book.post(savings, loan.principal, book.principal(loan))
        del book.open_loans[loan.number]
    if fines_fund == "loan":
        book.post(savings, f"loan:fines_owed:{e.m}", e.fines)
    else:
        book.post(savings, cash, e.fines)
        book.post(f"{fines_fund}:cash:{e.at}", f"{fines_fund}:fines_owed:{e.m}", e.fines)
    book.post(savings, cash, e.arrears)
    book.post(f"social:cash:{e.at}", f"social:arrears:{e.m}", e.arrears)
    book.post(savings, cash, e.refund)
    member.shares -= e.shares
    member.gone = "left"


def _entitle(book: Book, e: ev.Entitle) -> None:
    payable = f"loan:payable:{e.m}"
    book.post(f"loan:savings:{e.m}", payable, e.savings)
    book.post("loan:distributed", payable, e.a - e.savings)
    book.members[e.m].shares -= e.shares


def _set_off(book: Book, e: ev.SetOff) -> None:
    payable = f"loan:payable:{e.m}"
    if e.l:
        loan = book.loans[e.l]
        book.post(payable, loan.charges, e.c)
        book.post(payable, loan.principal, e.p)
        _close_if_clear(book, loan)
    if e.fines:
        book.post(payable, f"loan:fines_owed:{e.m}", e.fines)


def _pay_out(book: Book, e: ev.PayOut) -> None:
    book.post(f"loan:payable:{e.m}", f"loan:cash:{e.at}", e.a)


def _share_out(book: Book, _e: ev.ShareOut) -> None:
    book.closed = True


def _nothing(_book: Book, _e: ev.Event) -> None:
    """Facts that move no money and change no state."""


APPLY: dict[type, Callable[..., None]] = {
    ev.Found: _found,
    ev.Join: _join,
    ev.Enrol: _nothing,
    ev.Charge: _charge,
    ev.Capitalise: _capitalise,
    ev.Due: _due,
    ev.Attend: _attend,
    ev.Fine: _fine,
    ev.FinePaid: _fine_paid,
    ev.Contribute: _contribute,
    ev.Grant: _grant,
    ev.Shares: _shares,
    ev.LoanOut: _loan,
    ev.Repay: _repay,
    ev.WriteOff: _write_off,
    ev.Expense: _expense,
    ev.Move: _move,
    ev.Count: _count,
    ev.OverShort: _over_short,
    ev.Death: _death,
    ev.Leave: _leave,
    ev.Entitle: _entitle,
    ev.SetOff: _set_off,
    ev.PayOut: _pay_out,
    ev.ShareOut: _share_out,
    ev.Decision: _nothing,
    ev.Adopt: _nothing,
}
