"""A share-out that is held ends the cycle; the next one begins at nothing and carries over."""

import json

import pytest

from coopledger.app.cycles import begin_cycle
from coopledger.app.questions import balances, group_totals, trial_share_out, verify
from coopledger.app.recording import record_file
from coopledger.app.share_outs import hold_share_out
from coopledger.domain.errors import Refusal


def refused(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


def next_meeting(tmp_path, day, *entries):
    path = tmp_path / "meeting.json"
    path.write_text(json.dumps({"date": day, "entries": entries}))
    return path


def test_the_year_is_shared_out_and_a_new_one_begins(kamu, tmp_path):
    ledger, group = kamu
    expected = trial_share_out(ledger, group)
    assert refused(begin_cycle, ledger, group, "2026-01-07") == "cycle_open"
    hold_share_out(ledger, group, "2025-12-03")
    book = ledger.replay(group).book
    assert book.cash("loan") == expected.residue
    assert sum(member.shares for member in book.members.values()) == 0
    meeting = next_meeting(tmp_path, "2026-01-07", {"item": "shares", "member": "M01", "count": 1})
    assert refused(record_file, ledger, group, meeting) == "cycle_closed"
    assert refused(begin_cycle, ledger, group, "2025-12-02") == "date_backwards"

    begin_cycle(ledger, group, "2026-01-07")
    record_file(ledger, group, meeting)
    totals = group_totals(ledger, group)
    assert (totals.loans_count, totals.loans_disbursed, totals.attendance_rate) == (0, 0, "0/0")
    after = balances(ledger, group)
    assert after.meeting == 49
    assert after.total_shares == 1
    assert after.loan_fund_cash == expected.residue + 2_000
    book = ledger.replay(group).book
    owes = sum(book.debt(loan) for loan in book.loans_of("M20"))
    # What M20 could not set off is carried; two charges fell due since the last meeting.
    charges = [row for row in ledger.history(group)[1][-1] if type(row).__name__ == "Charge"]
    assert owes == expected.still_owes["M20"] + sum(charge.a for charge in charges)
    assert verify(ledger)[0].fault == ""


def test_new_rules_come_with_a_new_cycle(kamu, tmp_path, year):
    ledger, group = kamu
    hold_share_out(ledger, group, "2025-12-03")
    rules = tmp_path / "rules.toml"
    text = (year / "group.toml").read_text().partition("[[members]]")[0]
    rules.write_text(text.replace("share_price = 2000", "share_price = 3000"))
    begin_cycle(ledger, group, "2026-01-07", rules)
    record_file(
        ledger,
        group,
        next_meeting(tmp_path, "2026-01-07", {"item": "shares", "member": "M01", "count": 1}),
    )
    assert ledger.replay(group).book.savings("M01") == 3_000
    assert ledger.replay(group).headers[-1].rules == 2
    assert verify(ledger)[0].fault == ""
