"""A list to choose one thing from, with the project's own arrow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from coopledger.desktop.icons import pixmap
from coopledger.desktop.theme import theme


class Choice(QComboBox):
    """A drop-down list."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setMaxVisibleItems(12)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow in the theme's ink; the style's own is a fixed black speck."""
        super().paintEvent(event)
        side = theme().em(1.2)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        gap = theme().em(0.5)
        left = gap if rtl else self.width() - side - gap
        painter = QPainter(self)
        painter.drawPixmap(left, (self.height() - side) // 2, pixmap("open-list", side))
        painter.end()
