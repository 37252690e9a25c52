"""Between groups: which transfers both sides have written down, and which are on their way.

A laptop that has the books of both groups lays their sides beside each other; one that has only one
of them says whose book is missing.
"""

from collections.abc import Callable, Iterable
from datetime import date

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.domain.days import day_number
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.domain.transfers import Dealings, Side, Sort, State, Transfer, match

LONG_DAYS = 30
"""After so many days a transfer that only one side has written down wants attention."""
OPEN: tuple[State, ...] = ("differs", "in_transit", "not_given")
"""States of transfers that are not settled."""


class Party(msgspec.Struct, frozen=True):
    """One of the two groups.

    Attributes:
        id: of its book, or the code of a group that keeps none with this program.
        name: empty where its book is not on this laptop.
        until: ISO date of the last meeting in its book here, empty for none.
    """

    id: str
    name: str = ""
    until: str = ""


class Told(msgspec.Struct, frozen=True):
    """What one side wrote down: how much, where in its book, when (ISO date)."""

    amount: int
    currency: Currency
    claim: bool
    page: int
    meeting: int
    day: str
    member: str = ""
    member_name: str = ""


class TransferRow(msgspec.Struct, frozen=True):
    """A transfer as lists show it. Amounts in minor units of ``currency``.

    Attributes:
        number: of the transfer, empty where only a side without one is there.
        sort: a member, a loan, money paid back, a charge.
        state: see `domain.transfers.Transfer`.
        giver: the group that gave.
        getter: the group that got.
        given: what the giver wrote down, None if it is not there.
        got: what the getter wrote down.
        currency: of the side that is there, or of the giver.
        days: since the first side was written down.
        cash: cash on its way, in no box of the two groups, by code of the currency.
    """

    number: str
    sort: Sort
    state: State
    giver: Party
    getter: Party
    given: Told | None
    got: Told | None
    currency: Currency
    days: int
    cash: dict[str, int]

    @property
    def told(self) -> Told:
        """What the giver wrote down, or else the getter."""
        told = self.given or self.got
        assert told is not None  # noqa: S101 - for the type checker
        return told

    @property
    def missing(self) -> Party | None:
        """The group that has not written it down, None where nothing is missing."""
        return {"in_transit": self.getter, "not_given": self.giver}.get(self.state)

    @property
    def long_open(self) -> bool:
        """Whether it has waited for more than a month."""
        return self.state in OPEN and self.days > LONG_DAYS


class Debt(msgspec.Struct, frozen=True):
    """What one group owes another, as each of the two books says; None: that book is not here.

    Attributes:
        lender: the group that lent.
        borrower: the group that owes.
        lent: by the lender's book, in ``currency``.
        owed: by the borrower's book, in ``owed_in``; the two differ where the groups' money does.
        way: of what the lender counts, what the borrower does not count yet (negative: no more).
        currency: of the lender's book, or of the one that is here.
        owed_in: of the borrower's book, or of the one that is here.
    """

    lender: Party
    borrower: Party
    lent: int | None
    owed: int | None
    way: int
    currency: Currency
    owed_in: Currency


class Between(msgspec.Struct, frozen=True):
    """All transfers and debts between groups. ``unread``: names of groups whose books failed."""

    transfers: tuple[TransferRow, ...]
    debts: tuple[Debt, ...]
    unread: tuple[str, ...] = ()

    @property
    def cash(self) -> dict[str, int]:
        """Cash on its way between groups, by currency: in nobody's box, and nobody's loss."""
        sums: dict[str, int] = {}
        for row in self.transfers:
            for code, amount in row.cash.items() if row.state != "outside" else ():
                sums[code] = sums.get(code, 0) + amount
        return sums


def between(
    ledger: Ledger, today: str = "", progress: Callable[[int, int], None] = lambda _done, _of: None
) -> Between:
    """All transfers and debts, from the verified books; what is not settled first.

    Args:
        ledger: the open ledger.
        today: ISO date to count days to; today if empty, and in a practice ledger the newest day
            of any book.
        progress: told how many of how many books were read.

    Raises:
        Refusal: `bad_date`.
    """
    if today:
        day_number(today)
    groups, found, unread = ledger.groups(), {}, []
    for number, group in enumerate(groups, 1):
        try:
            found[group.id] = ledger.dealings(group.id)
        except Refusal:
            unread.append(group.name)
        progress(number, len(groups))
    return Between(*_laid_out(ledger, found, today), tuple(unread))


def long_open(ledger: Ledger, today: str = "") -> int:
    """How many transfers have waited for more than a month, in books verified so far."""
    sides = [side for each in ledger.dealings_known.values() for side in each.sides]
    now = _today(ledger, sides, today)
    late = now - LONG_DAYS
    return sum(each.state in OPEN and each.side.day < late for each in match(sides))


def transfer(ledger: Ledger, number: str) -> TransferRow:
    """The transfer with a number; spaces in it do not matter.

    Raises:
        Refusal: `unknown_transfer`.
    """
    wanted = "".join(number.split())
    for row in between(ledger).transfers:
        if wanted and row.number == wanted:
            return row
    raise Refusal("unknown_transfer", value=number)


def _laid_out(
    ledger: Ledger, found: dict[str, Dealings], today: str
) -> tuple[tuple[TransferRow, ...], tuple[Debt, ...]]:
    sides = [side for each in found.values() for side in each.sides]
    if not sides:
        return (), ()
    now, matched = _today(ledger, sides, today), match(sides)
    parties, names = _parties(ledger), _Names(ledger)
    rows = [_row(each, now, parties, names, ledger) for each in matched]
    rows.sort(key=lambda row: (row.state not in OPEN, row.state == "outside"))
    return tuple(rows), tuple(_debts(found, matched, parties, ledger))


def _today(ledger: Ledger, sides: Iterable[Side], today: str) -> int:
    if today:
        return day_number(today)
    if ledger.store.practice:
        return max((side.day for side in sides), default=0)
    return date.today().toordinal()  # noqa: DTZ011 - the day where the people are


def _parties(ledger: Ledger) -> Callable[[str], Party]:
    listed = ledger.store.listed()
    here = {
        group.id: Party(group.id, group.name, listed[group.id].last_day)
        for group in ledger.groups()
        if group.id in listed
    }
    return lambda book: here.get(book) or Party(book)


class _Names:
    """Names of members, read once for each book."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._of: dict[str, dict[str, str]] = {}

    def __call__(self, book: str, member: str) -> str:
        if not member:
            return ""
        if book not in self._of:
            cards = self._ledger.members(book)
            self._of[book] = {code: card.name for code, card in cards.items()}
        return self._of[book].get(member, "")


def _row(
    each: Transfer, now: int, parties: Callable[[str], Party], names: _Names, ledger: Ledger
) -> TransferRow:
    side = each.side
    return TransferRow(
        number=side.number,
        sort=side.sort,
        state=each.state,
        giver=parties(side.giver),
        getter=parties(side.getter),
        given=_told(each.given, names, ledger),
        got=_told(each.got, names, ledger),
        currency=ledger.currency(side.book),
        days=max(0, now - min(x.day for x in (each.given, each.got) if x)),
        cash=each.cash,
    )


def _told(side: Side | None, names: _Names, ledger: Ledger) -> Told | None:
    if side is None:
        return None
    return Told(
        amount=side.amount,
        currency=ledger.currency(side.book),
        claim=side.sort == "member" and bool(side.claim),
        page=side.page,
        meeting=side.meeting,
        day=date.fromordinal(side.day).isoformat() if side.day else "",
        member=side.member,
        member_name=names(side.book, side.member),
    )


def _debts(
    found: dict[str, Dealings],
    matched: Iterable[Transfer],
    parties: Callable[[str], Party],
    ledger: Ledger,
) -> Iterable[Debt]:
    """Who owes whom: a pair of groups may owe each other both ways, each is a line of its own."""
    pairs = {(book, other) for book, each in found.items() for other in each.owing}
    pairs |= {(other, book) for book, each in found.items() for other in each.owed}
    way = dict.fromkeys(pairs, 0)
    for each in matched:
        if each.state in OPEN and (pair := _debt_of(each)) in way:
            way[pair] -= each.claim
    for lender, borrower in sorted(pairs):
        lent = found[lender].owing.get(borrower, 0) if lender in found else None
        owed = found[borrower].owed.get(lender, 0) if borrower in found else None
        if lent or owed or way[lender, borrower]:
            here = [book for book in (lender, borrower) if book in found]
            yield Debt(
                parties(lender),
                parties(borrower),
                lent,
                owed,
                way[lender, borrower],
                ledger.currency(here[0]),
                ledger.currency(here[-1]),
            )


def _debt_of(each: Transfer) -> tuple[str, str]:
    """Lender and borrower of the debt that a transfer changed."""
    side = each.side
    lends = side.sort in ("loan", "charge")
    return (side.giver, side.getter) if lends else (side.getter, side.giver)
