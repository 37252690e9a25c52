"""What the calendar says of a book: next meeting, meetings missed, loans late."""

from datetime import date

import pytest

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.today import late_loans, missed_meetings, next_meeting
from coopledger.interop.templates import load_template

ZERO = "0" * 64


def day(text):
    return date.fromisoformat(text).toordinal()


def founded(**rules):
    book = Book()
    constitution = load_template("vsla", cycle_start="2025-01-08", **rules)
    book.apply(ev.Found(constitution=constitution, device=ZERO, salt="0" * 32, card=ZERO))
    book.apply(ev.Join("M01", ZERO))
    return book


def held(book, number, on):
    book.begin(number, on)
    return book


def test_before_the_first_meeting_the_cycles_beginning_is_the_day():
    book = founded()
    assert next_meeting(book) == day("2025-01-08")
    assert missed_meetings(book, day("2025-01-08")) == 0
    assert missed_meetings(book, day("2025-01-09")) == 1


@pytest.mark.parametrize(
    ("rules", "following"),
    [
        ({}, "2025-02-07"),
        ({"meeting_every": 2}, "2025-02-14"),
        ({"meeting_period": "month"}, "2025-02-28"),
        ({"meeting_period": "day", "meeting_every": 10}, "2025-02-10"),
    ],
)
def test_the_next_meeting_follows_the_last_by_the_rules(rules, following):
    book = held(founded(**rules), 1, "2025-01-31")
    assert next_meeting(book) == day(following)


def test_meetings_are_missing_once_their_day_has_passed_but_never_more_than_the_cycle_has():
    book = held(founded(meetings_in_cycle=5), 2, "2025-01-15")
    counts = [missed_meetings(book, day(f"2025-01-{at}")) for at in (15, 22, 23, 29, 30)]
    assert counts == [0, 0, 1, 1, 2]
    assert missed_meetings(book, day("2030-01-01")) == 3
    held(book, 5, "2025-02-05")
    assert (next_meeting(book), missed_meetings(book, day("2030-01-01"))) == (0, 0)
    book.closed = True
    assert next_meeting(book) == 0


def test_a_loan_is_late_the_day_after_it_was_due_until_it_is_repaid():
    book = held(founded(), 1, "2025-01-08")
    book.apply(ev.LoanOut(l=1, m="M01", a=1000, weeks=4))
    assert late_loans(book, day("2025-02-05")) == 0
    assert late_loans(book, day("2025-02-06")) == 1


def test_of_a_plan_the_part_that_fell_due_counts():
    book = held(founded(), 1, "2025-01-08")
    plan = (("2025-02-05", 500, 0), ("2025-03-05", 500, 0))
    book.apply(ev.LoanOut(l=1, m="M01", a=1000, plan=plan))
    assert late_loans(book, day("2025-02-05")) == 0
    assert late_loans(book, day("2025-02-06")) == 1
    book.apply(ev.Repay(l=1, c=0, p=500))
    assert late_loans(book, day("2025-02-06")) == 0
    assert late_loans(book, day("2025-03-06")) == 1
