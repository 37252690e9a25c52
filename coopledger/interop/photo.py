"""A member's photo as it is kept: a small JPEG of the picture alone.

A camera writes into its files where and when a picture was taken, with what, and a second picture
in small. None of that is kept: every segment that is not needed to draw the picture is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator

from coopledger.domain.errors import Refusal

MOST_BYTES = 64 * 1024
"""A kept photo is never larger; forty members then take less than three megabytes."""

_START, _SCAN, _PLAIN_HEAD = 0xD8, 0xDA, 0xE0
_DRAWING = frozenset({0xC0, 0xC1, 0xC4, 0xDB, 0xDD, _PLAIN_HEAD})
"""Frame, Huffman and quantisation tables, restarts, the plain JFIF head: of a picture in one scan,
as the window writes it."""
_BESIDE = frozenset({*range(0xE1, 0xF0), 0xFE})
"""What programs and cameras add, and comments."""
_LENGTH = 2


def drawing_only(jpeg: bytes) -> bytes:
    """The same picture without anything beside it.

    Raises:
        Refusal: ``bad_photo``, it is no JPEG; ``photo_too_large``.
    """
    if len(jpeg) > MOST_BYTES:
        raise Refusal("photo_too_large", value=len(jpeg), most=MOST_BYTES)
    if jpeg[:2] != bytes((0xFF, _START)):
        raise Refusal("bad_photo")
    return jpeg[:2] + b"".join(_segments(jpeg))


def _segments(jpeg: bytes) -> Iterator[bytes]:
    """The segments that draw, up to the scan and, with it, all that follows up to the end."""
    at = 2
    while True:
        head = jpeg[at : at + 4]
        if len(head) < 4 or head[0] != 0xFF:
            raise Refusal("bad_photo")
        kind, length = head[1], int.from_bytes(head[2:])
        if length < _LENGTH or at + 2 + length > len(jpeg):
            raise Refusal("bad_photo")
        if kind == _SCAN:
            yield _to_the_end(jpeg, at)
            return
        if kind in _DRAWING:
            yield jpeg[at : at + 2 + length]
        elif kind not in _BESIDE:
            raise Refusal("bad_photo")
        at += 2 + length


def _to_the_end(jpeg: bytes, at: int) -> bytes:
    """From a scan to the end of the picture; what was hung on behind it is left out."""
    end = jpeg.find(b"\xff\xd9", at)
    if end < 0:
        raise Refusal("bad_photo")
    return jpeg[at : end + 2]
