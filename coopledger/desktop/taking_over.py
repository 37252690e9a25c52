"""The officers give a book to this laptop: each types a PIN in turn, then the page is sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout

from coopledger.app import holding
from coopledger.desktop.choice import Choice
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.waiting import WaitButton
from coopledger.desktop.widgets import Badge, Button, Card, Field, label
from coopledger.words.catalog import _, isolated, ngettext
from coopledger.words.dates import format_list
from coopledger.words.numbers import format_number

if TYPE_CHECKING:
    from coopledger.app.holding import Needed
    from coopledger.store.store import NewPage


_WIDTH = 30
"""Of the fields, in text sizes: a PIN is short."""


class TakeOverScreen(Screen):
    """Asks the officers' PINs in turn; with enough of them the main button seals the page.

    ``taken`` says that this laptop holds the book now. PINs are forgotten when the screen is left,
    and when the page was sealed or refused.
    """

    taken = Signal()

    def __init__(self, session: Session, group: str) -> None:
        super().__init__("take_over", _("Take the book over"))
        self._session, self._group = session, group
        self._needed: Needed | None = None
        self._names: dict[str, str] = {}
        self._pins: dict[str, str] = {}
        self.badges.addWidget(Badge("read_only"))
        self._about = label("", wrap=True)
        self._typed = label("", "strong", wrap=True)
        self._officer = Choice("officer")
        self._officer.setAccessibleName(_("Officer"))
        self._pin = Field("pin", _("PIN, typed by the officer alone"), secret=True)
        self._add = Button("add_pin", _("This officer agrees"), "key")
        self._lay_out()
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        self._wait_for = WaitButton(session)
        self._wait_for.clicked.connect(self._let_wait)
        self._wait_for.waits.connect(self._waits)
        self.foot.addWidget(self._wait_for)
        seal = Button("take_over_now", _("Seal and go on here"), "seal", "main")
        self.set_main(seal)
        seal.clicked.connect(self._seal)
        self._add.clicked.connect(self._try)
        self._pin.edit.returnPressed.connect(self._try)
        self.left.connect(self._forget)

    def _lay_out(self) -> None:
        card = Card()
        head = label(_("Officer"), "strong")
        head.setBuddy(self._officer)
        self._ask = QVBoxLayout()
        self._ask.setSpacing(theme().em(0.4))
        for part in (head, self._officer, self._pin):
            self._ask.addWidget(part)
        for part in (self._officer, self._pin):
            part.setMaximumWidth(theme().em(_WIDTH))
        row = QHBoxLayout()
        row.addWidget(self._add)
        row.addStretch(1)
        self._ask.addLayout(row)
        card.body.addWidget(self._about)
        card.body.addWidget(self._typed)
        card.body.addLayout(self._ask)
        card.body.addStretch(1)
        # In large letters on a small screen the card is taller than the room for it.
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(card)
        self.body.addWidget(self._area, 1)

    def refresh(self) -> None:
        """Ask again what is needed; nobody has typed anything yet."""
        self._forget()
        ledger, group = self._session.ledger, self._group

        def job() -> tuple[Needed | None, dict[str, str], str]:
            names = {code: card.name for code, card in ledger.members(group).items()}
            return holding.take_over_needs(ledger, group), names, ledger.group(group).name

        self._session.background.run(job, self._show, self.refuse)

    def start(self) -> None:
        """The first officer can be chosen at once."""
        self._officer.setFocus()

    def _show(self, found: tuple[Needed | None, dict[str, str], str]) -> None:
        self._needed, self._names, name = found
        self.set_heading(_("Take the book over"), name)
        if self._needed is None:
            self.taken.emit()
            return
        about = ngettext(
            "{need} officer types the PIN here. The book then goes on after page {page}: what was"
            " written on another laptop after it does not count, and is written down again.",
            "{need} officers type their PINs here, one after another. The book then goes on after"
            " page {page}: what was written on another laptop after it does not count, and is"
            " written down again.",
            self._needed.need,
        )
        need, page = format_number(self._needed.need), format_number(self._needed.page)
        self._about.setText(about.format(need=need, page=page))
        self._fill()

    def _fill(self) -> None:
        needed = self._needed
        if needed is None:
            return
        self._officer.clear()
        for code in needed.officers:
            if code not in self._pins:
                self._officer.addItem(self._who(code), code)
        enough = len(self._pins) >= needed.need
        self._wait_for.offer(short=not enough)
        for part in (self._officer, self._pin, self._add):
            part.setEnabled(not enough)
        if self.main is not None:
            self.main.setEnabled(enough)
        who = [isolated(self._who(code)) for code in self._pins]
        told = _("Agreed so far, {count} of {need}: {names}").format(
            names=format_list(who) if who else "—",
            count=format_number(len(self._pins)),
            need=format_number(needed.need),
        )
        self._typed.setText(told)

    def _who(self, code: str) -> str:
        name = self._names.get(code, "")
        return f"{code} {name}" if name else code

    def _try(self) -> None:
        """Try the PIN at once: whoever mistyped is still standing there."""
        from coopledger.app.acts import unlock

        code, pin = self._officer.currentData(), self._pin.text
        self._pin.edit.clear()
        if not code or not pin:
            self._pin.refuse(_("Type the PIN first."))
            return
        self._wait(waiting=True)
        ledger, group = self._session.ledger, self._group
        self._session.background.run(
            lambda: unlock(ledger, group, {code: pin}),
            lambda _keys: self._agreed(code, pin),
            self._wrong,
        )

    def _agreed(self, code: str, pin: str) -> None:
        self._wait(waiting=False)
        self.banner.clear()
        self._pin.accept()
        self._pins[code] = pin
        self._fill()
        if self.main is not None and self.main.isEnabled():
            self.main.setFocus()
        else:
            self._officer.setFocus()

    def _wrong(self, problem: BaseException) -> None:
        self._wait(waiting=False)
        self.refuse(problem)
        self._pin.edit.setFocus()
        self._area.ensureWidgetVisible(self._pin)

    def _seal(self) -> None:
        self._wait(waiting=True)
        ledger, group, pins = self._session.ledger, self._group, dict(self._pins)
        self._session.background.run(
            lambda: holding.take_over(ledger, group, pins), self._sealed, self._not_sealed
        )

    def _let_wait(self) -> None:
        """With too few officers here the page waits beside the book for the others' seals."""
        ledger, group, pins = self._session.ledger, self._group, dict(self._pins)
        self._wait_for.let_wait(
            group, lambda: holding.take_over(ledger, group, pins), self._not_sealed
        )

    def _waits(self, group: str) -> None:
        self._forget()
        self.asked.emit("approvals", group)

    def _sealed(self, _page: NewPage) -> None:
        self._wait(waiting=False)
        self._forget()
        self.taken.emit()

    def _not_sealed(self, problem: BaseException) -> None:
        self._wait(waiting=False)
        self._forget()
        self._fill()
        self.refuse(problem)

    def _wait(self, *, waiting: bool) -> None:
        self._add.setEnabled(not waiting)
        if self.main is not None:
            enough = self._needed is not None and len(self._pins) >= self._needed.need
            self.main.setEnabled(not waiting and enough)

    def _forget(self) -> None:
        self._pins.clear()
        self._pin.edit.clear()
        self._pin.accept()
        self.banner.clear()
