"""Which way a text runs (Unicode UAX 9), where names of another script stand in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from coopledger.words.catalog import current_language, is_right_to_left

RLM = "\u200f"
"""A mark without width that runs from the right."""


@lru_cache(maxsize=4096)
def strong_direction(text: str) -> Literal["ltr", "rtl"] | None:
    """Direction of the first character that has one (rules P2 and P3).

    Where there is none, European digits say left to right: a telephone number or "21 / 25" must
    not be turned round because it stands in an Arabic report.
    """
    digits = False
    for _character, kind in _outside(text):
        match kind:
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
            case "EN":
                digits = True
    return "ltr" if digits else None


@lru_cache(maxsize=4096)
def has_rtl(text: str) -> bool:
    """Whether anything outside what is isolated is written from the right."""
    return any(kind in {"R", "AL"} and each != RLM for each, kind in _outside(text))


def as_sentence(text: str) -> str:
    """A text that runs as the current language does, even if it begins with a code or a name.

    Qt lets the first letter decide, as `strong_direction` does.
    """
    turned = strong_direction(text) == "ltr" and has_rtl(text)
    return RLM + text if turned and is_right_to_left(current_language()) else text


def _outside(text: str) -> Iterator[tuple[str, str]]:
    """Characters and their kinds; what is isolated, such as a name, says nothing of the rest."""
    inside = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"LRI", "RLI", "FSI"}:
            inside += 1
        elif kind == "PDI":
            inside = max(inside - 1, 0)
        elif not inside:
            yield character, kind
