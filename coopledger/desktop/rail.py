"""The rail at the leading edge: where one can go, and how the window looks. It never moves."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from coopledger.desktop.icons import icon, icon_size
from coopledger.desktop.theme import LOOKS, SCALES, Look, TextSize, theme
from coopledger.words.catalog import N_, Text, _

PLACES: dict[str, tuple[Text, str]] = {
    "home": (N_("Home"), "home"),
    "group": (N_("Group"), "box"),
    "meeting": (N_("Meeting"), "meeting"),
    "members": (N_("Members"), "members"),
    "loans": (N_("Loans"), "loan"),
    "reports": (N_("Reports"), "reports"),
    "usb": (N_("USB"), "stick"),
    "book": (N_("Book"), "book"),
    "settings": (N_("Settings"), "settings"),
}
OF_NO_GROUP = ("home", "usb", "settings")
"""Places that are not about one group."""
_LOOK_NAMES: dict[Look, tuple[Text, str]] = {
    "light": (N_("Light"), "sun"),
    "dark": (N_("Dark"), "moon"),
    "contrast": (N_("Contrast"), "contrast"),
}


class RailButton(QToolButton):
    """An icon over its word."""

    def __init__(self, name: str, text: str, icon_name: str) -> None:
        super().__init__()
        self.setObjectName(f"rail_{name}")
        self.setProperty("role", "rail")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._small = False
        self.toggled.connect(self._tint)
        theme().changed.connect(self._tint)
        self.say(text, icon_name)

    def say(self, text: str, icon_name: str) -> None:
        """Change word and icon."""
        self._icon = icon_name
        self.setText(text)
        self.setAccessibleName(text)
        self._tint()

    def shrink(self, small: bool) -> None:
        """Take less height, by the word alone, or as much as is usual."""
        if small != self._small:
            self._small = small
            style = Qt.ToolButtonStyle
            word, both = style.ToolButtonTextOnly, style.ToolButtonTextUnderIcon
            self.setToolButtonStyle(word if small else both)
            self._tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as the space bar does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _tint(self) -> None:
        self.setFont(theme().font("small", bold=self.isChecked()))
        self.setIcon(icon(self._icon))
        self.setIconSize(icon_size(1.35))


class Rail(QFrame):
    """Where one can go. ``asked`` carries a key of `PLACES`."""

    asked = Signal(str)
    look_asked = Signal(str, str)
    lock_asked = Signal()
    help_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setObjectName("rail")
        self.setAccessibleName(_("Places"))
        self.buttons: dict[str, RailButton] = {}
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        gap = theme().em(0.3)
        self._column.setContentsMargins(gap, gap, gap, gap)
        self._column.setSpacing(0)
        for key, (text, picture) in PLACES.items():
            button = RailButton(key, str(text), picture)
            button.setCheckable(True)
            button.clicked.connect(partial(self._ask, key))
            self.buttons[key] = button
            self._column.addWidget(button)
        self._column.addStretch(1)
        self._look = RailButton("look", "", "sun")
        self._look.clicked.connect(self._next_look)
        self._size = RailButton("size", "", "larger")
        self._size.clicked.connect(self._next_size)
        lock = RailButton("lock", _("Lock"), "lock")
        lock.clicked.connect(self.lock_asked)
        self._help = RailButton("help", _("Help"), "help")
        self._help.setToolTip("F1")
        self._help.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # help is about where the keyboard is
        self._help.clicked.connect(self.help_asked)
        for button in (self._help, self._look, self._size):
            self._column.addWidget(button)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area, 1)
        below = QVBoxLayout()
        below.setContentsMargins(gap, 0, gap, gap)
        below.addWidget(lock)
        outer.addLayout(below)
        self._lock = lock
        theme().changed.connect(self._fit)
        self._inside = inside
        self._fit()

    def show_place(self, key: str, *, group: bool) -> None:
        """Mark where one is; without a group only `OF_NO_GROUP` can be gone to."""
        for name, button in self.buttons.items():
            button.setChecked(name == key)
            button.setEnabled(group or name in OF_NO_GROUP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height, look and text size are in Settings alone, help on F1."""
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        places = [*self.buttons.values(), self._lock]
        ways = [self._help, self._look, self._size]
        shown = [*places, *ways]
        for button in shown:
            button.shrink(small=False)
        if not self._has_room(shown):
            for button in (*ways, self._lock):
                button.shrink(small=True)
        for gone in ([self._look, self._size], [self._help]):
            if not self._has_room(shown):
                shown = [button for button in shown if button not in gone]
        if not self._has_room(shown):
            for button in places:
                button.shrink(small=True)
        for button in ways:
            button.setVisible(button in shown)
        widest = max(button.sizeHint().width() for button in {*places, *shown})
        self.setFixedWidth(max(theme().em(5.6), widest + theme().em(0.7)))

    def _has_room(self, shown: list[RailButton]) -> bool:
        needed = sum(button.sizeHint().height() for button in shown) + 3 * theme().em(0.3)
        return self.height() >= needed

    def _ask(self, key: str) -> None:
        # A press must not leave two places marked until the screen has changed.
        self.buttons[key].setChecked(not self.buttons[key].isChecked())
        self.asked.emit(key)

    def _next_look(self) -> None:
        looks = list(LOOKS)
        look = looks[(looks.index(theme().look) + 1) % len(looks)]
        self.look_asked.emit(look, theme().size)

    def _next_size(self) -> None:
        sizes: list[TextSize] = list(SCALES)
        size = sizes[(sizes.index(theme().size) + 1) % len(sizes)]
        self.look_asked.emit(theme().look, size)

    def _fit(self) -> None:
        text, picture = _LOOK_NAMES[theme().look]
        self._look.say(str(text), picture)
        self._look.setAccessibleName(_("Look: {look}").format(look=text))
        self._size.say(_("Text {size}").format(size=theme().size), "larger")
        self._fit_height()
