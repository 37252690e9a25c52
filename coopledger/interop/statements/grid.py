"""A statement's file as rows of texts, whatever it is: CSV, a workbook, or HTML called ``.xls``.

What a file is, its first bytes say; its name may say something else.
"""

import csv
import io
import warnings
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import msgspec

from coopledger.domain.errors import Refusal
from coopledger.interop.baseline_workbook import MAX_ROWS, UNREADABLE, check_size, text_of
from coopledger.interop.notebook import read_text

SEPARATORS = (",", ";", "\t", "|")
MAX_COLUMNS = 200
MAX_CELL = 1000


class GridRow(msgspec.Struct, frozen=True):
    """One row that holds something: its line in the file (the first is 1) and its cells."""

    line: int
    cells: tuple[str, ...]


def read_grid(path: Path) -> list[GridRow]:
    """The rows of a file, stripped; empty rows are left out.

    Raises:
        Refusal: it is missing, too large, or none of the kinds that are known.
    """
    try:
        with path.open("rb") as file:
            begin = file.read(512)
    except OSError:
        raise Refusal("file_missing", file=path.name, value=str(path)) from None
    if begin.startswith(b"PK\x03\x04"):
        rows = _workbook(path)
    elif begin.startswith(b"%PDF") or b"\0" in begin:
        raise Refusal("statement_unreadable", file=path.name, value=path.suffix)
    else:
        text = read_text(path)
        rows = _html(text) if "<table" in text.casefold() else _csv(text)
    if len(rows) > MAX_ROWS:
        raise Refusal("file_too_large", file=path.name, value=len(rows))
    return rows


def _row(line: int, cells: list[str]) -> GridRow | None:
    kept = tuple(_plain(cell) for cell in cells[:MAX_COLUMNS])
    return GridRow(line, kept) if any(kept) else None


def _plain(cell: str) -> str:
    """A cell without the ``="…"`` by which some programs keep a number a text."""
    text = cell.replace("\0", "").strip()[:MAX_CELL]
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1].strip()
    return text


def _csv(text: str) -> list[GridRow]:
    """Rows of the separator that cuts the text into the most even table."""
    tables = [_split(text, separator) for separator in SEPARATORS]
    return max(tables, key=lambda rows: sum(len(row.cells) > 2 for row in rows))


def _split(text: str, separator: str) -> list[GridRow]:
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
    found, begin = [], 1
    try:
        for cells in reader:
            line, begin = begin, reader.line_num + 1
            if (row := _row(line, cells)) is not None:
                found.append(row)
    except csv.Error:
        return []  # a cell without end: it is not cut by this separator
    return found


def _workbook(path: Path) -> list[GridRow]:
    """The rows of the sheet that holds most of them."""
    from openpyxl import load_workbook

    sheets: list[list[GridRow]] = [[]]
    try:
        check_size(path)
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that hold no value
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = []
                for number, cells in enumerate(sheet.iter_rows(), 1):
                    if number > MAX_ROWS:
                        raise Refusal("file_too_large", file=path.name, value=number)
                    row = _row(number, [text_of(cell) for cell in cells])
                    rows += [row] if row else []
                sheets.append(rows)
            book.close()
    except (*UNREADABLE, zipfile.LargeZipFile):
        raise Refusal("bad_workbook", file=path.name, value=path.name) from None
    return max(sheets, key=len)


class _Tables(HTMLParser):
    """The rows of all tables, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[GridRow] = []
        self._cells: list[str] | None = None
        self._text: list[str] | None = None
        self._line = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "tr":
            self._end_row()
            self._cells, self._line = [], self.getpos()[0]
        elif tag in ("td", "th"):
            self._end_cell()
            self._text = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._end_row()

    def _end_cell(self) -> None:
        if self._text is not None and self._cells is not None:
            self._cells.append(" ".join("".join(self._text).split()))
        self._text = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._cells and (row := _row(self._line, self._cells)):
            self.rows.append(row)
        self._cells = None


def _html(text: str) -> list[GridRow]:
    tables = _Tables()
    tables.feed(text)
    tables.close()
    return tables.rows
