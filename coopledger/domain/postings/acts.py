"""What founding, rules, opening balances and reversals post."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from coopledger.domain import events as ev
from coopledger.domain.postings import (
    between,
    cash,
    ending,
    lending,
    members,
    pot,
    saving,
    taking_over,
)
from coopledger.domain.postings.lending import settle

if TYPE_CHECKING:
    from coopledger.domain.book import Book

Apply = Callable[..., None]


def _found(book: Book, e: ev.Found) -> None:
    book.page = 1
    book.adopt(e.constitution, 0)


def _amend(book: Book, e: ev.Amend) -> None:
    book.adopt(e.constitution, date.fromisoformat(e.on).toordinal())


def _opening(book: Book, e: ev.Opening) -> None:
    member, fund = book.members[e.m], book.rules.fines_go_to
    member.shares += e.shares
    member.charges_paid += e.paid
    book.post("loan:retained", f"loan:savings:{e.m}", e.savings)
    if e.voluntary:
        book.extras.add("loan:voluntary")
        book.post("loan:retained", f"loan:voluntary:{e.m}", e.voluntary)
    # As when it was set: what is owed becomes income when it is paid.
    book.post(f"{fund}:fines_owed:{e.m}", f"{fund}:income:fines", e.fines)
    book.post(f"social:arrears:{e.m}", "social:retained", e.arrears)
    if e.pot:
        book.post(f"pot:arrears:{e.m}", "pot:contributions", e.pot)
    if book.rules.share_out_rule == "time_weighted":
        member.deposits[book.meeting] = member.deposits.get(book.meeting, 0) + e.savings


def _opening_loan(book: Book, e: ev.OpeningLoan) -> None:
    today, book.day = book.day, date.fromisoformat(e.out).toordinal()
    loan = book.lend(ev.LoanOut(e.l, e.m, e.a, e.weeks, e.note, plan=e.plan, by=e.by))
    book.day = today
    book.post(loan.principal, "loan:retained", e.p)
    book.post(loan.charges, "loan:income:charges", e.c)
    taking_over.go_on(book, loan, date.fromisoformat(e.next).toordinal())


def _opening_cash(book: Book, e: ev.OpeningCash) -> None:
    book.meeting = e.n or book.meeting
    book.post(f"{e.f}:cash:{e.at}", f"{e.f}:retained", e.a)
    if e.earned:
        book.post(f"{e.f}:retained", f"{e.f}:income:earlier", e.earned)
    book.shared_out += e.shared


def _opening_debt(book: Book, e: ev.OpeningDebt) -> None:
    book.extras.add("loan:external")
    book.post("loan:retained", f"loan:external:{e.x}", e.p)
    if e.c:
        book.extras.add("loan:external_due")
        book.post("loan:retained", f"loan:external_due:{e.x}", e.c)


def _opening_pot(book: Book, e: ev.OpeningPot) -> None:
    for hand in (*e.m, *e.got):
        _known = book.members[hand]
    book.turns, book.pots, book.pot_rounds = list(e.m), list(e.got), e.n


def _agree(book: Book, e: ev.Agree) -> None:
    for code in e.m:
        _known = book.members[code]


def _nothing(_book: Book, _e: ev.Event) -> None:
    """Facts that move no money and change no state."""


def _reverse(book: Book, e: ev.Reverse) -> None:
    if (e.page, e.i) in book.reversed:
        raise LookupError((e.page, e.i))
    book.reversed.add((e.page, e.i))
    bought, saved = dict(book.bought), dict(book.saved)
    undo = UNDO.get(type(e.e))
    if undo is not None:
        undo(book, e.e)
    else:
        _ALL[type(e.e)](book, opposite(e.e))
    if isinstance(e.e, between.Between):
        between.take_back(book, e.page, e.i)
    # What an earlier meeting bought or saved is no part of today's tally.
    book.bought, book.saved = bought, saved


def opposite(event: Any) -> Any:
    """The event with every amount and number of shares negative."""
    values = {name: getattr(event, name, None) for name in AMOUNTS}
    changed = {name: -value for name, value in values.items() if isinstance(value, int)}
    return msgspec.structs.replace(event, **changed)


def _undo_attend(book: Book, e: ev.Attend) -> None:
    book.members[e.m].calls[e.s] -= 1
    book.called.discard(e.m)


def _undo_loan(book: Book, e: ev.LoanOut) -> None:
    loan = book.loans[e.l]
    loan.void = True
    if e.rolled:
        old = book.loans[e.rolled]
        book.post(old.principal, loan.principal, e.a)
        settle(book, old)
    else:
        book.post(f"loan:cash:{e.at}", loan.principal, e.a - e.kept)
        book.post("loan:income:charges", loan.principal, e.kept)
        book.members[e.m].charges_paid -= e.kept
    if unpaid := book.charge_due(loan):
        book.post("loan:income:charges", loan.charges, unpaid)
    if unpaid := book.late_due(loan):
        book.post("loan:income:late_charges", loan.late, unpaid)
    settle(book, loan)


def _undo_charge(book: Book, e: ev.Charge) -> None:
    loan = book.loans[e.l]
    book.post("loan:income:charges", loan.charges, e.a)
    settle(book, loan)


def _undo_late(book: Book, e: ev.Late) -> None:
    loan = book.loans[e.l]
    loan.late_total -= e.a
    book.post("loan:income:late_charges", loan.late, e.a)
    settle(book, loan)


def _undo_receipt(book: Book, e: ev.Receipt) -> None:
    book.receipts.discard((e.at, e.r))


def _undo_death(book: Book, e: ev.Death) -> None:
    book.members[e.m].gone = ""


def _undo_leave(book: Book, e: ev.Leave) -> None:
    parts = e.parts
    if not parts and (e.principal or e.charge):
        last = max(n for n, loan in book.loans.items() if loan.member == e.m and not loan.void)
        parts = ((last, e.principal, e.charge, 0),)
    for number, *_owed in parts:
        book.open_loans[number] = book.loans[number]
    undone = msgspec.structs.replace(
        opposite(e), parts=tuple((n, -p, -c, -late) for n, p, c, late in parts)
    )
    _ALL[type(e)](book, undone)
    book.members[e.m].gone = ""


AMOUNTS = (
    "a",
    "n",
    "x",
    "p",
    "c",
    "late",
    "fee",
    "d",
    "shares",
    "savings",
    "principal",
    "charge",
    "fines",
    "arrears",
    "refund",
    "gain",
    "noticed",
)
UNDO: dict[type, Apply] = {
    ev.Attend: _undo_attend,
    ev.LoanOut: _undo_loan,
    ev.Charge: _undo_charge,
    ev.Late: _undo_late,
    ev.Death: _undo_death,
    ev.Receipt: _undo_receipt,
    ev.Leave: _undo_leave,
    ev.Depart: _undo_leave,
    ev.Notice: saving.undo_notice,
    ev.Count: _nothing,
    ev.OpenCount: _nothing,
    ev.Decision: _nothing,
}
APPLY: dict[type, Apply] = {
    ev.Found: _found,
    ev.Amend: _amend,
    ev.Continue: _nothing,
    ev.Opening: _opening,
    ev.OpeningLoan: _opening_loan,
    ev.OpeningCash: _opening_cash,
    ev.OpeningDebt: _opening_debt,
    ev.OpeningPot: _opening_pot,
    ev.Agree: _agree,
    ev.Decision: _nothing,
    ev.Adopt: _nothing,
    ev.Erase: _nothing,
    ev.HandOver: _nothing,
    ev.TakeOver: _nothing,
    ev.Reverse: _reverse,
}
_ALL: dict[type, Apply] = {
    **cash.APPLY,
    **saving.APPLY,
    **lending.APPLY,
    **members.APPLY,
    **ending.APPLY,
    **pot.APPLY,
    **between.POST,
}
