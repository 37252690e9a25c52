"""What a page recorded, said again on the same book, comes to the same book."""

import datetime as dt

import hypothesis.strategies as st
from hypothesis import given

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.recording import Recording
from coopledger.domain.said_again import said_again
from tests.domain.book_state import accounts
from tests.domain.random_groups import START, bounded, constitutions
from tests.domain.wishes import KINDS, entry_of, lent_start, rich_start, wishes

NOT_SAID = (en.CashCount, en.BoxOpened, en.Correction)
MEETING = st.lists(wishes([kind for kind in KINDS if kind not in NOT_SAID]), max_size=16)


class Notes:
    """Texts under references that are their numbers."""

    def __init__(self):
        self.kept = {}

    def keep(self, text):
        reference = f"{len(self.kept) + 1:064x}"
        self.kept[reference] = text
        return reference


def meeting(book, notes, said, number, *, strict=False):
    """A meeting held over a book, in which wishes, or entries, are said."""
    day = (START + dt.timedelta(days=7 * number)).isoformat()
    recording = Recording(book, number, day, notes.keep, card=notes.keep)
    for each in said:
        entry = each if isinstance(each, en.Entry) else entry_of(each, recording.book, [])
        if entry is not None:
            try:
                recording.record(entry)
            except Refusal:
                if strict:
                    raise
    return recording


@bounded
@given(constitutions(), MEETING)
def test_a_meeting_said_again_comes_to_the_same_book(rules, said):
    book, notes = Book(), Notes()
    joined = [ev.Join(f"M{n:02}", "0" * 64) for n in range(1, 5)]
    book.fold([ev.Found(rules, "0" * 64, "0" * 32, "0" * 64), *joined])
    for number, start in ((1, rich_start), (2, lent_start)):
        meeting(book, notes, start(book), number)
    before = book.copy(whole=True)
    first = meeting(book.copy(whole=True), notes, said, 3)
    loans = {number: loan.member for number, loan in first.book.loans.items()}
    told = said_again(
        first.events, loans, notes.kept, forgiving=first.book.rules.death == "forgive"
    )
    assert {each.why for each in told} <= {"again", "part", "worked_out"}
    entries = [each.entry for each in told if each.entry is not None]
    second = meeting(before, notes, entries, 3, strict=True)
    assert accounts(second.book) == accounts(first.book)
    assert [type(event) for event in second.events] == [type(event) for event in first.events]
    assert {code: m.gone for code, m in second.book.members.items()} == {
        code: m.gone for code, m in first.book.members.items()
    }


def test_counts_and_acts_of_the_officers_are_not_said_again():
    events = [
        ev.Count("loan", 100, 90),
        ev.OverShort("loan", -10),
        ev.Enrol("M01", "0" * 64),
        ev.Charge(1, 5, "2025-02-01"),
        ev.Repay(7, 1, 1),
    ]
    told = said_again(events, {1: "M01"}, {})
    assert [each.why for each in told] == [
        "counted",
        "counted",
        "by_hand",
        "worked_out",
        "by_hand",  # nobody knows whose loan it is
    ]
    assert all(each.entry is None for each in told)


def test_a_repayment_over_two_loans_is_one_and_two_payments_stay_two():
    events = [ev.Repay(1, 5, 95), ev.Repay(2, 0, 100), ev.Repay(2, 0, 50), ev.Repay(3, 1, 2)]
    told = said_again(events, {1: "M01", 2: "M01", 3: "M02"}, {})
    assert [each.why for each in told] == ["again", "part", "again", "again"]
    assert [each.entry for each in told if each.entry] == [
        en.Repayment("M01", 200),
        en.Repayment("M01", 50),
        en.Repayment("M02", 3),
    ]
