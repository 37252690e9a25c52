"""A small spreadsheet to type a list into: Enter goes on, Tab goes across, a list can be pasted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from coopledger.desktop.theme import theme
from coopledger.words.numbers import format_number

_Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TypedColumn(NamedTuple):
    """A column.

    Attributes:
        key: of its cells.
        title: of its heading.
        width: in multiples of the text size, at least.
        figure: whether it is aligned by place value.
        fixed: whether it is only read.
    """

    key: str
    title: str
    width: float
    figure: bool = False
    fixed: bool = False


class TypedModel(QAbstractTableModel):
    """Rows of cells as they were typed, and what is wrong with some of them."""

    typed = Signal()

    def __init__(self, columns: Sequence[TypedColumn]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: list[dict[str, str]] = []
        self.wrong: dict[tuple[int, str], str] = {}

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt calls it
        """See Qt."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt calls it
        """See Qt."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """See Qt."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        fixed = index.isValid() and self.columns[index.column()].fixed
        return flags if fixed else flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See Qt."""
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        told = self.wrong.get((index.row(), column.key), "")
        roles = Qt.ItemDataRole
        if role in (roles.DisplayRole, roles.EditRole, roles.AccessibleTextRole):
            return self.rows[index.row()].get(column.key, "")
        if role in (roles.ToolTipRole, roles.AccessibleDescriptionRole):
            return told
        if role == roles.ForegroundRole:
            return theme().colour("bad" if told else "quiet" if column.fixed else "ink")
        if role == roles.BackgroundRole and told:
            return theme().colour("picked")
        return self._side(column) if role == roles.TextAlignmentRole else None

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """See Qt."""
        if way == Qt.Orientation.Vertical:
            return format_number(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.FontRole:
            return theme().font("small", bold=True)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(self.columns[section])
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """See Qt."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        key, row = self.columns[index.column()].key, index.row()
        if self.rows[row].get(key, "") != str(value):
            self.rows[row][key] = str(value)
            self.wrong.pop((row, key), None)
            self.dataChanged.emit(index, index)
            self.typed.emit()
        return True

    @staticmethod
    def _side(column: TypedColumn) -> int:
        flag = Qt.AlignmentFlag
        side = flag.AlignRight | flag.AlignAbsolute if column.figure else flag.AlignLeading
        return int((side | flag.AlignVCenter).value)


class _CellEditor(QStyledItemDelegate):
    """Hands Enter, Tab and the arrows up and down on to the grid once what was typed is kept."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """See Qt."""
        editor = super().createEditor(parent, option, index)
        model = index.model()
        if isinstance(editor, QLineEdit) and isinstance(model, TypedModel):
            editor.setObjectName("cell_editor")
            editor.setAccessibleName(model.columns[index.column()].title)
        return editor

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Keep what was typed, without blanks around it."""
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text().strip())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """See Qt."""
        grid = self.parent()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            keys = (*_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Down, Qt.Key.Key_Up)
            if event.key() in keys and isinstance(editor, QWidget) and isinstance(grid, TypedGrid):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                grid.setFocus()
                grid.go_on(Qt.Key(event.key()))
                return True
        return super().eventFilter(editor, event)


class TypedGrid(QTableView):
    """The list.

    Signals:
        typed: some cell has another text.
        finished: Enter was pressed on the empty last row: there is nothing more to type.

    Args:
        name: object name.
        about: accessible name.
        columns: what is typed of each.
        growing: whether there is always one more empty row.
        by_row: whether Enter begins the next row instead of going down the column.
    """

    typed = Signal()
    finished = Signal()

    def __init__(
        self,
        name: str,
        about: str,
        columns: Sequence[TypedColumn],
        *,
        growing: Literal[True, False] = True,
        by_row: bool = True,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(about)
        self._growing, self._by_row = growing, by_row
        self.list = TypedModel(columns)
        self.list.typed.connect(self._was_typed)
        self.setModel(self.list)
        self.setItemDelegate(_CellEditor(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed | triggers.SelectedClicked | triggers.EditKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        theme().changed.connect(self._fit)
        self._fit()

    def set_columns(self, columns: Sequence[TypedColumn]) -> None:
        """Show other columns."""
        if tuple(columns) != self.list.columns:
            self.list.beginResetModel()
            self.list.columns = tuple(columns)
            self.list.endResetModel()
            self._fit()

    @property
    def texts(self) -> list[dict[str, str]]:
        """All rows but the spare one at the end, as typed."""
        rows = [dict(row) for row in self.list.rows]
        return rows[:-1] if self._growing and rows and not self._filled(rows[-1]) else rows

    def show_texts(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Show rows, with the cursor where it was."""
        at = self.currentIndex()
        self.list.beginResetModel()
        self.list.rows = [dict(row) for row in rows]
        self.list.wrong = {}
        if self._growing:
            self.list.rows.append({})
        self.list.endResetModel()
        row = min(max(at.row(), 0), len(self.list.rows) - 1)
        self.go_to(row, at.column() if at.column() >= 0 else self._first)

    def mark(self, wrong: Mapping[tuple[int, str], str]) -> None:
        """Mark cells that can't stand, by row and key, with the reason."""
        self.list.wrong = dict(wrong)
        self.viewport().update()

    @property
    def complaint(self) -> str:
        """What is wrong with the cell at hand; empty if nothing is."""
        at = self.currentIndex()
        if not at.isValid():
            return ""
        return self.list.wrong.get((at.row(), self.list.columns[at.column()].key), "")

    def go_to(self, row: int, column: int | str) -> None:
        """Put the cursor into a cell."""
        if isinstance(column, str):
            keys = [each.key for each in self.list.columns]
            column = keys.index(column) if column in keys else self._first
        index = self.list.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def take_out(self) -> dict[str, str] | None:
        """Take the row at hand out of the list; gives it back."""
        row = self.currentIndex().row()
        if not 0 <= row < len(self.texts):
            return None
        gone = self.list.rows[row]
        rows = self.texts
        del rows[row]
        self.show_texts(rows)
        self.typed.emit()
        return gone

    def go_on(self, key: Qt.Key) -> None:
        """Go where a key leads from the cell at hand."""
        at = self.currentIndex()
        if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.focusNextPrevChild(key == Qt.Key.Key_Tab)
        elif key == Qt.Key.Key_Up:
            self.go_to(max(0, at.row() - 1), at.column())
        elif at.row() + 1 < len(self.list.rows):
            enter = key in _ENTER
            self.go_to(at.row() + 1, self._first if enter and self._by_row else at.column())
        elif key in _ENTER:
            self.finished.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes to the next cell of the row, and after the last one out of the grid."""
        at = self.currentIndex()
        there = at.column() + (1 if forward else -1)
        if at.isValid() and self._first <= there < len(self.list.columns):
            self.go_to(at.row(), there)
            return True
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Delete empties the cell; any other key begins to type."""
        at, key = self.currentIndex(), event.key()
        if key in _ENTER:
            if at.row() == len(self.list.rows) - 1 and not self._filled(self.list.rows[at.row()]):
                self.finished.emit()
            else:
                self.go_on(Qt.Key(key))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and at.isValid():
            self.list.setData(at, "")
        else:
            super().keyPressEvent(event)

    @property
    def _first(self) -> int:
        """The first column that is typed in."""
        return next((at for at, each in enumerate(self.list.columns) if not each.fixed), 0)

    @staticmethod
    def _filled(row: Mapping[str, str]) -> bool:
        return any(text for key, text in row.items() if key != "number")

    def _was_typed(self) -> None:
        rows = self.list.rows
        if self._growing and rows and self._filled(rows[-1]):
            self.list.beginInsertRows(QModelIndex(), len(rows), len(rows))
            rows.append({})
            self.list.endInsertRows()
        self.typed.emit()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().row)
        self.horizontalHeader().setMinimumHeight(theme().em(2.2))
        self.setMinimumHeight(theme().row * 4)
        self._spread()

    def _spread(self) -> None:
        head = QFontMetrics(theme().font("small", bold=True))
        widths = [
            max(theme().em(each.width), head.horizontalAdvance(each.title) + theme().em(1.8) + 4)
            for each in self.list.columns
        ]
        if not widths:
            return
        left = self.viewport().width() - sum(widths)
        widest = max(range(len(widths)), key=lambda at: self.list.columns[at].width)
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width + (max(0, left) if at == widest else 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns over the new width."""
        super().resizeEvent(event)
        self._spread()
