"""Amounts in words, for agreements and receipts: "two thousand five hundred Kenyan shillings".

The words come from CLDR's spell-out rules (through unicode-rbnf), but for Amharic, whose rules
there say "two tens" for twenty, and for Swahili, where they let 125,000 and 100,025 sound alike. A
language without rules gets the figures.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from coopledger.domain.money import Currency
from coopledger.words.catalog import _, current_language
from coopledger.words.languages import lookup_chain
from coopledger.words.money import format_money
from coopledger.words.numbers import cldr_locale, format_number

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

_MISSING = ""
_AFTER_MILLIONS = {"fr": " de", "pt": " de"}
"""Two million OF shillings."""
_AMHARIC_UNITS = ("ዜሮ", "አንድ", "ሁለት", "ሦስት", "አራት", "አምስት", "ስድስት", "ሰባት", "ስምንት", "ዘጠኝ")
_AMHARIC_TENS = ("", "አሥራ", "ሃያ", "ሠላሳ", "አርባ", "ሃምሳ", "ስልሳ", "ሰባ", "ሰማንያ", "ዘጠና")
_AMHARIC_LARGE = (
    (10**15, "ኳድሪሊዮን"),
    (10**12, "ትሪሊዮን"),
    (10**9, "ቢሊዮን"),
    (10**6, "ሚሊዮን"),
    (1_000, "ሺህ"),
    (100, "መቶ"),
)

_SWAHILI_UNITS = ("sifuri", "moja", "mbili", "tatu", "nne", "tano", "sita", "saba", "nane", "tisa")
_SWAHILI_TENS = (
    *("", "kumi", "ishirini", "thelathini", "arobaini"),
    *("hamsini", "sitini", "sabini", "themanini", "tisini"),
)
_SWAHILI_LARGE = (
    (10**9, "bilioni"),
    (10**6, "milioni"),
    (100_000, "laki"),
    (1_000, "elfu"),
    (100, "mia"),
)


def number_in_words(value: int, *, language: str | None = None) -> str:
    """A whole number from 0 on as a person says it; empty if the language has no rules.

    Raises:
        ValueError: the number is below 0.
    """
    if value < 0:
        raise ValueError(value)
    for code in lookup_chain(language or current_language()):
        if own := _OWN.get(code):
            return own(value)
        if engine := _engine(code):
            return engine.format_number(value).text.replace("\u00ad", "")
    return _MISSING


def amount_in_words(amount: int, currency: Currency) -> str:
    """An amount from 0 on in words with its currency, in the current language.

    Minor units stand as a fraction, as on cheques. A language without rules gets the figures.
    """
    whole, part = divmod(amount, currency.unit)
    words = number_in_words(whole)
    if not words:
        return format_money(amount, currency)
    name = _currency_name(currency.code, whole)
    if not part:
        if whole and whole % 10**6 == 0:
            words += _AFTER_MILLIONS.get(current_language().split("-")[0], "")
        return _("{amount_in_words} {currency_name}").format(
            amount_in_words=words, currency_name=name
        )
    return _("{amount_in_words} and {part}/{of} {currency_name}").format(
        amount_in_words=words,
        part=format_number(part),
        of=format_number(currency.unit),
        currency_name=name,
    )


def _currency_name(code: str, count: int) -> str:
    from babel.numbers import get_currency_name

    return str(get_currency_name(code, count=count, locale=cldr_locale(current_language())))


@cache
def _engine(code: str) -> RbnfEngine | None:
    from unicode_rbnf import RbnfEngine

    if code not in RbnfEngine.get_supported_languages():
        return None
    return RbnfEngine.for_language(code)


def _amharic(value: int) -> str:
    for size, name in _AMHARIC_LARGE:
        if value >= size:
            many, rest = divmod(value, size)
            head = f"{_amharic(many)} {name}"
            return f"{head} {_amharic(rest)}" if rest else head
    tens, units = divmod(value, 10)
    if value == 10:
        return "አሥር"
    if not tens:
        return _AMHARIC_UNITS[units]
    return f"{_AMHARIC_TENS[tens]} {_AMHARIC_UNITS[units]}" if units else _AMHARIC_TENS[tens]


def _swahili(value: int) -> str:
    """East African use: a hundred thousand is a laki, so that no two numbers sound alike."""
    pieces: list[str] = []
    many, rest = 0, value
    for size, name in _SWAHILI_LARGE:
        if rest >= size:
            many, rest = divmod(rest, size)
            pieces.append(f"{name} {_swahili(many)}")
    if not rest and pieces:
        return _joined(pieces, " na ")
    tens, units = divmod(rest, 10)
    last = [_SWAHILI_TENS[tens]] if tens else []
    last += [_SWAHILI_UNITS[units]] if units or not tens else []
    # "Elfu ishirini na tano" is 25,000; a pause makes 20,005 of it.
    pause = len(last) == 1 and not tens and many >= 10 and many % 10 == 0
    return _joined([*pieces, " na ".join(last)], ", na " if pause else " na ")


def _joined(pieces: list[str], last: str) -> str:
    return last.join(filter(None, [", ".join(pieces[:-1]), pieces[-1]]))


_OWN = {"am": _amharic, "sw": _swahili}
