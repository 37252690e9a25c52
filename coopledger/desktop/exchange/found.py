"""Found a cooperative with this laptop as its first: its name, and officers with PINs."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from coopledger.app import cooperative
from coopledger.app.cooperative import CooperativeFacts
from coopledger.app.officers import check_pin
from coopledger.desktop.flow import flowing
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, Field, label
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import _, isolated, ngettext
from coopledger.words.dates import format_list
from coopledger.words.errors import explain
from coopledger.words.numbers import format_number


class FoundScreen(Screen):
    """A form, and the officers one after another. PINs stay here, and go with the screen."""

    def __init__(self, session: Session) -> None:
        super().__init__("found_screen", _("Found a cooperative"))
        self._session = session
        self._pins: dict[str, str] = {}
        self.name = Field("cooperative_name", _("Name of the cooperative"))
        self.branch = Field(
            "branch_code", _("Short name of this branch"), _("Up to twelve letters, such as KLA.")
        )
        self.laptop = Field("laptop_name", _("Name of this laptop"), _("Such as Kampala 1."))
        self.officer = Field("officer_code", _("Officer"), _("A short name, such as ALMAZ."))
        self.pin = Field("officer_pin", _("PIN, typed by the officer alone"), secret=True)
        self.again = Field("officer_pin_again", _("The same once more"), secret=True)
        self.add = Button("add_officer", _("This is my PIN"), "key")
        self.add.clicked.connect(self._add)
        self._told = label("", "strong", wrap=True)
        about = _(
            "The cooperative's officers seal which laptops belong to it. Three are good: more than"
            " half of them must agree each time. A PIN is told to nobody."
        )
        first, second = Card(1.0), Card(1.0)
        for part in (self.name, self.branch, self.laptop):
            first.body.addWidget(part)
        holder, row = flowing(theme().em(0.5))
        row.addWidget(self.add)
        for widget in (label(about, wrap=True), self._told, self.officer, self.pin, self.again):
            second.body.addWidget(widget)
        second.body.addWidget(holder)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, theme().em(0.4), 0)
        column.setSpacing(theme().em(0.8))
        column.addWidget(first)
        column.addWidget(second)
        column.addStretch(1)
        self.body.addWidget(scrolled("found_area", _("Found a cooperative"), column), 1)
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        found = Button("found_now", _("Found it"), "seal", "main")
        found.clicked.connect(self._found)
        self.set_main(found)
        self._count()

    def start(self) -> None:
        """The name."""
        self.name.edit.setFocus()

    def _count(self) -> None:
        if self.main is not None:
            self.main.setEnabled(bool(self._pins))
        if not self._pins:
            self._told.setText(_("No officer has typed a PIN yet."))
            return
        text = ngettext(
            "{count} officer so far: {names}", "{count} officers so far: {names}", len(self._pins)
        )
        names = format_list([isolated(code) for code in self._pins])
        self._told.setText(text.format(count=format_number(len(self._pins)), names=names))

    def _add(self) -> None:
        code = self.officer.text.strip()
        if not code:
            self.officer.refuse(_("This is still missing."))
            return
        known = next((each for each in self._pins if each.casefold() == code.casefold()), None)
        if known is not None:
            told = _("{code} has typed a PIN already. Another officer needs another short name.")
            self.officer.refuse(told.format(code=isolated(known)))
            return
        try:
            check_pin(self.pin.text)
        except Refusal as refusal:
            self.pin.refuse(explain(refusal))
            return
        if self.pin.text != self.again.text:
            self.again.refuse(_("The two are not the same. Type the second one again."))
            return
        self._pins[code] = self.pin.text
        for field in (self.officer, self.pin, self.again):
            field.edit.clear()
            field.accept()
        self._count()
        self.officer.edit.setFocus()

    def _found(self) -> None:
        fields = (self.name, self.branch, self.laptop)
        for field in fields:
            if not field.text.strip():
                field.refuse(_("This is still missing."))
                return
        if self.pin.text:  # the last officer pressed the main button
            self._add()
            return
        name, branch, laptop = (field.text.strip() for field in fields)
        ledger, pins = self._session.ledger, dict(self._pins)
        self.add.setEnabled(False)
        if self.main is not None:
            self.main.setEnabled(False)
        self._session.background.run(
            lambda: cooperative.found(ledger, name, pins, branch=branch, device=laptop),
            self._done,
            self._refused,
        )

    def _done(self, found: CooperativeFacts) -> None:
        self._pins.clear()
        text = _("The cooperative {name} is founded. Its six words: {words}")
        self.sealed.emit(text.format(name=found.name, words="  ".join(found.words)))

    def _refused(self, problem: BaseException) -> None:
        self.add.setEnabled(True)
        self._count()
        self.refuse(problem)
