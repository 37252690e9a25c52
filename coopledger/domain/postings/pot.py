"""What the merry-go-round posts. Its fund ``pot`` stands at nothing after each full round."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coopledger.domain import events as ev

if TYPE_CHECKING:
    from coopledger.domain.book import Book


def _turns(book: Book, e: ev.Turns) -> None:
    book.turns, book.pots, book.pot_rounds = list(e.m), [], int(bool(e.a))
    if e.a:
        for hand in e.m:
            book.post(f"pot:arrears:{hand}", "pot:contributions", e.a)


def _pot(book: Book, e: ev.Pot) -> None:
    cash = f"pot:cash:{e.at}"
    book.post("pot:contributions", cash, e.a)
    if e.fee:
        book.post("pot:expense:fee", cash, e.fee)
    if e.a >= 0:
        book.pots.append(e.m)
    else:
        book.pots.remove(e.m)


def _pot_back(book: Book, e: ev.PotBack) -> None:
    for _hand in e.m:
        book.post("pot:contributions", f"pot:cash:{e.at}", e.a)


def _replace(book: Book, e: ev.Replace) -> None:
    book.turns = [e.by if hand == e.m else hand for hand in book.turns]
    book.pots = [e.by if hand == e.m else hand for hand in book.pots]
    owed = book.accounts.get(f"pot:arrears:{e.m}", 0)
    book.post(f"pot:arrears:{e.by}", f"pot:arrears:{e.m}", owed)


APPLY: dict[type, Callable[..., None]] = {
    ev.Turns: _turns,
    ev.Pot: _pot,
    ev.PotBack: _pot_back,
    ev.Replace: _replace,
}
