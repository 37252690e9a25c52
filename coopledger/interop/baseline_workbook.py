"""A baseline in one workbook: the sheets ``group``, ``members``, ``loans`` and ``cash``.

``lenders`` and ``pot`` may be there too.

Only values are read. A formula is refused, because what it shows can change after the officers have
looked at it, and a file that was never calculated shows nothing at all.
"""

import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from coopledger.domain.errors import Refusal
from coopledger.interop.baseline_problems import Problems, Row, Table
from coopledger.interop.baseline_source import OPTIONAL_TABLES, TABLES, Source

GROUP_SHEET = "group"
MAX_BYTES = 64 * 1024 * 1024
"""Of the workbook, and of what it unpacks to."""
MAX_ROWS = 20_000
LONGEST_NUMBER = 18
NAMES = ("name", "kind", "currency", "country")
"""Keys whose value is a text even where it looks like a number."""
LISTS = ("agenda", "allocation", "funds", "places", "fee_percents", "no_exceptions")
"""Rules that are lists: written in one cell with commas between."""
UNREADABLE = (
    AttributeError,
    InvalidFileException,
    KeyError,
    IndexError,
    OSError,
    ParseError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    RuntimeError,
    EOFError,
    zlib.error,
)
"""What the reader raises on a file that is none, or damaged."""


class Cell(Protocol):
    """A cell as the reader gives it; ``data_type`` is ``f`` for a formula, ``e`` for ``#REF!``."""

    @property
    def value(self) -> Any:
        """What it holds."""

    @property
    def data_type(self) -> str:
        """Of what type that is."""

    @property
    def number_format(self) -> str:
        """How it is shown."""


def open_workbook(path: Path, problems: Problems) -> Source:
    """Read the sheets; what can't be read is noted."""
    sheets: dict[str, list[tuple[int, list[str]]]] = {}
    try:
        check_size(path)
        sheets = _sheets(path, problems)
    except Refusal as refusal:
        problems.add(refusal)
    except FileNotFoundError:
        problems.add(Refusal("file_missing", file=path.name, column="", value=str(path)))
    except UNREADABLE:
        problems.add(Refusal("bad_workbook", file=path.name, column="", value=path.name))
    tables = {
        name: _table(path, name, sheets[name], problems)
        for name in (*TABLES, *OPTIONAL_TABLES)
        if name in sheets
    }
    file = _called(path, GROUP_SHEET)
    if GROUP_SHEET not in sheets:
        return Source(None, file, lambda _column: 0, tables)
    lines: dict[str, int] = {}
    group = _nested(sheets[GROUP_SHEET], file, lines, problems)
    return Source(group, file, lambda column: lines.get(column, 1), tables)


def _called(path: Path, sheet: str) -> str:
    return f"{path.name}, {sheet}"


def check_size(path: Path) -> None:
    """Refuse a workbook that is, or unpacks to, more than `MAX_BYTES`."""
    size = path.stat().st_size
    if size <= MAX_BYTES:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    if size > MAX_BYTES:
        raise Refusal("file_too_large", file=path.name, column="", value=size)


def _sheets(path: Path, problems: Problems) -> dict[str, list[tuple[int, list[str]]]]:
    with path.open("rb") as file, warnings.catch_warnings():
        # It warns of styles and extensions that it drops; none of them holds a value.
        warnings.simplefilter("ignore")
        book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
        try:
            names = {sheet.title.strip().casefold(): sheet for sheet in book.worksheets}
            found = {}
            for name in (GROUP_SHEET, *TABLES, *OPTIONAL_TABLES):
                called = _called(path, name)
                if name in names:
                    sheet = names[name]
                    sheet.reset_dimensions()  # what the file says of its size need not be so
                    found[name] = list(_lines(sheet.iter_rows(), called, problems))
                elif name not in OPTIONAL_TABLES:
                    problems.add(Refusal("file_missing", file=called, column="", value=name))
            return found
        finally:
            book.close()


def _lines(
    rows: Iterable[Iterable[Cell]], file: str, problems: Problems
) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, as text, with their numbers."""
    headings: list[str] = []
    for number, row in enumerate(rows, 1):
        if number > MAX_ROWS:
            problems.add(Refusal("file_too_large", file=file, line=number, column="", value=number))
            return
        cells = []
        for index, cell in enumerate(row):
            column = headings[index] if index < len(headings) else ""
            try:
                cells.append(text_of(cell))
            except Refusal as refusal:
                problems.add(refusal, file=file, line=number, column=column)
                cells.append("")
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            headings = headings or cells
            yield number, cells


def text_of(cell: Cell) -> str:
    """A cell as the text that a CSV file would have.

    Raises:
        Refusal: it is a formula, or shows that one failed.
    """
    value = cell.value
    if cell.data_type == "f":
        raise Refusal("formula", value=str(getattr(value, "text", value)))
    if cell.data_type == "e":
        raise Refusal("bad_value", value=str(value))
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value, percent="%" in (cell.number_format or ""))
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _number(value: float, *, percent: bool) -> str:
    """A number as the sheet shows it: 15 figures, and 5 where it says 5 %."""
    exact = Decimal(f"{value:.15g}" if isinstance(value, float) else value)
    text = f"{exact * 100 if percent else exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _table(path: Path, name: str, lines: list[tuple[int, list[str]]], problems: Problems) -> Table:
    file, headings = _called(path, name), lines[0][1] if lines else []
    rows = []
    for number, cells in lines[1:]:
        if len(cells) > len(headings):
            value = ",".join(cells)
            problems.add(Refusal("bad_csv", file=file, line=number, column="", value=value))
            continue
        filled = cells + [""] * (len(headings) - len(cells))
        rows.append(Row(number, dict(zip(headings, filled, strict=True))))
    return Table(file, tuple(headings), tuple(rows))


def _nested(
    rows: list[tuple[int, list[str]]], file: str, lines: dict[str, int], problems: Problems
) -> dict[str, object]:
    """Keys with dots and their values as tables within tables; ``lines`` gets each key's line."""
    found: dict[str, object] = {}
    for line, cells in rows:
        key, text = cells[0], cells[1] if len(cells) > 1 else ""
        if key.casefold() == "key" and line == rows[0][0]:
            continue
        if key in lines:
            problems.add(Refusal("duplicate_key", file=file, line=line, column=key, value=key))
            continue
        lines[key] = line
        *tables, last = key.split(".")
        inner: Any = found
        for table in tables:
            inner = inner.setdefault(table, {})
            if not isinstance(inner, dict):
                problems.add(Refusal("bad_value", file=file, line=line, column=key, value=text))
                break
        else:
            inner[last] = _meant(key, last, text)
    return found


def _meant(key: str, last: str, text: str) -> object:
    if last in LISTS:
        return [part.strip() for part in text.split(",") if part.strip()]
    if text in ("true", "false"):
        return text == "true"
    whole = text.removeprefix("-")
    number = whole.isascii() and whole.isdigit() and len(whole) < LONGEST_NUMBER
    return int(text) if number and key not in NAMES else text
