"""Makes the screens of the places that the shell goes to, each joined to what it asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coopledger.desktop import subscreens
from coopledger.desktop.baseline_import import BaselineScreen
from coopledger.desktop.between import BetweenScreen
from coopledger.desktop.book import BookScreen
from coopledger.desktop.group import GroupScreen
from coopledger.desktop.home import HomeScreen
from coopledger.desktop.importing import ImportScreen, imported_words
from coopledger.desktop.loans import LoansScreen
from coopledger.desktop.members import MembersScreen
from coopledger.desktop.reports import ReportsScreen
from coopledger.desktop.screen import Screen
from coopledger.desktop.settings_screen import SettingsScreen
from coopledger.desktop.start.screen import StartScreen
from coopledger.desktop.subscreens import RAIL_PLACE
from coopledger.words.catalog import _

if TYPE_CHECKING:
    from coopledger.app.importing import Imported
    from coopledger.desktop.shell import Shell
    from coopledger.desktop.widgets import Tone


def make(shell: Shell, place: str, about: object) -> Screen:
    """Make the screen of a place; Home for one that is not known.

    Args:
        shell: goes where the screen asks to.
        place: a key of the rail, or another that `Shell.go` knows; not the meeting desk.
        about: see `subscreens.make`.
    """
    if place in RAIL_PLACE:
        return subscreens.make(place, about, shell.session, shell.group)
    return _MAKERS.get(place, _home)(shell)


def _home(shell: Shell) -> Screen:
    home = HomeScreen(shell.session)
    home.chosen.connect(shell.open_group)
    home.start_asked.connect(lambda: shell.go("start"))
    home.import_asked.connect(lambda: shell.go("import"))
    home.between_asked.connect(lambda: shell.go("between"))
    return home


def _group(shell: Shell) -> Screen:
    screen = GroupScreen(shell.session, shell.group)
    screen.record_asked.connect(shell.record)
    screen.report_asked.connect(shell.show_report)
    screen.statement_asked.connect(lambda: shell.go("members"))
    screen.verify_asked.connect(shell.verify)
    return screen


def _members(shell: Shell) -> Screen:
    return MembersScreen(shell.session, shell.group)


def _loans(shell: Shell) -> Screen:
    return LoansScreen(shell.session, shell.group)


def _reports(shell: Shell) -> Screen:
    return ReportsScreen(shell.session, shell.group)


def _book(shell: Shell) -> Screen:
    book = BookScreen(shell.session, shell.group)
    book.take_over_asked.connect(lambda: shell.go("take_over"))
    return book


def _import(shell: Shell) -> Screen:
    importing = ImportScreen(shell.session)
    importing.taken_in.connect(lambda imported: _taken_in(shell, imported))
    return importing


def _baseline(shell: Shell) -> Screen:
    baseline = BaselineScreen(shell.session)
    baseline.taken_in.connect(lambda imported: _taken_in(shell, imported))
    return baseline


def _between(shell: Shell) -> Screen:
    return BetweenScreen(shell.session)


def _settings(shell: Shell) -> Screen:
    settings = SettingsScreen(shell.session, shell.group)
    settings.look_asked.connect(shell.change_look)
    settings.speech_asked.connect(shell.speech_asked)
    settings.reset_asked.connect(shell.reset_asked)
    settings.practice_asked.connect(shell.practice_asked)
    settings.back_asked.connect(shell.back_asked)
    return settings


def _usb(shell: Shell) -> Screen:
    from coopledger.desktop.exchange.screen import ExchangeScreen

    exchange = ExchangeScreen(shell.session)
    exchange.folder_changed.connect(shell.folder_watch.start)
    shell.folder_watch.looked.connect(exchange.folder.show_round)
    return exchange


def _start(shell: Shell) -> Screen:
    start = StartScreen(shell.session)
    start.founded.connect(shell.founded)
    start.files_asked.connect(lambda: shell.go("baseline"))
    start.notebook_asked.connect(lambda: shell.go("import"))
    return start


def _take_over(shell: Shell) -> Screen:
    from coopledger.desktop.taking_over import TakeOverScreen

    screen = TakeOverScreen(shell.session, shell.group)
    screen.taken.connect(lambda: _taken_over(shell))
    return screen


def _taken_over(shell: Shell) -> None:
    shell.go("book")
    shown = shell.screen_shown
    if isinstance(shown, Screen):
        shown.banner.say(_("This laptop holds the book now. Go on writing in it."), "good")


def _taken_in(shell: Shell, imported: Imported) -> None:
    shell.open_group(imported.group)
    shown = shell.screen_shown
    if isinstance(shown, Screen):
        tone: Tone = "warn" if imported.findings else "good"
        shown.banner.say(imported_words(imported), tone)


_MAKERS: dict[str, Callable[[Shell], Screen]] = {
    "home": _home,
    "group": _group,
    "members": _members,
    "loans": _loans,
    "reports": _reports,
    "book": _book,
    "take_over": _take_over,
    "import": _import,
    "baseline": _baseline,
    "between": _between,
    "settings": _settings,
    "usb": _usb,
    "start": _start,
}
