"""The desk itself: head, steps, the page of the step at hand, totals, the main button."""

from __future__ import annotations

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coopledger.app.desk import AgendaStep, Desk
from coopledger.app.desk.columns import STATUSES, status_key
from coopledger.desktop.desk.count_panel import CountPanel
from coopledger.desktop.desk.grid import Grid
from coopledger.desktop.desk.guide_panel import GuidePanel
from coopledger.desktop.desk.minutes import day_field
from coopledger.desktop.desk.money_panel import MoneyPanel
from coopledger.desktop.desk.open_page import OpenPage
from coopledger.desktop.desk.step_strip import StepStrip
from coopledger.desktop.desk.totals_panel import TotalsPanel
from coopledger.desktop.help.topic import set_topic
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Badge, Banner, Button, Elided, Picture, label, set_tone
from coopledger.words.catalog import N_, isolated
from coopledger.words.numbers import format_number


class DeskPage(QWidget):
    """Widgets and what they show; what they do is the screen's.

    Signals:
        placed: what belongs to the step and the cell at hand was shown anew.
    """

    placed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("desk_page")
        self._desk = desk
        self.strip = StepStrip(desk)
        self.grid, self.totals, self.guide = Grid(desk), TotalsPanel(desk), GuidePanel(desk)
        self.opening, self.money, self.counting = OpenPage(desk), MoneyPanel(desk), CountPanel(desk)
        self._own: dict[str, OpenPage | MoneyPanel | CountPanel] = {
            "open_box": self.opening,
            "other_money": self.money,
            "count": self.counting,
        }
        self.badge, self.banner = Badge("draft"), Banner("desk_banner")
        self.day = day_field("desk_day", str(_DAY))
        if desk.last_day:
            self.day.setMinimumDate(QDate.fromString(desk.last_day, Qt.DateFormat.ISODate))
        self.leave = Button("desk_leave", str(_LEAVE), "back", "plain")
        self.undo = Button("desk_undo", str(_UNDO), "undo", "plain")
        self.redo = Button("desk_redo", str(_REDO), "redo", "plain")
        self.announce = Button("desk_announce_open", str(_ANNOUNCE), "eye", "plain")
        self.on = Button("desk_next_step", "", "next", "main")
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
        column.addWidget(self.strip)
        column.addWidget(self.banner)
        middle = QHBoxLayout()
        middle.setSpacing(theme().em(0.7))
        self._pages = QStackedWidget()
        self._pages.addWidget(self._grid_page())
        for inside in self._own.values():
            page = _scrolled(inside)
            page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            self._pages.addWidget(page)
        middle.addWidget(self._pages, 1)
        self._side = self._side_panel()
        middle.addWidget(self._side)
        column.addLayout(middle, 1)
        theme().changed.connect(self._measure)
        self._measure()

    def _grid_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.3))
        column.addWidget(self.grid, 1)
        column.addLayout(self._line_about())
        return page

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the grid what room there is: on a small screen buttons show their icons only."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        wide = self.width() >= theme().em(_WIDE)
        width = theme().em(18 if wide else 13.5)
        self._side.setFixedWidth(max(width, self.close_up.sizeHint().width()))
        self.grid.measure(wide=wide)
        ways = QBoxLayout.Direction
        for page in self._own.values():
            page.stand(ways.LeftToRight if wide else ways.TopToBottom)
        self._entitle()
        tall = self.height() >= theme().em(_TALL)
        self.totals.measure(tall=tall)
        self.close_up.setText(f"{_CLOSE_UP}\nCtrl+Enter" if tall else str(_CLOSE_UP))
        for button, text in ((self.leave, _LEAVE), (self.undo, _UNDO), (self.redo, _REDO)):
            button.setText(str(text) if wide else "")
            button.setToolTip(str(text))
            button.setMinimumWidth(theme().em(3))
        self.announce.setText("")
        self.announce.setToolTip(str(_ANNOUNCE))

    def _entitle(self) -> None:
        """Say whose meeting it is and which, as far as there is room."""
        number = format_number(self._desk.meeting)
        whole = _TITLE.format(group=self._desk.group, meeting=number)
        short = _SHORT_TITLE.format(number=number)
        self._title.say(whole, f"{isolated(self._desk.group)} · {number}", short, number)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.5))
        self._title = Elided("", "title")
        row.addWidget(self.leave)
        row.addWidget(self._title, 1)
        for part in (self.undo, self.redo, self.announce, self.day, self.badge):
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
        column.addWidget(_scrolled(self.guide), 1)
        column.addWidget(self.on)
        column.addWidget(self.close_up)
        return panel

    # What it shows

    @property
    def said(self) -> str:
        """What is said about the cell at hand: a hint, or what is wrong with it."""
        return self._hint.text()

    @property
    def here(self) -> int:
        """The step that is open, by its place."""
        page = self._pages.currentIndex()
        keys = list(self._own)
        key = keys[page - 1] if page else self._desk.columns[self.grid.column].step
        return next(n for n, step in enumerate(self.strip.steps) if step.key == key)

    @property
    def step(self) -> AgendaStep:
        """The step that is open."""
        return self.strip.steps[self.here]

    def refresh(self) -> None:
        """Show the desk as it is now; of the steps' pages the one in front."""
        self.grid.refresh()
        self._refresh_own()
        self.strip.refresh()
        self.undo.setEnabled(self._desk.can_undo)
        self.redo.setEnabled(self._desk.can_redo)
        with QSignalBlocker(self.day):
            self.day.setDate(QDate.fromString(self._desk.day, Qt.DateFormat.ISODate))
        self.tell("")
        self.show_place()

    def _refresh_own(self) -> None:
        """Show the page in front as it is now, where the step has one of its own."""
        place = self._pages.currentIndex()
        if place:
            list(self._own.values())[place - 1].refresh()

    def show_place(self) -> None:
        """Show what belongs to the step and the cell at hand."""
        row, column = self.grid.row, self.grid.column
        here, steps = self.here, self.strip.steps
        self.strip.show_here(here)
        self.totals.refresh(row, column, by_member=bool(steps[here].columns))
        self.guide.show_step(steps[here], row)
        last = here + 1 == len(steps)
        self.on.setVisible(not last)
        self.close_up.setVisible(last)
        if not last:
            self.on.say(steps[here + 1].title)
            self.on.setAccessibleName(_NEXT.format(step=steps[here + 1].title))
        self._entitle()
        shown, about = self._desk.cell(row, column), self._desk.columns[column]
        where = f"{self._desk.name(self._desk.rows[row].member)} · {about.title}"
        if shown.trouble:
            tone = "bad" if shown.trouble.grade == "error" else "warn"
            self._mark.show_icon("stop" if tone == "bad" else "warn", tone)
            self._hint.setText(f"{where}: {shown.trouble.sentence}")
            self._tone_hint(tone)
        else:
            self._mark.show_icon("info", "quiet")
            hint = self._desk.hint(row, column)
            self._hint.setText(f"{where}: {hint}" if hint else where)
            self._tone_hint("body")
        self._keys.say(f"{self._keys_of(column)} · {_COMMON_KEYS}")
        set_topic(self, _TOPICS.get(steps[here].key, steps[here].key))
        self.placed.emit()

    def _tone_hint(self, tone: str) -> None:
        if self._hint.property("role") != tone:
            set_tone(self._hint, tone)

    def _keys_of(self, column: int) -> str:
        keys = str(self._desk.columns[column].keys)
        if "{keys}" in keys:
            told = " ".join(f"{status_key(status)} {word}," for status, word in STATUSES.items())
            return keys.format(keys=told.rstrip(","))
        return keys

    def show_jump(self, typed: str) -> None:
        """Show the member's number that is being typed to go there."""
        if typed:
            self._mark.show_icon("search", "accent")
            self._hint.setText(_JUMP.format(number=typed.removeprefix("/") or "…"))
            set_tone(self._hint, "body")
        else:
            self.show_place()

    def tell(self, sentence: str) -> None:
        """Say what was just done; nothing where there is nothing to say."""
        self.told.say(sentence)
        self.told.setVisible(bool(sentence))

    def open_step(self, place: int) -> None:
        """Open a step of the agenda and begin in it."""
        step = self.strip.steps[place]
        if step.key in self._own:
            self.show_panel(self._own[step.key])
        else:
            self._pages.setCurrentIndex(0)
            self.grid.go_to_column(step.columns[0])
            self.show_place()

    def show_grid(self) -> None:
        """Bring the grid forward and begin in it."""
        self._pages.setCurrentIndex(0)
        self.show_place()
        self.grid.setFocus()

    def show_panel(self, panel: QWidget) -> None:
        """Bring the page of a step forward and begin in it."""
        own: list[QWidget] = list(self._own.values())
        self._pages.setCurrentIndex(own.index(panel) + 1)
        self._refresh_own()
        self.show_place()
        for inside in (self.opening, self.money, self.counting):
            if inside is panel:
                inside.first().setFocus()


def _scrolled(inside: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(inside)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return scroll


_TOPICS: dict[str, str] = {"loans": "desk_loans"}
"""Steps whose page of help has another name."""

_WIDE = 60
"""Text sizes from which the screen counts as wide."""
_TALL = 30
"""Text sizes from which there is height for all the totals."""

CLOSE_UP_KEY = "Ctrl+Return"
_TITLE = N_("{group} · meeting {meeting}")
_SHORT_TITLE = N_("Meeting {number}")
_LEAVE = N_("Leave")
_ANNOUNCE = N_("Announce, very large (F11)")
_UNDO, _REDO = N_("Undo"), N_("Redo")
_CLOSE_UP = N_("Read aloud and seal")
_NEXT = N_("Next step: {step}")
_DAY = N_("Date of the meeting")
_JUMP = N_("Go to the member with the number or name {number}")
_COMMON_KEYS = N_("/12 or Ctrl+F goes to a member · Backspace clears · Ctrl+Z undoes · F11 large")
