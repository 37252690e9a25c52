"""The share-out step by step: what it would give now, who still owes, what must be counted.

A look at any of it changes nothing; only `app.share_outs.hold_share_out` writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.loan_register import LoanRow, register
from coopledger.app.papers import share_out_facts
from coopledger.domain.book import Book
from coopledger.domain.constitution import Act
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.domain.quorum import call
from coopledger.domain.settlement import share_out_events, trial

Kind = Literal["full", "profit_only", "none"]


class Part(msgspec.Struct, frozen=True):
    """One member's line, in minor units; ``paid`` is cash, with all that goes back beside it."""

    code: str
    name: str
    shares: int
    savings: int
    entitlement: int
    set_off: int
    paid: int
    still_owes: int


class Place(msgspec.Struct, frozen=True):
    """Cash of the loan fund at a place."""

    place: str
    amount: int


class Officers(msgspec.Struct, frozen=True):
    """Who seals an act: names by code, and how many the rules ask for; nobody where none has a key.

    ``rules`` says that the constitution asks for officers, though none has a key yet.
    """

    names: Mapping[str, str]
    need: int
    rules: bool


class ShareOutGuide(msgspec.Struct, frozen=True):
    """A share-out before it is held, or after.

    Attributes:
        group: the group's name.
        currency: of all amounts.
        kind: what the rules share out.
        by_shares: whether a part goes by shares.
        cycle: its number.
        day: ISO day of the last meeting: that of the share-out.
        held: whether it is held already; the figures are then those that were paid.
        begun: whether a meeting is half recorded: it must be sealed first.
        places: the loan fund's cash.
        cash: all of it.
        reserved: of it, owed to lenders and to members beside their shares.
        shared: what is shared out, debts that are set off with it.
        value: of one share; 0 where none is worked out.
        shares: all shares in it.
        parts: the members' lines.
        residue: what rounding leaves in the fund.
        loans: that are open still.
        social: the social fund's cash, which stays the group's.
        officers: who seals it.
        stop: what forbids it now; None when it can be held.
    """

    group: str
    currency: Currency
    kind: Kind
    by_shares: bool
    cycle: int
    day: str
    held: bool
    begun: bool
    places: tuple[Place, ...]
    cash: int
    reserved: int
    shared: int
    value: int
    shares: int
    parts: tuple[Part, ...]
    residue: int
    loans: tuple[LoanRow, ...]
    social: int
    officers: Officers
    stop: Refusal | None

    def total(self, name: str) -> int:
        """Sum of one of the amounts over all members."""
        return sum(int(getattr(part, name)) for part in self.parts)


class Compared(msgspec.Struct, frozen=True):
    """What was counted beside what the book says: more in the box is above nothing."""

    counted: int
    expected: int
    difference: int


def guide(ledger: Ledger, group: str) -> ShareOutGuide:
    """The share-out of a group as it stands now, on paper only.

    Raises:
        Refusal: a page is not genuine.
    """
    book = ledger.replay(group).book
    names = {code: card.name for code, card in ledger.members(group).items()}
    rules = book.rules
    stop: Refusal | None = None
    parts: tuple[Part, ...] = ()
    cash = shared = value = shares = residue = reserved = 0
    try:
        found = trial(book)
    except Refusal as refusal:
        stop = refusal
    else:
        division = found.division
        cash, reserved, residue = found.cash, found.reserved, division.residue
        shared, shares = division.distributable, division.total_shares
        value = division.share_value or 0
        parts = tuple(
            Part(
                part.id,
                names.get(part.id, ""),
                book.members[part.id].shares,
                book.savings(part.id),
                part.entitlement,
                part.set_off,
                part.payout + (_beside(book, part.id) if rules.share_out == "full" else 0),
                part.still_owes,
            )
            for part in division.members
            if part.entitlement or part.still_owes or book.members[part.id].shares
        )
    if stop is None and not book.closed:
        stop = _stop(book)
    if book.closed:
        parts, value, shares, residue = _paid(ledger, group, names)
    return ShareOutGuide(
        group=ledger.group(group).name,
        currency=rules.money,
        kind=rules.share_out,
        by_shares=rules.share_out_rule == "per_share",
        cycle=book.cycle,
        day=date.fromordinal(book.day).isoformat() if book.day else "",
        held=book.closed,
        begun=ledger.store.draft(group) is not None,
        places=tuple(Place(place, book.cash("loan", place)) for place in rules.places),
        cash=cash,
        reserved=reserved,
        shared=shared,
        value=value,
        shares=shares,
        parts=parts,
        residue=residue,
        loans=tuple(row for row in register(ledger, group).rows if row.open),
        social=sum(book.cash("social", place) for place in rules.places),
        officers=officers_for(book, "share_out", names),
        stop=stop,
    )


def officers_for(book: Book, act: Act, names: Mapping[str, str]) -> Officers:
    """Who seals an act under the rules in force."""
    called = call(book, act)
    asked = act in book.rules.quorums
    if called is None:
        return Officers({}, 0, asked)
    codes = sorted(called.holders | called.deputies)
    return Officers({code: names.get(code, "") for code in codes}, called.need, asked)


def new_cycle_officers(ledger: Ledger, group: str) -> Officers:
    """Who seals the beginning of a new cycle."""
    names = {code: card.name for code, card in ledger.members(group).items()}
    return officers_for(ledger.replay(group).book, "amendment", names)


def compare(counted: int, expected: int) -> Compared:
    """A count beside the book."""
    return Compared(counted, expected, counted - expected)


def _beside(book: Book, member: str) -> int:
    return book.voluntary(member) + book.held(member)


def _stop(book: Book) -> Refusal | None:
    try:
        share_out_events(book)
    except Refusal as refusal:
        return refusal
    return None


def _paid(
    ledger: Ledger, group: str, names: Mapping[str, str]
) -> tuple[tuple[Part, ...], int, int, int]:
    facts = share_out_facts(ledger, group)
    parts = tuple(
        Part(
            row.member.code,
            names.get(row.member.code, ""),
            row.shares,
            row.savings,
            row.entitlement,
            row.set_off,
            row.paid + row.back,
            row.still_owes,
        )
        for row in facts.rows
    )
    return parts, facts.value, facts.total_shares, facts.residue
