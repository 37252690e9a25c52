"""A picture from a file, made small; and how a member's photo is shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QLabel

from coopledger.desktop.icons import pixmap
from coopledger.desktop.theme import on_change, theme
from coopledger.domain.errors import Refusal
from coopledger.interop.photo import MOST_BYTES

SIDE = 320
"""Pixels of a kept photo, in each direction."""
MOST_FILE_BYTES = 40 * 2**20
_MOST_PIXELS = 120_000_000
_QUALITIES = (85, 75, 60, 45, 30, 15)


def small_photo(file: Path) -> bytes:
    """The middle of a picture as a small JPEG, upright, with nothing in it but the picture.

    Raises:
        Refusal: `bad_photo`, it can't be read; `photo_too_large`.
    """
    try:
        if file.stat().st_size > MOST_FILE_BYTES:
            raise Refusal("photo_too_large", value=file.stat().st_size, most=MOST_FILE_BYTES)
    except OSError:
        raise Refusal("bad_photo") from None
    reader = QImageReader(str(file))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
        raise Refusal("photo_too_large" if size.isValid() else "bad_photo")
    # Decoded at about the size that is kept: a camera's picture would take the whole memory.
    reader.setScaledSize(
        size.scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    )
    read = reader.read()
    if read.isNull():
        raise Refusal("bad_photo")
    return _encoded(_square(read))


def _square(read: QImage) -> QImage:
    """The middle, painted on white anew: what hung on the picture stays behind."""
    side = min(read.width(), read.height())
    middle = QRect((read.width() - side) // 2, (read.height() - side) // 2, side, side)
    found = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    found.fill(QColor("white"))
    painter = QPainter(found)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(found.rect(), read, middle)
    painter.end()
    return found


def _encoded(picture: QImage) -> bytes:
    for quality in _QUALITIES:
        held = QByteArray()
        buffer = QBuffer(held)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not picture.save(buffer, "JPG", quality):  # type: ignore[call-overload]
            raise Refusal("bad_photo")
        found = bytes(held.data())
        if len(found) <= MOST_BYTES:
            return found
    raise Refusal("photo_too_large", value=len(found), most=MOST_BYTES)


class Portrait(QLabel):
    """A member's photo, or a drawn head where there is none."""

    def __init__(self, ems: float = 7.0) -> None:
        super().__init__()
        self.setObjectName("portrait")
        self._ems, self._photo = ems, QImage()
        on_change(self, self._paint)

    def show_photo(self, photo: bytes, name: str) -> None:
        """Show a photo; no bytes for none."""
        self._photo = QImage.fromData(photo) if photo else QImage()
        self.setAccessibleName(name)
        self._paint()

    def _paint(self) -> None:
        side = theme().em(self._ems)
        self.setFixedSize(side, side)
        ratio = self.devicePixelRatioF()
        made = QPixmap(round(side * ratio), round(side * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(0.5, 0.5, side - 1, side - 1)
        shape = QPainterPath()
        shape.addRoundedRect(room, theme().em(0.6), theme().em(0.6))
        painter.fillPath(shape, theme().colour("picked"))
        if self._photo.isNull():
            inner = round(side * 0.6)
            at = (side - inner) // 2
            painter.drawPixmap(at, at, pixmap("person", inner, "quiet"))
        else:
            painter.setClipPath(shape)
            painter.drawImage(room, self._photo)
        painter.setClipping(False)
        painter.setPen(theme().colour("line"))
        painter.drawPath(shape)
        painter.end()
        self.setPixmap(made)
