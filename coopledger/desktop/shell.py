"""The window once a ledger is open: the rail, and one screen beside it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coopledger.app.recent import Recent, note_recent
from coopledger.desktop import places
from coopledger.desktop.book import BookScreen
from coopledger.desktop.commands import commands
from coopledger.desktop.desk_place import DeskPlace
from coopledger.desktop.exchange.folder_watch import FolderWatch
from coopledger.desktop.home import HomeScreen
from coopledger.desktop.palette import Palette
from coopledger.desktop.rail import OF_NO_GROUP, Rail
from coopledger.desktop.reports import ReportsScreen
from coopledger.desktop.screen import Screen
from coopledger.desktop.session import Session
from coopledger.desktop.settings import save_look
from coopledger.desktop.settings_screen import SettingsScreen
from coopledger.desktop.subscreens import RAIL_PLACE
from coopledger.desktop.theme import Look, TextSize, on_change, theme
from coopledger.desktop.toast import Toast
from coopledger.desktop.widgets import Picture, Tone, label
from coopledger.words.catalog import _

if TYPE_CHECKING:
    from coopledger.app.finding import Index
    from coopledger.app.shared_folder import Round
    from coopledger.desktop.desk.screen import DeskScreen


_OF_HOME = ("import", "baseline", "start", "between")
"""Places without a button of their own in the rail: one came there from Home."""


class Shell(QWidget):
    """Rail and screens.

    ``lock_asked``: hide everything behind the passphrase again; ``back_asked``: the version before
    is wanted, see `UpdatePanel`.
    """

    lock_asked = Signal()
    speech_asked = Signal(str, str, str)
    practice_asked = Signal()
    reset_asked = Signal()
    back_asked = Signal(object)
    help_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.session = session
        self.group = ""
        self.rail = Rail()
        self.rail.asked.connect(self.go)
        self.rail.lock_asked.connect(self.lock_asked)
        self.rail.look_asked.connect(self.change_look)
        self.rail.help_asked.connect(self.help_asked)
        self._stack = QStackedWidget()
        self._screens: dict[str, QWidget] = {}
        self._place = ""
        self._about: dict[str, object] = {}
        self._came_from: dict[str, str] = {}
        self.desk = DeskPlace(self)
        session.put_desk_away = self.desk.put_away
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        edge = QFrame()
        edge.setProperty("role", "rule")
        edge.setFixedWidth(1)
        row.addWidget(self.rail)
        row.addWidget(edge)
        row.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if session.practice:
            column.addWidget(practice_strip())
        column.addLayout(row, 1)
        self.folder_watch = FolderWatch(self, session)
        self.folder_watch.looked.connect(self._folder_looked)
        self.folder_watch.start()
        self._palette = Palette(self)
        self._toast = Toast(self._stack)
        anything = QShortcut(QKeySequence("Ctrl+K"), self)
        anything.activated.connect(self.open_palette)

    @property
    def place(self) -> str:
        """Where one is: a key of the rail, or one of `_OF_HOME`."""
        return self._place

    @property
    def screen_shown(self) -> QWidget | None:
        """The screen in front."""
        return self._stack.currentWidget()

    def go(self, place: str) -> None:
        """Go to a place of the rail, or to one of `_OF_HOME`; to what is under way there first."""
        if place == "meeting":
            self.record()
            return
        held = (key for key in self._screens if RAIL_PLACE.get(key) == place and self._holds(key))
        place = next(held, place)
        self._bring(place, self._screen(place))

    def show_about(self, place: str, about: object) -> None:
        """Go to a screen about one thing: a member's card, a loan, a page; see `subscreens`."""
        if place == "statement":
            self.show_statement(str(about))
        elif place == "share_out_sheet":
            self._reports().choose("share-out")
            self._came_from["reports"] = self._place
            self.go("reports")
        elif place == "take_back":
            self.open_group(str(about))
            self.go("take_over")
        elif place not in RAIL_PLACE:
            self.go(place)
        else:
            if place != self._place:
                self._came_from[place] = self._place
            if not self._holds(place):
                if place in self._screens:
                    self._drop(place)
                self._about[place] = about
            self.go(place)

    def open_group(self, group: str) -> None:
        """Go to a group; the rail's other places are about it from now on."""
        if group != self.group:
            for key in list(self._screens):
                if key not in ("home", "start", "usb") and not self._holds(key):
                    self._drop(key)
        self.group = group
        self.go("group")

    def show_settings(self, section: str) -> None:
        """Go to a part of Settings."""
        self.go("settings")
        screen = self._screens["settings"]
        if isinstance(screen, SettingsScreen):
            screen.go_to(section)

    def open_palette(self) -> None:
        """Let somebody go to anything by typing its name."""
        from coopledger.app.finding import Index, index

        ledger, group = self.session.ledger, self.group
        self._palette.open(commands(self, Index((), ())))
        self.session.background.run(lambda: index(ledger, group), self._fill_palette, self.refused)

    def _fill_palette(self, found: Index) -> None:
        self._palette.fill(commands(self, found))

    def keep(self) -> None:
        """Keep what is half typed, before the window locks or closes."""
        self.folder_watch.stop()
        for screen in self._screens.values():
            if isinstance(screen, Screen):
                screen.keep()
        self.desk.keep()

    @property
    def kept(self) -> bool:
        """Whether what was typed at the desk is known to be on the disk."""
        return self.desk.kept

    def say(self, told: str) -> None:
        """Say in the screen in front what was done."""
        shown = self.screen_shown
        if isinstance(shown, Screen):
            shown.banner.say(told, "good")

    def show_report(self, meeting: object) -> None:
        """Go to a meeting's report."""
        self._reports().choose("meeting", meeting)
        self.go("reports")

    def show_statement(self, member: str) -> None:
        """Go to a member's statement."""
        self._reports().choose("statement", member)
        self.go("reports")

    def verify(self) -> None:
        """Go to the book and verify it."""
        self.go("book")
        book = self._screens["book"]
        if isinstance(book, BookScreen):
            book.verify()

    def record(self) -> None:
        """Open the meeting desk of the group."""
        self.desk.open()

    def change_look(self, look: Look, size: TextSize) -> None:
        """Put another look or text size in force; screens are built anew in it."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        resized = size != theme().size
        theme().apply(application, look, size)
        save_look(look, size)
        if not resized:
            return
        focused = focused_name()
        # Distances follow the text. The desk stays: somebody is typing in it.
        for key in list(self._screens):
            if key != "meeting" and not self._holds(key):
                self._drop(key)
        if self._place != "meeting":
            self.go(self._place)
        self.focus_again(focused)

    def focus_again(self, name: str) -> None:
        """Put the cursor back where it was in a screen that was built anew: arrows go on there."""
        shown = self.screen_shown
        again = shown.findChild(QWidget, name) if shown is not None and name else None
        if again is not None:
            again.setFocus()

    # Screens

    def _screen(self, place: str) -> QWidget:
        if place not in self._screens:
            self._put(place, places.make(self, place, self._about.get(place)))
        return self._screens[place]

    def _put(self, place: str, made: Screen) -> None:
        made.left.connect(lambda: self._left(place, made))
        made.asked.connect(lambda where, about: self._asked(made, where, about))
        made.drafted.connect(lambda told: self._written(place, made, told))
        made.sealed.connect(lambda told: self._written(place, made, told))
        made.refused.connect(lambda told: self._refused_elsewhere(place, made, told))
        made.windowTitleChanged.connect(lambda _title: self._retitle())
        made.ended.connect(self._ended)
        self._screens[place] = made
        self._stack.addWidget(made)

    def follow(self, old: Shell) -> None:
        """Take the place of a shell in another language, with all that is under way in it."""
        self.group = old.group
        for place, screen in old.held.items():
            for signal in (*screen.signals, screen.windowTitleChanged):
                signal.disconnect()  # the old shell heard it until now
            self._put(place, screen)

    @property
    def held(self) -> dict[str, Screen]:
        """The screens on which something is under way, or ended and nobody saw it."""
        found = self._screens.items()
        return {key: each for key, each in found if isinstance(each, Screen) and each.held}

    def _holds(self, place: str) -> bool:
        return place in self.held

    def _ended(self, told: str, tone: Tone) -> None:
        shown = self.screen_shown
        if isinstance(shown, Screen):
            shown.banner.say(told, tone)
        else:  # the meeting's desk has no banner
            self._toast.say(told)

    def founded(self, group: str) -> None:
        """Go to the group that was just founded; the wizard is through."""
        self.open_group(group)
        self._drop("start")

    def _folder_looked(self, found: Round) -> None:
        from coopledger.desktop.exchange.folder_part import round_words

        home = self._screens.get("home")
        if isinstance(home, HomeScreen):
            text, tone = round_words(found)
            home.show_folder(text if tone == "warn" else "")

    def _reports(self) -> ReportsScreen:
        screen = self._screen("reports")
        assert isinstance(screen, ReportsScreen)  # noqa: S101 - for the type checker
        return screen

    def _bring(self, place: str, screen: QWidget) -> None:
        self._place = place
        self._stack.setCurrentWidget(screen)
        self._retitle()
        if self.group and place not in (*_OF_HOME, *OF_NO_GROUP, *RAIL_PLACE):
            ledger, where = self.session.ledger, Recent(place, self.group)
            self.session.background.run(lambda: note_recent(ledger, where))
        on_rail = _PARENTS.get(place) or RAIL_PLACE.get(place, place)
        self.rail.show_place(on_rail, group=bool(self.group))
        if isinstance(screen, Screen):
            screen.refresh()
            screen.start()
        else:
            screen.setFocus()

    def _retitle(self) -> None:
        """Say in the window's own title where one is, for whoever hears the screen."""
        shown = self.screen_shown
        title = shown.windowTitle() if shown is not None else ""
        self.window().setWindowTitle(f"{title} - CoopLedger" if title else "CoopLedger")

    # An answer may come after somebody went elsewhere: what is in front then is not its own.

    def _left(self, place: str, screen: Screen) -> None:
        if screen is self.screen_shown:
            self._back()
        else:
            self._forget(place, screen)

    def _asked(self, screen: Screen, place: str, about: object) -> None:
        if screen is self.screen_shown:
            self.show_about(place, about)

    def _written(self, place: str, screen: Screen, told: str) -> None:
        """Something went into the draft, or a page was sealed: its form is done with."""
        here = screen is self.screen_shown
        if not here:
            self._forget(place, screen)
        elif place in RAIL_PLACE:
            self._leave(place)
        shown = self.screen_shown
        if here and isinstance(shown, Screen):
            shown.banner.say(told, "good")
        else:
            self._toast.say(told)

    def _refused_elsewhere(self, place: str, screen: Screen, told: str) -> None:
        """Let somebody who has left a form hear that it was not written."""
        if screen is not self.screen_shown and place in RAIL_PLACE:
            self._toast.say(told)

    def _forget(self, place: str, screen: Screen) -> None:
        """Drop a screen about one thing that is done with and not in front."""
        if place in RAIL_PLACE and self._screens.get(place) is screen:
            self._drop(place)

    def _back(self) -> None:
        if self._place == "home":
            return
        if self._place in RAIL_PLACE:
            self._leave(self._place)
            return
        if before := self._came_from.pop(self._place, ""):
            self.go(before)
            return
        home = not self.group or self._place == "group"
        self.go(_PARENTS.get(self._place, "home" if home else "group"))

    def _leave(self, place: str) -> None:
        """Leave a screen about one thing, for the one that it was asked for from."""
        before = self._came_from.pop(place, RAIL_PLACE[place])
        self.go(before)
        self._drop(place)

    def _drop(self, key: str) -> None:
        screen = self._screens.pop(key)
        if isinstance(screen, Screen):
            screen.keep()
        if screen is self.desk.screen:
            self.desk.screen = None
        self._stack.removeWidget(screen)
        if key in RAIL_PLACE:
            # What it asked for is still answered: it goes after the last of its answers.
            self.session.background.run(lambda: None, partial(_delete, screen))
        else:
            screen.deleteLater()

    def refused(self, problem: BaseException) -> None:
        """Say in the screen in front why nothing was done."""
        shown = self.screen_shown
        if not isinstance(shown, Screen):
            raise problem
        self.rail.show_place(self._place, group=bool(self.group))
        shown.refuse(problem)

    # The meeting desk

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape that nobody needed goes one step back from the desk too."""
        desk = self.desk.screen
        if event.key() == Qt.Key.Key_Escape and self._place == "meeting" and desk is not None:
            desk.back()
        else:
            super().keyPressEvent(event)

    def put_desk(self, desk: DeskScreen) -> None:
        """Show the meeting desk, a new one or the one that is open."""
        if "meeting" not in self._screens:
            self._screens["meeting"] = desk
            self._stack.addWidget(desk)
        self._bring("meeting", desk)

    def drop_desk(self) -> None:
        """Let the meeting desk go."""
        self._drop("meeting")

    def show_coach(self) -> None:
        """Show or hide the coach in the meeting that is being recorded, as was just chosen."""
        if self.desk.screen is not None:
            self.desk.screen.show_coach()

    def show_sealed(self, meeting: object) -> None:
        """Show the report of a meeting that was just sealed, and print it."""
        self.show_report(meeting)
        self._reports().print_next()


_PARENTS = {**dict.fromkeys(_OF_HOME, "home"), "take_over": "book"}
"""Places that are not on the rail, and where they belong."""


def _delete(screen: QWidget, _done: None) -> None:
    screen.deleteLater()


def focused_name() -> str:
    """The object name of what has the focus, empty where nothing has."""
    focused = QApplication.focusWidget()
    return focused.objectName() if focused is not None else ""


def practice_strip() -> QFrame:
    """Says on every screen that nothing is real: by word, icon and colour."""
    strip = QFrame()
    strip.setObjectName("practice_strip")
    text = _("PRACTICE · made-up groups, no real money")
    strip.setAccessibleName(text)
    words = label(text, "strong")
    row = QHBoxLayout(strip)
    row.setContentsMargins(theme().em(1), theme().em(0.2), theme().em(1), theme().em(0.2))
    row.addStretch(1)
    row.addWidget(Picture("practice", 1.3, "paper"))
    row.addWidget(words)
    row.addStretch(1)

    def tint() -> None:
        roles = theme().roles
        strip.setStyleSheet(
            f"#practice_strip {{ background: {roles.practice}; }}"
            f"#practice_strip QLabel {{ color: {roles.paper}; background: transparent; }}"
        )

    on_change(strip, tint)
    return strip
