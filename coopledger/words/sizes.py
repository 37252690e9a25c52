"""How much room there is, as people say it."""

from __future__ import annotations

from coopledger.words.catalog import _
from coopledger.words.numbers import format_number

_KB, _MB, _GB = 1_000, 1_000_000, 1_000_000_000
_LARGE = 10 * _GB


def format_size(size: int) -> str:
    """Write a number of bytes in whole kB, MB or GB, as the sticks' own labels count them."""
    if size >= _LARGE:
        return _("{count} GB").format(count=format_number(size // _GB))
    if size >= _MB:
        return _("{count} MB").format(count=format_number(size // _MB))
    return _("{count} kB").format(count=format_number(-(-size // _KB)))
