"""A fund's name and, across from it, its figure: large, and cut nowhere."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Elided, label


class BoxFigure(QWidget):
    """One fund's cash."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self._caption = Elided(caption)
        self._value = label("", "large")
        self._value.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().em(0.5))
        row.addWidget(self._caption, 1)
        row.addWidget(self._value)

    @property
    def shown(self) -> str:
        """The figure as it is shown."""
        return self._value.text()

    def show_amount(self, text: str) -> None:
        """Show a figure."""
        self._value.setText(text)
        self._value.setAccessibleName(f"{self._caption.whole}: {text}")
