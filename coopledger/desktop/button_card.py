"""One large button with a name, a sentence below it, and a mark beside them."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy

from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Picture, label


class ButtonCard(QPushButton):
    """A button whose words break into lines."""

    def __init__(self, name: str, title: str = "", about: str = "", icon_name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAutoDefault(False)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._title = label("", "strong", wrap=True)
        self._about = label("", "small", wrap=True)
        self.mark = Picture(icon_name or "check", 1.3, "accent")
        grid = QGridLayout(self)
        side = theme().em(0.9)
        grid.setContentsMargins(side, theme().em(0.6), side, theme().em(0.6))
        grid.setVerticalSpacing(theme().em(0.2))
        grid.addWidget(self._title, 0, 0)
        grid.addWidget(self.mark, 0, 1)
        grid.addWidget(self._about, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.say(title, about)

    def say(self, title: str, about: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._about.setText(about)
        self.setAccessibleName(f"{title}. {about}")
        self._make_room()

    def hasHeightForWidth(self) -> bool:
        """Its text breaks into lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the text is in that width."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for all lines."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self.setMinimumHeight(self.heightForWidth(self.width()))
