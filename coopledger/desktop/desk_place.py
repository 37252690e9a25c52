"""The meeting desk in the window: opened over the draft, put away before others write into it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Callable

    from coopledger.app.copy_desk import OpenedCopy
    from coopledger.app.desk import OpenedDesk
    from coopledger.desktop.desk.screen import DeskScreen
    from coopledger.desktop.session import Failed
    from coopledger.desktop.shell import Shell


class DeskPlace(QObject):
    """The desk of the group at hand, if one is open.

    Attributes:
        screen: the open one, or None.
    """

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)  # no answer comes after the shell is gone
        self.screen: DeskScreen | None = None
        self._shell = shell

    @property
    def kept(self) -> bool:
        """Whether what was typed is known to be on the disk."""
        return self.screen is None or self.screen.autosave.saved

    def keep(self) -> None:
        """Keep what is typed."""
        if self.screen is not None:
            self.screen.autosave.again()

    def open(self) -> None:
        """Go to the desk; it is opened first if it is not."""
        if self.screen is not None:
            self._shell.put_desk(self.screen)
            return
        from coopledger.app.copy_desk import open_here

        session, group = self._shell.session, self._shell.group
        today = date.today().isoformat()  # noqa: DTZ011 - the day where the people are
        session.background.run(
            lambda: open_here(session.ledger, group, today),
            partial(self._opened, group, session.drafted),
            self._shell.refused,
        )

    def _opened(self, group: str, drafted: int, opened: OpenedDesk | OpenedCopy) -> None:
        shell = self._shell
        if group != shell.group:
            return  # somebody went to another group meanwhile
        if drafted != shell.session.drafted or self.screen is not None:
            self.open()  # the draft was written elsewhere after it was read, or asked for twice
            return
        from coopledger.app.desk import OpenedDesk
        from coopledger.desktop.desk.copy_screen import CopyDeskScreen
        from coopledger.desktop.desk.screen import DeskScreen

        desk: DeskScreen
        if isinstance(opened, OpenedDesk):
            desk = DeskScreen(opened, shell.session.background)
        else:
            desk = copy = CopyDeskScreen(opened, shell.session.background)
            copy.done.connect(self._leave_saying)
        self.screen = desk
        desk.sealed.connect(self._sealed)
        desk.left.connect(self._leave)
        shell.put_desk(desk)

    def put_away(self, then: Callable[[], None], failed: Failed) -> None:
        """Close the desk, once all that was typed at it is on the disk."""
        desk = self.screen
        if desk is None:
            then()
        elif desk.autosave.saved:
            there = self._shell.place == "meeting"
            self._shell.drop_desk()
            then()
            if there:
                self.open()
        else:
            desk.autosave.again()
            again = partial(self._kept, then, failed)
            self._shell.session.background.run(lambda: None, again)

    def _kept(self, then: Callable[[], None], failed: Failed, _done: None) -> None:
        desk = self.screen
        if desk is not None and desk.autosave.failed is not None:
            failed(desk.autosave.failed)  # the desk alone has what was typed
        else:
            self.put_away(then, failed)

    def _leave(self) -> None:
        self._shell.go("group")
        self._shell.drop_desk()

    def _leave_saying(self, told: str) -> None:
        self._leave()
        self._shell.say(told)

    def _sealed(self, sealed: object) -> None:
        self._shell.drop_desk()
        self._shell.show_sealed(getattr(sealed, "meeting", None))
