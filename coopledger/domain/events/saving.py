"""Events of saving, contributions, fines and grants."""

from coopledger.domain.constitution import Amount, Flag
from coopledger.domain.events.base import Fact, NoteRef, Number, Signed


class Due(Fact, tag="due", frozen=True, gc=False):
    """Each of the members named owes the contribution ``a`` of this meeting to the fund."""

    f: str
    a: Amount
    m: tuple[str, ...]


class Contribute(Fact, tag="contribute", frozen=True, gc=False):
    """A member paid contributions, this meeting's and any arrears, into the fund."""

    m: str
    f: str
    a: Amount
    at: str = "box"


class Shares(Fact, tag="shares", frozen=True, gc=False):
    """A member bought ``n`` shares for ``a`` at face in all; ``x`` was paid above face."""

    m: str
    n: Number
    a: Amount
    at: str = "box"
    x: Amount = 0


class Fine(Fact, tag="fine", frozen=True, gc=False):
    """A fine was set, not yet paid."""

    m: str
    code: str
    a: Amount


class FinePaid(Fact, tag="fine_paid", frozen=True, gc=False):
    """A member paid fines."""

    m: str
    a: Amount
    at: str = "box"


class Grant(Fact, tag="grant", frozen=True, gc=False):
    """The fund gave a member help that is not paid back."""

    m: str
    f: str
    a: Amount
    note: NoteRef = ""
    at: str = "box"


class Save(Fact, tag="save", frozen=True, gc=False):
    """A member saved ``a``; ``v`` is 1 for voluntary savings beside the compulsory."""

    m: str
    a: Amount
    v: Flag = 0
    at: str = "box"


class Withdraw(Fact, tag="withdraw", frozen=True, gc=False):
    """A member took savings back; ``noticed`` of it uses up notice that was given."""

    m: str
    a: Amount
    v: Flag = 0
    at: str = "box"
    noticed: Amount = 0


class Notice(Fact, tag="notice", frozen=True, gc=False):
    """A member said that savings ``a`` will be taken back: the member's ``n``-th notice."""

    m: str
    n: Number
    a: Amount


class Hold(Fact, tag="hold", frozen=True, gc=False):
    """Odd money was kept for the member's next shares (negative: used or given back)."""

    m: str
    a: Signed
    at: str = "box"
