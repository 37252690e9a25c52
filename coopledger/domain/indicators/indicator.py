"""One indicator: an exact fraction, and the figures of the book that went into it."""

from fractions import Fraction
from typing import Literal, TypeAlias

import msgspec

Unit: TypeAlias = Literal["ratio", "money", "count"]


class Part(msgspec.Struct, frozen=True):
    """A figure of the book that an indicator is made from: an amount of money or a number."""

    name: str
    value: int
    money: bool = False


class Indicator(msgspec.Struct, frozen=True):
    """``numerator`` ÷ ``denominator``, exactly; without a value where the denominator is 0.

    Attributes:
        code: which indicator, and so which formula.
        numerator: what is divided, in minor units where it is money. Where a formula has more than
            one division, all are brought under one.
        denominator: what it is divided by, never below 0.
        unit: what the quotient is: a share of a whole, minor units of money, or a number.
        parts: the figures of the book that the formula takes, for people who check it.
    """

    code: str
    numerator: int
    denominator: int
    unit: Unit
    parts: tuple[Part, ...] = ()

    @property
    def value(self) -> Fraction | None:
        """The exact quotient; None where there is none."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    def rounded(self, scale: int = 1) -> int | None:
        """The quotient times ``scale`` as the nearest integer, the middle to the even one."""
        return (
            round(Fraction(self.numerator * scale, self.denominator)) if self.denominator else None
        )
