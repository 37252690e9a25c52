"""The window of help: a page beside the work, a search, and the list of all pages."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from coopledger.desktop.background import Background
from coopledger.desktop.flow import flowing
from coopledger.desktop.help.page_view import PageView
from coopledger.desktop.help.picture_guide import PictureGuide
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, label
from coopledger.words.catalog import _
from coopledger.words.help import PAGES, HelpPage, find, told

FIRST = "coach"
"""The page for where there is none of its own."""


class HelpWindow(QWidget):
    """Stays beside its owner. F1 or Esc closes it; the keyboard then is where it was.

    Signals:
        coach_asked: whether the coach is to guide through the meeting (bool).
    """

    coach_asked = Signal(bool)

    def __init__(self, owner: QWidget, background: Background) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self._background = background
        self.setObjectName("help_window")
        self.setProperty("role", "screen")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._before: QWidget | None = None
        self._read: list[str] = []
        self.edit = QLineEdit()
        self.edit.setObjectName("help_search")
        self.edit.setAccessibleName(_("Search in help"))
        self.edit.setPlaceholderText(_("Search in help"))
        self.edit.setClearButtonEnabled(False)
        self.edit.textEdited.connect(lambda _text: self.search())
        self.edit.installEventFilter(self)
        self.view = PageView()
        self.view.asked.connect(self.show_page)
        self.list = Table(
            "help_list",
            _("Pages of help"),
            [Column(_("Page"), lambda page: told(page.title), stretch=True)],
        )
        self.list.horizontalHeader().hide()
        self.list.chosen.connect(lambda page: self.show_page(page.key))
        self.list.clicked.connect(lambda _at: self.show_page(self.list.row.key))
        self._nothing = label("", "quiet", wrap=True)
        self._lay_out()
        for keys, act in (
            ("Ctrl+F", self._to_search),
            ("Alt+Left", self.back),
            ("Escape", self.close),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        theme().changed.connect(self._again)

    def _lay_out(self) -> None:
        self.back_button = Button("help_back", _("Back"), "back", "plain")
        self.back_button.clicked.connect(self.back)
        contents = Button("help_contents", _("All pages"), "open-list", "plain")
        contents.clicked.connect(self.show_contents)
        self._coach = Button("help_coach", _("Guide me through the meeting"), "help")
        self._coach.clicked.connect(partial(self.coach_asked.emit, True))
        self._alone = Button("help_coach_away", _("Put the guide away"), "close")
        self._alone.clicked.connect(partial(self.coach_asked.emit, False))
        close = Button("help_close", _("Close: F1 or Esc"), "close")
        close.clicked.connect(self.close)
        gap = theme().em(0.5)
        head = QHBoxLayout()
        head.setSpacing(gap)
        head.addWidget(self.back_button)
        head.addStretch(1)
        head.addWidget(close)
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(found)
        holder, foot = flowing(gap)
        for button in (contents, self._coach, self._alone):
            foot.addWidget(button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(gap, gap, gap, gap)
        outer.setSpacing(gap)
        outer.addLayout(head)
        outer.addWidget(self.edit)
        outer.addWidget(self._stack, 1)
        outer.addWidget(holder)

    @property
    def page(self) -> HelpPage:
        """The page that is shown, or was before a search."""
        return PAGES[self._read[-1] if self._read else FIRST]

    def open(self, key: str, before: QWidget | None) -> None:
        """Show a page beside the work; ``before`` gets the keyboard back."""
        self._before = before
        self._stand_beside(before)
        self.show_page(key or FIRST)
        self.show()
        self.raise_()
        self.activateWindow()
        self.view.setFocus()

    def show_page(self, key: str) -> None:
        """Show a page; the one before it can be gone back to."""
        if not self._read or self._read[-1] != key:
            self._read.append(key)
        self._show()
        if self.isVisible():
            self.view.setFocus()

    def back(self) -> None:
        """Go back to the page that was read before."""
        if self._stack.currentIndex() == 0 and len(self._read) > 1:
            self._read.pop()
        self._show()
        self.view.setFocus()

    def show_contents(self) -> None:
        """Show the list of all pages."""
        self.edit.clear()
        self.search()
        self.list.setFocus()

    def search(self) -> None:
        """Show the pages that have what is typed."""
        pages = find(self.edit.text())
        self.list.show_rows(pages)
        if pages:
            self.list.selectRow(0)
        told_none = _("Nothing in help has “{asked}”.").format(asked=self.edit.text())
        self._nothing.setText("" if pages else told_none)
        self._nothing.setVisible(not pages)
        self._stack.setCurrentIndex(1)
        self.back_button.setEnabled(True)

    def give_back(self) -> None:
        """Give the keyboard back to the work, and stay open beside it."""
        before = self._before
        if before is None or not isValid(before) or not before.isVisible():
            before = self.parentWidget()
        if before is not None:
            before.window().activateWindow()
            before.setFocus()

    def _show(self) -> None:
        page = self.page
        extra = PictureGuide(self._background) if page.key == "guide" else None
        self.view.show_page(page, extra)
        self._stack.setCurrentIndex(0)
        self.setWindowTitle(f"{told(page.title)} - {_('Help')}")
        self.setAccessibleName(self.windowTitle())
        self._coach.setVisible(page.key == FIRST)
        self._alone.setVisible(page.key == FIRST)
        self.back_button.setEnabled(len(self._read) > 1)

    def _again(self) -> None:
        """Text of another size, or other colours: the page is laid out anew."""
        if isValid(self) and self._read:
            self._show()

    def _to_search(self) -> None:
        self.edit.setFocus()
        self.edit.selectAll()

    def _stand_beside(self, work: QWidget | None) -> None:
        """At the trailing side of the owner: outside it where the screen has room, else over it.

        Where it would lie over the field that is worked in, it goes to the other side; what was
        moved or made larger by hand stays where it lies over nothing.
        """
        owner = self.parentWidget()
        owner = owner.window() if owner is not None else None
        if owner is None:
            return
        frame, screen = owner.frameGeometry(), owner.screen().availableGeometry()
        width = min(theme().em(28), max(frame.width(), screen.width() // 2) * 6 // 10)
        if self.isVisible() and not _hidden(work, self.frameGeometry()):
            return
        self.resize(width, min(owner.height(), screen.height()))
        sides = [frame.right() + 1, frame.left() - width]
        if QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            sides.reverse()
        places = [max(screen.left(), min(x, screen.right() + 1 - width)) for x in sides]
        size = self.size()
        x = min(places, key=lambda x: _hidden(work, QRect(QPoint(x, frame.top()), size)))
        self.move(x, frame.top())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the field, arrows go through what was found, and Enter opens it."""
        if watched is self.edit and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)  # noqa: S101 - for the type checker
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            key = Qt.Key(event.key())
            if key in steps and self.list.rows.rows:
                row = self.list.currentIndex().row() + steps[key]
                self.list.selectRow(max(0, min(row, len(self.list.rows.rows) - 1)))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._stack.currentIndex() == 1 and self.list.row is not None:
                    self.show_page(self.list.row.key)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, Button):
            focused.click()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the keyboard back to the work."""
        super().closeEvent(event)
        self.give_back()


def _hidden(work: QWidget | None, place: QRect) -> int:
    """How wide a strip of a widget lies below something at that place, in pixels."""
    if work is None or not isValid(work) or not work.isVisible():
        return 0
    below = QRect(work.mapToGlobal(QPoint(0, 0)), work.size()) & place
    return max(0, below.width())
