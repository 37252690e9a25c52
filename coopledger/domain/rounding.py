"""Exact rounding: whole coins out of fractions, never through a float."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from math import ceil, floor


class Rounding(StrEnum):
    """Where an amount between two coins goes."""

    HALF_EVEN = "half_even"
    """To the nearer; the middle to the even multiple."""
    HALF_UP = "half_up"
    """To the nearer; the middle away from zero."""
    HALF_DOWN = "half_down"
    """To the nearer; the middle towards zero."""
    UP = "up"
    """To the multiple above (the ceiling)."""
    DOWN = "down"
    """To the multiple below (the floor)."""


def to_multiple(value: Fraction | int, multiple: int, rounding: Rounding) -> int:
    """Round ``value`` once to a multiple of ``multiple``.

    Args:
        value: the exact amount, in minor units.
        multiple: one coin or note, in minor units; at least 1.
        rounding: where an amount between two multiples goes.

    Raises:
        ValueError: ``multiple`` is below 1.
    """
    if multiple < 1:
        raise ValueError(multiple)
    return _whole(Fraction(value, multiple), rounding) * multiple


def _whole(value: Fraction, rounding: Rounding) -> int:
    match rounding:
        case Rounding.HALF_EVEN:
            return round(value)
        case Rounding.UP:
            return ceil(value)
        case Rounding.DOWN:
            return floor(value)
        case Rounding.HALF_UP | Rounding.HALF_DOWN:
            half = Fraction(1, 2)
            size = abs(value)
            near = floor(size + half) if rounding is Rounding.HALF_UP else ceil(size - half)
            return near if value >= 0 else -near
