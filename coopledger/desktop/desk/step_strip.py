"""The steps of the agenda across the top: which is done, which is here, and why one is not done."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QWidget,
)

from coopledger.app.desk import AgendaStep, Desk, StepState, state_of, steps_of
from coopledger.desktop.desk.grid_paint import draw_text
from coopledger.desktop.icons import pixmap
from coopledger.desktop.theme import theme
from coopledger.words.numbers import format_number

FIRST_KEY = 2
"""F2 is the first step's key; F1 is help's."""
_ICONS = {
    "done": ("check", "good"),
    "wrong": ("stop", "bad"),
    "left": ("next", "warn"),
    "idle": ("info", "quiet"),
}
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


class StepStrip(QWidget):
    """One button a step.

    Signals:
        chosen: a step was asked for (its number from 0).
    """

    chosen = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("desk_steps")
        self._desk, self._here = desk, 0
        self.steps = steps_of(desk)
        self.buttons = [StepButton(step, place) for place, step in enumerate(self.steps)]
        self._group = QButtonGroup(self)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().em(0.25))
        for place, button in enumerate(self.buttons):
            self._group.addButton(button, place)
            row.addWidget(button, 1)
        self._group.idClicked.connect(self.chosen)

    def refresh(self) -> None:
        """Show how far each step is."""
        for step, button in zip(self.steps, self.buttons, strict=True):
            button.show_state(state_of(self._desk, step))
        self._fit()

    def show_here(self, here: int) -> None:
        """Mark the step that is open."""
        self.buttons[here].setChecked(True)
        if here != self._here:
            self._here = here
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """All steps in full where there is room; else the one that is open, the others short."""
        needed = [button.whole_width() for button in self.buttons]
        gaps = self._row.spacing() * (len(needed) - 1)
        tight = sum(needed) + gaps > self.width()
        for place, button in enumerate(self.buttons):
            button.make_short(short=tight and place != self._here)
            self._row.setStretch(place, 0 if button.short else needed[place])


class StepButton(QAbstractButton):
    """A step's number and name; under it its key, and what it has come to."""

    def __init__(self, step: AgendaStep, place: int) -> None:
        super().__init__()
        self.setObjectName(f"desk_step_{step.key}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.key = f"F{place + FIRST_KEY}"
        self._title = f"{format_number(place + 1)} {step.title}"
        self._number = format_number(place + 1)
        self._state = StepState("idle", "", "", "")
        self.short = False

    def make_short(self, *, short: bool) -> None:
        """Show number, mark and key only; or all of it."""
        if short != self.short:
            self.short = short
            self.updateGeometry()
            self.update()

    def whole_width(self) -> int:
        """The width in which all of it stands."""
        title = QFontMetrics(theme().font("small", bold=True)).horizontalAdvance(self._title)
        lower = f"{self._state.short}  {self.key}"
        state = QFontMetrics(theme().font("small")).horizontalAdvance(lower) + theme().em(1.2)
        return max(title, state) + theme().em(1.1)

    def sizeHint(self) -> QSize:
        """Two lines of small text."""
        return QSize(theme().em(3.6 if self.short else 6), theme().em(2.9))

    def minimumSizeHint(self) -> QSize:
        """On a small screen the names are folded away, never the numbers."""
        return QSize(theme().em(3.0), theme().em(2.9))

    def show_state(self, state: StepState) -> None:
        """Show how far the step is."""
        if state == self._state and self.accessibleName():
            return
        self._state = state
        told = state.why or state.short
        self.setAccessibleName(f"{self._title}, {self.key}: {told}")
        self.setToolTip(f"{self._title} ({self.key}): {told}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it as a tab: raised and underlined where it is open."""
        painter, here = QPainter(self), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        frame = self.rect().adjusted(1, 1, -1, -1)
        ground = "surface" if here or self.underMouse() else "paper"
        painter.setPen(QPen(theme().colour("accent" if here else "line"), 2 if here else 1))
        painter.setBrush(theme().colour(ground))
        radius = theme().em(0.35)
        painter.drawRoundedRect(frame, radius, radius)
        inner = frame.adjusted(theme().em(0.4), 2, -theme().em(0.4), -2)
        half = inner.height() // 2
        upper = QRect(inner.left(), inner.top(), inner.width(), half)
        lower = upper.translated(0, half)
        title = self._number if self.short else self._title
        draw_text(painter, upper, title, "ink", _LEADING, step="small", bold=here)
        self._paint_state(painter, lower)

    def _paint_state(self, painter: QPainter, room: QRect) -> None:
        name, role = _ICONS[self._state.state]
        side, direction = theme().em(0.95), self.layoutDirection()
        place = QRect(room.left(), room.center().y() - side // 2, side, side)
        painter.drawPixmap(QStyle.visualRect(direction, room, place), pixmap(name, side, role))
        draw_text(painter, room, self.key, "quiet", _TRAILING, step="small")
        if not self.short:
            key = QFontMetrics(theme().font("small")).horizontalAdvance(self.key)
            words = room.adjusted(side + theme().em(0.2), 0, -key - theme().em(0.3), 0)
            words = QStyle.visualRect(direction, room, words)
            draw_text(painter, words, self._state.short, role, _LEADING, step="small")
