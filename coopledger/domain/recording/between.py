"""Between groups as it is said: who moved, what one group lent another and got back."""

from __future__ import annotations

from collections.abc import Callable
from math import floor
from typing import TYPE_CHECKING

import msgspec

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.exits import departing
from coopledger.domain.recording.saving import premium
from coopledger.domain.rounding import Rounding, to_multiple

if TYPE_CHECKING:
    from coopledger.domain.book import Book
    from coopledger.domain.recording.meeting import Recording


def _other(r: Recording, group: str) -> None:
    if group == r.book.id:
        raise Refusal("own_group", value=group)


def _new(r: Recording, number: str) -> None:
    if number in r.book.received:
        raise Refusal("transfer_twice", value=number)


def _move_away(r: Recording, e: en.MoveAway) -> list[ev.Event]:
    r.known(e.member)
    _other(r, e.group)
    event = departing(r.book, e.member, e.group, claim=e.claim)
    if e.refund is not None and e.refund != event.refund:
        raise Refusal("wrong_refund", value=e.refund, expected=event.refund, member=e.member)
    r.pay_leaver(event)
    return [msgspec.structs.replace(event, note=r.note(e.reason))]


def _move_in(r: Recording, e: en.MoveIn) -> list[ev.Event]:
    r.known(e.member)
    _other(r, e.group)
    _new(r, e.number)
    cash, claim = (0, e.amount) if e.claim else (e.amount, 0)
    face, shares, above = _bought(r.book, e.member, e.amount)
    return [ev.Arrive(e.member, e.group, cash, claim, face, shares, above, e.at, e.number)]


def _bought(book: Book, member: str, amount: int) -> tuple[int, int, int]:
    """What the sum that a member brought makes: savings at face, shares, and what is above face.

    Shares cost what they cost any newcomer; what buys no whole share is kept for the member.

    Raises:
        Refusal: nobody saves in this group.
    """
    rules = book.rules
    match rules.saving:
        case "shares":
            above = premium(book, member)
            shares = floor(amount / (rules.share_price + above))
            face = shares * rules.share_price
            return face, shares, to_multiple(above * shares, 1, Rounding.UP)
        case "none" if amount:
            raise Refusal("no_such_saving", value=amount, member=member)
        case _:
            return amount, 0, 0


def _loan(r: Recording, e: en.GroupLoan) -> list[ev.Event]:
    _other(r, e.group)
    r.pay("loan", e.amount, e.at)
    return [ev.TransferOut(e.group, "loan", p=e.amount, note=r.note(e.terms), at=e.at)]


def _charge(r: Recording, e: en.GroupCharge) -> list[ev.Event]:
    _other(r, e.group)
    if not r.book.lent(e.group):
        raise Refusal("nothing_lent", group=e.group)
    return [ev.TransferOut(e.group, "charge", e.amount)]


def _payment(r: Recording, e: en.GroupPayment) -> list[ev.Event]:
    _new(r, e.number)
    _other(r, e.group)
    if e.amount > (owed := r.book.lent(e.group)):
        raise Refusal("above_lent", value=e.amount, debt=owed, group=e.group)
    charge = min(e.amount, r.book.accounts.get(f"loan:lent_due:{e.group}", 0))
    back = e.amount - charge
    return [ev.TransferIn(e.group, "repay", p=back, c=charge, at=e.at, t=e.number)]


def borrowed(r: Recording, e: en.Borrowing) -> list[ev.Event]:
    """A loan from a group whose book is kept with this program."""
    _other(r, e.lender)
    _new(r, e.number)
    note = r.note(e.terms)
    return [ev.TransferIn(e.lender, "loan", p=e.amount, note=note, at=e.at, t=e.number)]


def charged(r: Recording, e: en.LenderCharge) -> list[ev.Event]:
    """That group's charge fell due."""
    _other(r, e.lender)
    _new(r, e.number)
    return [ev.TransferIn(e.lender, "charge", e.amount, t=e.number)]


COMPOSE: dict[type, Callable[..., list[ev.Event]]] = {
    en.MoveAway: _move_away,
    en.MoveIn: _move_in,
    en.GroupLoan: _loan,
    en.GroupCharge: _charge,
    en.GroupPayment: _payment,
}
