"""Figures side by side, in as many rows as the width asks for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout

from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Card, Figure


class Figures(Card):
    """A card of figures; each keeps its place, and rows break where the window is narrow."""

    def __init__(self) -> None:
        super().__init__(0.9)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme().em(1.6))
        self._grid.setVerticalSpacing(theme().em(0.8))
        self.body.addLayout(self._grid)
        self._shown: list[Figure] = []
        self._columns = 0

    def show_figures(self, figures: Sequence[tuple[str, str, str]]) -> None:
        """Show captions with their values and remarks."""
        for old in self._shown:
            self._grid.removeWidget(old)
            old.deleteLater()
        self._shown = [Figure(caption, value, note) for caption, value, note in figures]
        self._columns = 0
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the rows anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if not self._shown:
            return
        gap = self._grid.horizontalSpacing()
        room = self.width() - theme().em(1.8)
        widest = max(each.sizeHint().width() for each in self._shown)
        fitting = max(2, min(len(self._shown), (room + gap) // (widest + gap)))
        # As even as possible: eight figures stand as four and four rather than seven and one.
        rows = -(-len(self._shown) // fitting)
        columns = -(-len(self._shown) // rows)
        if columns == self._columns:
            return
        self._columns = columns
        for at, each in enumerate(self._shown):
            self._grid.addWidget(each, at // columns, at % columns)
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
