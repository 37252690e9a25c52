"""Stepping through time by days, weeks or months from a fixed first day."""

from datetime import date, timedelta

from coopledger.domain.loans.calendar import months_after


def day_after(start: int, steps: int, unit: str) -> int:
    """The day so many units after a day, both as ordinals.

    Months keep the day of the month and clamp at its end, counted from ``start`` so that the 31st
    does not drift.
    """
    if unit == "month":
        return months_after(date.fromordinal(start), steps).toordinal()
    days = 7 * steps if unit == "week" else steps
    return (date.fromordinal(start) + timedelta(days=days)).toordinal()
