"""Amounts, moments, telephone numbers and names as providers' statements write them."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Literal, TypeAlias

from coopledger.domain.money import Currency, minor_units
from coopledger.interop.statements.providers import DateOrder

Mark: TypeAlias = Literal[".", ","]
"""What stands before the cents; the other one parts the thousands."""
_MONEY: dict[Mark, re.Pattern[str]] = {
    # 1,250.00 and, in India, 1,00,000.00
    ".": re.compile(
        r"(?P<below>[-\u2212(])?\s*(?P<figures>[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}|\d+)"
        r"(?:\.(?P<part>\d*))?\s*\)?"
    ),
    ",": re.compile(
        r"(?P<below>[-\u2212(])?\s*(?P<figures>[1-9]\d{0,2}(?:\.\d{3})+|\d+)"
        r"(?:,(?P<part>\d*))?\s*\)?"
    ),
}
_GAP = re.compile(r"(?<=\d)[ \u00a0\u202f'\u2019](?=\d{3}(?!\d))")
"""A sign that parts thousands and is never taken for a mark."""
_LETTERS = re.compile(r"^[^\W\d_]{1,4}\.?\s*|\s*[^\W\d_]{1,4}\.?$|[₦₹₵$€£]")
_DAY = re.compile(r"(\d{1,4})[-/.](\d{1,2}|[A-Za-z]{3})[-/.](\d{1,4})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([AaPp][Mm])?")
_WORDED = re.compile(r"([A-Za-z]{3})[a-z]*\s+(\d{1,2}),?\s+(\d{4})")
_PHONE = re.compile(r"(?<![\w*])\+?(?=[\d*]*\d)[\d*]{7,15}(?![\w*])")
_ACCOUNT = re.compile(r"\b(?:Acc(?:ount)?(?:\s*(?:No|Number))?|A/C|Ref)\b[.:\s]*([\w/-]{1,40})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_money(text: str, currency: Currency, mark: Mark = ".") -> int:
    """An amount such as ``-1,250.00``, ``(300)`` or ``Ksh 500`` in minor units; empty is 0.

    Raises:
        ValueError: it is none, or has more decimals than the currency (noughts aside).
    """
    plain = bare_money(text)
    if plain in ("", "-", "--"):
        return 0
    found = _match(plain, mark)
    if not found:
        raise ValueError(text)
    part = (found["part"] or "").rstrip("0")
    figures = re.sub(r"\D", "", found["figures"])
    amount = minor_units(figures + (f".{part}" if part else ""), currency.decimals)
    return -amount if found["below"] else amount


def marks_of(plain: str) -> frozenset[Mark]:
    """Which marks a bare amount can be read with; none where it is no amount."""
    return frozenset(mark for mark in _MONEY if _match(plain, mark))


def bare_money(text: str) -> str:
    """An amount without the currency's letters and without what only parts its thousands."""
    plain = text.strip()
    sign = plain[:1] if plain[:1] in ("-", "\u2212") else ""
    plain = sign + _LETTERS.sub("", plain.removeprefix(sign).strip()).strip()
    return _GAP.sub("", plain)


def _match(plain: str, mark: Mark) -> re.Match[str] | None:
    found = _MONEY[mark].fullmatch(plain)
    return found if found and (found["below"] == "(") == plain.endswith(")") else None


def date_orders(texts: Iterable[str]) -> set[DateOrder]:
    """Which orders of day, month and year all the days could be written in."""
    possible: set[DateOrder] = {"dmy", "mdy", "ymd"}
    for first, second, third in _numbered(texts):
        if first > 31:
            return {"ymd"}
        if third > 31:
            possible -= {"ymd"}
        if first > 12:
            possible -= {"mdy"}
        if second > 12:
            possible -= {"dmy", "ymd"}
    return possible


def _numbered(texts: Iterable[str]) -> Iterator[tuple[int, int, int]]:
    """The three numbers of each day that is written in numbers, in the order of the text."""
    for text in texts:
        found = _DAY.search(text)
        if found and found[2].isdigit():
            yield int(found[1]), int(found[2]), int(found[3])


def read_moment(text: str, order: DateOrder) -> str:
    """A day, with its time of day if it has one: ``2026-03-18 13:18:00``, or the day alone.

    Raises:
        ValueError: it is no moment.
    """
    if re.fullmatch(r"\d{14}", text):  # as the providers' own programs write it
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]} {text[8:10]}:{text[10:12]}:{text[12:]}"
    day, rest = _day(text, order)
    clock = _CLOCK.search(rest)
    if not clock:
        return day.isoformat()
    hour = int(clock[1])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].casefold() == "pm" else 0)
    return f"{day.isoformat()} {time(hour, int(clock[2]), int(clock[3] or 0)).isoformat()}"


def _day(text: str, order: DateOrder) -> tuple[date, str]:
    """The day that a text begins with, and what follows it."""
    if worded := _WORDED.search(text):
        day, month, year = int(worded[2]), _month(worded[1]), int(worded[3])
        return date(year, month, day), text[worded.end() :]
    found = _DAY.search(text)
    if not found:
        raise ValueError(text)
    first, middle, last = found[1], found[2], found[3]
    if not middle.isdigit():
        day, month, year = int(first), _month(middle), int(last)
    elif len(first) == 4 or (order == "ymd" and len(last) < 4):
        year, month, day = int(first), int(middle), int(last)
    elif order == "mdy":
        month, day, year = int(first), int(middle), int(last)
    else:
        day, month, year = int(first), int(middle), int(last)
    return date(year + (2000 if year < 100 else 0), month, day), text[found.end() :]


def _month(text: str) -> int:
    return _MONTHS.index(text[:3].casefold()) + 1


def phone_of(text: str) -> str:
    """The telephone number in a text, stars for what is hidden; empty if there is none."""
    for found in _PHONE.finditer(text.replace(" ", " ")):
        digits = found[0].removeprefix("+")
        if sum(c.isdigit() for c in digits) >= 4 and len(digits) >= 9:
            return digits
    return ""


def name_of(text: str) -> str:
    """The name in ``2547****0111 - MARY ATIENO``, without number, account and signs."""
    rest = re.split(r"\b(?:Acc(?:ount)?\b|A/C\b|Ref\b)", text)[0]
    found = _PHONE.search(rest)
    if found:
        rest = rest[found.end() :] or rest[: found.start()]
    elif " - " in rest:
        rest = rest.rpartition(" - ")[2]
    name = " ".join(re.sub(r"[^\w'\u2019.-]+", " ", rest).split()).strip(" -.'")
    return name if any(c.isalpha() for c in name) and len(name) <= 100 else ""


def account_of(text: str) -> str:
    """What a payer wrote as the account: ``Acc. M03`` in the details."""
    found = re.search(
        r"\b(?:Acc(?:ount)?(?:\s*(?:No|Number))?|A/C|Ref)\b[.:\s]*([\w/-]{1,40})", text
    )
    return found[1] if found else ""
