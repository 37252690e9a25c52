"""Fields that one chooses in rather than types: one of a list, or several names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.desktop.choice import Choice
from coopledger.desktop.flow import flowing
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, label, set_tone


class ChoiceField(QWidget):
    """A list with its caption above and what is wrong with it below."""

    changed = Signal()

    def __init__(self, name: str, caption: str, choices: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.choice = Choice(name)
        self.choice.setAccessibleName(caption)
        head = label(caption, "strong")
        head.setBuddy(self.choice)
        self._below = label("", wrap=True)
        set_tone(self._below, "bad")
        self._below.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.25))
        for part in (head, self.choice, self._below):
            column.addWidget(part)
        self.show_choices(choices)
        self.choice.activated.connect(self._chosen)

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these: what stands for each, and its words. The one chosen stays so."""
        before = self.value
        self.choice.clear()
        for value, words in choices:
            self.choice.addItem(words, value)
        self.take(before)

    @property
    def value(self) -> str:
        """What is chosen; empty for nothing."""
        return str(self.choice.currentData() or "")

    def take(self, value: str) -> None:
        """Choose what stands for this, where it is offered."""
        at = self.choice.findData(value)
        if at >= 0:
            self.choice.setCurrentIndex(at)

    def refuse(self, sentence: str) -> None:
        """Say what is wrong, beside the field, and put the cursor there."""
        self._below.setText(sentence)
        self._below.show()
        self.choice.setAccessibleDescription(sentence)
        self.choice.setFocus()

    def accept(self) -> None:
        """Take the complaint away."""
        self._below.hide()
        self.choice.setAccessibleDescription("")

    def _chosen(self) -> None:
        self.accept()
        self.changed.emit()


class Chips(QWidget):
    """Names side by side, each a button that stays pressed: to choose any number of them."""

    changed = Signal()

    def __init__(self, name: str, caption: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(caption)
        self._name = name
        self._buttons: dict[str, Button] = {}
        self._holder, self._flow = flowing(theme().em(0.4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.25))
        column.addWidget(label(caption, "strong"))
        column.addWidget(self._holder)

    def show_names(self, names: Mapping[str, str]) -> None:
        """Offer these, by code. Those chosen before stay so."""
        before = self.chosen
        for old in self._buttons.values():
            self._flow.removeWidget(old)
            old.deleteLater()
        self._buttons = {}
        for code, words in names.items():
            button = Button(f"{self._name}_{code}", words)
            button.setCheckable(True)
            button.setChecked(code in before)
            button.toggled.connect(lambda _on: self.changed.emit())
            self._buttons[code] = button
            self._flow.addWidget(button)
        self._holder.updateGeometry()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Codes of those chosen, in the order in which they stand."""
        return tuple(code for code, button in self._buttons.items() if button.isChecked())

    @property
    def buttons(self) -> tuple[Button, ...]:
        """The names' buttons, in the order in which they stand."""
        return tuple(self._buttons.values())
