"""What waits for officers' seals: taken to a stick for officers elsewhere, and back from it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QVBoxLayout

from coopledger.app import approvals, proposed
from coopledger.app.approvals import Written
from coopledger.app.cooperative import facts
from coopledger.app.ledger import Ledger
from coopledger.app.officers import newest_seals
from coopledger.desktop.asking import ask_approval, ask_folder
from coopledger.desktop.fields import Chips, ChoiceField
from coopledger.desktop.screen import Screen, scrolled
from coopledger.desktop.session import Session
from coopledger.desktop.tables import Column, Table
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Button, Card, label
from coopledger.domain.quorum import HARD
from coopledger.store.officer_keys import OfficerKeys
from coopledger.words.catalog import _
from coopledger.words.dates import format_date, format_list
from coopledger.words.numbers import format_number
from coopledger.words.page_kinds import kind_name


class _Row(NamedTuple):
    """Something that waits; ``id`` is empty for the newest page."""

    id: str
    page: int
    kind: str
    day: str
    members: tuple[str, ...]
    there: int
    need: int
    overtaken: bool


class _Found(NamedTuple):
    group: str
    rows: list[_Row]
    laptops: list[tuple[str, str]]
    officers: dict[str, str]


class ApprovalsScreen(Screen):
    """The newest page while it can gain seals, and acts that wait for their quorum."""

    def __init__(self, session: Session, group: str) -> None:
        super().__init__("approvals", _("Seals from other laptops"))
        self._session, self._group = session, group
        about = _(
            "An officer who is elsewhere seals on another laptop: take the page there on a stick,"
            " and bring it back. Several officers may do so in any order."
        )
        self._about = label(about, "quiet", wrap=True)
        self._table = Table("approvals_table", _("What waits for seals"), _columns())
        self._laptop = ChoiceField("keys_to", _("Take officers' keys along"))
        self._laptop.changed.connect(self._keys_wanted)
        self._keys = Chips("keys_of", _("Whose keys; each stays under its PIN"))
        self._lay_out()
        self._buttons()
        self._table.selectionModel().currentRowChanged.connect(lambda *_rows: self._look())

    def _lay_out(self) -> None:
        card = self._card = Card(0.9)
        card.body.addWidget(self._laptop)
        card.body.addWidget(self._keys)
        column = QVBoxLayout()
        column.setContentsMargins(2, 2, theme().em(0.5), 2)
        column.setSpacing(theme().em(0.7))
        self._table.setMinimumHeight(theme().row * 5)
        told = _("Nothing waits for seals here. A page waits until the next one is written.")
        self._none = label(told, "strong", wrap=True)
        self._none.hide()
        for part in (self._about, self._none, self._table, card):
            column.addWidget(part)
        column.addStretch(1)
        self.body.addWidget(scrolled("approvals_form", _("Seals from other laptops"), column), 1)

    def _buttons(self) -> None:
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        read = Button("open_approval", _("Open a file from the stick"), "folder")
        read.clicked.connect(lambda: ask_approval(self, self._open))
        self._drop = Button("drop_proposal", _("Throw it away"), "trash")
        self._drop.clicked.connect(self._throw_away)
        for button in (back, read, self._drop):
            self.foot.addWidget(button)
        take = Button("write_approval", _("Take it to a stick"), "save", "main")
        take.clicked.connect(self._ask_folder)
        self.set_main(take)

    def start(self) -> None:
        """The list, so that arrows choose at once."""
        self._table.setFocus()

    def refresh(self) -> None:
        """Read what waits again."""
        ledger, group = self._session.ledger, self._group
        self._session.background.run(lambda: _read(ledger, group), self._show, self.refuse)

    def _show(self, found: _Found) -> None:
        self.set_heading(_("Seals from other laptops"), found.group)
        self._table.show_rows(found.rows)
        none = ("", _("No: they have them already"))
        self._laptop.show_choices([none, *found.laptops])
        self._card.setVisible(bool(found.laptops and found.officers))
        self._none.setVisible(not found.rows)
        self._keys.show_names({c: f"{c} {name}".strip() for c, name in found.officers.items()})
        self._keys_wanted()
        self._look()

    def _look(self) -> None:
        row: _Row | None = self._table.row
        if self.main is not None:
            self.main.setEnabled(row is not None and not row.overtaken)
        self._drop.setEnabled(row is not None and bool(row.id))

    def _keys_wanted(self) -> None:
        self._keys.setVisible(bool(self._laptop.value))

    def _open(self, file: Path) -> None:
        self.asked.emit("approval_file", file)

    def _ask_folder(self) -> None:
        ask_folder(self, _("Folder on the stick"), self.write_to)

    def write_to(self, folder: Path) -> None:
        """Take what is chosen to a folder."""
        row: _Row | None = self._table.row
        if row is None:
            return
        ledger, group, to = self._session.ledger, self._group, self._laptop.value
        keys = self._keys.chosen if to else ()
        self._session.background.run(
            lambda: approvals.write(ledger, group, folder, row.id, to=to, keys=keys),
            self._written,
            self.refuse,
        )

    def _written(self, done: Written) -> None:
        self.banner.say(written_words(done), "good")

    def _throw_away(self) -> None:
        row: _Row | None = self._table.row
        if row is None or not row.id:
            return
        ledger, group = self._session.ledger, self._group
        self._session.background.run(
            lambda: proposed.drop(ledger, group, row.id), lambda _none: self.refresh(), self.refuse
        )


def written_words(done: Written) -> str:
    """That a file was written, how far its seals are, and that the stick may go."""
    told = _(
        "Written and read back: {file}. Sealed by {members}; {need} seals are needed."
        " You may pull the stick out now."
    )
    names = format_list(list(done.members)) if done.members else "—"
    return told.format(file=done.file.name, members=names, need=format_number(done.need))


def _read(ledger: Ledger, group: str) -> _Found:
    replay, cards = ledger.replay(group), ledger.members(group)
    head, newest = replay.headers[-1], newest_seals(ledger, group)
    rows = []
    if head.kind not in HARD and replay.book.keys:
        seals = (newest.members, newest.count, newest.need)
        rows.append(_Row("", head.number, head.kind, head.date, *seals, overtaken=False))
    rows += [
        _Row(e.id, e.number, e.kind, e.day, e.members, e.count, e.need, e.overtaken)
        for e in proposed.proposals(ledger, group)
    ]
    laptops = []
    if ledger.store.registry_id():
        laptops = [
            (row.id, row.name)
            for row in facts(ledger).devices
            if row.state == "active" and not row.own
        ]
    kept = OfficerKeys(ledger.store, group).all()
    officers = {code: cards[code].name for code in kept if code in cards}
    return _Found(ledger.group(group).name, rows, laptops, officers)


def _columns() -> list[Column]:
    def tone(row: _Row) -> tuple[str, str]:
        if row.overtaken:
            return "bad", "stop"
        return ("good", "seal") if row.there >= row.need else ("warn", "warn")

    def state(row: _Row) -> str:
        if row.overtaken:
            return _("can be no page any more: something was written since")
        told = _("{count} of {need} seals")
        return told.format(count=format_number(row.there), need=format_number(row.need))

    return [
        Column(_("Page"), lambda row: format_number(row.page), figure=True),
        Column(_("What"), lambda row: kind_name(row.kind)),
        Column(_("Date"), lambda row: format_date(row.day) if row.day else ""),
        Column(_("Sealed by"), lambda row: format_list(list(row.members)) if row.members else "—"),
        Column(_("State"), state, tone=tone, stretch=True),
    ]
