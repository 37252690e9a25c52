"""Let a laptop join by its request: compare six words, name it, say what it may receive, seal."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout

from coopledger.app import cooperative, sticks
from coopledger.app.cooperative import EVERY, CooperativeFacts, DeviceRow
from coopledger.app.ledger import Group
from coopledger.app.sticks import Place
from coopledger.desktop.exchange.receive_field import ReceiveField
from coopledger.desktop.fields import ChoiceField
from coopledger.desktop.pins import PinFields
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, Field, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _
from coopledger.words.errors import explain


class _Request(NamedTuple):
    """A request that is whole: its bytes and its six words."""

    file: Path
    raw: bytes
    words: tuple[str, ...]


class _Found(NamedTuple):
    requests: list[_Request]
    damaged: int
    cooperative: CooperativeFacts
    groups: list[Group]


class EnrolScreen(Screen):
    """One request at a time; the newest is shown first."""

    def __init__(self, session: Session, place: Place) -> None:
        super().__init__("enrol_screen", _("Let a laptop join"))
        self.set_heading(_("Let a laptop join"), place.name)
        self._session, self._place = session, place
        self._requests: dict[str, _Request] = {}
        self.which = ChoiceField("which_request", _("Request"))
        self.which.changed.connect(self._chosen)
        self.words = label("", "title", wrap=True)
        about = _(
            "The new laptop's own screen must show the same six words. If one differs, do not let"
            " it join."
        )
        self.branch = Field("branch_code", _("Short name of its branch"))
        self.laptop = Field("laptop_name", _("Name of the laptop"), _("Such as Jinja 1."))
        self.receive = ReceiveField()
        self.pins = PinFields()
        card = Card(1.0)
        for part in (self.which, self.words, label(about, wrap=True)):
            card.body.addWidget(part)
        self._form = Card(1.0)
        for widget in (self.branch, self.laptop, self.receive, self.pins):
            self._form.body.addWidget(widget)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, theme().em(0.4), 0)
        column.setSpacing(theme().em(0.8))
        column.addWidget(card)
        column.addWidget(self._form)
        column.addStretch(1)
        self.body.addWidget(scrolled("enrol_area", _("Let a laptop join"), column), 1)
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        seal = Button("enrol_now", _("The words are the same: let it join"), "seal", "main")
        seal.clicked.connect(self._seal)
        self.set_main(seal)
        seal.setEnabled(False)

    def refresh(self) -> None:
        """Read the requests on the stick."""
        ledger, place = self._session.ledger, self._place

        def job() -> _Found:
            found, damaged = [], 0
            for file in sticks.requests(place):
                try:
                    raw = sticks.read_request(file)
                    found.append(_Request(file, raw, cooperative.read_request(raw)[1]))
                except Refusal:
                    damaged += 1
            return _Found(found, damaged, cooperative.facts(ledger), ledger.groups())

        self._session.background.run(job, self._show, self.refuse)

    def start(self) -> None:
        """The requests."""
        self.which.choice.setFocus()

    def _show(self, found: _Found) -> None:
        self._requests = {str(each.file): each for each in found.requests}
        self.which.show_choices([(key, each.file.name) for key, each in self._requests.items()])
        if found.damaged:
            self.banner.say(explain(Refusal("not_a_request")), "warn")
        elif not self._requests:
            told = _("No request is on it. Make one on the new laptop: USB, Laptops.")
            self.banner.say(told, "quiet")
        self.receive.show_groups(found.groups)
        self.pins.show_officers(
            dict.fromkeys(found.cooperative.officers, ""), found.cooperative.need, rules=True
        )
        self._chosen()
        self.tab_order(self.which.choice, self.branch.edit, self.laptop.edit, *self.receive.stops)
        if self.main is not None:
            self.tab_order(self.receive.stops[-1], *self.pins.stops)

    def _chosen(self) -> None:
        row = self._requests.get(self.which.value)
        self.words.setText("  ".join(row.words) if row else "")
        self._form.setEnabled(row is not None)
        if self.main is not None:
            self.main.setEnabled(row is not None)

    def _seal(self) -> None:
        row = self._requests.get(self.which.value)
        if row is None:
            return
        for field in (self.branch, self.laptop):
            if not field.text.strip():
                field.refuse(_("This is still missing."))
                return
        self.banner.clear()
        ledger, pins, books = self._session.ledger, self.pins.typed, self.receive.books
        branch, device = self.branch.text.strip(), self.laptop.text.strip()
        if self.main is not None:
            self.main.setEnabled(False)
        self._session.background.run(
            lambda: cooperative.enrol(
                ledger, row.raw, pins, branch=branch, device=device, books=books
            ),
            self._done,
            self._refused,
        )

    def _done(self, row: DeviceRow) -> None:
        self.pins.clear()
        what = EVERY in row.books or bool(row.books)
        text = (
            _("{name} belongs to the cooperative now. Take its books to the stick, for it to join.")
            if what
            else _("{name} belongs to the cooperative now. It receives no group's book yet.")
        )
        self.sealed.emit(text.format(name=row.name))

    def _refused(self, problem: BaseException) -> None:
        self._chosen()
        refuse_pin(self, self.pins, problem)


def refuse_pin(screen: Screen, pins: PinFields, problem: BaseException) -> None:
    """Say a refusal beside the PIN that it is about, else in the banner."""
    if not isinstance(problem, Refusal):
        raise problem
    member = str(problem.params.get("value", ""))
    of_pin = problem.code in ("wrong_pin", "wait", "no_key")
    if not of_pin or not pins.refuse(member, explain(problem)):
        screen.refuse(problem)
