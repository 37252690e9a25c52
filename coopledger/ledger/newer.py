"""Telling a page of a newer program from a damaged one, when its bytes can't be decoded here."""

from typing import get_args

import msgspec

from coopledger.domain.events import Event
from coopledger.ledger.page import FORMAT, OLDEST_READER, Page, sha256
from coopledger.ledger.seals import key_id, verifies
from coopledger.ledger.unreadable import UNREADABLE


class _Outline(msgspec.Struct, frozen=True):
    """What the header of every format has, however new."""

    v: int
    app: int
    prev: str
    device: str
    body: str


class _Kind(msgspec.Struct, frozen=True):
    k: str


_OUTLINE = msgspec.json.Decoder(_Outline)
_KINDS = msgspec.json.Decoder(list[_Kind])
_KNOWN = frozenset(kind.__struct_config__.tag for kind in get_args(Event))


def is_newer(page: Page, prev: str, device: bytes) -> bool:
    """Whether a page that can't be decoded is as it was sealed, and asks for a newer program.

    Args:
        page: the page.
        prev: hash of the header before it; a newer page, too, must follow the chain.
        device: public key of the device that holds the book; empty before the founding page.
    """
    try:
        told = _OUTLINE.decode(page.header)
        if told.v <= FORMAT and told.app <= OLDEST_READER and not _unknown_kind(page.body):
            return False
    except UNREADABLE:
        return False
    return (
        told.prev == prev
        and told.body == sha256(page.body)
        and any(
            key_id(seal.key) == told.device
            and seal.key == (device or seal.key)
            and verifies(seal, "page", page.header)
            for seal in page.seals
        )
    )


def _unknown_kind(body: bytes) -> bool:
    return any(event.k not in _KNOWN for event in _KINDS.decode(body))
