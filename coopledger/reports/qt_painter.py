"""The same pages through Qt: preview, printer, and PDF files in every script.

Qt shapes and orders all scripts. Only QtGui is used, so that the command line needs no window
system; importing this module loads Qt, so import it where it is needed.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QHashSeed, QMarginsF, QPointF, QRectF, QSizeF, Qt, QUuid
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
    QPolygonF,
)

from coopledger.reports.document import Document, characters
from coopledger.reports.fonts import FACES, LATIN, Face, faces_for, font_file
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
from coopledger.reports.pdf_metadata import identity, take_time_out, xmp

# Text is set this much larger and drawn this much smaller, since Qt wants sizes in whole pixels.
_UNITS = 20
_PDF_RESOLUTION = 1200

_application: QGuiApplication | None = None


def ensure_application() -> None:
    """Make fonts work without a window: Qt needs an application, if only an unseen one."""
    global _application  # noqa: PLW0603 - Qt has one application in a process, and so have we
    if QGuiApplication.instance() is None:
        unseen = ["-platform", "offscreen"] if sys.platform.startswith("linux") else []
        _application = QGuiApplication(["coopledger", *unseen])
    _load_fonts()


@lru_cache(maxsize=1)
def _load_fonts() -> tuple[str, ...]:
    for face in FACES:
        QFontDatabase.addApplicationFont(str(font_file(face)))
    return tuple(face.family for face in FACES)


@lru_cache(maxsize=64)
def _font(size: float, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(_load_fonts())
    font.setPixelSize(max(1, round(size * _UNITS)))
    if bold:
        # The files are variable: this is the true bold, where setBold would smear the regular.
        font.setVariableAxis(QFont.Tag("wght"), 700)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@lru_cache(maxsize=64)
def _metrics(size: float, bold: bool) -> QFontMetricsF:
    return QFontMetricsF(_font(size, bold))


@lru_cache(maxsize=16384)
def _width(text: str, size: float, bold: bool) -> float:
    return _metrics(size, bold).horizontalAdvance(text) / _UNITS


class QtMeasurer:
    """Widths as Qt draws them, shaped."""

    def __init__(self, faces: Iterable[Face] = (LATIN,)) -> None:
        ensure_application()
        faces = tuple(faces)
        self._ascent = max(face.ascent for face in faces)
        self._descent = max(face.descent for face in faces)

    def width(self, text: str, size: float, bold: bool) -> float:
        """How far one line of text reaches, in points."""
        return _width(text, size, bold)

    def ascent(self, size: float) -> float:
        """Room above the base line, in points."""
        return self._ascent * size

    def descent(self, size: float) -> float:
        """Room below the base line, in points."""
        return self._descent * size


def pages_of(document: Document) -> list[Page]:
    """The document laid out for this painter: preview and printer show these pages."""
    return lay_out(document, QtMeasurer(faces_for(characters(document))))


def write_pdf(
    documents: Sequence[Document],
    path: Path,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> int:
    """Write the documents, one after the other, as one PDF; returns the number of pages.

    On one machine the same documents give the same bytes. ``progress`` is told how many are drawn,
    of how many.
    """
    ensure_application()
    # Qt lists a file's fonts in the order of a hash table, whose seed is random.
    QHashSeed.setDeterministicGlobalSeed()
    try:
        return _write(documents, path, progress)
    finally:
        QHashSeed.resetRandomGlobalSeed()


def _write(documents: Sequence[Document], path: Path, progress: Callable[[int, int], None]) -> int:
    writer = _writer(documents, path)
    painter = QPainter()
    count = 0
    for done, document in enumerate(documents):
        progress(done, len(documents))
        for page in pages_of(document):
            writer.setPageLayout(_page_layout(page))
            if painter.isActive():
                writer.newPage()
            elif not painter.begin(writer):
                raise OSError(f"can't write {path}")
            paint(page, painter, _PDF_RESOLUTION / 72)
            count += 1
    painter.end()
    progress(len(documents), len(documents))
    take_time_out(path)
    return count


def _writer(documents: Sequence[Document], path: Path) -> QPdfWriter:
    file_id = identity(documents)
    writer = QPdfWriter(str(path))
    writer.setResolution(_PDF_RESOLUTION)
    writer.setTitle(documents[0].title)
    writer.setCreator("CoopLedger")
    writer.setDocumentId(QUuid(str(file_id)))
    writer.setDocumentXmpMetadata(xmp(documents[0], file_id))
    return writer


def _page_layout(page: Page) -> QPageLayout:
    size = QPageSize(
        QSizeF(page.width, page.height),
        QPageSize.Unit.Point,
        "",
        QPageSize.SizeMatchPolicy.ExactMatch,
    )
    return QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF())


def paint(page: Page, painter: QPainter, scale: float) -> None:
    """Draw one page from the painter's origin on; `scale` is device units a point."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.scale(scale / _UNITS, scale / _UNITS)
    painter.setPen(QPen(Qt.GlobalColor.black))
    for item in page.items:
        match item:
            case Text():
                _text(item, painter)
            case Line():
                painter.setPen(_pen(item.thickness))
                painter.drawLine(_point(item.x1, item.y1), _point(item.x2, item.y2))
            case Mark():
                _mark(item, painter)
            case Modules():
                painter.fillRect(_rect(item.field()), Qt.GlobalColor.white)
                for bar in item.bars():
                    painter.fillRect(_rect(bar), Qt.GlobalColor.black)
            case Strokes():
                _strokes(item, painter)
            case Watermark():
                _watermark(item, painter)
    painter.restore()


def _point(x: float, y: float) -> QPointF:
    return QPointF(x * _UNITS, y * _UNITS)


def _rect(edges: tuple[float, float, float, float]) -> QRectF:
    return QRectF(*(value * _UNITS for value in edges))


def _pen(thickness: float, gray: int = 0) -> QPen:
    pen = QPen(QColor(gray, gray, gray), thickness * _UNITS)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _text(item: Text, painter: QPainter) -> None:
    painter.setFont(_font(item.size, item.bold))
    painter.setPen(Qt.GlobalColor.black)
    painter.setLayoutDirection(
        Qt.LayoutDirection.RightToLeft if item.rtl else Qt.LayoutDirection.LeftToRight
    )
    painter.drawText(_point(item.x, item.y), item.text)


def _mark(item: Mark, painter: QPainter) -> None:
    pen = _pen(item.side * (0.08 if item.kind == "open" else 0.14))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke in MARK_STROKES[item.kind]:
        points = [_point(item.x + x * item.side, item.y + y * item.side) for x, y in stroke]
        painter.drawPolyline(QPolygonF(points))


def _strokes(item: Strokes, painter: QPainter) -> None:
    pen = _pen(item.thickness)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for line in item.lines:
        painter.drawPolyline(QPolygonF([_point(item.x + x, item.y + y) for x, y in line]))


def _watermark(item: Watermark, painter: QPainter) -> None:
    painter.save()
    painter.translate(_point(item.x, item.y))
    painter.rotate(-item.angle)
    path = QPainterPath()
    path.addText(_point(-item.width / 2, item.size * 0.35), _font(item.size, False), item.text)
    painter.setPen(_pen(0.4, gray=115))
    painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
    painter.drawPath(path)
    painter.restore()
