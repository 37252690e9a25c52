"""The recovery sheet, recovering on another laptop, and the change of the passphrase."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from secrets import randbelow as choose_below
from typing import TYPE_CHECKING

import msgspec

from coopledger.app.backups import FOLDER
from coopledger.domain.errors import Refusal
from coopledger.ledger import keyfile
from coopledger.ledger import recovery as secrets
from coopledger.ledger.recovery import Kind
from coopledger.reports.document import A4, Document, PaperSize
from coopledger.reports.files import save_all_pdf
from coopledger.reports.recovery_sheet import SheetFacts, recovery_sheet
from coopledger.store import keys
from coopledger.store.backup import Contents
from coopledger.store.restoring import recover as make_store
from coopledger.store.store import change_passphrase as rewrap
from coopledger.store.store import keys_path

if TYPE_CHECKING:
    from coopledger.app.ledger import Ledger

_SHORT = 8


class SavedSheets(msgspec.Struct, frozen=True):
    """Recovery sheets as printed: the file, its pages, and what stands on each sheet."""

    file: Path
    pages: int
    key: str
    sheets: tuple[str, ...]
    """The words of each sheet, apart by spaces: as secret as the file itself."""
    documents: tuple[Document, ...]
    """The sheets, to be printed without the file."""


def short_key(public: str) -> str:
    """Name of a recovery key that people can compare: eight hex digits in two groups."""
    return f"{public[:4]} {public[4:_SHORT]}"


def print_sheets(ledger: "Ledger", kind: Kind, file: Path, *, paper: PaperSize = A4) -> SavedSheets:
    """Make a new recovery secret, write its sheets, and let it open the ledger from now on.

    The sheets are written before the secret counts: no ledger can be left with a secret that is on
    no paper. Any earlier secret opens earlier backups only.

    Raises:
        Refusal: the file or the keys file cannot be written; the earlier secret still counts.
    """
    ledger.spare(file)
    secret = secrets.new_secret(kind)
    public = keyfile.recovery_public(secret)
    sheets = secrets.sheets(secret)
    told = [
        SheetFacts(
            kind=kind,
            sheet=number,
            sheets=len(sheets),
            words=tuple((each.number, each.word) for each in words),
            ledger=ledger.store.name[:_SHORT],
            key=short_key(public),
            day=date.today().isoformat(),  # noqa: DTZ011 - the day on the wall
            practice=ledger.store.practice,
        )
        for number, words in enumerate(sheets, 1)
    ]
    try:
        documents = tuple(recovery_sheet(each, paper) for each in told)
        pages = save_all_pdf(documents, file)
    except OSError as problem:
        raise Refusal("not_writable", value=str(file), reason=problem.strerror or "") from None
    ledger.store.seal_to_recovery(public, secret)
    if ledger.store.fact(FOLDER):  # the sheet opens backups from now on, so there is to be one
        ledger.page_backups.make()
    typed = tuple(" ".join(each.word for each in words) for words in sheets)
    return SavedSheets(file, pages, short_key(public), typed, documents)


class AskedWord(msgspec.Struct, frozen=True):
    """A word of the sheets that is asked back: its sheet and its place on it, from 1."""

    sheet: int
    number: int
    word: str


def words_to_ask(saved: SavedSheets, count: int = 3) -> tuple[AskedWord, ...]:
    """Some words of sheets that were just saved, by chance, from all sheets in turn."""
    found = []
    for at in range(count):
        sheet = at % len(saved.sheets)
        words = saved.sheets[sheet].split()
        part = len(words) // count
        place = at * part + choose_below(part)
        found.append(AskedWord(sheet + 1, place + 1, words[place]))
    return tuple(found)


def is_word(asked: AskedWord, typed: str) -> bool:
    """Whether a typed word, its first four letters or its number is the word that was asked."""
    return secrets.is_word(asked.word, typed)


def recovery_key(store: Path) -> str:
    """Short name of the recovery key that opens a store, as on its sheets; empty if there is none.

    Raises:
        Refusal: the keys file is not there, or damaged.
    """
    found = keys.read(keys_path(store)).recovery_keys
    return short_key(found[0]) if found else ""


def try_sheets(store: Path, sheets: Sequence[str]) -> None:
    """See whether sheets, as typed, would open a ledger or a backup; nothing is changed.

    Raises:
        Refusal: they would not, and why; see `ledger.recovery.read_secret`.
    """
    keys.read(keys_path(store)).recover(secrets.read_secret(sheets))


def recover(
    copy: Path,
    place: Path,
    sheets: Sequence[str],
    passphrase: str,
    *,
    cost: keyfile.Cost = keyfile.USUAL_COST,
) -> Contents:
    """Make this laptop's own ledger from a backup and the recovery sheets.

    It opens everything, has a device of its own, and can write in none of the books until their
    officers let it.

    Args:
        copy: the backup's file, its keys beside it.
        place: where the new ledger will lie.
        sheets: the text of each sheet, as typed.
        passphrase: the new ledger's.
        cost: what a guess at the passphrase costs.

    Raises:
        Refusal: the words are not good ones or not this backup's; there is a ledger in the place;
            the backup is damaged; the passphrase is empty.
    """
    return make_store(copy, place, secrets.read_secret(sheets), passphrase, cost)


def change_passphrase(store: Path, old: str, new: str) -> None:
    """Give a ledger another passphrase; its backups keep the one of their day.

    Raises:
        Refusal: the old one is wrong, the new one is empty, or the keys file cannot be written.
    """
    rewrap(store, old, new)
