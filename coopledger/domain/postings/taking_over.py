"""Where a loan stands in its course when it comes over from paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coopledger.domain.loans.periods import day_after

if TYPE_CHECKING:
    from coopledger.domain.book import Book
    from coopledger.domain.loan_state import Loan


def go_on(book: Book, loan: Loan, following: int) -> None:
    """Let a loan go on from the book's day: its next charge falls on the day ``following``.

    Charges and late charges up to then were dealt with on paper.
    """
    loan.charged_to = max(loan.charged_to, book.day)
    if loan.charge_unit == "meeting":
        loan.next_meeting = book.meeting + _meetings_until(book, following)
    else:
        while loan.next_charge < following:
            loan.charged(loan.next_charge)
        if not loan.plan:
            loan.next_charge = following
    loan.late_times = _late_periods(book, loan)


def _meetings_until(book: Book, day: int) -> int:
    """How many meetings from the book's day, if all are held, the first on or after ``day`` is."""
    rules, count = book.rules, 1
    while day_after(book.day, count * rules.meeting_every, rules.meeting_period) < day:
        count += 1
    return count


def _late_periods(book: Book, loan: Loan) -> int:
    """Late periods that ended up to the book's day."""
    rules, repaid = book.rules, loan.amount - book.principal(loan)
    if rules.late_period == "meeting" or loan.planned(book.day) <= repaid:
        return 0
    first, planned = loan.due_day, 0
    for row in loan.plan:
        planned += row.principal
        if planned > repaid:
            first = row.day
            break
    count = 0
    while day_after(first, (count + 1) * rules.late_every, rules.late_period) <= book.day:
        count += 1
    return count
