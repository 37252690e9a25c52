"""The grid by keyboard: arrows and Enter as in a spreadsheet, one key where one is enough."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from coopledger.app.desk import COLUMNS, INDEX, Desk, above, below, beside, top
from coopledger.desktop.desk.grid_model import AnyIndex, GridModel
from coopledger.desktop.desk.grid_paint import CellPainter, ColumnHeader, NameHeader
from coopledger.desktop.theme import theme
from coopledger.words.catalog import N_

_WIDTHS = {
    "roll": 5.7, "fine": 4.2, "fine_paid": 5.1, "social": 4.6, "shares": 4.2, "repayment": 5.2,
    "loan": 5.2, "weeks": 3.7, "purpose": 4.2,
}  # fmt: skip
"""Columns' widths in multiples of the text size; the last takes what is left."""
_ONE_DIGIT = 9


class Grid(QTableView):
    """The desk's grid.

    Signals:
        at: the cursor is in another cell (row, column).
    """

    at = Signal(int, int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("desk_grid")
        self.setAccessibleName(str(_NAME))
        self.desk = desk
        self._model = GridModel(desk, self)
        self._names = NameHeader(self)
        self.setHorizontalHeader(ColumnHeader(self))
        self.setVerticalHeader(self._names)
        self.setModel(self._model)
        painter = CellPainter(self)
        painter.moved.connect(self._go)
        self.setItemDelegate(painter)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.AnyKeyPressed)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self._names.sectionClicked.connect(lambda row: self.go_to(row, self.column))
        self.horizontalHeader().sectionClicked.connect(self.go_to_column)
        self.measure(wide=True)

    @property
    def row(self) -> int:
        """The row at hand."""
        return max(0, self.currentIndex().row())

    @property
    def column(self) -> int:
        """The column at hand."""
        return max(0, self.currentIndex().column())

    def refresh(self) -> None:
        """Show what changed."""
        self._model.refresh()

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor into a cell."""
        index = self._model.index(row, column)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag | QItemSelectionModel.SelectionFlag.Rows)
        self.scrollTo(index)

    def go_to_column(self, column: int) -> None:
        """Put the cursor on the next thing to be said in a column."""
        self.go_to(top(self.desk, column), column)
        self.setFocus()

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tell where the cursor is."""
        super().currentChanged(current, previous)
        self._names.current = current.row()
        self._names.viewport().update()
        self.at.emit(current.row(), current.column())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes to the next column, and after the last one out of the grid."""
        there = beside(self.desk, self.row, self.column, 1 if forward else -1)
        if there is None:
            return super().focusNextPrevChild(forward)
        self.go_to(*there)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the key means in this column."""
        if event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            super().keyPressEvent(event)
            return
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(Qt.Key(key))
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.desk.type(self.row, self.column, "")
        elif not self._one_key(event.text()):
            if key == Qt.Key.Key_Space and self.desk.cell(self.row, self.column).editable:
                self.edit(self.currentIndex())
            else:
                super().keyPressEvent(event)

    def _one_key(self, typed: str) -> bool:
        """Act on a key that is an entry of its own; False when it begins a longer one."""
        if not typed.strip() or len(typed) != 1:
            return False
        column = COLUMNS[self.column]
        if column.kind == "text":
            return False
        if typed == "=":
            if self.desk.take_usual(self.row, self.column):
                self._go(Qt.Key.Key_Down)
        elif typed == "+":
            self.desk.take_usual_for_all(self.column)
        elif column.key == "roll" or (column.key == "shares" and self._is_enough(typed)):
            self.desk.type(self.row, self.column, typed)
            if (trouble := self.desk.cell(self.row, self.column).trouble) is None or (
                trouble.grade != "error"
            ):
                self._go(Qt.Key.Key_Down)
        else:
            return False
        return True

    def _is_enough(self, typed: str) -> bool:
        most = self.desk.rules.max_shares_per_meeting
        return 0 < most <= _ONE_DIGIT and unicodedata.decimal(typed, None) is not None

    def _go(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Up:
            self.go_to(*above(self.desk, self.row, self.column))
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.focusNextPrevChild(key == Qt.Key.Key_Tab)
        else:
            self.go_to(*below(self.desk, self.row, self.column))

    def measure(self, *, wide: bool) -> None:
        """Fit rows and columns to the text; on a small screen names have less room."""
        self._names.setFixedWidth(theme().em(10.6 if wide else 8.5))
        self.verticalHeader().setDefaultSectionSize(theme().row)
        for key, width in _WIDTHS.items():
            self.setColumnWidth(INDEX[key], max(theme().em(width), self._due_width(key)))
        self.horizontalHeader().setMinimumSectionSize(theme().em(3))

    def _due_width(self, key: str) -> int:
        """Room for the longest sum due in a column, whole."""
        column = INDEX[key]
        if COLUMNS[column].kind != "money":
            return 0
        small = QFontMetrics(theme().font("small"))
        sums = (self.desk.cell(row, column).quiet for row in range(len(self.desk.rows)))
        return max(map(small.horizontalAdvance, sums), default=0) + theme().em(0.8)


_NAME = N_("Members and what they bring")
