"""The Ethiopian calendar: twelve months of thirty days, and five or six days at the year's end.

Days are proleptic Gregorian ordinals, as ``date.toordinal`` gives them. The arithmetic is that of
Reingold and Dershowitz, "Calendrical Calculations": the first day of the year 1 was 29 August 8 in
the Julian calendar.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from coopledger.words.catalog import N_, Text

_BEFORE_FIRST_DAY = 2795
MONTH_DAYS, MONTHS = 30, 13

NAMES: tuple[Text, ...] = (
    N_("Meskerem"), N_("Tikimt"), N_("Hidar"), N_("Tahsas"), N_("Tir"), N_("Yekatit"),
    N_("Megabit"), N_("Miyazya"), N_("Ginbot"), N_("Sene"), N_("Hamle"), N_("Nehase"),
    N_("Pagume"),
)  # fmt: skip
AMHARIC = (
    "መስከረም", "ጥቅምት", "ኅዳር", "ታኅሣሥ", "ጥር", "የካቲት", "መጋቢት", "ሚያዝያ", "ግንቦት", "ሰኔ", "ሐምሌ", "ነሐሴ",
    "ጳጉሜን",
)  # fmt: skip


class EthiopianDay(NamedTuple):
    """A day of the Ethiopian calendar; month and day count from 1."""

    year: int
    month: int
    day: int


def to_ethiopian(date: dt.date) -> EthiopianDay:
    """The day of the Ethiopian calendar that a Gregorian day is."""
    passed = date.toordinal() - _BEFORE_FIRST_DAY - 1
    cycles, rest = divmod(passed, 1461)
    years = min(rest // 365, 3)
    # The third year of four is the one of 366 days.
    if years == 3 and rest == 1095:
        years = 2
    year = 4 * cycles + years + 1
    of_year = date.toordinal() - _ordinal(year, 1, 1)
    return EthiopianDay(year, of_year // MONTH_DAYS + 1, of_year % MONTH_DAYS + 1)


def to_gregorian(year: int, month: int, day: int) -> dt.date:
    """The Gregorian day that a day of the Ethiopian calendar is.

    Raises:
        ValueError: there is no such day.
    """
    last = MONTH_DAYS if month < MONTHS else 5 + (year % 4 == 3)
    if not (1 <= month <= MONTHS and 1 <= day <= last and year >= 1):
        raise ValueError(f"{year}-{month}-{day}")
    return dt.date.fromordinal(_ordinal(year, month, day))


def month_name(month: int, language: str) -> str:
    """A month's name: in Ethiopic letters for Amharic, else in the current language's."""
    return AMHARIC[month - 1] if language.partition("-")[0] == "am" else str(NAMES[month - 1])


def _ordinal(year: int, month: int, day: int) -> int:
    return _BEFORE_FIRST_DAY + 365 * (year - 1) + year // 4 + MONTH_DAYS * (month - 1) + day
