"""Hand a group's book over to another laptop, by its officers' PINs; then it is only read here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from coopledger.app import laptops
from coopledger.app.laptops import LaptopView, Sealing
from coopledger.desktop.exchange.enrol import refuse_pin
from coopledger.desktop.fields import ChoiceField
from coopledger.desktop.pins import PinFields
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.waiting import WaitButton
from coopledger.desktop.widgets import Button, Card, label
from coopledger.store.store import NewPage
from coopledger.words.catalog import _
from coopledger.words.numbers import format_number


class HandOverScreen(Screen):
    """Which group, then the PINs of its officers."""

    def __init__(self, session: Session, device: str) -> None:
        super().__init__("hand_over_screen", _("Hand a book over"))
        self._session, self._device = session, device
        self._name = ""
        self.which = ChoiceField("hand_over_group", _("Which group?"))
        self.which.changed.connect(self._chosen)
        self._about = label("", wrap=True)
        self.pins = PinFields()
        card = Card(1.0)
        for part in (self.which, self._about, self.pins):
            card.body.addWidget(part)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, theme().em(0.4), 0)
        column.setSpacing(theme().em(0.8))
        column.addWidget(card)
        column.addStretch(1)
        self.body.addWidget(scrolled("hand_over_area", _("Hand a book over"), column), 1)
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        self.wait = WaitButton(session)
        self.wait.clicked.connect(self._let_wait)
        self.wait.waits.connect(self._waits)
        self.pins.changed.connect(self._offer)
        self.foot.addWidget(self.wait)
        seal = Button("hand_over_now", _("Seal and hand it over"), "seal", "main")
        seal.clicked.connect(self._seal)
        self.set_main(seal)
        seal.setEnabled(False)

    def refresh(self) -> None:
        """Read which books can be handed over."""
        ledger, device = self._session.ledger, self._device
        self._session.background.run(
            lambda: laptops.laptop_view(ledger, device), self._show, self.refuse
        )

    def start(self) -> None:
        """The groups."""
        self.which.choice.setFocus()

    def _show(self, view: LaptopView) -> None:
        self._name = view.row.name
        self.set_heading(_("Hand a book over"), view.row.name)
        about = _(
            "{name} writes in this book from the next page on; this laptop only reads it, until it"
            " is handed back. Take the books to a stick for {name} afterwards: it cannot write"
            " before it has read that stick. The officers' PINs go with the book."
        )
        self._about.setText(about.format(name=view.row.name))
        self.which.show_choices([(group.id, group.name) for group in view.to_give])
        self._chosen()

    def _chosen(self) -> None:
        group = self.which.value
        if self.main is not None:
            self.main.setEnabled(False)
        if not group:
            return
        ledger = self._session.ledger
        self._session.background.run(
            lambda: laptops.hand_over_needs(ledger, group), self._show_needs, self.refuse
        )

    def _show_needs(self, needs: Sealing) -> None:
        self.pins.show_officers(needs.names, needs.need, rules=bool(needs.need))
        self.tab_order(self.which.choice, *self.pins.stops)
        self._offer()
        if self.main is not None:
            self.main.setEnabled(True)

    def _act(self) -> Callable[[], NewPage]:
        """What hands the book over, with the PINs that were typed."""
        ledger, group, device = self._session.ledger, self.which.value, self._device
        pins = self.pins.typed
        self.banner.clear()
        return lambda: laptops.hand_over_to(ledger, group, device, pins)

    def _seal(self) -> None:
        act = self._act()
        if self.main is not None:
            self.main.setEnabled(False)
        self._session.background.run(act, self._done, self._refused)

    def _offer(self) -> None:
        """With too few officers here the page waits beside the book for the others' seals."""
        self.wait.offer(short=bool(self.which.value) and self.pins.short)

    def _let_wait(self) -> None:
        self.wait.let_wait(self.which.value, self._act(), self._refused)

    def _waits(self, group: str) -> None:
        self.pins.clear()
        self.asked.emit("approvals", group)

    def _done(self, page: NewPage) -> None:
        self.pins.clear()
        text = _("Page {page} hands the book over to {name}. Now take the books to a stick for it.")
        page_number = format_number(page.header.number)
        self.sealed.emit(text.format(page=page_number, name=self._name))

    def _refused(self, problem: BaseException) -> None:
        if self.main is not None:
            self.main.setEnabled(True)
        refuse_pin(self, self.pins, problem)
