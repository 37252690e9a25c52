"""Ctrl+K: type a few letters of anything and go there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QVBoxLayout, QWidget

from coopledger.desktop.matching import is_like
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import on_change, theme
from coopledger.words.catalog import _

MOST_SHOWN = 50
_ROWS = 8


class Command(NamedTuple):
    """Something that can be done or gone to.

    Attributes:
        text: its name.
        about: what it is, or of which group.
        icon: beside its name.
        act: does it.
        recent: whether it is shown before anything was typed.
    """

    text: str
    about: str
    icon: str
    act: Callable[[], None]
    recent: bool = False


class Palette(QFrame):
    """A field and a list that lie over the window. Escape, or work elsewhere, takes it away."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("palette")
        self.setAccessibleName(_("Go to anything"))
        self._commands: tuple[Command, ...] = ()
        self._before: QWidget | None = None
        self.edit = QLineEdit()
        self.edit.setObjectName("palette_search")
        self.edit.setAccessibleName(_("Go to anything"))
        self.edit.setPlaceholderText(_("A group, a member, a screen, something to do…"))
        self.edit.textChanged.connect(lambda _text: self._filter())
        self.edit.installEventFilter(self)
        columns = [
            Column(_("Name"), lambda each: each.text, tone=lambda each: ("", each.icon)),
            Column(_("What it is"), lambda each: each.about, tone=lambda _each: ("quiet", "")),
        ]
        self.list = Table(
            "palette_list", _("What was found"), [columns[0]._replace(stretch=True), columns[1]]
        )
        self.list.horizontalHeader().hide()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda _at: self.run())
        column = QVBoxLayout(self)
        side = theme().em(0.7)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme().em(0.5))
        column.addWidget(self.edit)
        column.addWidget(self.list)
        owner.installEventFilter(self)
        on_change(self, self._tint)
        self.hide()

    def open(self, commands: Sequence[Command]) -> None:
        """Show what can be done; the cursor waits in the field."""
        self._commands = tuple(commands)
        self._before = QApplication.focusWidget()
        self.edit.clear()
        self._filter()
        self._place()
        self.show()
        self.raise_()
        self.edit.setFocus()

    def fill(self, commands: Sequence[Command]) -> None:
        """Offer more: names that were looked up meanwhile. What was chosen stays chosen."""
        if not self.isVisible():
            return
        chosen: Command | None = self.list.row if self.list.currentIndex().row() > 0 else None
        self._commands = tuple(commands)
        self._filter()
        for at, each in enumerate(self.list.rows.rows):
            if chosen is not None and isinstance(each, Command) and each[:2] == chosen[:2]:
                self.list.selectRow(at)
                break

    def put_away(self) -> None:
        """Hide it; the cursor goes back where it was."""
        self.hide()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus()

    def run(self) -> None:
        """Do what is chosen."""
        chosen: Command | None = self.list.row
        if chosen is not None:
            self.put_away()
            chosen.act()

    def _filter(self) -> None:
        typed = self.edit.text().strip()
        if typed:
            found = [each for each in self._commands if is_like(f"{each.text} {each.about}", typed)]
            found.sort(key=lambda each: not is_like(each.text, typed))
        else:
            found = sorted(self._commands, key=lambda each: not each.recent)
        self.list.show_rows(found[:MOST_SHOWN])
        if found:
            self.list.selectRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter work in the field; the list stays in place when the window grows."""
        if watched is self.edit:
            if event.type() == QEvent.Type.FocusOut and self.isVisible():
                self._before = None
                self.hide()
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(event)
        elif event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _ROWS,
            Qt.Key.Key_PageUp: -_ROWS,
        }
        if key in steps:
            row = self.list.currentIndex().row() + steps[key]
            self.list.selectRow(max(0, min(row, len(self.list.rows.rows) - 1)))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.run()
        elif key == Qt.Key.Key_Escape:
            self.put_away()
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def _place(self) -> None:
        owner = self.parentWidget()
        if owner is None:
            return
        width = min(owner.width() - theme().em(2), theme().em(44))
        height = min(owner.height() - theme().em(2), theme().row * (_ROWS + 1) + theme().em(3))
        self.setFixedSize(width, height)
        self.move((owner.width() - width) // 2, theme().em(1))

    def _tint(self) -> None:
        roles = theme().roles
        self.setStyleSheet(
            f"Palette {{ background: {roles.paper}; border: 2px solid {roles.ink};"
            f" border-radius: {theme().em(0.6)}px; }}"
        )
