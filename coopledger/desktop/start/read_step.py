"""The page that is read aloud before the group is founded."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractSlider, QGridLayout, QVBoxLayout, QWidget

from coopledger.app.founding import FoundingDraft, Judged
from coopledger.desktop.names import role_name
from coopledger.desktop.rules_view import RulesView
from coopledger.desktop.start.step import Step
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Card, label
from coopledger.words.catalog import _, ngettext
from coopledger.words.dates import format_list
from coopledger.words.numbers import format_number

_ACTION = QAbstractSlider.SliderAction
_MOVES = {
    Qt.Key.Key_Down: _ACTION.SliderSingleStepAdd,
    Qt.Key.Key_Up: _ACTION.SliderSingleStepSub,
    Qt.Key.Key_PageDown: _ACTION.SliderPageStepAdd,
    Qt.Key.Key_PageUp: _ACTION.SliderPageStepSub,
    Qt.Key.Key_Home: _ACTION.SliderToMinimum,
    Qt.Key.Key_End: _ACTION.SliderToMaximum,
}


class ReadStep(Step):
    """Rules in words and members with their offices.

    The group is founded only after the end of the text was come to. Until then the main button
    goes on in it, so that an Enter meant for the step before founds nothing.
    """

    def __init__(self) -> None:
        about = _(
            "Read it aloud, with the down arrow to its end. The rules are in the book for ever; new"
            " ones can be voted, in force from a later day."
        )
        super().__init__("step_read", _("Is it so?"), about)
        self._seen = False
        self._card = Card(0.9)
        self._heading = label("", "large", wrap=True)
        self._people = QGridLayout()
        self._people.setHorizontalSpacing(theme().em(1.2))
        self._card.body.addWidget(self._heading)
        self._card.body.addLayout(self._people)
        self._lines: list[QWidget] = []
        self._rules = RulesView()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme().em(0.4), 0)
        column.setSpacing(theme().em(0.8))
        column.addWidget(self._card)
        column.addWidget(self._rules)
        column.addStretch(1)
        self._area = self.scrolling(inside)
        # What the person does, not what laying out does to the bar.
        self._area.verticalScrollBar().actionTriggered.connect(self._look)

    def show_draft(self, draft: FoundingDraft, judged: Judged) -> None:
        """Show what the book will say."""
        super().show_draft(draft, judged)
        self._seen, self.onward = False, ""
        people = draft.members
        count = ngettext("{count} member", "{count} members", len(people))
        self._heading.setText(
            f"{judged.baseline.head.name} · {count.format(count=format_number(len(people)))}"
        )
        for old in self._lines:
            self._people.removeWidget(old)
            old.deleteLater()
        self._lines = []
        for person in people:
            offices = format_list([role_name(role) for role in person.roles])
            text = f"{person.name} · {offices}" if offices else person.name
            self._lines.append(label(text, wrap=True))
        self._arrange()
        self._rules.show_rules(judged.rules)

    def _arrange(self) -> None:
        columns = 2 if self.width() > theme().em(46) else 1
        for at, line in enumerate(self._lines):
            self._people.addWidget(line, at // columns, at % columns)
        for column in range(2):
            self._people.setColumnStretch(column, 1 if column < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Page keys go through what is read aloud."""
        if (action := _MOVES.get(Qt.Key(event.key()))) is None:
            super().keyPressEvent(event)
        else:
            self._area.verticalScrollBar().triggerAction(action)

    def _look(self) -> None:
        bar = self._area.verticalScrollBar()
        if not self._seen and bar.sliderPosition() == bar.maximum():
            self._seen, self.onward = True, _("Found the group")
            self.reworded.emit()

    def ready(self) -> bool:
        """Whether the end was come to; else one page on."""
        if self._seen:
            return True
        self._area.verticalScrollBar().triggerAction(_ACTION.SliderPageStepAdd)
        return False

    def start(self) -> None:
        """From the top."""
        self._area.verticalScrollBar().setValue(0)
        self.setFocus()
