"""Strips: slices of a report that are never cut, and how they are dealt out to pages."""

import math
from collections import deque
from collections.abc import Sequence
from enum import IntEnum
from itertools import pairwise

import msgspec

from coopledger.reports.layout.items import Item


class Bond(IntEnum):
    """How firmly a strip holds on to the next one."""

    NONE = 0
    WISH = 1  # keep together if one page can hold it all
    FIRM = 2  # a heading and what it heads, a total and the row before it


class Strip(msgspec.Struct, gc=False):
    """A slice of the flow, drawn with its top left corner at (0, 0).

    Attributes:
        height: In points.
        items: What is drawn in it.
        gap: Room wanted above it, except at the top of a page.
        bond: To the strip that follows.
        header: Repeated above it if it comes to stand at the top of a page.
        breaks: Whether it begins a new page.
    """

    height: float
    items: list[Item] = msgspec.field(default_factory=list)
    gap: float = 0
    bond: Bond = Bond.NONE
    header: "Strip | None" = None
    breaks: bool = False


Placed = tuple[float, Strip]


def bind(strips: Sequence[Strip], bond: Bond) -> None:
    """Tie each strip to the next, the last one excepted."""
    for strip, _ in pairwise(strips):
        strip.bond = max(strip.bond, bond)


def _units(strips: Sequence[Strip], bond: Bond) -> list[list[Strip]]:
    units: list[list[Strip]] = []
    joined = False
    for strip in strips:
        if joined and not strip.breaks:
            units[-1].append(strip)
        else:
            units.append([strip])
        joined = strip.bond >= bond
    return units


def _loosened(unit: list[Strip]) -> list[list[Strip]]:
    """The unit in smaller ones, because no page can hold it."""
    firm = _units(unit, Bond.FIRM)
    return firm if len(firm) > 1 else [[strip] for strip in unit]


class Pages:
    """Deals strips out to pages; `room` says how much each page holds, the first may differ."""

    def __init__(self, first: float, later: float) -> None:
        self._room = (first, later)
        self.pages: list[list[Placed]] = [[]]
        self._used = 0.0

    def place(self, strips: Sequence[Strip]) -> None:
        """Put all strips on as few pages as their bonds allow."""
        waiting = deque(_units(strips, Bond.WISH))
        while waiting:
            unit = waiting.popleft()
            if self.pages[-1] and (unit[0].breaks or not self._fits(unit)):
                self._turn()
            if len(unit) > 1 and not self._fits(unit):
                waiting.extendleft(reversed(_loosened(unit)))
            else:
                for strip in unit:
                    self._put(strip)

    def height(self) -> float:
        """Used on the last page."""
        return self._used

    def _fits(self, unit: Sequence[Strip]) -> bool:
        need = sum(strip.height + strip.gap for strip in unit)
        if not self.pages[-1]:
            need -= unit[0].gap
            need += unit[0].header.height if unit[0].header else 0
        room = self._room[0] if len(self.pages) == 1 else self._room[1]
        return self._used + need <= room + 1e-6

    def _turn(self) -> None:
        if not math.isinf(self._room[0]):
            self.pages.append([])
            self._used = 0.0

    def _put(self, strip: Strip) -> None:
        if self.pages[-1]:
            self._used += strip.gap
        elif strip.header:
            self.pages[-1].append((0.0, strip.header))
            self._used = strip.header.height
        self.pages[-1].append((self._used, strip))
        self._used += strip.height
