"""Events of founding, rules, decisions, opening balances."""

from typing import Annotated

from msgspec import Meta

from coopledger.domain.constitution import Amount, Constitution, IsoDate
from coopledger.domain.events.base import Digest, Fact, MemberCode, NoteRef, Number, Signed
from coopledger.domain.events.lending import Row


class Found(Fact, tag="found", frozen=True):
    """The group exists: its first constitution, the device that keeps the book, a random salt."""

    constitution: Constitution
    device: Digest
    salt: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
    card: Digest


class Decision(Fact, tag="decision", frozen=True, gc=False):
    """Something that the meeting decided, in its own words outside the page."""

    note: NoteRef


class Adopt(Fact, tag="adopt", frozen=True, gc=False):
    """The officers made an earlier page, copied from paper, their own."""

    page: Number
    hash: Digest


class Erase(Fact, tag="erase", frozen=True):
    """The officers ordered the texts with these digests erased: member ``m``'s card, or notes."""

    m: str
    texts: tuple[Digest, ...]


class HandOver(Fact, tag="hand_over", frozen=True, gc=False):
    """The device that holds the book passes it on to the device with the key ``to``.

    The next page is that device's, in ``epoch``: by writing it, it accepts.
    """

    to: Digest
    epoch: Number


class TakeOver(Fact, tag="take_over", frozen=True, gc=False):
    """The officers give the book to the device with the key ``to``, from ``epoch`` on.

    Of the pages before, those up to ``page``, whose header has the hash ``hash``, count; one of an
    earlier epoch that turns up later does not.
    """

    to: Digest
    epoch: Number
    page: Number
    hash: Digest


class Amend(Fact, tag="amend", frozen=True):
    """The group gave itself new rules, in force from the day ``on``."""

    constitution: Constitution
    on: IsoDate


class Agree(Fact, tag="agree", frozen=True):
    """These members agreed to the page's new rules, each by name, in the group's hearing.

    They have no keys; that it was so is sealed by the officers whose seals the page bears.
    """

    m: tuple[str, ...]


class Continue(Fact, tag="continue", frozen=True, gc=False):
    """The page goes on with a meeting that was broken off."""


class Opening(Fact, tag="opening", frozen=True, gc=False):
    """Balances that a member brought over from paper.

    ``paid`` are charges that the member paid so far, where the share-out gives them back; ``pot``
    are hands due and not paid (negative: paid ahead).
    """

    m: MemberCode
    shares: Number = 0
    savings: Amount = 0
    voluntary: Amount = 0
    fines: Amount = 0
    arrears: Signed = 0
    paid: Amount = 0
    pot: Signed = 0


class OpeningLoan(Fact, tag="opening_loan", frozen=True):
    """A loan brought over from paper: paid out on ``out``; ``p`` and ``c`` are still owed.

    What fell due before ``next`` was dealt with on paper. Purpose, plan and guarantors are as in
    ``loan``.
    """

    l: Number  # noqa: E741
    m: MemberCode
    a: Amount
    p: Amount
    c: Amount
    out: IsoDate
    weeks: Number
    next: IsoDate
    """Day of the next charge."""
    note: NoteRef = ""
    plan: tuple[Row, ...] = ()
    by: tuple[str, ...] = ()


class OpeningCash(Fact, tag="opening_cash", frozen=True, gc=False):
    """Cash of a fund brought over from paper, as it lay after meeting ``n``.

    ``n`` makes the book's next meeting ``n`` + 1; the day is the page's. ``earned`` is what the
    fund has earned (negative: lost) in this cycle before it came into the book, wherever it lies.
    ``shared`` is what the last share-out on paper gave.
    """

    f: str
    a: Amount
    at: str = "box"
    n: Number = 0
    earned: Signed = 0
    shared: Amount = 0


class OpeningDebt(Fact, tag="opening_debt", frozen=True, gc=False):
    """What the group owes the lender ``x``, brought over from paper: principal and charge due."""

    x: str
    p: Amount
    c: Amount = 0
    note: NoteRef = ""


class OpeningPot(Fact, tag="opening_pot", frozen=True):
    """A pot that was going round on paper.

    ``m`` is the order, one entry a hand; ``got`` are those who have had it, one entry a hand;
    ``n`` rounds of contributions have fallen due.
    """

    m: tuple[str, ...]
    got: tuple[str, ...] = ()
    n: Number = 0
