"""``export``: the book for hledger, Ledger, Beancount, spreadsheets, or as plain data."""

from pathlib import Path

from coopledger.app.exporting import export
from coopledger.app.ledger import Ledger
from coopledger.interop.export import FileFormat

Made = dict[str, object]
"""What ``--json`` prints: ``file``, ``format``, ``pages``, ``entries``, ``accounts``, ``hash``."""


def export_book(
    ledger: Ledger, group: str, file_format: FileFormat, out: Path, *, names: bool
) -> Made:
    """Write a group's whole book for another program.

    Raises:
        Refusal: a page is not genuine, or the file can't be written.
    """
    made = export(ledger, group, file_format, out, names=names)
    return {
        "file": str(made.file),
        "format": made.file_format,
        "pages": made.pages,
        "entries": made.entries,
        "accounts": made.accounts,
        "hash": made.page_hash,
    }
