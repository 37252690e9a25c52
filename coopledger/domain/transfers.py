"""What passed between groups: the sides that books tell of, laid beside each other.

A transfer has two sides in two books. Each book is whole without the other; while only one side is
there the money is on its way, or the other book did not arrive yet.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Literal, TypeAlias

import msgspec

Sort: TypeAlias = Literal["member", "loan", "repay", "charge"]
State: TypeAlias = Literal["matched", "differs", "in_transit", "not_given", "outside"]
_BOOK_ID = re.compile("[0-9a-f]{64}")


class Side(msgspec.Struct, frozen=True):
    """One side of a transfer, as one book tells it. Money in minor units.

    Attributes:
        book: its id.
        page: where in it.
        at: which of the page's events it is, from 0.
        place: which of the page's givings or gettings it is, from 0.
        meeting: its number; ``day`` is an ordinal.
        other: the other group: the id of its book, or a plain code.
        gives: whether this is the side that gave.
        sort: a member who moved, a loan, money paid back, a charge that fell due.
        cash: what came into the group's cash, negative for what went out.
        claim: by how much the other group owes more to this one, or is owed less.
        number: of the transfer; the side that got may not have been told it.
        member: code in this book, where a member moved.
        currency: code of the currency.
    """

    book: str
    page: int
    at: int
    place: int
    meeting: int
    day: int
    other: str
    gives: bool
    sort: Sort
    cash: int
    claim: int
    number: str
    member: str
    currency: str

    @property
    def amount(self) -> int:
        """What passed, whichever way."""
        return abs(self.cash) + (abs(self.claim) if self.sort in ("member", "charge") else 0)

    @property
    def giver(self) -> str:
        """The group that gave."""
        return self.book if self.gives else self.other

    @property
    def getter(self) -> str:
        """The group that got."""
        return self.other if self.gives else self.book


class Transfer(msgspec.Struct, frozen=True):
    """A transfer, with the sides that are there; one of them always is.

    ``matched``: both tell the same. ``differs``: both are there and do not. ``in_transit``: only
    the giver's. ``not_given``: only the getter's. ``outside``: the other group keeps no such book.
    """

    given: Side | None
    got: Side | None
    state: State

    @property
    def side(self) -> Side:
        """The side that gave, or the only one."""
        side = self.given or self.got
        assert side is not None  # noqa: S101 - for the type checker
        return side

    @property
    def cash(self) -> dict[str, int]:
        """Cash on its way, by currency: out of one box and not told in another.

        What is negative was told too early. Two currencies are never added up.
        """
        sums: Counter[str] = Counter()
        for side in (self.given, self.got):
            if side:
                sums[side.currency] -= side.cash
        return {currency: amount for currency, amount in sums.items() if amount}

    @property
    def claim(self) -> int:
        """What only one of the two groups counts as owed between them; 0 in two currencies."""
        if self.given and self.got and self.given.currency != self.got.currency:
            return 0
        return -sum(side.claim for side in (self.given, self.got) if side)


def _order(side: Side) -> tuple[int, str, int, int]:
    return side.day, side.book, side.page, side.place


class Dealings(msgspec.Struct, frozen=True):
    """All that a book tells of its group's dealings with others.

    ``owing`` are what each other group owes this one, by the id of its book; ``owed`` is what this
    one owes it. Charges are in both.
    """

    sides: tuple[Side, ...]
    owing: dict[str, int]
    owed: dict[str, int]
    currency: str


def is_book(group: str) -> bool:
    """Whether a group is named by its book's id, and not by a plain code."""
    return bool(_BOOK_ID.fullmatch(group))


def transfer_number(book: str, page: int, place: int) -> str:
    """The number of what a book gave: ten digits, to be written on a slip.

    Args:
        book: the giving book's id.
        page: its page.
        place: which of the page's transfers it is, from 0.
    """
    told = hashlib.sha256(f"coopledger/transfer/v1:{book}:{page}:{place}".encode()).hexdigest()
    return f"{int(told, 16) % 10**10:010}"


def match(sides: Iterable[Side]) -> list[Transfer]:
    """Lay sides beside each other, the order of the books left open.

    First by the number of the transfer. What was recorded without a number goes with the oldest
    giving of the same amount between the same groups; where one giving and one getting are left
    between them, they belong together and differ.

    Returns:
        the transfers, the oldest first.
    """
    ordered = sorted(sides, key=_order)
    within = [side for side in ordered if is_book(side.other)]
    given = [side for side in within if side.gives]
    got = [side for side in within if not side.gives]
    found: list[Transfer] = []
    for key in (_by_number, _by_amount, _by_pair):
        given, got = _pair(given, got, key, found)
    found += [Transfer(side, None, "in_transit") for side in given]
    found += [Transfer(None, side, "not_given") for side in got]
    for side in ordered:
        if not is_book(side.other):
            given_only = Transfer(side, None, "outside")
            found.append(given_only if side.gives else Transfer(None, side, "outside"))
    return sorted(found, key=lambda each: _order(each.side))


_Key: TypeAlias = Callable[[Side], Hashable]


def _by_number(side: Side) -> Hashable:
    return (side.giver, side.getter, side.number) if side.number else None


def _by_amount(side: Side) -> Hashable:
    if not side.gives and side.number:
        return None  # it waits for the giving that has this number
    told = abs(side.cash), abs(side.claim), side.currency
    return (side.giver, side.getter, side.sort, *told)


def _by_pair(side: Side) -> Hashable:
    return None if not side.gives and side.number else (side.giver, side.getter, side.sort)


def _pair(
    given: Sequence[Side], got: Sequence[Side], key: _Key, found: list[Transfer]
) -> tuple[list[Side], list[Side]]:
    """Pair what has the same key; what is left of both."""
    waiting: defaultdict[Hashable, list[Side]] = defaultdict(list)
    for side in given:
        waiting[key(side)].append(side)
    several: set[Hashable] = set()
    if key is _by_pair:  # nobody can say which of several it was
        asked = Counter(map(key, got))
        several = {at for at, sides in waiting.items() if len(sides) > 1 or asked[at] > 1}
    left = []
    for side in got:
        at = key(side)
        if at is None or at in several or not waiting[at]:
            left.append(side)
            continue
        found.append(_both(waiting[at].pop(0), side))
    return [side for sides in waiting.values() for side in sides], left


def _both(given: Side, got: Side) -> Transfer:
    same = (given.cash, given.claim) == (-got.cash, -got.claim)
    told = same and given.sort == got.sort and given.currency == got.currency
    return Transfer(given, got, "matched" if told else "differs")
