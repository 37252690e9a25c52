"""Dates, times and lists as people write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from coopledger.words.catalog import Digits, current_speech
from coopledger.words.numbers import cldr_locale, number_style

Width = Literal["short", "medium", "long", "full"]
"""How much of a date is spelled out: 24/06/2026, 24 Jun 2026, 24 June 2026, with the weekday."""


def format_date(
    date: dt.date | str,
    width: Width = "medium",
    *,
    language: str | None = None,
    digits: Digits | None = None,
) -> str:
    """Write a day of the Gregorian calendar.

    Args:
        date: a date, or its ISO form ``2026-06-24``.
        width: how much is spelled out.
        language: language code; the current one if None.
        digits: which figures; the current ones if None.

    Raises:
        ValueError: the text is no ISO date.
    """
    day = dt.date.fromisoformat(date) if isinstance(date, str) else date
    speech = current_speech()
    return _date(day, width, language or speech.language, digits or speech.digits)


@lru_cache(maxsize=4096)
def _date(day: dt.date, width: Width, language: str, digits: Digits) -> str:
    from babel.dates import format_date as by_cldr

    return _in_figures(by_cldr(day, width, locale=cldr_locale(language)), language, digits)


def format_month(month: str) -> str:
    """Write a month of a year, such as March 2025.

    Args:
        month: its ISO form ``2025-03``.

    Raises:
        ValueError: the text is no month.
    """
    first = dt.date.fromisoformat(f"{month}-01")
    speech = current_speech()
    return _month(first, speech.language, speech.digits)


@lru_cache(maxsize=256)
def _month(first: dt.date, language: str, digits: Digits) -> str:
    from babel.dates import format_skeleton

    text = format_skeleton("yMMMM", first, locale=cldr_locale(language))
    return _in_figures(str(text), language, digits)


def format_time(
    moment: dt.datetime | str,
    *,
    language: str | None = None,
    digits: Digits | None = None,
) -> str:
    """Write the time of day, hours and minutes, as the moment's own clock showed it."""
    from babel.dates import format_time as by_cldr

    speech = current_speech()
    language, digits = language or speech.language, digits or speech.digits
    text = by_cldr(_wall_clock(moment).time(), "short", locale=cldr_locale(language))
    return _in_figures(text, language, digits)


def format_moment(
    moment: dt.datetime | str,
    *,
    language: str | None = None,
    digits: Digits | None = None,
) -> str:
    """Write a date with its time of day.

    The wall clock of the place where it was noted is shown; nothing is moved to another zone,
    because the group remembers when it met, not what UTC was.

    Args:
        moment: a date-time, or its ISO form ``2026-06-24T18:42:05+03:00``.
        language: language code; the current one if None.
        digits: which figures; the current ones if None.

    Raises:
        ValueError: the text is no ISO date-time.
    """
    from babel.dates import get_datetime_format

    clock = _wall_clock(moment)
    speech = current_speech()
    language, digits = language or speech.language, digits or speech.digits
    frame = str(get_datetime_format("medium", locale=cldr_locale(language))).replace("'", "")
    time = format_time(clock, language=language, digits=digits)
    date = format_date(clock.date(), language=language, digits=digits)
    return frame.format(time, date)


def format_list(items: Sequence[str], *, language: str | None = None) -> str:
    """Join names or figures into a list with "and": "Esther, Isaac and Ruth"."""
    from babel.lists import format_list as by_cldr

    return by_cldr(items, "standard", locale=cldr_locale(language or current_speech().language))


def _wall_clock(moment: dt.datetime | str) -> dt.datetime:
    if isinstance(moment, str):
        moment = dt.datetime.fromisoformat(moment)
    return moment.replace(tzinfo=None)


def _in_figures(text: str, language: str, digits: Digits) -> str:
    figures = number_style(language, digits).figures
    return text.translate(figures) if figures else text
