"""The USB screen: sticks, what waits for whom, the history, the cooperative's laptops, a folder."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from coopledger.desktop.exchange.folder_part import FolderPart
from coopledger.desktop.exchange.history_part import HistoryPart
from coopledger.desktop.exchange.laptops_part import LaptopsPart
from coopledger.desktop.exchange.stick_part import StickPart
from coopledger.desktop.exchange.waiting_part import WaitingPart
from coopledger.desktop.parts import Parts
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.widgets import Button
from coopledger.words.catalog import N_, Text, _

PARTS: dict[str, tuple[Text, str]] = {
    "stick": (N_("Stick"), "stick"),
    "waiting": (N_("What waits"), "meeting"),
    "history": (N_("What was done"), "calendar"),
    "laptops": (N_("Laptops"), "laptop"),
    "folder": (N_("Shared folder"), "folder"),
}


class ExchangeScreen(Screen):
    """One part at a time. The sticks are looked for only while the screen is seen.

    Signals:
        folder_changed: another folder is shared, or other things are done with it.
    """

    folder_changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("usb", _("USB stick"))
        self.stick = StickPart(session)
        self.waiting = WaitingPart(session)
        self.history = HistoryPart(session)
        self.laptops = LaptopsPart(session, lambda: self.stick.place)
        self.folder = FolderPart(session)
        self.folder.changed.connect(self.folder_changed)
        parts: dict[str, QWidget] = {
            "stick": self.stick,
            "waiting": self.waiting,
            "history": self.history,
            "laptops": self.laptops,
            "folder": self.folder,
        }
        self.parts = Parts("part", PARTS, parts, self.go_to)
        self.body.addWidget(self.parts, 1)
        for asker in (self.stick, self.laptops, self.folder):
            asker.asked.connect(self.asked)
        back = Button("back", _("Back"), "back", "plain")
        back.clicked.connect(self.left)
        self.foot.addWidget(back)
        self.foot.addWidget(self.stick.read)
        self.set_main(self.stick.take)

    def go_to(self, part: str) -> None:
        """Show a part."""
        self.parts.show_part(part)
        for button in (self.stick.read, self.stick.take):
            button.setVisible(part == "stick")
        self.refresh()

    def refresh(self) -> None:
        """Read again what the part in front shows."""
        part = self.parts.shown
        if isinstance(part, StickPart | WaitingPart | HistoryPart | LaptopsPart | FolderPart):
            part.refresh()

    def start(self) -> None:
        """The main button where it can be pressed, else the parts."""
        if self.parts.now == "stick" and self.stick.take.isEnabled():
            self.stick.take.setFocus()
        else:
            self.parts.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for sticks from now on."""
        super().showEvent(event)
        self.stick.watch.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look for sticks no more."""
        super().hideEvent(event)
        self.stick.watch.stop()
