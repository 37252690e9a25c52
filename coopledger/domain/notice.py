"""Notice of savings to be taken back: said in a meeting, good after the days or meetings agreed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from coopledger.domain.book import Book


class Notice(NamedTuple):
    """Savings that a member said would be taken back: how much, and when it was said.

    The day is an ordinal, the amount in minor units.
    """

    amount: int
    day: int
    meeting: int


class Waiting(NamedTuple):
    """Savings under notice that may be taken out by now, and those that must wait."""

    member: str
    ripe: int
    later: int


def outstanding(book: Book, member: str) -> int:
    """Savings under notice that were not taken out yet, ripe or not."""
    known = book.members[member]
    return sum(notice.amount for notice in known.notices) - known.noticed


def ripe(book: Book, member: str) -> int:
    """Savings under notice that may be taken out at the book's meeting.

    What was taken out so far used up the oldest notice.
    """
    known = book.members[member]
    told = sum(notice.amount for notice in known.notices if _is_ripe(book, notice))
    return max(told - known.noticed, 0)


def waiting(book: Book) -> Iterator[Waiting]:
    """What falls due at the book's meeting of savings under notice, and what will later.

    Nobody is told more than the savings that are there.
    """
    for member in book.active():
        there = book.savings(member.code)
        now = min(ripe(book, member.code), there)
        later = min(outstanding(book, member.code), there) - now
        if now or later:
            yield Waiting(member.code, now, later)


def _is_ripe(book: Book, notice: Notice) -> bool:
    length = book.rules.withdrawal_notice
    if book.rules.withdrawal_notice_in == "meeting":
        return notice.meeting + length <= book.meeting
    return notice.day + length <= book.day
