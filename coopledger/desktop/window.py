"""The window: first the cover, then the rail and one screen at a time."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QMainWindow,
)

from coopledger.app.places import practice_path
from coopledger.desktop import session as sessions
from coopledger.desktop.background import Background
from coopledger.desktop.cover import CoverScreen, FirstStartScreen, UnlockScreen
from coopledger.desktop.session import Session

if TYPE_CHECKING:
    from coopledger.app.ledger import Ledger
    from coopledger.desktop.shell import Shell


class MainWindow(QMainWindow):
    """The one window of the program.

    ``painted`` is sent once, when the first screen has been seen; ``unlocked`` after a ledger has
    been opened and its Home is shown.
    """

    painted = Signal()
    unlocked = Signal()

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("CoopLedger")
        self.path = path
        self.background = Background()
        self.shell: Shell | None = None
        self._session: Session | None = None
        self.resize(1366, 768)
        self.show_cover()

    @property
    def cover(self) -> CoverScreen | None:
        """The screen before a ledger is open, or None after."""
        shown = self.centralWidget()
        return shown if isinstance(shown, CoverScreen) else None

    def show_cover(self) -> None:
        """Show what comes before a ledger is open: unlock, or the first start."""
        practice = practice_path(self.path)
        kind = UnlockScreen if self.path.exists() else FirstStartScreen
        cover = kind(self.path, self.background, practice)
        cover.opened.connect(self._opened)
        cover.painted.connect(self._first_seen)
        self.setCentralWidget(cover)
        cover.start()

    def _first_seen(self) -> None:
        self.painted.emit()
        # From here on there is time: the next thing a person does is type a passphrase.
        self.background.run(sessions.warm_up)

    def _opened(self, ledger: Ledger) -> None:
        from coopledger.app.backups import back_up_daily
        from coopledger.desktop.fonts import load_all_fonts
        from coopledger.desktop.shell import Shell

        load_all_fonts()
        first = isinstance(self.centralWidget(), FirstStartScreen)
        self._session = Session(ledger, self.background)
        self.shell = Shell(self._session)
        self.shell.lock_asked.connect(self.lock)
        self.setCentralWidget(self.shell)
        self.shell.go("start" if first and not ledger.store.practice else "home")
        self.background.run(partial(back_up_daily, ledger))
        self.unlocked.emit()

    def lock(self) -> None:
        """Close the ledger and hide everything behind the passphrase."""
        if self.shell is not None:
            self.shell.keep()
        if self._session is not None:
            self.background.run(self._session.ledger.close)
        self._session = self.shell = None
        self.show_cover()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let what is being saved finish, then close the file."""
        session = self._session
        if self.shell is not None:
            self.shell.keep()
        self.background.close(session.ledger.close if session else lambda: None)
        super().closeEvent(event)
