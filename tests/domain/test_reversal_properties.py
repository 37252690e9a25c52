"""Whatever was said, undoing it by its opposite leaves the book as it was before."""

import datetime as dt

import hypothesis.strategies as st
import pytest
from hypothesis import assume, event, given, settings

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.recording import Recording
from coopledger.domain.recording.corrections import FINAL, correct
from tests.domain.book_state import accounts, differences, state, unsound
from tests.domain.random_groups import LIVES, START, bounded, constitutions
from tests.domain.wishes import WISHES, Wish, entry_of, lent_start, rich_start

PAST = st.tuples(st.sampled_from([7, 7, 28]), st.lists(WISHES, min_size=3, max_size=10))
LIFE = st.lists(PAST, min_size=1, max_size=3)
ONLY_NOTED = ("reversed", "extras", "called", "today", "open")
"""What a reversal need not take back: that it was, and what concerns the meeting at hand only."""


class Group:
    """A book with its pages' events, without their bytes."""

    def __init__(self, rules):
        self.book, self.day, self.pages = Book(), START, []
        joins = [ev.Join(f"M{n:02}", "0" * 64) for n in range(1, 5)]
        self.pages.append([ev.Found(rules, "0" * 64, "0" * 32, "0" * 64), *joins])
        self.book.fold(self.pages[0])

    def meeting(self, said, *, gap=7, again=False):
        """Hold a meeting of entries and wishes; what was refused is left out."""
        self.day += dt.timedelta(days=0 if again else gap)
        number, day = self.book.meeting + (not again), self.day.isoformat()
        recording = Recording(
            self.book, number, day, note, card=note, again=again, history=self.pages
        )
        for each in said:
            entry = entry_of(each, self.book, self.pages) if isinstance(each, Wish) else each
            try:
                recording.record(entry)
            except Refusal:
                continue
        self.pages.append(recording.events)
        return recording.events

    def undo(self, page, index):
        """Reverse an event on a page of its own."""
        self.book.begin(0, self.day.isoformat())
        undone = correct(self.book, self.pages, en.Correction(page, index, "slip"), note)
        self.book.apply(undone)
        self.pages.append([undone])


def note(_text):
    return "a" * 64


def lived(rules, life):
    """A group that has something to lend, and a past."""
    group = Group(rules)
    group.meeting(rich_start(group.book))
    group.meeting(lent_start(group.book))
    for gap, said in life:
        group.meeting(said, gap=gap)
    return group


@settings(bounded, max_examples=5 * LIVES)
@given(rules=constitutions(), life=LIFE, wish=WISHES)
def test_undone_at_once_everything_is_as_before(rules, life, wish):
    group = lived(rules, life)
    book, before, opened = group.book, state(group.book), set(group.book.open_loans)
    events = group.meeting([wish], again=True)
    assume(len(events) > 1)
    page, told = len(group.pages), events[1:]
    # A charge that was taken back was waived: it does not fall due again.
    if any(isinstance(each, (*FINAL, ev.Charge, ev.Late)) for each in told):
        return
    event(f"undid {[type(each).__name__ for each in told]}")
    for index in reversed(range(1, len(events))):
        group.undo(page, index)
    odd = differences(book, before)
    void = [f"loans {each.l}" for each in told if isinstance(each, ev.LoanOut)]
    odd = {name: value for name, value in odd.items() if name not in (*ONLY_NOTED, *void)}
    assert not odd, (told, odd)
    assert set(book.open_loans) == opened
    assert not unsound(book)


@settings(bounded, max_examples=5 * LIVES)
@given(rules=constitutions(), life=LIFE, wish=WISHES, later=LIFE)
def test_undone_later_the_same_sums_go_back(rules, life, wish, later):
    group = lived(rules, life)
    trace = group.book.copy(whole=True)
    events = group.meeting([wish], again=True)
    assume(len(events) > 1)
    page = len(group.pages)
    posted = []
    trace.begin(trace.meeting, "", again=True)
    for each in events:
        was = dict(trace.accounts)
        trace.apply(each)
        posted.append(moved(was, trace.accounts))
    for gap, said in later:
        group.meeting(said, gap=gap)
    for index in reversed(range(1, len(events))):
        if isinstance(events[index], (*FINAL, ev.LoanOut)):
            continue
        was = dict(group.book.accounts)
        try:
            group.undo(page, index)
        except Refusal:
            assert accounts(group.book) == {k: v for k, v in was.items() if v}
            return
        back = {name: -amount for name, amount in posted[index].items()}
        assert moved(was, group.book.accounts) == back, events[index]
        assert not (odd := unsound(group.book)), odd


def moved(was, now):
    """By how much each account changed."""
    found = {name: now.get(name, 0) - was.get(name, 0) for name in was.keys() | now.keys()}
    return {name: amount for name, amount in found.items() if amount}


@settings(bounded, max_examples=5 * LIVES)
@given(rules=constitutions(), life=LIFE, wish=WISHES)
def test_nothing_is_undone_twice(rules, life, wish):
    group = lived(rules, life)
    events = group.meeting([wish], again=True)
    assume(len(events) > 1)
    page = len(group.pages)
    for index in reversed(range(1, len(events))):
        if isinstance(events[index], FINAL):
            return
        group.undo(page, index)
        with pytest.raises(Refusal, match="undone_already"):
            group.undo(page, index)
        with pytest.raises(LookupError):
            group.book.apply(group.pages[-1][0])
