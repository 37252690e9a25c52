"""Events of founding, rules, decisions, opening balances."""

from typing import Annotated

from msgspec import Meta

from coopledger.domain.constitution import Amount, Constitution, IsoDate
from coopledger.domain.events.base import Digest, Fact, MemberCode, NoteRef, Number, Signed


class Found(Fact, tag="found", frozen=True):
    """The group exists: its first constitution, the device that keeps the book, a random salt."""

    constitution: Constitution
    device: Digest
    salt: Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
    card: Digest


class Decision(Fact, tag="decision", frozen=True, gc=False):
    """Something that the meeting decided, in its own words outside the page."""

    note: NoteRef


class Adopt(Fact, tag="adopt", frozen=True, gc=False):
    """The officers made an earlier page, copied from paper, their own."""

    page: Number
    hash: Digest


class Amend(Fact, tag="amend", frozen=True):
    """The group gave itself new rules, in force from the day ``on``."""

    constitution: Constitution
    on: IsoDate


class Continue(Fact, tag="continue", frozen=True, gc=False):
    """The page goes on with a meeting that was broken off."""


class Opening(Fact, tag="opening", frozen=True, gc=False):
    """Balances that a member brought over from paper."""

    m: MemberCode
    shares: Number = 0
    savings: Amount = 0
    voluntary: Amount = 0
    fines: Amount = 0
    arrears: Signed = 0


class OpeningLoan(Fact, tag="opening_loan", frozen=True, gc=False):
    """A loan brought over from paper: paid out on ``out``; ``p`` and ``c`` are still owed."""

    l: Number  # noqa: E741
    m: MemberCode
    a: Amount
    p: Amount
    c: Amount
    out: IsoDate
    weeks: Number
    next: IsoDate
    """Day of the next charge."""


class OpeningCash(Fact, tag="opening_cash", frozen=True, gc=False):
    """Cash of a fund brought over from paper."""

    f: str
    a: Amount
    at: str = "box"
