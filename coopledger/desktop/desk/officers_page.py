"""After the meeting is closed: the officers seal it, each with a PIN, one after another."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from coopledger.app.desk import Sealed, Signer
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, Picture, label, set_tone
from coopledger.words.catalog import N_
from coopledger.words.numbers import format_number


class OfficersPage(QWidget):
    """A row for each officer who is called, and the way out.

    Signals:
        pin: an officer typed a PIN (member, PIN).
        finished: no more seals; the page can gain them until the next one is written.
    """

    pin = Signal(str, str)
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("desk_officers")
        self.rows: dict[str, OfficerRow] = {}
        self._title, self._said = label("", "title", wrap=True), label("", wrap=True)
        self.finish = Button("desk_officers_done", str(_FINISH), "check", "main")
        self.finish.clicked.connect(self.finished)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, theme().em(0.5), 0)
        self._list.setSpacing(theme().em(0.4))
        scroll = QScrollArea()
        scroll.setObjectName("desk_officers_list")
        scroll.setAccessibleName(str(_LIST))
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        column = QVBoxLayout(self)
        side = theme().em(1.0)
        column.setContentsMargins(side, theme().em(0.7), side, theme().em(0.7))
        column.setSpacing(theme().em(0.5))
        column.addWidget(self._title)
        column.addWidget(self._said)
        column.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.finish)
        column.addLayout(foot)

    def begin(self, page: Sealed) -> None:
        """Show the officers of a page that was just closed."""
        for signer in page.signers:
            row = self.rows[signer.member] = OfficerRow(signer)
            row.typed.connect(self._typed)
            self._list.addWidget(row)
        self._list.addStretch(1)
        self.show_page(page)

    def _typed(self, member: str, pin: str) -> None:
        for row in self.rows.values():
            row.wait(waiting=True)
        self.pin.emit(member, pin)

    def show_page(self, page: Sealed) -> None:
        """Show who has sealed so far, and go to the next who has not."""
        self._title.setText(_CLOSED.format(page=format_number(page.page)))
        done = sum(signer.sealed for signer in page.signers)
        shown = {"done": format_number(done), "need": format_number(page.need)}
        self._said.setText((_ENOUGH if page.enough else _SO_FAR).format(**shown))
        set_tone(self._said, "good" if page.enough else "body")
        for signer in page.signers:
            self.rows[signer.member].show_signer(signer)
        waiting = [self.rows[signer.member] for signer in page.signers if not signer.sealed]
        if page.enough or not waiting:
            self.finish.setFocus()
        else:
            waiting[0].field.setFocus()

    def refuse(self, member: str, sentence: str) -> None:
        """Say beside the field why a PIN was not taken."""
        for row in self.rows.values():
            row.wait(waiting=False)
        self.rows[member].complain(sentence)


class OfficerRow(Card):
    """One officer: who, the PIN, and what came of it.

    Signals:
        typed: a PIN was typed (member, PIN).
    """

    typed = Signal(str, str)

    def __init__(self, signer: Signer) -> None:
        super().__init__(0.5)
        self.setObjectName(f"desk_officer_{signer.member}")
        self._member = signer.member
        self._picture = Picture("person", 1.6, "quiet")
        self.field = QLineEdit()
        self.field.setObjectName(f"desk_pin_{signer.member}")
        self.field.setAccessibleName(_PIN_OF.format(member=f"{signer.member} {signer.name}"))
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(str(_PIN))
        self.field.setMaximumWidth(theme().em(14))
        self.field.returnPressed.connect(self._send)
        self._done = label("", "strong")
        self._wrong = label("", wrap=True)
        set_tone(self._wrong, "bad")
        self._wrong.hide()
        line = QHBoxLayout()
        line.setSpacing(theme().em(0.6))
        line.addWidget(self._picture)
        line.addWidget(label(signer.member, "quiet"))
        line.addWidget(label(signer.name, "large"), 1)
        line.addWidget(self._done)
        line.addWidget(self.field)
        self.body.addLayout(line)
        self.body.addWidget(self._wrong)

    @property
    def complaint(self) -> str:
        """Why the PIN was not taken; empty where nothing is wrong."""
        return "" if self._wrong.isHidden() else self._wrong.text()

    def _send(self) -> None:
        pin = self.field.text()
        if pin:
            self.field.clear()
            self.typed.emit(self._member, pin)

    def wait(self, *, waiting: bool) -> None:
        """Let nothing be typed while a PIN is tried."""
        self.field.setReadOnly(waiting)
        self._wrong.hide()

    def complain(self, sentence: str) -> None:
        """Say what is wrong with the PIN."""
        self._wrong.setText(sentence)
        self._wrong.show()
        self.field.setFocus()

    def show_signer(self, signer: Signer) -> None:
        """Show whether the officer has sealed."""
        self.wait(waiting=False)
        self.field.setVisible(not signer.sealed)
        self._done.setText(str(_HAS_SEALED) if signer.sealed else "")
        icon, tone = ("seal", "good") if signer.sealed else ("person", "quiet")
        self._picture.show_icon(icon, tone)


_CLOSED = N_("Page {page} is closed. Now the officers seal it")
_SO_FAR = N_("{done} of {need} seals that the rules ask for. Each types a PIN that nobody sees.")
_ENOUGH = N_("The meeting has all the seals that the rules ask for.")
_FINISH = N_("Finish")
_LIST = N_("Officers who seal")
_PIN = N_("PIN, then Enter")
_PIN_OF = N_("PIN of {member}")
_HAS_SEALED = N_("has sealed")
