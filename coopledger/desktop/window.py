"""The window: first the cover, then the rail and one screen at a time."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow

from coopledger.app import log
from coopledger.app.places import practice_path
from coopledger.desktop import session as sessions
from coopledger.desktop.background import Background
from coopledger.desktop.cover import CoverScreen, FirstStartScreen, UnlockScreen
from coopledger.desktop.help.key import HelpKey
from coopledger.desktop.idle import IdleLock
from coopledger.desktop.qt_texts import speak_qt
from coopledger.desktop.session import Session
from coopledger.desktop.settings import save_coach, save_speech
from coopledger.words.catalog import (
    Calendar,
    Digits,
    current_speech,
    is_right_to_left,
    use_language,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from coopledger.app.check import Check
    from coopledger.app.ledger import Ledger
    from coopledger.app.updates import WayBack
    from coopledger.desktop.shell import Shell

_OF_NO_GROUP = ("home", "start", "import", "baseline")


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
        self._left_at: tuple[Path, str] = (path, "")
        self._languages: list[tuple[str, str]] = []
        self.idle = IdleLock(self, self.lock)
        self.help = HelpKey(self, self.background)
        self.help.coach_asked.connect(self._guide)
        leave = QShortcut(QKeySequence("Ctrl+Q"), self)
        leave.activated.connect(self.close)
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
        self.setWindowTitle("CoopLedger")
        cover = kind(self.path, self.background, practice)
        if isinstance(cover, UnlockScreen):
            cover.back_asked.connect(self.go_back)
        cover.opened.connect(self._opened)
        cover.painted.connect(self._first_seen)
        # After the key's own event: it would give the focus to a button of the screen that is gone.
        cover.language_asked.connect(self._speak_before, Qt.ConnectionType.QueuedConnection)
        cover.languages.show_languages(self._languages)
        self.setCentralWidget(cover)
        cover.start()

    def _first_seen(self) -> None:
        self.painted.emit()
        if not self._languages:
            self.background.run(sessions.language_names, self._show_languages)
        # From here on there is time: the next thing a person does is type a passphrase.
        self.background.run(sessions.warm_up)
        self.background.run(log.started)

    def _show_languages(self, names: list[tuple[str, str]]) -> None:
        from coopledger.desktop.fonts import load_all_fonts

        load_all_fonts()
        self._languages = names
        if self.cover is not None:
            self.cover.languages.show_languages(names)

    def _speak_before(self, language: str) -> None:
        """Speak another language before a ledger is open; what is typed stays."""
        old, (_language, digits, calendar) = self.cover, current_speech()
        self.speak(language, digits, calendar)
        if old is None:
            return
        typed = [field.text for field in old.fields]
        self.show_cover()
        if self.cover is not None:
            self.cover.retype(typed)
            self.cover.languages.start()

    def _opened(self, ledger: Ledger) -> None:
        from coopledger.app.backups import back_up_daily
        from coopledger.desktop.fonts import load_all_fonts
        from coopledger.desktop.shell import Shell

        load_all_fonts()
        first = isinstance(self.centralWidget(), FirstStartScreen)
        self._session = Session(ledger, self.background)
        self.shell = Shell(self._session)
        self._connect(self.shell)
        self.setCentralWidget(self.shell)
        self.shell.go("start" if first and not ledger.store.practice else "home")
        self._come_back(ledger)
        self.idle.start()
        self.background.run(partial(back_up_daily, ledger))
        self.background.run(lambda: log.opened(len(ledger.store.books())))
        self.unlocked.emit()

    def _connect(self, shell: Shell) -> None:
        shell.lock_asked.connect(self.lock)
        shell.help_asked.connect(self.help.open)
        shell.speech_asked.connect(self.speak)
        shell.practice_asked.connect(self.practise)
        shell.reset_asked.connect(lambda: self.practise(anew=True))
        shell.back_asked.connect(self.go_back)

    def _guide(self, wanted: bool) -> None:
        save_coach(wanted=wanted)
        if self.shell is not None:
            self.shell.show_coach()

    def _come_back(self, ledger: Ledger) -> None:
        """After a lock, go back to the group where somebody was."""
        path, group = self._left_at
        if self.shell is not None and group and path == ledger.store.path:
            self.shell.open_group(group)
        self._left_at = (ledger.store.path, "")

    def speak(self, language: str, digits: Digits, calendar: Calendar) -> None:
        """Speak another language from now on: every screen is made anew in it."""
        self.help.put_away()
        save_speech(language, digits, calendar)
        use_language(language, digits, calendar)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setLayoutDirection(
                Qt.LayoutDirection.RightToLeft
                if is_right_to_left(language)
                else Qt.LayoutDirection.LeftToRight
            )
            speak_qt(application)
        old, session = self.shell, self._session
        if old is None or session is None:
            return
        from coopledger.desktop.shell import Shell, focused_name

        focused = focused_name()
        old.keep()
        self.shell = Shell(session)
        self._connect(self.shell)
        self.shell.follow(old)
        self.setCentralWidget(self.shell)
        self.shell.go("settings")
        self.shell.focus_again(focused)

    def practise(self, *, anew: bool = False) -> None:
        """Go over to the practice ledger; with ``anew``, as it was at first."""
        self.lock()
        cover = self.cover
        if cover is not None:
            cover.open_practice(anew=anew)

    def go_back(self, way: WayBack) -> None:
        """Close the ledger and offer the way back from an update."""
        from coopledger.desktop.going_back import GoBackScreen

        self.lock()
        screen = GoBackScreen(self.path, self.background, practice_path(self.path), way)
        # After the key's own event: it would give the focus to a button of the screen that is gone.
        screen.left.connect(self.show_cover, Qt.ConnectionType.QueuedConnection)
        self.setCentralWidget(screen)
        screen.start()

    def lock(self) -> None:
        """Close the ledger and hide everything behind the passphrase."""
        self.idle.stop()
        self.help.put_away()
        if self.shell is not None:
            self.shell.keep()
        if self._session is not None:
            shell = self.shell
            group = shell.group if shell is not None and shell.place not in _OF_NO_GROUP else ""
            self._left_at = (self._session.path, group)
            self.background.run(self._session.ledger.close)
            self.background.run(log.locked)
        self._session = self.shell = None
        self.show_cover()

    def keep(self) -> None:
        """Ask once more for what is typed to be saved; `kept` says whether it is."""
        if self.shell is not None:
            self.shell.keep()

    @property
    def kept(self) -> bool:
        """Whether all that was typed is known to be on the disk."""
        return self.shell is None or self.shell.kept

    def checks(self, done: Callable[[tuple[Check, ...]], None]) -> None:
        """Give the doctor's quick rows to a function, for the helper; never if it cannot."""
        session = self._session
        if session is None:
            return
        from coopledger.app.doctor import examine

        ledger = session.ledger
        self.background.run(lambda: examine(ledger, "quiet"), done, lambda _problem: None)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let what is being saved finish, then close the file."""
        session = self._session
        if self.shell is not None:
            self.shell.keep()
        self.idle.stop()
        self.background.close(session.ledger.close if session else lambda: None)
        super().closeEvent(event)
