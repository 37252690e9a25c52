"""The end of the meeting in words: what was decided, and when the group meets again."""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDateEdit, QLineEdit, QVBoxLayout, QWidget

from coopledger.app.desk import Desk, next_day
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, label
from coopledger.domain.entries import Resolution
from coopledger.words.catalog import N_, current_digits, current_language

LONGEST = 2000


class Minutes(QWidget):
    """A line for each decision, and the next day, which is noted once somebody confirms it.

    Signals:
        ended: Enter with nothing typed: no decision is left.
    """

    ended = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("desk_minutes")
        self._desk = desk
        self.decision = QLineEdit()
        self.decision.setObjectName("desk_decision")
        self.decision.setAccessibleName(str(_DECISION))
        self.decision.setPlaceholderText(str(_TYPE))
        self.decision.setMaxLength(LONGEST)
        self.decided = label("", "small", wrap=True)
        self.day = day_field("desk_next_day", str(_NEXT))
        self.note = Button("desk_note_day", str(_NOTE), "calendar")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.3))
        column.addWidget(label(str(_DECISIONS), "strong"))
        column.addWidget(self.decided)
        column.addWidget(self.decision)
        column.addWidget(label(str(_NEXT), "strong"))
        column.addWidget(self.day)
        column.addWidget(self.note)
        self.day.dateChanged.connect(lambda _day: self._note())
        self.note.clicked.connect(self._note)

    def refresh(self) -> None:
        """Show what is written down, and the day that is noted or usual."""
        said = [e.text for _place, e in self._desk.entries if isinstance(e, Resolution)]
        self.decided.setText("\n".join(said))
        self.decided.setVisible(bool(said))
        with QSignalBlocker(self.day):
            self.day.setDate(QDate.fromString(next_day(self._desk), Qt.DateFormat.ISODate))
        self.note.setVisible(self._desk.sheet["next_day"] is None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter writes the decision down; the key goes no further, to press what comes next."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.decision.hasFocus():
            self._decide()
        else:
            super().keyPressEvent(event)

    def _decide(self) -> None:
        text = self.decision.text().strip()
        if text:
            self.decision.clear()
            self._desk.add_entry(Resolution(text))
        else:
            self.ended.emit()

    def _note(self) -> None:
        chosen = self.day.date().toString(Qt.DateFormat.ISODate)
        self._desk.set_next_day(chosen)


def day_field(name: str, title: str) -> QDateEdit:
    """A field for a day, in the language's own figures."""
    field = QDateEdit()
    field.setObjectName(name)
    field.setAccessibleName(title)
    # Qt would take the language's own figures where all other dates are written with 0 to 9.
    native = current_digits() == "native"
    field.setLocale(QLocale(current_language().replace("-", "_")) if native else QLocale.c())
    field.setDisplayFormat("dd/MM/yyyy")
    field.setMinimumHeight(theme().em(2.3))
    field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    field.setToolTip(title)
    return field


_DECISIONS = N_("Decisions")
_DECISION = N_("What was decided; Enter writes it down")
_TYPE = N_("A decision, then Enter")
_NEXT = N_("Next meeting")
_NOTE = N_("Write this day down")
