"""Finding by what people type: accents, case and the zeros of a number do not matter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_OF_A_PHONE = 4
"""So many figures in a row may be in the middle of a number."""


def folded(text: str) -> str:
    """A text as it is compared: without marks over and under letters, in small letters."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in parts if unicodedata.category(char) != "Mn")
    return " ".join(bare.split())


def found_in(asked: str, texts: Iterable[str]) -> bool:
    """Whether every word that is asked for is in one of the texts.

    A word of figures finds the number that ends a code by its beginning: ``1`` finds ``M01`` and
    ``M12``, never ``M21``.
    """
    there = [folded(text) for text in texts]
    return all(any(_has(text, word) for text in there) for word in folded(asked).split())


def _has(text: str, word: str) -> bool:
    if word.isdecimal():
        number = str(int(word))
        parts = text.split()
        return any(_number(part).startswith(number) for part in parts) or (
            len(word) >= _OF_A_PHONE and word in "".join(parts)
        )
    return word in text


def _number(code: str) -> str:
    """The number at the end of a code, without its zeros; empty if there is none."""
    figures = code.lstrip("abcdefghijklmnopqrstuvwxyz-_")
    return str(int(figures)) if figures.isdecimal() else ""
