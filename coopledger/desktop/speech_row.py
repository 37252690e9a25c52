"""The languages of the window side by side, each by its own name, for who reads no other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from coopledger.desktop.flow import flowing
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Picture
from coopledger.words.catalog import _, current_language
from coopledger.words.languages import lookup_chain


class SpeechRow(QWidget):
    """One stop for Tab; the arrows choose at once.

    Signals:
        chosen: another language (its code).
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("languages")
        self.setAccessibleName(_("Language"))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, Button] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Picture("language", 1.5, "quiet"), alignment=Qt.AlignmentFlag.AlignVCenter)
        holder, self._flow = flowing(theme().em(0.3))
        row.addWidget(holder, 1)
        # The names come a moment later; what is below must not jump then.
        self.setMinimumHeight(theme().em(2.6))

    def show_languages(self, names: Sequence[tuple[str, str]]) -> None:
        """Offer these; the one that is spoken now is marked."""
        if self._buttons:
            return
        for code, name in names:
            button = Button(f"language_{code}", name)
            button.setCheckable(True)
            button.clicked.connect(partial(self.chosen.emit, code))
            self._group.addButton(button)
            self._flow.addWidget(button)
            self._buttons[code] = button
            button.ensurePolished()
        high = max((each.sizeHint().height() for each in self._buttons.values()), default=0)
        for each in self._buttons.values():
            each.setMinimumHeight(high)  # some scripts are higher than others
        if (spoken := self._spoken()) is not None:
            spoken.setChecked(True)
            for other in set(self._buttons.values()) - {spoken}:
                other.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def start(self) -> None:
        """Put the keyboard to the language that is spoken now."""
        if (spoken := self._spoken()) is not None:
            spoken.setFocus()

    def _spoken(self) -> Button | None:
        """The button of the language spoken now: fr for the fr-CD of a system, too."""
        found = (self._buttons.get(code) for code in lookup_chain(current_language()))
        return next(filter(None, found), None)
