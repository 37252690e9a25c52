"""The book as a spreadsheet (XLSX): what an office works on with filters and sums of its own.

Amounts are numbers in whole units, shown with the currency's decimals; days are dates; every text
is written as text, so that none can run as a formula. The same book gives the same bytes.
"""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from coopledger.interop.export.amounts import one_line
from coopledger.interop.export.sheets import Column, Sheet, sheets
from coopledger.interop.export.whole_book import WholeBook
from coopledger.interop.export.wording import heading

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_PLAIN_TEXT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_TITLE_LIMIT = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'"))
_WIDEST = 48
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def write_xlsx(whole: WholeBook) -> bytes:
    """The book as an XLSX file."""
    return write_sheets(sheets(whole), heading(whole), whole.currency.decimals, whole.last_day)


def write_sheets(
    tables: Iterable[Sheet], about: Sequence[str], decimals: int, made: str, *, rtl: bool = False
) -> bytes:
    """Tables as an XLSX file.

    Args:
        tables: one sheet each.
        about: lines that say what they are; the first is the title.
        decimals: of the currency.
        made: ISO day for the file's own data: its clock would make each file differ.
        rtl: whether the first column stands at the right.
    """
    import xlsxwriter

    raw = io.BytesIO()
    with xlsxwriter.Workbook(raw, _PLAIN_TEXT) as file:
        created = datetime.fromisoformat(made)
        file.set_properties(
            {"title": about[0], "comments": "\n".join(about[1:]), "created": created}
        )
        formats = _formats(file, decimals)
        titles: set[str] = set()
        for sheet in tables:
            page = file.add_worksheet(_title(sheet.title, titles))
            page.set_header("&L&A&R" + about[0].replace("&", "&&"))
            if rtl:
                page.right_to_left()
            _fill(page, sheet, formats, decimals)
    return raw.getvalue()


def _title(text: str, taken: set[str]) -> str:
    base = one_line(text.translate(_NOT_IN_TITLES))[:_TITLE_LIMIT] or "1"
    title, again = base, 1
    while title.casefold() in taken:
        again += 1
        title = f"{base[: _TITLE_LIMIT - 3]} {again}"
    taken.add(title.casefold())
    return title


def _formats(file: "Workbook", decimals: int) -> dict[str, Any]:
    money = "#,##0" + ("." + "0" * decimals if decimals else "")
    return {
        "heading": file.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        "text": file.add_format({"num_format": "@"}),
        "number": file.add_format({"num_format": "0"}),
        "money": file.add_format({"num_format": f"{money};[Red]-{money}"}),
        "day": file.add_format({"num_format": "yyyy-mm-dd"}),
    }


def _fill(page: "Worksheet", sheet: Sheet, formats: dict[str, Any], decimals: int) -> None:
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, one_line(column.heading), formats["heading"])
        width = max(len(column.heading), *_lengths(sheet.rows, place), 6)
        page.set_column(place, place, min(width, _WIDEST) + 2)
    for line, row in enumerate(sheet.rows, 1):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _write(page, (line, place), column, value, formats[column.kind], decimals)
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _lengths(rows: Iterable[Sequence[str | int]], place: int) -> list[int]:
    return [len(str(row[place])) for row in rows] or [0]


def _write(
    page: "Worksheet",
    cell: tuple[int, int],
    column: Column,
    value: str | int,
    shown: Any,
    decimals: int,
) -> None:
    if value == "":
        return
    if column.kind == "money" and isinstance(value, int):
        page.write_number(*cell, Decimal(value).scaleb(-decimals), shown)
    elif column.kind == "number" and isinstance(value, int):
        page.write_number(*cell, value, shown)
    elif column.kind == "day" and _DAY.fullmatch(str(value)):
        page.write_datetime(*cell, date.fromisoformat(str(value)), shown)
    else:
        page.write_string(*cell, one_line(str(value)), shown)
