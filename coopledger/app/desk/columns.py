"""The grid's columns, in the order of the agenda."""

from __future__ import annotations

from typing import Literal, NamedTuple

from coopledger.domain.events import Status
from coopledger.words.catalog import N_, Text, pgettext

Key = Literal[
    "roll", "fine", "fine_paid", "social", "shares", "repayment", "loan", "weeks", "purpose"
]
Kind = Literal["roll", "fine", "money", "number", "text"]


class Column(NamedTuple):
    """A column: its key in the sheet, its heading, and what its cells hold."""

    key: Key
    title: Text
    kind: Kind
    keys: Text
    """The keys that work here, as the hint under the grid shows them."""


_MONEY_KEYS = N_("amount · Enter next · = takes what is due")

COLUMNS: tuple[Column, ...] = (
    Column("roll", N_("Roll call"), "roll", N_("{keys} · + all others present")),
    Column("fine", N_("Fine"), "fine", N_("first letter of the fine · = by the roll call")),
    Column("fine_paid", N_("Fines paid"), "money", _MONEY_KEYS),
    Column(
        "social", N_("Social"), "money", N_("amount · = takes what is due · + for all who are left")
    ),
    Column(
        "shares", N_("Shares"), "number", N_("a digit · = as last time · + for all who are left")
    ),
    Column("repayment", N_("Repay"), "money", _MONEY_KEYS),
    Column("loan", N_("New loan"), "money", N_("amount · Tab weeks")),
    Column("weeks", N_("Weeks"), "number", N_("weeks until it is repaid · Tab purpose")),
    Column("purpose", N_("Purpose"), "text", N_("what the loan is for · Enter next")),
)
INDEX: dict[str, int] = {column.key: place for place, column in enumerate(COLUMNS)}
LOAN_KEYS = ("loan", "weeks", "purpose")
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


FUNDS: dict[str, Text] = {"loan": N_("Loan fund"), "social": N_("Social fund")}


def fund_name(fund: str) -> str:
    """What people call a fund."""
    return str(FUNDS[fund]) if fund in FUNDS else fund
