"""Notes and coins: how many of each, and what they come to."""

from collections.abc import Mapping
from typing import NamedTuple

from coopledger.app.desk.sheet import Value
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency, minor_units
from coopledger.words.denominations import NOTES_AND_COINS
from coopledger.words.numbers import parse_number

MOST_PIECES = 1_000_000


class Piece(NamedTuple):
    """One face value in a box: minor units, how many as typed, what they come to."""

    face: int
    typed: Value | None
    worth: int | None


def faces_of(currency: Currency) -> tuple[int, ...]:
    """Face values of a currency's notes and coins in minor units, the largest first."""
    listed = NOTES_AND_COINS.get(currency.code, ())
    return tuple(
        minor_units(face, currency.decimals)
        for face in listed
        if len(face.partition(".")[2]) <= currency.decimals
    )


def pieces_of(typed: str) -> Value | None:
    """How many, or what was typed where it is no number; None for nothing."""
    if not typed.strip():
        return None
    try:
        return parse_number(typed, maximum=MOST_PIECES)
    except Refusal:
        return typed.strip()


def counted_notes(values: Mapping[str, Value | None], fund: str) -> int | None:
    """What a fund's notes and coins come to; None where none was counted, or one makes no sense."""
    total, begins = None, f"note:{fund}:"
    for place, value in values.items():
        if not place.startswith(begins) or value is None:
            continue
        if not isinstance(value, int):
            return None
        total = (total or 0) + int(place.removeprefix(begins)) * value
    return total


def pieces(values: Mapping[str, Value], fund: str, currency: Currency) -> tuple[Piece, ...]:
    """A fund's box by face values, as the count shows it."""
    found = []
    for face in faces_of(currency):
        value = values.get(f"note:{fund}:{face}")
        worth = face * value if isinstance(value, int) else None
        found.append(Piece(face, value, worth))
    return tuple(found)
