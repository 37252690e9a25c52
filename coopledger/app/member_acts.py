"""Joining, leaving, expulsion and death as the entries of a meeting."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.people import clean_card
from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal
from coopledger.ledger.salted import MemberCard

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,11}")


def next_code(ledger: Ledger, group: str) -> str:
    """The number that a newcomer gets: one above the highest, written as the others are."""
    return code_after(ledger.replay(group).book.members)


def code_after(codes: Collection[str]) -> str:
    """See `next_code`."""
    numbered = [found for code in codes if (found := re.fullmatch(r"(\D*)(\d+)", code))]
    if not numbered:
        return "M01"
    last = max(numbered, key=lambda found: int(found[2]))
    return f"{last[1]}{int(last[2]) + 1:0{len(last[2])}d}"


def joining(
    code: str, card: MemberCard, shares: int = 0, arrival: en.MoveIn | None = None
) -> tuple[en.AnyEntry, ...]:
    """Someone joins, and buys shares at once where that is agreed.

    ``arrival`` says what a member brought along who came from another group.

    Raises:
        Refusal: `bad_value` with ``column`` ``code``; what `clean_card` refuses.
    """
    if not _CODE.fullmatch(code):
        raise Refusal("bad_value", column="code", value=code)
    text = msgspec.json.encode(clean_card(card)).decode()
    bought: Sequence[en.AnyEntry] = (en.ShareBuying(code, shares),) if shares else ()
    return (en.Joining(code, text), *([arrival] if arrival else ()), *bought)


def leaving(member: str, reason: str, *, expelled: bool = False) -> tuple[en.AnyEntry, ...]:
    """A member leaves, or is expelled: then with a reason.

    Raises:
        Refusal: `missing_key` with ``column`` ``reason``.
    """
    if expelled and not reason.strip():
        raise Refusal("missing_key", column="reason")
    return (en.Leaving(member, None, reason.strip(), expelled),)


def moving(member: str, group: str, reason: str, *, claim: bool) -> tuple[en.AnyEntry, ...]:
    """A member leaves for another group; with ``claim`` the money follows later."""
    return (en.MoveAway(member, group, claim, None, reason.strip()),)


def dying(member: str) -> tuple[en.AnyEntry, ...]:
    """A member died."""
    return (en.Died(member),)
