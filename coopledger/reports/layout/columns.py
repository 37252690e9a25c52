"""How wide the columns of a table are, and in which size its text is set."""

from itertools import pairwise

import msgspec

from coopledger.reports.document import Column, Table
from coopledger.reports.layout.style import Style
from coopledger.reports.layout.text import Pen, words

# A column of text holds words up to this many times the text size whole; in a table that has no
# room for that even in the least size, the second number; below that it is stacked instead.
_WHOLE_WORDS = 9.0
_SYLLABLES = 5.0
_BLANK = 6.0
_UNBROKEN = {"number", "money", "date", "mark"}


class Grid(msgspec.Struct, frozen=True):
    """Where the columns stand: left edges and widths in points, and the size of the text.

    `figures` is the widest figure of each numeric column, in regular or bold as it is printed.
    """

    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    figures: tuple[float, ...]
    size: float


class _Need(msgspec.Struct):
    least: float  # every figure whole
    natural: float  # every cell on one line
    airy: float  # the header too
    figure: float
    weight: float


def fit(table: Table, room: float, style: Style, pen: Pen) -> Grid | None:
    """A grid in which every figure and date stands on one line, or None if there is none."""
    gutters = [
        # Text that follows figures would seem to belong to them.
        style.gutter * (2 if column.numeric and not after.numeric else 1)
        for column, after in pairwise(table.columns)
    ]
    free = room - sum(gutters)
    size = style.body
    while size >= style.body * style.slightly:
        needs = _needs(table, size, _WHOLE_WORDS, pen)
        if sum(need.natural for need in needs) <= free:
            return _grid(_shares(needs, free), needs, gutters, size)
        size = _smaller(size)
    smallest = max(style.body * style.least, style.legible)
    for longest in (_WHOLE_WORDS, _SYLLABLES):
        size = style.body
        while size >= smallest:
            needs = _needs(table, size, longest, pen)
            if sum(need.least for need in needs) <= free:
                return _grid(_shares(needs, free), needs, gutters, size)
            size = _smaller(size)
    return None


def _smaller(size: float) -> float:
    return round(size * 20 - 5) / 20


def _needs(table: Table, size: float, longest: float, pen: Pen) -> list[_Need]:
    return [_need(table, index, size, longest, pen) for index in range(len(table.columns))]


def _need(table: Table, index: int, size: float, longest: float, pen: Pen) -> _Need:
    column = table.columns[index]
    width = pen.width
    natural = figure = 0.0
    least = max((width(word, size, True) for word in words(column.header)), default=0.0)
    for row in table.rows:
        if row.kind != "group" and (cell := row.cells[index]):
            natural = max(natural, width(cell, size, row.kind != "body"))
    if column.kind == "mark":
        natural = size
    elif column.kind == "blank":
        natural = least = max(least, size * _BLANK)
    if column.numeric:
        figure = natural
    if column.kind in _UNBROKEN:
        least = max(least, natural)
    else:
        least = max(least, min(_longest_word(table, index, size, natural, pen), size * longest))
    least = max(least, column.min_width)
    natural = max(natural, least)
    airy = max(natural, min(width(column.header, size, True), _header_room(column)))
    return _Need(least, natural, airy, figure, _weight(column))


def _header_room(column: Column) -> float:
    """How far a header alone may widen its column, in points."""
    return 120.0 if column.kind == "text" else 60.0


def _longest_word(table: Table, index: int, size: float, natural: float, pen: Pen) -> float:
    if table.columns[index].kind == "blank":
        return natural
    cells = {row.cells[index] for row in table.rows if row.kind != "group"}
    return max(
        (pen.width(word, size, False) for cell in cells for word in words(cell)), default=0.0
    )


def _weight(column: Column) -> float:
    if column.weight is not None:
        return column.weight
    return {"text": 1.0, "blank": 1.5}.get(column.kind, 0.25)


def _shares(needs: list[_Need], free: float) -> list[float]:
    """Room for all that is needed, then for cells on one line, headers on one line, and air."""
    widths = [need.least for need in needs]
    for level in ([need.natural for need in needs], [need.airy for need in needs]):
        wanted = sum(level) - sum(widths)
        share = min(1.0, (free - sum(widths)) / wanted) if wanted > 0 else 0.0
        widths = [width + (goal - width) * share for width, goal in zip(widths, level, strict=True)]
    left = max(0.0, free - sum(widths))
    weights = sum(need.weight for need in needs)
    if weights <= 0:
        return [width + left / len(widths) for width in widths]
    return [width + left * need.weight / weights for width, need in zip(widths, needs, strict=True)]


def _grid(widths: list[float], needs: list[_Need], gutters: list[float], size: float) -> Grid:
    lefts = []
    left = 0.0
    for width, gutter in zip(widths, [*gutters, 0.0], strict=True):
        lefts.append(left)
        left += width + gutter
    figures = tuple(need.figure for need in needs)
    return Grid(tuple(lefts), tuple(widths), figures, size)
