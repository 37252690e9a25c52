"""Beside the grid: how far the step is, and what must be known before a loan is agreed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from coopledger.app.desk import AgendaStep, Desk, LoanCard, loan_card, state_of
from coopledger.desktop.desk.minutes import Minutes
from coopledger.desktop.loan_lesson import lesson_button
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, label, set_tone
from coopledger.words.catalog import N_
from coopledger.words.numbers import format_number

MOST_FACTS = 14


class GuidePanel(QWidget):
    """What helps with the step at hand.

    Signals:
        agreed: the group said yes to the loan at hand.
        lesson_asked: what does the loan at hand cost?
    """

    agreed = Signal()
    lesson_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("desk_guide")
        self._desk = desk
        self._why = label("", "body", wrap=True)
        before = format_number(desk.before.meeting)
        self._broken = label(_BROKEN.format(meeting=before), "body", wrap=True)
        again = _AGAIN.format(meeting=before)
        self.again = Button("desk_again", again, "redo")
        self.again.setCheckable(True)
        self.again.toggled.connect(self._set_again)
        self._card = LoanFacts()
        self.minutes = Minutes(desk)
        self._row = 0
        self.agree = Button("desk_loan_agree", str(_AGREE), "check")
        self._yes = label(str(_AGREED), "body", wrap=True)
        set_tone(self._yes, "good")
        self.agree.clicked.connect(self._say_yes)
        self.cost = lesson_button("desk_loan_cost")
        self.cost.clicked.connect(self.lesson_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme().em(0.3), 0)
        column.setSpacing(theme().em(0.4))
        for part in self._parts():
            column.addWidget(part)
        for button in (self.again, self.agree, self.cost):  # these fold; nothing scrolls sideways
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        column.addStretch(1)

    def _parts(self) -> tuple[QWidget, ...]:
        lending = (self._card, self.agree, self._yes, self.cost)
        return (self._why, self._broken, self.again, *lending, self.minutes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut no button in the largest letters."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        for button in (self.again, self.agree, self.cost):
            button.fold(self.contentsRect().width() - theme().em(0.3))

    def _set_again(self, again: bool) -> None:
        if again != self._desk.again:
            self._desk.set_again(again)

    def show_step(self, step: AgendaStep, row: int) -> None:
        """Show the step at hand, for the member at hand."""
        state = state_of(self._desk, step)
        self._why.setText(state.why if state.state in ("left", "wrong") else "")
        self._why.setVisible(bool(self._why.text()))
        tone = "bad" if state.state == "wrong" else "quiet"
        if self._why.property("role") != tone:
            set_tone(self._why, tone)
        may = step.key == "roll_call" and self._desk.may_go_on
        self._broken.setVisible(may)
        self.again.setVisible(may)
        self.again.setChecked(self._desk.again)
        self.minutes.setVisible(step.key == "count")
        if step.key == "count":
            self.minutes.refresh()
        lending = step.key == "loans"
        self._row, card = row, loan_card(self._desk, row) if lending else None
        self._card.setVisible(lending)
        self.cost.setVisible(card is not None and bool(card.spoken))
        self.agree.setVisible(card is not None and card.whole and not card.agreed)
        self._yes.setVisible(card is not None and card.agreed)
        if card is not None:
            self._card.show_card(card)
            self.agree.say(str(_AGREE if card.plain else _ALL_THE_SAME))
            self._fold()

    def _say_yes(self) -> None:
        self._desk.agree(self._row)
        self.agreed.emit()


class LoanFacts(QWidget):
    """A loan that is asked for: figures, one spoken sentence, what bars it or breaks a rule."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("desk_loan_card")
        self._member = label("", "strong", wrap=True)
        self._spoken = label("", "body", wrap=True)
        self._troubles = [label("", "body", wrap=True) for _ in range(6)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.35))
        column.addWidget(self._member)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().em(0.5))
        grid.setVerticalSpacing(theme().em(0.1))
        grid.setColumnStretch(0, 1)
        self._facts: list[tuple[QLabel, QLabel]] = []
        for place in range(MOST_FACTS):
            caption, figure = label("", "small", wrap=True), label("", "strong")
            figure.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(caption, place, 0)
            grid.addWidget(figure, place, 1)
            self._facts.append((caption, figure))
        column.addLayout(grid)
        for part in (self._spoken, *self._troubles):
            column.addWidget(part)

    @property
    def said(self) -> str:
        """The sentence that is read out."""
        return self._spoken.text()

    def show_card(self, card: LoanCard) -> None:
        """Show the member's standing and the loan as it is typed so far."""
        self._member.setText(card.member)
        blank = [("", "")] * (MOST_FACTS - len(card.facts))
        for (caption, figure), (name, amount) in zip(
            self._facts, [*card.facts[:MOST_FACTS], *blank], strict=True
        ):
            caption.setText(name)
            figure.setText(amount)
            caption.setVisible(bool(name))
            figure.setVisible(bool(name))
        self._spoken.setText(card.spoken)
        self._spoken.setVisible(bool(card.spoken))
        told = [*card.troubles[: len(self._troubles)]]
        for place, words in enumerate(self._troubles):
            trouble = told[place] if place < len(told) else None
            words.setText(trouble.sentence if trouble else "")
            words.setVisible(trouble is not None)
            if trouble:
                set_tone(words, "bad" if trouble.grade == "error" else "warn")


_AGREE, _AGREED = N_("The group says yes"), N_("The group said yes.")
_ALL_THE_SAME = N_("Yes all the same")
_BROKEN = N_("Was meeting {meeting} broken off?")
_AGAIN = N_("Go on with meeting {meeting}")
