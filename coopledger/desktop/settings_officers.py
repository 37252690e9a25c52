"""Officers and their PINs: give one, change it, replace a forgotten one, take a key away."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app import officers
from coopledger.app.officers import OfficerRow, Quorums
from coopledger.desktop.flow import flowing
from coopledger.desktop.names import role_name
from coopledger.desktop.seal_fields import SealFields
from coopledger.desktop.session import Session
from coopledger.desktop.start.form import ChoiceField, TextField
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import theme
from coopledger.desktop.waiting import WaitButton
from coopledger.desktop.widgets import Banner, Button, Card, label
from coopledger.domain.errors import Refusal
from coopledger.domain.events import Role
from coopledger.words.catalog import _
from coopledger.words.dates import format_list
from coopledger.words.errors import explain

Act = Literal["enrol", "change", "revoke"]
ROLES: tuple[Role, ...] = (
    "chairperson", "secretary", "treasurer", "record_keeper", "box_keeper", "money_counter",
    "key_holder", "signatory", "auditor", "deputy",
)  # fmt: skip
_SAME = "-"


class OfficersSection(QWidget):
    """The members with their offices, and one act at a time below them.

    Signals:
        waits: an act on the group's officers (its id) waits for officers who are elsewhere.
    """

    waits = Signal(str)

    def __init__(self, session: Session, group: str) -> None:
        super().__init__()
        self._session, self._group = session, group
        self._known = Quorums((), 0, 0)
        self._act: Act = "enrol"
        self._row: OfficerRow | None = None
        self.banner = Banner("officers_banner")
        self.table = Table("officers_table", _("Officers"), _columns())
        self.table.setMinimumHeight(theme().row * 5)
        self.table.chosen.connect(lambda _row: self.begin("enrol"))
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._picked())
        holder, row = flowing(theme().em(0.5))
        self._buttons: dict[Act, Button] = {
            "enrol": Button("give_pin", _("New PIN"), "key"),
            "change": Button("change_pin", _("Change the PIN"), "key"),
            "revoke": Button("take_key", _("Take the key away"), "remove"),
        }
        for act, button in self._buttons.items():
            button.clicked.connect(lambda _on=False, act=act: self.begin(act))
            row.addWidget(button)
        self.form = Card(1.0)
        self._title = label("", "large", wrap=True)
        self._about = label("", "small", wrap=True)
        roles = [(_SAME, _("As now")), *((role, role_name(role)) for role in ROLES)]
        self.role = ChoiceField("new_role", _("New office beside those held"), roles)
        self.old = TextField("old_pin", _("PIN now"), secret=True)
        self.new = TextField("officer_pin", _("New PIN"), secret=True)
        self.again = TextField("officer_pin_again", _("The same once more"), secret=True)
        self.seals = SealFields()
        self.do = Button("do_act", "", "seal")
        self.do.clicked.connect(self._do)
        do_holder, do_row = flowing(theme().em(0.5))
        do_row.addWidget(self.do)
        self.wait = WaitButton(session)
        self.wait.clicked.connect(self._let_wait)
        self.wait.waits.connect(self._waits)
        self.seals.changed.connect(self._offer)
        do_row.addWidget(self.wait)
        parts = (self._title, self._about, self.role, self.old, self.new, self.again, self.seals)
        for part in (*parts, do_holder):
            self.form.body.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        for widget in (self.banner, self.table, holder, self.form):
            column.addWidget(widget)
        column.addStretch(1)
        self.form.hide()

    def refresh(self) -> None:
        """Read who has a key."""
        ledger, group = self._session.ledger, self._group
        self._session.background.run(
            lambda: officers.officer_rows(ledger, group), self._show, self._refused
        )

    def _show(self, known: Quorums) -> None:
        self._known = known
        self.table.show_rows(known.rows)
        self._picked()

    def _picked(self) -> None:
        row: OfficerRow | None = self.table.row
        self.form.hide()
        self._buttons["enrol"].setEnabled(row is not None)
        for act in ("change", "revoke"):
            self._buttons[act].setEnabled(row is not None and row.keyed)

    def begin(self, act: Act) -> None:
        """Open the form of an act about the member at hand."""
        row: OfficerRow | None = self.table.row
        if row is None:
            return
        self._act, self._row = act, row
        self.banner.clear()
        titles = {
            "enrol": _("{name} gets a PIN"),
            "change": _("{name} changes the PIN"),
            "revoke": _("The key of {name} seals no further page"),
        }
        abouts = {
            "enrol": _("A forgotten PIN is replaced in the same way, by the others' seals."),
            "change": _("The key stays the same; nobody else needs to be there."),
            "revoke": "",
        }
        self._title.setText(titles[act].format(name=row.name))
        self._about.setText(abouts[act])
        self._about.setVisible(bool(abouts[act]))
        self.role.setVisible(act == "enrol")
        self.role.show_text(_SAME)
        self.old.setVisible(act == "change")
        for field in (self.new, self.again):
            field.setVisible(act != "revoke")
        for field in (self.old, self.new, self.again):
            field.edit.clear()
            field.say("")
        need = 0 if act == "change" else self._known.officers
        self.seals.show_officers(self._known.rows, need, but=row.code if act == "enrol" else "")
        seals = [field.edit for field in self.seals.fields.values()]
        stops = [self.again.edit, *seals, self.do, self.wait]
        self._offer()
        for one, following in pairwise(stops):
            self.setTabOrder(one, following)
        words = {"enrol": _("Seal the new key"), "change": _("Change it"), "revoke": _("Seal it")}
        self.do.say(words[act])
        self.form.show()
        first = {"enrol": self.new.edit, "change": self.old.edit}.get(act)
        fields = list(self.seals.fields.values())
        (first or (fields[0].edit if fields else self.do)).setFocus()

    def _offer(self) -> None:
        """Only a key that is taken away can wait: a new one lies under a PIN that is typed here."""
        self.wait.offer(short=self._act == "revoke" and self.seals.short)

    def _let_wait(self) -> None:
        if self._row is not None:
            self.wait.let_wait(self._group, self._revoking(self._row.code), self._refused)

    def _waits(self, group: str) -> None:
        self.form.hide()
        self.seals.clear()
        self.waits.emit(group)

    def _revoking(self, code: str) -> Callable[[], object]:
        ledger, group, pins = self._session.ledger, self._group, self.seals.pins
        return lambda: officers.enrol(ledger, group, {}, by=pins, revoke=[code])

    def _do(self) -> None:
        row = self._row
        if row is None or (self._act != "revoke" and not self._typed_twice()):
            return
        ledger, group, code, pins = self._session.ledger, self._group, row.code, self.seals.pins
        old, new = self.old.text, self.new.text
        role = self.role.text
        roles = {code: (*row.roles, role)} if role not in (_SAME, *row.roles) else {}

        def enrol() -> object:
            return officers.enrol(ledger, group, {code: new}, by=pins, roles=roles)  # type: ignore[arg-type]

        def change() -> object:
            officers.change_pin(ledger, group, code, old, new)
            return None

        jobs: dict[Act, Callable[[], object]]
        jobs = {"enrol": enrol, "change": change, "revoke": self._revoking(code)}
        self.do.setEnabled(False)
        self._session.background.run(jobs[self._act], self._done, self._refused)

    def _typed_twice(self) -> bool:
        try:
            officers.check_pin(self.new.text)
        except Refusal as refusal:
            self.new.refuse(explain(refusal))
            return False
        if self.new.text != self.again.text:
            self.again.refuse(_("The two are not the same. Type the second one again."))
            return False
        return True

    def _done(self, _made: object) -> None:
        self.do.setEnabled(True)
        self.form.hide()
        for field in (self.old, self.new, self.again):
            field.edit.clear()
        self.seals.clear()
        self.banner.say(_("Done. It holds from now on."), "good")
        self.table.setFocus()
        self.refresh()

    def _refused(self, problem: BaseException) -> None:
        self.do.setEnabled(True)
        if not isinstance(problem, Refusal):
            raise problem
        if self._act == "change" and problem.code in ("wrong_pin", "wait"):
            self.old.refuse(explain(problem))
        elif not self.seals.refuse(problem):
            self.banner.say(explain(problem), "bad")


def _columns() -> list[Column]:
    return [
        Column(_("No."), lambda row: row.code),
        Column(_("Name"), lambda row: row.name, stretch=True),
        Column(_("Office"), lambda row: format_list([role_name(role) for role in row.roles])),
        Column(
            _("Key"),
            lambda row: _("has a PIN") if row.keyed else "",
            tone=lambda row: ("good", "key") if row.keyed else ("", ""),
        ),
    ]
