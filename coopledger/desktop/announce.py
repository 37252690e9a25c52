"""One name and one number, very large, for the group to read from the back row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coopledger.app.share_out_guide import Part, ShareOutGuide
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, label
from coopledger.words.catalog import _
from coopledger.words.money import format_amount, format_money
from coopledger.words.numbers import format_number

_NAME, _NUMBER = 3.0, 5.5
"""How many times larger than the text."""


class Announce(QWidget):
    """Covers the screen that it belongs to; arrows and Enter go from one member to the next."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("announce_view")
        self.setAccessibleName(_("Read out"))
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._over = over
        over.installEventFilter(self)
        self._guide: ShareOutGuide | None = None
        self._parts: tuple[Part, ...] = ()
        self._at = 0
        self._name, self._number, self._how = label(""), label(""), label("", "large", wrap=True)
        self._name.setWordWrap(True)
        self._place = label("", "quiet")
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        side = theme().em(2)
        column.setContentsMargins(side, theme().em(1), side, theme().em(1))
        column.addStretch(1)
        for part in (self._name, self._number, self._how):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(part)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.6))
        close = Button("announce_close", _("Close"), "close")
        close.clicked.connect(self.close_view)
        before = Button("announce_before", _("Back"), "back")
        before.clicked.connect(lambda: self._step(-1))
        self._next = Button("announce_next", _("Next"), "next", "main")
        self._next.clicked.connect(lambda: self._step(1))
        for button in (close, before, self._next):
            # With the focus on a button its arrows would go from button to button.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(close)
        row.addWidget(self._place)
        row.addStretch(1)
        row.addWidget(before)
        row.addWidget(self._next)
        column.addLayout(row)

    def read_out(self, held: ShareOutGuide) -> None:
        """Begin with the first member."""
        self._guide, self._parts, self._at = held, held.parts, 0
        if not self._parts:
            return
        if self.isVisible():
            self.close_view()
            return
        for text, times in ((self._name, _NAME), (self._number, _NUMBER)):
            font = theme().font("body", bold=True)
            font.setPointSizeF(theme().points() * times)
            text.setFont(font)
        self.setGeometry(self._over.rect())
        self._show()
        self.show()
        self.raise_()
        self.setFocus()

    def close_view(self) -> None:
        """Go back to the list."""
        self.hide()
        self._over.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what is covered."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Space and Enter turn; Escape and F11 close."""
        key = Qt.Key(event.key())
        forward = Qt.Key.Key_Left if self._rtl else Qt.Key.Key_Right
        backward = Qt.Key.Key_Right if self._rtl else Qt.Key.Key_Left
        on = (forward, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.close_view()
        elif key in on:
            self._step(1)
        elif key in (backward, Qt.Key.Key_Up, Qt.Key.Key_PageUp):
            self._step(-1)
        else:
            super().keyPressEvent(event)

    @property
    def _rtl(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _step(self, by: int) -> None:
        at = self._at + by
        if at >= len(self._parts):
            self.close_view()
            return
        self._at = max(0, at)
        self._show()

    def _show(self) -> None:
        held = self._guide
        if held is None:
            return
        part, money = self._parts[self._at], held.currency
        self._name.setText(f"{part.code} {part.name}")
        self._number.setText(format_money(part.paid, money))
        worth = format_amount(part.entitlement, money)
        words = _("{shares} shares are worth {worth}") if held.by_shares else _("worth {worth}")
        told = [words.format(shares=format_number(part.shares), worth=worth)]
        if part.set_off:
            told.append(_("less debts {amount}").format(amount=format_amount(part.set_off, money)))
        if part.still_owes:
            owes = format_amount(part.still_owes, money)
            told.append(_("still owes {amount}").format(amount=owes))
        self._how.setText(" · ".join(told))
        place = _("{number} of {count}").format(
            number=format_number(self._at + 1), count=format_number(len(self._parts))
        )
        self._place.setText(place)
