"""What else happened in a meeting: help, expenses, pots, lenders, and who came or went."""

from collections.abc import Callable, Mapping
from datetime import date

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.journal import tag_of
from coopledger.reports.facts import NoteLine, Person
from coopledger.words.catalog import _
from coopledger.words.dates import enumerate_items
from coopledger.words.transfers import group_words, number_words

Texts = Callable[[str], str]


def note_of(
    event: ev.Event,
    book: Book,
    people: Mapping[str, Person],
    text: Texts,
    called: Callable[[str], str] = group_words,
) -> NoteLine | None:
    """A line about an event that no other part of the report tells of, after it was folded.

    ``called`` gives the name of another group.
    """
    tag = tag_of(event)
    match event:
        case ev.Grant():
            return NoteLine(tag, event.a, people[event.m], text(event.note))
        case ev.Notice():
            return NoteLine(tag, event.a, people[event.m])
        case ev.Expense() | ev.Income():
            return NoteLine(tag, event.a, None, text(event.note))
        case ev.WriteOff() | ev.Recover() | ev.Reschedule() | ev.Release():
            return _of_loan(event, book, people, text)
        case ev.Borrow():
            return NoteLine(tag, event.a, None, text(event.note), event.x)
        case ev.BorrowCharge():
            return NoteLine(tag, event.a, who=event.x)
        case ev.PayBack():
            return NoteLine(tag, event.c + event.p, who=event.x)
        case ev.Depart() | ev.Arrive() | ev.TransferOut() | ev.TransferIn():
            return _between(event, book, people, text, called)
        case _:
            return _of_people(event, people, text)


def _between(
    event: ev.Depart | ev.Arrive | ev.TransferOut | ev.TransferIn,
    book: Book,
    people: Mapping[str, Person],
    text: Texts,
    called: Callable[[str], str],
) -> NoteLine:
    """A line about another group; of what was given, with the number for the other group's book."""
    who = called(event.x)
    match event:
        case ev.Arrive():
            told = "arrive_claim" if event.d else "arrive"
            return NoteLine(told, event.a + event.d, people[event.m], who=who)
        case ev.TransferIn():
            amount = event.a + event.p + event.c
            return NoteLine(f"{event.s}_in", amount, None, text(event.note), who)
    numbered = _("{group}, transfer number {number}")
    who = numbered.format(group=who, number=number_words(book.sides[-1].number))
    if isinstance(event, ev.Depart):
        told = "depart_later" if event.later else "depart"
        return NoteLine(told, event.refund, people[event.m], text(event.note), who)
    amount = event.a + event.p + event.c
    return NoteLine(f"{event.s}_out", amount, None, text(event.note), who)


def _of_loan(
    event: ev.WriteOff | ev.Recover | ev.Reschedule | ev.Release,
    book: Book,
    people: Mapping[str, Person],
    text: Texts,
) -> NoteLine:
    loan = book.loans[event.l]
    borrower = people[loan.member]
    match event:
        case ev.WriteOff():
            return NoteLine("write_off", event.p, borrower, text(event.note))
        case ev.Recover():
            return NoteLine("recover", event.a, borrower)
        case ev.Release():
            return NoteLine("release", 0, borrower, who=event.m)
        case ev.Reschedule():
            due = date.fromordinal(loan.due_day).isoformat()
            return NoteLine("reschedule", book.principal(loan), borrower, text(event.note), due)


def _of_people(event: ev.Event, people: Mapping[str, Person], text: Texts) -> NoteLine | None:
    tag = tag_of(event)
    match event:
        case ev.Join() | ev.Death():
            return NoteLine(tag, 0, people[event.m])
        case ev.Leave():
            told = "leave_later" if event.later else "expelled" if event.out else tag
            return NoteLine(told, event.refund, people[event.m], text(event.note))
        case ev.Turns():
            return NoteLine(tag, 0, who=enumerate_items(event.m))
        case ev.Replace():
            return NoteLine(tag, 0, people[event.m], who=event.by)
        case ev.Pot():
            return NoteLine(tag, event.a, people[event.m], who=str(event.n))
        case ev.PotBack():
            return NoteLine(tag, event.a * len(event.m))
    return None
