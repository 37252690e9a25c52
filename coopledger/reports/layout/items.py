"""The display list: what a painter draws. Points, origin at the top left, y downwards."""

from collections.abc import Iterator

import msgspec

from coopledger.reports.document import MarkKind

# Each mark as strokes in a unit square, so that no font needs the glyph.
MARK_STROKES: dict[MarkKind, tuple[tuple[tuple[float, float], ...], ...]] = {
    "yes": (((0.08, 0.52), (0.36, 0.84), (0.94, 0.12)),),
    "no": (((0.14, 0.14), (0.86, 0.86)), ((0.86, 0.14), (0.14, 0.86))),
    "open": (((0.08, 0.08), (0.92, 0.08), (0.92, 0.92), (0.08, 0.92), (0.08, 0.08)),),
}


class Text(msgspec.Struct, frozen=True, gc=False):
    """One line of text: `x` is its left edge and `y` its base line.

    `width` is as measured; `rtl` is the base direction in which mixed text is put in order.
    """

    x: float
    y: float
    text: str
    size: float
    bold: bool
    width: float
    rtl: bool


class Line(msgspec.Struct, frozen=True, gc=False):
    """A straight black line of the given thickness."""

    x1: float
    y1: float
    x2: float
    y2: float
    thickness: float


class Mark(msgspec.Struct, frozen=True, gc=False):
    """A drawn tick, cross or empty box in a square whose top left corner is (x, y)."""

    x: float
    y: float
    side: float
    kind: MarkKind


class Modules(msgspec.Struct, frozen=True, gc=False):
    """A square code in black, its top left corner at (x, y); never mirrored."""

    x: float
    y: float
    side: float
    rows: tuple[str, ...]

    def field(self) -> tuple[float, float, float, float]:
        """What must be white, as (x, y, width, height).

        The square and the four free modules around it that ISO/IEC 18004 asks for.
        """
        quiet = 4 * self.side / max(1, len(self.rows))
        side = self.side + 2 * quiet
        return self.x - quiet, self.y - quiet, side, side

    def bars(self) -> Iterator[tuple[float, float, float, float]]:
        """Black runs as (x, y, width, height), so that no seam shows between modules."""
        module = self.side / len(self.rows)
        for line, row in enumerate(self.rows):
            start = 0
            while (begin := row.find("1", start)) >= 0:
                end = row.find("0", begin)
                start = end if end >= 0 else len(row)
                yield (
                    self.x + begin * module,
                    self.y + line * module,
                    (start - begin) * module,
                    module,
                )


class Strokes(msgspec.Struct, frozen=True, gc=False):
    """A drawing in black lines in a field whose top left corner is (x, y); never mirrored.

    ``lines`` holds points within the field, from its corner.
    """

    x: float
    y: float
    width: float
    thickness: float
    lines: tuple[tuple[tuple[float, float], ...], ...]


class Watermark(msgspec.Struct, frozen=True, gc=False):
    """A word in outline, centred on (x, y), rising by `angle` degrees."""

    x: float
    y: float
    text: str
    size: float
    width: float
    angle: float
    rtl: bool


Item = Text | Line | Mark | Modules | Strokes | Watermark


class Page(msgspec.Struct, frozen=True):
    """One sheet, or a whole roll, and what is drawn on it, back to front."""

    width: float
    height: float
    items: tuple[Item, ...]


def shifted(item: Item, dx: float, dy: float) -> Item:
    """The item moved to the right by dx and down by dy."""
    match item:
        case Text():
            return Text(
                item.x + dx, item.y + dy, item.text, item.size, item.bold, item.width, item.rtl
            )
        case Line():
            return Line(item.x1 + dx, item.y1 + dy, item.x2 + dx, item.y2 + dy, item.thickness)
        case _:
            return msgspec.structs.replace(item, x=item.x + dx, y=item.y + dy)


def mirrored(item: Item, width: float) -> Item:
    """The item on the other side of a page of that width, its content unturned."""
    match item:
        case Text():
            return msgspec.structs.replace(item, x=width - item.x - item.width)
        case Line():
            return msgspec.structs.replace(item, x1=width - item.x1, x2=width - item.x2)
        case Mark() | Modules():
            return msgspec.structs.replace(item, x=width - item.x - item.side)
        case Strokes():
            return msgspec.structs.replace(item, x=width - item.x - item.width)
        case Watermark():
            return msgspec.structs.replace(item, x=width - item.x)
