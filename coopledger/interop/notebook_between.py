"""Lines of a notebook about other groups: ``group=…; number=…; claim=yes; reason=…`` as detail.

A group is the id of its book, or one word of small letters where it keeps none with this program.
"""

import re
from collections.abc import Callable

import msgspec

from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal

_KEYS = ("group", "number", "claim", "reason")
_GROUP = re.compile(r"[0-9a-f]{64}|[a-z][a-z0-9_]{0,23}")
_NUMBER = re.compile("([0-9]{10})?")


class Detail(msgspec.Struct, frozen=True):
    """The detail of a line, understood."""

    group: str
    number: str
    claim: bool
    reason: str


def read_detail(text: str) -> Detail:
    """Understand the detail of a line about another group.

    Raises:
        Refusal: `bad_detail`, `bad_group`, `bad_transfer`.
    """
    told: dict[str, str] = {}
    for part in filter(str.strip, text.split(";")):
        key, equals, value = part.partition("=")
        if not equals or key.strip() not in _KEYS or key.strip() in told:
            raise Refusal("bad_detail", value=text)
        told[key.strip()] = value.strip()
    group, number = told.get("group", ""), "".join(told.get("number", "").split())
    if not _GROUP.fullmatch(group):
        raise Refusal("bad_group", value=group)
    if not _NUMBER.fullmatch(number):
        raise Refusal("bad_transfer", value=number)
    if told.get("claim", "no") not in ("yes", "no"):
        raise Refusal("bad_detail", value=text)
    return Detail(group, number, told.get("claim") == "yes", told.get("reason", ""))


ITEMS: dict[str, Callable[[str, int, Detail], en.AnyEntry]] = {
    "move_away": lambda m, a, d: en.MoveAway(m, d.group, d.claim, a, d.reason),
    "move_in": lambda m, a, d: en.MoveIn(m, d.group, a, d.claim, d.number),
    "group_loan": lambda _m, a, d: en.GroupLoan(d.group, a, d.reason),
    "group_charge": lambda _m, a, d: en.GroupCharge(d.group, a),
    "group_payment": lambda _m, a, d: en.GroupPayment(d.group, a, d.number),
    "borrow": lambda _m, a, d: en.Borrowing(d.group, a, d.reason, number=d.number),
    "lender_charge": lambda _m, a, d: en.LenderCharge(d.group, a, d.number),
    "lender_payment": lambda _m, a, d: en.LenderPayment(d.group, a),
}
"""What was said, by the item: from the member's code, the amount and the detail."""
