"""The one form in which facts become bytes, and the one door through which bytes come in.

Deterministic JSON: integers and strings only, object keys ``[a-z0-9_]`` in sorted order, no
floats, no nulls, no white space, at most five levels deep; a string is at most 64 of the characters
``A-Z a-z 0-9 _ . -``, so that no name and no free text can ever be in a page. For this subset the
bytes equal those of RFC 8785. Bytes are stored and sent as they were signed; that they are
canonical is enforced once, when they are admitted (decode, encode, compare).
"""

import re
from typing import TypeVar

import msgspec

from coopledger.ledger.unreadable import UNREADABLE

MAX_BYTES = 1 << 20
"""Largest header or body: 1 MiB, some 500 times a usual meeting."""
MAX_EVENTS = 5_000
MAX_DEPTH = 5
"""Body, event, the event that it reverses, that event's plan, a row of it."""

T = TypeVar("T")
_PLAIN = re.compile(rb'[^"\\]*+(?:"[A-Za-z0-9_.-]{0,64}+"[^"\\]*+)*+')
_USUAL_PLACE = b'"at":"box"'
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_ONE_KIND = bytes.maketrans(b"[]{}", b"()()")
_encoder = msgspec.json.Encoder(order="sorted")


class NotCanonical(ValueError):  # noqa: N818 - a verdict
    """Bytes that are not in the one form that is signed."""


def encode(fact: object) -> bytes:
    """The canonical bytes of a fact."""
    return _encoder.encode(fact)


def admit(raw: bytes, decoder: "msgspec.json.Decoder[T]") -> T:
    """Decode bytes from outside, refusing all that is not canonical.

    Raises:
        NotCanonical: too large, too deep, of another shape, or not byte for byte what we'd write.
    """
    if len(raw) > MAX_BYTES:
        raise NotCanonical("too large")
    if not _PLAIN.fullmatch(raw):
        raise NotCanonical("a text that is no plain code")
    if _USUAL_PLACE in raw:  # msgspec omits a default text only when it is the same object
        raise NotCanonical("a usual value is written out")
    if _is_too_deep(raw):
        raise NotCanonical("too deep")
    try:
        fact = decoder.decode(raw)
    except UNREADABLE as problem:
        raise NotCanonical(str(problem)) from None
    if encode(fact) != raw:
        raise NotCanonical("not in canonical form")
    return fact


def _is_too_deep(raw: bytes) -> bool:
    """Whether it nests too deep, seen on the raw bytes: no parser recurses on hostile input.

    Plain texts have no brackets, so those that are there nest. Each step takes the innermost pairs
    away; what has no partner stays, and is no JSON either.
    """
    left = raw.translate(_ONE_KIND, _NO_BRACKETS)
    for _level in range(MAX_DEPTH):
        left = left.replace(b"()", b"")
    return bool(left)
