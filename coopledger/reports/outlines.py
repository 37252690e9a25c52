"""Glyph outlines for the watermark.

Drawn as text, a word across the page would be read into the rows that it crosses by whoever
copies or searches the file. As lines it is seen and not read. Enough of the TrueType format
(OpenType 1.9, `glyf`, `loca`) for our own fonts; scaled composites keep their size.
"""

import struct
from collections.abc import Iterator
from functools import cache

from coopledger.reports.fonts import Face, font_file, runs

Point = tuple[float, float]
# With whether the point is on the curve.
Dot = tuple[float, float, bool]
# A contour is a start and quadratic curves, each as (control point, end point).
Contour = tuple[Point, tuple[tuple[Point, Point], ...]]

_ON_CURVE, _X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = 1, 2, 4, 8, 16, 32
_WORDS, _OFFSETS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 1, 2, 8, 32, 64, 128


class _Glyphs:
    """One font file, open for reading outlines."""

    def __init__(self, face: Face) -> None:
        from reportlab.pdfbase.ttfonts import TTFontFile

        font = TTFontFile(str(font_file(face)), charInfo=1)
        self.codes: dict[int, int] = font.charToGlyph
        self.units: int = font.unitsPerEm
        self.advances = {code: width / 1000 for code, width in font.charWidths.items()}
        self._glyf: bytes = font.get_table("glyf")
        loca, head = font.get_table("loca"), font.get_table("head")
        long = struct.unpack_from(">h", head, 50)[0]
        kind, size, factor = ("L", 4, 1) if long else ("H", 2, 2)
        offsets = struct.unpack(f">{len(loca) // size}{kind}", loca)
        self._offsets = [offset * factor for offset in offsets]

    def contours(self, glyph: int) -> Iterator[list[Dot]]:
        """Each contour's points in font units, with whether they are on the curve."""
        start, end = self._offsets[glyph : glyph + 2]
        if start == end:
            return
        (count,) = struct.unpack_from(">h", self._glyf, start)
        if count < 0:
            yield from self._composite(start + 10)
        else:
            yield from self._simple(start + 10, count)

    def _simple(self, at: int, count: int) -> Iterator[list[Dot]]:
        data = self._glyf
        ends = struct.unpack_from(f">{count}H", data, at)
        at += 2 * count
        at += 2 + struct.unpack_from(">H", data, at)[0]
        total = ends[-1] + 1
        flags: list[int] = []
        while len(flags) < total:
            flag, at = data[at], at + 1
            flags.append(flag)
            if flag & _REPEAT:
                flags.extend([flag] * data[at])
                at += 1
        xs, at = self._axis(flags, at, _X_SHORT, _X_SAME)
        ys, at = self._axis(flags, at, _Y_SHORT, _Y_SAME)
        dots: list[Dot] = [
            (x, y, bool(f & _ON_CURVE)) for x, y, f in zip(xs, ys, flags, strict=True)
        ]
        for first, last in zip((0, *(end + 1 for end in ends)), ends, strict=False):
            yield dots[first : last + 1]

    def _axis(self, flags: list[int], at: int, short: int, same: int) -> tuple[list[int], int]:
        values: list[int] = []
        value = 0
        for flag in flags:
            if flag & short:
                value += self._glyf[at] if flag & same else -self._glyf[at]
                at += 1
            elif not flag & same:
                value += struct.unpack_from(">h", self._glyf, at)[0]
                at += 2
            values.append(value)
        return values, at

    def _composite(self, at: int) -> Iterator[list[Dot]]:
        flags = _MORE
        while flags & _MORE:
            flags, glyph = struct.unpack_from(">2H", self._glyf, at)
            at += 4
            form, size = (">2h", 4) if flags & _WORDS else (">2b", 2)
            dx, dy = struct.unpack_from(form, self._glyf, at) if flags & _OFFSETS else (0, 0)
            at += size
            at += 2 * (1 if flags & _SCALE else 2 if flags & _TWO_SCALES else 0)
            at += 8 if flags & _MATRIX else 0
            for contour in self.contours(glyph):
                yield [(x + dx, y + dy, on) for x, y, on in contour]


@cache
def _glyphs(face: Face) -> _Glyphs:
    return _Glyphs(face)


def outline(text: str) -> Iterator[Contour]:
    """The text's contours for a size of 1, y upwards, from (0, 0) on the base line."""
    pen = 0.0
    for face, run in runs(text):
        glyphs = _glyphs(face)
        for character in run:
            for points in glyphs.contours(glyphs.codes.get(ord(character), 0)):
                scaled = [(pen + x / glyphs.units, y / glyphs.units, on) for x, y, on in points]
                yield _curves(scaled)
            pen += glyphs.advances.get(ord(character), 0.0)


def _curves(dots: list[Dot]) -> Contour:
    """Between two points off the curve, TrueType leaves out the one half way."""
    full: list[Dot] = []
    for (x, y, on), (x2, y2, on2) in zip(dots, [*dots[1:], dots[0]], strict=True):
        full.append((x, y, on))
        if on == on2:
            full.append(((x + x2) / 2, (y + y2) / 2, not on))
    if not full[0][2]:
        full = [*full[1:], full[0]]
    # Now on and off alternate, and a straight side has a control point half way along it.
    ends = [*full[2::2], full[0]]
    curves = tuple((c[:2], e[:2]) for c, e in zip(full[1::2], ends, strict=True))
    return full[0][:2], curves
