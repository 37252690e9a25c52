"""The few pictures that say more than figures: savings as steps, attendance as squares.

They are painted in the theme's colours, run with the line of reading, and say in words, to a screen
reader, what they show. No shape is told by its colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from coopledger.desktop.theme import theme

_STROKE = 2.0


class Step(NamedTuple):
    """One value of a step line, and its two labels: what it is at, and how much."""

    value: int
    at: str
    text: str


class Square(NamedTuple):
    """One square of a strip: how it is drawn, and what it stands for."""

    shape: str
    """``full``, ``half``, ``ring``, ``cross`` or ``blank``."""
    role: str
    text: str


class Chart(QWidget):
    """What all pictures share: a name, a description in words, and a painter that mirrors."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._restyle)

    def describe(self, words: str) -> None:
        """Say in words what the picture shows."""
        self.setAccessibleDescription(words)
        self.setToolTip(words)

    @property
    def _rtl(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _x(self, x: float) -> float:
        """A distance from the leading edge as one from the left."""
        return self.width() - x if self._rtl else x

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class StepLine(Chart):
    """Values that stay until the next one: savings from meeting to meeting.

    The newest value stands at the line's end, the first and the last label under it.
    """

    def __init__(self, name: str, title: str) -> None:
        super().__init__(name, title)
        self._steps: tuple[Step, ...] = ()

    def show_steps(self, steps: Sequence[Step], words: str) -> None:
        """Show values in their order."""
        self._steps = tuple(steps)
        self.describe(words)
        self._restyle()

    def sizeHint(self) -> QSize:
        """Wide, and as high as six lines of text."""
        return QSize(theme().em(24), theme().em(8.5))

    def minimumSizeHint(self) -> QSize:
        """Narrower, never lower."""
        return QSize(theme().em(12), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, line, its end, and the labels."""
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small, strong = theme().font("small"), theme().font("body", bold=True)
        last = self._steps[-1]
        wide = QFontMetrics(strong).horizontalAdvance(last.text) + theme().em(0.8)
        below = QFontMetrics(small).height() + theme().em(0.4)
        room = QRectF(
            2,
            theme().em(0.8),
            max(1.0, self.width() - wide - 4),
            self.height() - below - theme().em(0.8),
        )
        ends = self._corners(room)
        ground = QPolygonF(
            [*ends, QPointF(ends[-1].x(), room.bottom()), QPointF(ends[0].x(), room.bottom())]
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("picked"))
        painter.drawPolygon(ground)
        painter.setPen(QPen(theme().colour("line"), 1))
        painter.drawLine(
            QPointF(self._x(room.left()), room.bottom()),
            QPointF(self._x(room.right()), room.bottom()),
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colour("ink"), _STROKE))
        painter.drawPolyline(QPolygonF(ends))
        painter.setBrush(theme().colour("ink"))
        painter.drawEllipse(ends[-1], 3.5, 3.5)
        self._labels(painter, room, ends[-1].y())
        painter.end()

    def _corners(self, room: QRectF) -> list[QPointF]:
        """The corners of the line: level up to the next value, then straight to it."""
        highest = max((step.value for step in self._steps), default=0) or 1
        count = len(self._steps)
        found: list[QPointF] = []
        for at, step in enumerate(self._steps):
            start = self._x(room.left() + room.width() * at / count)
            end = self._x(room.left() + room.width() * (at + 1) / count)
            y = room.bottom() - room.height() * max(step.value, 0) / highest
            found += [QPointF(start, y), QPointF(end, y)]
        return found

    def _labels(self, painter: QPainter, room: QRectF, y: float) -> None:
        first, last = self._steps[0], self._steps[-1]
        strong, small = theme().font("body", bold=True), theme().font("small")
        high = QFontMetrics(strong).height()
        top = min(max(y - high / 2, 0.0), self.height() - high)
        painter.setPen(theme().colour("ink"))
        painter.setFont(strong)
        self._text(painter, room.right() + theme().em(0.5), top, last.text)
        painter.setPen(theme().colour("quiet"))
        painter.setFont(small)
        line = room.bottom() + theme().em(0.25)
        self._text(painter, room.left(), line, first.at)
        if len(self._steps) > 1:
            wide = QFontMetrics(small).horizontalAdvance(last.at)
            self._text(painter, room.right() - wide, line, last.at)

    def _text(self, painter: QPainter, x: float, top: float, text: str) -> None:
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(text) + 2
        left = self._x(x) - (wide if self._rtl else 0)
        flag = Qt.AlignmentFlag
        side = flag.AlignRight if self._rtl else flag.AlignLeft
        option = QTextOption(side | flag.AlignVCenter | flag.AlignAbsolute)
        option.setTextDirection(self.layoutDirection())
        painter.drawText(QRectF(left, top, wide, metrics.height()), text, option)


class Strip(Chart):
    """Squares in the order of time, in as many rows as the width asks for."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(name, title)
        self._squares: tuple[Square, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_squares(self, squares: Sequence[Square], words: str) -> None:
        """Show squares in their order."""
        self._squares = tuple(squares)
        self.describe(words)
        self._restyle()

    @property
    def _side(self) -> int:
        return theme().em(1.0)

    @property
    def _pitch(self) -> int:
        return self._side + theme().em(0.25)

    def _across(self, width: int) -> int:
        return max(1, width // self._pitch)

    def heightForWidth(self, width: int) -> int:
        """As many rows as are needed."""
        rows = -(-len(self._squares) // self._across(width))
        return max(1, rows) * self._pitch

    def sizeHint(self) -> QSize:
        """Twenty-six squares a row: half a year of weeks."""
        wide = self._pitch * 26
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """Ten squares a row."""
        return QSize(self._pitch * 10, self._pitch)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the squares."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across = self._across(self.width())
        for at, square in enumerate(self._squares):
            x = (at % across) * self._pitch
            left = self._x(x) - (self._side if self._rtl else 0)
            room = QRectF(left + 1, at // across * self._pitch + 1, self._side - 2, self._side - 2)
            _paint_square(painter, room, square, mirrored=self._rtl)
        painter.end()


def _paint_square(painter: QPainter, room: QRectF, square: Square, *, mirrored: bool) -> None:
    colour = theme().colour(square.role)
    painter.setPen(QPen(colour, _STROKE))
    painter.setBrush(colour if square.shape == "full" else Qt.BrushStyle.NoBrush)
    if square.shape == "blank":
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
    painter.drawRect(room)
    if square.shape == "half":
        # The trailing half: came, but not from the beginning.
        corners = [room.topRight(), room.bottomRight(), room.bottomLeft()]
        if mirrored:
            corners = [room.topLeft(), room.bottomLeft(), room.bottomRight()]
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF(corners))
    elif square.shape == "cross":
        inset = room.width() * 0.22
        inner = room.adjusted(inset, inset, -inset, -inset)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
    elif square.shape == "ring":
        painter.setBrush(colour)
        painter.drawEllipse(room.center(), room.width() * 0.18, room.width() * 0.18)
