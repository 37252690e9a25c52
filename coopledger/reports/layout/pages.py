"""A document as pages: the flow, then header, footer, page numbers and watermark around it."""

import math

from coopledger.reports.document import MM, Document
from coopledger.reports.layout.blocks import Setter
from coopledger.reports.layout.items import (
    Item,
    Line,
    Modules,
    Page,
    Watermark,
    mirrored,
    shifted,
)
from coopledger.reports.layout.strips import Pages, Placed, Strip
from coopledger.reports.layout.style import Style, style_for
from coopledger.reports.layout.text import Measurer, Pen

_WATERMARK_SIZE = 10.0
_SYMBOL_TOP = 5 * MM
"""The symbol's free border begins where the least printers can print."""


def lay_out(document: Document, measurer: Measurer) -> list[Page]:
    """Turn a document into its pages; the same input gives the same pages."""
    return Sheet(document, measurer).pages()


class Sheet:
    """The paper of one document: its margins, and what stands in them."""

    def __init__(self, document: Document, measurer: Measurer) -> None:
        self._document = document
        self._style: Style = style_for(document)
        self._pen = Pen(measurer, document.direction == "rtl")
        paper = document.paper
        self._room = paper.width - 2 * paper.margin
        small = self._style.small
        self._band = self._pen.leading(small) + 3 * self._style.pad
        label = self._label(999, 999)
        self._footer_room = self._room - (
            self._pen.width(label, small, False) + self._style.gutter if label else 0
        )
        self._footer = (
            self._pen.wrap(document.footer, self._footer_room, small) if document.footer else []
        )

    def pages(self) -> list[Page]:
        """All pages, numbered."""
        document = self._document
        header = self._band if document.running_header else 0.0
        if document.paper.roll:
            first = later = math.inf
        else:
            body = document.paper.height - 2 * document.paper.margin - self._footer_height()
            first, later = body, body - header
        setter = Setter(self._room, later, document.paper.roll, self._style, self._pen)
        strips = self._title(setter)
        strips += setter.strips(document.blocks)
        if document.symbol and document.paper.roll:
            strips += setter.strips((document.symbol,))
        deal = Pages(first, later)
        deal.place(strips)
        height = document.paper.height or (
            deal.height() + 2 * document.paper.margin + self._footer_height()
        )
        count = len(deal.pages)
        return [
            self._page(number, count, height, placed) for number, placed in enumerate(deal.pages, 1)
        ]

    def _title(self, setter: Setter) -> list[Strip]:
        """Title and subtitle beside the symbol, as high as it is: the rest goes below it."""
        document = self._document
        if not document.title:
            return []
        field = self._symbol_field()
        strips = setter.title(document.title, document.subtitle, self._room - field)
        if field:
            missing = _SYMBOL_TOP + field - document.paper.margin
            missing -= sum(strip.height + strip.gap for strip in strips)
            if missing > 0:
                strips[-1].items = [shifted(item, 0, missing) for item in strips[-1].items]
                strips[-1].height += missing
        return strips

    def _symbol_field(self) -> float:
        """How wide the corner is that the symbol with its free border takes."""
        symbol = self._document.symbol
        if symbol is None or self._document.paper.roll:
            return 0.0
        return Modules(0, 0, symbol.side, symbol.modules).field()[2]

    def _symbol(self) -> list[Item]:
        """The symbol in the trailing corner of the first page, reaching into its margin."""
        field, symbol = self._symbol_field(), self._document.symbol
        if symbol is None or not field:
            return []
        quiet = (field - symbol.side) / 2
        # The free border may lie in the margin.
        x = self._document.paper.width - self._document.paper.margin - symbol.side
        return [Modules(x, _SYMBOL_TOP + quiet, symbol.side, symbol.modules)]

    def _page(self, number: int, count: int, height: float, placed: list[Placed]) -> Page:
        document = self._document
        margin = document.paper.margin
        top = margin
        items = self._watermarks(height)
        if number > 1 and document.running_header:
            items += self._running_header(margin, top)
            top += self._band
        for y, strip in placed:
            items += [shifted(item, margin, top + y) for item in strip.items]
        items += self._watermark_in_words()
        items += self._symbol() if number == 1 else []
        items += self._foot(margin, height - margin, number, count)
        if self._pen.rtl:
            items = [mirrored(item, document.paper.width) for item in items]
        return Page(document.paper.width, height, tuple(items))

    def _watermark_in_words(self) -> list[Item]:
        """The watermark once more, in the top margin: for eyes and for programs that read."""
        word, margin = self._document.watermark, self._document.paper.margin
        if not word:
            return []
        size = self._style.small
        return [
            self._pen.line(
                word, margin, margin * 0.72, size, bold=True, align="center", room=self._room
            )
        ]

    def _running_header(self, x: float, y: float) -> list[Item]:
        size, pen = self._style.small, self._pen
        line = pen.wrap(self._document.running_header, self._room, size)[0]
        rule = y + pen.leading(size)
        return [
            pen.line(line, x, y + pen.ascent(size), size),
            Line(x, rule, x + self._room, rule, self._style.hair),
        ]

    def _footer_height(self) -> float:
        if self._document.paper.roll and not self._footer:
            return 0.0
        lines = max(len(self._footer), 1 if self._document.page_label else 0)
        return lines * self._pen.leading(self._style.small) + 7 * self._style.pad if lines else 0.0

    def _foot(self, x: float, bottom: float, number: int, count: int) -> list[Item]:
        pen, size = self._pen, self._style.small
        height = self._footer_height()
        if not height:
            return []
        rule = bottom - height + 6 * self._style.pad
        base = rule + self._style.pad + pen.ascent(size)
        items: list[Item] = [Line(x, rule, x + self._room, rule, self._style.hair)]
        for index, text in enumerate(self._footer):
            items.append(pen.line(text, x, base + index * pen.leading(size), size))
        if label := self._label(number, count):
            items.append(pen.line(label, x, base, size, align="end", room=self._room))
        return items

    def _label(self, number: int, count: int) -> str:
        document = self._document
        if document.paper.roll or not document.page_label:
            return ""
        digits = {ord("0") + value: digit for value, digit in enumerate(document.digits)}
        return document.page_label.format(
            page=str(number).translate(digits), pages=str(count).translate(digits)
        )

    def _watermarks(self, height: float) -> list[Item]:
        document = self._document
        word = document.watermark
        if not word:
            return []
        across = self._pen.width(word, _WATERMARK_SIZE, True) / _WATERMARK_SIZE
        width = document.paper.width
        roll = document.paper.roll
        angle = 0.0 if roll else math.degrees(math.atan2(height, width))
        reach = self._room if roll else math.hypot(width, height) * 0.62
        size = round(min(reach / across, width * 0.3) * 20) / 20
        step = max(size * 4, width) if roll else height
        rtl = self._pen.line(word, 0, 0, size).rtl
        count = max(1, round(height / step))
        return [
            Watermark(width / 2, height * (index + 0.5) / count, word, size, across * size,
                      angle, rtl)
            for index in range(count)
        ]  # fmt: skip
