"""The share-out as a guided act: trial, loans, count, payout list, seal, new cycle."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from coopledger.app.cycles import begin_cycle
from coopledger.app.share_out_guide import (
    Officers,
    ShareOutGuide,
    guide,
    new_cycle_officers,
)
from coopledger.app.share_outs import hold_share_out
from coopledger.desktop.announce import Announce
from coopledger.desktop.help.topic import set_topic
from coopledger.desktop.proposal import today
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.share_out_steps import (
    CountStep,
    CycleStep,
    ListStep,
    LoansStep,
    SealStep,
    Step,
    TrialStep,
)
from coopledger.desktop.theme import theme
from coopledger.desktop.waiting import WaitButton
from coopledger.desktop.widgets import Badge, Button, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import N_, Text, _
from coopledger.words.dates import format_date
from coopledger.words.errors import explain
from coopledger.words.numbers import format_number

_STEPS: dict[str, Text] = {
    "trial": N_("Trial"),
    "loans": N_("Loans"),
    "count": N_("Count"),
    "list": N_("Payouts"),
    "seal": N_("Seal"),
    "cycle": N_("New cycle"),
}


class ShareOutScreen(Screen):
    """Six steps, each a page of its own; nothing is written before the seal."""

    def __init__(self, session: Session, group: str) -> None:
        super().__init__("share_out", _("Share-out"))
        self._session, self._group = session, group
        self._guide: ShareOutGuide | None = None
        self._at = "trial"
        self._badge = Badge("draft", _("nothing is written"))
        self.badges.addWidget(self._badge)
        self._strip: dict[str, Button] = {}
        self._stack = QStackedWidget()
        self._steps: dict[str, Step] = {
            "trial": TrialStep(),
            "loans": LoansStep(),
            "count": CountStep(),
            "list": ListStep(),
            "seal": SealStep(),
            "cycle": CycleStep(),
        }
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.4))
        for number, (key, text) in enumerate(_STEPS.items(), 1):
            words = f"{format_number(number)} {text}"
            button = Button(f"step_{key}", words)
            button.setCheckable(True)
            button.clicked.connect(partial(self.show_step, key))
            self._strip[key] = button
            row.addWidget(button)
            self._stack.addWidget(self._steps[key])
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self._stack, 1)
        self._announce = Announce(self)
        self._buttons()

    def _buttons(self) -> None:
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self._meeting = Button("to_meeting", _("To the meeting"), "meeting")
        self._meeting.clicked.connect(lambda: self.asked.emit("meeting", None))
        self._aloud = Button("announce", _("Read out in large letters"), "larger")
        self._aloud.setToolTip("F11")
        self._aloud.clicked.connect(self._read_out)
        QShortcut(QKeySequence("F11"), self).activated.connect(self._read_out)
        self._print = Button("print_sheet", _("Print the sheet"), "print")
        self._print.clicked.connect(lambda: self.asked.emit("share_out_sheet", None))
        self._total = label("", "quiet")
        self._wait = WaitButton(self._session)
        self._wait.clicked.connect(self._let_wait)
        self._wait.waits.connect(self._waits)
        for part in (back, self._meeting, self._aloud, self._print, self._wait, self._total):
            self.foot.addWidget(part)
        self._next = Button("next_step", _("Next"), "next", "main")
        self._next.clicked.connect(self._go_on)
        self.set_main(self._next)
        self._steps["loans"].asked.connect(self.asked)
        self._steps["count"].changed.connect(self._show_foot)
        self._steps["seal"].changed.connect(self._show_foot)
        self._steps["cycle"].changed.connect(self._show_foot)

    def refresh(self) -> None:
        """Work the share-out out anew; nothing is written."""
        ledger, group = self._session.ledger, self._group

        def job() -> tuple[ShareOutGuide, Officers]:
            return guide(ledger, group), new_cycle_officers(ledger, group)

        self._session.background.run(job, self._show, self.refuse)

    def show_step(self, key: str) -> None:
        """Show a step; any can be looked at, at any time."""
        self._at = key
        set_topic(self, f"share_out_{key}")
        for name, button in self._strip.items():
            button.setChecked(name == key)
        self._stack.setCurrentWidget(self._steps[key])
        self._show_foot()

    def start(self) -> None:
        """The main button: Enter goes on."""
        self._next.setFocus()

    def _show(self, found: tuple[ShareOutGuide, Officers]) -> None:
        first = self._guide is None
        self._guide, officers = found
        held = self._guide
        amounts = _("amounts in {currency}").format(currency=held.currency.code)
        cycle = _("cycle {number}").format(number=format_number(held.cycle))
        day = format_date(held.day, "long") if held.day else ""
        self.set_heading(
            _("Share-out"), " · ".join(x for x in (held.group, cycle, day, amounts) if x)
        )
        if held.held:
            self._badge.show_state("sealed")
        else:
            self._badge.show_state("draft", _("nothing is written"))
        for step in self._steps.values():
            step.show_guide(held)
        cycle_step = self._steps["cycle"]
        assert isinstance(cycle_step, CycleStep)  # noqa: S101 - for the type checker
        cycle_step.show_officers(officers)
        self.show_step("cycle" if first and held.held else self._at)

    def _show_foot(self) -> None:
        held = self._guide
        if held is None:
            self._next.setEnabled(False)
            self._wait.offer(short=False)
            return
        at = self._at
        self._aloud.setVisible(at == "list")
        self._print.setVisible(held.held)
        self._meeting.setVisible(at in ("loans", "count") and not held.held)
        words = {"seal": _("Seal the share-out"), "cycle": _("Begin the new cycle")}
        self._next.say(words.get(at, _("Next")), {"seal": "seal"}.get(at, "next"))
        stop = "" if held.held else stop_words(held)
        enabled = True
        if at == "seal":
            enabled = not held.held and not stop and self._steps["seal"].ready
        elif at == "cycle":
            enabled = held.held or held.kind != "full"
        elif at == "count":
            enabled = held.held or self._steps["count"].ready
        self._next.setEnabled(enabled)
        # With too few officers here its page waits beside the book for the others' seals.
        possible = at == "cycle" and enabled if held.held else at == "seal" and not stop
        step = self._pins_step()
        self._wait.offer(short=possible and step is not None and step.pins.short)
        if stop and at in ("trial", "seal"):
            self.banner.say(stop, "warn")
        elif self.banner.text and not held.held:
            self.banner.clear()

    def _go_on(self) -> None:
        if self._at == "seal":
            self._seal()
        elif self._at == "cycle":
            self._begin()
        else:
            keys = list(_STEPS)
            self.show_step(keys[keys.index(self._at) + 1])
            if not self._steps[self._at].begin():
                self._next.setFocus()

    def _read_out(self) -> None:
        if self._guide is not None:
            self._announce.read_out(self._guide)

    def _seal(self) -> None:
        held, step = self._guide, self._steps["seal"]
        if held is None or not isinstance(step, SealStep):
            return
        ledger, group, pins = self._session.ledger, self._group, step.pins.typed
        self._next.setEnabled(False)
        self._session.background.run(
            lambda: hold_share_out(ledger, group, held.day, pins).header.number,
            self._sealed,
            partial(self._refused, step),
        )

    def _let_wait(self) -> None:
        """Seal with the officers who are here, and let the page wait for the others."""
        held, step = self._guide, self._pins_step()
        if held is None or step is None:
            return
        ledger, group, pins = self._session.ledger, self._group, step.pins.typed
        day = max(today(), held.day)

        def act() -> object:
            if isinstance(step, SealStep):
                return hold_share_out(ledger, group, held.day, pins)
            return begin_cycle(ledger, group, day, None, pins)

        self._wait.let_wait(group, act, partial(self._refused, step))

    def _pins_step(self) -> SealStep | CycleStep | None:
        """The step at hand, where officers seal in it."""
        step = self._steps[self._at]
        return step if isinstance(step, SealStep | CycleStep) else None

    def _waits(self, group: str) -> None:
        if (step := self._pins_step()) is not None:
            step.pins.clear()
        self.asked.emit("approvals", group)

    def _sealed(self, page: int) -> None:
        self._at = "list"
        self.refresh()
        told = _("The share-out is sealed as page {page}. Pay out by this list, and let each sign.")
        self.banner.say(told.format(page=format_number(page)), "good")

    def _begin(self) -> None:
        held, step = self._guide, self._steps["cycle"]
        if held is None or not isinstance(step, CycleStep):
            return
        ledger, group, pins = self._session.ledger, self._group, step.pins.typed
        day = max(today(), held.day)
        self._next.setEnabled(False)
        self._session.background.run(
            lambda: begin_cycle(ledger, group, day, None, pins).header.number,
            self._begun,
            partial(self._refused, step),
        )

    def _begun(self, page: int) -> None:
        told = _("The new cycle began with page {page}. All shares begin at nothing.")
        self.sealed.emit(told.format(page=format_number(page)))

    def _refused(self, step: SealStep | CycleStep, problem: BaseException) -> None:
        self._next.setEnabled(True)
        if isinstance(problem, Refusal):
            sentence = explain(problem)
            if step.pins.refuse(str(problem.params.get("value", "")), sentence):
                return
        self.refuse(problem, self._guide.currency if self._guide else None)


def stop_words(held: ShareOutGuide) -> str:
    """What forbids the share-out now; empty when it can be held."""
    if held.begun:
        return _("A meeting is half recorded. Seal it first, then share out on its day.")
    return explain(held.stop, held.currency) if held.stop is not None else ""
