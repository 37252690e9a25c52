"""Across the desk in a group's first meeting: the next thing to do, and how far one is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from coopledger.app.desk import Desk
from coopledger.app.desk.coach import coaching
from coopledger.desktop.settings import save_coach, saved_coach
from coopledger.desktop.theme import on_change, theme
from coopledger.desktop.widgets import Button, Picture, label
from coopledger.words.catalog import N_
from coopledger.words.numbers import format_number


class CoachStrip(QFrame):
    """One sentence. It takes the keyboard from nobody: help, on F1, puts it away as well."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._here = desk, ""
        self.setObjectName("coach")
        self._words = label("", wrap=True)
        self._place = label("", "quiet")
        self.away = Button("coach_away", "", "close", "plain")
        self.away.setAccessibleName(str(_AWAY))
        self.away.setToolTip(str(_AWAY))
        self.away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.away.clicked.connect(self._put_away)
        row = QHBoxLayout(self)
        side, top = theme().em(0.8), theme().em(0.15)
        row.setContentsMargins(side, top, top, top)
        row.setSpacing(theme().em(0.6))
        row.addWidget(Picture("help", 1.3))
        row.addWidget(self._words, 1)
        row.addWidget(self._place)
        row.addWidget(self.away)
        on_change(self, self._tint)

    @property
    def text(self) -> str:
        """The sentence."""
        return self._words.text()

    def show_if_wanted(self) -> None:
        """Show it in a group's first meeting, unless somebody said otherwise."""
        wanted = saved_coach()
        self.setVisible(self._desk.first if wanted is None else wanted)
        self._say()

    def follow(self, here: str) -> None:
        """Say what to do next in a step, or on one of the pages after it."""
        self._here = here
        self._say()

    def _put_away(self) -> None:
        save_coach(wanted=False)
        self.hide()

    def _say(self) -> None:
        if self.isHidden() or not self._here:
            return
        told = coaching(self._desk, self._here)
        self._words.setText(told.sentence)
        place = _STEP.format(number=format_number(told.number), count=format_number(told.of))
        self._place.setText(place)
        self.setAccessibleName(f"{place}: {told.sentence}")

    def _tint(self) -> None:
        self.setStyleSheet(f"#coach {{ background: {theme().roles.picked}; }}")


_AWAY = N_("Put the guide away")
_STEP = N_("Step {number} of {count}")
