"""The page that is read aloud before a meeting is sealed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coopledger.app.desk import Desk, Section, summary
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Button, Card, label
from coopledger.words.catalog import N_, Text

_WIDE = 50
"""Text sizes from which the summary stands in two columns."""


class SealPage(QWidget):
    """A summary, and the two ways on: back, or the seal that can't be taken back.

    Signals:
        back: not yet.
        confirmed: seal it.
    """

    back = Signal()
    confirmed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("desk_seal_page")
        self._desk = desk
        self.banner = Banner("desk_seal_banner")
        self._scroll = QScrollArea()
        self._scroll.setObjectName("desk_summary")
        self._scroll.setAccessibleName(self._said(_TITLE, _TITLE_TO_SEND))
        self._scroll.setWidgetResizable(True)
        self.no = Button("desk_not_yet", str(_NOT_YET), "back")
        self.yes = Button("desk_seal_now", "", "save" if desk.proposal else "seal", "main")
        column = QVBoxLayout(self)
        side = theme().em(1.0)
        column.setContentsMargins(side, theme().em(0.7), side, theme().em(0.7))
        column.setSpacing(theme().em(0.5))
        column.addWidget(label(self._said(_TITLE, _TITLE_TO_SEND), "title", wrap=True))
        column.addWidget(label(self._said(_WARNING, _WARNING_TO_SEND), wrap=True))
        column.addWidget(self.banner)
        column.addWidget(self._scroll, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.no)
        foot.addStretch(1)
        foot.addWidget(self.yes)
        column.addLayout(foot)
        self.wait(waiting=False)
        self.no.clicked.connect(self.back)
        self.yes.clicked.connect(self.confirmed)

    def show_summary(self) -> None:
        """Show what the meeting came to."""
        self.banner.clear()
        self.wait(waiting=False)
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, theme().em(0.5), 0)
        row.setSpacing(theme().em(0.8))
        columns = [QVBoxLayout() for _ in range(2 if self.width() > theme().em(_WIDE) else 1)]
        for column in columns:
            column.setSpacing(theme().em(0.6))
            row.addLayout(column, 1)
        sections = summary(self._desk)
        for place, section in enumerate(sections):
            first = place < (len(sections) + 1) // 2
            columns[0 if first else -1].addWidget(_section(section))
        for column in columns:
            column.addStretch(1)
        self._scroll.setWidget(inside)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button at hand; Escape goes back."""
        at_hand = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            at_hand, QPushButton
        ):
            at_hand.click()
        elif event.key() == Qt.Key.Key_Escape and self.no.isEnabled():
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def wait(self, *, waiting: bool) -> None:
        """Let nothing be pressed while the page is being sealed."""
        self.yes.setEnabled(not waiting)
        self.no.setEnabled(not waiting)
        self.yes.say(
            self._said(_SEALING, _WRITING) if waiting else self._said(_SEAL, _TAKE_TO_STICK)
        )

    def _said(self, here: Text, to_send: Text) -> str:
        """A text where the meeting is sealed here, or the one where it goes to the holder."""
        return str(to_send if self._desk.proposal else here)


def _section(section: Section) -> Card:
    card = Card(0.8)
    card.body.addWidget(label(section.title, "strong", wrap=True))
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme().em(1.5))
    grid.setVerticalSpacing(theme().em(0.2))
    grid.setColumnStretch(1, 1)
    for place, item in enumerate(section.items):
        said = label(item.text, "large" if item.strong else "body", wrap=True)
        if item.label:
            grid.addWidget(label(item.label, "quiet"), place, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(said, place, 1)
        elif any(other.label for other in section.items):
            grid.addWidget(said, place, 1)
        else:
            grid.addWidget(said, place, 0, 1, 2)
    card.body.addLayout(grid)
    return card


_TITLE = N_("Read this aloud before it is sealed")
_WARNING = N_(
    "Once it is sealed, nobody can change the meeting; a mistake is then put right by a later"
    " meeting."
)
_NOT_YET = N_("Not yet")
_SEAL = N_("Seal the meeting")
_SEALING = N_("Sealing")
_TITLE_TO_SEND = N_("Read this aloud before it goes to the stick")
_WARNING_TO_SEND = N_(
    "It is a proposal: nothing of it counts before it is sealed on the laptop that holds the book."
    " Read it aloud there again, before the officers seal it."
)
_TAKE_TO_STICK = N_("Take to the stick")
_WRITING = N_("Writing to the stick")
