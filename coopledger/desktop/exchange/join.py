"""Ask to join a cooperative: a small file goes to the first laptop by the stick."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout

from coopledger.app import holding, sticks
from coopledger.app.holding import Device
from coopledger.app.sticks import Place
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, label
from coopledger.words.catalog import _


class JoinCooperativeScreen(Screen):
    """Six words to compare, and the one button that writes the request."""

    def __init__(self, session: Session, place: Place) -> None:
        super().__init__("join_screen", _("Ask to join a cooperative"))
        self.set_heading(_("Ask to join a cooperative"), place.name)
        self._session, self._place = session, place
        card = Card(1.2)
        steps = (
            _("1. Press the button: a small file goes to the stick. There is no secret in it."),
            _("2. Take the stick to the cooperative's first laptop: USB, Laptops, Let join."),
            _("3. Compare: both laptops must show these six words."),
        )
        for step in steps:
            card.body.addWidget(label(step, wrap=True))
        self.words = label("", "title", wrap=True)
        card.body.addWidget(self.words)
        last = _("4. Bring the stick back, and read from it here.")
        card.body.addWidget(label(last, wrap=True))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addStretch(1)
        self.body.addWidget(scrolled("join_area", _("Ask to join a cooperative"), column), 1)
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        write = Button("write_request", _("Write the request"), "save", "main")
        write.clicked.connect(self._write)
        self.set_main(write)
        column.setSpacing(theme().em(0.8))

    def refresh(self) -> None:
        """Read this laptop's own words."""
        ledger = self._session.ledger
        self._session.background.run(lambda: holding.device(ledger), self._show, self.refuse)

    def _show(self, own: Device) -> None:
        self.words.setText("  ".join(own.words))

    def _write(self) -> None:
        ledger, place = self._session.ledger, self._place
        if self.main is not None:
            self.main.setEnabled(False)
        self._session.background.run(
            lambda: sticks.write_request(ledger, place), self._written, self._refused
        )

    def _written(self, _file: Path) -> None:
        if self.main is not None:
            self.main.setEnabled(True)
        pull = _("The request is on the stick. You may pull it out now.")
        there = _("The request is in the folder.")
        self.banner.say(pull if self._place.is_drive else there, "good")

    def _refused(self, problem: BaseException) -> None:
        if self.main is not None:
            self.main.setEnabled(True)
        self.refuse(problem)
