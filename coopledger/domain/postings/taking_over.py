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
    loan.late_to, loan.late_meeting = book.day, book.meeting


def _meetings_until(book: Book, day: int) -> int:
    """How many meetings from the book's day, if all are held, the first on or after ``day`` is."""
    rules, count = book.rules, 1
    while day_after(book.day, count * rules.meeting_every, rules.meeting_period) < day:
        count += 1
    return count
