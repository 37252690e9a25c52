"""A screen in parts: a row of buttons, and below it the part whose button is pressed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from coopledger.desktop.flow import flowing
from coopledger.desktop.scrolling import Scrolling
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button
from coopledger.words.catalog import Text

Titles = Mapping[str, tuple[Text, str]]
"""By the part's key its title and the icon of its button."""


class Parts(QWidget):
    """One part at a time; each scrolls by itself.

    Args:
        name: begins the object names of the buttons.
        titles: of the parts, and perhaps of others.
        parts: by key, in the order of their buttons.
        asked: is called with the key of the part whose button was pressed.

    Attributes:
        buttons: by the part's key.
    """

    def __init__(
        self,
        name: str,
        titles: Titles,
        parts: Mapping[str, QWidget],
        asked: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._parts = dict(parts)
        self._stack = QStackedWidget()
        self.buttons: dict[str, Button] = {}
        together = QButtonGroup(self)
        holder, row = flowing(theme().em(0.5))
        for key, part in self._parts.items():
            text, icon = titles[key]
            button = Button(f"{name}_{key}", str(text), icon)
            button.setCheckable(True)
            button.clicked.connect(lambda _on, key=key: asked(key))
            together.addButton(button)
            self.buttons[key] = button
            row.addWidget(button)
            self._stack.addWidget(Scrolling(part))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        column.addWidget(holder)
        column.addWidget(self._stack, 1)
        self.buttons[self.now].setChecked(True)

    @property
    def now(self) -> str:
        """The key of the part in front."""
        return list(self._parts)[self._stack.currentIndex()]

    @property
    def shown(self) -> QWidget:
        """The part in front."""
        return self._parts[self.now]

    def __contains__(self, key: str) -> bool:
        return key in self._parts

    def show_part(self, key: str) -> None:
        """Bring a part to the front, and the cursor to its button."""
        self._stack.setCurrentIndex(list(self._parts).index(key))
        self.buttons[key].setChecked(True)
        self.start()

    def start(self) -> None:
        """The button of the part in front."""
        self.buttons[self.now].setFocus()
