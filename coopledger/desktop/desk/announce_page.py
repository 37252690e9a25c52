"""One number, very large, with its name: for a projector, or for the group to read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from coopledger.app.desk import Announcement
from coopledger.desktop.theme import theme
from coopledger.words.catalog import N_
from coopledger.words.numbers import format_number

_LARGEST, _SMALLEST = 14, 2
"""Multiples of the text size."""
_FORWARD = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_FORWARD_BACK = (Qt.Key.Key_Up, Qt.Key.Key_Backspace)


class AnnouncePage(QWidget):
    """Arrows step through the numbers; Escape or F11 goes back.

    Signals:
        back: back to the desk.
    """

    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("desk_announce")
        self.setAccessibleName(str(_NAME))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._all: tuple[Announcement, ...] = ()
        self._at = 0

    @property
    def shown(self) -> Announcement | None:
        """What is read out now."""
        return self._all[self._at] if self._all else None

    def begin(self, all_of_them: tuple[Announcement, ...]) -> None:
        """Show the first of the numbers."""
        self._all, self._at = all_of_them, 0
        self._say()

    def step(self, by: int) -> None:
        """Go to another number, round and round."""
        if self._all:
            self._at = (self._at + by) % len(self._all)
            self._say()

    def _say(self) -> None:
        if self.shown:
            self.setAccessibleName(f"{self.shown.name}: {self.shown.figure}")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, or go back."""
        key = event.key()
        ahead = Qt.Key.Key_Left if self.isRightToLeft() else Qt.Key.Key_Right
        behind = Qt.Key.Key_Right if self.isRightToLeft() else Qt.Key.Key_Left
        if key in (*_FORWARD, ahead):
            self.step(1)
        elif key in (*_FORWARD_BACK, behind):
            self.step(-1)
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes on to the next number."""
        del event
        self.step(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the number as large as fits, its name over it, the keys at the foot."""
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(self.rect(), theme().colour("surface"))
        if self.shown is None:
            return
        room = self.rect().adjusted(theme().em(2), theme().em(2), -theme().em(2), -theme().em(2))
        figure = _fitting(self.shown.figure, room.width(), _LARGEST)
        name = _fitting(self.shown.name, room.width(), _LARGEST // 4)
        middle = Qt.AlignmentFlag.AlignCenter
        painter.setPen(theme().colour("ink"))
        painter.setFont(figure)
        painter.drawText(room, middle, self.shown.figure)
        half = QFontMetrics(figure).height() // 2 + QFontMetrics(name).height()
        painter.setFont(name)
        painter.setPen(theme().colour("quiet"))
        upper = room.translated(0, -half)
        painter.drawText(upper, middle, self.shown.name)
        painter.setFont(theme().font("small"))
        foot = _KEYS.format(at=format_number(self._at + 1), of=format_number(len(self._all)))
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter, foot)


def _fitting(text: str, width: int, largest: int) -> QFont:
    """The bold font of the largest size in which a text fits into a width."""
    font = QFont(theme().font("large", bold=True))
    for size in range(theme().em(largest), theme().em(_SMALLEST), -theme().em(0.5)):
        font.setPixelSize(size)
        if QFontMetrics(font).horizontalAdvance(text) <= width:
            break
    return font


_NAME = N_("Numbers to be read out")
_KEYS = N_("{at} of {of} · arrows: next and before · Esc back")
