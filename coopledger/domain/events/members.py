"""Events of members: joining, roll call, leaving, death."""

from coopledger.domain.constitution import Amount, Flag
from coopledger.domain.events.base import (
    Digest,
    Fact,
    MemberCode,
    NoteRef,
    Number,
    Role,
    Signed,
    Status,
)


class Join(Fact, tag="join", frozen=True):
    """A member joins; ``card`` is the salted hash of the member's personal card."""

    m: MemberCode
    card: Digest
    roles: tuple[Role, ...] = ()


class Enrol(Fact, tag="enrol", frozen=True, gc=False):
    """A member's public Ed25519 key, with which the member seals pages after this one."""

    m: MemberCode
    key: Digest


class Revoke(Fact, tag="revoke", frozen=True, gc=False):
    """A member's key seals no page after this one."""

    m: str


class Office(Fact, tag="office", frozen=True):
    """A member's roles from here on; a member may have none."""

    m: str
    roles: tuple[Role, ...] = ()


class Attend(Fact, tag="attend", frozen=True, gc=False):
    """The roll call's answer of one member."""

    m: str
    s: Status


class Death(Fact, tag="death", frozen=True, gc=False):
    """A member died; the shares are paid at share-out, a loan stays until it is dealt with."""

    m: str


class Leave(Fact, tag="leave", frozen=True):
    """A member left: savings at face less every debt were refunded, the shares cancelled.

    ``savings`` + ``gain`` = ``principal`` + ``charge`` + ``fines`` + ``arrears`` + ``refund``; the
    arrears go in cash from the loan fund's box to the social fund's. ``gain`` is the member's part
    of profit or loss where the rules give one. ``later`` is 1 when the refund waits for the end of
    the cycle, ``out`` is 1 when the group expelled the member. With several loans, or late charges,
    ``parts`` has a row (loan, principal, charge, late) for each.
    """

    m: str
    shares: Number
    savings: Amount
    principal: Amount
    charge: Amount
    fines: Amount
    arrears: Signed
    refund: Amount
    note: NoteRef = ""
    at: str = "box"
    gain: Signed = 0
    later: Flag = 0
    out: Flag = 0
    parts: tuple[tuple[int, int, int, int], ...] = ()
