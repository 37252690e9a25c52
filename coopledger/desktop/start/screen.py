"""From nothing to a group: one step after another, back at any time, nothing written before."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from coopledger.app import founding
from coopledger.app.backups import FOLDER
from coopledger.app.founding import FoundingDraft
from coopledger.app.recovery import recovery_key
from coopledger.desktop.help.topic import set_topic
from coopledger.desktop.keeping.backup_panel import BackupPanel
from coopledger.desktop.keeping.recovery_panel import RecoveryPanel
from coopledger.desktop.screen import Screen, last_stop
from coopledger.desktop.session import Session
from coopledger.desktop.start.balances_step import BalancesStep
from coopledger.desktop.start.kind_step import KindStep
from coopledger.desktop.start.members_step import MembersStep
from coopledger.desktop.start.officers_step import OfficersStep
from coopledger.desktop.start.pins_step import PinsStep
from coopledger.desktop.start.read_step import ReadStep
from coopledger.desktop.start.rules_step import RulesStep
from coopledger.desktop.start.step import Step
from coopledger.desktop.start.way import left_at, way_of
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Badge, Button
from coopledger.words.catalog import _
from coopledger.words.dates import typed_date
from coopledger.words.numbers import format_number

if TYPE_CHECKING:
    from coopledger.app.founding import Founded
    from coopledger.app.ledger import Ledger

_KEPT_AFTER_MS = 400


class SafetyStep(Step):
    """A panel of the ledger's keeping as a step after the founding."""

    def __init__(self, name: str, title: str, panel: RecoveryPanel | BackupPanel) -> None:
        super().__init__(name, title)
        self.panel = panel
        self._warned = False
        self.scrolling(panel)

    def ready(self) -> bool:
        """Done, or put off knowingly: a second press goes on without."""
        if not self.panel.good and not self._warned:
            self._warned = True
            text = _("This is not done yet. Press once more to leave it for later, in Settings.")
            self.hinted.emit(text, "warn")
            return False
        return True

    def start(self) -> None:
        """Put the keyboard where work begins."""
        self.panel.start()


class _Before(NamedTuple):
    """What the screen must know of the ledger before it begins."""

    draft: FoundingDraft | None
    taken: list[str]
    sheet: bool
    backup: bool


class StartScreen(Screen):
    """Starts a group.

    Signals:
        founded: the group is there and everything after it is done; carries its id.
        files_asked: the group's balances are in files.
        notebook_asked: all its meetings are in a typed-up notebook.
    """

    founded = Signal(str)
    files_asked = Signal()
    notebook_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("start_screen", _("Start a group"))
        self._session = session
        self._taken: list[str] = []
        self._group = ""
        self._founding = False
        self._begun = False
        self.draft = self._blank = FoundingDraft()
        self.pins = PinsStep()
        self._balances = BalancesStep()
        kind = KindStep()
        kind.files_asked.connect(self.files_asked)
        kind.notebook_asked.connect(self.notebook_asked)
        steps: list[Step] = [kind, RulesStep(), MembersStep(), self._balances]
        self._steps: list[Step] = [*steps, OfficersStep(), self.pins, ReadStep()]
        self.recovery, self.backup = RecoveryPanel(session), BackupPanel(session)
        self._after: list[Step] = []
        self.recovery.checked.connect(self._focus_onward)
        self.backup.made.connect(lambda _made: self._focus_onward())
        self._stack = QStackedWidget()
        # Of its own it would be as high as the longest text is in the narrowest column.
        self._stack.setMinimumHeight(theme().em(10))
        for step in self._steps:
            self._add(step)
        self.body.addWidget(self._stack, 1)
        self._badge = Badge("draft")
        self.badges.addWidget(self._badge)
        self._back = Button("step_back", _("Back"), "back", "plain")
        self._back.clicked.connect(self.back)
        self.foot.addWidget(self._back)
        onward = Button("step_on", _("Next"), "next", "main")
        onward.clicked.connect(self.onward)
        self.set_main(onward)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self).activated.connect(self.onward)
        self._timer = QTimer(self, singleShot=True, interval=_KEPT_AFTER_MS)
        self._timer.timeout.connect(self.keep)

    def _add(self, step: Step) -> None:
        step.changed.connect(partial(self._changed, step))
        step.done.connect(self.onward)
        step.hinted.connect(self.banner.say)
        step.reworded.connect(self._say_onward)
        step.through.connect(self._focus_onward)
        self._stack.addWidget(step)

    @property
    def step(self) -> Step:
        """The step in front."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Step) else self._steps[0]

    def refresh(self) -> None:
        """Go on with the draft that was kept, the first time."""
        if self._begun:
            return
        ledger = self._session.ledger
        self._session.background.run(lambda: _look(ledger), self._begin, self.refuse)

    def _begin(self, before: _Before) -> None:
        self._begun = True
        self._taken = before.taken
        if not self._session.practice:
            if not before.sheet:
                title = _("The recovery sheet")
                self._after.append(SafetyStep("step_sheet", title, self.recovery))
            if not before.backup:
                self._after.append(SafetyStep("step_backup", _("The first backup"), self.backup))
        for step in self._after:
            self._add(step)
        today = date.today()  # noqa: DTZ011 - the day where the people are
        self.draft = FoundingDraft(answers={"cycle_start": typed_date(today)})
        self._blank = self.draft
        if before.draft is not None:
            self.draft = before.draft
        self.show_step(left_at(self.draft))
        if before.draft is not None:
            told = _("Here is what was typed last time. Go on here; Back shows the steps before.")
            self.banner.say(told, "quiet")

    def show_step(self, name: str) -> None:
        """Go to a step by its object name."""
        self._go_to(next(step for step in self._way() if step.objectName() == name))

    def start(self) -> None:
        """Put the keyboard where work begins."""
        if self._begun:
            self.step.start()

    # The way through

    def _way(self) -> list[Step]:
        """The steps of this founding, in their order."""
        if self._group:
            return self._after
        way = way_of(self.draft)
        return [step for step in self._steps if step.objectName() in way]

    def _go_to(self, step: Step) -> None:
        self._stack.setCurrentWidget(step)
        set_topic(self, step.objectName())
        step.show_draft(self.draft, founding.judge(self.draft, self._taken))
        way = self._way()
        told = _("Step {number} of {count}").format(
            number=format_number(way.index(step) + 1), count=format_number(len(way))
        )
        self.set_heading(step.title, told)
        self._back.setEnabled(not self._group)
        self._badge.setVisible(not self._group)
        self._say_onward()
        if self.main is not None:
            self.main.setEnabled(True)
        foot = [self._back, *([self.main] if self.main is not None else [])]
        self._timer.start()
        end = last_stop(self, step)
        self.tab_order(*([end] if end is not None else []), *foot)
        step.start()

    def _say_onward(self) -> None:
        if self.main is not None:
            last = self._group and self.step is self._way()[-1]
            self.main.say(self.step.onward or (_("Done") if last else _("Next")), "next")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes one step back, as long as there is a way back."""
        if event.key() == Qt.Key.Key_Escape and self._begun and not self._group:
            if self._back.isEnabled():
                self.back()
        else:
            super().keyPressEvent(event)

    def back(self) -> None:
        """One step back; before the first one, elsewhere."""
        way = self._way()
        at = way.index(self.step)
        self.banner.clear()
        if self._group:
            return
        if at == 0:
            self.keep()
            self.left.emit()
        else:
            self._go_to(way[at - 1])

    def onward(self) -> None:
        """One step on, if this one is right."""
        step, way = self.step, self._way()
        self.banner.clear()
        if not self._begun or not self._is_right(step) or not step.ready():
            return
        at = way.index(step)
        if at + 1 < len(way):
            self._go_to(way[at + 1])
        elif self._group:
            self.founded.emit(self._group)
        else:
            self._found()

    def _is_right(self, step: Step) -> bool:
        if self._group:
            return True
        judged = founding.judge(self.draft, self._taken)
        wrong = [
            problem
            for problem in judged.problems
            if problem.place.startswith(step.prefixes or ("?",)) and self._is_here(step, problem)
        ]
        step.mark(wrong, judged)
        return not wrong

    @staticmethod
    def _is_here(step: Step, problem: founding.Problem) -> bool:
        """Whether a problem of a member is put right in this step: names here, balances there."""
        if not problem.place.startswith("people:"):
            return True
        named = problem.place.rpartition(":")[2] in ("name", "sex", "phone", "roles")
        return named != isinstance(step, BalancesStep)

    def _changed(self, step: Step) -> None:
        self.draft = step.draft
        if step is self._balances:
            self._balances.show_sum(founding.judge(self.draft, self._taken))
        self._timer.start()

    def keep(self) -> None:
        """Keep the draft, so that a crash or a lock costs nothing."""
        self._timer.stop()
        if self._founding or self._group or self.draft == self._blank:
            return
        draft = msgspec.structs.replace(self.draft, step=self.step.objectName())
        ledger = self._session.ledger
        self._session.background.run(lambda: founding.keep_draft(ledger, draft))

    def hideEvent(self, event: QHideEvent) -> None:
        """Home tells of what is half typed as soon as one is there."""
        super().hideEvent(event)
        if self._timer.isActive():
            self.keep()

    def _focus_onward(self) -> None:
        if self.main is not None:
            self.main.setFocus()

    # The founding

    def _found(self) -> None:
        self._timer.stop()
        self._founding = True  # which drops the draft: nothing brings it back
        ledger, draft, pins = self._session.ledger, self.draft, dict(self.pins.pins)
        if self.main is not None:
            self.main.setEnabled(False)
            self.main.say(_("Founding…"))
        self._back.setEnabled(False)
        self._session.background.run(
            lambda: founding.found(ledger, draft, pins), self._is_there, self._is_refused
        )

    def _is_there(self, done: Founded) -> None:
        self._group = done.group
        self.pins.pins.clear()
        if not self._after:
            self.founded.emit(done.group)
            return
        self._go_to(self._after[0])
        told = _("{name} is founded; its book has begun. Two things keep it safe.")
        self.banner.say(told.format(name=done.name), "good")

    def _is_refused(self, problem: BaseException) -> None:
        self._founding = False
        self._go_to(self.step)
        self.refuse(problem)


def _look(ledger: Ledger) -> _Before:
    return _Before(
        founding.kept_draft(ledger),
        [group.name for group in ledger.groups()],
        bool(recovery_key(ledger.store.path)),
        bool(ledger.store.fact(FOLDER)),
    )
