"""Loans as they are agreed, repaid, changed and lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.loans import DayCount, Method, Terms, kept_back, schedule
from coopledger.domain.loans.terms import Period
from coopledger.domain.money import percent
from coopledger.domain.rounding import Rounding

if TYPE_CHECKING:
    from coopledger.domain.loan_state import Loan
    from coopledger.domain.recording.meeting import Recording


def terms_of(rules: Constitution, amount: int, instalments: int, day: str) -> Terms:
    """The terms of a loan in so many instalments under a constitution.

    Raises:
        Refusal: the rules cannot give such a loan.
    """
    if rules.charge_period == "meeting":
        raise Refusal("bad_value", value=instalments)
    period = Period(rules.charge_period)
    method = Method(rules.loan_method)
    fee = method in (Method.FEE, Method.DEDUCTED_IN_ADVANCE)
    yearly = rules.charge_rate * period.in_a_year / rules.charge_every
    return Terms(
        principal=amount,
        decimals=rules.currency_decimals,
        method=method,
        instalments=instalments,
        period=period,
        disbursed_on=date.fromisoformat(day),
        every=rules.charge_every,
        rounding=Rounding(rules.charge_rounding),
        annual_rate=yearly * 0 if fee else yearly,
        day_count=DayCount(rules.day_count.replace("_", "/")),
        fee=_fee(rules, instalments) if fee else rules.charge_rate * 0,
        instalment_multiple=rules.instalment_multiple,
        currency_multiple=rules.currency_multiple,
        grace_principal=rules.grace_principal,
        grace_interest_payment=rules.grace_interest_payment,
        interest_free=rules.interest_free,
    )


def _fee(rules: Constitution, instalments: int) -> Fraction:
    """The one fee of a loan, by its term where the rules have a table.

    Raises:
        Refusal: the table ends before this term.
    """
    table, term = rules.fee_percents, instalments * rules.charge_every
    if not table:
        return rules.charge_rate
    if term > len(table):
        raise Refusal("no_fee_for_term", value=instalments, term=term)
    return percent(table[term - 1])


def _plan(r: Recording, amount: int, instalments: int) -> tuple[tuple[ev.Row, ...], int]:
    """A loan's plan and the charge kept back at once."""
    day = date.fromordinal(r.book.day).isoformat()
    terms = terms_of(r.book.rules, amount, instalments, day)
    rows = schedule(terms)
    moving = r.book.rules.loan_method == "period_charge"
    # A charge on what is outstanding is worked out when it falls due, not now.
    plan = tuple((row.due.isoformat(), row.principal, row.charge) for row in rows)
    return plan, 0 if moving else kept_back(terms)


def _one_loan(r: Recording, member: str) -> Loan:
    r.known(member, dead_too=True)
    loans = r.book.loans_of(member)
    if not loans:
        raise Refusal("no_open_loan", value=member, member=member)
    return loans[0]


def _check_term(r: Recording, weeks: int, instalments: int) -> None:
    if not (weeks or instalments):
        raise Refusal("bad_value", value=weeks)
    if not instalments and r.book.rules.loan_method != "period_charge":
        raise Refusal("instalments_needed", value=weeks)


def _loan(r: Recording, e: en.LoanRequest) -> list[ev.Event]:
    r.known(e.member)
    if not e.amount:
        raise Refusal("bad_value", value=e.amount)
    _check_term(r, e.weeks, e.instalments)
    for guarantor in e.guarantors:
        r.known(guarantor)
        if guarantor == e.member:
            raise Refusal("own_guarantor", value=guarantor, member=e.member)
    if len(set(e.guarantors)) != len(e.guarantors):
        raise Refusal("guarantor_twice", value=", ".join(e.guarantors), member=e.member)
    plan, kept = _plan(r, e.amount, e.instalments) if e.instalments else ((), 0)
    r.pay("loan", e.amount - kept, e.at)
    number = len(r.book.loans) + 1
    found = ev.LoanOut(
        number,
        e.member,
        e.amount,
        0 if plan else e.weeks,
        r.note(e.purpose),
        e.at,
        plan,
        kept,
        e.guarantors,
        forced=int(e.forced),
    )
    return [found]


def _repayment(r: Recording, e: en.Repayment) -> list[ev.Event]:
    r.known(e.member, dead_too=True)
    book, loans = r.book, r.book.loans_of(e.member)
    if not loans:
        raise Refusal("no_open_loan", value=e.amount, member=e.member)
    if e.by and not any(e.by in loan.guarantors for loan in loans):
        raise Refusal("not_a_guarantor", value=e.by, member=e.member)
    debt = sum(map(book.debt, loans))
    if e.amount > debt:
        raise Refusal("repayment_above_debt", value=e.amount, debt=debt, member=e.member)
    owed = {"late": book.late_due, "charge": book.charge_due, "principal": book.principal}
    order = book.rules.allocation
    left = e.amount
    parts = {loan.number: dict.fromkeys(owed, 0) for loan in loans}
    for kind in order if "late" in order else ("late", *order):
        for loan in loans:
            part = min(left, owed[kind](loan))
            parts[loan.number][kind] = part
            left -= part
    return [
        ev.Repay(number, part["charge"], part["principal"], e.at, part["late"], e.by)
        for number, part in parts.items()
        if any(part.values())
    ]


def _write_off(r: Recording, e: en.LoanLoss) -> list[ev.Event]:
    r.known(e.member, dead_too=True)
    loans = r.book.loans_of(e.member)
    if not loans:
        raise Refusal("no_open_loan", value=e.principal, member=e.member)
    whole = sum(r.book.principal(loan) for loan in loans)
    if e.principal > whole:
        raise Refusal("above_principal", value=e.principal, owed=whole, member=e.member)
    left, note, lost = e.principal, r.note(e.reason), list[ev.Event]()
    for loan in loans:
        part = min(left, r.book.principal(loan))
        left -= part
        charge, late = r.book.charge_due(loan), r.book.late_due(loan)
        if part:
            lost.append(ev.WriteOff(loan.number, part, charge, note, late=late))
    return lost


def _recovery(r: Recording, e: en.Recovery) -> list[ev.Event]:
    r.known(e.member, dead_too=True)
    lost = [loan for loan in r.book.loans.values() if loan.member == e.member and loan.lost]
    if not lost:
        raise Refusal("nothing_written_off", value=e.amount, member=e.member)
    if e.amount > lost[-1].lost:
        raise Refusal("above_loss", value=e.amount, lost=lost[-1].lost, member=e.member)
    return [ev.Recover(lost[-1].number, e.amount, at=e.at)]


def _rollover(r: Recording, e: en.Rollover) -> list[ev.Event]:
    old = _one_loan(r, e.member)
    if r.book.charge_due(old) or r.book.late_due(old):
        owed = r.book.charge_due(old) + r.book.late_due(old)
        raise Refusal("charge_first", value=owed, member=e.member)
    _check_term(r, e.weeks, e.instalments)
    if r.book.rules.loan_method == "deducted_in_advance":
        # The charge of the new term would have to be kept back from cash that nobody gets.
        raise Refusal("no_rollover", value=e.member, member=e.member)
    amount = r.book.principal(old)
    plan = _plan(r, amount, e.instalments)[0] if e.instalments else ()
    number, weeks = len(r.book.loans) + 1, 0 if plan else e.weeks
    guarantors = tuple(old.guarantors)
    found = ev.LoanOut(
        number,
        e.member,
        amount,
        weeks,
        r.note(e.purpose),
        plan=plan,
        by=guarantors,
        rolled=old.number,
    )
    return [found]


def _reschedule(r: Recording, e: en.Rescheduling) -> list[ev.Event]:
    loan = _one_loan(r, e.member)
    _check_term(r, e.weeks, e.instalments)
    plan = _plan(r, r.book.principal(loan), e.instalments)[0] if e.instalments else ()
    return [ev.Reschedule(loan.number, 0 if plan else e.weeks, plan, r.note(e.reason))]


def _release(r: Recording, e: en.GuarantorReleased) -> list[ev.Event]:
    for loan in r.book.loans_of(e.member):
        if e.guarantor in loan.guarantors:
            return [ev.Release(loan.number, e.guarantor)]
    raise Refusal("not_a_guarantor", value=e.guarantor, member=e.member)


COMPOSE: dict[type, Callable[..., list[ev.Event]]] = {
    en.LoanRequest: _loan,
    en.Repayment: _repayment,
    en.LoanLoss: _write_off,
    en.Recovery: _recovery,
    en.Rollover: _rollover,
    en.Rescheduling: _reschedule,
    en.GuarantorReleased: _release,
}
