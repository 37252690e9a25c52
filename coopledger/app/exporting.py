"""Write a group's book for other programs."""

from pathlib import Path

import msgspec

from coopledger.app.ledger import ERASED, Ledger
from coopledger.interop.export import FORMATS, FileFormat, Unveiled, WholeBook, write
from coopledger.store.files import replace


class SavedExport(msgspec.Struct, frozen=True):
    """An export that was written.

    Attributes:
        file: where it lies.
        file_format: what it is.
        pages: of the book.
        entries: events that moved money.
        accounts: that the book has touched.
        page_hash: hash of the newest page in it, as hex digits.
    """

    file: Path
    file_format: FileFormat
    pages: int
    entries: int
    accounts: int
    page_hash: str


def export(
    ledger: Ledger, group: str, file_format: FileFormat, out: Path, *, names: bool = False
) -> SavedExport:
    """Verify a group's book and write the whole of it; the file appears whole or not at all.

    Args:
        ledger: an open ledger.
        group: the group's id.
        file_format: one of `FORMATS`.
        out: the file; what is there is replaced.
        names: tell members' names and the notes; without it only what the pages hold.

    Raises:
        Refusal: `unknown_group`; `page_not_genuine`; `not_writable`.
    """
    if file_format not in FORMATS:
        raise ValueError(file_format)
    ledger.spare(out)
    whole = whole_book(ledger, group, names=names)
    replace(out, write(whole, file_format))
    return SavedExport(
        file=out,
        file_format=file_format,
        pages=len(whole.pages),
        entries=sum(bool(entry.legs) for entry in whole.entries),
        accounts=len(whole.accounts),
        page_hash=whole.pages[-1].hash.hex(),
    )


def whole_book(ledger: Ledger, group: str, *, names: bool = False) -> WholeBook:
    """A group's verified book as exporters take it.

    Raises:
        Refusal: `unknown_group`; `page_not_genuine`.
    """
    ledger.replay(group)
    return WholeBook(
        ledger.group(group).name,
        ledger.store.pages(group),
        practice=ledger.store.practice,
        unveiled=_unveiled(ledger, group) if names else None,
    )


def _unveiled(ledger: Ledger, group: str) -> Unveiled:
    cards = ledger.members(group)
    kept = ledger.store.salted(group)
    return Unveiled(
        names={code: card.name for code, card in cards.items() if card.name != ERASED},
        notes={digest: text for digest, text in kept if text.sort == "note"},
    )
