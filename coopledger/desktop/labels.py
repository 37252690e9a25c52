"""Words and figures on the screen: their sizes, their side, and what to do where room is short."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from coopledger.desktop.theme import Step, theme
from coopledger.words.directions import RLM, as_sentence

LabelRole = Literal["body", "small", "quiet", "strong", "large", "title", "figure"]

_FONTS: dict[str, tuple[Step, bool]] = {
    "small": ("small", False),
    "strong": ("body", True),
    "large": ("large", True),
    "title": ("title", True),
    "figure": ("figure", True),
}


class Label(QLabel):
    """A text in one of the roles; plain text, whatever it holds."""

    def __init__(self, text: str = "", role: LabelRole = "body") -> None:
        super().__init__()
        self.setText(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self._size = role
        # A figure or a foreign name would otherwise choose its own side.
        rtl = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        absolute = Qt.AlignmentFlag.AlignAbsolute
        self.setAlignment(side | absolute | Qt.AlignmentFlag.AlignVCenter)
        self._set_font()
        theme().changed.connect(self._set_font)

    def setText(self, text: str) -> None:
        """Show a text; a sentence of an Arabic window runs from the right even after a code."""
        super().setText(as_sentence(text))

    def text(self) -> str:
        """The text as it was given."""
        return super().text().removeprefix(RLM)

    def _set_font(self) -> None:
        step, bold = _FONTS.get(self._size, ("body", False))
        self.setFont(theme().font(step, bold=bold))


def label(text: str = "", role: LabelRole = "body", *, wrap: bool = False) -> Label:
    """A text in one of the roles; with ``wrap`` it takes as many lines as it needs."""
    made = Label(text, role)
    if wrap:
        made.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    return made


def set_tone(widget: QWidget, role: str) -> None:
    """Give a widget another role in the style sheet."""
    widget.setProperty("role", role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Elided(Label):
    """One line of text, with an ellipsis where it must; its tool tip then has the whole."""

    def __init__(self, text: str = "", role: LabelRole = "body") -> None:
        self._whole = ""
        self._shorter: tuple[str, ...] = ()
        super().__init__("", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.say(text)

    @property
    def whole(self) -> str:
        """The text as it was given."""
        return self._whole

    def say(self, text: str, *shorter: str) -> None:
        """Show a text, or the first of some shorter ones that there is room for."""
        self._whole, self._shorter = text, shorter
        self.setAccessibleName(text)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Fit the text again when room or font change."""
        answer = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange, QEvent.Type.Polish):
            self._fit()
        return answer

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        room = max(self.width() - 2, 0)
        texts = (self._whole, *self._shorter)
        fits = (text for text in texts if metrics.horizontalAdvance(text) <= room)
        shown = next(fits, metrics.elidedText(texts[-1], Qt.TextElideMode.ElideMiddle, room))
        self.setToolTip(self._whole if shown != self._whole else "")
        if shown != self.text():
            self.setText(shown)


class Figure(QWidget):
    """A caption and, under it, a figure large enough to be read from the back row."""

    def __init__(self, caption: str, value: str = "", note: str = "") -> None:
        super().__init__()
        self._caption = label(caption, "small")
        self._value = label(value, "large")
        self._note = label(note, "small")
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._caption, self._value, self._note):
            column.addWidget(part)
        column.addStretch(1)
        self.show_value(value, note)

    def show_value(self, value: str, note: str = "", tone: str = "large") -> None:
        """Show a figure, and a remark under it; the figure's accessible name holds both."""
        self._value.setText(value)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._value.setAccessibleName(f"{self._caption.text()}: {value}")
        if self._value.property("role") != tone:
            set_tone(self._value, tone)
