"""Tables over frozen rows: a row is worded when it first comes into sight, and only once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from coopledger.desktop.icons import icon, icon_size
from coopledger.desktop.theme import theme

_MEASURED_ROWS = 200
_Index = QModelIndex | QPersistentModelIndex


class Column(NamedTuple):
    """One column of a table.

    Attributes:
        title: of the heading.
        text: words a row's cell.
        figure: whether it is aligned by place value.
        tone: gives the cell's colour role and icon name, empty for none.
        stretch: whether it takes the room that is left over.
    """

    title: str
    text: Callable[[Any], str]
    figure: bool = False
    tone: Callable[[Any], tuple[str, str]] | None = None
    stretch: bool = False


class _Worded(NamedTuple):
    """A row's cells in words, and their colours and icons."""

    texts: tuple[str, ...]
    tones: tuple[tuple[str, str], ...]


class RowsModel(QAbstractTableModel):
    """Rows as they came, worded by the columns."""

    def __init__(self, columns: Sequence[Column] = ()) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self.rows: tuple[object, ...] = ()
        self._worded: list[_Worded | None] = []

    def set_rows(self, rows: Sequence[object], columns: Sequence[Column] | None = None) -> None:
        """Show other rows, and other columns where they are given."""
        self.beginResetModel()
        if columns is not None:
            self.columns = tuple(columns)
        self.rows = tuple(rows)
        # Ten thousand rows worded at once would hold the window up for a second.
        self._worded = [None] * len(self.rows)
        self.endResetModel()

    def _row(self, at: int) -> _Worded:
        found = self._worded[at]
        if found is None:
            row, none = self.rows[at], ("", "")
            found = self._worded[at] = _Worded(
                tuple(column.text(row) for column in self.columns),
                tuple(column.tone(row) if column.tone else none for column in self.columns),
            )
        return found

    def longest(self, column: int, metrics: QFontMetrics) -> int:
        """Width of the widest of the first cells of a column."""
        count = min(len(self.rows), _MEASURED_ROWS)
        widths = (metrics.horizontalAdvance(self._row(at).texts[column]) for at in range(count))
        return max(widths, default=0)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt calls it
        """See Qt."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt calls it
        """See Qt."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """See Qt."""
        row, column = index.row(), index.column()
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._row(row).texts[column]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        tone, picture = self._row(row).tones[column]
        if role == Qt.ItemDataRole.ForegroundRole and tone:
            return theme().colour(tone)
        if role == Qt.ItemDataRole.DecorationRole and picture:
            return _icon(picture, tone)
        return None

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """See Qt."""
        if way != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        if role == Qt.ItemDataRole.FontRole:
            return theme().font("small", bold=True)
        return None

    def _alignment(self, column: int) -> int:
        figure = self.columns[column].figure
        flag = Qt.AlignmentFlag
        # Figures stand under each other by place value, in either direction of reading.
        side = flag.AlignRight | flag.AlignAbsolute if figure else flag.AlignLeading
        return int((side | flag.AlignVCenter).value)


def _icon(name: str, role: str) -> QIcon:
    return icon(name, role or "ink")


class RowDelegate(QStyledItemDelegate):
    """Cells of a table that is only read: a thin line below, no frame around a single cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """See Qt."""
        option.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, option, index)
        painter.setPen(theme().colour("line"))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())


class Table(QTableView):
    """A table that is read and chosen from: whole rows, arrows, Enter or a click on a button.

    ``chosen`` carries the row on Enter or a double click.
    """

    chosen = Signal(object)

    def __init__(self, name: str, about: str, columns: Sequence[Column] = ()) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(about)
        self.rows = RowsModel(columns)
        self._widths: list[int] = [0 for _ in columns]
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setItemDelegate(RowDelegate(self))
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        self.activated.connect(lambda index: self.chosen.emit(self.rows.rows[index.row()]))
        theme().changed.connect(self._resize)
        self._resize()

    @property
    def row(self) -> Any:
        """The row under the cursor, or None."""
        at = self.currentIndex()
        return self.rows.rows[at.row()] if at.isValid() else None

    def show_rows(self, rows: Sequence[object], columns: Sequence[Column] | None = None) -> None:
        """Show rows, with the cursor where it was."""
        at = max(self.currentIndex().row(), 0)
        self.rows.set_rows(rows, columns)
        self._resize()
        if rows:
            # `selectRow` finds no column where a wide table runs from the right.
            self.setCurrentIndex(self.rows.index(min(at, len(rows) - 1), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, and does nothing else: Qt would hand it on to whoever has come next."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.row is not None:
            event.accept()

    def _resize(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme().row)
        self.setIconSize(icon_size(1.25))
        heads = self.horizontalHeader()
        heads.setMinimumHeight(theme().em(2.2))
        cell = QFontMetrics(theme().font())
        head = QFontMetrics(theme().font("small", bold=True))
        self._widths = []
        for at, column in enumerate(self.rows.columns):
            picture = theme().em(1.7) if column.tone else 0
            widest = max(
                self.rows.longest(at, cell) + picture, head.horizontalAdvance(column.title)
            )
            # The style asks for more where a script's letters reach beyond their own width.
            hint = heads.sectionSizeHint(at) if at < heads.count() else 0
            self._widths.append(max(widest + theme().em(1.8) + 4, hint))
        self._spread()

    def _spread(self) -> None:
        """Give the room that is left over to the columns that stretch; none is ever squeezed."""
        if len(self._widths) != len(self.rows.columns):
            return  # From right to left Qt resizes amid a reset; the new widths come after it.
        left = self.viewport().width() - sum(self._widths)
        stretching = sum(column.stretch for column in self.rows.columns)
        for at, (column, width) in enumerate(zip(self.rows.columns, self._widths, strict=True)):
            more = left // stretching if column.stretch and left > 0 else 0
            self.setColumnWidth(at, width + more)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the columns over the new width."""
        super().resizeEvent(event)
        self._spread()
