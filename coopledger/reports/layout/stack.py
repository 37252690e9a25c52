"""Tables on paper that is too narrow for them: each row becomes a short list."""

from itertools import pairwise

from coopledger.reports.document import Column, Row, Table
from coopledger.reports.layout.items import Item, Line, Mark
from coopledger.reports.layout.strips import Bond, Strip
from coopledger.reports.layout.style import Style
from coopledger.reports.layout.text import Pen
from coopledger.words.directions import strong_direction

MARKS = ("yes", "no", "open")
TOTALS = ("subtotal", "total")


class Stack:
    """A table on paper that is too narrow for it: each row as a short list, header and cell."""

    def __init__(self, table: Table, room: float, style: Style, pen: Pen) -> None:
        self._table = table
        self._room = room
        self._style = style
        self._pen = pen

    def strips(self) -> list[Strip]:
        """The rows with a rule below each; a row is cut only where no page can hold it."""
        rows = [self._row(row) for row in self._table.rows]
        for strips, (row, after) in zip(rows, pairwise(self._table.rows), strict=False):
            if row.kind == "group" or after.kind in TOTALS:
                strips[-1].bond = Bond.FIRM
        if rows:
            rows[0][0].gap = self._style.gap * 0.5
        return [strip for strips in rows for strip in strips]

    def _row(self, row: Row) -> list[Strip]:
        style = self._style
        strips: list[Strip] = []
        items: list[Item] = []
        y = style.pad
        if row.kind == "group":
            y = self._label(items, y, row.cells[0])
        else:
            for column, cell in zip(self._table.columns, row.cells, strict=True):
                if items:
                    strips.append(Strip(y, items, bond=Bond.WISH))
                    items, y = [], 0
                if row.kind in TOTALS and column.kind == "text":
                    y = self._label(items, y, cell)
                elif cell or column.kind == "blank":
                    y = self._pair(items, y, column, cell, bold=row.kind != "body")
        y += style.pad
        items.append(Line(0, y, self._room, y, style.thin if row.kind != "body" else style.hair))
        return [*strips, Strip(y, items)]

    def _label(self, items: list[Item], y: float, text: str) -> float:
        """What is added up: under a header of its own, "Total" would seem to be a name."""
        pen, size = self._pen, self._style.body
        for line in pen.wrap(text, self._room, size, bold=True) if text else ():
            items.append(pen.line(line, 0, y + pen.ascent(size), size, bold=True))
            y += pen.leading(size)
        return y

    def _pair(self, items: list[Item], y: float, column: Column, cell: str, *, bold: bool) -> float:
        pen, size = self._pen, self._style.body
        base = y + pen.ascent(size)
        if column.kind == "mark" and cell in MARKS:
            side = size * 0.75
            items.append(pen.line(column.header, 0, base, size))
            items.append(Mark(self._room - side, base - side, side, cell))  # type: ignore[arg-type]
            return y + pen.leading(size)
        figure = column.numeric or (column.kind == "date" and strong_direction(cell) != "rtl")
        return pair_lines(items, pen, (0, y, self._room), (column.header, cell), size,
                          bold=bold, figure=figure)  # fmt: skip


def pair_lines(
    items: list[Item],
    pen: Pen,
    box: tuple[float, float, float],
    pair: tuple[str, str],
    size: float,
    *,
    bold: bool,
    figure: bool = False,
) -> float:
    """Label at the leading edge and value at the trailing edge of box (x, y, width).

    They share a line if both fit, else the value goes below. Returns the y below the pair.
    """
    x, y, room = box
    label, value = pair
    ascent, leading = pen.ascent(size), pen.leading(size)
    labels = pen.wrap(label, room, size)
    for line in labels:
        items.append(pen.line(line, x, y + ascent, size))
        y += leading
    if not value:
        return y
    values = pen.wrap(value, room, size, bold)
    used = pen.width(labels[-1], size, False) + size if labels else 0
    if len(values) == 1 and used + pen.width(value, size, bold) <= room:
        y -= leading
    for line in values:
        items.append(
            pen.line(line, x, y + ascent, size, bold=bold, align="end", room=room, figure=figure)
        )
        y += leading
    return y
