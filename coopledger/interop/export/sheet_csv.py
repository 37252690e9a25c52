"""Tables as CSV, one below the other with an empty line between; see `journal_csv` for the form."""

import csv
import io
from collections.abc import Iterable

from coopledger.domain.money import plain
from coopledger.interop.export.journal_csv import safe
from coopledger.interop.export.sheets import Sheet


def write_csv_sheets(tables: Iterable[Sheet], decimals: int) -> bytes:
    """The tables under their headings; each under its title, where there are several.

    Amounts are plain decimals of the currency, days ISO dates.
    """
    found = list(tables)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for place, sheet in enumerate(found):
        if place:
            writer.writerow([])
        if len(found) > 1:
            writer.writerow([safe(sheet.title)])
        writer.writerow([safe(column.heading) for column in sheet.columns])
        for row in sheet.rows:
            cells = zip(sheet.columns, row, strict=True)
            writer.writerow([_cell(column.kind, value, decimals) for column, value in cells])
    return text.getvalue().encode("utf-8-sig")


def _cell(kind: str, value: str | int, decimals: int) -> str:
    if isinstance(value, int):
        return plain(value, decimals) if kind == "money" else str(value)
    return safe(value)
