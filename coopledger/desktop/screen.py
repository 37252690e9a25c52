"""What all screens share: a head, one task, and a foot with the one main button."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coopledger.desktop.flow import flowing
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Button, Elided, label
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency


def last_stop(screen: QWidget, part: QWidget) -> QWidget | None:
    """The last place within a part of a screen where Tab stops: what comes later goes after it."""
    found: QWidget | None = None
    each = screen.nextInFocusChain()
    while each is not None and each is not screen:
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isAncestorOf(each):
            found = each
        each = each.nextInFocusChain()
    return found


class Screen(QWidget):
    """One screen. Subclasses fill ``body``, ``foot`` and ``badges``.

    Attributes:
        body: layout between head and foot.
        badges: layout at the trailing end of the head.
        foot: layout of the other buttons, at the leading side of the foot.
        banner: a sentence under the head: what was refused, what was done.
        main: the one main button, or None.
    """

    left = Signal()
    """The person wants to go back."""
    asked = Signal(str, object)
    """Another place is wanted, and what it is about: a member's code, a loan's number."""
    drafted = Signal(str)
    """Something was added to the draft of the next meeting; a sentence says what."""
    sealed = Signal(str)
    """A page was written; a sentence says which."""
    ended = Signal(str, str)
    """Something long ended here while another screen was in front: a sentence and its tone."""
    refused = Signal(str)
    """Something was refused; a sentence says why."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setWindowTitle(title)
        self._title = label(title, "title")
        self._subtitle = Elided("", "quiet")
        self.banner = Banner()
        self.main: Button | None = None
        self.badges = QHBoxLayout()
        self.body = QVBoxLayout()
        self._foot_holder, self.foot = flowing(theme().em(0.5))
        self._foot_row = QHBoxLayout()
        self._foot_frame = QFrame()
        self._lay_out_frame()

    def _lay_out_frame(self) -> None:
        side, gap = theme().em(1.2), theme().em(0.8)
        head = QFrame()
        head.setProperty("role", "head")
        row = QHBoxLayout(head)
        row.setContentsMargins(side, theme().em(0.6), side, theme().em(0.6))
        row.setSpacing(gap)
        row.addWidget(self._title)
        row.addWidget(self._subtitle, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self.badges)
        self.body.setContentsMargins(side, gap, side, gap)
        self.body.setSpacing(gap)
        self.body.addWidget(self.banner)
        self._foot_frame.setProperty("role", "foot")
        self._foot_row.setContentsMargins(side, theme().em(0.5), side, theme().em(0.5))
        self._foot_row.setSpacing(gap)
        self._foot_row.addWidget(self._foot_holder, 1)
        self._foot_frame.setLayout(self._foot_row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addLayout(self.body, 1)
        column.addWidget(self._foot_frame)

    @property
    def signals(self) -> tuple[SignalInstance, ...]:
        """All that a screen tells whoever shows it."""
        return self.left, self.asked, self.drafted, self.sealed, self.ended, self.refused

    @property
    def held(self) -> bool:
        """Whether something is under way here, or ended and nobody saw it: the screen is kept."""
        return False

    def keep(self) -> None:
        """Keep what is half typed: the screen is left, or the window locks or closes."""

    def set_heading(self, title: str, subtitle: str = "") -> None:
        """Change what stands in the head."""
        self._title.setText(title)
        self._subtitle.say(subtitle)
        self.setWindowTitle(title)
        self.setAccessibleName(title)

    def set_main(self, button: Button) -> None:
        """Put the main button in its corner; Enter presses it."""
        self.main = button
        self._foot_row.addWidget(button)

    def tab_order(self, *widgets: QWidget) -> None:
        """Let Tab go through these in this order, as they stand on the screen."""
        for one, next_one in pairwise(widgets):
            self.setTabOrder(one, next_one)

    def on_print(self, act: Callable[[], object]) -> None:
        """Let Ctrl+P do this on the screen."""
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self)
        shortcut.activated.connect(act)

    def refuse(self, problem: BaseException, currency: Currency | None = None) -> None:
        """Say in the banner why something was refused; what is no refusal is raised."""
        if not isinstance(problem, Refusal):
            raise problem
        from coopledger.words.errors import explain

        sentence = explain(problem, currency)
        self.banner.say(sentence, "bad")
        self.refused.emit(sentence)

    def refresh(self) -> None:
        """Read again what is shown; called each time the screen comes to the front."""

    def start(self) -> None:
        """Put the keyboard where work begins; called when the screen comes to the front."""
        if self.main is not None and self.main.isEnabled():
            self.main.setFocus()
        else:
            self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, else the main one; Escape goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isVisible():
            focused = QApplication.focusWidget()
            button = focused if isinstance(focused, QAbstractButton) else self.main
            if button is not None and button.isEnabled() and button.isVisible():
                button.click()
                return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


def scrolled(name: str, about: str, layout: QVBoxLayout) -> QScrollArea:
    """A column that scrolls when there is more than fits."""
    inside = QWidget()
    inside.setLayout(layout)
    area = QScrollArea()
    area.setObjectName(name)
    area.setAccessibleName(about)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
