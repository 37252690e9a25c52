"""Opening the box: each fund's cash against what the last meeting left in it."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from coopledger.app.desk import Box, Desk, opened_boxes
from coopledger.desktop.desk.box_fields import BoxFields, Typed
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import label
from coopledger.words.catalog import N_


class OpenPage(QWidget):
    """A card a fund, side by side."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("desk_open")
        self._desk = desk
        self.boxes = {box.fund: self._fields(box) for box in opened_boxes(desk)}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.6))
        column.addWidget(label(str(_ASK), "body", wrap=True))
        row = self._row = QHBoxLayout()
        row.setSpacing(theme().em(0.7))
        for fields in self.boxes.values():
            row.addWidget(fields, 1)
        column.addLayout(row)
        column.addWidget(label(str(_KEYS), "small", wrap=True))
        column.addStretch(1)

    def _fields(self, box: Box) -> BoxFields:
        desk, fund = self._desk, box.fund

        def state() -> Box:
            return next(one for one in opened_boxes(desk) if one.fund == fund)

        typed = Typed(
            lambda text: desk.count_opened(fund, text),
            lambda text: desk.give_reason(fund, text, opened=True),
            state,
            lambda: desk.opened_as_the_book_says(fund),
        )
        return BoxFields("open", box, desk.currency, typed)

    def stand(self, direction: QBoxLayout.Direction) -> None:
        """Side by side, or on a small screen one below the other."""
        self._row.setDirection(direction)

    def first(self) -> QWidget:
        """Where typing begins: the first box that is not counted."""
        waiting = (fields for fields in self.boxes.values() if not fields.counted.text())
        return next(waiting, next(iter(self.boxes.values()))).counted

    def place(self, place: str) -> QWidget | None:
        """The field of a place in the sheet."""
        sort, _, fund = place.partition(":")
        if sort not in ("open", "open_reason") or fund not in self.boxes:
            return None
        fields = self.boxes[fund]
        return fields.reason if sort == "open_reason" else fields.counted

    def refresh(self) -> None:
        """Show the differences."""
        for box in opened_boxes(self._desk):
            self.boxes[box.fund].show_box(box)


_ASK = N_(
    "Ask the members what was in the box when it was last closed. Then count, and say both aloud."
)
_KEYS = N_("= it is what the book says, and goes on · after a sum Enter")
