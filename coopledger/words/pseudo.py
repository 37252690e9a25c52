"""Two made-up languages, drawn from the English texts at run time, to test screens with.

The long one shows what is cut, what was never marked for translation (it stands there without
brackets) and what was glued together from pieces. The mirrored one shows what forgets that
half the layout changes sides. Both follow the pseudo-locales of Android, en-XA and ar-XB.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from gettext import NullTranslations

_GROWTH_PERCENT = 40
_PADDING = "one two three four five six seven eight nine ten eleven twelve "

# What a translator must leave alone: placeholders, tags, entities, mnemonics.
_FIXED = re.compile(
    r"(\{\{|\}\}|\{[^{}]*\}"
    r"|%\([^)]*\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%[sdrif%]"
    r"|<[^<>]+>|&\w+;|&&|&\w)"
)
_WORD = re.compile(r"[^\W\d_]+")
_ACCENTS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞQŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļṁñöþqŕšţûṽŵẋýž",
)
_RIGHT_TO_LEFT_MARK = "\u200f"
_OVERRIDE, _END_OVERRIDE = "\u202e", "\u202c"


def lengthen(text: str) -> str:
    """Return the text accented, about 40 % longer and in brackets, placeholders untouched."""
    pieces = _FIXED.split(text)
    visible = sum(len(piece) for piece in pieces[::2])
    extra = -(-visible * _GROWTH_PERCENT // 100)
    padding = (_PADDING * (extra // len(_PADDING) + 1))[:extra].strip()
    accented = "".join(
        piece if place % 2 else piece.translate(_ACCENTS) for place, piece in enumerate(pieces)
    )
    return f"[{accented} {padding}]" if padding else f"[{accented}]"


def mirror(text: str) -> str:
    """Return the text so that each of its words reads from right to left."""
    pieces = _FIXED.split(text)
    turned = "".join(
        piece if place % 2 else _WORD.sub(rf"{_OVERRIDE}\g<0>{_END_OVERRIDE}", piece)
        for place, piece in enumerate(pieces)
    )
    return f"{_RIGHT_TO_LEFT_MARK}{turned}{_RIGHT_TO_LEFT_MARK}"


class _Pseudo(NullTranslations):
    """A catalog without a file: ``turn`` makes every text from its English original."""

    def __init__(self, turn: Callable[[str], str]) -> None:
        super().__init__()
        self._turn = turn

    def gettext(self, message: str) -> str:
        return self._turn(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._turn(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        return self._turn(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        return self._turn(msgid1 if n == 1 else msgid2)


def translations(turn: Callable[[str], str]) -> NullTranslations:
    """Return a catalog of texts turned by ``lengthen`` or ``mirror``."""
    return _Pseudo(turn)
