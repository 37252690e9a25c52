"""The laptops of the cooperative; or, where there is none yet, the ways into one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coopledger.app import cooperative, holding
from coopledger.app.cooperative import EVERY, CooperativeFacts, DeviceRow
from coopledger.app.holding import Device
from coopledger.app.sticks import Place
from coopledger.desktop.flow import flowing
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Button, Card, label
from coopledger.words.catalog import N_, Text, _, ngettext
from coopledger.words.numbers import format_number

STATES: dict[str, Text] = {
    "active": N_("in use"),
    "retired": N_("not used any more"),
    "revoked": N_("revoked"),
}


class LaptopsPart(QWidget):
    """Asks for the screens that found, join, enrol, and change."""

    asked = Signal(str, object)

    def __init__(self, session: Session, place: Callable[[], Place | None]) -> None:
        super().__init__()
        self._session, self._place = session, place
        self.banner = Banner("laptops_banner")
        self._name = label("", "large", wrap=True)
        self._words = label("", wrap=True)
        self._without = Card(1.0)
        about = _(
            "A cooperative joins the laptops of several branches: each gets the others' books by a"
            " stick. One laptop founds it; the others ask to join."
        )
        self.found = Button("found_cooperative", _("Found a cooperative"), "add")
        self.found.clicked.connect(lambda: self.asked.emit("usb_found", None))
        self.join = Button("join_cooperative", _("Ask to join one"), "next")
        self.join.clicked.connect(self._ask_to_join)
        holder, row = flowing(theme().em(0.5))
        row.addWidget(self.found)
        row.addWidget(self.join)
        self._without.body.addWidget(label(about, wrap=True))
        self._without.body.addWidget(holder)
        self.table = Table("laptops_table", _("Laptops of the cooperative"), _columns())
        self.table.setMinimumHeight(theme().row * 5)
        self.table.chosen.connect(lambda _row: self._open())
        self.open = Button("open_laptop", _("Open this laptop"), "laptop")
        self.open.clicked.connect(self._open)
        self.enrol = Button("let_join", _("Let a laptop join"), "add")
        self.enrol.clicked.connect(self._ask_to_enrol)
        self._acts, row = flowing(theme().em(0.5))
        row.addWidget(self.open)
        row.addWidget(self.enrol)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        column.addWidget(self.banner)
        for part in (self._name, self._words, self._without, self.table, self._acts):
            column.addWidget(part)
        column.addStretch(1)
        for part in (self._name, self._without, self.table, self._acts):
            part.hide()

    def refresh(self) -> None:
        """Read the cooperative."""
        ledger = self._session.ledger

        def job() -> tuple[CooperativeFacts | None, Device]:
            found = cooperative.facts(ledger) if ledger.store.registry_id() else None
            return found, holding.device(ledger)

        self.banner.clear()
        self._session.background.run(job, self._show)

    def _show(self, known: tuple[CooperativeFacts | None, Device]) -> None:
        found, own = known
        self._without.setVisible(found is None)
        for part in (self._name, self.table, self._acts):
            part.setVisible(found is not None)
        if found is None:
            words = "  ".join(own.words)
            self._words.setText(_("The six words of this laptop: {words}").format(words=words))
            return
        self._name.setText(found.name)
        words = "  ".join(found.words)
        self._words.setText(_("The six words of the cooperative: {words}").format(words=words))
        self.enrol.setVisible(found.keeper == own.id)
        self.table.show_rows(found.devices)

    def _open(self) -> None:
        row: DeviceRow | None = self.table.row
        if row is not None:
            self.asked.emit("usb_laptop", row.id)

    def _ask_to_join(self) -> None:
        self._with_place("usb_join")

    def _ask_to_enrol(self) -> None:
        self._with_place("usb_enrol")

    def _with_place(self, screen: str) -> None:
        place = self._place()
        if place is None:
            told = _("Put a stick in first, or choose a folder under Stick; then press here again.")
            self.banner.say(told, "quiet")
        else:
            self.asked.emit(screen, place)


def _columns() -> list[Column]:
    return [
        Column(_("Laptop"), _named, stretch=True),
        Column(_("Branch"), lambda row: row.branch),
        Column(
            _("State"),
            lambda row: str(STATES[row.state]),
            tone=lambda row: ("bad", "stop") if row.state == "revoked" else ("", ""),
        ),
        Column(_("May receive"), _receives),
    ]


def _named(row: DeviceRow) -> str:
    return _("{name} (this laptop)").format(name=row.name) if row.own else row.name


def _receives(row: DeviceRow) -> str:
    if EVERY in row.books:
        return _("all groups")
    count = len(row.books)
    text = ngettext("{count} group", "{count} groups", count)
    return text.format(count=format_number(count))
