"""What a field officer's visit asks of a group, as far as its book can answer.

Twenty-four items in the order of the form that savings-group information systems use, as the
project's notes know it. It is not checked against a current form: no compatibility is claimed.
"""

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

from coopledger.domain.indicators.people import UNKNOWN_TRAITS, Traits
from coopledger.domain.indicators.reading import Reading

Answer: TypeAlias = Literal["text", "date", "number", "money", "number_and_money"]


class VisitItem(msgspec.Struct, frozen=True):
    """One item of the form.

    Attributes:
        place: where it stands in the form, from 1.
        code: what is asked.
        answer: what sort of answer it takes.
        text: the answer, where it is a text or an ISO date.
        number: the answer, or its first half, where it is a number.
        money: the answer, or its second half, where it is money, in minor units.
    """

    place: int
    code: str
    answer: Answer
    text: str | None = None
    number: int | None = None
    money: int | None = None

    @property
    def known(self) -> bool:
        """Whether the book has the answer."""
        return (self.text, self.number, self.money) != (None, None, None)


def visit_form(reading: Reading, traits: Mapping[str, Traits], group: str) -> tuple[VisitItem, ...]:
    """The form, filled in on the day of a reading.

    Cash at the bank is all of the loan fund's cash that is not in the box, wallets included. The
    women are known only where every active member's sex is. Savings at the start are those of all
    members together, with the number of members, for the form's "savings-start per member".

    Args:
        reading: the group on the day of the visit.
        traits: by member's code.
        group: the group's name, empty when it isn't known.
    """
    r = reading
    ended = r.shared_out
    rows: list[VisitItem] = [
        _text("group_name", group or None),
        _text("group_number"),
        _text("project"),
        _text("trainer"),
        VisitItem(0, "first_training", "date"),
        VisitItem(0, "savings_started", "date", text=r.cycle_start),
        _text("formed_by"),
        _number("members_at_start", r.members_at_start),
        VisitItem(0, "date_of_visit", "date", text=r.day or None),
        _number("members", r.members),
        _number("women", _women(r, traits)),
        _number("attending", r.attending if r.roll_called else None),
        _number("drop_outs", r.drop_outs),
        _money("savings", r.savings),
        _both("loans_outstanding", r.loans, r.outstanding),
        _both("late_loans", r.late_loans, r.late),
        _money("written_off", r.written_off),
        _money("loan_cash_box", r.cash.get("box", 0)),
        _money("loan_cash_bank", r.cash_in_all - r.cash.get("box", 0)),
        _money("social_cash", sum(r.social_cash.values())),
        _money("property"),
        _money("debts", r.debts),
        _both("share_outs", ended.members if ended else 0, ended.amount if ended else 0),
        _both("savings_at_start", r.members_at_start, r.savings_at_start),
    ]
    return tuple(msgspec.structs.replace(row, place=place) for place, row in enumerate(rows, 1))


def _women(r: Reading, traits: Mapping[str, Traits]) -> int | None:
    sexes = [traits.get(p.code, UNKNOWN_TRAITS).sex for p in r.people if p.active]
    return None if "unknown" in sexes else sexes.count("F")


def _text(code: str, text: str | None = None) -> VisitItem:
    return VisitItem(0, code, "text", text=text)


def _number(code: str, number: int | None) -> VisitItem:
    return VisitItem(0, code, "number", number=number)


def _money(code: str, money: int | None = None) -> VisitItem:
    return VisitItem(0, code, "money", money=money)


def _both(code: str, number: int | None, money: int | None) -> VisitItem:
    known = None if money is None else number
    return VisitItem(0, code, "number_and_money", number=known, money=money)
