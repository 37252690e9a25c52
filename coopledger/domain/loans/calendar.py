"""When instalments fall due, and which part of a year lies between them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

from coopledger.domain.errors import Refusal
from coopledger.domain.loans.terms import DayCount, Period, Terms

_DAYS = {Period.DAY: 1, Period.WEEK: 7, Period.FOUR_WEEKS: 28}
_YEAR = {
    DayCount.THIRTY_360: 360,
    DayCount.ACTUAL_365: 365,
    DayCount.ACTUAL_364: 364,
    DayCount.ACTUAL_360: 360,
}


def months_after(start: date, months: int) -> date:
    """The same day so many months later, or that month's last day if it is shorter."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def due_dates(terms: Terms) -> list[date]:
    """Every due date, each counted from the day of the loan so that the 31st doesn't drift.

    Raises:
        Refusal: ``term_too_long``, when the calendar ends first.
    """
    steps = [terms.every * n for n in range(1, terms.instalments + 1)]
    start = terms.disbursed_on
    try:
        if terms.period is Period.MONTH:
            return [months_after(start, step) for step in steps]
        return [start + timedelta(days=_DAYS[terms.period] * step) for step in steps]
    except (ValueError, OverflowError):
        raise Refusal("term_too_long", column="instalments", value=terms.instalments) from None


def period_rates(terms: Terms, dues: list[date]) -> list[Fraction]:
    """The charge of each period as an exact fraction of what it is charged on."""
    starts = [terms.disbursed_on, *dues[:-1]]
    parts = [_part_of_year(terms, *days) for days in zip(starts, dues, strict=True)]
    rates = [terms.annual_rate * part for part in parts]
    return [Fraction(0)] * terms.interest_free + rates[terms.interest_free :]


def _part_of_year(terms: Terms, start: date, due: date) -> Fraction:
    if terms.day_count is DayCount.PERIODIC:
        return Fraction(terms.every, terms.period.in_a_year)
    thirty = terms.day_count is DayCount.THIRTY_360 and terms.period is Period.MONTH
    days = 30 * terms.every if thirty else (due - start).days
    return Fraction(days, _YEAR[terms.day_count])
