"""Records what the store's own SQLite writes and flushes, call by call, in this process.

The driver's library is the shipped one, SQLCipher and all. On Linux it exports SQLite's file layer,
so its ``xOpen`` and ``xDelete``, and each opened file's ``xWrite``, ``xTruncate`` and ``xSync``, go
through here. Every call still does its work; the log says what it was.
"""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple
from unittest import mock

from sqlcipher3 import _sqlite3 as driver

from coopledger.app import heads
from coopledger.store.files import replace

_POINTER = ctypes.c_void_p
_OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int, _POINTER, _POINTER, _POINTER, ctypes.c_int, ctypes.POINTER(ctypes.c_int)
)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_char_p, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, _POINTER, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_int)


class _Methods(ctypes.Structure):
    """``sqlite3_io_methods``, version 3."""

    _fields_ = [
        ("version", ctypes.c_int),
        *[(name, _POINTER) for name in ("close", "read", "write", "truncate", "sync")],
        *[(f"other{number}", _POINTER) for number in range(13)],
    ]


class _File(ctypes.Structure):
    """``sqlite3_file``; what follows is the layer's own."""

    _fields_ = [("methods", ctypes.POINTER(_Methods))]


class _Layer(ctypes.Structure):
    """``sqlite3_vfs`` up to what is changed here."""

    _fields_ = [
        ("version", ctypes.c_int),
        ("size_of_file", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        *[(name, _POINTER) for name in ("next", "name", "data", "open", "delete")],
    ]


Act = Literal["open", "write", "truncate", "sync", "delete", "put", "said"]


class Step(NamedTuple):
    """One thing that happened.

    ``at`` is a write's offset or a truncation's length. ``put`` replaces a whole file through a
    rename that nobody waited for. ``said`` is a confirmation, in ``told``.
    """

    act: Act
    name: str = ""
    at: int = 0
    data: bytes = b""
    told: dict | None = None


@dataclass
class Log:
    """All steps in a folder, in their order."""

    folder: Path
    steps: list[Step] = field(default_factory=list)

    def say(self, told: dict) -> None:
        """Note what was confirmed to the user."""
        self.steps.append(Step("said", told=told))


def why_not_here() -> str:
    """Why nothing can be recorded on this machine; empty if it can."""
    try:
        _library().sqlite3_vfs_find  # noqa: B018 - asked whether it is there
    except (OSError, AttributeError):
        return "the database driver does not export its file layer"
    return ""


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(driver.__file__)


@contextmanager
def recording(folder: Path) -> Iterator[Log]:
    """Record what is written below a folder. Stores opened meanwhile must be closed at the end."""
    log = Log(folder)
    with _tapped(_Taps(log)) as taps, mock.patch.object(heads, "replace", taps.put):
        yield log


@contextmanager
def breaking(act: Callable[[str], int]) -> Iterator[None]:
    """Ask before each write and flush of any store: an answer but 0 is SQLite's code for a fault.

    The store must be opened meanwhile, or before with nothing of it written.
    """
    with _tapped(_Taps(Log(Path("/")), act)):
        yield


@contextmanager
def _tapped(taps: "_Taps") -> Iterator["_Taps"]:
    library = _library()
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Layer)
    layer = library.sqlite3_vfs_find(None).contents
    taps.real_open, taps.real_delete = _OPEN(layer.open), _DELETE(layer.delete)
    before = layer.open, layer.delete
    layer.open = ctypes.cast(taps.open, _POINTER)
    layer.delete = ctypes.cast(taps.delete, _POINTER)
    try:
        yield taps
    finally:
        layer.open, layer.delete = before


class _Taps:
    """The functions put in between; they live as long as the recording."""

    real_open: Callable[..., int]
    real_delete: Callable[..., int]

    def __init__(self, log: Log, act: Callable[[str], int] = lambda _call: 0) -> None:
        self._log, self._act = log, act
        self._names: dict[int, str] = {}
        self._real: dict[int, _Methods] = {}
        self._kept: list[object] = []
        self.open, self.delete = _OPEN(self._open), _DELETE(self._delete)
        self._write_tap, self._truncate_tap = _WRITE(self._write), _TRUNCATE(self._truncate)
        self._sync_tap = _SYNC(self._sync)

    def put(self, path: Path, data: bytes, *, last: bool = True) -> None:
        """`coopledger.store.files.replace`, noted."""
        replace(path, data, last=last)
        self._note(Step("put", str(path.relative_to(self._log.folder)), data=data))

    def _note(self, step: Step) -> None:
        self._log.steps.append(step)

    def _open(self, layer: int, name: int | None, file: int, flags: int, out: object) -> int:
        answer = self.real_open(layer, name, file, flags, out)
        path = Path(ctypes.string_at(name).decode()) if name else Path()
        if answer == 0 and path.is_relative_to(self._log.folder):
            opened = _File.from_address(file)
            methods = _Methods.from_buffer_copy(opened.methods.contents)
            self._names[file] = str(path.relative_to(self._log.folder))
            self._real[file] = _Methods.from_buffer_copy(methods)
            for part, tap in (
                ("write", self._write_tap),
                ("truncate", self._truncate_tap),
                ("sync", self._sync_tap),
            ):
                setattr(methods, part, ctypes.cast(tap, _POINTER))
            opened.methods = ctypes.pointer(methods)
            self._kept.append(methods)
            self._note(Step("open", self._names[file]))
        return answer

    def _delete(self, layer: int, name: bytes, flush: int) -> int:
        answer = self.real_delete(layer, name, flush)
        path = Path(name.decode())
        if answer == 0 and path.is_relative_to(self._log.folder):
            self._note(Step("delete", str(path.relative_to(self._log.folder)), flush))
        return answer

    def _write(self, file: int, data: int, length: int, at: int) -> int:
        answer = self._act("write") or _WRITE(self._real[file].write)(file, data, length, at)
        if answer == 0:
            self._note(Step("write", self._names[file], at, ctypes.string_at(data, length)))
        return answer

    def _truncate(self, file: int, length: int) -> int:
        answer = _TRUNCATE(self._real[file].truncate)(file, length)
        if answer == 0:
            self._note(Step("truncate", self._names[file], length))
        return answer

    def _sync(self, file: int, flags: int) -> int:
        answer = self._act("sync") or _SYNC(self._real[file].sync)(file, flags)
        if answer == 0:
            self._note(Step("sync", self._names[file]))
        return answer
