"""What does this loan cost? The sentences, large enough to be read out to the circle."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from coopledger.desktop.labels import LabelRole
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, label
from coopledger.words.catalog import _
from coopledger.words.loan_lesson import TITLE

KEY = "F12"
"""Opens and closes it wherever a loan is decided on."""


def lesson_button(name: str) -> Button:
    """The button that opens it."""
    made = Button(name, str(TITLE), "help")
    made.setToolTip(KEY)
    return made


class Lesson(QWidget):
    """The sentences under each other.

    Args:
        role: how large they are.
    """

    def __init__(self, role: LabelRole = "body") -> None:
        super().__init__()
        self.setObjectName("lesson")
        self._role: LabelRole = role
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(theme().em(0.5))
        self.sentences: tuple[str, ...] = ()

    def show_lesson(self, sentences: tuple[str, ...]) -> None:
        """Show other sentences."""
        if sentences == self.sentences:
            return
        self.sentences = sentences
        while (item := self._lines.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        for sentence in sentences:
            self._lines.addWidget(label(sentence, self._role, wrap=True))
        self.setAccessibleName(f"{TITLE} {' '.join(sentences)}")


class LessonPage(QWidget):
    """The lesson alone on the desk. Escape, Enter or its own key goes back.

    Signals:
        back: back to the desk.
    """

    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lesson_page")
        self.lesson = Lesson("large")
        area = QScrollArea()
        area.setObjectName("lesson_area")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(str(TITLE))
        inside = QWidget()
        column = QVBoxLayout(inside)
        card = Card(1.2)
        card.body.addWidget(label(str(TITLE), "title", wrap=True))
        card.body.addWidget(self.lesson)
        column.addWidget(card)
        column.addStretch(1)
        area.setWidget(inside)
        self._area = area
        close = Button("lesson_close", _("Back"), "back", "main")
        close.clicked.connect(self.back)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        outer = QVBoxLayout(self)
        side = theme().em(1.0)
        outer.setContentsMargins(side, side, side, side)
        outer.addWidget(area, 1)
        outer.addLayout(foot)
        self.setFocusProxy(area)

    def begin(self, sentences: tuple[str, ...]) -> None:
        """Show a loan's lesson from its beginning."""
        self.lesson.show_lesson(sentences)
        self._area.setAccessibleDescription(" ".join(sentences))
        self._area.verticalScrollBar().setValue(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back."""
        keys = Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter
        if event.key() in keys:
            self.back.emit()
        else:
            super().keyPressEvent(event)
