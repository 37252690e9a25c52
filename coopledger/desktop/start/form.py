"""The questions of a group's rules as fields, in one or two columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from coopledger.app.founding import Chapter, Question
from coopledger.desktop.choice import Choice
from coopledger.desktop.start.texts import (
    A_FINE,
    ABOUT,
    CHAPTERS,
    CHOICES,
    FINES,
    NO_FINE,
    QUESTIONS,
)
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Card, Field, label, set_tone
from coopledger.words.catalog import isolated

_WIDE = 46
"""Text sizes from which the fields stand in two columns."""


class ChoiceField(QWidget):
    """A list to choose from, with its caption above."""

    chosen = Signal()

    def __init__(self, name: str, caption: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.choice = Choice(name)
        self.choice.setAccessibleName(caption)
        for key, text in choices:
            self.choice.addItem(text, key)
        head = label(caption, "strong", wrap=True)
        head.setBuddy(self.choice)
        self._below = label("", "small", wrap=True)
        set_tone(self._below, "bad")
        self._below.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.25))
        for part in (head, self.choice, self._below):
            column.addWidget(part)
        column.addStretch(1)
        self.choice.activated.connect(lambda _at: self.chosen.emit())

    @property
    def text(self) -> str:
        """The key of what was chosen."""
        return str(self.choice.currentData() or "")

    @property
    def complaint(self) -> str:
        """What is wrong with it; empty when nothing is."""
        return self._below.text()

    def show_text(self, key: str) -> None:
        """Choose by key."""
        self.choice.setCurrentIndex(max(0, self.choice.findData(key)))

    def say(self, sentence: str) -> None:
        """Say what is wrong; empty when nothing is."""
        self._below.setText(sentence)
        self._below.setVisible(bool(sentence))
        self.choice.setAccessibleDescription(sentence)


class TextField(Field):
    """A field whose caption may take several lines, and that can be marked without the cursor."""

    def __init__(self, name: str, caption: str, hint: str = "", *, secret: bool = False) -> None:
        super().__init__(name, caption, hint, secret=secret)
        self._head.setWordWrap(True)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.addStretch(1)

    def show_text(self, text: str) -> None:
        """Show an answer."""
        if self.edit.text() != text:
            self.edit.setText(text)

    def say(self, sentence: str) -> None:
        """Say what is wrong; empty when nothing is. The cursor stays where it is."""
        if sentence:
            self._mark(True, sentence, "bad")
        else:
            self.accept()


AnyField = ChoiceField | TextField


class QuestionsForm(QWidget):
    """Chapters of questions.

    Signals:
        answered: another answer was given; carries its question's key.
        left: the cursor left a field; carries its question's key.
    """

    answered = Signal(str)
    left = Signal(str)

    def __init__(self, chapters: Sequence[Chapter], before: Sequence[AnyField] = ()) -> None:
        super().__init__()
        self.fields: dict[str, AnyField] = {}
        self._grids: list[tuple[QGridLayout, list[AnyField]]] = []
        self._columns = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        for chapter in chapters:
            card = Card(0.9)
            card.body.addWidget(label(str(CHAPTERS[chapter.key]), "large"))
            if chapter.key in ABOUT:
                card.body.addWidget(label(str(ABOUT[chapter.key]), wrap=True))
            grid = QGridLayout()
            grid.setHorizontalSpacing(theme().em(1.4))
            grid.setVerticalSpacing(theme().em(0.8))
            card.body.addLayout(grid)
            fields = [self._field(question) for question in chapter.questions]
            if chapter is chapters[0]:
                fields = [*before, *fields]
            self._grids.append((grid, fields))
            column.addWidget(card)
        column.addStretch(1)
        self._arrange(1)

    def _field(self, question: Question) -> AnyField:
        key, name = question.key, question.key.replace(".", "_")
        field: AnyField
        if question.sort == "choice":
            texts = CHOICES[key]
            choices = [(choice, str(texts[choice])) for choice in question.choices]
            field = ChoiceField(name, str(QUESTIONS[key].caption), choices)
            field.chosen.connect(lambda: self.answered.emit(key))
        else:
            field = TextField(name, *_words(key))
            field.edit.textEdited.connect(lambda _text: self.answered.emit(key))
            field.edit.editingFinished.connect(lambda: self.left.emit(key))
        field.show_text(question.usual)
        self.fields[key] = field
        return field

    @property
    def answers(self) -> dict[str, str]:
        """All answers, by question."""
        return {key: field.text for key, field in self.fields.items()}

    def show_answers(self, answers: Mapping[str, str]) -> None:
        """Show answers where they were given."""
        for key, text in answers.items():
            if key in self.fields:
                self.fields[key].show_text(text)

    def mark(self, told: Mapping[str, str], only: str = "") -> None:
        """Say beside each field what is wrong with it.

        Args:
            told: sentences by question.
            only: mark this field alone.
        """
        for key, field in self.fields.items():
            if only in ("", key):
                field.say(told.get(key, ""))

    def go_to(self, key: str) -> bool:
        """Put the cursor into a field; whether there is one of that name."""
        field = self.fields.get(key)
        if field is None:
            return False
        _input(field).setFocus()
        if isinstance(field, TextField):
            field.edit.selectAll()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next question; after the last one it is the screen's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            inputs = [_input(field) for field in self.fields.values()]
            at = next((at for at, each in enumerate(inputs) if each.hasFocus()), len(inputs))
            if at + 1 < len(inputs):
                inputs[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
                return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        self._arrange(2 if self.width() > theme().em(_WIDE) else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for grid, fields in self._grids:
            for at, field in enumerate(fields):
                grid.addWidget(field, at // columns, at % columns)
            for column in range(2):
                grid.setColumnStretch(column, 1 if column < columns else 0)


def _input(field: AnyField) -> QWidget:
    return field.edit if isinstance(field, TextField) else field.choice


def _words(key: str) -> tuple[str, str]:
    """Caption and hint of a question."""
    table, _dot, code = key.partition(".")
    if table == "fines":
        word = isolated(code.replace("_", " "))
        return str(FINES[code]) if code in FINES else A_FINE.format(word=word), str(NO_FINE)
    asked = QUESTIONS[key]
    return str(asked.caption), str(asked.hint) if asked.hint else ""
