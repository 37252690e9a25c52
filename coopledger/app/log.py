"""What the program did, for whoever looks after it: codes, counts and times, nothing about people.

Nothing free can be written here. Each function takes an event's own few figures; a refusal is
noted by its code, what nobody foresaw by its type and the lines of our own code, never by its
message, which may hold a name or an amount. The files lie in the system's folder for logs and turn
round: three of 256 kB.
"""

from __future__ import annotations

import logging
import platform
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path, PureWindowsPath
from types import TracebackType

from coopledger import __version__
from coopledger.app.places import log_folder

NAME = "coopledger.log"
BYTES, FILES = 256 * 1024, 3
TAIL = 200
"""Lines that go with a diagnosis."""
_PACKAGE = Path(__file__).resolve().parent.parent
_MOST_CAUSES = 5


def started() -> None:
    """The window was opened."""
    system = f"{platform.system()} {platform.machine()} python {platform.python_version()}"
    _write(f"start {__version__} {system}")


def opened(groups: int) -> None:
    """A ledger was opened that has so many groups."""
    _write(f"opened groups={groups:d}")


def locked() -> None:
    """The window was locked: the ledger is closed."""
    _write("locked")


def refused(code: str) -> None:
    """Something was refused; a code that is none of the program's own is not written."""
    _write(f"refused {known_code(code)}")


def known_code(code: str) -> str:
    """A refusal's code if it is one of the program's own, else ``other``."""
    from coopledger.words.sentences import REFUSALS

    return code if code in REFUSALS else "other"


def checked(found: Mapping[str, int]) -> None:
    """The laptop was looked after; how many checks came out ``good``, ``warn`` and ``bad``."""
    told = " ".join(f"{state}={found.get(state, 0):d}" for state in ("good", "warn", "bad"))
    _write(f"checked {told}")


def updated(act: str, version: str) -> None:
    """A program was put in its place (``apply``) or the one before it came back (``back``)."""
    numbers = ".".join(str(int(part)) for part in version.split(".") if part.isdecimal())
    _write(f"update {_code(act)} {numbers}")


def crashed(
    kind: type[BaseException], problem: BaseException | None, trace: TracebackType | None
) -> None:
    """Something that nobody foresaw."""
    _write("crash " + " | ".join(trace_lines(kind, problem, trace)))


def trace_lines(
    kind: type[BaseException], problem: BaseException | None, trace: TracebackType | None
) -> tuple[str, ...]:
    """What happened and where, without any text of the problem's: types, and lines of our code.

    Steps outside the program are counted, not named: their paths may hold a person's name.
    """
    told = [_type(kind), *_steps(trace)]
    for _count in range(_MOST_CAUSES):
        cause = None if problem is None else problem.__cause__ or problem.__context__
        if cause is None:
            break
        told += [f"after {_type(type(cause))}", *_steps(cause.__traceback__)]
        problem = cause
    return tuple(told)


def tail(lines: int = TAIL) -> tuple[str, ...]:
    """The newest lines, oldest first; none if there is no log or it cannot be read."""
    try:
        with (log_folder() / NAME).open(encoding="ascii", errors="replace") as file:
            return tuple(file.read().splitlines()[-lines:])
    except OSError:
        return ()


def _steps(trace: TracebackType | None) -> Iterator[str]:
    outside = 0
    while trace is not None:
        own = _in_package(trace.tb_frame.f_code.co_filename)
        if own:
            if outside:
                yield f"({outside} outside)"
            yield f"{own}:{trace.tb_lineno}"
            outside = 0
        else:
            outside += 1
        trace = trace.tb_next
    if outside:
        yield f"({outside} outside)"


def _in_package(file: str) -> str:
    """A file of the program's own code from the package on; empty for any other."""
    path = Path(file)
    if path.is_relative_to(_PACKAGE):
        return path.relative_to(_PACKAGE.parent).as_posix()
    frozen = PureWindowsPath(file)  # a built program has no folder before it; either stroke
    return frozen.as_posix() if frozen.parts[:1] == (_PACKAGE.name,) else ""


def _type(kind: type[BaseException]) -> str:
    return _code(kind.__name__)


def _code(text: str) -> str:
    return text if text.isascii() and text.isidentifier() and len(text) <= 64 else "other"


def _write(line: str) -> None:
    _logger(log_folder()).info("%s", line)


@cache
def _logger(place: Path) -> logging.Logger:
    from logging.handlers import RotatingFileHandler
    from time import gmtime

    class Quiet(RotatingFileHandler):
        """A log that cannot be written stops nobody."""

        def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
            """Say nothing: standard error is the person's."""

    # Of our own, unknown to getLogger: no library writes into it.
    made = logging.Logger("coopledger", logging.INFO)  # noqa: LOG001
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        made.addHandler(logging.NullHandler())
        return made
    handler = Quiet(place / NAME, "a", BYTES, FILES - 1, "ascii", delay=True, errors="replace")
    form = logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    form.converter = gmtime
    handler.setFormatter(form)
    made.addHandler(handler)
    return made
