"""Keeping the draft as it is typed: at once, one save at a time, the latest wins."""

from collections.abc import Callable
from typing import Protocol


class Run(Protocol):
    """Runs a job on the store's thread and answers on the caller's."""

    def __call__(
        self,
        job: Callable[[], None],
        done: Callable[[None], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Run it after all that were asked for before."""


class Autosave:
    """Gives each state of a draft to the store's thread, leaving out those that are overtaken.

    Attributes:
        failed: why the last save failed; None after one that worked.
        answered: called after each save, whether it worked or not.
    """

    def __init__(
        self, run: Run, keep: Callable[[bytes], None], answered: Callable[[], None]
    ) -> None:
        self._run = run
        self._keep = keep
        self.answered = answered
        self._next: bytes | None = None
        self._busy = False
        self._stopped = False
        self.failed: BaseException | None = None

    @property
    def saved(self) -> bool:
        """Whether everything offered so far is known to be on the disk."""
        return not self._busy and self._next is None and self.failed is None

    def offer(self, raw: bytes) -> None:
        """Save this state at once, or right after the save that is under way."""
        self._next = raw
        self._go()

    def again(self) -> None:
        """Try once more what could not be saved."""
        if self.failed is not None:
            self._go()

    def stop(self) -> None:
        """Save nothing more: the draft is about to be sealed."""
        self._stopped = True

    def go_on(self) -> None:
        """Save again: the seal was refused."""
        self._stopped = False
        self._go()

    def _go(self) -> None:
        if self._busy or self._stopped or self._next is None:
            return
        raw, self._next = self._next, None
        self._busy = True

        def failed(problem: BaseException) -> None:
            self._busy, self.failed = False, problem
            if self._next is None:
                self._next = raw
            self.answered()

        self._run(lambda: self._keep(raw), self._done, failed)

    def _done(self, _nothing: None) -> None:
        self._busy, self.failed = False, None
        self._go()
        self.answered()
