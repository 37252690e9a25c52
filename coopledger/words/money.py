"""Money as people write and type it: the currency's decimals, the language's separators."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from coopledger.domain.errors import Refusal
from coopledger.domain.money import MAX_AMOUNT, Currency
from coopledger.words.catalog import Digits, current_speech
from coopledger.words.numbers import (
    cldr_locale,
    number_style,
    read_units,
    split_sign,
    style_of,
    write_units,
)

NO_BREAK_SPACE = "\u00a0"


class _Frame(NamedTuple):
    """What stands before and after an amount and its currency sign."""

    before: str
    after: str
    before_negative: str
    after_negative: str


def format_amount(
    amount: int,
    currency: Currency,
    *,
    language: str | None = None,
    digits: Digits | None = None,
) -> str:
    """Write an amount without its currency, for tables whose heading names it.

    Args:
        amount: money in minor units.
        currency: says how many decimals are written.
        language: language code; the current one if None.
        digits: which figures; the current ones if None.
    """
    style = style_of(language, digits)
    text = write_units(amount, currency.decimals, style)
    return style.minus + text if amount < 0 else text


def format_money(
    amount: int,
    currency: Currency,
    *,
    language: str | None = None,
    digits: Digits | None = None,
) -> str:
    """Write an amount with the currency's sign where the language puts it: ``KSh 1,250.00``."""
    speech = current_speech()
    language, digits = language or speech.language, digits or speech.digits
    frame = _frame(currency.code, language, digits)
    text = write_units(amount, currency.decimals, number_style(language, digits))
    if amount < 0:
        return f"{frame.before_negative}{text}{frame.after_negative}"
    return f"{frame.before}{text}{frame.after}"


def currency_sign(currency: Currency, *, language: str | None = None) -> str:
    """Return the sign that the language uses for a currency, its ISO code if it has none."""
    locale = cldr_locale(language or current_speech().language)
    return str(locale.currency_symbols.get(currency.code, currency.code))


def parse_amount(
    text: str, currency: Currency, *, negative: bool = False, language: str | None = None
) -> int:
    """Read an amount that a person typed, with or without the currency's sign or code.

    Returns:
        The amount in minor units.

    Raises:
        Refusal: ``not_a_number``, ``too_many_decimals``, ``negative_amount`` or ``too_large``,
            with what was typed as ``value``.
    """
    below_zero, bare = split_sign(text)
    bare = _without_currency(bare, {currency.code, currency_sign(currency, language=language)})
    inner, bare = split_sign(bare)
    if inner and below_zero:
        raise Refusal("not_a_number", value=text)
    style = style_of(language, "latn")
    amount = read_units(bare, text, currency.decimals, MAX_AMOUNT, style)
    if (inner or below_zero) and amount:
        if not negative:
            raise Refusal("negative_amount", value=text)
        return -amount
    return amount


def _without_currency(text: str, signs: set[str]) -> str:
    """Take the currency's sign off either end; "FCFA" and "F CFA" are the same sign."""
    known = {_squeezed(sign) for sign in signs}
    figures = [place for place, char in enumerate(text) if char.isdecimal()]
    if not figures:
        return text
    before = text[: figures[0]].rstrip("-+\u2212 \u00a0\u202f")
    if _squeezed(before) in known:
        return text[len(before) :]
    return text[: figures[-1] + 1] if _squeezed(text[figures[-1] + 1 :]) in known else text


def _squeezed(sign: str) -> str:
    seen = "".join(char for char in sign if char.isprintable() and not char.isspace())
    return seen.rstrip(".").casefold()


@lru_cache(maxsize=256)
def _frame(code: str, language: str, digits: Digits) -> _Frame:
    locale = cldr_locale(language)
    pattern = locale.currency_formats["standard"]
    sign = str(locale.currency_symbols.get(code, code))
    minus = number_style(language, digits).minus
    before, before_negative = (_spaced_after(part, sign) for part in pattern.prefix)
    after, after_negative = (_spaced_before(part, sign) for part in pattern.suffix)
    return _Frame(before, after, before_negative.replace("-", minus), after_negative)


def _spaced_after(part: str, sign: str) -> str:
    # CLDR's rule: a letter never touches a figure, a symbol such as ₹ may.
    space = NO_BREAK_SPACE if part.endswith("¤") and sign[-1].isalpha() else ""
    return part.replace("¤", sign) + space


def _spaced_before(part: str, sign: str) -> str:
    space = NO_BREAK_SPACE if part.startswith("¤") and sign[0].isalpha() else ""
    return space + part.replace("¤", sign)
