"""Meetings from files, corrections, and what stops them."""

import json

import msgspec
import pytest

from coopledger.app.cycles import begin_cycle
from coopledger.app.questions import balances, group_totals, verify
from coopledger.app.recording import record_file, reverse
from coopledger.app.share_outs import hold_share_out
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.interop.meeting_file import schema


def written(tmp_path, **file):
    path = tmp_path / "meeting.json"
    path.write_text(json.dumps(file))
    return path


def entry(item, **values):
    return {"item": item, **values}


def refused(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value


def place_of(ledger, group, page, kind, **values):
    events = ledger.history(group)[1][page - 1]
    for place, event in enumerate(events):
        if isinstance(event, kind) and all(getattr(event, k) == v for k, v in values.items()):
            return place
    raise AssertionError(kind)


def test_a_meeting_from_json_is_a_sealed_page(kamu, tmp_path):
    ledger, group = kamu
    before = balances(ledger, group)
    path = written(
        tmp_path,
        date="2025-12-10",
        entries=[
            entry("attendance", member="M01", status="present"),
            entry("contribution", member="M01", amount=500),
            entry("shares", member="M01", count=2),
            entry("count", fund="loan", counted=before.loan_fund_cash + 4_000),
            entry("count", fund="social", counted=before.social_fund_cash + 500),
        ],
    )
    done = record_file(ledger, group, path)
    assert (done.page, done.meeting) == (50, 49)
    after = balances(ledger, group, 49)
    assert after.loan_fund_cash == before.loan_fund_cash + 4_000
    assert after.total_shares == before.total_shares + 2
    assert verify(ledger)[0].fault == ""


def test_the_notebooks_lines_record_a_meeting_too(kamu, tmp_path):
    ledger, group = kamu
    path = tmp_path / "meeting.csv"
    path.write_text(
        "meeting,date,member,item,amount,detail\n"
        "49,2025-12-10,M01,attendance,,present\n"
        "49,2025-12-10,M02,social,500,\n"
    )
    assert record_file(ledger, group, path, "copied").meeting == 49
    assert ledger.replay(group).headers[-1].kind == "copied"


def test_a_broken_rule_stops_unless_it_is_accepted(kamu, tmp_path):
    ledger, group = kamu
    entries = [entry("shares", member="M01", count=6)]
    path = written(tmp_path, date="2025-12-10", entries=entries)
    problem = refused(record_file, ledger, group, path)
    assert (problem.code, problem.params["rule"]) == ("breaks_a_rule", "too_many_shares")
    assert problem.params["column"] == "entries[0]"
    assert len(ledger.summaries(group)) == 49
    path = written(tmp_path, date="2025-12-10", entries=entries, accept=["too_many_shares"])
    told = {finding.code for finding in record_file(ledger, group, path).findings}
    assert "too_many_shares" in told


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"date": "2025-12-10"}', "bad_value"),
        ('{"date": "2025-12-10", "entries": [{"item": "song"}]}', "bad_value"),
        ('{"date": "2025-12-10", "entries": [], "extra": 1}', "bad_value"),
        ('{"date": "2025-12-10",\n "entries": [', "bad_json"),
        ('{"date": "2025-12-10", "entries": [{"x": ' + "[" * 50_000, "bad_json"),
        (
            '{"date":"2025-12-10","entries":[{"item":"shares","member":"M99","count":1}]}',
            "unknown_member",
        ),
        (
            '{"date":"2024-12-10","entries":[{"item":"shares","member":"M01","count":1}]}',
            "date_backwards",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(kamu, tmp_path, text, code):
    ledger, group = kamu
    path = tmp_path / "meeting.json"
    path.write_text(text)
    assert refused(record_file, ledger, group, path).code == code
    assert len(ledger.summaries(group)) == 49


@pytest.mark.parametrize(
    "said",
    [
        entry("shares", member="M01\n", count=1),
        entry("borrow", lender="union\n", amount=5_000),
        entry("borrow", lender="ab" * 32, amount=5_000, number="0123456789\n"),
        entry("join", member="M40\n", card='{"name":"Nakato"}'),
    ],
)
def test_a_code_or_number_with_a_line_feed_behind_it_is_another_one(kamu, tmp_path, said):
    ledger, group = kamu
    path = written(tmp_path, date="2025-12-10", entries=[said])
    assert refused(record_file, ledger, group, path).code == "bad_value"
    path = written(tmp_path, date="2025-12-10\n", entries=[])
    assert refused(record_file, ledger, group, path).code == "bad_value"


def test_the_schema_says_so_in_its_own_words():
    told = msgspec.json.encode(schema()).decode()
    assert '$"' in told
    assert "\\Z" not in told


@pytest.mark.parametrize("day", ["2025-02-30", "2026-02-29"])
def test_a_day_that_no_calendar_has_is_refused_with_its_place(kamu, tmp_path, day):
    ledger, group = kamu
    problem = refused(record_file, ledger, group, written(tmp_path, date=day, entries=[]))
    assert problem.code == "bad_date"
    assert (problem.params["file"], problem.params["column"]) == ("meeting.json", "date")


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "20260301", "2026-W10-1"])
def test_the_day_of_an_act_is_one_of_the_calendar_in_full(kamu, day):
    ledger, group = kamu
    bought = place_of(ledger, group, 49, ev.Attend)
    assert refused(reverse, ledger, group, (49, bought), "slip", day=day).code == "bad_date"
    assert refused(hold_share_out, ledger, group, day).code == "bad_date"
    assert refused(begin_cycle, ledger, group, day).code in ("bad_date", "cycle_open")
    assert len(ledger.summaries(group)) == 49


@pytest.mark.parametrize(
    ("line", "code", "column", "value"),
    [
        ("49,2025-12-10,M99,social,500,", "unknown_member", "member", "M99"),
        ("49,2025-12-10,M01,repaymint,500,", "unknown_item", "item", "repaymint"),
        ("48,2025-12-10,M01,social,500,", "meeting_backwards", "", ""),
    ],
)
def test_a_line_that_cannot_be_is_told_with_its_file_column_and_value(
    kamu, tmp_path, line, code, column, value
):
    ledger, group = kamu
    path = tmp_path / "december.csv"
    path.write_text(f"meeting,date,member,item,amount,detail\n{line}\n")
    problem = refused(record_file, ledger, group, path)
    assert problem.code == code
    if column:
        told = problem.params
        assert [told[k] for k in ("file", "line", "column", "value")] == [
            "december.csv", 2, column, value
        ]  # fmt: skip


def test_a_meeting_broken_off_goes_on_another_day(kamu, tmp_path):
    ledger, group = kamu
    first = [entry("contribution", member="M01", amount=500)]
    record_file(ledger, group, written(tmp_path, date="2025-12-10", entries=first))
    owed = ledger.replay(group).book.arrears("M02")
    rest = [entry("contribution", member="M02", amount=500)]
    path = written(tmp_path, date="2025-12-11", entries=rest, again=True)
    done = record_file(ledger, group, path)
    assert (done.page, done.meeting) == (51, 49)
    assert ledger.replay(group).book.arrears("M02") == owed - 500
    assert verify(ledger)[0].fault == ""
    path = written(tmp_path, date="2025-12-11", entries=rest, again=True, meeting=40)
    assert refused(record_file, ledger, group, path).code == "not_broken_off"


def test_a_reversal_restores_the_balances_and_stays_in_the_book(kamu):
    ledger, group = kamu
    before = group_totals(ledger, group)
    cash = balances(ledger, group).loan_fund_cash
    place = place_of(ledger, group, 49, ev.FinePaid)
    event = ledger.history(group)[1][48][place]
    done = reverse(ledger, group, (49, place), "it was another member", ["M01", "M02"])
    assert done.page == 50
    book = ledger.replay(group).book
    assert book.cash("loan") == cash - event.a
    assert book.fines_owed(event.m) == event.a
    assert group_totals(ledger, group).fines_paid == before.fines_paid - event.a
    assert verify(ledger)[0].fault == ""
    assert refused(reverse, ledger, group, (49, place), "again").code == "undone_already"


def test_a_loan_with_repayments_is_not_undone_and_they_are_named(kamu):
    ledger, group = kamu
    place = place_of(ledger, group, 13, ev.LoanOut, m="M09")
    problem = refused(reverse, ledger, group, (13, place), "typed twice")
    assert problem.code == "entries_rest_on_it"
    assert problem.params["entries"].count("/") >= 1


def test_a_reversal_needs_a_reason_and_something_to_undo(kamu):
    ledger, group = kamu
    assert refused(reverse, ledger, group, (49, 0), " ").code == "reason_missing"
    assert refused(reverse, ledger, group, (99, 0), "x").code == "no_such_entry"
    assert refused(reverse, ledger, group, (49, 10_000), "x").code == "no_such_entry"
    assert refused(reverse, ledger, group, (49, -1), "x").code == "no_such_entry"
    assert refused(reverse, ledger, group, (1, 0), "x").code == "never_undone"
    due = place_of(ledger, group, 49, ev.Due)
    assert refused(reverse, ledger, group, (49, due), "x").code == "never_undone"


def test_a_forged_reversal_is_found_by_verify(kamu):
    """A page that claims to undo what was never there is not genuine, whoever sealed it."""
    from coopledger.app.scribe import Scribe
    from coopledger.store.store import NewPage

    ledger, group = kamu
    replay, _history = ledger.history(group)
    book = replay.book.copy()
    event = ev.Reverse(49, 3, ev.Shares("M01", 5, 10_000))
    book.apply(event)
    scribe = Scribe(ledger.store.device, NewPage(replay.headers[-1], replay.newest))
    ledger.store.append([scribe.write("correction", [event], book)])
    ledger.forget(group)
    assert verify(ledger)[0].fault == "facts_impossible"
