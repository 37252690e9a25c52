"""A row of buttons that breaks into two where the window is narrow or the letters are large."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QLayout, QLayoutItem, QSizePolicy, QWidget


class Flow(QLayout):
    """Lays its items side by side, from the leading edge, in as many rows as they need."""

    def __init__(self, gap: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(QMargins())
        self.setSpacing(gap)

    def addItem(self, item: QLayoutItem) -> None:
        """See Qt."""
        self._items.append(item)

    def count(self) -> int:
        """See Qt."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """See Qt."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """See Qt."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes the room that is left over beside it."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """A narrow row is a high one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """See Qt."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, room: QRect) -> None:
        """See Qt."""
        super().setGeometry(room)
        used = self._place(room, move=False)
        below = max(0, (room.height() - used) // 2)
        self._place(room.adjusted(0, below, 0, 0), move=True)

    def sizeHint(self) -> QSize:
        """All in one row."""
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown)
        height = max((item.sizeHint().height() for item in shown), default=0)
        return QSize(width + self.spacing() * max(0, len(shown) - 1), height)

    def minimumSize(self) -> QSize:
        """The widest item alone."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        rows: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown():
            wide = item.sizeHint().width()
            if rows[-1] and used + wide > width:
                rows.append([])
                used = 0
            rows[-1].append(item)
            used += wide + self.spacing()
        return rows

    def _place(self, room: QRect, *, move: bool) -> int:
        """Height of the rows; with ``move`` the items are put there."""
        rtl = QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
        y = 0
        for row in self._rows(room.width()):
            line = max((item.sizeHint().height() for item in row), default=0)
            x = 0
            for item in row if move else []:
                hint = item.sizeHint()
                left = room.right() + 1 - x - hint.width() if rtl else room.left() + x
                middle = room.top() + y + (line - hint.height()) // 2
                item.setGeometry(QRect(QPoint(left, middle), hint))
                x += hint.width() + self.spacing()
            y += line + self.spacing()
        return max(0, y - self.spacing())


def flowing(gap: int) -> tuple[QWidget, Flow]:
    """A widget that flows, and its layout."""
    holder, flow = QWidget(), Flow(gap)
    holder.setLayout(flow)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder, flow
