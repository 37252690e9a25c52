"""One thread for the ledger, so that the window never waits for the disk or for arithmetic.

The store has one connection, so all its work runs on one thread, in the order in which it was
asked for. Answers come back on the window's thread, through one queued signal.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""

_TURN = 0.0005
"""Seconds that a thread goes on while another one waits for its turn."""
_BETWEEN_REPORTS = 0.05
"""Seconds: more than twenty steps a second nobody sees."""


class Stopped(Exception):  # noqa: N818 - not a fault: somebody pressed Stop
    """A long job was stopped; what it had not finished, it did not do."""


class Job:
    """A job that is under way. ``stop`` asks it to end at its next step."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def stop(self) -> None:
        """Ask the job to end; its ``failed`` then gets `Stopped`."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether it was asked to end."""
        return self._stop.is_set()


def _ignore(_result: object) -> None:
    """Take an answer that nobody waits for."""


def report_unexpected(problem: BaseException) -> None:
    """Hand what nobody expected to the program's one dialog (`sys.excepthook`)."""
    sys.excepthook(type(problem), problem, problem.__traceback__)


class Background(QObject):
    """The ledger's own thread.

    ``done`` and ``failed`` are called on the window's thread. When they are methods of a widget
    that is gone by then, or a `functools.partial` over one, they are not called at all.
    """

    _answers = Signal(object)

    def __init__(self) -> None:
        # No parent: a window that goes must not take this away from under the thread.
        super().__init__()
        # Python lets a busy thread go on for 5 ms each time another one asks for its turn: a
        # screen that is painted while the ledger is searched would stand still for 50 ms.
        sys.setswitchinterval(_TURN)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")
        self._jobs: set[Job] = set()
        self._waiting = 0
        self._closed = False
        self._answers.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def idle(self) -> bool:
        """Whether every job is done and every answer delivered."""
        return self._waiting == 0

    def run(
        self,
        job: Callable[[], T],
        done: Callable[[T], None] = _ignore,
        failed: Callable[[BaseException], None] = report_unexpected,
    ) -> None:
        """Run a job on the ledger's thread after all that were asked for before.

        Args:
            job: called on the ledger's thread; it touches no widget.
            done: gets the result.
            failed: gets what was raised, a `Refusal` too; without it, the program's dialog does.
        """
        self._waiting += 1
        self._pool.submit(self._work, job, done, failed)

    def run_long(
        self,
        job: Callable[[Progress], T],
        done: Callable[[T], None] = _ignore,
        failed: Callable[[BaseException], None] = report_unexpected,
        progress: Progress = lambda _done, _of: None,
    ) -> Job:
        """Run a job that tells how far it is, and can be stopped between its steps.

        Args:
            job: gets a function to call with (done, of) at each step. After ``stop`` that
                function raises `Stopped`: call it only where nothing is half written.
            done: see `run`.
            failed: see `run`; gets `Stopped` when the job was stopped.
            progress: called on the window's thread, at most twenty times a second.
        """
        handle = Job()
        self._jobs.add(handle)
        last = 0.0

        def step(count: int, of: int) -> None:
            nonlocal last
            if handle.stopping:
                raise Stopped
            now = time.monotonic()
            if now - last >= _BETWEEN_REPORTS or count == of:
                last = now
                self._answers.emit(lambda: _call(progress, count, of))

        def work() -> T:
            try:
                return job(step)
            finally:
                self._jobs.discard(handle)

        self.run(work, done, failed)
        return handle

    def close(self, last: Callable[[], object] = lambda: None) -> None:
        """Stop long jobs, let the others finish, run ``last`` after them, end the thread.

        No answer is delivered any more. A second call does nothing.
        """
        if self._closed:
            return
        self._closed = True
        for handle in list(self._jobs):
            handle.stop()
        self._pool.submit(last)
        self._pool.shutdown(wait=True)
        self._answers.disconnect(self._deliver)

    def _work(
        self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[..., None]
    ) -> None:
        try:
            result = job()
        except BaseException as problem:
            _note(problem)
            # The variable is cleared at the end of this clause, before the answer is read.
            told = problem
            self._answers.emit(lambda: self._finish(failed, told))
        else:
            self._answers.emit(lambda: self._finish(done, result))

    def _finish(self, answer: Callable[..., None], value: object) -> None:
        self._waiting -= 1
        _call(answer, value)

    @Slot(object)
    def _deliver(self, answer: Callable[[], None]) -> None:
        if not self._closed:  # what was on its way when the window closed is still handed over
            answer()


def _note(problem: BaseException) -> None:
    """Let the log know that something was refused, by its code."""
    from coopledger.app import log
    from coopledger.domain.errors import Refusal

    if isinstance(problem, Refusal):
        log.refused(problem.code)


def _call(answer: Callable[..., None], *values: object) -> None:
    if all(isValid(each) for each in _widgets_of(answer)):
        answer(*values)


def _widgets_of(answer: Callable[..., None]) -> Iterator[QObject]:
    """The Qt objects that an answer would touch: its own, and those bound to it by `partial`."""
    if isinstance(answer, partial):
        yield from _widgets_of(answer.func)
        yield from (each for each in answer.args if isinstance(each, QObject))
    owner = getattr(answer, "__self__", None)
    if isinstance(owner, QObject):
        yield owner
