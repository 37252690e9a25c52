"""Locks the window when nobody has touched it for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from coopledger.desktop.settings import saved_idle_minutes

LOOK_EVERY_MS = 5_000
_MINUTE = 60
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleLock(QObject):
    """Watches one window's keys and touches while a ledger is open.

    Only what the system sends to the window itself is watched: a filter over all events of the
    program would be asked at each paint.

    Args:
        window: the window.
        lock: hides everything.
    """

    def __init__(self, window: QWidget, lock: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._lock = window, lock
        self._timer = QTimer(self, interval=LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._touched = 0.0

    @property
    def watching(self) -> bool:
        """Whether a ledger is open and the time is counted."""
        return self._timer.isActive()

    @property
    def seconds(self) -> float:
        """Since the last key or touch; while nothing is watched, since the machine was started."""
        return time.monotonic() - self._touched if self.watching else time.monotonic()

    def start(self) -> None:
        """Begin to watch."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        self._touched = time.monotonic()
        self._timer.start()

    def stop(self) -> None:
        """Watch no longer."""
        handle = self._window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
        self._timer.stop()

    def look(self, now: float | None = None) -> None:
        """Lock if nobody has been there for as long as Settings say; ``now`` is monotonic."""
        minutes = saved_idle_minutes()
        moment = time.monotonic() if now is None else now
        if minutes and moment - self._touched >= minutes * _MINUTE:
            self._lock()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See Qt."""
        if event.type() in _TOUCHES:
            self.touch()
        return False

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = time.monotonic()
