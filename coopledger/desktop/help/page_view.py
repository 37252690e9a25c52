"""One page of help as it is read: steps, what can go wrong, keys, and where to read on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from coopledger.desktop.flow import flowing
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Picture, label
from coopledger.words.catalog import _
from coopledger.words.help import EVERYWHERE, PAGES, HelpPage, Key, told
from coopledger.words.numbers import format_number
from coopledger.words.resources import resource

_LONGEST = 18
"""Text sizes that a title has on a button."""


class ScreenPicture(QLabel):
    """A picture of a screen, as wide as there is room; never larger than it was taken."""

    def __init__(self, name: str, about: str) -> None:
        super().__init__()
        self.setObjectName("help_picture")
        self.setAccessibleName(about)
        self.setToolTip(about)
        self._whole = QPixmap(str(resource("help", f"{name}.png")))
        self.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)

    def fit(self, width: int) -> None:
        """Take that width at most."""
        shown = self._whole
        if not shown.isNull() and shown.width() > width > 0:
            shown = shown.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        self.setPixmap(shown)
        self.setFixedSize(shown.size())


class PageView(QScrollArea):
    """Shows a page. Arrows and Page Down scroll; Tab goes to the pages to read on.

    Signals:
        asked: another page (its key).
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("help_page")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._picture: ScreenPicture | None = None
        self.extra: QWidget | None = None
        self.buttons: list[Button] = []

    def show_page(self, page: HelpPage, extra: QWidget | None = None) -> None:
        """Show a page from its beginning, with something more under its steps if it is given."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        side = theme().em(0.9)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme().em(0.55))
        title = told(page.title)
        column.addWidget(label(title, "title", wrap=True))
        column.addWidget(label(told(page.about), wrap=True))
        self._steps(page, column)
        self.extra = extra
        if extra is not None:
            column.addWidget(extra)
        self._trouble(page, column)
        # Below what to do: on a small screen it would push that out of sight.
        self._picture = self._show_picture(page, title, column)
        self._keys(page, column)
        self._see(page, column)
        column.addStretch(1)
        self.setWidget(inside)
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(told(text) for text in page.texts))
        self.verticalScrollBar().setValue(0)
        self._fit()

    def _show_picture(
        self, page: HelpPage, title: str, column: QVBoxLayout
    ) -> ScreenPicture | None:
        if not page.picture:
            return None
        about = _("Picture of the screen: {title}").format(title=title)
        picture = ScreenPicture(page.picture, about)
        column.addWidget(picture)
        return picture

    def _steps(self, page: HelpPage, column: QVBoxLayout) -> None:
        column.addWidget(label(_("What to do"), "strong"))
        for number, step in enumerate(page.steps, 1):
            mark = label(format_number(number), "strong")
            mark.setMinimumWidth(theme().em(1.2))
            column.addLayout(_beside(mark, told(step)))

    def _trouble(self, page: HelpPage, column: QVBoxLayout) -> None:
        if page.trouble:
            column.addWidget(label(_("What can go wrong"), "strong"))
        for sentence in page.trouble:
            column.addLayout(_beside(Picture("warn", 1.2, "warn"), told(sentence)))

    def _keys(self, page: HelpPage, column: QVBoxLayout) -> None:
        column.addWidget(label(_("Keys"), "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().em(0.8))
        grid.setVerticalSpacing(theme().em(0.25))
        grid.setColumnStretch(1, 1)
        caps: dict[str, Key] = {key.cap: key for key in (*EVERYWHERE, *page.keys)}
        for row, key in enumerate(sorted(caps.values(), key=lambda key: key in EVERYWHERE)):
            grid.addWidget(label(key.cap, "strong"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(told(key.does), wrap=True), row, 1)
        column.addLayout(grid)

    def _see(self, page: HelpPage, column: QVBoxLayout) -> None:
        self.buttons = []
        if not page.see:
            return
        column.addWidget(label(_("Read on"), "strong"))
        holder, row = flowing(theme().em(0.4))
        for key in page.see:
            button = _leading_to(key)
            button.clicked.connect(partial(self.asked.emit, key))
            row.addWidget(button)
            self.buttons.append(button)
        column.addWidget(holder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._picture is not None:
            self._picture.fit(self.viewport().width() - 2 * theme().em(0.9))


def _leading_to(key: str) -> Button:
    """A button that leads to a page; a long title is cut, whole for who hears it."""
    title = told(PAGES[key].title)
    metrics = QFontMetrics(theme().font())
    shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, theme().em(_LONGEST))
    button = Button(f"help_see_{key}", shown, "next")
    button.setAccessibleName(title)
    button.setToolTip(title if shown != title else "")
    return button


def _beside(mark: QWidget, sentence: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme().em(0.5))
    row.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(sentence, wrap=True), 1)
    return row
