"""Running totals at the side: the cash that should be in each box, this column, this member."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from coopledger.app.desk import Desk, boxes, column_total, member_total
from coopledger.desktop.desk.figures import BoxFigure
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Card, Elided, label
from coopledger.words.catalog import N_
from coopledger.words.money import format_amount


class TotalsPanel(Card):
    """What the whole group watches."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(0.7)
        self.setObjectName("desk_totals")
        self._desk = desk
        self._tall = self._by_member = True
        self._boxes = {box.fund: BoxFigure(box.name) for box in boxes(desk)}
        self._head = Elided(_IN_THE_BOX.format(currency=desk.currency.code), "small")
        self.body.addWidget(self._head)
        self.body.setSpacing(theme().em(0.15))
        for figure in self._boxes.values():
            self.body.addWidget(figure)
        self._column_name, self._column = Elided("", "small"), label("", "strong")
        self._member_name, self._member = Elided("", "small"), Elided("", "strong")
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.5))
        row.addWidget(self._column_name, 1)
        row.addWidget(self._column)
        self.body.addLayout(row)
        self.body.addWidget(self._member_name)
        self.body.addWidget(self._member)

    def measure(self, *, tall: bool) -> None:
        """Show all of it, or where there is little height the boxes alone.

        The columns' totals stand in their headings as well.
        """
        self.setMinimumHeight(theme().em(5.5))
        self._tall = tall
        self._show_parts()

    def _show_parts(self) -> None:
        self._head.setVisible(self._tall)
        of_cell = (self._column_name, self._column, self._member_name, self._member)
        for part in of_cell:
            part.setVisible(self._tall and self._by_member)

    def refresh(self, row: int, column: int, *, by_member: bool) -> None:
        """Show the totals, with those for the cell at hand where the step asks ``by_member``."""
        self._by_member = by_member
        self._show_parts()
        for box in boxes(self._desk):
            self._boxes[box.fund].show_amount(format_amount(box.expected, self._desk.currency))
        self._column_name.say(str(self._desk.columns[column].title))
        self._column.setText(column_total(self._desk, column))
        self._member_name.say(self._desk.name(self._desk.rows[row].member))
        self._member.say(member_total(self._desk, row))


_IN_THE_BOX = N_("Should be in the box, {currency}")
