"""The grid by keyboard: arrows and Enter as in a spreadsheet, one key where one is enough."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from coopledger.app.desk import Desk, above, below, beside, loan_card, next_question, row_of, top
from coopledger.desktop.desk.grid_model import AnyIndex, GridModel
from coopledger.desktop.desk.grid_paint import CellPainter, ColumnHeader, NameHeader
from coopledger.desktop.theme import theme
from coopledger.words.catalog import N_

_WIDTHS = {"roll": 8.5, "fine": 8.0, "text": 11.0, "money": 7.5, "number": 6.0}
_NARROW = {"roll": 6.0, "fine": 5.0, "text": 7.0, "money": 5.2, "number": 4.2}
"""Widths of columns by what they hold, in multiples of the text size; on a small screen."""


class Grid(QTableView):
    """The desk's grid.

    Signals:
        at: the cursor is in another cell (row, column).
        asked: the group has to say yes to the loan at hand, or not.
        jumping: a member's number is being typed to go there (str; empty: no more).
    """

    at = Signal(int, int)
    jumping = Signal(str)
    asked = Signal()

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
        self._jump: str | None = None
        self._led_on = False
        self._arranged = False
        self._names.sectionClicked.connect(lambda row: self.go_to(row, self.column))
        self.horizontalHeader().sectionClicked.connect(self._head_clicked)
        self._show_step(0)
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
        """Put the cursor into a cell, and show the step that it belongs to."""
        self._show_step(column)
        index = self._model.index(row, column)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag | QItemSelectionModel.SelectionFlag.Rows)
        self.scrollTo(index)

    def go_to_column(self, column: int) -> None:
        """Put the cursor on the next thing to be said in a column."""
        self.go_to(top(self.desk, column), column)
        self.setFocus()

    def _show_step(self, column: int) -> None:
        """Show the columns of one step, and fold the others away."""
        columns = self.desk.columns
        if self._model.step == columns[column].step and self._arranged:
            return
        self._arranged = True
        self._model.show_step(columns[column].step)
        self._arrange(column)
        for place, other in enumerate(columns):
            self.setColumnHidden(place, other.step != columns[column].step)
        self._fit_heads()
        self._fit_names()

    def _fit_heads(self) -> None:
        """No heading of the step is cut."""
        heads = self.horizontalHeader()
        for place in range(len(self.desk.columns)):
            if not heads.isSectionHidden(place):
                wanted = heads.sectionSizeHint(place)
                self.setColumnWidth(place, max(self.columnWidth(place), wanted))

    def _arrange(self, column: int) -> None:
        """Put the rows into the step's order."""
        heads = self.verticalHeader()
        for place, row in enumerate(self.desk.order(column)):
            if (now := heads.visualIndex(row)) != place:
                heads.moveSection(now, place)

    def _head_clicked(self, section: int) -> None:
        if section < self._model.aside:
            self.go_to_column(section)

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
        if self._is_late_enter(Qt.Key(key)) or self._jumped(Qt.Key(key), event.text()):
            return
        if event.text() == JUMP and self.desk.columns[self.column].kind != "text":
            self._jump_so_far("")
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._sideways(left=key == Qt.Key.Key_Left)
        elif key in (*_ENTER, Qt.Key.Key_Down, Qt.Key.Key_Up):
            if key in _ENTER:
                self._take_what_is_proposed()
            self._go(Qt.Key(key))
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.desk.type(self.row, self.column, "")
        elif not self._one_key(event.text()):
            if key == Qt.Key.Key_Space and self.desk.cell(self.row, self.column).editable:
                self.edit(self.currentIndex())
            else:
                super().keyPressEvent(event)

    def _is_late_enter(self, key: Qt.Key) -> bool:
        """Whether it is the Enter of a hand that ends with it what one key has ended already."""
        led_on, self._led_on = self._led_on, False
        return led_on and key in _ENTER

    def _take_what_is_proposed(self) -> None:
        """Enter is a yes to the repayment that is due and to a proposed fine.

        The arrow leaves it out.
        """
        shown = self.desk.cell(self.row, self.column)
        if self.desk.columns[self.column].key in ("repayment", "fine") and shown.quiet:
            self.desk.take_usual(self.row, self.column)

    def begin_to_find(self) -> None:
        """Begin to type a member's number or name to go there."""
        self.setFocus()
        self._jump_so_far("")

    def _sideways(self, *, left: bool) -> None:
        """The next cell in the direction of the arrow, also into the step before or after."""
        back = left != self.isRightToLeft()
        there = beside(self.desk, self.row, self.column, -1 if back else 1)
        if there is not None:
            same = self.desk.columns[there[1]].step == self.desk.columns[self.column].step
            self.go_to(self.row if same else there[0], there[1])

    def _jumped(self, key: Qt.Key, typed: str) -> bool:
        """Take a key of a member's number; False when it belongs to the cell."""
        if self._jump is None:
            return False
        so_far = self._jump
        if key in _ENTER:
            self._arrive(so_far)
        elif key == Qt.Key.Key_Backspace:
            self._jump_so_far(so_far[:-1])
        elif typed.isalnum() or (typed == " " and so_far):
            so_far += typed
            self._jump_so_far(so_far)
            if self._is_whole(so_far):
                self._arrive(so_far)
        else:
            self._jump_so_far(None)
            return key == Qt.Key.Key_Escape
        return True

    def _jump_so_far(self, typed: str | None) -> None:
        self._jump = typed
        self.jumping.emit("" if typed is None else f"{JUMP}{typed}")

    def _is_whole(self, typed: str) -> bool:
        """Whether a number is somebody's already; after a name one presses Enter."""
        if not any(map(str.isdecimal, typed)) or row_of(self.desk, typed) is None:
            return False
        return not self._may_go_on(typed)

    def _may_go_on(self, typed: str) -> bool:
        """Whether another digit could make it somebody else's number."""
        return any(row_of(self.desk, f"{typed}{digit}") is not None for digit in range(10))

    def _arrive(self, typed: str) -> None:
        self._jump_so_far(None)
        row = row_of(self.desk, typed)
        if row is not None:
            self.go_to(row, self.column)

    def _one_key(self, typed: str) -> bool:
        """Act on a key that is an entry of its own; False when it begins a longer one."""
        if not typed.strip() or len(typed) != 1 or not typed.isprintable():
            return False
        column = self.desk.columns[self.column]
        if column.kind == "text":
            return False
        if typed == "=":
            if self.desk.take_usual(self.row, self.column):
                self._lead_on()
        elif typed == "+":
            self.desk.take_usual_for_all(self.column)
        elif column.key == "roll" or (column.key == "shares" and self._is_enough(typed)):
            self.desk.type(self.row, self.column, typed)
            if (trouble := self.desk.cell(self.row, self.column).trouble) is None or (
                trouble.grade != "error"
            ):
                self._lead_on()
        else:
            return False
        return True

    def _lead_on(self) -> None:
        """Go on by itself after one key; an Enter right after it does no more."""
        self._go(Qt.Key.Key_Down)
        self._led_on = True

    def _is_enough(self, typed: str) -> bool:
        return self.desk.one_digit and unicodedata.decimal(typed, None) is not None

    def _go(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Up:
            self.go_to(*above(self.desk, self.row, self.column))
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.focusNextPrevChild(key == Qt.Key.Key_Tab)
        elif key == Qt.Key.Key_Down and self.desk.columns[self.column].step == "loans":
            self.go_to(*below(self.desk, self.row, self.column, asking=False))
        elif not self._must_be_asked():
            self.go_to(*below(self.desk, self.row, self.column))

    def _must_be_asked(self) -> bool:
        """Whether the group has to say yes first: asked once all about the loan is said."""
        row, column = self.row, self.column
        if self.desk.columns[column].step != "loans":
            return False
        if next_question(self.desk, row, column) is not None:
            return False
        card = loan_card(self.desk, row)
        if card.whole and not card.agreed:
            self.asked.emit()
            return True
        return False

    def measure(self, *, wide: bool) -> None:
        """Fit rows and columns to the text; on a small screen columns have less room."""
        self.verticalHeader().setDefaultSectionSize(theme().row)
        for place, column in enumerate(self.desk.columns):
            width = theme().em((_WIDTHS if wide else _NARROW)[column.kind])
            self.setColumnWidth(place, max(width, self._due_width(place)))
        self.horizontalHeader().setMinimumSectionSize(theme().em(3))
        self._fit_heads()
        self._fit_names()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what room there is; the cell at hand stays in sight."""
        super().resizeEvent(event)
        self._fit_names()
        # What is said below it may just have taken a line more.
        self.scrollTo(self.currentIndex())

    def _fit_names(self) -> None:
        """Names have what the columns leave; where these must scroll, enough to be told apart."""
        heads, bar = self.horizontalHeader(), self.verticalScrollBar().sizeHint().width()
        taken = sum(
            self.columnWidth(place)
            for place in range(len(self.desk.columns))
            if not heads.isSectionHidden(place)
        )
        left = self.width() - taken - bar - 2 * self.frameWidth()
        least, most = theme().em(8.5), theme().em(15)
        wanted = min(left, most) if left >= least else theme().em(10.5)
        if wanted != self._names.width():
            self._names.setFixedWidth(wanted)

    def _due_width(self, place: int) -> int:
        """Room for the longest sum due in a column, whole."""
        if self.desk.columns[place].kind != "money":
            return 0
        small = QFontMetrics(theme().font("small"))
        sums = (self.desk.cell(row, place).quiet for row in range(len(self.desk.rows)))
        return max(map(small.horizontalAdvance, sums), default=0) + theme().em(0.8)


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
JUMP = "/"
"""The key after which a member's number is typed."""
_NAME = N_("Members and what they bring")
