"""The journal and what exporters make of it: sums, places of the counts, names of the accounts."""

from typing import NamedTuple

import pytest

from coopledger.app import practice_places as places
from coopledger.app.practice import practice_life
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.journal import JournalBook, journal
from coopledger.domain.money import plain
from coopledger.domain.postings import APPLY
from coopledger.domain.recording import Recording
from coopledger.interop.export.accounts import CLASSES, Names
from coopledger.interop.export.amounts import one_line
from coopledger.interop.export.counts import Counted, with_counts
from coopledger.words.events import MONEY_EVENTS

ZERO = "0" * 64
RULES = places.constitution(places.HILLS, "2025-01-01", 20)
FOUNDING = [ev.Found(RULES, ZERO, "0" * 32, ZERO), ev.Join("M1", ZERO), ev.Join("M2", ZERO)]


QUIET = {"found", "join", "enrol", "attend", "death", "decision", "adopt", "share_out"}
QUIET |= {
    "amend",
    "continue",
    "revoke",
    "office",
    "erase",
    "hand_over",
    "take_over",
    "turns",
    "reschedule",
    "release",
    "reverse",
    "receipt",
    "notice",
    "agree",
    "opening_pot",
    "open_count",
}
"""Kinds of events that move no money of their own."""


class Head(NamedTuple):
    number: int
    meeting: int
    date: str


def pages(*meetings):
    """A founding and meetings of a date and events each."""
    held = [(Head(n, n - 1, day), events) for n, (day, *events) in enumerate(meetings, 2)]
    return [(Head(1, 0, ""), FOUNDING), *held]


def buy(amount, member="M1"):
    return ev.Shares(member, 1, amount)


def steps(*meetings):
    """What a program would read, in short: amounts of cash, and counts as ``(day, amount)``."""
    return [
        (step.entry.date, step.amount)
        if isinstance(step, Counted)
        else step.sums().get("loan:cash:box")
        for step in with_counts(journal(pages(*meetings)))
    ]


def test_the_journal_of_a_life_adds_up_to_its_book():
    life = practice_life(9, 14, 24)
    book, told = Book(), [(Head(1, 0, ""), [*FOUNDING])]
    told[0][1][1:] = [ev.Join(member.code, ZERO, member.roles) for member in life.members]
    book.fold(told[0][1])
    for meeting in life.meetings:
        recording = Recording(book, meeting.number, meeting.day, lambda _text: ZERO)
        for entry in meeting.entries:
            recording.record(entry)
        told.append((Head(meeting.number + 1, meeting.number, meeting.day), recording.events))
    sums, kept = {}, JournalBook()
    for entry in journal(told, kept):
        assert sum(entry.sums().values()) == 0
        assert told[entry.number - 1][1][entry.index] is entry.event
        for account, amount in entry.sums().items():
            sums[account] = sums.get(account, 0) + amount
    assert {name: value for name, value in sums.items() if value} == {
        name: value for name, value in book.accounts.items() if value
    }
    assert kept.accounts == book.accounts
    assert {account.split(":")[1] for account in book.accounts} <= CLASSES.keys()


def test_an_entry_knows_its_day_member_and_loan():
    day = "2025-01-08"
    lent = (ev.LoanOut(1, "M2", 500, 4), ev.Repay(1, 0, 200), ev.Due("social", 5, ("M1", "M2")))
    found = list(journal(pages((day, buy(900), *lent))))
    told = [(entry.kind, entry.index, entry.member, entry.loan) for entry in found]
    assert told == [
        ("shares", 0, "M1", 0),
        ("loan", 1, "M2", 1),
        ("repay", 2, "M2", 1),
        ("due", 3, "", 0),
    ]
    assert {(entry.number, entry.meeting, entry.date) for entry in found} == {(2, 1, day)}


def test_a_page_without_a_day_takes_the_one_before_it():
    found = [
        entry.date
        for entry in journal([*pages(("", buy(1)), ("2025-02-01", buy(1)), ("", buy(1)))])
    ]
    assert found == ["2025-01-01", "2025-02-01", "2025-02-01"]


def test_a_count_stands_behind_what_was_short_in_it():
    day = "2025-01-08"
    short = (ev.Count("loan", 100, 90), ev.OverShort("loan", -10))
    assert steps((day, buy(100), *short)) == [100, -10, (day, 90)]
    between = (ev.Count("loan", 100, 90), ev.Count("social", 0, 0), ev.OverShort("loan", -10))
    assert steps((day, buy(100), *between)) == [100, -10, (day, 90), (day, 0)]


def test_a_count_stands_before_what_is_moved_after_it():
    day = "2025-01-08"
    found = list(with_counts(journal(pages((day, buy(100), ev.Count("loan", 100, 100), buy(5))))))
    assert isinstance(found[1], Counted)
    assert not found[1].ends_day
    found = list(with_counts(journal(pages((day, buy(7), ev.Count("loan", 7, 7))))))
    assert found[-1].ends_day


def test_a_count_that_the_calendar_contradicts_is_not_stated():
    count = ev.Count("loan", 100, 100)
    backwards = ("2025-01-15", buy(100), count), ("2025-01-08", buy(5), ev.Count("loan", 105, 105))
    assert steps(*backwards) == [100, 5]
    onwards = [*backwards, ("2025-01-22", buy(1), ev.Count("loan", 106, 106))]
    assert steps(*onwards) == [100, 5, 1, ("2025-01-22", 106)]


def test_every_kind_that_moves_money_has_a_word():
    kinds = {kind.__struct_config__.tag for kind in APPLY}
    assert kinds - QUIET <= MONEY_EVENTS.keys()


@pytest.mark.parametrize("program", ["hledger", "ledger", "beancount"])
def test_no_two_accounts_share_a_name(program):
    names = Names(program)
    accounts = ["loan:savings:m07", "loan:savings:M07", "loan:savings:m-7", "loan:savings:m_7"]
    accounts += ["a_b:cash:box", "a-b:cash:box", "loan:income", "loan:cash:__", "loan:cash:.."]
    told = [names(account) for account in accounts]
    assert len(set(told)) == len(accounts)
    assert told == [names(account) for account in accounts]
    for name in told:
        assert all(part[0].isupper() for part in name.split(":"))
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:-")


def test_amounts_and_texts_are_written_plainly():
    assert [plain(n, 2) for n in (1250, -5, 0, -12345)] == ["12.50", "-0.05", "0.00", "-123.45"]
    assert [plain(n, 0) for n in (1250, -5)] == ["1250", "-5"]
    assert one_line(" a\tb\r\n\u202ec\x00 d\u2028e ") == "a b c d e"
