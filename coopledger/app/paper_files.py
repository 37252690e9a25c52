"""Papers as files: PDF, or the tables in them as CSV or XLSX."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.paper_kinds import Made, Picked, make
from coopledger.domain.errors import Refusal
from coopledger.interop.export.sheet_csv import write_csv_sheets
from coopledger.interop.export.sheets import Column as SheetColumn
from coopledger.interop.export.sheets import Sheet
from coopledger.interop.export.workbook import write_sheets
from coopledger.reports.document import (
    AnyBlock,
    ColumnKind,
    Document,
    Heading,
    KeepTogether,
    PaperSize,
    Row,
    Table,
)
from coopledger.reports.files import Progress, save_all_pdf
from coopledger.reports.sheet import footer
from coopledger.store.files import replace

FileKind: TypeAlias = Literal["pdf", "csv", "xlsx"]

_KINDS: dict[ColumnKind, Literal["text", "number", "money", "day"]] = {
    "number": "number",
    "money": "money",
    "date": "day",
}
_EARLY = "2000-01-01"


class SavedPaper(msgspec.Struct, frozen=True):
    """Papers that were saved.

    Attributes:
        file: where they lie.
        pages: of a PDF; tables of a spreadsheet.
        page_hash: hash of the book's page that they tell of, as hex digits.
    """

    file: Path
    pages: int
    page_hash: str


def file_kind(out: Path) -> FileKind:
    """What a file is to be, by the end of its name: a spreadsheet, or else PDF."""
    match out.suffix.lower():
        case ".csv":
            return "csv"
        case ".xlsx":
            return "xlsx"
        case _:
            return "pdf"


def save(
    ledger: Ledger,
    group: str,
    kind: str,
    out: Path,
    picked: Picked = Picked(),  # noqa: B008 - frozen
    paper: PaperSize | None = None,
) -> SavedPaper:
    """Make papers of a kind and save them; the end of the file's name says as what.

    Raises:
        Refusal: as `paper_kinds.make`; `not_writable`; `no_table`.
    """
    return save_made(ledger, make(ledger, group, kind, picked, paper), out)


def save_made(
    ledger: Ledger, made: Made, out: Path, progress: Progress = lambda _done, _of: None
) -> SavedPaper:
    """Save papers that were made; see `save`. ``progress`` is told after each of them."""
    ledger.spare(out)
    kind = file_kind(out)
    if kind == "pdf":
        return SavedPaper(out, _pdf(made, out, progress), made.head.page_hash)
    tables = [sheet for document in made.documents for sheet in sheets_of(document)]
    if not tables:
        raise Refusal("no_table")
    decimals, first = made.head.currency.decimals, made.documents[0]
    if kind == "csv":
        replace(out, write_csv_sheets(tables, decimals))
    else:
        about = [first.title, first.subtitle, *footer(made.head).split("\n")]
        rtl = first.direction == "rtl"
        replace(out, write_sheets(tables, about, decimals, _day(made), rtl=rtl))
    return SavedPaper(out, len(tables), made.head.page_hash)


def _pdf(made: Made, out: Path, progress: Progress) -> int:
    try:
        return save_all_pdf(made.documents, out, progress=progress)
    except OSError as problem:
        raise Refusal("not_writable", value=str(out), reason=problem.strerror or "") from None


def _day(made: Made) -> str:
    days = [each.day for each in made.head.earlier if each.day]
    return max(days, default=_EARLY)


def sheets_of(document: Document) -> list[Sheet]:
    """The tables of a paper, each under the heading above it; columns to sign in are left out."""
    return list(_sheets(document.blocks, [document.title]))


def _sheets(blocks: Iterable[AnyBlock], headings: list[str]) -> Iterator[Sheet]:
    """``headings`` has the one above at its end, also after a block that holds others."""
    for block in blocks:
        match block:
            case Heading():
                headings.append(block.text)
            case KeepTogether():
                yield from _sheets(block.blocks, headings)
            case Table():
                yield _sheet(block, headings[-1])


def _sheet(table: Table, title: str) -> Sheet:
    kept = [n for n, column in enumerate(table.columns) if column.kind != "blank"]
    grouped = any(row.kind == "group" for row in table.rows)
    columns = [
        SheetColumn(table.columns[n].header, _KINDS.get(table.columns[n].kind, "text"))
        for n in kept
    ]
    if grouped:
        columns.insert(0, SheetColumn(""))
    rows, group = [], ""
    for row in table.rows:
        if row.kind == "group":
            group = row.cells[0]
            continue
        cells = [_value(row, n) for n in kept]
        rows.append((group, *cells) if grouped else tuple(cells))
    return Sheet(title, tuple(columns), tuple(rows))


def _value(row: Row, at: int) -> str | int:
    found: Sequence[int | str | None] = row.values or row.cells
    value = found[at]
    return "" if value is None else value
