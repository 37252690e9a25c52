"""Looks every ten seconds into the shared folder, if there is one, whatever screen is shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from coopledger.app import shared_folder
from coopledger.app.shared_folder import Round, SharedFolder
from coopledger.desktop.exchange.stick_watch import Look
from coopledger.desktop.session import Session
from coopledger.sync.shared_folder import Stillness

EVERY_MS = 10_000


class FolderWatch(QObject):
    """``looked`` carries what the last look came to (`Round`)."""

    looked = Signal(object)

    def __init__(self, parent: QObject, session: Session) -> None:
        super().__init__(parent)
        self._session = session
        self.setting = SharedFolder()
        self.last = Round()
        self._still = Stillness()
        self._stopped = False
        self._look = Look(self._files)
        self._look.seen.connect(self._seen)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Read the setting, and look from now on if a folder is shared."""
        ledger = self._session.ledger
        self._session.background.run(lambda: shared_folder.shared(ledger), self._begin)

    def stop(self) -> None:
        """Look no more, before the ledger is closed: an answer that is still to come is dropped."""
        self._stopped = True
        self._timer.stop()

    def look(self) -> None:
        """Look now, unless a look is under way."""
        if self.setting.folder:
            self._look.begin()

    def _begin(self, setting: SharedFolder) -> None:
        if setting.folder != self.setting.folder:
            self._still, self.last = Stillness(), Round()
        self.setting = setting
        if setting.folder:
            self._timer.start()
            self.look()
        else:
            self._timer.stop()

    def _files(self) -> list[Path]:
        return self._still.look(Path(self.setting.folder))

    def _seen(self, still: list[Path]) -> None:
        if self._stopped:
            return
        ledger = self._session.ledger
        self._session.background.run(lambda: shared_folder.look(ledger, still), self._done)

    def _done(self, found: Round) -> None:
        self.last = found
        self.looked.emit(found)
