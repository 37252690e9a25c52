"""What came in and went out, added up while a book is folded, against its journal."""

import pytest

from coopledger.app import practice_places as places
from coopledger.app.practice import practice_life
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.cash_flow import CashBook
from coopledger.domain.journal import JournalBook
from coopledger.domain.recording import Recording

ZERO = "0" * 64
RULES = places.constitution(places.HILLS, "2025-01-01", 20)
FOUNDING = [ev.Found(RULES, ZERO, "0" * 32, ZERO), ev.Join("M1", ZERO), ev.Join("M2", ZERO)]


def folded(*pages):
    """A book of a founding and meetings, a week between them."""
    book = CashBook()
    for number, events in enumerate((FOUNDING, *pages)):
        book.begin(number, f"2025-01-{1 + 7 * number:02}")
        book.fold(events)
    return book


def test_money_that_changes_its_place_neither_comes_nor_goes():
    lent = ev.LoanOut(1, "M2", 500, 4)
    book = folded([ev.Shares("M1", 1, 900), ev.Move("loan", 300, "box", "bank")], [lent])
    assert book.moved_from(1) == (900, 500)
    assert book.moved_from(3) == (0, 500)
    assert book.all_cash == 400


def test_what_is_struck_out_goes_back():
    bought = ev.Shares("M1", 1, 900)
    book = folded([bought], [ev.Reverse(2, 0, bought)])
    assert book.moved_from(3) == (0, 900)
    assert book.all_cash == 0


@pytest.mark.parametrize("seed", range(4))
def test_a_life_adds_up_as_its_journal_does(seed):
    life = practice_life(seed, 14, 24)
    founding = [*FOUNDING[:1], *(ev.Join(m.code, ZERO, m.roles) for m in life.members)]
    book, cash, journal = Book(), CashBook(), JournalBook()
    moved = []
    told = [(0, "", founding)]
    book.fold(founding)
    for meeting in life.meetings:
        recording = Recording(book, meeting.number, meeting.day, lambda _text: ZERO)
        for entry in meeting.entries:
            recording.record(entry)
        told.append((meeting.number, meeting.day, recording.events))
    for number, day, events in told:
        cash.begin(number, day)
        cash.fold(events)
        journal.begin(number, day)
        journal.fold(events)
        legs = [
            amount if ":cash:" in debit else -amount
            for debit, credit, amount in journal.legs
            if (":cash:" in debit) != (":cash:" in credit)
        ]
        moved.append((sum(n for n in legs if n > 0), -sum(n for n in legs if n < 0)))
        journal.legs.clear()
    assert len(moved) == 25
    for number in range(1, len(moved) + 1):
        came, went = (sum(each) for each in zip(*moved[number - 1 :], strict=True))
        assert cash.moved_from(number) == (came, went)
        assert came > went >= 0
        assert cash.moved_from(1)[0] - cash.moved_from(1)[1] == cash.all_cash
    assert cash.accounts == book.accounts
