"""The desk's grid as Qt asks for it: nothing is computed here, the desk is asked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from coopledger.app.desk import Cell, Desk, column_total
from coopledger.app.desk.columns import StepKey

AnyIndex = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class GridModel(QAbstractTableModel):
    """Members in rows, the agenda in columns."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._seen: dict[tuple[int, int], Cell] = {}
        self._away: tuple[bool, ...] = ()
        self.step = desk.columns[0].step
        """The step of the agenda that is shown."""

    def show_step(self, step: StepKey) -> None:
        """Show another step; what was shown of the one before is asked for anew later."""
        if step != self.step:
            self.step = step
            self._seen.clear()

    def cell(self, index: AnyIndex) -> Cell:
        """The cell at an index."""
        where = index.row(), index.column()
        found = self._seen[where] = self.desk.cell(*where)
        return found

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """A row a member, the gone ones too."""
        return 0 if parent.isValid() else len(self.desk.rows)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        """A column for each thing that is said, and one for what stands behind it."""
        return 0 if parent.isValid() else len(self.desk.columns) + 1

    @property
    def aside(self) -> int:
        """The column behind all others, which is only read."""
        return len(self.desk.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell, and what a screen reader says of it."""
        if not index.isValid():
            return None
        if index.column() == self.aside:
            told = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
            return self.desk.aside(index.row(), self.step) if role in told else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.cell(index).text
        if role == Qt.ItemDataRole.ToolTipRole:
            trouble = self.cell(index).trouble
            return trouble.sentence if trouble else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row, shown = self.desk.rows[index.row()], self.cell(index)
            said = shown.text or shown.quiet
            return f"{row.member} {row.name}, {self.desk.columns[index.column()].title}: {said}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            trouble = self.cell(index).trouble
            return trouble.sentence if trouble else ""
        return None

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Type into a cell."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() == self.aside:
            return False
        if str(value).strip() != self.cell(index).text:
            self.desk.type(index.row(), index.column(), str(value))
        return True

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Every cell can be looked at; most can be typed in."""
        if not index.isValid() or index.column() == self.aside:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if self.cell(index).editable else flags

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Headings: the column's title with its running total, and the member's name."""
        if orientation == Qt.Orientation.Vertical:
            row = self.desk.rows[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return f"{row.member} {row.name}"
            return None
        if section == self.aside:
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(self.desk.columns[section].title)
        if role == Qt.ItemDataRole.UserRole:
            return column_total(self.desk, section, worth=False)
        return None

    def refresh(self) -> None:
        """Have painted again what looks otherwise than when it was asked for last."""
        changed = [where for where, cell in self._seen.items() if self.desk.cell(*where) != cell]
        for where in changed:
            del self._seen[where]
            index = self.index(*where)
            self.dataChanged.emit(index, index)
        last = self.rowCount() - 1
        self.dataChanged.emit(self.index(0, self.aside), self.index(last, self.aside))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
        away = tuple(map(self.desk.away, self.desk.rows))
        if away != self._away:
            self._away = away
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)
