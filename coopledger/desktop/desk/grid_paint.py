"""How the grid is painted: cells, the members' names at its side, the columns' totals above."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from coopledger.app.desk import Cell
from coopledger.desktop.desk.grid_model import AnyIndex, GridModel
from coopledger.desktop.icons import pixmap
from coopledger.desktop.theme import Step, theme

_ANSWERS = {
    "present": ("check", "good"),
    "late": ("calendar", "warn"),
    "excused": ("info", "quiet"),
    "absent": ("close", "quiet"),
    "represented": ("members", "good"),
}
_MARKS = {"error": ("stop", "bad"), "warning": ("warn", "warn")}
_TRAILING = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
_LEADING = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter


def draw_text(
    painter: QPainter,
    room: QRect,
    text: str,
    colour: str,
    align: Qt.AlignmentFlag,
    *,
    step: Step = "body",
    bold: bool = False,
) -> None:
    """Draw one line in a room, cut with an ellipsis where it must; leading follows the reading."""
    font = theme().font(step, bold=bold)
    painter.setFont(font)
    painter.setPen(theme().colour(colour))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, QStyle.visualAlignment(painter.layoutDirection(), align), shown)


class CellPainter(QStyledItemDelegate):
    """Paints cells and opens the editor in them.

    Signals:
        moved: a key in the editor that also moves on (`Qt.Key`).
    """

    moved = Signal(object)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        model = index.model()
        if not isinstance(model, GridModel):
            return
        if index.column() == model.aside:
            self._aside(painter, option, str(index.data() or ""))
            return
        shown, column = model.cell(index), model.desk.columns[index.column()]
        state = option.state
        current = bool(state & QStyle.StateFlag.State_HasFocus)
        room = QRect(option.rect)
        ground = "picked" if state & QStyle.StateFlag.State_Selected else "surface"
        painter.save()
        painter.setLayoutDirection(option.direction)
        painter.fillRect(room, theme().colour("paper" if shown.greyed else ground))
        inner = room.adjusted(theme().em(0.3), 0, -theme().em(0.3), 0)
        if shown.trouble:
            mark = _MARKS[shown.trouble.grade]
            inner = self._icon(painter, inner, mark, option.direction)
        elif column.key == "roll" and isinstance(
            answer := model.desk.value(index.row(), index.column()), str
        ):
            inner = self._icon(painter, inner, _ANSWERS[answer], option.direction)
        self._text(painter, inner, shown, column.kind)
        if shown.trouble:
            self._frame(painter, room, _MARKS[shown.trouble.grade][1], current)
        if current:
            self._frame(painter, room, "accent", False)
        painter.restore()

    @staticmethod
    def _aside(painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        """What stands behind the cells: small and quiet, over the row's ground."""
        picked = bool(option.state & QStyle.StateFlag.State_Selected)
        room = QRect(option.rect)
        painter.save()
        painter.setLayoutDirection(option.direction)
        painter.fillRect(room, theme().colour("picked" if picked else "surface"))
        inner = room.adjusted(theme().em(0.6), 0, -theme().em(0.4), 0)
        draw_text(painter, inner, text, "quiet", _LEADING, step="small")
        painter.restore()

    def _text(self, painter: QPainter, room: QRect, shown: Cell, kind: str) -> None:
        figures = kind in ("money", "number")
        align = _TRAILING if figures else _LEADING
        if not shown.text:
            draw_text(painter, room, shown.quiet, "quiet", align, step="small")
            return
        colour = "quiet" if shown.greyed else "ink"
        if shown.trouble and shown.trouble.grade == "error":
            colour = "bad"
        wide = QFontMetrics(theme().font()).horizontalAdvance(shown.text) > room.width()
        step: Step = "small" if wide or kind in ("roll", "text") else "body"
        draw_text(painter, room, shown.text, colour, align, step=step)

    @staticmethod
    def _icon(
        painter: QPainter, room: QRect, mark: tuple[str, str], direction: Qt.LayoutDirection
    ) -> QRect:
        """Draw an icon at the leading edge; what is left of the room."""
        name, role = mark
        side = theme().em(1.0)
        place = QRect(room.left(), room.center().y() - side // 2, side, side)
        left = room.adjusted(side + theme().em(0.25), 0, 0, 0)
        painter.drawPixmap(QStyle.visualRect(direction, room, place), pixmap(name, side, role))
        return QStyle.visualRect(direction, room, left)

    @staticmethod
    def _frame(painter: QPainter, room: QRect, role: str, inner: bool) -> None:
        painter.setPen(QPen(theme().colour(role), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        by = 3 if inner else 1
        painter.drawRect(room.adjusted(by, by, -by - 1, -by - 1))

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        """A line to type in; figures stand where the cell shows them."""
        editor = QLineEdit(parent)
        editor.setObjectName("desk_cell")
        model = index.model()
        if not isinstance(model, GridModel):
            return editor
        column = model.desk.columns[index.column()]
        editor.setAccessibleName(str(column.title))
        editor.setMaxLength(200 if column.kind == "text" else 60)
        if column.kind in ("money", "number"):
            editor.setAlignment(_TRAILING)
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Begin with what the cell holds."""
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: AnyIndex
    ) -> None:
        """Fill the cell."""
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter, Down, Up and Tab end the editing and move on, as in a spreadsheet."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and isinstance(editor, QLineEdit)
            and event.key() in _MOVING
        ):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            self.moved.emit(Qt.Key(event.key()))
            return True
        return super().eventFilter(editor, event)


_MOVING = {
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Down,
    Qt.Key.Key_Up,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
}


class ColumnHeader(QHeaderView):
    """Headings of two lines: the column's title; its key and its running total."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setStretchLastSection(True)

    def sizeHint(self) -> QSize:
        """Room for the two lines."""
        return QSize(super().sizeHint().width(), theme().em(3.0))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one heading."""
        model = self.model()
        painter.save()
        direction = self.layoutDirection()
        painter.setLayoutDirection(direction)
        painter.fillRect(rect, theme().colour("paper"))
        painter.setPen(theme().colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(theme().em(0.3), theme().em(0.2), -theme().em(0.3), -theme().em(0.2))
        half = inner.height() // 2
        upper, lower = inner.adjusted(0, 0, 0, -half), inner.adjusted(0, half, 0, 0)
        title = str(model.headerData(section, self.orientation()) or "")
        figures = (
            isinstance(model, GridModel)
            and section < model.aside
            and (model.desk.columns[section].kind in ("money", "number"))
        )
        across = _TRAILING if figures else _LEADING
        draw_text(painter, upper, title, "ink", across, step="small", bold=True)
        total = str(model.headerData(section, self.orientation(), Qt.ItemDataRole.UserRole) or "")
        draw_text(painter, lower, total, "ink", across, step="small")
        painter.restore()


class NameHeader(QHeaderView):
    """The members at the side of the grid, always in sight: number and name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.current = -1

    def sizeHint(self) -> QSize:
        """As wide as a usual name."""
        return QSize(theme().em(11), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one member: bold in the row at hand, quiet when not here."""
        model = self.model()
        if not isinstance(model, GridModel):
            return
        desk, row = model.desk, model.desk.rows[section]
        away = bool(row.gone) or desk.away(row)
        here = section == self.current
        painter.save()
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(rect, theme().colour("picked" if here else "paper"))
        painter.setPen(theme().colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(theme().em(0.3), 0, -theme().em(0.3), 0)
        number = inner.adjusted(0, 0, theme().em(2.4) - inner.width(), 0)
        number = QStyle.visualRect(self.layoutDirection(), inner, number)
        draw_text(painter, number, row.member, "quiet", _LEADING, step="small")
        name = inner.adjusted(theme().em(2.5), 0, 0, 0)
        name = QStyle.visualRect(self.layoutDirection(), inner, name)
        font: Step = "body"
        draw_text(
            painter, name, row.name, "quiet" if away else "ink", _LEADING, step=font, bold=here
        )
        if row.gone:
            self._strike(painter, name, row.name)
        painter.restore()

    def _strike(self, painter: QPainter, room: QRect, text: str) -> None:
        font = QFont(theme().font())
        width = min(QFontMetrics(font).horizontalAdvance(text), room.width())
        line = QRect(room.left(), room.center().y(), width, 1)
        painter.fillRect(
            QStyle.visualRect(self.layoutDirection(), room, line), theme().colour("quiet")
        )
