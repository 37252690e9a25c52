"""TOML texts, and where a key stands in one: the parser keeps no line numbers."""

import re
import tomllib

from coopledger.domain.errors import Refusal


def line_of(text: str, table: str, key: str, index: int = 0) -> int:
    """The line (the first is 1) of a key in a table, or of the table's heading where it lacks it.

    Args:
        text: the file's text.
        table: the table's name, empty for the keys before the first table.
        key: the key, or empty for the table itself.
        index: which of several ``[[table]]`` blocks, from 0.
    """
    lines = text.splitlines()
    if not table and (heading := _heading(lines, key, index)):
        return heading
    begin = _heading(lines, table, index)
    end = next(
        (n for n in range(begin, len(lines)) if n >= begin and re.match(r"\s*\[", lines[n])),
        len(lines),
    )
    pattern = rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=.]"
    found = next((n for n in range(begin, end) if key and re.match(pattern, lines[n])), begin - 1)
    return max(found, 0) + 1


def _heading(lines: list[str], table: str, index: int) -> int:
    """Index of the line after a table's heading; 0 for the keys before the first table."""
    if not table:
        return 0
    pattern = rf"\s*\[+\s*{re.escape(table)}\s*\]"
    headings = [n for n, line in enumerate(lines) if re.match(pattern, line)]
    return headings[min(index, len(headings) - 1)] + 1 if headings else 0


def parse(text: str, file: str) -> dict[str, object]:
    """The tables of a TOML text.

    Raises:
        Refusal: `bad_toml`, with the line where it goes wrong.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        told = re.search(r"line (\d+)", str(problem))
        line = int(told[1]) if told else max(len(text.splitlines()), 1)
        raise Refusal("bad_toml", file=file, line=line, column="", value=str(problem)) from None
