"""A printed report as data: what stands on the paper, before anyone decides where.

A report builder fills these structs with text that is already worded, translated and formatted
for its reader (the `words` layer); `layout` gives it pages, and a painter draws them. Nothing
here knows a font, an engine or a printer. Lengths are points (1/72 inch).
"""

from collections.abc import Iterator
from typing import Literal

import msgspec

Direction = Literal["ltr", "rtl"]
Alignment = Literal["start", "center", "end"]
ColumnKind = Literal["text", "number", "money", "date", "mark", "blank"]
RowKind = Literal["body", "group", "subtotal", "total"]
MarkKind = Literal["yes", "no", "open"]

MM = 72 / 25.4


class PaperSize(msgspec.Struct, frozen=True):
    """A sheet, or a roll that is as long as what is printed on it.

    Attributes:
        name: How a person asks for it.
        width: Of the whole sheet, in points.
        height: Of the whole sheet, in points; 0 for a roll.
        margin: Left free on every side, in points.
        text_size: Of running text on this paper, in points.
    """

    name: str
    width: float
    height: float
    margin: float
    text_size: float

    @property
    def roll(self) -> bool:
        """Whether this is a receipt roll: one page without end."""
        return self.height == 0

    def landscape(self) -> "PaperSize":
        """The same sheet on its side; a roll stays as it is."""
        if self.roll or self.width > self.height:
            return self
        return msgspec.structs.replace(self, width=self.height, height=self.width)


A4 = PaperSize("A4", 210 * MM, 297 * MM, 18 * MM, 9.5)
A5 = PaperSize("A5", 148 * MM, 210 * MM, 12 * MM, 8.5)
LETTER = PaperSize("Letter", 612, 792, 18 * MM, 9.5)
# Receipt printers leave 4 to 5 mm free at both edges: 72 of 80 mm and 48 of 58 mm print.
RECEIPT_80 = PaperSize("80 mm", 80 * MM, 0, 4 * MM, 8.5)
RECEIPT_58 = PaperSize("58 mm", 58 * MM, 0, 5 * MM, 7.5)
PAPERS = {"A4": A4, "A5": A5, "letter": LETTER, "80mm": RECEIPT_80, "58mm": RECEIPT_58}
"""All papers, by what a script calls them."""


class Block(msgspec.Struct, frozen=True, tag=True):
    """One thing that stands in the flow of a report."""


class Heading(Block, frozen=True):
    """A heading; it never stays behind alone at the foot of a page."""

    text: str
    level: Literal[1, 2] = 1


class Paragraph(Block, frozen=True):
    """Running text; a newline in it starts a new line on paper."""

    text: str
    align: Alignment = "start"
    bold: bool = False
    small: bool = False


class KeyValues(Block, frozen=True):
    """Labels with their values, such as a member's number and name.

    Attributes:
        pairs: (label, value), in reading order.
        columns: Pairs side by side; on a roll always one.
    """

    pairs: tuple[tuple[str, str], ...]
    columns: int = 2


class Column(msgspec.Struct, frozen=True):
    """One column of a table.

    Attributes:
        header: May be wrapped between words.
        kind: `number` and `money` are aligned by place value at the trailing edge; they and `date`
            are never broken over two lines. `mark` cells hold "yes", "no" or "open" and are drawn.
            `blank` cells are written by hand.
        weight: Share of the room that is left over; None lets the kind decide.
        min_width: In points.
    """

    header: str
    kind: ColumnKind = "text"
    weight: float | None = None
    min_width: float = 0

    @property
    def numeric(self) -> bool:
        """Whether the cells are figures that stand under each other by place value."""
        return self.kind in {"number", "money"}


class Row(msgspec.Struct, frozen=True):
    """One row of a table; a `group` row has one cell that spans the table.

    Attributes:
        cells: As they are printed.
        kind: What the row is in its table.
        values: What the cells stand for, where a spreadsheet is to know it: money in minor units,
            numbers, days in ISO form; None for an empty cell. Without it the cells are all.
    """

    cells: tuple[str, ...]
    kind: RowKind = "body"
    values: tuple[int | str | None, ...] = ()


class Table(Block, frozen=True):
    """Rows of formatted text under headers that are repeated on every page.

    A row is never cut by a page's end, and a total never stands alone on a page.

    Attributes:
        columns: From the leading edge on.
        rows: Each with as many cells as there are columns, `group` rows with one.
        row_height: At least, in points; for columns that are filled in by hand.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    row_height: float = 0

    def __post_init__(self) -> None:
        """Refuse a ragged table: a figure under the wrong header is worse than no table."""
        for number, row in enumerate(self.rows, 1):
            expected = 1 if row.kind == "group" else len(self.columns)
            if len(row.cells) != expected or len(row.values) not in (0, expected):
                raise ValueError(f"row {number} has {len(row.cells)} cells, not {expected}")


class Signer(msgspec.Struct, frozen=True):
    """Who signs on a line; the name may be left empty, to be written by hand."""

    role: str
    name: str = ""


class Signatures(Block, frozen=True):
    """Lines to sign on, with role and name below each."""

    signers: tuple[Signer, ...]
    columns: int = 2


class CheckItem(msgspec.Struct, frozen=True):
    """One line of a checklist."""

    text: str
    mark: MarkKind = "open"


class Checklist(Block, frozen=True):
    """Things that are done, not done, or open, with a drawn mark before each."""

    items: tuple[CheckItem, ...]


class Symbol(Block, frozen=True):
    """A square code such as QR, with a few words beside it.

    Attributes:
        modules: One string of 0 and 1 a line, without the quiet zone.
        side: Of the printed square, in points.
        caption: What it is for.
    """

    modules: tuple[str, ...]
    side: float
    caption: str = ""


class Picture(msgspec.Struct, frozen=True):
    """A drawing with its number and a line of words below it.

    Attributes:
        name: Of the drawing; see `pictures.drawing`.
        number: Its place, as people write it.
        caption: What it says.
    """

    name: str
    number: str
    caption: str


class Pictures(Block, frozen=True):
    """Drawings side by side, as high as the sheet lets them all be on one page."""

    pictures: tuple[Picture, ...]
    columns: int = 2


class Spacer(Block, frozen=True):
    """Empty room; it vanishes at the top of a page."""

    height: float


class PageBreak(Block, frozen=True):
    """What follows begins on a new page; nothing on a roll."""


class KeepTogether(Block, frozen=True):
    """Blocks that stand on one page, if a page can hold them."""

    blocks: "tuple[AnyBlock, ...]"


AnyBlock = (
    Heading
    | Paragraph
    | KeyValues
    | Table
    | Signatures
    | Checklist
    | Symbol
    | Pictures
    | Spacer
    | PageBreak
    | KeepTogether
)


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A whole report.

    Attributes:
        title: At the head of the first page, and in the file's metadata.
        subtitle: Below it: group, meeting, date.
        blocks: The report, in reading order.
        paper: What it is printed on.
        direction: Of reading; `rtl` mirrors columns and alignment.
        language: BCP 47 tag, for the file's metadata.
        author: For the file's metadata: the group or the co-operative.
        running_header: At the head of every page but the first.
        footer: At the foot of every page: the fingerprint line.
        page_label: Worded template with {page} and {pages}; empty for none.
        digits: The ten digits, 0 first, in which pages are numbered.
        watermark: A word across every page, such as PRACTICE.
        scale: Of all text; above 1 for large print.
        symbol: A square code in the trailing corner of the first page; at the end of a roll.
    """

    title: str
    subtitle: str = ""
    blocks: tuple[AnyBlock, ...] = ()
    paper: PaperSize = A4
    direction: Direction = "ltr"
    language: str = "en"
    author: str = ""
    running_header: str = ""
    footer: str = ""
    page_label: str = "{page} / {pages}"
    digits: str = "0123456789"
    watermark: str = ""
    scale: float = 1.0
    symbol: Symbol | None = None


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def characters(document: Document) -> frozenset[str]:
    """Every character that the document may put on paper."""
    return frozenset().union(*_strings(msgspec.to_builtins(document)))
