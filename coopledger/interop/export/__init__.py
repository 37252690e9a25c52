"""The book for other people's programs: accounts that check ours, spreadsheets, and plain data.

The same book gives the same bytes in the same language. Names and notes are told only when the
caller hands them over.
"""

from collections.abc import Callable
from functools import partial
from typing import Literal, TypeAlias

from coopledger.interop.export.beancount import write_beancount
from coopledger.interop.export.journal_csv import write_csv
from coopledger.interop.export.json_document import write_json
from coopledger.interop.export.plain_text import write_plain_text
from coopledger.interop.export.whole_book import Unveiled, WholeBook
from coopledger.interop.export.workbook import write_xlsx

__all__ = ["FORMATS", "FileFormat", "Unveiled", "WholeBook", "write"]

FileFormat: TypeAlias = Literal["hledger", "ledger", "beancount", "csv", "xlsx", "json"]

_WRITERS: dict[FileFormat, Callable[[WholeBook], bytes]] = {
    "hledger": partial(write_plain_text, program="hledger"),
    "ledger": partial(write_plain_text, program="ledger"),
    "beancount": write_beancount,
    "csv": write_csv,
    "xlsx": write_xlsx,
    "json": write_json,
}
FORMATS: tuple[FileFormat, ...] = tuple(_WRITERS)
"""In the order in which they are offered."""


def write(whole: WholeBook, file_format: FileFormat) -> bytes:
    """The bytes of an export."""
    return _WRITERS[file_format](whole)
