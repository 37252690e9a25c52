"""Line drawings of a meeting, for the picture guide: people, box, coins, padlocks.

A drawing is strokes in a field twice as wide as it is high: x from 0 to 2, y from 0 down to 1.
"""

from collections.abc import Callable
from itertools import chain
from math import cos, pi, sin
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Stroke: TypeAlias = tuple[Point, ...]
Drawing: TypeAlias = tuple[Stroke, ...]

WIDTH = 2.0
"""Of the field, when its height is 1."""
_STEPS = 28


def _arc(x: float, y: float, rx: float, ry: float, begin: float, end: float) -> Stroke:
    """Part of an ellipse, from one angle to another, in turns; 0 is at the right, 0.25 below."""
    angles = (begin + (end - begin) * step / _STEPS for step in range(_STEPS + 1))
    return tuple((x + rx * cos(2 * pi * a), y + ry * sin(2 * pi * a)) for a in angles)


def _ring(x: float, y: float, r: float) -> Stroke:
    return _arc(x, y, r, r, 0, 1)


def _rect(x: float, y: float, width: float, height: float) -> Stroke:
    """By its middle and its sizes."""
    left, top = x - width / 2, y - height / 2
    right, below = x + width / 2, y + height / 2
    return ((left, top), (right, top), (right, below), (left, below), (left, top))


def _person(x: float, foot: float, height: float) -> Drawing:
    """Head and shoulders, as one sits."""
    head = height * 0.19
    body = _arc(x, foot, height * 0.27, height * 0.55, 0.5, 1)
    return (_ring(x, foot - height + head, head), (*body, body[0]))


def _hand_up(x: float, foot: float, height: float) -> Drawing:
    """Somebody with an arm raised."""
    arm = ((x + height * 0.19, foot - height * 0.38), (x + height * 0.32, foot - height * 0.98))
    return (*_person(x, foot, height), arm)


def _box(x: float, foot: float, width: float, *, is_open: bool = False) -> Drawing:
    height = width * 0.5
    front = _rect(x, foot - height / 2, width, height)
    top, half = foot - height, width / 2
    rise = width * (0.34 if is_open else 0.2)
    lid = (
        (x - half, top),
        (x - half * 0.8, top - rise),
        (x + half * 0.8, top - rise),
        (x + half, top),
    )
    return (front, lid)


def _padlock(x: float, y: float, size: float, *, is_open: bool = False) -> Drawing:
    """By the middle of its body."""
    body = _rect(x, y, size, size * 0.8)
    shift = size * 0.5 if is_open else 0.0
    top = y - size * 0.4
    bow = _arc(x + shift, top - size * 0.12, size * 0.3, size * 0.42, 0.5, 1)
    last = (bow[-1][0], top - (size * 0.12 if is_open else 0))
    shackle = ((bow[0][0], top), *bow, last)
    hole = (_ring(x, y - size * 0.08, size * 0.09), ((x, y), (x, y + size * 0.2)))
    return (body, shackle, *hole)


def _coin(x: float, y: float, r: float) -> Drawing:
    return (_ring(x, y, r), _ring(x, y, r * 0.62))


def _stack(x: float, foot: float, width: float, count: int) -> Drawing:
    """Coins that lie on each other, seen from the side."""
    high = width * 0.22
    return tuple(_rect(x, foot - high * (n + 0.5), width, high) for n in range(count))


def _note(x: float, y: float, width: float) -> Drawing:
    height = width * 0.52
    return (_rect(x, y, width, height), _ring(x, y, height * 0.27))


def _table(x: float, y: float, width: float) -> Drawing:
    left, right = x - width / 2, x + width / 2
    legs = (
        ((left + 0.08, y), (left + 0.08, y + 0.2)),
        ((right - 0.08, y), (right - 0.08, y + 0.2)),
    )
    return (((left, y), (right, y)), *legs)


def _laptop(x: float, foot: float, width: float) -> Drawing:
    height = width * 0.6
    half = width / 2
    base = (
        (x - half, foot - width * 0.12),
        (x - half * 1.25, foot),
        (x + half * 1.25, foot),
        (x + half, foot - width * 0.12),
    )
    return (_rect(x, foot - width * 0.12 - height / 2, width, height), base)


def _paper(x: float, y: float, width: float, lines: int = 4) -> Drawing:
    height = width * 1.35
    gap = height / (lines + 1)
    inside = width * 0.32
    return (
        _rect(x, y, width, height),
        *(
            ((x - inside, y - height / 2 + gap * n), (x + inside, y - height / 2 + gap * n))
            for n in range(1, lines + 1)
        ),
    )


def _arrow(x: float, y: float, end: float) -> Drawing:
    """Along a line of reading or against it."""
    back = 0.07 if x > end else -0.07
    return (
        ((x, y), (end, y)),
        ((end + back, y - 0.05), (end, y), (end + back, y + 0.05)),
    )


def _bubble(x: float, y: float, width: float, tail: float) -> Drawing:
    """What somebody says; ``tail`` is where that one sits."""
    height = width * 0.55
    below = y + height / 2
    return (
        _arc(x, y, width / 2, height / 2, 0, 1),
        ((x + (tail - x) * 0.6, below - 0.03), (tail, below + 0.06)),
        ((tail, below + 0.06), (x + (tail - x) * 0.3, below)),
    )


def _heart(x: float, y: float, size: float) -> Stroke:
    angles = (2 * pi * step / _STEPS for step in range(_STEPS + 1))
    return tuple(
        (
            x + size * 16 * sin(a) ** 3 / 32,
            y - size * (13 * cos(a) - 5 * cos(2 * a) - 2 * cos(3 * a) - cos(4 * a)) / 32,
        )
        for a in angles
    )


def _tick(x: float, y: float, size: float) -> Stroke:
    return ((x - size / 2, y), (x - size * 0.12, y + size * 0.4), (x + size / 2, y - size * 0.4))


def _cross(x: float, y: float, size: float) -> Drawing:
    r = size * 0.4
    return (((x - r, y - r), (x + r, y + r)), ((x + r, y - r), (x - r, y + r)))


def _all(*parts: Drawing) -> Drawing:
    return tuple(chain.from_iterable(parts))


def _circle() -> Drawing:
    behind = [_person(x, foot, 0.34) for x, foot in ((0.7, 0.38), (1.0, 0.36), (1.3, 0.38))]
    sides = [_person(x, 0.66, 0.38) for x in (0.26, 1.74)]
    front = [_person(x, 0.98, 0.4) for x in (0.52, 1.48)]
    return _all(*behind, *sides, *front, _box(0.86, 0.7, 0.3), _laptop(1.2, 0.7, 0.2))


def _open() -> Drawing:
    locks = [_padlock(x, 0.3, 0.17, is_open=True) for x in (1.08, 1.4, 1.72)]
    stacks = [_stack(x, 0.95, 0.16, n) for x, n in ((1.12, 3), (1.36, 5), (1.6, 4))]
    return _all(_box(0.5, 0.95, 0.72, is_open=True), _note(0.5, 0.2, 0.34), *locks, *stacks)


def _social() -> Drawing:
    heart: Drawing = (_heart(1.5, 0.77, 0.2),)
    return _all(
        _person(0.42, 0.95, 0.66), _coin(0.78, 0.42, 0.09), _arrow(0.94, 0.42, 1.22),
        _box(1.5, 0.95, 0.6, is_open=True), heart,
    )  # fmt: skip


def _save() -> Drawing:
    book = _rect(1.62, 0.72, 0.5, 0.4)
    stamps = [
        _rect(1.5 + 0.12 * column, 0.64 + 0.15 * row, 0.08, 0.08)
        for row in range(2)
        for column in range(3)
    ]
    ticks = [_tick(1.5 + 0.12 * column, 0.64, 0.09) for column in range(3)]
    return _all(
        _person(0.36, 0.95, 0.62), _bubble(0.88, 0.22, 0.52, 0.56), _coin(0.78, 0.22, 0.07),
        _coin(0.98, 0.22, 0.07), _table(0.98, 0.74, 0.5), _stack(0.88, 0.74, 0.14, 3),
        _stack(1.08, 0.74, 0.14, 2), (book, *stamps, *ticks),
    )  # fmt: skip


def _repay() -> Drawing:
    more = ((1.2, 0.22), (1.2, 0.34)), ((1.14, 0.28), (1.26, 0.28))
    return _all(
        _person(0.38, 0.95, 0.66), _note(0.86, 0.28, 0.36), more, _coin(1.4, 0.28, 0.09),
        _arrow(0.74, 0.6, 1.16), _box(1.56, 0.95, 0.6, is_open=True),
    )  # fmt: skip


def _lend() -> Drawing:
    voters = [_hand_up(x, 0.97, 0.5) for x in (1.06, 1.4, 1.74)]
    return _all(
        _person(0.34, 0.97, 0.6), _bubble(0.76, 0.2, 0.56, 0.46), _note(0.76, 0.2, 0.3),
        *voters, (_tick(1.4, 0.2, 0.18),), _cross(1.72, 0.2, 0.18),
    )  # fmt: skip


def _count() -> Drawing:
    same = ((1.3, 0.5), (1.42, 0.5)), ((1.3, 0.57), (1.42, 0.57))
    return _all(
        _person(0.2, 0.95, 0.56),
        _person(1.04, 0.95, 0.56),
        _box(0.62, 0.62, 0.34, is_open=True),
        _coin(0.62, 0.2, 0.07),
        _stack(0.53, 0.95, 0.13, 3),
        _stack(0.71, 0.95, 0.13, 4),
        same,
        _paper(1.74, 0.55, 0.46),
    )


def _seal() -> Drawing:
    locks = [_padlock(x, 0.8, 0.13) for x in (0.21, 0.42, 0.63)]
    pins = tuple(_ring(x, 0.74, 0.025) for x in (1.05, 1.15, 1.25, 1.35))
    return _all(
        _box(0.42, 0.95, 0.76), *locks, _laptop(1.2, 0.95, 0.5), pins, _paper(1.76, 0.66, 0.4),
    )  # fmt: skip


_MAKERS: dict[str, Callable[[], Drawing]] = {
    "circle": _circle,
    "open": _open,
    "social": _social,
    "save": _save,
    "repay": _repay,
    "lend": _lend,
    "count": _count,
    "seal": _seal,
}


def drawing(name: str) -> Drawing:
    """A drawing by its name in `words.help.guide`.

    Raises:
        KeyError: there is none of that name.
    """
    return _MAKERS[name]()
