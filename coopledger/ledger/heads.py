"""What a device remembers, outside its store, of the pages that it wrote.

A store that is behind this memory was restored from a backup, or is a clone's elder twin: were it
to write on, the book would have two pages of one number. Reading is never stopped.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from coopledger.ledger.page import Header

UNKNOWN = "0" * 64
"""Hash of a page of which only the number is known."""


class Head(msgspec.Struct, frozen=True):
    """A page by its number and the hash of its header in hex."""

    number: Annotated[int, Meta(ge=1)]
    hash: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
    device: str = ""
    """Short name of the device that wrote it, where it is known."""


class Memory(msgspec.Struct, frozen=True):
    """The newest page of each book that one device wrote. ``device`` is the key's short name."""

    format: Literal["coopledger-heads"]
    v: Literal[1]
    device: str
    heads: dict[str, Head]

    def encode(self) -> bytes:
        """The file's bytes."""
        return msgspec.json.format(msgspec.json.encode(self, order="sorted")) + b"\n"

    def with_heads(self, heads: Mapping[str, Head]) -> "Memory":
        """The memory after these were written too."""
        return msgspec.structs.replace(self, heads={**self.heads, **heads})

    def forbids(self, header: Header) -> bool:
        """Whether this device wrote the page of that number already, or followed another page."""
        known = self.heads.get(header.book)
        if known is None:
            return False
        if known.number == header.number - 1:
            return known.hash != header.prev
        return known.number >= header.number


def empty(device: str) -> Memory:
    """The memory of a device that wrote nothing yet."""
    return Memory("coopledger-heads", 1, device, {})


def decode(raw: bytes) -> Memory | None:
    """Read the file's bytes; None if they are no memory of a kind this program knows."""
    try:
        return msgspec.json.decode(raw, type=Memory)
    except msgspec.DecodeError:
        return None
