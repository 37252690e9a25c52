"""The project's own icons: one grid of 24, one stroke width, tinted in the theme's colours."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QTransform
from PySide6.QtSvg import QSvgRenderer

from coopledger.desktop.theme import theme
from coopledger.words.resources import resource

DIRECTED = frozenset({"back", "next", "next-page", "previous-page", "undo", "redo"})
"""Icons that point along the line of reading, and so are mirrored where it runs from the right."""


def icon(name: str, role: str = "ink") -> QIcon:
    """An icon in one of the theme's colours; disabled it is faint.

    Args:
        name: of the file in ``resources/icons``, without its ending.
        role: a colour of `theme.Roles`, such as ``ink``, ``accent`` or ``on_accent``.
    """
    found = QIcon()
    side = theme().em(1.6)
    found.addPixmap(pixmap(name, side, role), QIcon.Mode.Normal)
    found.addPixmap(pixmap(name, side, "off"), QIcon.Mode.Disabled)
    return found


def icon_size(ems: float = 1.5) -> QSize:
    """The size of an icon beside text, in multiples of the text's size."""
    side = theme().em(ems)
    return QSize(side, side)


def pixmap(name: str, side: int, role: str = "ink") -> QPixmap:
    """An icon as a picture of ``side`` logical pixels.

    Raises:
        LookupError: there is no icon or no colour of that name.
    """
    mirrored = (
        name in DIRECTED and QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    )
    application = QGuiApplication.instance()
    ratio = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    return _drawn(name, side, theme().roles.colour(role), mirrored, ratio)


@lru_cache(maxsize=512)
def _drawn(name: str, side: int, colour: str, mirrored: bool, ratio: float) -> QPixmap:
    svg = _source(name).replace("currentColor", colour)
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    if mirrored:
        picture = picture.transformed(QTransform.fromScale(-1, 1))
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    try:
        return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    except OSError:
        raise LookupError(f"no icon {name!r}") from None
