"""The desk itself: head, grid with its hints, totals and panels at the side, the main button."""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale, QSignalBlocker, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QButtonGroup,
    QDateEdit,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coopledger.app.desk import COLUMNS, Desk
from coopledger.app.desk.columns import STATUSES, status_key
from coopledger.desktop.desk.count_panel import CountPanel
from coopledger.desktop.desk.grid import Grid
from coopledger.desktop.desk.money_panel import MoneyPanel
from coopledger.desktop.desk.totals_panel import TotalsPanel
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Badge, Banner, Button, Elided, Picture, label, set_tone
from coopledger.words.catalog import N_, current_language
from coopledger.words.numbers import format_number


class DeskPage(QWidget):
    """Widgets and what they show; what they do is the screen's."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("desk_page")
        self._desk = desk
        self.grid, self.totals = Grid(desk), TotalsPanel(desk)
        self.money, self.counting = MoneyPanel(desk), CountPanel(desk)
        self.badge, self.banner = Badge("draft"), Banner("desk_banner")
        self.day = _day_field(desk)
        self.leave = Button("desk_leave", str(_LEAVE), "back", "plain")
        self.undo = Button("desk_undo", str(_UNDO), "undo", "plain")
        self.redo = Button("desk_redo", str(_REDO), "redo", "plain")
        self.close_up = Button("desk_close_up", str(_CLOSE_UP), "seal", "main")
        self.told = Elided("", "small")
        self._mark = Picture("info", 1.2, "quiet")
        self._hint, self._keys = label("", wrap=True), Elided("", "small")
        self._lay_out()

    # How it is laid out

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        side = theme().em(0.8)
        column.setContentsMargins(side, theme().em(0.5), side, theme().em(0.6))
        column.setSpacing(theme().em(0.45))
        column.addLayout(self._head())
        column.addWidget(self.banner)
        middle = QHBoxLayout()
        middle.setSpacing(theme().em(0.7))
        left = QVBoxLayout()
        left.setSpacing(theme().em(0.3))
        left.addWidget(self.grid, 1)
        left.addLayout(self._line_about())
        middle.addLayout(left, 1)
        self._side = self._side_panel()
        middle.addWidget(self._side)
        column.addLayout(middle, 1)
        theme().changed.connect(self._measure)
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the grid what room there is: on a small screen buttons show their icons only."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        wide = self.width() >= theme().em(_WIDE)
        width = theme().em(16 if wide else 13.5)
        self._side.setFixedWidth(max(width, self.close_up.sizeHint().width()))
        self.grid.measure(wide=wide)
        self._title.say(self._whole_title() if self.width() >= theme().em(_TITLED) else "")
        self.totals.measure(tall=self.height() >= theme().em(_TALL))
        for button, text in ((self.leave, _LEAVE), (self.undo, _UNDO), (self.redo, _REDO)):
            button.setText(str(text) if wide else "")
            button.setToolTip(str(text))
            button.setMinimumWidth(theme().em(3))

    def _whole_title(self) -> str:
        return _TITLE.format(group=self._desk.group, meeting=format_number(self._desk.meeting))

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.5))
        self._title = Elided("", "title")
        row.addWidget(self.leave)
        row.addWidget(self._title, 1)
        for part in (self.undo, self.redo, self.day, self.badge):
            row.addWidget(part)
        return row

    def _line_about(self) -> QVBoxLayout:
        """Under the grid: the cell at hand, what is due or wrong there, and the keys."""
        column = QVBoxLayout()
        column.setSpacing(theme().em(0.1))
        about = QHBoxLayout()
        about.setSpacing(theme().em(0.4))
        about.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignTop)
        about.addWidget(self._hint, 1)
        keys = QHBoxLayout()
        keys.addWidget(self._keys, 3)
        keys.addWidget(self.told, 2)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        column.addLayout(about)
        column.addLayout(keys)
        self._hint.setMinimumHeight(theme().em(1.6))
        return column

    def _side_panel(self) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.5))
        column.addWidget(self.totals)
        self._tabs, self._panels = QButtonGroup(self), QStackedWidget()
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.3))
        for place, (name, text, inside) in enumerate(
            (
                ("desk_tab_money", f"{_MONEY}  F8", self.money),
                ("desk_tab_count", f"{_COUNT}  F9", self.counting),
            )
        ):
            tab = QToolButton()
            tab.setObjectName(name)
            tab.setText(text)
            tab.setAccessibleName(text)
            tab.setCheckable(True)
            tab.setChecked(place == 0)
            tab.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
            tab.setFont(theme().font("small", bold=True))
            self._tabs.addButton(tab, place)
            row.addWidget(tab)
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setWidget(inside)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._panels.addWidget(scroll)
        self._tabs.idClicked.connect(self._panels.setCurrentIndex)
        column.addLayout(row)
        column.addWidget(self._panels, 1)
        column.addWidget(self.close_up)
        return panel

    # What it shows

    @property
    def said(self) -> str:
        """What is said about the cell at hand: a hint, or what is wrong with it."""
        return self._hint.text()

    def refresh(self) -> None:
        """Show the desk as it is now."""
        self.grid.refresh()
        self.money.refresh()
        self.counting.refresh()
        self.undo.setEnabled(self._desk.can_undo)
        self.redo.setEnabled(self._desk.can_redo)
        with QSignalBlocker(self.day):
            self.day.setDate(QDate.fromString(self._desk.day, Qt.DateFormat.ISODate))
        self.tell("")
        self.show_place()

    def show_place(self) -> None:
        """Show what belongs to the cell at hand."""
        row, column = self.grid.row, self.grid.column
        self.totals.refresh(row, column)
        shown, about = self._desk.cell(row, column), COLUMNS[column]
        where = f"{self._desk.name(self._desk.rows[row].member)} · {about.title}"
        if shown.trouble:
            tone = "bad" if shown.trouble.grade == "error" else "warn"
            self._mark.show_icon("stop" if tone == "bad" else "warn", tone)
            self._hint.setText(f"{where}: {shown.trouble.sentence}")
            set_tone(self._hint, tone)
        else:
            self._mark.show_icon("info", "quiet")
            hint = self._desk.hint(row, column)
            self._hint.setText(f"{where}: {hint}" if hint else where)
            set_tone(self._hint, "body")
        self._keys.say(f"{self._keys_of(column)} · {_COMMON_KEYS}")

    @staticmethod
    def _keys_of(column: int) -> str:
        keys = str(COLUMNS[column].keys)
        if "{keys}" in keys:
            told = " ".join(f"{status_key(status)} {word}," for status, word in STATUSES.items())
            return keys.format(keys=told.rstrip(","))
        return keys

    def tell(self, sentence: str) -> None:
        """Say what was just done; nothing where there is nothing to say."""
        self.told.say(sentence)
        self.told.setVisible(bool(sentence))

    def show_panel(self, panel: QWidget) -> None:
        """Bring a panel at the side forward and begin in it."""
        place = 0 if panel is self.money else 1
        self._tabs.button(place).setChecked(True)
        self._panels.setCurrentIndex(place)
        inside = self.money if panel is self.money else self.counting
        inside.first().setFocus()


def _day_field(desk: Desk) -> QDateEdit:
    field = QDateEdit()
    field.setObjectName("desk_day")
    field.setAccessibleName(str(_DAY))
    locale = QLocale(current_language().replace("-", "_"))
    field.setLocale(locale)
    field.setDisplayFormat("dd/MM/yyyy")
    field.setMinimumHeight(theme().em(2.3))
    field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    if desk.last_day:
        field.setMinimumDate(QDate.fromString(desk.last_day, Qt.DateFormat.ISODate))
    field.setDate(QDate.fromString(desk.day, Qt.DateFormat.ISODate))
    field.setToolTip(str(_DAY))
    return field


_WIDE = 60
"""Text sizes from which the screen counts as wide."""
_TITLED = 45
"""Text sizes from which there is width for the group's name."""
_TALL = 30
"""Text sizes from which there is height for all the totals."""

_TITLE = N_("{group} · meeting {meeting}")
_LEAVE = N_("Leave")
_UNDO, _REDO = N_("Undo"), N_("Redo")
_CLOSE_UP = N_("Count and seal")
_MONEY, _COUNT = N_("Other money"), N_("Count")
_DAY = N_("Date of the meeting")
_COMMON_KEYS = N_("Backspace clears · Ctrl+Z undoes")
