"""What a loan asks of the one who takes it: its cost, and its weight beside what was saved."""

from __future__ import annotations

from datetime import date

import msgspec

from coopledger.domain.book import Book
from coopledger.domain.constitution import Constitution
from coopledger.domain.loan_offer import Offer

_HUNDRED = 100
_DAYS = {"day": 1, "week": 7, "month": 30}
"""Days from one meeting to the next, about."""


class Weight(msgspec.Struct, frozen=True):
    """A borrower beside a loan, in minor units.

    Attributes:
        savings: all that was saved.
        debt: principal of the other loans, and all that is paid back on this one.
        uncovered: what of the debt the savings do not cover.
        last_saved: what was saved at the last meeting; 0 if nothing.
        meetings_of_saving: so many meetings like the last one save the cost, rounded; 0 if one is
            more than enough, or nothing was saved.
        room: what the rules would let the borrower take beside it, below zero where it is too
            much; None where they set no cap.
    """

    savings: int
    debt: int
    uncovered: int
    last_saved: int
    meetings_of_saving: int
    room: int | None


class Burden(msgspec.Struct, frozen=True):
    """What a loan costs, and how much must be laid aside for it.

    Attributes:
        offer: the loan.
        more: what is paid back beyond what was got.
        per_hundred: the same for each hundred that was got, rounded.
        meetings: how many are held until the last payment, one at least.
        a_meeting: what to lay aside at each of them, rounded up.
        weight: the loan beside its borrower; None while nobody asks for it.
    """

    offer: Offer
    more: int
    per_hundred: int
    meetings: int
    a_meeting: int
    weight: Weight | None


def burden(found: Offer, rules: Constitution, day: str, weight: Weight | None = None) -> Burden:
    """What a loan asks for.

    Args:
        found: the loan, as `loan_offer.offer` works it out.
        rules: of the group: how often it meets.
        day: ISO day on which it is paid out.
        weight: of its borrower.
    """
    more = found.pays - found.paid_out
    last = date.fromisoformat(found.rows[-1].day if found.rows else day)
    between = _DAYS[rules.meeting_period] * rules.meeting_every
    meetings = max(1, (last - date.fromisoformat(day)).days // between)
    got = max(1, found.paid_out)
    per_hundred = (more * _HUNDRED + got // 2) // got
    return Burden(found, more, per_hundred, meetings, -(-found.pays // meetings), weight)


def weigh(
    found: Offer, *, savings: int, owed: int, may_borrow: int | None, last_saved: int
) -> Weight:
    """A loan beside its borrower, in minor units.

    Args:
        found: the loan.
        savings: all that was saved.
        owed: principal of the borrower's other loans.
        may_borrow: what the rules would let the borrower take now; None where they set no cap.
        last_saved: see `last_saved`.
    """
    debt, more = owed + found.pays, found.pays - found.paid_out
    count = (more + last_saved // 2) // last_saved if 0 < last_saved <= more else 0
    room = None if may_borrow is None else may_borrow - found.amount
    return Weight(savings, debt, max(0, debt - savings), last_saved, count, room)


def last_saved(book: Book, member: str) -> int:
    """What a member saved at the last meeting, by the book as it was left."""
    return book.bought.get(member, 0) * book.rules.share_price + book.saved.get(member, 0)
