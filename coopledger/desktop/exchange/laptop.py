"""One laptop of the cooperative: what it may receive; to revoke it, to hand books over to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app import cooperative, laptops
from coopledger.app.cooperative import DeviceRow
from coopledger.app.laptops import LaptopView
from coopledger.desktop.exchange.enrol import refuse_pin
from coopledger.desktop.exchange.laptops_part import STATES
from coopledger.desktop.exchange.receive_field import ReceiveField
from coopledger.desktop.flow import flowing
from coopledger.desktop.pins import PinFields
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, label
from coopledger.words.catalog import N_, Text, _
from coopledger.words.dates import format_list

Act = Literal["receive", "revoke", "retire", "keep"]

_TITLES: dict[Act, tuple[Text, str]] = {
    "receive": (N_("What it may receive"), "book"),
    "revoke": (N_("It is lost or stolen"), "stop"),
    "retire": (N_("It is not used any more"), "remove"),
    "keep": (N_("Keep the list of laptops here"), "laptop"),
}
_ABOUTS: dict[Act, Text] = {
    "receive": N_("From now on sticks for it hold these groups' books, and no others."),
    "revoke": N_(
        "Nothing that it sends is taken any more, and nothing is sent to it. The books that it held"
        " are given to another laptop by their groups' officers: in Book, Take the book over."
    ),
    "retire": N_("Nothing more is sent to it. What it sent counts."),
    "keep": N_(
        "Only the laptop that keeps the list can let others join. Do this when that laptop was"
        " lost: from now on this laptop keeps it."
    ),
}
_DONE: dict[Act, Text] = {
    "receive": N_("What {name} may receive is changed."),
    "revoke": N_("{name} is revoked: nothing is taken from it, and nothing is sent to it."),
    "retire": N_("{name} is retired: nothing more is sent to it. What it sent counts."),
    "keep": N_("{name} keeps the list of laptops from now on."),
}


class LaptopScreen(Screen):
    """Facts and acts; the act at hand has its officers' PINs below it."""

    def __init__(self, session: Session, device: str) -> None:
        super().__init__("laptop_screen", _("Laptop"))
        self._session, self._device = session, device
        self._view: LaptopView | None = None
        self._act: Act = "receive"
        self._facts = label("", wrap=True)
        self._words = label("", "large", wrap=True)
        self._buttons: dict[Act, Button] = {}
        self._acts, row = flowing(theme().em(0.5))
        for act, (text, icon) in _TITLES.items():
            button = Button(f"act_{act}", str(text), icon)
            button.clicked.connect(lambda _on=False, act=act: self.begin(act))
            self._buttons[act] = button
            row.addWidget(button)
        self.give = Button("give_book", _("Hand a book over to it"), "next")
        self.give.clicked.connect(lambda: self.asked.emit("usb_hand_over", self._device))
        row.addWidget(self.give)
        self._back_again = QVBoxLayout()
        self._form = Card(1.0)
        self._act_title = label("", "large", wrap=True)
        self._about = label("", wrap=True)
        self.receive = ReceiveField()
        self.pins = PinFields()
        for part in (self._act_title, self._about, self.receive, self.pins):
            self._form.body.addWidget(part)
        self._form.hide()
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, theme().em(0.4), 0)
        column.setSpacing(theme().em(0.8))
        card = Card(1.0)
        card.body.addWidget(self._words)
        card.body.addWidget(self._facts)
        column.addWidget(card)
        column.addWidget(self._acts)
        column.addLayout(self._back_again)
        column.addWidget(self._form)
        column.addStretch(1)
        self.body.addWidget(scrolled("laptop_area", _("Laptop"), column), 1)
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        seal = Button("seal_act", _("Seal it"), "seal", "main")
        seal.clicked.connect(self._seal)
        self.set_main(seal)
        seal.setEnabled(False)

    def refresh(self) -> None:
        """Read the laptop."""
        ledger, device = self._session.ledger, self._device
        self._session.background.run(
            lambda: laptops.laptop_view(ledger, device), self._show, self.refuse
        )

    def start(self) -> None:
        """The screen itself; Tab goes to the first act."""
        self.setFocus()

    def _show(self, view: LaptopView) -> None:
        self._view = view
        row, own = view.row, view.row.own
        self.set_heading(row.name, str(STATES[row.state]))
        words = "  ".join(row.words)
        self._words.setText(_("Its six words: {words}").format(words=words))
        branch = _("Branch: {branch}").format(branch=row.branch)
        held = [group.name for group in view.holds]
        holds = _("It holds the books of: {groups}").format(
            groups=format_list(held) if held else _("no group")
        )
        self._facts.setText(f"{branch}\n{holds}")
        usable = view.keeps and row.state == "active"
        for act in ("receive", "retire"):
            self._buttons[act].setVisible(usable)
        self._buttons["revoke"].setVisible(view.keeps and row.state != "revoked" and not own)
        self._buttons["retire"].setVisible(usable and not own)
        self._buttons["keep"].setVisible(own and not view.keeps)
        self.give.setVisible(not own and row.state == "active")
        self.give.setEnabled(bool(view.to_give))
        self._offer_back(view)
        self.receive.show_groups(view.groups, row.books)
        names = dict.fromkeys(view.cooperative.officers, "")
        self.pins.show_officers(names, view.cooperative.need, rules=True)
        first = next((b for b in self._acts.findChildren(Button) if b.isVisibleTo(self)), None)
        if self.hasFocus() and first is not None:
            first.setFocus()

    def _offer_back(self, view: LaptopView) -> None:
        """Books that it holds can be taken back by their groups' officers."""
        while (item := self._back_again.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if view.row.own or not view.holds:
            return
        holder, row = flowing(theme().em(0.5))
        for at, group in enumerate(view.holds):
            text = _("Take back: {group}").format(group=group.name)
            button = Button(f"take_back_{at}", text, "undo")
            button.clicked.connect(lambda _on=False, g=group.id: self.asked.emit("take_back", g))
            row.addWidget(button)
        self._back_again.addWidget(holder)

    def begin(self, act: Act) -> None:
        """Open the form of an act."""
        self._act = act
        self.banner.clear()
        self._act_title.setText(str(_TITLES[act][0]))
        self._about.setText(str(_ABOUTS[act]))
        self.receive.setVisible(act == "receive")
        self.pins.clear()
        self._form.show()
        stops: list[QWidget] = [*(self.receive.stops if act == "receive" else ()), *self.pins.stops]
        self.tab_order(*stops)
        if self.main is not None:
            self.main.setEnabled(True)
        (stops[0] if stops else self).setFocus()

    def _seal(self) -> None:
        if self._view is None:
            return
        ledger, device, pins = self._session.ledger, self._device, self.pins.typed
        books = self.receive.books

        def keep() -> DeviceRow:
            cooperative.keep(ledger, pins)
            return laptops.laptop_view(ledger, device).row

        jobs: dict[Act, Callable[[], DeviceRow]] = {
            "receive": lambda: cooperative.let_receive(ledger, device, books, pins),
            "revoke": lambda: cooperative.revoke(ledger, device, pins),
            "retire": lambda: cooperative.retire(ledger, device, pins),
            "keep": keep,
        }
        self._wait(waiting=True)
        done = partial(self._done, self._act)
        self._session.background.run(jobs[self._act], done, self._refused)

    def _wait(self, *, waiting: bool) -> None:
        """While the PINs are checked no other act is begun, and this one not a second time."""
        self._acts.setEnabled(not waiting)
        if self.main is not None:
            self.main.setEnabled(not waiting)

    def _done(self, act: Act, row: DeviceRow) -> None:
        self.pins.clear()
        self.sealed.emit(_DONE[act].format(name=row.name))

    def _refused(self, problem: BaseException) -> None:
        self._wait(waiting=False)
        refuse_pin(self, self.pins, problem)
