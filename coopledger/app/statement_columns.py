"""Which column of an unknown provider's statement is what: asked once, kept for the next file.

The mappings lie in the folder ``FILE.statements`` beside the ledger, one small file a provider.
They say nothing of any person, so they need no lock, and another laptop can be given a copy.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.domain.errors import Refusal
from coopledger.interop.statements.grid import read_grid
from coopledger.interop.statements.providers import (
    Column,
    DateOrder,
    Provider,
    check_mapping,
    mapping_text,
    read_mapping,
    suffices,
)
from coopledger.interop.statements.reading import headings
from coopledger.store.files import replace

ASKED: tuple[Column, ...] = (
    *("time", "paid_in", "paid_out", "amount"),
    *("receipt", "party", "details", "fee", "balance"),
)
"""Columns that a person is asked for, in this order."""
_SHOWN = 3


class Headings(msgspec.Struct, frozen=True):
    """A file that no provider is known for.

    Attributes:
        name: of the file, without its ending: a first name for the provider.
        texts: its headings, empty ones left out.
        examples: what stands below each of them in the first rows.
    """

    name: str
    texts: tuple[str, ...]
    examples: tuple[str, ...]


def folder_of(ledger: Ledger) -> Path:
    """Where the mappings of a ledger lie."""
    path = ledger.store.path
    return path.with_name(path.name + ".statements")


class Kept(msgspec.Struct, frozen=True):
    """The mappings that were made earlier, and the names of the files that can't be read."""

    mappings: tuple[Provider, ...]
    unreadable: tuple[str, ...]


def kept_mappings(ledger: Ledger) -> Kept:
    """The mappings that were made earlier, by the name of their file."""
    found, unreadable = [], []
    for file in sorted(folder_of(ledger).glob("*.toml")):
        try:
            found.append(read_mapping(file))
        except Refusal:
            unreadable.append(file.name)  # it is no reason to keep other providers' files away
    return Kept(tuple(found), tuple(unreadable))


def keep_mapping(ledger: Ledger, provider: Provider) -> None:
    """Keep a mapping for the next file of this provider; a new one of the same name replaces it.

    Raises:
        Refusal: it has no name, names no columns of time and money, one heading for two, or can't
            be written.
    """
    if not provider.name.strip():
        raise Refusal("missing_key", column="name")
    if not suffices(dict.fromkeys(provider.columns, 0)):
        raise Refusal("mapping_too_little")
    check_mapping(provider)
    # The name is a person's, the file's is ours: a name may hold what no file system takes.
    digest = hashlib.sha256(provider.name.strip().casefold().encode()).hexdigest()[:16]
    try:
        folder_of(ledger).mkdir(exist_ok=True)
    except OSError:
        raise Refusal("not_writable", value=str(folder_of(ledger))) from None
    replace(folder_of(ledger) / f"{digest}.toml", mapping_text(provider).encode())


def look_at_headings(path: Path) -> Headings:
    """Find what looks like the headings of a file.

    Raises:
        Refusal: it can't be read, or holds nothing.
    """
    rows = read_grid(path)
    if not rows:
        raise Refusal("statement_unknown", file=path.name, value=path.name)
    at = headings(rows)
    texts = tuple(text for text in rows[at].cells if text)
    places = [index for index, text in enumerate(rows[at].cells) if text]
    below = rows[at + 1 : at + 1 + _SHOWN]
    examples = tuple(
        " · ".join(row.cells[index] for row in below if index < len(row.cells) and row.cells[index])
        for index in places
    )
    return Headings(path.stem, texts, examples)


def own_mapping(name: str, chosen: Mapping[Column, str], order: DateOrder | None) -> Provider:
    """A mapping of what a person said: for each column its heading; empty ones are not there."""
    return Provider(
        name=name.strip(),
        columns={column: (heading,) for column, heading in chosen.items() if heading},
        date_order=order,
    )
