"""Tables as strips: a header that is repeated, rows that are never cut."""

from collections.abc import Sequence
from itertools import pairwise

from coopledger.reports.document import Alignment, Column, Row, Table
from coopledger.reports.layout.columns import Grid, fit
from coopledger.reports.layout.items import Item, Line, Mark
from coopledger.reports.layout.stack import MARKS, TOTALS, Stack
from coopledger.reports.layout.strips import Bond, Strip
from coopledger.reports.layout.style import Style
from coopledger.reports.layout.text import Pen
from coopledger.words.directions import strong_direction


class TableSetter:
    """Sets one table in a given width; `tallest` is what a page can hold."""

    def __init__(self, table: Table, room: float, tallest: float, style: Style, pen: Pen) -> None:
        self._table = table
        self._room = room
        self._style = style
        self._pen = pen
        self._tallest = tallest

    def strips(self) -> list[Strip]:
        """The table, or its rows as short lists if the paper is too narrow for it."""
        if not self._table.columns:
            return []
        grid = fit(self._table, self._room, self._style, self._pen)
        if grid is None:
            return Stack(self._table, self._room, self._style, self._pen).strips()
        header = self._header(grid)
        rows: list[Strip] = []
        owners: list[Row] = []
        for row in self._table.rows:
            pieces = self._row(row, grid, self._tallest - header.height)
            rows.extend(pieces)
            owners.extend([row] * len(pieces))
        for strip in rows:
            strip.header = header
        _tie(header, rows, owners)
        return [header, *rows]

    def _header(self, grid: Grid) -> Strip:
        pen, style, size = self._pen, self._style, grid.size
        cells = [
            pen.wrap(column.header, width, size, bold=True)
            for column, width in zip(self._table.columns, grid.widths, strict=True)
        ]
        deepest = max(len(lines) for lines in cells)
        items: list[Item] = []
        for index, lines in enumerate(cells):
            align: Alignment = "end" if self._table.columns[index].numeric else "start"
            top = deepest - len(lines)
            for number, line in enumerate(lines):
                y = style.pad + pen.ascent(size) + (top + number) * pen.leading(size)
                items.append(
                    pen.line(line, grid.lefts[index], y, size, bold=True, align=align,
                             room=grid.widths[index])
                )  # fmt: skip
        height = deepest * pen.leading(size) + 2 * style.pad
        items.append(Line(0, height, self._room, height, style.thick))
        return Strip(height, items, gap=style.gap * 0.5)

    def _row(self, row: Row, grid: Grid, tallest: float) -> list[Strip]:
        if row.kind == "group":
            return [self._group(row, grid)]
        bold = row.kind != "body"
        cells = [
            self._lines(column, cell, width, grid.size, bold)
            for column, cell, width in zip(self._table.columns, row.cells, grid.widths, strict=True)
        ]
        leading = self._pen.leading(grid.size)
        deepest = max(1, *map(len, cells))
        room = min(tallest - 2 * self._style.pad, deepest * leading)
        fits = max(1, int(room / leading + 1e-6))
        strips = []
        for start in range(0, deepest, fits):
            part = [lines[start : start + fits] for lines in cells]
            strips.append(self._slice(row, part, grid, last=start + fits >= deepest))
        return strips

    def _lines(self, column: Column, cell: str, width: float, size: float, bold: bool) -> list[str]:
        if not cell:
            return []
        if column.numeric or column.kind in {"date", "mark"}:
            return [cell]
        return self._pen.wrap(cell, width, size, bold)

    def _slice(self, row: Row, cells: Sequence[list[str]], grid: Grid, *, last: bool) -> Strip:
        style, pen = self._style, self._pen
        leading = pen.leading(grid.size)
        items: list[Item] = []
        lines = max(1, *map(len, cells))
        height = max(lines * leading + 2 * style.pad, self._table.row_height)
        base = style.pad + pen.ascent(grid.size)
        if row.kind in TOTALS:
            items.append(Line(0, 0, self._room, 0, style.thin))
        for index, texts in enumerate(cells):
            for number, text in enumerate(texts):
                y = base + number * leading
                items.append(self._cell(text, index, y, grid, row.kind != "body"))
        if row.kind == "total":
            items.append(Line(0, height - 1.2, self._room, height - 1.2, style.thin))
        if last:
            thickness = style.thin if row.kind == "total" else style.hair
            items.append(Line(0, height, self._room, height, thickness))
        return Strip(height, items)

    def _cell(self, text: str, index: int, y: float, grid: Grid, bold: bool) -> Item:
        column, left, width = self._table.columns[index], grid.lefts[index], grid.widths[index]
        if column.kind == "mark" and text in MARKS:
            side = grid.size * 0.75
            return Mark(left, y - side, side, text)  # type: ignore[arg-type]
        if column.numeric:
            # Right to left, the block of figures stands at the trailing edge, but in it units
            # stand under units: a column of figures reads the same way in every script.
            block = left + width - grid.figures[index]
            align: Alignment = "start" if self._pen.rtl else "end"
            return self._pen.line(text, block, y, grid.size, bold=bold, align=align,
                                  room=grid.figures[index], figure=True)  # fmt: skip
        # A date whose own marks say that it runs from the right is no figure.
        figure = column.kind == "date" and strong_direction(text) != "rtl"
        return self._pen.line(text, left, y, grid.size, bold=bold, figure=figure)

    def _group(self, row: Row, grid: Grid) -> Strip:
        style, pen = self._style, self._pen
        items: list[Item] = []
        top = style.pad * 3
        lines = pen.wrap(row.cells[0], self._room, grid.size, bold=True)
        for number, text in enumerate(lines):
            y = top + pen.ascent(grid.size) + number * pen.leading(grid.size)
            items.append(pen.line(text, 0, y, grid.size, bold=True))
        height = top + len(lines) * pen.leading(grid.size) + style.pad
        items.append(Line(0, height, self._room, height, style.thin))
        return Strip(height, items, bond=Bond.FIRM)


def _tie(header: Strip, rows: Sequence[Strip], owners: Sequence[Row]) -> None:
    """Bonds that keep totals with what they add up, and single rows from standing alone."""
    if not rows:
        return
    header.bond = Bond.FIRM
    for (strip, row), (_, after) in pairwise(zip(rows, owners, strict=True)):
        if row is after:
            continue
        if after.kind in TOTALS:
            strip.bond = Bond.FIRM
    for index in {0, len(rows) - 2}:
        if 0 <= index < len(rows) - 1:
            rows[index].bond = max(rows[index].bond, Bond.WISH)
