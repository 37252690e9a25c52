"""Where a baseline's tables come from: a folder of CSV files or the sheets of one workbook."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from coopledger.domain.errors import Refusal
from coopledger.interop.baseline_problems import Problems, Row, Table
from coopledger.interop.notebook import read_text
from coopledger.interop.toml_lines import line_of, parse

TABLES = ("members", "loans", "cash")
OPTIONAL_TABLES = ("lenders", "pot")
"""Tables that only some groups need."""
GROUP_FILE = "group.toml"


class Source(msgspec.Struct, frozen=True):
    """What was read before anything is understood.

    Attributes:
        group: the keys of ``group.toml``, tables within tables; None where it can't be read.
        group_file: how it is called in a problem.
        line_of: the line of a key such as ``constitution.share_price``.
        tables: those of `TABLES` and `OPTIONAL_TABLES` that could be read.
    """

    group: dict[str, object] | None
    group_file: str
    line_of: Callable[[str], int]
    tables: dict[str, Table]


def open_source(path: Path, problems: Problems) -> Source:
    """Read a folder or a workbook; what can't be read is noted."""
    if path.suffix.lower() == ".xlsx":
        from coopledger.interop.baseline_workbook import open_workbook

        return open_workbook(path, problems)
    if not path.is_dir():
        code = "bad_workbook" if path.exists() else "file_missing"
        problems.add(Refusal(code, file=path.name, column="", value=str(path)))
        return Source(None, path.name, lambda _column: 1, {})
    group, text = _group(path / GROUP_FILE, problems)
    tables = {}
    there = [name for name in OPTIONAL_TABLES if (path / f"{name}.csv").exists()]
    for name in (*TABLES, *there):
        table = _table(path / f"{name}.csv", problems)
        if table is not None:
            tables[name] = table

    def line(column: str) -> int:
        table, _, key = column.partition(".")
        if not key:
            return line_of(text, "", table)
        nested, _, inner = key.partition(".")
        return line_of(text, f"{table}.{nested}", inner) if inner else line_of(text, table, key)

    return Source(group, GROUP_FILE, line, tables)


def _group(path: Path, problems: Problems) -> tuple[dict[str, object] | None, str]:
    try:
        text = read_text(path)
        return parse(text, GROUP_FILE), text
    except Refusal as refusal:
        problems.add(_without_column(refusal))
    return None, ""


def _without_column(refusal: Refusal) -> Refusal:
    """`read_text` names a notebook's columns, which these files don't have."""
    params = {**refusal.params, "column": ""}
    return Refusal(refusal.code, **params)


def _table(path: Path, problems: Problems) -> Table | None:
    try:
        text = read_text(path)
    except Refusal as refusal:
        problems.add(_without_column(refusal))
        return None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        problems.add(Refusal("bad_csv", file=path.name, line=line, column="", value="\\0"))
        return None
    lines = _lines(text, path.name, problems)
    _line, headings = next(lines, (1, []))
    rows: list[Row] = []
    for number, cells in lines:
        if len(cells) != len(headings):
            column = headings[min(len(cells), len(headings)) - 1] if headings else ""
            place = {"file": path.name, "line": number, "column": column}
            problems.add(Refusal("bad_csv", value=",".join(cells), **place))
        else:
            rows.append(Row(number, dict(zip(headings, cells, strict=True))))
    return Table(path.name, tuple(headings), tuple(rows))


def _lines(text: str, file: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, with the number of the line where each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begin = 1
    try:
        for cells in reader:
            line, begin = begin, reader.line_num + 1
            if any(cell.strip() for cell in cells):
                yield line, [cell.strip() for cell in cells]
    except csv.Error as problem:
        problems.add(Refusal("bad_csv", file=file, line=begin, column="", value=str(problem)))
