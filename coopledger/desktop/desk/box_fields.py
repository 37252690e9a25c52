"""A fund's box as it is counted: what the book says, what is there, and the difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit

from coopledger.app.desk import Box
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Card, Picture, label, set_tone
from coopledger.domain.money import Currency
from coopledger.words.catalog import N_
from coopledger.words.money import format_amount

_LOOKS = {
    "open": ("count", "quiet"),
    "agrees": ("check", "good"),
    "over": ("warn", "warn"),
    "short": ("warn", "bad"),
    "error": ("stop", "bad"),
}


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Typed(NamedTuple):
    """What happens with what is typed about a box."""

    total: Callable[[str], None]
    reason: Callable[[str], None]
    state: Callable[[], Box]
    as_the_book: Callable[[], None] | None = None
    """What the key ``=`` does."""


class SumEdit(QLineEdit):
    """A sum to be typed; ``=`` takes what the book says.

    Signals:
        usual: ``=`` was pressed.
    """

    usual = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.led_here = False
        """The key ``=`` went on to here by itself: an Enter right after it does no more."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take ``=`` for itself."""
        led_here, self.led_here = self.led_here, False
        if event.text() == "=":
            self.usual.emit()
        elif not (led_here and event.key() in _ENTER):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever comes back comes by another way."""
        self.led_here = False
        super().focusOutEvent(event)


class BoxFields(Card):
    """One fund: the book's figure, the count, the difference in words, its reason.

    ``by_pieces`` says whether the sum comes from notes and coins that were counted.
    """

    def __init__(self, name: str, box: Box, currency: Currency, typed: Typed) -> None:
        super().__init__(0.8)
        self.setObjectName(f"desk_{name}_box_{box.fund}")
        self._currency, self._typed = currency, typed
        self.by_pieces: Callable[[], bool] = lambda: False
        self.counted, self.reason = SumEdit(), QLineEdit()
        self.counted.setObjectName(f"desk_{name}_{box.fund}")
        self.counted.setAccessibleName(_COUNTED.format(fund=box.name))
        self.counted.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.counted.setFont(theme().font("large"))
        self.reason.setObjectName(f"desk_{name}_reason_{box.fund}")
        self.reason.setAccessibleName(_WHY.format(fund=box.name))
        self.reason.setPlaceholderText(str(_WHY_SHORT))
        self._said = label("", "body")
        self._picture, self._words = Picture("count", 1.2, "quiet"), label("", "strong", wrap=True)
        head = QHBoxLayout()
        head.addWidget(label(box.name, "large"), 1)
        head.addWidget(self._said)
        line = QHBoxLayout()
        line.setSpacing(theme().em(0.35))
        line.addWidget(self._picture, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        self.body.setSpacing(theme().em(0.35))
        self.body.addLayout(head)
        total = QHBoxLayout()
        total.addWidget(label(str(_IN_ALL), "body"))
        total.addWidget(self.counted, 1)
        self.body.addLayout(total)
        self.body.addLayout(line)
        self.body.addWidget(self.reason)
        self.counted.textEdited.connect(typed.total)
        self.reason.textEdited.connect(typed.reason)
        self.counted.editingFinished.connect(self.settle)
        self.counted.usual.connect(self._take_the_books)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down go on to the next field."""
        if event.key() in (*_ENTER, Qt.Key.Key_Down):
            self.focusNextChild()
            if self.counted.hasFocus() and self.by_pieces():
                self.focusNextChild()  # the notes said the sum already
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def _take_the_books(self) -> None:
        if self._typed.as_the_book:
            self._typed.as_the_book()
            self.settle()
            self.focusNextChild()
            if isinstance(there := QApplication.focusWidget(), SumEdit):
                there.led_here = there is not self.counted

    def show_box(self, box: Box) -> None:
        """Show the state of the count."""
        if not self.counted.hasFocus():
            self.settle()
        if not self.reason.hasFocus() or not box.reason:
            self.reason.setText(box.reason)
        icon_name, tone = _LOOKS[box.state]
        self._picture.show_icon(icon_name, tone)
        self._words.setText(box.sentence)
        set_tone(self._words, tone)
        self._said.setText(_BOOK.format(amount=format_amount(box.expected, self._currency)))
        self.counted.setProperty("wrong", box.state == "error")
        set_tone(self.counted, "field")
        self.reason.setVisible(box.state in {"over", "short"} or bool(box.reason))

    def settle(self) -> None:
        """Write the count as money is written, once it is typed."""
        found = self._typed.state()
        if self.counted.text() != found.typed:
            self.counted.setText(found.typed)


_IN_ALL = N_("In all")
_COUNTED = N_("{fund}: counted")
_BOOK = N_("the book says {amount}")
_WHY = N_("{fund}: reason of the difference")
_WHY_SHORT = N_("Reason of the difference")
