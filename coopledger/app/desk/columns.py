"""The grid's columns, as the group's rules want them, in the order of its agenda."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from coopledger.domain.constitution import Constitution
from coopledger.domain.events import Status
from coopledger.words.catalog import N_, Text, pgettext

Key = Literal[
    "roll",
    "fine",
    "fine_paid",
    "social",
    "hand",
    "shares",
    "saving",
    "voluntary",
    "repayment",
    "loan",
    "weeks",
    "instalments",
    "guarantors",
    "purpose",
]
Kind = Literal["roll", "fine", "money", "number", "text"]
StepKey = Literal[
    "roll_call",
    "open_box",
    "social",
    "saving",
    "pot",
    "repayments",
    "loans",
    "other_money",
    "count",
]


class Column(NamedTuple):
    """A column: its key in the sheet, its heading, and what its cells hold."""

    key: Key
    title: Text
    kind: Kind
    keys: Text
    """The keys that work here, as the hint under the grid shows them."""
    step: StepKey
    """The step of the agenda that it belongs to."""


_MONEY_KEYS = N_("amount · Enter next · = takes what is due")
_FOR_ALL = N_("amount · = takes what is due · + for all who are left")
_AS_LAST = N_("amount · = as last time · + for all who are left")

_DIGIT = N_("a digit · = as last time · + for all who are left")
_NUMBER = N_("number · Enter next · = as last time · + for all who are left")
_ONE_DIGIT = 9
"""Shares up to which a digit is enough."""


def columns_of(rules: Constitution) -> tuple[Column, ...]:
    """The columns that a group's meeting has under its rules."""
    order = list(agenda_of(rules))
    return tuple(sorted(_columns(rules), key=lambda column: order.index(column.step)))


def agenda_of(rules: Constitution) -> tuple[StepKey, ...]:
    """The steps in the order of the constitution.

    Fines are called at the roll call. Opening the box, other money and the count have their place
    even where an agenda forgot them.
    """
    told = [step for step in rules.agenda if step != "fines"]
    order: list[StepKey] = ["roll_call", *(step for step in told if step != "roll_call")]
    if "open_box" not in order:
        order.insert(1, "open_box")
    wanted: dict[StepKey, bool] = {
        "social": bool(rules.social_contribution),
        "saving": rules.saving != "none" or bool(rules.voluntary_saving),
        "pot": bool(rules.hand),
    }
    for step, there in wanted.items():
        if there and step not in order:
            order.append(step)
        elif not there and step in order:
            order.remove(step)
    rest: tuple[StepKey, ...] = ("repayments", "loans", "other_money")
    order = [step for step in order if step != "count"]
    return (*order, *(step for step in rest if step not in order), "count")


def _columns(rules: Constitution) -> Iterator[Column]:
    yield Column("roll", N_("Roll call"), "roll", N_("{keys} · + all others present"), "roll_call")
    if rules.fines:
        keys = N_("first letter of the fine · Enter or = the proposed one")
        yield Column("fine", N_("Fine"), "fine", keys, "roll_call")
        yield Column("fine_paid", N_("Fines paid"), "money", _MONEY_KEYS, "roll_call")
    if rules.social_contribution:
        yield Column("social", N_("Social"), "money", _FOR_ALL, "social")
    if rules.hand:
        yield Column("hand", N_("Into the pot"), "money", _FOR_ALL, "pot")
    if rules.saving == "shares":
        keys = _DIGIT if rules.max_shares_per_meeting <= _ONE_DIGIT else _NUMBER
        yield Column("shares", N_("Shares"), "number", keys, "saving")
    elif rules.saving != "none":
        keys = _FOR_ALL if rules.saving == "equal" else _AS_LAST
        yield Column("saving", N_("Savings"), "money", keys, "saving")
    if rules.voluntary_saving:
        keys = N_("amount beside the savings that all pay · Enter next")
        yield Column("voluntary", N_("Voluntary"), "money", keys, "saving")
    keys = N_("amount · Enter takes what is due · arrow down leaves it out")
    yield Column("repayment", N_("Repay"), "money", keys, "repayments")
    yield from _loan(rules)


def _loan(rules: Constitution) -> Iterator[Column]:
    yield Column("loan", N_("New loan"), "money", N_("amount · Enter the next question"), "loans")
    if rules.loan_method == "period_charge":
        keys = N_("weeks until it is repaid · Enter on")
        yield Column("weeks", N_("Weeks"), "number", keys, "loans")
    else:
        keys = N_("number of instalments · Tab on")
        yield Column("instalments", N_("Instalments"), "number", keys, "loans")
    if rules.guarantors_needed:
        keys = N_("members' numbers with blanks between · Tab purpose")
        yield Column("guarantors", N_("Guarantors"), "text", keys, "loans")
    keys = N_("what the loan is for · Enter next")
    yield Column("purpose", N_("Purpose"), "text", keys, "loans")


LOAN_KEYS = ("loan", "weeks", "instalments", "guarantors", "purpose")
"""Columns that together are one loan."""
TERM_KEYS = ("weeks", "instalments")
FOR_THE_ABSENT = ("roll", "fine")
"""Columns in which an absent member has something to be said about."""

STATUSES: dict[Status, Text] = {
    "present": N_("present"),
    "late": N_("late"),
    "excused": N_("excused"),
    "absent": N_("absent"),
    "represented": N_("represented"),
}
AWAY: tuple[Status, ...] = ("absent", "excused")
HERE: tuple[Status, ...] = ("present", "late")
"""As the field's reports count attendance."""


def status_key(status: Status) -> str:
    """The key that gives this answer at roll call, in the current language."""
    return {
        "present": pgettext("key at roll call: present", "p"),
        "late": pgettext("key at roll call: late", "l"),
        "excused": pgettext("key at roll call: excused", "e"),
        "absent": pgettext("key at roll call: absent", "a"),
        "represented": pgettext("key at roll call: represented", "r"),
    }[status]


FUNDS: dict[str, Text] = {
    "loan": N_("Loan fund"),
    "social": N_("Social fund"),
    "pot": N_("The pot"),
}


def fund_name(fund: str) -> str:
    """What people call a fund."""
    return str(FUNDS[fund]) if fund in FUNDS else fund
