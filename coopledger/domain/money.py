"""Money is an integer number of a currency's minor units; a float is a defect."""

import re
from decimal import Decimal
from fractions import Fraction

import msgspec

MAX_AMOUNT = 2**53 - 1
"""Largest amount that the page format carries exactly (RFC 8785 integers)."""


class Currency(msgspec.Struct, frozen=True):
    """A currency: its ISO 4217 code and how many decimals people use (UGX 0, KES 2)."""

    code: str
    decimals: int = 0

    @property
    def unit(self) -> int:
        """Minor units in one whole unit: 1 for UGX, 100 for KES."""
        return int(10**self.decimals)


def minor_units(text: str, decimals: int) -> int:
    """Read a plain decimal such as ``-12.50`` as minor units.

    Raises:
        ValueError: it is no plain decimal, or more decimals than the currency has.
    """
    plain = text.strip()
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", plain, re.ASCII):
        raise ValueError(text)
    scaled = Decimal(plain).scaleb(decimals)
    if len(plain.partition(".")[2]) > decimals or abs(scaled) > MAX_AMOUNT:
        raise ValueError(text)
    return int(scaled)


def plain(amount: int, decimals: int) -> str:
    """Minor units as a plain decimal: 1250 with two decimals is ``12.50``."""
    if not decimals:
        return str(amount)
    whole, part = divmod(abs(amount), 10**decimals)
    return f"{'-' if amount < 0 else ''}{whole}.{part:0{decimals}d}"


def percent(text: str) -> Fraction:
    """Read a percentage such as ``2.5`` as an exact fraction (1/40).

    Raises:
        ValueError: it is no plain, non-negative decimal.
    """
    if not text or not text.isascii() or set(text) - set("0123456789."):
        raise ValueError(text)
    try:
        return Fraction(text) / 100
    except (ValueError, ZeroDivisionError):
        raise ValueError(text) from None
