"""Keeping the draft as it is typed: at once, at most one save waiting, the latest wins."""

from collections.abc import Callable
from threading import Lock
from typing import Protocol


class Run(Protocol):
    """Runs a job on the store's thread and answers on the caller's."""

    def __call__(
        self,
        job: Callable[[], int],
        done: Callable[[int], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Run it after all that were asked for before."""


class Autosave:
    """Gives each state of a draft to the store's thread, leaving out those that are overtaken.

    A save takes the newest state when its turn comes, so a job that waits is never out of date,
    and a window that closes only has to let the store's thread finish.

    Attributes:
        answered: called after each save, whether it worked or not.
        failed: why the last save failed; None after one that worked.
    """

    def __init__(
        self, run: Run, keep: Callable[[bytes], None], answered: Callable[[], None]
    ) -> None:
        self.answered = answered
        self.failed: BaseException | None = None
        self._run, self._keep = run, keep
        self._lock = Lock()
        self._newest: bytes | None = None
        self._offered = self._confirmed = 0
        self._waiting = self._stopped = False

    @property
    def saved(self) -> bool:
        """Whether everything offered so far is known to be on the disk."""
        return self._confirmed == self._offered

    def offer(self, raw: bytes) -> None:
        """Save this state as soon as the store's thread is free."""
        with self._lock:
            self._newest = raw
            self._offered += 1
        self._ask()

    def again(self) -> None:
        """Try once more what could not be saved."""
        if not self.saved:
            self._ask()

    def stop(self) -> None:
        """Save nothing more: the draft is about to become a page."""
        with self._lock:
            self._stopped = True

    def go_on(self) -> None:
        """Save again: the seal was refused."""
        with self._lock:
            self._stopped = False
        self.again()

    def _ask(self) -> None:
        with self._lock:
            if self._waiting or self._stopped:
                return
            self._waiting = True
        self._run(self._save, self._done, self._fail)

    def _save(self) -> int:
        """Save the newest state; on the store's thread."""
        with self._lock:
            raw, number = self._newest, self._offered
            self._waiting = False
            if self._stopped or raw is None:
                return self._confirmed
        self._keep(raw)
        return number

    def _done(self, number: int) -> None:
        self._confirmed, self.failed = max(self._confirmed, number), None
        self.answered()

    def _fail(self, problem: BaseException) -> None:
        self.failed = problem
        self.answered()
