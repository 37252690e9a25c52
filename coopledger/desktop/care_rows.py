"""What the doctor found, row by row: by word, icon and colour, what needs care first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from coopledger.app.check import Check, State
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Card, Picture, label
from coopledger.words.care import STATES, check_name, check_words
from coopledger.words.catalog import N_, Text

_ICONS: dict[State, str] = {"good": "check", "warn": "warn", "bad": "stop"}
_ORDER: tuple[State, ...] = ("bad", "warn", "good")
_NAME = N_("What was found")


class CareRows(QScrollArea):
    """The rows, one below the other; arrows scroll them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("care_rows")
        self.setAccessibleName(str(_NAME))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.checks: tuple[Check, ...] = ()

    def show_checks(self, checks: Sequence[Check]) -> None:
        """Show these, what is bad before what is well."""
        self.checks = tuple(sorted(checks, key=lambda each: _ORDER.index(each.state)))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme().em(0.5), 0)
        column.setSpacing(theme().em(0.5))
        for each in self.checks:
            column.addWidget(_row(each))
        column.addStretch(1)
        self.setWidget(inside)


def _row(check: Check) -> Card:
    card = Card(0.7)
    card.setObjectName(f"check_{check.key}")
    said, advice = check_words(check)
    state: Text = STATES[check.state]
    card.setAccessibleName(f"{check_name(check.key)}, {state}. {said} {advice}".strip())
    head = QHBoxLayout()
    head.setSpacing(theme().em(0.6))
    head.addWidget(Picture(_ICONS[check.state], 1.4, check.state))
    head.addWidget(label(check_name(check.key), "strong", wrap=True), 1)
    head.addWidget(label(str(state), "strong"))
    card.body.addLayout(head)
    card.body.addWidget(label(said, wrap=True))
    if advice:
        card.body.addWidget(label(advice, "strong", wrap=True))
    return card
