"""The few kinds of widget that screens are made of; each knows its role, icon and name.

Every one that can be used has an ``objectName`` (for tests) and an accessible name (for screen
readers); both are asked for, so that neither is forgotten.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from coopledger.desktop.icons import icon, icon_size, pixmap
from coopledger.desktop.labels import Elided, Figure, Label, LabelRole, label, set_tone
from coopledger.desktop.theme import theme
from coopledger.words.catalog import N_, Text

__all__ = [
    "Badge",
    "Banner",
    "Button",
    "ButtonRole",
    "Card",
    "Elided",
    "Field",
    "Figure",
    "Label",
    "LabelRole",
    "Picture",
    "State",
    "Tone",
    "label",
    "rule",
    "set_tone",
]

ButtonRole = Literal["main", "usual", "plain"]
Tone = Literal["good", "warn", "bad", "quiet"]
State = Literal["draft", "sealed", "copied", "practice", "read_only", "findings"]


def rule() -> QFrame:
    """A thin line across."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line


class Button(QPushButton):
    """A button with its words, an icon beside them, and its shortcut in the tool tip.

    Args:
        name: object name, in snake_case.
        text: what it does, translated; also its accessible name.
        icon_name: see `icons.icon`; empty for none.
        role: ``main`` for the one main button of a screen.
    """

    def __init__(
        self, name: str, text: str, icon_name: str = "", role: ButtonRole = "usual"
    ) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setProperty("role", role)
        self.setAutoDefault(False)
        self._icon = icon_name
        self._tint()
        theme().changed.connect(self._tint)

    def say(self, text: str, icon_name: str = "") -> None:
        """Change what it says, and its icon if one is given."""
        self.setText(text)
        self.setAccessibleName(text)
        self._icon = icon_name or self._icon
        self._tint()

    def fold(self, room: int) -> None:
        """Let what it says go on in a second line or a third, where it is wider than the room."""
        whole = self.accessibleName()
        words, width = whole.split(), self.fontMetrics().horizontalAdvance
        for lines in (1, 2, 3):
            breaks = combinations(range(1, len(words)), lines - 1)
            folded = [
                [" ".join(words[a:b]) for a, b in pairwise((0, *places, len(words)))]
                for places in breaks
            ]
            if folded:
                self.setText("\n".join(min(folded, key=lambda each: max(map(width, each)))))
            if self.sizeHint().width() <= room:
                return

    def _tint(self) -> None:
        if self._icon:
            main = self.property("role") == "main"
            self.setIcon(icon(self._icon, "on_accent" if main else "ink"))
            self.setIconSize(icon_size(1.5 if main else 1.35))
        self.setFont(theme().font(bold=self.property("role") == "main"))


class Picture(QLabel):
    """An icon that is only looked at; the words beside it say the same."""

    def __init__(self, icon_name: str, ems: float = 1.5, role: str = "ink") -> None:
        super().__init__()
        self._icon, self._ems, self._role = icon_name, ems, role
        self._tint()
        theme().changed.connect(self._tint)

    def show_icon(self, icon_name: str, role: str) -> None:
        """Show another icon, in another colour."""
        self._icon, self._role = icon_name, role
        self._tint()

    def _tint(self) -> None:
        side = theme().em(self._ems)
        self.setPixmap(pixmap(self._icon, side, self._role))
        self.setFixedSize(side, side)


class Card(QFrame):
    """A surface that holds things that belong together; ``body`` is its layout."""

    def __init__(self, pad: float = 1.0) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        side = theme().em(pad)
        self.body.setContentsMargins(side, side, side, side)
        self.body.setSpacing(theme().em(0.4))


_STATES: dict[State, tuple[Text, str, str]] = {
    "draft": (N_("DRAFT"), "draft", "warn"),
    "sealed": (N_("SEALED"), "seal", "good"),
    "copied": (N_("COPIED FROM PAPER"), "copied", "quiet"),
    "practice": (N_("PRACTICE"), "practice", "practice"),
    "read_only": (N_("READ ONLY"), "eye", "quiet"),
    "findings": (N_("FINDINGS"), "warn", "warn"),
}


class Badge(QFrame):
    """A state by word, icon and colour together: DRAFT, SEALED, PRACTICE and so on.

    Args:
        state: which.
        detail: said after the word, such as ``saved 18:42``.
    """

    def __init__(self, state: State, detail: str = "") -> None:
        super().__init__()
        self.setObjectName(f"badge_{state}")
        self._picture = Picture("info", 1.25)
        self._words = label("", "strong")
        row = QHBoxLayout(self)
        side, top = theme().em(0.6), theme().em(0.2)
        row.setContentsMargins(side, top, side, top)
        row.setSpacing(theme().em(0.35))
        row.addWidget(self._picture)
        row.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._role = "quiet"
        theme().changed.connect(self._tint)
        self.show_state(state, detail)

    def show_state(self, state: State, detail: str = "") -> None:
        """Show a state."""
        word, icon_name, self._role = _STATES[state]
        text = f"{word} · {detail}" if detail else str(word)
        self._words.setText(text)
        self.setAccessibleName(text)
        self._picture.show_icon(icon_name, self._role)
        self._tint()

    def _tint(self) -> None:
        colour = theme().roles.colour(self._role)
        self.setStyleSheet(
            f"Badge {{ border: 2px solid {colour}; border-radius: {theme().em(0.5)}px; }}"
            f"Badge QLabel {{ color: {colour}; border: none; }}"
        )


_TONE_ICONS: dict[Tone, str] = {"good": "check", "warn": "warn", "bad": "stop", "quiet": "info"}


class Banner(QFrame):
    """A sentence across the screen: what happened and what to do. Hidden while it has none."""

    def __init__(self, name: str = "banner") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._picture = Picture("info", 1.4)
        self._words = label("", wrap=True)
        row = QHBoxLayout(self)
        side, top = theme().em(0.8), theme().em(0.5)
        row.setContentsMargins(side, top, side, top)
        row.setSpacing(theme().em(0.6))
        row.addWidget(self._picture, alignment=Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self._tone: Tone = "quiet"
        theme().changed.connect(self._tint)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return self._words.text()

    def say(self, text: str, tone: Tone = "bad") -> None:
        """Show a sentence, or hide the banner if it is empty."""
        self._tone = tone
        self._words.setText(text)
        self.setAccessibleName(text)
        self._tint()
        self.setVisible(bool(text))

    def clear(self) -> None:
        """Say nothing."""
        self.say("", "quiet")

    def _tint(self) -> None:
        self._picture.show_icon(_TONE_ICONS[self._tone], self._tone)
        colour = theme().roles.colour(self._tone)
        self.setStyleSheet(
            f"Banner {{ border: 2px solid {colour}; border-radius: {theme().em(0.5)}px;"
            f" background: {theme().roles.surface}; }} Banner QLabel {{ border: none; }}"
        )


class Field(QWidget):
    """A line to type in, with its caption above and, below, a hint or what is wrong with it."""

    def __init__(self, name: str, caption: str, hint: str = "", *, secret: bool = False) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.edit.setObjectName(name)
        self.edit.setAccessibleName(caption)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        head = self._head = label(caption, "strong")
        head.setBuddy(self.edit)
        self._hint = hint
        self._below = label(hint, "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.25))
        for part in (head, self.edit, self._below):
            column.addWidget(part)
        self._below.setVisible(bool(hint))
        self.edit.textEdited.connect(self.accept)

    def caption(self, caption: str) -> None:
        """Ask for something else."""
        self._head.setText(caption)
        self.edit.setAccessibleName(caption)

    @property
    def text(self) -> str:
        """What was typed."""
        return self.edit.text()

    @property
    def complaint(self) -> str:
        """What is wrong with it; empty when nothing is."""
        return self._below.text() if self.edit.property("wrong") else ""

    def refuse(self, sentence: str) -> None:
        """Say what is wrong, beside the field, and put the cursor there."""
        self._mark(True, sentence, "bad")
        self.edit.setFocus()
        self.edit.selectAll()

    def accept(self) -> None:
        """Take the complaint away."""
        if self.edit.property("wrong"):
            self._mark(False, self._hint, "small")

    def _mark(self, wrong: bool, text: str, role: str) -> None:
        self.edit.setProperty("wrong", wrong)
        self.edit.setAccessibleDescription(text)
        self._below.setText(text)
        self._below.setVisible(bool(text))
        set_tone(self._below, role)
        set_tone(self.edit, "field")
