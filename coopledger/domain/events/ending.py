"""Events of a share-out, and of the cycle that follows."""

from coopledger.domain.constitution import Amount, IsoDate
from coopledger.domain.events.base import Fact, Number, Signed


class Entitle(Fact, tag="entitle", frozen=True, gc=False):
    """At share-out a member's ``shares``, ``savings`` at face, were worth ``a``."""

    m: str
    shares: Number
    savings: Amount
    a: Amount


class SetOff(Fact, tag="set_off", frozen=True, gc=False):
    """At share-out a member's debts were settled from the member's own entitlement.

    ``p`` principal and ``c`` charge of loan ``l`` (0: no loan), and ``fines``.
    """

    m: str
    l: Number = 0  # noqa: E741
    p: Amount = 0
    c: Amount = 0
    fines: Amount = 0
    late: Amount = 0


class PayOut(Fact, tag="pay_out", frozen=True, gc=False):
    """At share-out a member, or the heirs of one, got ``a`` in cash."""

    m: str
    a: Amount
    at: str = "box"


class ShareOut(Fact, tag="share_out", frozen=True, gc=False):
    """The cycle ended: worth of one share, and what stays in the fund: residue and reserve."""

    value: Amount
    shares: Number
    residue: Signed
    reserve: Amount = 0


class Residue(Fact, tag="residue", frozen=True, gc=False):
    """What rounding left of a share-out went to another fund."""

    to: str
    a: Amount
    at: str = "box"


class Cycle(Fact, tag="cycle", frozen=True, gc=False):
    """A new cycle begins: shares and profit start again at nothing."""

    n: Number
    on: IsoDate
