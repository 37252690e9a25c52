"""Events between groups: a member who moves, and money that one group lends another.

Each is one side. The other side stands in the other group's book, and neither book waits for the
other: what is on its way shows only where both are laid side by side (`domain.transfers`).

``x`` is the other group: the id of its book, or a plain code where its book is not kept with this
program. ``t`` is the number of the side that gave, where the side that got was told it.
"""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta

from coopledger.domain.constitution import Amount
from coopledger.domain.events.base import Fact, MemberCode, NoteRef, Number
from coopledger.domain.events.members import Leave

GroupRef = Annotated[str, Meta(pattern=r"^([0-9a-f]{64}|[a-z][a-z0-9_]{0,23})\Z")]
TransferNumber = Annotated[str, Meta(pattern=r"^([0-9]{10})?\Z")]
Sort: TypeAlias = Literal["loan", "repay", "charge"]


class Depart(Leave, tag="depart", frozen=True, kw_only=True):
    """A member left for the group ``x``; all as in ``leave``, but for what waits.

    The refund went along in cash, or (``later``) this group owes it to that one.
    """

    x: GroupRef


class Arrive(Fact, tag="arrive", frozen=True, gc=False):
    """A member came from the group ``x`` with ``a`` in cash and ``d`` that ``x`` owes.

    Of both together ``p`` are savings at face, for which there are ``n`` shares where the group has
    shares, and ``c`` was paid above face; the rest is kept for the member.
    """

    m: MemberCode
    x: GroupRef
    a: Amount = 0
    d: Amount = 0
    p: Amount = 0
    n: Number = 0
    c: Amount = 0
    at: str = "box"
    t: TransferNumber = ""


class TransferOut(Fact, tag="transfer_out", frozen=True, gc=False):
    """The group gave the group ``x``: a loan of ``p``, or principal ``p`` and charge ``c`` back.

    Or a ``charge`` of ``a`` on what ``x`` owes fell due: no cash, but a claim.
    """

    x: GroupRef
    s: Sort
    a: Amount = 0
    p: Amount = 0
    c: Amount = 0
    note: NoteRef = ""
    at: str = "box"


class TransferIn(Fact, tag="transfer_in", frozen=True, gc=False):
    """The group got from the group ``x`` what that one gave; see ``transfer_out``."""

    x: GroupRef
    s: Sort
    a: Amount = 0
    p: Amount = 0
    c: Amount = 0
    note: NoteRef = ""
    at: str = "box"
    t: TransferNumber = ""
