"""What a loan costs and how heavy it is, in a few sentences with the borrower's own figures."""

from __future__ import annotations

from collections.abc import Iterator

from coopledger.domain.loan_burden import Burden, Weight
from coopledger.domain.money import Currency
from coopledger.words.catalog import N_, ngettext
from coopledger.words.money import format_money
from coopledger.words.numbers import format_number

TITLE = N_("What does this loan cost?")
_COSTS = N_("You get {paid} and pay back {pays}: the loan costs {more}.")
_FREE = N_("You get {paid} and pay back the same: the loan costs nothing.")
_HUNDRED = N_("For each 100 in your hand you pay {cost} on top.")
_LESS = N_("The cost is less than what you saved at the last meeting, {saved}.")
_COVERED = N_("You would then owe {debt} in all. Your savings of {savings} cover it.")
_UNCOVERED = N_(
    "You would then owe {debt} in all and have saved {savings}: {rest} is the others' money."
)
_ROOM = N_("The rules would let you borrow {room} more. That is a limit, not advice.")
_OVER = N_("That is {over} more than the rules let you borrow.")
_ASK = N_(
    "Is {amount} less than half of what is left at home from one meeting to the next? If not, the"
    " loan is too heavy: take less."
)


def lesson(told: Burden, money: Currency) -> tuple[str, ...]:
    """The sentences, in the order in which they are read out."""
    return tuple(_sentences(told, money))


def _sentences(told: Burden, money: Currency) -> Iterator[str]:
    found = told.offer

    def show(amount: int) -> str:
        return format_money(amount, money)

    costs = _COSTS if told.more else _FREE
    yield costs.format(paid=show(found.paid_out), pays=show(found.pays), more=show(told.more))
    if told.per_hundred:
        yield _HUNDRED.format(cost=format_number(told.per_hundred))
    if told.weight is not None and told.more and told.weight.last_saved:
        yield _in_savings(told.weight, money)
    aside = ngettext(
        "To pay in time, lay aside {amount} until it is due.",
        "To pay in time, lay aside {amount} at each of {count} meetings.",
        told.meetings,
    )
    yield aside.format(amount=show(told.a_meeting), count=format_number(told.meetings))
    if told.weight is not None:
        yield from _weight(told.weight, money)
    yield _ASK.format(amount=show(told.a_meeting))


def _in_savings(weight: Weight, money: Currency) -> str:
    if not weight.meetings_of_saving:
        return _LESS.format(saved=format_money(weight.last_saved, money))
    words = ngettext(
        "The cost is about what you save in {count} meeting like the last one.",
        "The cost is about what you save in {count} meetings like the last one.",
        weight.meetings_of_saving,
    )
    return words.format(count=format_number(weight.meetings_of_saving))


def _weight(weight: Weight, money: Currency) -> Iterator[str]:
    owed = _UNCOVERED if weight.uncovered else _COVERED
    yield owed.format(
        debt=format_money(weight.debt, money),
        savings=format_money(weight.savings, money),
        rest=format_money(weight.uncovered, money),
    )
    if weight.room is None:
        return
    allowed = _ROOM if weight.room >= 0 else _OVER
    yield allowed.format(
        room=format_money(weight.room, money), over=format_money(-weight.room, money)
    )
