"""PDF files through reportlab: the same document gives the same bytes, on every machine.

reportlab does not shape, so this painter is for scripts in which a letter looks the same wherever
it stands: Latin, Greek, Cyrillic, Ethiopic. `files` sends everything else to the Qt painter.
"""

import unicodedata
import zlib
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import IO, Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFName, PDFStream
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from coopledger.reports.document import Document, characters
from coopledger.reports.fonts import LATIN, Face, faces_for, font_file, ignorable, runs
from coopledger.reports.layout import (
    Line,
    Mark,
    Modules,
    Page,
    Strokes,
    Text,
    Watermark,
    lay_out,
)
from coopledger.reports.layout.items import MARK_STROKES
from coopledger.reports.outlines import outline

# Outline of synthetic bold, as a share of the text size.
BOLD_STROKE = 0.032
_FILL, _FILL_AND_STROKE = 0, 2

_PLAIN_BLOCKS = (
    (0x0020, 0x02FF),  # Latin, IPA, modifier letters
    (0x0370, 0x052F),  # Greek, Cyrillic
    (0x1200, 0x139F),  # Ethiopic
    (0x1E00, 0x1FFF),  # Latin and Greek with accents
    (0x2000, 0x22FF),  # punctuation, currencies, arrows, operators
    (0x2C60, 0x2DDF),  # Latin and Ethiopic, further
    (0xA720, 0xA7FF),
    (0xAB00, 0xAB2F),
)


@lru_cache(maxsize=4096)
def _plain(character: str) -> bool:
    if character == "\n" or " " <= character <= "~":
        return True
    code = ord(character)
    if unicodedata.category(character) in {"Mn", "Me", "Mc"}:
        return False  # an accent that must be put in place over its letter
    return any(first <= code <= last for first, last in _PLAIN_BLOCKS)


def can_shape(text: Iterable[str]) -> bool:
    """Whether every character stands right on paper without shaping or reordering."""
    return all(map(_plain, text))


@cache
def _font(face: Face) -> TTFont:
    font = TTFont(face.name, str(font_file(face)))
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=16384)
def _unit_width(text: str) -> float:
    return float(sum(_font(face).stringWidth(_inked(run), 1.0) for face, run in runs(text)))


def _inked(text: str) -> str:
    if text.isascii():
        return text
    return "".join(character for character in text if not ignorable(character))


class PdfMeasurer:
    """Widths as reportlab draws them; synthetic bold is as wide as regular."""

    def __init__(self, faces: Iterable[Face] = (LATIN,)) -> None:
        faces = tuple(faces)
        self._ascent = max(face.ascent for face in faces)
        self._descent = max(face.descent for face in faces)

    def width(self, text: str, size: float, bold: bool) -> float:  # noqa: ARG002
        """How far one line of text reaches, in points."""
        return _unit_width(text) * size

    def ascent(self, size: float) -> float:
        """Room above the base line, in points."""
        return self._ascent * size

    def descent(self, size: float) -> float:
        """Room below the base line, in points."""
        return self._descent * size


def write_pdf(documents: Iterable[Document], target: IO[bytes]) -> int:
    """Write the documents, one after the other, as one PDF; returns the number of pages."""
    canvas: Any = None
    count = 0
    for document in documents:
        if canvas is None:
            canvas = _canvas(document, target)
        measurer = PdfMeasurer(faces_for(characters(document)))
        for page in lay_out(document, measurer):
            canvas.setPageSize((page.width, page.height))
            paint(page, canvas)
            canvas.showPage()
            _pack(canvas)
            count += 1
    if canvas is not None:
        canvas.save()
    return count


def _canvas(document: Document, target: IO[bytes]) -> Any:
    canvas = Canvas(
        target,
        invariant=1,
        pageCompression=1,
        lang=document.language,
        initialFontName=_font(LATIN).fontName,
    )
    canvas.setTitle(document.title)
    canvas.setSubject(document.subtitle)
    canvas.setAuthor(document.author)
    canvas.setCreator("CoopLedger")
    return canvas


def _pack(canvas: Any) -> None:
    """Compress the page just drawn: reportlab keeps all pages as text until the file is saved.

    It would also write them in base 85, a quarter longer.
    """
    page = canvas._doc.Pages.pages[-1]  # noqa: SLF001 - it has no other door
    stream = PDFStream(content=zlib.compress(page.stream.encode("latin-1")))
    stream.dictionary["Filter"] = PDFName("FlateDecode")
    page.Contents, page.stream = stream, None


def paint(page: Page, canvas: Any) -> None:
    """Draw one page on a canvas of its size."""
    height = page.height
    texts: list[Text] = []
    canvas.setLineJoin(1)
    for item in page.items:
        match item:
            case Text():
                texts.append(item)
            case Line():
                canvas.setLineWidth(item.thickness)
                canvas.line(item.x1, height - item.y1, item.x2, height - item.y2)
            case Mark():
                _mark(item, height, canvas)
            case Modules():
                _modules(item, height, canvas)
            case Strokes():
                _strokes(item, height, canvas)
            case Watermark():
                _watermark(item, height, canvas)
    _texts(texts, height, canvas)


def _texts(texts: list[Text], height: float, canvas: Any) -> None:
    """All text of a page, in as few text objects as its weights need: one each costs time."""
    block: Any = None
    weight: tuple[float, bool] | None = None
    for item in texts:
        wanted = (item.size, True) if item.bold else (0.0, False)
        if block is None or wanted != weight:
            _end(block, canvas)
            if item.bold:
                canvas.setLineWidth(item.size * BOLD_STROKE)
            block = canvas.beginText()
            block.setTextRenderMode(_FILL_AND_STROKE if item.bold else _FILL)
            weight = wanted
            font = ("", 0.0)
        block.setTextOrigin(item.x, height - item.y)
        for face, run in runs(item.text):
            if font != (face.name, item.size):
                font = (face.name, item.size)
                block.setFont(_font(face).fontName, item.size)
            block.textOut(_inked(run))
    _end(block, canvas)


def _end(block: Any, canvas: Any) -> None:
    if block is not None:
        # The mode outlives the text object, but reportlab starts the next one as if it did not.
        block.setTextRenderMode(_FILL)
        canvas.drawText(block)


def _modules(item: Modules, height: float, canvas: Any) -> None:
    x, y, width, tall = item.field()
    canvas.setFillGray(1)
    canvas.rect(x, height - y - tall, width, tall, stroke=0, fill=1)
    canvas.setFillGray(0)
    path = canvas.beginPath()
    for x, y, width, tall in item.bars():
        path.rect(x, height - y - tall, width, tall)
    canvas.drawPath(path, stroke=0, fill=1)


def _mark(item: Mark, height: float, canvas: Any) -> None:
    canvas.setLineWidth(item.side * (0.08 if item.kind == "open" else 0.14))
    canvas.setLineCap(1)
    for stroke in MARK_STROKES[item.kind]:
        path = canvas.beginPath()
        for index, (x, y) in enumerate(stroke):
            step = path.lineTo if index else path.moveTo
            step(item.x + x * item.side, height - item.y - y * item.side)
        canvas.drawPath(path, stroke=1, fill=0)
    canvas.setLineCap(0)


def _strokes(item: Strokes, height: float, canvas: Any) -> None:
    canvas.setLineWidth(item.thickness)
    canvas.setLineCap(1)
    path = canvas.beginPath()
    for line in item.lines:
        for index, (x, y) in enumerate(line):
            step = path.lineTo if index else path.moveTo
            step(item.x + x, height - item.y - y)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.setLineCap(0)


def _watermark(item: Watermark, height: float, canvas: Any) -> None:
    canvas.saveState()
    canvas.setStrokeGray(0.45)
    canvas.setLineWidth(0.4)
    canvas.translate(item.x, height - item.y)
    canvas.rotate(item.angle)
    path = canvas.beginPath()

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - across) * item.size, (point[1] - 0.35) * item.size

    across = item.width / item.size / 2
    for start, curves in outline(item.text):
        x, y = place(start)
        path.moveTo(x, y)
        for control, end in curves:
            (cx, cy), (ex, ey) = place(control), place(end)
            # A quadratic curve as the cubic one that PDF has.
            path.curveTo(
                (x + 2 * cx) / 3, (y + 2 * cy) / 3, (ex + 2 * cx) / 3, (ey + 2 * cy) / 3, ex, ey
            )
            x, y = ex, ey
        path.close()
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.restoreState()
