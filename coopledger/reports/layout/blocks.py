"""Every block of a document as strips."""

from collections.abc import Callable, Iterable

from coopledger.reports.document import (
    Alignment,
    AnyBlock,
    Checklist,
    Heading,
    KeepTogether,
    KeyValues,
    PageBreak,
    Paragraph,
    Pictures,
    Signatures,
    Signer,
    Spacer,
    Symbol,
    Table,
)
from coopledger.reports.layout.drawings import drawn
from coopledger.reports.layout.items import Item, Line, Mark, Modules
from coopledger.reports.layout.stack import pair_lines
from coopledger.reports.layout.strips import Bond, Strip, bind
from coopledger.reports.layout.style import Style
from coopledger.reports.layout.tables import TableSetter
from coopledger.reports.layout.text import Pen

# Room to write a name with a pen, or to press a thumb.
_HAND = 30.0


class Setter:
    """Sets blocks in a column of width `room` on pages that hold `tallest` points."""

    def __init__(self, room: float, tallest: float, roll: bool, style: Style, pen: Pen) -> None:
        self._room = room
        self._tallest = tallest
        self._roll = roll
        self._style = style
        self._pen = pen

    def strips(self, blocks: Iterable[AnyBlock]) -> list[Strip]:
        """All blocks, one after the other."""
        result: list[Strip] = []
        breaks = False
        for block in blocks:
            if isinstance(block, PageBreak):
                breaks = True
                continue
            strips = self._block(block)
            if strips:
                strips[0].breaks = strips[0].breaks or breaks
                breaks = False
            result.extend(strips)
        return result

    def title(self, title: str, subtitle: str, room: float) -> list[Strip]:
        """The head of the first page in a part of its room, with a rule below it."""
        style = self._style
        align: Alignment = "center" if self._roll else "start"
        strips = self._paragraph(Paragraph(title, align, bold=True), style.title, room)
        if subtitle:
            strips += self._paragraph(Paragraph(subtitle, align), style.heading[1], room)
        for strip in strips:
            strip.gap = 0
        height = style.pad * 3
        strips.append(Strip(height, [Line(0, height, self._room, height, style.thick)]))
        bind(strips, Bond.FIRM)
        return strips

    def _block(self, block: AnyBlock) -> list[Strip]:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                size = self._style.small if block.small else self._style.body
                return self._paragraph(block, size)
            case KeyValues():
                return self._key_values(block)
            case Table():
                return TableSetter(
                    block, self._room, self._tallest, self._style, self._pen
                ).strips()
            case Signatures():
                return self._signatures(block)
            case Checklist():
                return self._checklist(block)
            case Spacer():
                return [Strip(0, gap=block.height)]
            case KeepTogether():
                strips = self.strips(block.blocks)
                bind(strips, Bond.WISH)
                return strips
        return self._drawn(block)

    def _drawn(self, block: AnyBlock) -> list[Strip]:
        """Blocks that are no text."""
        match block:
            case Symbol():
                return self._symbol(block)
            case Pictures():
                return drawn(block, self._room, self._tallest, self._style, self._pen)
        return []

    def _heading(self, block: Heading) -> list[Strip]:
        size = self._style.heading[block.level - 1]
        strips = self._paragraph(Paragraph(block.text, bold=True), size)
        strips[0].gap = self._style.gap * (1.8 if block.level == 1 else 1.2)
        for strip in strips:
            strip.bond = Bond.FIRM
        return strips

    def _paragraph(self, block: Paragraph, size: float, room: float = 0) -> list[Strip]:
        pen, room = self._pen, room or self._room
        leading, ascent = pen.leading(size), pen.ascent(size)
        lines = pen.wrap(block.text, room, size, block.bold)
        strips = []
        for text in lines:
            line = pen.line(text, 0, ascent, size, bold=block.bold, align=block.align, room=room)
            strips.append(Strip(leading, [line] if text else []))
        strips[0].gap = self._style.gap * 0.6
        # Neither the first nor the last line of a paragraph stands alone on a page.
        bind(strips[:2], Bond.WISH)
        bind(strips[-2:], Bond.WISH)
        return strips

    def _cells(
        self,
        count: int,
        columns: int,
        draw: Callable[[int, float, float], tuple[list[Item], float]],
    ) -> list[Strip]:
        """A grid of equal cells, row by row; `draw` gets (index, x, width) of each."""
        columns = 1 if self._roll else max(1, columns)
        gutter = self._style.gutter * 2
        width = (self._room - gutter * (columns - 1)) / columns
        strips = []
        for first in range(0, count, columns):
            cells = [
                draw(first + place, place * (width + gutter), width)
                for place in range(min(columns, count - first))
            ]
            items = [item for cell, _ in cells for item in cell]
            strips.append(Strip(max(height for _, height in cells), items))
        if strips:
            strips[0].gap = self._style.gap * 0.6
        return strips

    def _key_values(self, block: KeyValues) -> list[Strip]:
        pen, style, size = self._pen, self._style, self._style.body
        columns = 1 if self._roll else max(1, block.columns)
        labels = [0.0] * columns
        for index, (label, _) in enumerate(block.pairs):
            labels[index % columns] = max(labels[index % columns], pen.width(label, size, False))

        def draw(index: int, x: float, width: float) -> tuple[list[Item], float]:
            label, value = block.pairs[index]
            items: list[Item] = []
            if self._roll:
                y = pair_lines(items, pen, (x, 0, width), (label, value), size, bold=True)
                return items, y
            indent = min(labels[index % columns], width * 0.5)
            left = pen.wrap(label, indent, size)
            start = x + indent + style.gutter
            right = pen.wrap(value, width - indent - style.gutter, size, bold=True)
            for number, text in enumerate(left):
                y = pen.ascent(size) + number * pen.leading(size)
                items.append(pen.line(text, x, y, size))
            for number, text in enumerate(right):
                y = pen.ascent(size) + number * pen.leading(size)
                items.append(pen.line(text, start, y, size, bold=True))
            return items, max(len(left), len(right), 1) * pen.leading(size) + style.pad

        return self._cells(len(block.pairs), block.columns, draw)

    def _signatures(self, block: Signatures) -> list[Strip]:
        pen, style = self._pen, self._style

        def draw(index: int, x: float, width: float) -> tuple[list[Item], float]:
            signer: Signer = block.signers[index]
            items: list[Item] = [Line(x, _HAND, x + width, _HAND, style.thin)]
            y = _HAND + style.pad
            for text, bold in ((signer.role, False), (signer.name, True)):
                for line in pen.wrap(text, width, style.body, bold) if text else ():
                    items.append(pen.line(line, x, y + pen.ascent(style.body), style.body,
                                          bold=bold))  # fmt: skip
                    y += pen.leading(style.body)
            return items, y + style.pad

        strips = self._cells(len(block.signers), block.columns, draw)
        bind(strips, Bond.WISH)
        return strips

    def _checklist(self, block: Checklist) -> list[Strip]:
        pen, style, size = self._pen, self._style, self._style.body
        side = size * 0.75
        indent = side + style.gutter
        strips = []
        for item in block.items:
            base = style.pad + pen.ascent(size)
            items: list[Item] = [Mark(0, base - side, side, item.mark)]
            lines = pen.wrap(item.text, self._room - indent, size)
            for number, text in enumerate(lines):
                items.append(pen.line(text, indent, base + number * pen.leading(size), size))
            strips.append(Strip(len(lines) * pen.leading(size) + 2 * style.pad, items))
        if strips:
            strips[0].gap = style.gap * 0.6
        return strips

    def _symbol(self, block: Symbol) -> list[Strip]:
        pen, style = self._pen, self._style
        side = min(block.side, self._room)
        quiet = -Modules(0, 0, side, block.modules).field()[0]
        items: list[Item] = [Modules(quiet, quiet, side, block.modules)]
        start = side + 2 * quiet
        beside = self._room - start >= self._room * 0.4
        x, y, room = (start, quiet, self._room - start) if beside else (0, start, self._room)
        for text in pen.wrap(block.caption, room, style.small) if block.caption else ():
            items.append(pen.line(text, x, y + pen.ascent(style.small), style.small))
            y += pen.leading(style.small)
        return [Strip(max(start, y), items, gap=style.gap)]
