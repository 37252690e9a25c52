"""Savings under notice: said in a meeting, taken out when the notice is over."""

import datetime as dt

import pytest

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.notice import waiting
from coopledger.domain.recording.corrections import correct
from tests.domain.meetings import founded, meeting, week

RULES = {
    "saving": "any",
    "share_price": 0,
    "max_shares_per_meeting": 0,
    "social_contribution": 0,
    "share_out_rule": "per_savings",
    "withdrawable": 1,
    "withdrawal_notice": 14,
}


def group(**changes):
    book = founded(2, **RULES | changes)
    meeting(book, 1, en.Saving("M01", 1_000), en.Saving("M02", 500))
    return book


def broken(recording):
    return [
        (f.code, f.params["value"], f.params["ripe"])
        for f in recording.findings
        if "ripe" in f.params
    ]


def test_after_the_days_of_the_notice_savings_go_out():
    book = group()
    meeting(book, 2, en.NoticeGiven("M01", 600))
    assert [tuple(each) for each in waiting(book)] == [("M01", 0, 600)]
    early = meeting(book, 3, en.SavingsTaken("M01", 100))
    assert broken(early) == [("withdrawn_early", 100, 0)]
    # the 100 taken early used up a part of what was under notice
    ahead = book.copy()
    ahead.begin(4, week(4))
    assert [tuple(each) for each in waiting(ahead)] == [("M01", 500, 0)]
    on_time = meeting(book, 4, en.SavingsTaken("M01", 500))
    assert broken(on_time) == []
    assert book.savings("M01") == 400
    more = meeting(book, 5, en.SavingsTaken("M01", 1))
    assert broken(more) == [("withdrawn_early", 1, 0)]


def test_notice_by_meetings_counts_meetings_and_not_days():
    book = group(withdrawal_notice=2, withdrawal_notice_in="meeting")
    meeting(book, 2, en.NoticeGiven("M01", 300))
    much_later = (dt.date.fromisoformat(week(2)) + dt.timedelta(days=200)).isoformat()
    early = meeting(book, 3, en.SavingsTaken("M01", 50), day=much_later)
    assert broken(early) == [("withdrawn_early", 50, 0)]
    ripe = meeting(book, 4, en.SavingsTaken("M01", 250), day=much_later)
    assert broken(ripe) == []


def test_one_day_short_of_the_notice_is_short():
    book = group()
    meeting(book, 2, en.NoticeGiven("M01", 300))
    day = dt.date.fromisoformat(week(2)) + dt.timedelta(days=13)
    assert broken(meeting(book, 3, en.SavingsTaken("M01", 300), day=day.isoformat()))


def test_more_than_is_under_notice_is_a_breach_by_the_whole():
    book = group()
    meeting(book, 2, en.NoticeGiven("M01", 300))
    late = meeting(book, 4, en.SavingsTaken("M01", 301))
    assert broken(late) == [("withdrawn_early", 301, 300)]
    assert [e.noticed for e in late.events if isinstance(e, ev.Withdraw)] == [300]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (en.NoticeGiven("M01", 1_001), "notice_above_savings"),
        (en.NoticeGiven("M09", 10), "unknown_member"),
    ],
)
def test_notice_that_cannot_be(said, code):
    book = group()
    with pytest.raises(Refusal) as caught:
        meeting(book, 2, said)
    assert caught.value.code == code


def test_two_notices_together_cannot_be_above_the_savings():
    book = group()
    meeting(book, 2, en.NoticeGiven("M01", 600))
    with pytest.raises(Refusal) as caught:
        meeting(book, 3, en.NoticeGiven("M01", 401))
    assert caught.value.params["told"] == 600


def test_where_no_notice_is_asked_none_can_be_given():
    book = group(withdrawal_notice=0)
    with pytest.raises(Refusal) as caught:
        meeting(book, 2, en.NoticeGiven("M01", 1))
    assert caught.value.code == "no_notice_here"


def test_notice_is_taken_back_by_a_reversal_unless_savings_went_out_under_it():
    book = group()
    history = [[], []]
    history.append(meeting(book, 2, en.NoticeGiven("M01", 300)).events)
    place = next(i for i, e in enumerate(history[2]) if isinstance(e, ev.Notice))
    undone = correct(book.copy(whole=True), history, en.Correction(3, place, "slip"), str)
    after = book.copy(whole=True)
    after.apply(undone)
    assert list(waiting(after)) == []
    history.append(meeting(book, 4, en.SavingsTaken("M01", 10)).events)
    with pytest.raises(Refusal) as caught:
        correct(book, history, en.Correction(3, place, "slip"), str)
    assert caught.value.code == "entries_rest_on_it"


def test_savings_taken_by_mistake_come_back_under_their_notice():
    book = group()
    history = [[], [], meeting(book, 2, en.NoticeGiven("M01", 300)).events]
    history.append(meeting(book, 4, en.SavingsTaken("M01", 300)).events)
    place = next(i for i, e in enumerate(history[3]) if isinstance(e, ev.Withdraw))
    book.apply(correct(book, history, en.Correction(4, place, "slip"), str))
    assert [tuple(each) for each in waiting(book)] == [("M01", 300, 0)]
