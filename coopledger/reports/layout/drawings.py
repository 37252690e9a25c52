"""Drawings in a grid, all on one page, each with its number and a few words below it."""

from coopledger.reports.document import Pictures
from coopledger.reports.layout.items import Item, Strokes
from coopledger.reports.layout.strips import Strip
from coopledger.reports.layout.style import Style
from coopledger.reports.layout.text import Pen
from coopledger.reports.pictures import WIDTH, drawing

_LINE = 0.02
"""Thickness of a stroke, as a part of a drawing's height."""
_LOW = 30.0
"""Points under which a drawing tells nothing any more."""


def drawn(block: Pictures, room: float, tallest: float, style: Style, pen: Pen) -> list[Strip]:
    """The rows of a grid of drawings.

    Args:
        block: what is drawn.
        room: width, in points.
        tallest: height that a page holds, infinite for a roll.
        style: sizes.
        pen: sets the words.
    """
    columns = 1 if tallest == float("inf") else block.columns
    gutter = style.gutter * 2
    width = (room - gutter * (columns - 1)) / columns
    indent = pen.width("00", style.body, True) + style.gutter
    cells = [(each, pen.wrap(each.caption, width - indent, style.body)) for each in block.pictures]
    rows = [cells[first : first + columns] for first in range(0, len(cells), columns)]
    leading = pen.leading(style.body)
    deep = [max(len(lines) for _each, lines in row) * leading for row in rows]
    # The title above and a line below are on the page too.
    taken = sum(deep) + len(rows) * (style.gap + style.pad) + 3.5 * pen.leading(style.title)
    high = max(_LOW, min(width / WIDTH, (tallest - taken) / max(1, len(rows))))
    strips = []
    for row, words in zip(rows, deep, strict=True):
        items: list[Item] = []
        for place, (each, lines) in enumerate(row):
            left = place * (width + gutter)
            shift = (width - high * WIDTH) / 2
            scaled = tuple(
                tuple((x * high, y * high) for x, y in stroke) for stroke in drawing(each.name)
            )
            items.append(Strokes(left + shift, 0, high * WIDTH, high * _LINE, scaled))
            base = high + style.pad + pen.ascent(style.body)
            items.append(pen.line(each.number, left, base, style.body, bold=True))
            for number, text in enumerate(lines):
                y = base + number * leading
                items.append(pen.line(text, left + indent, y, style.body))
        strips.append(Strip(high + style.pad + words, items, gap=style.gap))
    return strips
