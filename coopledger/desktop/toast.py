"""A word at the foot of the window about what was just done, and the way to undo it if any."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from coopledger.desktop.theme import on_change, theme
from coopledger.desktop.widgets import Button, label
from coopledger.words.catalog import _

SHOWN_MS = 10_000


class Toast(QFrame):
    """Lies over the foot of its owner for ten seconds. Ctrl+Z undoes while it is there."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("toast")
        self._undo: Callable[[], None] | None = None
        self._words = label("", wrap=True)
        self.button = Button("toast_undo", _("Undo"), "undo")
        self.button.clicked.connect(self.undo)
        row = QHBoxLayout(self)
        side = theme().em(0.8)
        row.setContentsMargins(side, theme().em(0.3), theme().em(0.3), theme().em(0.3))
        row.setSpacing(side)
        row.addWidget(self._words)
        row.addWidget(self.button)
        self._timer = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self._key = QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), owner)
        self._key.activated.connect(self.undo)
        self._key.setEnabled(False)
        owner.installEventFilter(self)
        on_change(self, self._tint)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return self._words.text() if self.isVisible() else ""

    def say(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Say what was done, and how it is undone where it can be."""
        self._undo = undo
        self._words.setText(text)
        self.setAccessibleName(text)
        self._key.setEnabled(undo is not None)
        self.button.setVisible(undo is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def undo(self) -> None:
        """Undo it, once."""
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click puts it away: there may be a button under it."""
        event.accept()
        self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is no longer shown is no longer undone by a key."""
        self._key.setEnabled(False)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot when the owner grows."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        owner = self.parentWidget()
        if owner is not None:
            button = 0 if self.button.isHidden() else self.button.sizeHint().width()
            room = owner.width() - button - theme().em(4)
            self._words.setFixedWidth(
                min(room, self._words.fontMetrics().horizontalAdvance(self._words.text()) + 2)
            )
            self.adjustSize()
            left = (owner.width() - self.width()) // 2
            self.move(max(0, left), owner.height() - self.height() - theme().em(0.4))

    def _tint(self) -> None:
        roles = theme().roles
        self.setStyleSheet(
            f"Toast {{ background: {roles.surface}; border: 2px solid {roles.ink};"
            f" border-radius: {theme().em(0.5)}px; }}"
        )
