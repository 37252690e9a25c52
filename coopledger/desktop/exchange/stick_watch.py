"""Looks every two seconds which sticks are plugged in, while somebody looks at the screen.

On a thread of its own: a stick that dies answers after half a minute, and neither the window nor
the ledger may wait for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

EVERY_MS = 2_000


class Look(QObject):
    """One look at a time. ``seen`` carries what the last one found, on the window's thread."""

    seen = Signal(object)

    def __init__(self, look: Callable[[], Any]) -> None:
        # No parent: the thread must not lose this when a screen goes.
        super().__init__()
        self._look = look
        self._busy = threading.Lock()

    def begin(self) -> None:
        """Look now, unless a look is under way."""
        if self._busy.acquire(blocking=False):
            # A daemon: a look that hangs holds up nobody who closes the window.
            threading.Thread(target=self._run, name="sticks", daemon=True).start()

    def _run(self) -> None:
        try:
            self.seen.emit(self._look())
        finally:
            self._busy.release()

    @property
    def busy(self) -> bool:
        """Whether a look is under way."""
        return self._busy.locked()


class StickWatch(QObject):
    """Says which sticks there are whenever that changes. ``changed`` carries a list of `Stick`."""

    changed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        from coopledger.app import sticks

        super().__init__(parent)
        self._last: object = None
        self._look = Look(lambda: sticks.plugged_in())  # noqa: PLW0108 - looked up at each look
        self._look.seen.connect(self._seen)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._look.begin)

    def start(self) -> None:
        """Look now and from now on."""
        self._look.begin()
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def again(self) -> None:
        """Say again what there is at the next look, changed or not."""
        self._last = None
        self._look.begin()

    def _seen(self, found: object) -> None:
        if found != self._last:
            self._last = found
            self.changed.emit(found)
