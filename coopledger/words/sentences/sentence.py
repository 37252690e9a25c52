"""A sentence with placeholders and the kinds of what fills them."""

from __future__ import annotations

from typing import NamedTuple

from coopledger.words.catalog import Text


class Sentence(NamedTuple):
    """A text with placeholders, and the kinds of its parameters (names separated by spaces).

    Amounts reach us in minor units and days in ISO form; ``money`` and ``days`` say which
    parameters are such. Everything else is shown as it is.
    """

    text: Text
    money: str = ""
    days: str = ""
