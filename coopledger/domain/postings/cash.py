"""What events of the boxes and the bank post."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coopledger.domain import events as ev

if TYPE_CHECKING:
    from coopledger.domain.book import Book


def _expense(book: Book, e: ev.Expense) -> None:
    book.post(f"{e.f}:expense:expenses", f"{e.f}:cash:{e.at}", e.a)


def _income(book: Book, e: ev.Income) -> None:
    book.post(f"{e.f}:cash:{e.at}", f"{e.f}:income:other", e.a)


def _move(book: Book, e: ev.Move) -> None:
    book.post(f"{e.f}:cash:{e.to}", f"{e.f}:cash:{e.source}", e.a)


def _count(book: Book, e: ev.Count) -> None:
    book.counted[e.f, e.at] = (e.book, e.a)


def _receipt(book: Book, e: ev.Receipt) -> None:
    book.receipts.add((e.at, e.r))


def _open_count(book: Book, e: ev.OpenCount) -> None:
    book.opened.add(e.f)


def _over_short(book: Book, e: ev.OverShort) -> None:
    book.post(f"{e.f}:cash:{e.at}", f"{e.f}:income:over_short", e.a)


APPLY: dict[type, Callable[..., None]] = {
    ev.Expense: _expense,
    ev.Income: _income,
    ev.Move: _move,
    ev.Count: _count,
    ev.OpenCount: _open_count,
    ev.OverShort: _over_short,
    ev.Receipt: _receipt,
}
