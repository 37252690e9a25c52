"""Whose headings mean what: the providers that come with the program, and a person's own mapping.

A mapping is a small TOML file (``resources/statements`` has one a provider)::

    name = "Our bank"
    date_order = "dmy"              # dmy, mdy or ymd; left out: found, or asked
    completed = ["Completed"]       # a status other than these is not money that moved
    skipped = ["Total"]             # a row whose details or date begin so is no payment
    [columns]
    receipt = ["Reference"]         # any of these headings, capitals and signs aside
    time = ["Date"]
    paid_in = ["Money in"]          # or: amount, signed
    paid_out = ["Money out"]
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from coopledger.domain.errors import Refusal
from coopledger.interop.notebook import read_text
from coopledger.interop.toml_lines import parse
from coopledger.words.resources import resource

DateOrder: TypeAlias = Literal["dmy", "mdy", "ymd"]
Column: TypeAlias = Literal[
    "receipt",
    "time",
    "details",
    "status",
    "paid_in",
    "paid_out",
    "amount",
    "fee",
    "balance",
    "kind",
    "party",
    "from",
    "from_name",
    "to",
    "to_name",
    "account",
    "linked",
]


_PLUS_MINUS = re.compile(r"\(\s*[+-]\s*\)|^[+-]|[+-]$")
_OF_ITS_OWN: tuple[Column, ...] = ("time", "paid_in", "paid_out", "amount", "fee", "balance")
"""Columns that are no other column too."""


class Provider(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one provider writes its statements."""

    name: str
    columns: dict[Column, tuple[str, ...]]
    date_order: DateOrder | None = None
    completed: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()

    def place(self, cells: Sequence[str]) -> dict[Column, int]:
        """Where each known column stands in a row of headings, from 0."""
        at: dict[str, int] = {}
        for index, cell in enumerate(cells):
            at.setdefault(bare(cell), index)
        found: dict[Column, int] = {}
        for column, headings in self.columns.items():
            places = [at[bare(text)] for text in headings if bare(text) in at]
            if places:
                found[column] = places[0]
        return found


def bare(heading: str) -> str:
    """A heading without capitals, signs and spaces; a plus or minus alone at an end stays."""
    text = heading.casefold().strip().replace("\u2212", "-")
    which = "".join(_PLUS_MINUS.findall(text))
    return re.sub(r"[\W_]+", "", text) + re.sub(r"[^+-]", "", which)


def suffices(found: dict[Column, int]) -> bool:
    """Whether headings tell when, how much, and enough else to be no chance."""
    money = "amount" in found or "paid_in" in found or "paid_out" in found
    return "time" in found and money and len(found) >= 3


@cache
def known_providers() -> dict[str, Provider]:
    """The providers that come with the program, by the name of their file."""
    files = sorted(resource("statements").glob("*.toml"))
    return {file.stem: read_mapping(file) for file in files}


def mapping_text(provider: Provider) -> str:
    """A mapping as the TOML file that `read_mapping` takes."""

    def quoted(texts: str | Sequence[str]) -> str:
        # TOML's strings are written as JSON's, but for one sign.
        return json.dumps(texts, ensure_ascii=False).replace("\x7f", "\\u007f")

    lines = [f"name = {quoted(provider.name)}"]
    if provider.date_order:
        lines.append(f'date_order = "{provider.date_order}"')
    kept = {"completed": provider.completed, "skipped": provider.skipped}
    lines += [f"{key} = {quoted(texts)}" for key, texts in kept.items() if texts]
    lines.append("[columns]")
    lines += [f"{column} = {quoted(texts)}" for column, texts in provider.columns.items()]
    return "\n".join(lines) + "\n"


def read_mapping(path: Path) -> Provider:
    """Read a mapping of columns.

    Raises:
        Refusal: it can't be read, has a key or a value that is not known, or as `check_mapping`.
    """
    data = parse(read_text(path), path.name)
    try:
        provider = msgspec.convert(data, Provider)
        check_mapping(provider)
    except msgspec.ValidationError as problem:
        raise Refusal("bad_value", file=path.name, value=str(problem)) from None
    except Refusal as refusal:
        raise refusal.within(file=path.name) from None
    return provider


def check_mapping(provider: Provider) -> None:
    """Hold a mapping against itself.

    Raises:
        Refusal: `mapping_same_heading`; ``value`` is a heading of the time or of money that is said
            to be two columns, ``column`` the second of them.
    """
    taken: set[str] = set()
    for column in _OF_ITS_OWN:
        own = {bare(heading): heading for heading in provider.columns.get(column, ())}
        if twice := taken & own.keys():
            raise Refusal("mapping_same_heading", column=column, value=own[min(twice)])
        taken |= own.keys()
