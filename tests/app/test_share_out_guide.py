"""The share-out before it is held, and after."""

from coopledger.app.questions import trial_share_out
from coopledger.app.share_out_guide import compare, guide
from coopledger.app.share_outs import hold_share_out


def test_a_trial_is_what_is_then_paid_and_changes_nothing(kamu):
    ledger, group = kamu
    pages = len(ledger.replay(group).headers)
    seen = guide(ledger, group)
    expected = trial_share_out(ledger, group)
    assert {part.code: part.paid for part in seen.parts} == {
        code: payout for code, payout in expected.payouts.items() if code in dict.fromkeys(
            part.code for part in seen.parts
        )
    }  # fmt: skip
    assert seen.total("paid") + seen.residue == seen.cash
    assert seen.total("paid") == sum(expected.payouts.values())
    assert (seen.stop, seen.held, seen.begun) == (None, False, False)
    assert len(ledger.replay(group).headers) == pages
    hold_share_out(ledger, group, seen.day)
    after = guide(ledger, group)
    assert after.held
    assert {part.code: part.paid for part in after.parts if part.paid} == {
        part.code: part.paid for part in seen.parts if part.paid
    }
    assert after.value == seen.value


def test_debts_that_will_be_set_off_are_listed_with_their_loans(kamu):
    ledger, group = kamu
    seen = guide(ledger, group)
    owing = {row.code for row in seen.loans}
    assert {part.code for part in seen.parts if part.set_off} <= owing | {
        code for code in ledger.replay(group).book.members
        if ledger.replay(group).book.fines_owed(code)
    }  # fmt: skip
    assert "M20" in {part.code for part in seen.parts if part.still_owes}


def test_a_half_recorded_meeting_is_seen(kamu):
    ledger, group = kamu
    ledger.store.save_draft(group, b"{}")
    assert guide(ledger, group).begun


def test_a_count_beside_the_book():
    assert compare(90, 100).difference == -10
