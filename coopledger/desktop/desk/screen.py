"""The meeting desk's screen: the grid, the totals, the panels at the side, and the seal."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from coopledger.app.desk import (
    Autosave,
    NoView,
    OpenedDesk,
    Sealed,
    announcements,
    below,
    blockers,
    loan_lesson,
    place_of,
)
from coopledger.desktop.background import Background, report_unexpected
from coopledger.desktop.desk.announce_page import AnnouncePage
from coopledger.desktop.desk.coach_strip import CoachStrip
from coopledger.desktop.desk.count_panel import CountPanel
from coopledger.desktop.desk.desk_page import CLOSE_UP_KEY, DeskPage
from coopledger.desktop.desk.grid import Grid
from coopledger.desktop.desk.money_panel import MoneyPanel
from coopledger.desktop.desk.officers_page import OfficersPage
from coopledger.desktop.desk.seal_page import SealPage
from coopledger.desktop.loan_lesson import KEY, LessonPage
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import N_
from coopledger.words.dates import format_time
from coopledger.words.errors import explain

_TRY_AGAIN = 3_000
"""Milliseconds until a save that failed is tried again by itself."""


class DeskScreen(QWidget):
    """One meeting from roll call to seal.

    Args:
        opened: the desk and its shelf, as `open_desk` gives them.
        background: the store's thread.

    Signals:
        sealed: the meeting became a page (`Sealed`: page, meeting, day).
        left: the treasurer goes elsewhere; the draft is kept.
    """

    sealed = Signal(object)
    left = Signal()

    def __init__(
        self, opened: OpenedDesk, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.desk, self._shelf = opened
        self._background = background
        self.autosave = Autosave(background.run, self._shelf.keep, self._answered)
        self.page, self.seal_page = DeskPage(self.desk), SealPage(self.desk)
        self.officers, self.announcing = OfficersPage(), AnnouncePage()
        self.lesson, self.coach = LessonPage(), CoachStrip(self.desk)
        self._stack = QStackedWidget()
        pages = (self.page, self.seal_page, self.officers, self.announcing, self.lesson)
        for page in pages:
            self._stack.addWidget(page)
        self._closed: Sealed | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.coach)
        column.addWidget(self._stack, 1)
        self._retry = QTimer(self, singleShot=True, interval=_TRY_AGAIN)
        self._retry.timeout.connect(self.autosave.again)
        self._connect()
        self.desk.save, self.desk.view = self.autosave.offer, self
        self.refresh()
        self.grid.go_to_column(0)
        self.setFocusProxy(self.grid)
        self.show_coach()

    @property
    def screen_shown(self) -> QWidget:
        """The page in front."""
        return self._stack.currentWidget() or self.page

    @property
    def grid(self) -> Grid:
        """The grid."""
        return self.page.grid

    @property
    def money(self) -> MoneyPanel:
        """The group's other money."""
        return self.page.money

    @property
    def counting(self) -> CountPanel:
        """The count."""
        return self.page.counting

    def _connect(self) -> None:
        page = self.page
        page.grid.at.connect(lambda _row, _column: page.show_place())
        page.grid.jumping.connect(page.show_jump)
        page.grid.asked.connect(page.guide.agree.setFocus)
        page.guide.minutes.ended.connect(page.close_up.setFocus)
        page.guide.agreed.connect(self._after_yes)
        page.guide.lesson_asked.connect(self._tell_cost)
        self.lesson.back.connect(self._back)
        page.placed.connect(self._coach)
        self._stack.currentChanged.connect(self._coach)
        page.strip.chosen.connect(page.open_step)
        page.on.clicked.connect(lambda: page.open_step(page.here + 1))
        self.announcing.back.connect(self._back)
        self.officers.pin.connect(self._add_seal)
        self.officers.finished.connect(self._finish)
        page.announce.clicked.connect(self._announce)
        page.undo.clicked.connect(lambda: self._go_to(self.desk.undo()))
        page.redo.clicked.connect(lambda: self._go_to(self.desk.redo()))
        page.close_up.clicked.connect(self._close_up)
        page.leave.clicked.connect(self.leave)
        page.day.dateChanged.connect(self._day_chosen)
        page.counting.wanted.connect(self._go_to)
        self.seal_page.back.connect(self._back)
        self.seal_page.confirmed.connect(self._seal)
        for key, act in (
            (QKeySequence.StandardKey.Undo, page.undo.click),
            (QKeySequence.StandardKey.Redo, page.redo.click),
            ("Ctrl+Y", page.redo.click),
            ("F11", self._announce),
            (KEY, self._tell_cost),
            ("Ctrl+F", self._find),
            (CLOSE_UP_KEY, page.close_up.click),
        ):
            shortcut = QShortcut(QKeySequence(key), page)
            shortcut.activated.connect(act)
            # Where a platform's own key for redo is Ctrl+Y too, either of them may answer.
            shortcut.activatedAmbiguously.connect(act)
        for place, button in enumerate(page.strip.buttons):
            shortcut = QShortcut(QKeySequence(button.key), page)
            shortcut.activated.connect(lambda place=place: page.open_step(place))

    # What the desk tells

    def refresh(self) -> None:
        """Show the desk as it is now."""
        self.page.refresh()

    def tell(self, sentence: str) -> None:
        """Say what was just done."""
        self.page.tell(sentence)

    def show_coach(self) -> None:
        """Show the coach where it is wanted."""
        self.coach.show_if_wanted()

    def _coach(self) -> None:
        after = {self.seal_page: "read_aloud", self.officers: "seal"}
        self.coach.follow(after.get(self.screen_shown, self.page.step.key))

    # Saving

    def _answered(self) -> None:
        if not isValid(self):
            return
        problem = self.autosave.failed
        if problem is None:
            self.page.banner.clear()
            if self.autosave.saved:
                now = format_time(datetime.now().astimezone())
                self.page.badge.show_state("draft", _SAVED.format(time=now))
            return
        self.page.badge.show_state("draft", str(_NOT_SAVED))
        if isinstance(problem, Refusal):
            self.page.banner.say(explain(problem), "bad")
        else:
            report_unexpected(problem)
        self._retry.start()

    def leave(self) -> None:
        """Go elsewhere; what was typed last is already on its way to the disk.

        While the disk refuses it, the desk stays: it alone has what was typed.
        """
        if self.autosave.failed is not None:
            self.autosave.again()
            return
        self.left.emit()

    # Ways through the screen

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus."""
        focused = QApplication.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and isinstance(focused, QAbstractButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the grid."""
        super().showEvent(event)
        self.grid.setFocus()

    def _day_chosen(self, day: QDate) -> None:
        self.desk.set_day(day.toPython().isoformat())  # type: ignore[attr-defined]

    def _go_to(self, place: str) -> None:
        """Put the cursor where something is to be put right, or was changed."""
        if (there := place_of(self.desk, place)) is not None:
            self.grid.go_to(*there)
            self.page.show_grid()
        elif place.startswith("line:"):
            self.page.show_panel(self.money)
        elif (field := self.page.opening.place(place)) is not None:
            self.page.show_panel(self.page.opening)
            field.setFocus()
        elif (field := self.counting.place(place)) is not None:
            self.page.show_panel(self.counting)
            field.setFocus()
        elif place == "day":
            self.page.day.setFocus()

    def _close_up(self) -> None:
        """Go to the page that is read aloud, or to the first thing that bars the seal."""
        found = blockers(self.desk)
        if found:
            self._go_to(found[0].place)
            self.tell(found[0].sentence)
            return
        self._stack.setCurrentWidget(self.seal_page)
        self.seal_page.show_summary()
        self.seal_page.yes.setFocus()

    def back(self) -> None:
        """One step back: from the page that is read aloud to the desk, from the desk elsewhere."""
        if self._stack.currentWidget() is self.page:
            self.leave()
        elif self._stack.currentWidget() is self.officers:
            self._finish()
        elif self.seal_page.no.isEnabled():
            self._back()

    def _back(self) -> None:
        self._stack.setCurrentWidget(self.page)
        if self.page.step.columns:
            self.grid.setFocus()

    def _after_yes(self) -> None:
        """After the group's yes comes the next member who may ask."""
        self.grid.setFocus()
        self.grid.go_to(*below(self.desk, self.grid.row, len(self.desk.columns) - 1))

    def _find(self) -> None:
        """Look for a member in the grid."""
        if self.page.step.columns:
            self.grid.begin_to_find()

    def _announce(self) -> None:
        """Show the numbers that are read out, very large."""
        self.announcing.begin(announcements(self.desk, self.grid.column, self.grid.row))
        self._stack.setCurrentWidget(self.announcing)
        self.announcing.setFocus()

    def _tell_cost(self) -> None:
        """Show what the loan at hand costs, in plain words."""
        sentences = loan_lesson(self.desk, self.grid.row)
        if self.page.step.key == "loans" and sentences:
            self.lesson.begin(sentences)
            self._stack.setCurrentWidget(self.lesson)
            self.lesson.setFocus()

    def _seal(self) -> None:
        self.autosave.stop()
        self.seal_page.wait(waiting=True)
        draft = self.desk.draft
        self._background.run(lambda: self._shelf.seal(draft), self._is_sealed, self._is_refused)

    def _is_sealed(self, page: Sealed) -> None:
        self.desk.view = NoView()
        self._closed = page
        if not page.signers:
            self._finish()
            return
        self._stack.setCurrentWidget(self.officers)
        self.officers.begin(page)

    def _add_seal(self, member: str, pin: str) -> None:
        def refused(problem: BaseException) -> None:
            if isinstance(problem, Refusal):
                self.officers.refuse(member, explain(problem))
            else:
                report_unexpected(problem)

        self._background.run(lambda: self._shelf.add_seal(member, pin), self._has_sealed, refused)

    def _has_sealed(self, page: Sealed) -> None:
        self._closed = page
        self.officers.show_page(page)

    def _finish(self) -> None:
        if self._closed is not None:
            self.sealed.emit(self._closed)

    def _is_refused(self, problem: BaseException) -> None:
        self.seal_page.wait(waiting=False)
        self.seal_page.yes.setFocus()
        self.autosave.go_on()
        if isinstance(problem, Refusal):
            self.seal_page.banner.say(explain(problem, self.desk.currency), "bad")
        else:
            report_unexpected(problem)


_SAVED = N_("saved {time}")
_NOT_SAVED = N_("not saved")
