"""The merry-go-round as it is held: hands paid in, the pot paid out, the discount given back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.money import percent
from coopledger.domain.rounding import Rounding, to_multiple

if TYPE_CHECKING:
    from coopledger.domain.recording.meeting import Recording


def _hand(r: Recording, e: en.PotContribution) -> list[ev.Event]:
    r.known(e.member, dead_too=True)
    if not r.book.rules.hand:
        raise Refusal("no_pot", value=e.amount)
    r.into("pot")
    return [ev.Contribute(e.member, "pot", e.amount, at=e.at)]


def _pot(r: Recording, e: en.PotPaid) -> list[ev.Event]:
    r.known(e.member, dead_too=True)
    rules, book = r.book.rules, r.book
    if not rules.hand or len(book.pots) >= len(book.turns):
        raise Refusal("no_pot", value=e.member)
    whole = rules.hand * len(book.turns)
    there = book.cash("pot", e.at)
    if there < whole and rules.short_pot == "postpone":
        raise Refusal("pot_short", value=there, expected=whole, member=e.member)
    whole = min(whole, there)
    if e.discount and rules.pot_order != "auction":
        raise Refusal("bad_value", value=e.discount)
    fee = to_multiple(percent(rules.pot_fee_percent) * whole, 1, Rounding.DOWN)
    each = e.discount // len(book.turns)
    # What does not divide among the hands stays with the winner.
    given = each * len(book.turns)
    if given + fee >= whole:
        raise Refusal("bad_value", value=e.discount)
    number = len(book.pots) + 1
    found: list[ev.Event] = [
        ev.Pot(e.member, number, whole - given - fee, d=given, fee=fee, at=e.at)
    ]
    if each:
        found.append(ev.PotBack(tuple(book.turns), each, at=e.at))
    return found


def _turns(r: Recording, e: en.Draw) -> list[ev.Event]:
    if r.book.pots and len(r.book.pots) < len(r.book.turns):
        raise Refusal("pot_begun", value=len(r.book.pots))
    hand = r.book.rules.hand
    r.until_then(all(rules.hand == hand for rules in r.book.pending()))
    if not hand or not e.members:
        raise Refusal("no_pot", value=len(e.members))
    for code in e.members:
        r.known(code)
    return [ev.Turns(e.members, hand)]


def _replace(r: Recording, e: en.HandsTaken) -> list[ev.Event]:
    r.known(e.member)
    r.known(e.by)
    if e.member not in r.book.turns or e.by == e.member:
        raise Refusal("no_pot", value=e.member)
    return [ev.Replace(e.member, e.by)]


COMPOSE: dict[type, Callable[..., list[ev.Event]]] = {
    en.PotContribution: _hand,
    en.PotPaid: _pot,
    en.Draw: _turns,
    en.HandsTaken: _replace,
}
