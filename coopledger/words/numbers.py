"""Numbers as people write and type them, from our own integers.

CLDR (through Babel) says which separators, figures and signs a language uses; rounding and
grouping are ours, because CLDR rounds some currencies' decimals away and because a table asks
for thousands of numbers at once.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from coopledger.domain.errors import Refusal
from coopledger.domain.money import MAX_AMOUNT
from coopledger.words.catalog import Digits, current_speech
from coopledger.words.languages import LONG, MIRRORED, lookup_chain

if TYPE_CHECKING:
    from babel import Locale

# Code point of the figure 0 in CLDR's decimal numbering systems; a language whose own system is
# not positional (Ethiopic) keeps 0 to 9.
_ZERO = {
    "adlm": 0x1E950, "arab": 0x660, "arabext": 0x6F0, "beng": 0x9E6, "deva": 0x966,
    "gujr": 0xAE6, "guru": 0xA66, "knda": 0xCE6, "mlym": 0xD66, "mymr": 0x1040,
    "nkoo": 0x7C0, "orya": 0xB66, "tamldec": 0xBE6, "telu": 0xC66,
}  # fmt: skip

# A bare code is read as it is written where savings groups are: day before month and a 24-hour
# clock in English, Portuguese as in Maputo and Lisbon rather than São Paulo.
_SPOKEN_WHERE = {"en": "en_GB", "pt": "pt_PT", LONG: "en_GB", MIRRORED: "ar_EG"}

_NO_VALUE = "\u2013"
_INVISIBLE = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"), None)
_INVISIBLE.update(dict.fromkeys(range(0x2066, 0x206A), None))
_MINUS_SIGNS = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
_SPACES = " \u00a0\u2009\u202f"
_ARABIC_DECIMAL, _ARABIC_GROUP = "\u066b", "\u066c"
# One group of one to three figures, then groups of three, or of two and a last one of three.
_GROUPED = re.compile(r"[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}")
_FIGURES = re.compile(r"[0-9]+")
_LONGEST_TYPED = 80


class NumberStyle(NamedTuple):
    """How one language writes numbers in one set of figures."""

    decimal: str
    group: str
    minus: str
    before_percent: str
    after_percent: str
    by_thousands: bool
    figures: dict[int, str] | None


@cache
def cldr_locale(language: str) -> Locale:
    """Return Babel's locale for a language code, or its nearest relative that CLDR knows."""
    from babel import Locale, UnknownLocaleError

    for code in lookup_chain(language):
        try:
            return Locale.parse(_SPOKEN_WHERE.get(code, code.replace("-", "_")))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(_SPOKEN_WHERE["en"])


@lru_cache(maxsize=64)
def number_style(language: str, digits: Digits) -> NumberStyle:
    """Return the signs of a language; cached, since every number asks for it."""
    locale = cldr_locale(language)
    system = _numbering_system(locale) if digits == "native" else "latn"
    signs = {**locale.number_symbols["latn"], **locale.number_symbols.get(system, {})}
    grouping = locale.decimal_formats[None].grouping
    percent = locale.percent_formats[None]
    zero = _ZERO.get(system)
    return NumberStyle(
        decimal=signs["decimal"],
        group=signs["group"],
        minus=signs["minusSign"],
        before_percent=percent.prefix[0].replace("%", signs["percentSign"]),
        after_percent=percent.suffix[0].replace("%", signs["percentSign"]),
        by_thousands=grouping == (3, 3),
        figures={ord(str(n)): chr(zero + n) for n in range(10)} if zero else None,
    )


def _numbering_system(locale: Locale) -> str:
    """Return the language's own decimal numbering system, ``latn`` if it has none."""
    own = (locale.default_numbering_system, locale.other_numbering_systems.get("native", "latn"))
    return next((system for system in own if system in _ZERO), "latn")


def style_of(language: str | None = None, digits: Digits | None = None) -> NumberStyle:
    """Return the style of a language, or of what is current where None is given."""
    speech = current_speech()
    return number_style(language or speech.language, digits or speech.digits)


def write_units(units: int, decimals: int, style: NumberStyle) -> str:
    """Write an integer count of 10^-decimals in a style, without its sign."""
    if decimals:
        whole, rest = divmod(abs(units), 10**decimals)
    else:
        whole, rest = abs(units), 0
    text = f"{whole:,}" if style.by_thousands else _indian(str(whole))
    if style.group != ",":
        text = text.replace(",", style.group)
    if decimals:
        text = f"{text}{style.decimal}{rest:0{decimals}}"
    return text.translate(style.figures) if style.figures else text


def _indian(figures: str) -> str:
    """Group the last three figures, then by two: 12,34,567."""
    head, tail = figures[:-3], figures[-3:]
    if not head:
        return tail
    first = len(head) % 2
    pairs = [head[:first]] if first else []
    pairs += [head[place : place + 2] for place in range(first, len(head), 2)]
    return ",".join([*pairs, tail])


def format_number(
    value: int, *, decimals: int = 0, language: str | None = None, digits: Digits | None = None
) -> str:
    """Write a number with its thousands separated.

    Args:
        value: the number, in units of 10^-decimals: 1250 with two decimals is 12.50.
        decimals: how many decimals are shown, zeros included.
        language: language code; the current one if None.
        digits: which figures; the current ones if None.
    """
    style = style_of(language, digits)
    text = write_units(value, decimals, style)
    return style.minus + text if value < 0 else text


def format_percent(
    numerator: int,
    denominator: int = 100,
    *,
    decimals: int = 0,
    language: str | None = None,
    digits: Digits | None = None,
) -> str:
    """Write a share of a whole in percent, half a last place rounded to even.

    A share of nothing is no number: with denominator 0 a dash is written.
    """
    if denominator == 0:
        return _NO_VALUE
    style = style_of(language, digits)
    units = _half_even(numerator * 100 * 10**decimals, denominator)
    text = f"{style.before_percent}{write_units(units, decimals, style)}{style.after_percent}"
    return style.minus + text if units < 0 else text


def _half_even(numerator: int, denominator: int) -> int:
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    whole, rest = divmod(numerator, denominator)
    return whole + (2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1))


def parse_number(
    text: str,
    *,
    decimals: int = 0,
    negative: bool = False,
    maximum: int = MAX_AMOUNT,
    language: str | None = None,
) -> int:
    """Read what a person typed, in any decimal figures, as an integer in units of 10^-decimals.

    Separators are the language's own; a dot is a decimal point too (it is on the number pad)
    where the language does not group by it. Doubtful grouping is refused, never guessed: "1,5"
    in English is not fifteen.

    Args:
        text: what was typed.
        decimals: the most decimals that make sense.
        negative: whether a number below zero makes sense.
        maximum: the largest size, in units of 10^-decimals.
        language: whose separators; the current language's if None.

    Raises:
        Refusal: ``not_a_number``, ``too_many_decimals``, ``negative_amount`` or ``too_large``.
    """
    below_zero, bare = split_sign(text)
    units = read_units(bare, text, decimals, maximum, style_of(language, "latn"))
    if below_zero and units and not negative:
        raise Refusal("negative_amount", value=text)
    return -units if below_zero else units


def split_sign(text: str) -> tuple[bool, str]:
    """Take a sign off either end (Arabic may write it last); say whether it was a minus."""
    bare = text.translate(_INVISIBLE).strip()
    if bare and bare[0] in _MINUS_SIGNS:
        return True, bare[1:].strip()
    if bare and bare[-1] in _MINUS_SIGNS:
        return True, bare[:-1].strip()
    return False, bare.removeprefix("+").strip()


def read_units(bare: str, typed: str, decimals: int, maximum: int, style: NumberStyle) -> int:
    """Read an unsigned number; a refusal shows what was typed. See ``parse_number``."""
    whole, point, rest = _plain(bare, style).partition(".")
    if (
        len(typed) > _LONGEST_TYPED
        or not (_GROUPED.fullmatch(whole) or (not whole and rest))
        or (point and not _FIGURES.fullmatch(rest))
    ):
        raise Refusal("not_a_number", value=typed)
    if len(rest) > decimals:
        raise Refusal("too_many_decimals", value=typed, decimals=decimals)
    units = int((whole or "0").replace(",", "") + rest.ljust(decimals, "0"))
    if units > maximum:
        raise Refusal("too_large", value=typed)
    return units


def _plain(text: str, style: NumberStyle) -> str:
    """Write typed figures as 0 to 9 and separators as "," and "."; strangers become "?"."""
    groups = {style.group, _ARABIC_GROUP, "'", "\u2019"}
    points = {style.decimal, _ARABIC_DECIMAL}
    if style.group != ".":
        points.add(".")
    plain = []
    for char in text:
        figure = unicodedata.decimal(char, None)
        if figure is not None:
            plain.append(str(figure))
        elif char in points:
            plain.append(".")
        else:
            plain.append("," if char in groups or char in _SPACES else "?")
    return "".join(plain)
