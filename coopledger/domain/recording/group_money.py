"""The group's own money: expenses, bank, lenders, the count at the close."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.recording.between import borrowed, charged
from coopledger.domain.transfers import is_book

if TYPE_CHECKING:
    from coopledger.domain.recording.meeting import Recording


def _spending(r: Recording, e: en.Spending) -> list[ev.Event]:
    fund = r.book.rules.expenses_from
    r.pay(fund, e.amount, e.at)
    return [ev.Expense(fund, e.amount, r.note(e.what), e.at)]


def _income(r: Recording, e: en.MoneyIn) -> list[ev.Event]:
    r.into(e.fund)
    return [ev.Income(e.fund, e.amount, r.note(e.what), e.at)]


def _receipt(r: Recording, e: en.StatementReceipt) -> list[ev.Event]:
    if e.at == "box":  # it has no statement
        raise Refusal("bad_value", value=e.at)
    if (e.at, e.receipt) in r.book.receipts:
        raise Refusal("receipt_twice", value=e.receipt)
    return [ev.Receipt(e.receipt, e.moved, e.at)]


def _transfer(r: Recording, e: en.Transfer) -> list[ev.Event]:
    r.pay("loan", e.amount, e.at)
    return [ev.Move("loan", e.amount, e.at, e.to)]


def _borrow(r: Recording, e: en.Borrowing) -> list[ev.Event]:
    if is_book(e.lender):
        return borrowed(r, e)
    return [ev.Borrow(e.lender, e.amount, r.note(e.terms), e.at)]


def _lender_charge(r: Recording, e: en.LenderCharge) -> list[ev.Event]:
    if is_book(e.lender):
        return charged(r, e)
    return [ev.BorrowCharge(e.lender, e.amount)]


def _lender_payment(r: Recording, e: en.LenderPayment) -> list[ev.Event]:
    owed = r.book.accounts
    charge = -owed.get(f"loan:external_due:{e.lender}", 0)
    principal = -owed.get(f"loan:external:{e.lender}", 0)
    if e.amount > charge + principal:
        raise Refusal("above_external", value=e.amount, debt=charge + principal, lender=e.lender)
    r.pay("loan", e.amount, e.at)
    first = min(e.amount, charge)
    if is_book(e.lender):
        return [ev.TransferOut(e.lender, "repay", p=e.amount - first, c=first, at=e.at)]
    return [ev.PayBack(e.lender, first, e.amount - first, e.at)]


def _count(r: Recording, e: en.CashCount) -> list[ev.Event]:
    if e.fund not in r.book.rules.funds:
        raise Refusal("bad_value", value=e.fund)
    if (e.fund, "box") in r.book.counted:
        raise Refusal("counted_twice", value=e.counted, fund=e.fund)
    said = r.book.cash(e.fund)
    found: list[ev.Event] = [ev.Count(e.fund, said, e.counted)]
    if e.counted != said:
        r.into(e.fund)
        found.append(ev.OverShort(e.fund, e.counted - said, r.note(e.reason)))
    return found


def _open_count(r: Recording, e: en.BoxOpened) -> list[ev.Event]:
    if e.fund not in r.book.rules.funds:
        raise Refusal("bad_value", value=e.fund)
    if e.fund in r.book.opened:
        raise Refusal("counted_twice", value=e.counted, fund=e.fund)
    said = r.book.cash(e.fund)
    found: list[ev.Event] = [ev.OpenCount(e.fund, said, e.counted)]
    if e.counted != said:
        r.into(e.fund)
        found.append(ev.OverShort(e.fund, e.counted - said, r.note(e.reason)))
    return found


def _resolution(r: Recording, e: en.Resolution) -> list[ev.Event]:
    return [ev.Decision(ref)] if (ref := r.note(e.text)) else []


COMPOSE: dict[type, Callable[..., list[ev.Event]]] = {
    en.Spending: _spending,
    en.MoneyIn: _income,
    en.StatementReceipt: _receipt,
    en.Transfer: _transfer,
    en.Borrowing: _borrow,
    en.LenderCharge: _lender_charge,
    en.LenderPayment: _lender_payment,
    en.CashCount: _count,
    en.BoxOpened: _open_count,
    en.Resolution: _resolution,
}
