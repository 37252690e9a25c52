"""The count at the close: each fund's box against the book, live, and what bars the seal."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from coopledger.app.desk import Blocker, Box, Desk, blockers, boxes
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Picture, label, set_tone
from coopledger.words.catalog import N_
from coopledger.words.money import format_amount

_LOOKS = {
    "open": ("count", "quiet"),
    "agrees": ("check", "good"),
    "over": ("warn", "warn"),
    "short": ("warn", "bad"),
    "error": ("stop", "bad"),
}


class CountPanel(QWidget):
    """One count a fund, then what is still to be done, each a way to its place.

    Signals:
        wanted: the place of what is still to be done (str).
    """

    wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("desk_count")
        self._desk = desk
        self.boxes = {box.fund: CountBox(desk, box) for box in boxes(desk)}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.5))
        for box in self.boxes.values():
            column.addWidget(box)
        self._head = label("", "strong", wrap=True)
        column.addWidget(self._head)
        self._left = QVBoxLayout()
        self._left.setSpacing(theme().em(0.2))
        column.addLayout(self._left)
        column.addStretch(1)
        self._shown: tuple[Blocker, ...] | None = None

    def first(self) -> QWidget:
        """Where typing begins: the first box that is not counted."""
        open_boxes = (box for box in self.boxes.values() if not box.counted.text())
        return next(open_boxes, next(iter(self.boxes.values()))).counted

    def place(self, place: str) -> QWidget | None:
        """The field of a place in the sheet."""
        sort, _, fund = place.partition(":")
        box = self.boxes.get(fund)
        if box is None:
            return None
        return box.reason if sort == "reason" else box.counted

    def refresh(self) -> None:
        """Show the differences and what is still to be done."""
        for box in boxes(self._desk):
            self.boxes[box.fund].show_box(box)
        found = blockers(self._desk)
        if found == self._shown:
            return
        self._shown = found
        self._head.setText(str(_LEFT if found else _READY))
        while item := self._left.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for blocker in found:
            self._left.addWidget(BlockerRow(blocker, self.wanted.emit))


class BlockerRow(QWidget):
    """A sentence about what is still to be done, and a button that goes there."""

    def __init__(self, blocker: Blocker, go: object) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().em(0.4))
        words = label(blocker.sentence, "small", wrap=True)
        row.addWidget(Picture("next", 1.0, "warn"), alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        there = QPushButton(str(_GO))
        there.setObjectName("desk_go")
        there.setAccessibleName(f"{_GO}: {blocker.sentence}")
        there.setProperty("role", "plain")
        there.setAutoDefault(False)
        there.setFont(theme().font("small", bold=True))
        if callable(go):
            there.clicked.connect(lambda: go(blocker.place))
        row.addWidget(there, alignment=Qt.AlignmentFlag.AlignTop)


class CountBox(QWidget):
    """One fund: what the book says, what was counted, the difference, its reason."""

    def __init__(self, desk: Desk, box: Box) -> None:
        super().__init__()
        self._desk, self._fund = desk, box.fund
        head = label(_COUNTED.format(fund=box.name), "strong", wrap=True)
        self.counted, self.reason = QLineEdit(), QLineEdit()
        self.counted.setObjectName(f"desk_count_{box.fund}")
        self.counted.setAccessibleName(head.text())
        self.counted.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self.reason.setObjectName(f"desk_reason_{box.fund}")
        self.reason.setAccessibleName(_WHY.format(fund=box.name))
        self.reason.setPlaceholderText(str(_WHY_SHORT))
        self._picture, self._words = Picture("count", 1.2, "quiet"), label("", "small", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(theme().em(0.35))
        line.addWidget(self._picture, alignment=Qt.AlignmentFlag.AlignTop)
        line.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.2))
        column.addWidget(head)
        column.addWidget(self.counted)
        column.addLayout(line)
        column.addWidget(self.reason)
        self.counted.textEdited.connect(lambda text: desk.count(box.fund, text))
        self.reason.textEdited.connect(lambda text: desk.give_reason(box.fund, text))
        self.counted.editingFinished.connect(self._settle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down go on to the next field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def show_box(self, box: Box) -> None:
        """Show the state of the count."""
        if not self.counted.hasFocus():
            self._settle(box)
        if not self.reason.hasFocus() or not box.reason:
            self.reason.setText(box.reason)
        icon_name, tone = _LOOKS[box.state]
        self._picture.show_icon(icon_name, tone)
        self._words.setText(box.sentence)
        set_tone(self._words, tone)
        self.counted.setProperty("wrong", box.state == "error")
        set_tone(self.counted, "field")
        self.counted.setPlaceholderText(format_amount(box.expected, self._desk.currency))
        self.reason.setVisible(box.state in {"over", "short"} or bool(box.reason))

    def _settle(self, box: Box | None = None) -> None:
        """Write the count as money is written, once it is typed."""
        found = box or next(one for one in boxes(self._desk) if one.fund == self._fund)
        if self.counted.text() != found.typed:
            self.counted.setText(found.typed)


_COUNTED = N_("{fund}: counted")
_WHY = N_("{fund}: reason of the difference")
_WHY_SHORT = N_("Reason of the difference")
_LEFT = N_("Still to be done")
_READY = N_("Everything is there: the meeting can be sealed.")
_GO = N_("Go")
