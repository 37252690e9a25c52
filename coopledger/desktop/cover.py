"""The screens before a ledger is open: unlock, first start. Light, since they are seen first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coopledger.app.places import tells_of_keyring
from coopledger.desktop.background import Background
from coopledger.desktop.session import makes, opens, opens_practice
from coopledger.desktop.showing import ShowButton
from coopledger.desktop.speech_row import SpeechRow
from coopledger.desktop.theme import theme
from coopledger.desktop.tries import Tries
from coopledger.desktop.widgets import Button, Card, Elided, Field, Picture, label, rule
from coopledger.words.catalog import _

if TYPE_CHECKING:
    from coopledger.app.check import Check
    from coopledger.app.ledger import Ledger
    from coopledger.app.updates import WayBack

_TRAILING = Qt.AlignmentFlag.AlignTrailing


class CoverScreen(QWidget):
    """The languages, below them a card in the middle with the way into the practice ledger.

    Signals:
        opened: carries the open ledger.
        painted: sent once, when the screen has been seen.
        language_asked: another language (its code).

    Attributes:
        fields: what can be typed in.
    """

    opened = Signal(object)
    painted = Signal()
    language_asked = Signal(str)

    def __init__(self, name: str, title: str, background: Background, practice: Path) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._background, self._practice_path = background, practice
        self._seen = False
        self.card = Card(1.6)
        self.card.setFixedWidth(theme().em(36))
        self.card.body.setSpacing(theme().em(0.8))
        self.card.body.addLayout(self._head(title))
        self.main = Button("main", "", "key", "main")
        self.practice = Button("practice", _("Open the practice ledger"), "practice")
        self.status = label("", "quiet", wrap=True)
        self.status.hide()
        self.fields: tuple[Field, ...] = ()
        self.languages = SpeechRow()
        self.languages.chosen.connect(self.language_asked)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.addWidget(self.languages)
        column.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addStretch(1)
        # On a small screen in large letters the card is taller than the window.
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _head(self, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.9))
        row.addWidget(Picture("coopledger", 3.2, "accent"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label("CoopLedger", "small"))
        words.addWidget(label(title, "title", wrap=True))
        row.addLayout(words, 1)
        return row

    def add_practice(self) -> None:
        """Put the way into the practice ledger at the foot of the card."""
        self.practice.clicked.connect(self._practise)
        about = _(
            "Made-up groups to practise with, in a file of their own. Nothing there is real money;"
            " every screen says PRACTICE."
        )
        self.card.body.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.9))
        row.addWidget(label(about, "small", wrap=True), 1)
        row.addWidget(self.practice)
        self.card.body.addLayout(row)

    def _practise(self) -> None:
        self.open_practice()

    def open_practice(self, *, anew: bool = False) -> None:
        """Open the practice ledger, making it first if it is not there, or anew."""
        self.wait(_("Getting the practice ledger ready…"))
        job = opens_practice(self._practice_path, anew=anew)
        self._background.run_long(job, self.opened.emit, self.refused, self._progress)

    def _progress(self, done: int, of: int) -> None:
        text = _("Getting the practice ledger ready: {done} of {of}").format(done=done, of=of)
        self.say(text)

    def wait(self, sentence: str) -> None:
        """Say that something is under way; nothing can be pressed until it ends."""
        self._enable(False)
        self.say(sentence)

    def _enable(self, able: bool) -> None:
        self.languages.setEnabled(able)
        self.card.setEnabled(able)

    def retype(self, texts: Sequence[str]) -> None:
        """Take up what was typed before the screen was made anew."""
        for field, text in zip(self.fields, texts, strict=True):
            field.edit.setText(text)

    def say(self, sentence: str) -> None:
        """Say something above the main button; empty for nothing."""
        self.status.setText(sentence)
        self.status.setVisible(bool(sentence))

    def refused(self, problem: BaseException) -> None:
        """Take the answer that it could not be done."""
        self._enable(True)
        self.say("")
        self.complain(problem)

    def complain(self, problem: BaseException) -> None:
        """Say why, where it belongs; a subclass knows its fields."""
        self.say(sentence_of(problem))

    def start(self) -> None:
        """Put the keyboard where work begins."""
        self.main.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus, else the main one."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = QApplication.focusWidget()
            if focused is not None and self.languages.isAncestorOf(focused):
                # An arrow has chosen it already; now comes the passphrase.
                self.start()
                return
            button = focused if isinstance(focused, QAbstractButton) else self.main
            button.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell when the screen was first seen."""
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self.painted.emit()


class UnlockScreen(CoverScreen):
    """Asks for the passphrase of a ledger. A wrong one is said so beside it, however often.

    ``back_asked``: the version before is wanted, because this one cannot open the ledger; what that
    would do (`WayBack`).
    """

    back_asked = Signal(object)

    def __init__(self, path: Path, background: Background, practice: Path) -> None:
        super().__init__("unlock", _("Open the ledger"), background, practice)
        self._path, self._practising, self._tries = path, path == practice, Tries(path)
        hint = ""
        if path == practice:
            hint = _("The passphrase of a practice ledger is “practice”.")
        elif tells_of_keyring(path):
            hint = _("This laptop's keyring opens the ledger: leave this empty and press Enter.")
        self.passphrase = Field("passphrase", _("Passphrase"), hint, secret=True)
        self.main.say(_("Open"), "key")
        self.main.clicked.connect(self.unlock)
        self.fields = (self.passphrase,)
        body = self.card.body
        body.addWidget(self.passphrase)
        body.addWidget(ShowButton("show_passphrase", self.passphrase), 0, _TRAILING)
        body.addWidget(self.status)
        row = QHBoxLayout()
        row.addWidget(Elided(str(path), "small"), 1)
        row.addWidget(self.main)
        body.addLayout(row)
        self._refusal: BaseException | None = None
        self._way: WayBack | None = None
        self.look = Button("look_what_is_wrong", _("Look what is wrong"), "search")
        self.look.clicked.connect(self._look)
        self.look.hide()
        self.back = Button("update_back", "", "undo")
        self.back.clicked.connect(lambda: self.back_asked.emit(self._way))
        self.back.hide()
        body.addWidget(self.look)
        body.addWidget(self.back)
        if path != practice:
            self.add_practice()

    def unlock(self) -> None:
        """Try the passphrase, off the window's thread; after wrong ones, not too often."""
        # The practice ledger's passphrase is no secret.
        if not self._practising and (told := self._tries.wait()):
            self.passphrase.refuse(told)
            return
        self.wait(_("Opening…"))
        job = opens(self._path, self.passphrase.text)
        self._background.run(job, self._unlocked, self.refused)

    def _unlocked(self, ledger: Ledger) -> None:
        self._tries.right()
        self.passphrase.edit.clear()
        self.opened.emit(ledger)

    def complain(self, problem: BaseException) -> None:
        """A wrong passphrase is said beside the field, anything else above the button."""
        if getattr(problem, "code", "") == "wrong_passphrase":
            self._tries.wrong()
            self.passphrase.refuse(sentence_of(problem))
        else:
            super().complain(problem)
            self._refusal = problem
            self.look.show()
            self.passphrase.edit.setFocus()
            if not self._practising and getattr(problem, "code", "") != "store_busy":
                self._background.run(_way_back, self._offer_way_back)

    def _offer_way_back(self, way: WayBack | None) -> None:
        """The new version may have broken the ledger, or cannot read it."""
        if way is not None:
            self.back.say(_("Go back to version {version}").format(version=way.version))
            self._way = way
            self.back.show()

    def _look(self) -> None:
        """Let the doctor look at a ledger that cannot be opened."""
        path, refusal = self._path, self._refusal

        def job() -> tuple[Check, ...]:
            from coopledger.app.doctor import examine_closed
            from coopledger.domain.errors import Refusal

            return examine_closed(path, refusal) if isinstance(refusal, Refusal) else ()

        self._background.run(job, self._show_care)

    def _show_care(self, checks: tuple[Check, ...]) -> None:
        from coopledger.desktop.care_dialog import CareDialog

        CareDialog(checks, self).open()

    def start(self) -> None:
        """The passphrase can be typed at once."""
        self.passphrase.edit.setFocus()


class FirstStartScreen(CoverScreen):
    """No ledger yet: make one under a passphrase, or practise first."""

    def __init__(self, path: Path, background: Background, practice: Path) -> None:
        super().__init__("first_start", _("Start your ledger"), background, practice)
        self._path = path
        about = _(
            "The passphrase locks this laptop's ledger: without it nobody, not a thief either, can"
            " read a name or a figure. Choose a few words that you will remember."
        )
        warning = _("Write it down and lock it away. A recovery sheet is made in the next steps.")
        self.passphrase = Field("passphrase", _("Passphrase"), secret=True)
        self.again = Field("passphrase_again", _("The same once more"), secret=True)
        self.main.say(_("Make the ledger"), "lock")
        self.main.clicked.connect(self.make)
        body = self.card.body
        body.addWidget(label(about, wrap=True))
        self.fields = (self.passphrase, self.again)
        body.addWidget(self.passphrase)
        body.addWidget(self.again)
        row = QHBoxLayout()
        row.setSpacing(theme().em(0.5))
        row.addWidget(Picture("warn", 1.4, "warn"))
        row.addWidget(label(warning, "small", wrap=True), 1)
        row.addWidget(ShowButton("show_passphrase", *self.fields))
        body.addLayout(row)
        body.addWidget(self.status)
        foot = QHBoxLayout()
        foot.addWidget(Elided(str(path), "small"), 1)
        foot.addWidget(self.main)
        body.addLayout(foot)
        self.add_practice()

    def make(self) -> None:
        """Make the ledger if both passphrases are the same."""
        if not self.passphrase.text.strip():
            self.passphrase.refuse(_("Type a passphrase first."))
        elif self.passphrase.text != self.again.text:
            self.again.refuse(_("The two are not the same. Type the second one again."))
        else:
            self.wait(_("Making the ledger…"))
            job = makes(self._path, self.passphrase.text)
            self._background.run(job, self.opened.emit, self.refused)

    def start(self) -> None:
        """The passphrase can be typed at once."""
        self.passphrase.edit.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes from the first field to the second, which is still empty."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        typed = self.passphrase.text.strip() and not self.again.text
        if enter and typed and self.passphrase.edit.hasFocus():
            self.again.edit.setFocus()
            return
        super().keyPressEvent(event)


def _way_back() -> WayBack | None:
    from coopledger.app.updates import way_back

    return way_back()


def sentence_of(problem: BaseException) -> str:
    """The sentence of a refusal; anything else is raised again.

    Raises:
        BaseException: the problem itself, if it is no refusal.
    """
    from coopledger.domain.errors import Refusal
    from coopledger.words.errors import explain

    if isinstance(problem, Refusal):
        return explain(problem)
    raise problem
