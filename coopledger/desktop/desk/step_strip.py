"""The steps of the agenda across the top: which is done, which is here, and why one is not done."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from coopledger.app.desk import AgendaStep, Desk, StepState, state_of, steps_of
from coopledger.desktop.desk.grid_paint import draw_text
from coopledger.desktop.icons import pixmap
from coopledger.desktop.theme import theme
from coopledger.words.catalog import N_
from coopledger.words.numbers import format_number

FIRST_KEY = 2
"""F2 is the first step's key; F1 is help's."""
_ICONS = {"done": ("check", "good"), "wrong": ("stop", "bad"), "left": ("", ""), "idle": ("", "")}
_SAID = {
    "done": N_("done"),
    "wrong": N_("something is wrong"),
    "left": N_("not done"),
    "idle": N_("nothing yet"),
}
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
        self._desk = desk
        self.steps = steps_of(desk)
        self.buttons = [StepButton(step, place) for place, step in enumerate(self.steps)]
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().em(0.25))
        for place, button in enumerate(self.buttons):
            self._group.addButton(button, place)
            row.addWidget(button, 1)
        self._group.idClicked.connect(self.chosen)

    def refresh(self, here: int) -> None:
        """Show how far each step is; ``here`` is the one that is open."""
        for place, (step, button) in enumerate(zip(self.steps, self.buttons, strict=True)):
            button.show_state(state_of(self._desk, step), here=place == here)


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
        self._state = StepState("idle", "", "")

    def sizeHint(self) -> QSize:
        """Two lines of small text."""
        return QSize(theme().em(6), theme().em(2.9))

    def minimumSizeHint(self) -> QSize:
        """On a small screen the names are cut, never the numbers."""
        return QSize(theme().em(2.5), theme().em(2.9))

    def show_state(self, state: StepState, *, here: bool) -> None:
        """Show how far the step is."""
        if state == self._state and here == self.isChecked():
            return
        self._state = state
        self.setChecked(here)
        told = state.why or str(_SAID[state.state])
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
        upper = self._mark(painter, upper)
        draw_text(painter, upper, self._title, "ink", _LEADING, step="small", bold=here)
        draw_text(painter, lower, self._below(lower.width()), "quiet", _LEADING, step="small")

    def _mark(self, painter: QPainter, room: QRect) -> QRect:
        name, role = _ICONS[self._state.state]
        if not name:
            return room
        side = theme().em(1.0)
        place = QRect(room.left(), room.center().y() - side // 2, side, side)
        left = room.adjusted(side + theme().em(0.2), 0, 0, 0)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        if rtl:
            place.moveRight(room.right())
            left = room.adjusted(0, 0, -side - theme().em(0.2), 0)
        painter.drawPixmap(place, pixmap(name, side, role))
        return left

    def _below(self, width: int) -> str:
        both = f"{self.key} · {self._state.total}" if self._state.total else self.key
        fits = QFontMetrics(theme().font("small")).horizontalAdvance(both) <= width
        return both if fits else self._state.total or self.key
