"""Where a loan stands in its course when it comes over from paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coopledger.domain.loans.periods import day_after

MOST_PERIODS = 10_000
"""A date far off must not keep the reader busy."""

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
        while loan.next_charge < following and loan.periods < MOST_PERIODS:
            loan.charged(loan.next_charge)
        if not loan.plan:
            loan.next_charge = following
    loan.late_to, loan.late_meeting = book.day, book.meeting


def _meetings_until(book: Book, day: int) -> int:
    """How many meetings from the book's day, if all are held, the first on or after ``day`` is."""
    rules, count = book.rules, 1
    every, unit = rules.meeting_every, rules.meeting_period
    while day_after(book.day, count * every, unit) < day and count < MOST_PERIODS:
        count += 1
    return count
