"""Measuring, breaking and placing text."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Protocol

from coopledger.reports.document import Alignment
from coopledger.reports.layout.items import Text
from coopledger.words.directions import has_rtl, strong_direction

# Lines may end at white space, but not at a no-break space, and after the Ethiopic wordspace.
_SPACES = re.compile(r"[^\S\u00a0\u202f\u2007]+|(?<=\u1361)")
# In Devanagari the sign U+094D, in every script U+200D, joins what follows to what stands before.
_JOINERS = "\u094d\u200d"
_ENDING: dict[Alignment, float] = {"start": 0.0, "center": 0.5, "end": 1.0}
# A hair of tolerance, so that a column made to fit its text holds it after rounding.
SLACK = 0.01


class Measurer(Protocol):
    """What the layout must know of the fonts that a painter draws with."""

    def width(self, text: str, size: float, bold: bool) -> float:
        """How far one line of text reaches, in points."""

    def ascent(self, size: float) -> float:
        """Room above the base line, in points."""

    def descent(self, size: float) -> float:
        """Room below the base line, in points; positive."""


def clusters(word: str) -> list[str]:
    """The word in pieces between which a desperate line may end."""
    pieces: list[str] = []
    for character in word:
        joins = unicodedata.category(character) in {"Mn", "Mc", "Me", "Cf"}
        if pieces and (joins or pieces[-1][-1] in _JOINERS):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def words(text: str) -> list[str]:
    """The text in pieces between which a line may end."""
    return [word for word in _SPACES.split(text) if word]


class Pen:
    """Sets lines of text with one measurer, in one document's direction."""

    def __init__(self, measurer: Measurer, rtl: bool) -> None:
        self._measurer = measurer
        self.rtl = rtl
        self.width = measurer.width

    def ascent(self, size: float) -> float:
        """Room above the base line, in points."""
        return self._measurer.ascent(size)

    def leading(self, size: float) -> float:
        """From one base line to the next, in points."""
        return self._measurer.ascent(size) + self._measurer.descent(size)

    def wrap(self, text: str, room: float, size: float, bold: bool = False) -> list[str]:
        """The text in lines no wider than `room`: broken between words, or else inside one."""
        lines: list[str] = []
        for part in text.split("\n"):
            if self.width(part, size, bold) <= room + SLACK:
                lines.append(part)
            else:
                lines.extend(self._fill(words(part), room, size, bold))
        return lines or [""]

    def _fill(self, pieces: Iterable[str], room: float, size: float, bold: bool) -> list[str]:
        lines: list[str] = []
        line = ""
        for piece in pieces:
            joint = "" if not line or line.endswith("\u1361") else " "
            longer = line + joint + piece
            if self.width(longer, size, bold) <= room + SLACK:
                line = longer
                continue
            if line:
                lines.append(line)
            line = piece
            if self.width(piece, size, bold) > room + SLACK:
                *full, line = self._cut(piece, room, size, bold)
                lines.extend(full)
        return [*lines, line] if line else lines

    def _cut(self, word: str, room: float, size: float, bold: bool) -> list[str]:
        lines: list[str] = []
        line = ""
        for piece in clusters(word):
            if line and self.width(line + piece, size, bold) > room + SLACK:
                lines.append(line)
                line = ""
            line += piece
        return [*lines, line]

    def line(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        bold: bool = False,
        align: Alignment = "start",
        room: float = 0,
        figure: bool = False,
    ) -> Text:
        """One line in the box from x to x + room, its base line at y.

        A `figure` reads from left to right wherever it stands.
        """
        width = self.width(text, size, bold)
        left = x + (room - width) * _ENDING[align]
        rtl = False
        if not figure and (self.rtl or not text.isascii()):
            direction = strong_direction(text)
            # A sentence of an Arabic paper runs from the right even where it begins with a code.
            rtl = (
                self.rtl
                if direction is None
                else direction == "rtl" or (self.rtl and has_rtl(text))
            )
        return Text(left, y, text, size, bold, width, rtl)
