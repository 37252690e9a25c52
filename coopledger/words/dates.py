"""Dates, times and lists as people write them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from coopledger.domain.errors import Refusal
from coopledger.words.catalog import Calendar, Digits, current_speech, pgettext
from coopledger.words.numbers import cldr_locale, number_style

Width = Literal["short", "medium", "long", "full"]
"""How much of a date is spelled out: 24/06/2026, 24 Jun 2026, 24 June 2026, with the weekday."""
_YEAR_FIGURES = 4


def format_date(
    date: dt.date | str,
    width: Width = "medium",
    *,
    language: str | None = None,
    digits: Digits | None = None,
    calendar: Calendar | None = None,
) -> str:
    """Write a day.

    Args:
        date: a date, or its ISO form ``2026-06-24``.
        width: how much is spelled out.
        language: language code; the current one if None.
        digits: which figures; the current ones if None.
        calendar: in which it is written; the current one if None.

    Raises:
        ValueError: the text is no ISO date.
    """
    day = dt.date.fromisoformat(date) if isinstance(date, str) else date
    speech = current_speech()
    language, digits = language or speech.language, digits or speech.digits
    if (calendar or speech.calendar) == "ethiopian":
        return _ethiopian(day, width, language, digits)
    return _date(day, width, language, digits)


def parse_date(text: str, *, calendar: Calendar | None = None) -> dt.date:
    """Read a day as people type it: ``2026-06-24``, or day, month and year such as ``24/6/2026``.

    Args:
        text: what was typed, in any decimal figures.
        calendar: in which it is meant; the current one if None.

    Raises:
        Refusal: ``bad_date``.
    """
    figures = "".join(
        "-" if (figure := unicodedata.decimal(char, None)) is None else str(figure)
        for char in unicodedata.normalize("NFKC", text).strip()
    )
    parts = re.fullmatch(r"(\d{1,4})-+(\d{1,2})-+(\d{1,4})", figures)
    if parts is None:
        raise Refusal("bad_date", value=text)
    one, month, other = parts.groups()
    year, day = (one, other) if len(one) == _YEAR_FIGURES else (other, one)
    try:
        if len(year) != _YEAR_FIGURES:
            raise ValueError(year)  # noqa: TRY301 - the same answer as for any other wrong day
        if (calendar or current_speech().calendar) == "ethiopian":
            from coopledger.words.ethiopian import to_gregorian

            return to_gregorian(int(year), int(month), int(day))
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        raise Refusal("bad_date", value=text) from None


def typed_date(date: dt.date | str) -> str:
    """A day in figures as `parse_date` reads it, in the current calendar."""
    day = dt.date.fromisoformat(date) if isinstance(date, str) else date
    if current_speech().calendar == "ethiopian":
        from coopledger.words.ethiopian import to_ethiopian

        found = to_ethiopian(day)
        return f"{found.day:02}/{found.month:02}/{found.year}"
    return f"{day:%d/%m/%Y}"


def _ethiopian(day: dt.date, width: Width, language: str, digits: Digits) -> str:
    from coopledger.words.ethiopian import month_name, to_ethiopian

    found = to_ethiopian(day)
    if width == "short":
        text = f"{found.day:02}/{found.month:02}/{found.year}"
    else:
        text = f"{found.day} {month_name(found.month, language)} {found.year}"
    if width == "full":
        weekday = cldr_locale(language).days["format"]["wide"][day.weekday()]
        text = f"{weekday}, {text}"
    return _in_figures(text, language, digits)


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


def enumerate_items(items: Iterable[str]) -> str:
    """Put items one after the other, with the language's comma and no "and"."""
    return pgettext("between the items of a list", ", ").join(items)


def _wall_clock(moment: dt.datetime | str) -> dt.datetime:
    if isinstance(moment, str):
        moment = dt.datetime.fromisoformat(moment)
    return moment.replace(tzinfo=None)


def _in_figures(text: str, language: str, digits: Digits) -> str:
    figures = number_style(language, digits).figures
    return text.translate(figures) if figures else text
