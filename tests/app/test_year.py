"""The product's main job: every figure of the typed-up year agrees at every meeting."""

import json

import msgspec
import pytest

from coopledger.app.questions import balances, group_totals, trial_share_out, verify


@pytest.fixture
def expected(year):
    return json.loads((year / "expected.json").read_text())


def test_every_balance_of_every_meeting_is_the_papers(kamu, expected):
    ledger, group = kamu
    assert len(expected["meetings"]) == 48
    for row in expected["meetings"]:
        assert msgspec.to_builtins(balances(ledger, group, row["meeting"])) == row


def test_totals_are_the_papers(kamu, expected):
    ledger, group = kamu
    assert msgspec.to_builtins(group_totals(ledger, group)) == expected["totals"]


def test_trial_share_out_is_the_papers(kamu, expected):
    ledger, group = kamu
    assert msgspec.to_builtins(trial_share_out(ledger, group)) == expected["share_out"]


def test_members_shares_and_debts_are_the_papers(kamu, expected):
    ledger, group = kamu
    book = ledger.replay(group).book
    for code, member in expected["members"].items():
        debt = book.fines_owed(code) + sum(
            book.principal(loan) + book.charge_due(loan) for loan in book.loans_of(code)
        )
        assert (book.members[code].shares, debt) == (
            member["shares"],
            member["debt_before_share_out"],
        )
        assert ledger.members(group)[code].name == member["name"]


def test_the_book_is_genuine_after_it_was_closed_and_opened(kamu):
    ledger, group = kamu
    (verdict,) = verify(ledger)
    assert (verdict.fault, verdict.pages, verdict.findings) == ("", 49, ())
    kinds = {head.kind for head in ledger.replay(group).headers[1:]}
    assert kinds == {"copied"}
