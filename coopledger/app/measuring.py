"""Indicators of a group from its verified book and its members' cards; nothing is written."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import get_args

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.domain import indicators as ind
from coopledger.domain.days import day_number
from coopledger.domain.errors import Refusal
from coopledger.ledger.page import Header
from coopledger.ledger.salted import MemberCard

_SEXES = frozenset(get_args(ind.Sex))


class Measures(msgspec.Struct, frozen=True):
    """A group's indicators on one day.

    Attributes:
        meeting: the newest meeting then, 0 before the first.
        day: ISO date, empty before the first meeting.
        indicators: in the order in which reports show them.
        people: by sex and age band together.
    """

    meeting: int
    day: str
    indicators: tuple[ind.Indicator, ...]
    people: tuple[ind.PeopleRow, ...]


def indicators(
    ledger: Ledger, group: str, meeting: int | None = None, *, day: str | None = None
) -> Measures:
    """Indicators at the close of a meeting, of the newest one, or on any day.

    Args:
        ledger: an open ledger.
        group: the group's book id.
        meeting: a meeting's number; the newest if None and no day is given.
        day: an ISO date instead of a meeting: all pages up to it count, a share-out included, and
            lateness and time are of that day.

    Raises:
        Refusal: `unknown_meeting`, `bad_date`, `page_not_genuine`.
    """
    if meeting is None and day is None:
        held = [head.meeting for head in ledger.replay(group).headers if head.meeting]
        meeting = held[-1] if held else 0
    reading = _read(ledger, group, meeting, day)
    return _measure(reading, ledger.members(group))


def series(ledger: Ledger, group: str) -> tuple[Measures, ...]:
    """Indicators at the close of every meeting, the oldest first.

    Raises:
        Refusal: `page_not_genuine`.
    """
    cards, course = ledger.members(group), ind.Course()
    made: dict[int, Measures] = {}
    for head in _take(ledger, group, course, len(ledger.replay(group).headers)):
        if head.meeting:
            made[head.meeting] = _measure(course.reading(), cards)
    return tuple(made.values())


def visit_form(
    ledger: Ledger, group: str, meeting: int | None = None, *, day: str | None = None
) -> tuple[ind.VisitItem, ...]:
    """The items of a field officer's visit form, as far as the book answers them.

    Without meeting and day: of the whole book, a share-out included. See `indicators`.

    Raises:
        Refusal: `unknown_meeting`, `bad_date`, `page_not_genuine`.
    """
    reading = _read(ledger, group, meeting, day)
    name = next((each.name for each in ledger.groups() if each.id == group), "")
    return ind.visit_form(reading, traits(ledger.members(group), reading.day), name)


def traits(cards: Mapping[str, MemberCard], day: str) -> dict[str, ind.Traits]:
    """Sex and age band of each member on an ISO day; unknown where the card doesn't say."""
    return {code: _traits(card, day) for code, card in cards.items()}


def _traits(card: MemberCard, day: str) -> ind.Traits:
    sex: ind.Sex = card.sex if card.sex in _SEXES else "unknown"  # type: ignore[assignment]
    return ind.Traits(sex, ind.age_band(_age(card.born, day)))


def _age(born: str, day: str) -> int | None:
    """Age in whole years; from a birth year alone, the age that is reached in the day's year."""
    if not day:
        return None
    on = date.fromisoformat(day)
    if len(born) == len("1985") and born.isascii() and born.isdigit():
        return on.year - int(born)
    try:
        birth = date.fromisoformat(born)
    except ValueError:
        return None
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def _measure(reading: ind.Reading, cards: Mapping[str, MemberCard]) -> Measures:
    known = traits(cards, reading.day)
    return Measures(
        reading.meeting,
        reading.day,
        ind.measure(reading, known),
        ind.breakdown(reading, known),
    )


def _read(ledger: Ledger, group: str, meeting: int | None, day: str | None) -> ind.Reading:
    """Fold the book up to a meeting (0: before the first), a day, or its end."""
    if meeting is not None and day is not None:
        raise ValueError("a meeting or a day, not both")
    headers = ledger.replay(group).headers
    upto = len(headers)
    if day is not None:
        day_number(day)
        upto = max(1, sum(head.date <= day for head in headers))
    elif meeting is not None:
        upto = max((n for n, head in enumerate(headers, 1) if head.meeting == meeting), default=0)
    if not upto:
        raise Refusal("unknown_meeting", value=meeting)
    course = ind.Course()
    for _head in _take(ledger, group, course, upto):
        pass
    return course.reading(day or "")


def _take(ledger: Ledger, group: str, course: ind.Course, upto: int) -> Iterator[Header]:
    """Fold the first ``upto`` pages; the header of each after it was folded."""
    for _, page in zip(range(upto), ledger.store.pages(group), strict=False):
        head, events = page.read()
        course.take(head.meeting, head.date, events)
        yield head
