"""A constitution in sentences, chapter by chapter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Card, label
from coopledger.domain.constitution import Constitution
from coopledger.words.constitution import sections

_TOP = Qt.AlignmentFlag.AlignTop


class RulesView(QWidget):
    """Cards with the rules in words."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().em(0.8))

    def show_rules(self, rules: Constitution) -> None:
        """Show rules in place of those before."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for title, lines in sections(rules):
            card = Card(0.9)
            card.body.addWidget(label(title, "large"))
            grid = QGridLayout()
            grid.setHorizontalSpacing(theme().em(1.2))
            grid.setVerticalSpacing(theme().em(0.4))
            grid.setColumnStretch(0, 1)
            grid.setColumnStretch(1, 3)
            for at, line in enumerate(lines):
                grid.addWidget(label(line.name, "quiet", wrap=True), at, 0, _TOP)
                grid.addWidget(label(line.text, wrap=True), at, 1, _TOP)
            card.body.addLayout(grid)
            self._column.addWidget(card)
