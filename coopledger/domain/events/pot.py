"""Events of the merry-go-round (ROSCA)."""

from coopledger.domain.constitution import Amount
from coopledger.domain.events.base import Fact, Number


class Turns(Fact, tag="turns", frozen=True):
    """The order in which members get the pot, one entry a hand; each hand owes ``a`` at once.

    The contributions of later meetings fall due as each of them opens.
    """

    m: tuple[str, ...]
    a: Amount = 0


class Pot(Fact, tag="pot", frozen=True, gc=False):
    """Member ``m`` got the pot of round ``n``.

    ``a`` was paid out, ``d`` is the discount that a bid gave up, ``fee`` the organiser's. A pot
    that never touches the box is contributed and paid at the same other place.
    """

    m: str
    n: Number
    a: Amount
    d: Amount = 0
    fee: Amount = 0
    at: str = "box"


class PotBack(Fact, tag="pot_back", frozen=True):
    """A discount went back to the hands: ``a`` for each entry of ``m``."""

    m: tuple[str, ...]
    a: Amount
    at: str = "box"


class Replace(Fact, tag="replace", frozen=True, gc=False):
    """Member ``by`` took over the hands, turns and arrears of member ``m``, who may now leave."""

    m: str
    by: str
