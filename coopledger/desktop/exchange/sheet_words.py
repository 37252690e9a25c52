"""The recovery sheets as they are typed: one of 24 words, or two shares of 20."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from coopledger.desktop.flow import flowing
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, label, set_tone
from coopledger.domain.errors import Refusal
from coopledger.ledger.recovery import SHARE_WORDS, WORDS
from coopledger.words.catalog import _
from coopledger.words.errors import explain

_LINES = 3.4
"""Height of a sheet's field, in lines: 24 words fit as they stand."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OF_SHARES = ("recovery_shares_differ", "recovery_share_missing")
_OF_ALL = "bundle_wrong_words"


class _Lines(QPlainTextEdit):
    """Lines to type in; Enter goes on to the next one until its owner says that all is there."""

    def __init__(self, owner: SheetWords) -> None:
        super().__init__()
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to who asked for the words, when it is meant to open the file."""
        if event.key() in _ENTER and self._owner.is_whole:
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Sheet(QWidget):
    """The words of one sheet, in several lines, and below it what is wrong with them."""

    def __init__(self, name: str, caption: str, owner: SheetWords) -> None:
        super().__init__()
        self.edit = _Lines(owner)
        self.edit.setObjectName(name)
        self.edit.setAccessibleName(caption)
        self.edit.setTabChangesFocus(True)
        # The words are of the list's own language, and their numbers run from the left too.
        self.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.edit.setFixedHeight(round(theme().em(1.6) * _LINES))
        head = label(caption, "strong", wrap=True)
        head.setBuddy(self.edit)
        self._below = label("", wrap=True)
        set_tone(self._below, "bad")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.25))
        for part in (head, self.edit, self._below):
            column.addWidget(part)
        self._below.hide()
        self.edit.textChanged.connect(lambda: self.say(""))

    @property
    def text(self) -> str:
        """What was typed."""
        return self.edit.toPlainText()

    @property
    def count(self) -> int:
        """How many words it has so far."""
        return len(self.text.replace(",", " ").split())

    def say(self, sentence: str) -> None:
        """Say what is wrong with it; nothing with an empty sentence."""
        self._below.setText(sentence)
        self._below.setVisible(bool(sentence))
        self.edit.setAccessibleDescription(sentence)
        self.edit.setProperty("wrong", bool(sentence))
        set_tone(self.edit, "field")

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with it, and put the cursor there."""
        self.say(sentence)
        self.edit.setFocus()


class SheetWords(QWidget):
    """Asks for the words of the sheets. ``asked``: they are typed, and the file is to be opened."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sheet_words")
        self._first = _Sheet("sheet_1", _("Words of the recovery sheet"), self)
        second = _("Words of another sheet, if there are three")
        self._second = _Sheet("sheet_2", second, self)
        about = _(
            "The recovery sheet of the laptop that wrote this file opens it. Type the words or"
            " their numbers, in their order. They are not kept."
        )
        self.open = Button("open_sheets", _("Open it"), "key")
        self.open.clicked.connect(self.asked)
        holder, row = flowing(theme().em(0.5))
        row.addWidget(self.open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme().em(0.4), 0)
        column.setSpacing(theme().em(0.6))
        for part in (label(about, wrap=True), self._first, self._second, holder):
            column.addWidget(part)

    @property
    def typed(self) -> tuple[str, ...]:
        """The text of each sheet; none where nothing was typed, and that is said."""
        sheets = (self._first.text, self._second.text)
        if not any(text.split() for text in sheets):
            self._first.refuse(_("This is still missing."))
            return ()
        return sheets

    def begin(self) -> None:
        """Put the cursor into the first sheet."""
        self._first.edit.setFocus()

    def clear(self) -> None:
        """Forget what was typed."""
        for sheet in (self._first, self._second):
            sheet.edit.clear()
            sheet.edit.document().clearUndoRedoStacks()

    def refuse(self, refusal: Refusal) -> bool:
        """Say beside a sheet what is wrong with it; False when the refusal is about no sheet."""
        if refusal.code in _OF_SHARES:
            sheet = self._second
        elif refusal.code == _OF_ALL or refusal.code.startswith("recovery_"):
            sheet = self._second if refusal.params.get("sheet") == 2 else self._first
        else:
            return False
        sheet.refuse(explain(refusal))
        return True

    @property
    def is_whole(self) -> bool:
        """Whether all words are there: those of one sheet, or of two shares."""
        counts = (self._first.count, self._second.count)
        return counts in ((WORDS, 0), (SHARE_WORDS, SHARE_WORDS))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the file once all words are there."""
        if event.key() in _ENTER and self.is_whole:
            self.asked.emit()
        else:
            super().keyPressEvent(event)
