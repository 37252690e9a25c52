"""The way on where too few officers are here: the act's page waits for the others' seals."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal

from coopledger.app.proposed import Proposed, propose
from coopledger.desktop.session import Session
from coopledger.desktop.widgets import Button
from coopledger.words.catalog import _


class WaitButton(Button):
    """Offered while fewer PINs are typed than the rules ask for, in a cooperative alone.

    Elsewhere no other laptop could seal the page. Whoever uses it says when PINs are short.

    Signals:
        waits: the page of the group's book (its id) waits now; see the approvals screen.
    """

    waits = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__("wait_for_others", _("Wait for the other officers"), "save")
        self._session = session
        self._others = self._short = False
        self.hide()
        session.background.run(session.ledger.store.registry_id, self._show_others)

    def offer(self, *, short: bool) -> None:
        """Show it where PINs are short."""
        self._short = short
        self.setVisible(self._others and short)

    def _show_others(self, registry: str) -> None:
        self._others = bool(registry)
        self.offer(short=self._short)

    def let_wait(
        self, group: str, act: Callable[[], object], failed: Callable[[BaseException], None]
    ) -> None:
        """Do an act with the officers who are here, and let its page wait; see `propose`.

        Args:
            group: the book's id.
            act: writes one page; called on the ledger's thread.
            failed: gets what was raised, as when a PIN is wrong.
        """
        ledger = self._session.ledger
        self.setEnabled(False)
        self._session.background.run(
            lambda: propose(ledger, group, act),
            partial(self._done, group),
            partial(self._refused, failed),
        )

    def _done(self, group: str, _waiting: Proposed | None) -> None:
        self.setEnabled(True)
        self.waits.emit(group)

    def _refused(self, failed: Callable[[BaseException], None], problem: BaseException) -> None:
        self.setEnabled(True)
        failed(problem)
