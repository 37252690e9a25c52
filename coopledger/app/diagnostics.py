"""What is saved for the helper who looks after the program: one text, shown before it is saved.

It holds versions, the system, the screen and language, the doctor's rows by their codes, the end
of the log, and where the program stumbled. No name, amount, note, secret, or path: of the rows'
figures only numbers go in.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from coopledger import __released__, __version__
from coopledger.app import log
from coopledger.app.check import Check
from coopledger.domain.errors import Refusal
from coopledger.ledger.page import FORMAT
from coopledger.store.files import replace
from coopledger.store.tables import SCHEMA
from coopledger.words.catalog import current_language


class Around(msgspec.Struct, frozen=True):
    """What the window adds.

    Attributes:
        screen: the screen in front, by its name in the code.
        look: and text size.
        room: of the window and of the display, in pixels.
        qt: its version and platform.
    """

    screen: str = ""
    look: str = ""
    room: str = ""
    qt: str = ""


def diagnosis(
    checks: Sequence[Check],
    around: Around | None = None,
    trace: Sequence[str] = (),
    now: datetime | None = None,
) -> str:
    """The text. ``trace`` is of `log.trace_lines`; ``now`` stands in its first line."""
    moment = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%MZ")
    lines = [f"CoopLedger diagnosis 1, {moment}", "", *_system()]
    if around is not None:
        told = msgspec.to_builtins(around)
        lines += [f"{name}: {value}" for name, value in told.items() if value]
    if trace:
        lines += ["", "[stumbled]", *trace]
    lines += ["", "[checks]", *(_row(each) for each in checks)]
    lines += ["", "[log]", *log.tail()]
    return "\n".join(lines) + "\n"


def save(text: str, file: Path) -> None:
    """Write the text, whole or not at all.

    Raises:
        Refusal: `not_writable`, or `diagnosis_exists`: a file of that name is there.
    """
    try:
        there = file.exists()
    except OSError as problem:
        raise Refusal("not_writable", value=str(file), reason=problem.strerror or "") from None
    if there:
        raise Refusal("diagnosis_exists", value=str(file))
    replace(file, text.encode())


def suggested_name(now: datetime | None = None) -> str:
    """A name for the file."""
    return f"coopledger-diagnosis-{(now or datetime.now(UTC)).strftime('%Y%m%d-%H%M%S')}.txt"


def _system() -> Iterator[str]:
    yield f"program: {__version__} of {__released__}, schema {SCHEMA}, format {FORMAT}"
    yield f"system: {platform.system()} {platform.release()} {platform.machine()}"
    yield f"python: {platform.python_version()}"
    yield f"language: {current_language()}"


def _row(check: Check) -> str:
    figures = {
        name: value
        for name, value in check.params.items()
        if isinstance(value, int) and not isinstance(value, bool) and name in _FIGURES
    }
    told = " ".join(f"{name}={value}" for name, value in figures.items())
    refused = str(check.params.get("refusal", ""))
    if refused:
        told = f"{told} refused={log.known_code(refused)}".strip()
    return f"{check.key} {check.state} {check.code} {told}".rstrip()


_FIGURES = frozenset({"count", "free", "size", "schema", "page"})
"""Figures of rows that are about files and machines, never about money."""
