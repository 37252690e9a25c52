"""The sticks that are plugged in, one of them chosen, or a folder instead of one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from coopledger.app.sticks import Place, Stick, chosen
from coopledger.desktop.asking import ask_folder
from coopledger.desktop.exchange.stick_watch import StickWatch
from coopledger.desktop.flow import flowing
from coopledger.desktop.session import Session
from coopledger.desktop.theme import theme
from coopledger.desktop.widgets import Banner, Button, Card, Picture, label, set_tone
from coopledger.words.catalog import _, ngettext
from coopledger.words.numbers import format_number
from coopledger.words.sizes import format_size

_TIGHT = 64_000_000
"""Bytes free below which a stick may be too full: a bundle is never larger."""


class StickPart(QWidget):
    """Sticks as cards. Taking and reading are asked for with a `Place`."""

    asked = Signal(str, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._sticks: list[Stick] = []
        self._folder: Place | None = None
        self._chosen = ""
        self._member = False
        self.watch = StickWatch(self)
        self.watch.changed.connect(self.show_sticks)
        self.take = Button("take_to_stick", _("Take to the stick"), "save", "main")
        self.take.clicked.connect(lambda: self._ask("usb_take"))
        self.read = Button("read_from_stick", _("Read from the stick"), "import")
        self.read.clicked.connect(lambda: self._ask("usb_read"))
        self.decisions = Banner("decisions")
        """A place for what needs a decision: forks, pages that wait for approval."""
        self._none = Card(1.0)
        self._none.body.addWidget(label(_("No stick is plugged in"), "large"))
        about = _("Put one in: it shows here by itself. Or choose a folder instead.")
        self._none.body.addWidget(label(about, wrap=True))
        self._cards = QVBoxLayout()
        self._cards.setSpacing(theme().em(0.6))
        self._group = QButtonGroup(self)
        self._folder_line = label("", "quiet", wrap=True)
        self._folder_line.hide()
        self.choose = Button("choose_place", _("Choose a folder instead"), "folder")
        self.choose.clicked.connect(
            lambda: ask_folder(self, _("Which folder is it?"), self.use_folder)
        )
        holder, row = flowing(theme().em(0.5))
        row.addWidget(self.choose)
        self._joining = label("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().em(0.8))
        for part in (self.decisions, self._joining, self._none):
            column.addWidget(part)
        column.addLayout(self._cards)
        column.addWidget(self._folder_line)
        column.addWidget(holder)
        column.addStretch(1)
        self._able()

    @property
    def place(self) -> Place | None:
        """The stick or folder that is chosen; None if there is none."""
        found = next((each.place for each in self._sticks if self._key(each) == self._chosen), None)
        return found or self._folder

    def refresh(self) -> None:
        """See whether this laptop is in a cooperative; look at the sticks again."""
        store = self._session.ledger.store
        self._session.background.run(store.registry_id, self._show_member)
        if self.isVisible():
            self.watch.again()

    def use_folder(self, folder: Path) -> None:
        """Take books to a folder instead of a stick, and read them from there."""
        self._folder, self._chosen = chosen(folder), ""
        self.show_sticks(self._sticks)
        self._focus_first()

    def show_sticks(self, found: list[Stick]) -> None:
        """Show these sticks; the one that was chosen stays so, the only one is chosen by itself."""
        self._sticks = found
        keys = [self._key(each) for each in found]
        if self._chosen not in keys:
            self._chosen = keys[0] if keys and self._folder is None else ""
        had_focus = self.focusWidget().objectName() if self.focusWidget() else ""
        while (item := self._cards.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        before = self.choose
        for at, each in enumerate(found):
            card, button = self._card(at, each)
            self._cards.addWidget(card)
            self.setTabOrder(before, button)
            before = button
        if found:  # first all of them after it, then it after them: Tab goes as one reads
            self.setTabOrder(before, self.choose)
        self._none.setVisible(not found and self._folder is None)
        self._folder_line.setVisible(self._folder is not None)
        if self._folder is not None:
            told = _("The folder that was chosen: {place}")
            self._folder_line.setText(told.format(place=str(self._folder.folder)))
        if had_focus and (again := self.findChild(QWidget, had_focus)) is not None:
            again.setFocus()
        self._able()

    def _card(self, at: int, found: Stick) -> tuple[Card, Button]:
        card = Card(0.9)
        drive = found.drive
        button = Button(f"drive_{at}", drive.name, "stick")
        button.setCheckable(True)
        button.setChecked(self._key(found) == self._chosen)
        button.clicked.connect(lambda: self._choose(self._key(found)))
        self._group.addButton(button)
        holder, row = flowing(theme().em(0.6))
        row.addWidget(button)
        if self._key(found) == self._chosen:
            row.addWidget(Picture("check", 1.4, "good"))
        card.body.addWidget(holder)
        for text, tone in _told(found, asked=self._member):
            line = label(text, wrap=True)
            if tone:
                set_tone(line, tone)
            card.body.addWidget(line)
        about = ", ".join(text for text, _tone in _told(found, asked=self._member))
        button.setAccessibleDescription(about)
        return card, button

    def _choose(self, key: str) -> None:
        self._chosen, self._folder = key, None
        self.show_sticks(self._sticks)

    @staticmethod
    def _key(found: Stick) -> str:
        return str(found.drive.folder)

    def _show_member(self, registry: str) -> None:
        self._member = bool(registry)
        about = _(
            "This laptop is in no cooperative yet. Under Laptops it can found one or ask to join"
            " one; a stick that answers is read here."
        )
        self._joining.setText("" if self._member else about)
        self._joining.setVisible(not self._member)
        self.show_sticks(self._sticks)
        self._able()

    def _able(self) -> None:
        there = self.place is not None
        drive = next((e.drive for e in self._sticks if self._key(e) == self._chosen), None)
        self.take.setEnabled(there and self._member and (drive is None or drive.writable))
        self.read.setEnabled(there)

    def _focus_first(self) -> None:
        (self.take if self.take.isEnabled() else self.read).setFocus()

    def _ask(self, place: str) -> None:
        if self.place is not None:
            self.asked.emit(place, self.place)


def _told(found: Stick, *, asked: bool) -> list[tuple[str, str]]:
    """What a stick is like, each sentence with its tone; ``asked``: others can ask to join here."""
    drive, lines = found.drive, list[tuple[str, str]]()
    if drive.free is not None:
        room = _("{size} free").format(size=format_size(drive.free))
        lines.append((room, "warn" if drive.free < _TIGHT else ""))
    if not drive.writable:
        told = _("It can be read only. If it has a small lock on its side, push it back.")
        lines.append((told, "warn"))
    if found.bundles:
        told = ngettext(
            "{count} file of books is on it.", "{count} files of books are on it.", found.bundles
        )
        lines.append((told.format(count=format_number(found.bundles)), ""))
    if found.others:
        told = ngettext(
            "{count} meeting or page to be sealed is on it.",
            "{count} meetings or pages to be sealed are on it.",
            found.others,
        )
        lines.append((told.format(count=format_number(found.others)), ""))
    if found.requests and asked:
        told = ngettext(
            "{count} laptop asks to join: see Laptops.",
            "{count} laptops ask to join: see Laptops.",
            found.requests,
        )
        lines.append((told.format(count=format_number(found.requests)), "good"))
    return lines
