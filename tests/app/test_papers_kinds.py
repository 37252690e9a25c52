"""What the papers of each kind of group tell, by figures worked out by hand."""

import pytest

from coopledger.app import papers
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from tests.reports.lives import KINDS, Written, lived


def column(facts, fund, place="box"):
    return next(each for each in facts.cash if (each.fund, each.place) == (fund, place))


def row(facts, code):
    return next(each for each in facts.members if each.member.code == code)


def statement(group, code):
    return next(
        each
        for each in papers.statement_facts(group.ledger, group.group)
        if each.member.code == code
    )


def test_a_pot_fund_closes_with_its_fee_and_its_discount(ledger):
    group = lived(ledger, "rosca")
    facts = papers.meeting_facts(ledger, group.group, 2)
    pot = column(facts, "pot")
    # Six hands of 10,000; 1 % fee; the bid of 1,200 gives 200 back to each hand.
    assert pot.lines == {"hands": 60_000, "pot": -58_200, "pot_back": -1_200, "fees": -600}
    assert pot.opening == pot.expected == pot.closing == 0
    assert row(facts, "M01").sums["pot"] == -58_400
    assert row(facts, "M02").sums == {"social": 500, "hands": 20_000, "pot": -400}
    assert facts.next_turn.code == "M03"
    by_phone = papers.meeting_facts(ledger, group.group, 3)
    assert column(by_phone, "pot", "wallet").lines["hands"] == 60_000
    assert column(by_phone, "pot", "wallet").closing == 0


def test_a_lender_and_the_bank_stand_in_their_own_columns(ledger):
    group = lived(ledger, "shg")
    facts = papers.meeting_facts(ledger, group.group, 3)
    assert column(facts, "loan", "bank").lines == {
        "borrowed": 5_000_00,
        "move:bank:box": -5_000_00,
    }
    assert column(facts, "loan").lines == {
        "savings": 500_00,
        "move:bank:box": 5_000_00,
        "loans": -4_000_00,
    }
    paid = column(papers.meeting_facts(ledger, group.group, 7), "loan").lines
    assert (paid["lender_charges"], paid["lender_principal"]) == (-100_00, -2_500_00)


def test_a_guarantor_who_pays_is_named_and_the_borrowers_loan_is_repaid(ledger):
    group = lived(ledger, "asca")
    facts = papers.meeting_facts(ledger, group.group, 4)
    line = next(each for each in facts.repayments if each.member.code == "M03")
    assert (line.by.code, line.charge + line.principal + line.late) == ("M02", 6_000_00)
    assert row(facts, "M02").sums["for_others"] == 6_000_00
    assert "repaid" not in row(facts, "M03").sums
    page = statement(group, "M03").loans[0]
    assert [(each.what, each.by) for each in page.rows if each.by] == [("guarantor", "M02")]
    assert statement(group, "M01").guarantees[0].borrower == "M04"


def test_a_refund_that_waits_is_owed_and_then_paid(ledger):
    group = lived(ledger, "asca")
    told = statement(group, "M02")
    assert told.closing.payable == told.settled.paid == 30_000_00
    assert told.settled.later
    facts = papers.meeting_facts(ledger, group.group, 6)
    assert "refunds" not in column(facts, "loan").lines
    group.end(6)
    told = statement(group, "M02")
    assert (told.closing.payable, told.settled.later) == (0, False)
    line = next(x for x in papers.share_out_facts(ledger, group.group).rows
                if x.member.code == "M02")  # fmt: skip
    assert (line.entitlement, line.back) == (0, 30_000_00)


def test_the_next_instalment_is_what_falls_due_when_the_day_comes(ledger):
    group = lived(ledger, "coop")
    (loan,) = statement(group, "M02").loans
    # 3,000 at 1 % a month; two of three instalments of 1,020.07 are to come
    assert [each.amount for each in loan.plan] == [1_020_07, 1_020_06]
    assert loan.now == 0
    group.meet(5)
    (later,) = statement(group, "M02").loans
    assert later.now == loan.plan[0].amount
    group.meet(5, en.Repayment("M02", later.now, at="bank"), again=True)
    (after,) = statement(group, "M02").loans
    assert after.now == 0
    assert after.plan == loan.plan[1:]


def test_early_repayment_lowers_the_charge_that_is_foretold(ledger):
    group = Written(ledger, "shg", 3)
    saved = [en.Saving(f"M{n:02}", 100_00) for n in range(1, 4)]
    group.meet(1, *saved, en.MoneyIn(10_000_00, "gift"))
    group.meet(2, *saved, en.LoanRequest("M01", 4_000_00, instalments=4))
    group.meet(3, *saved, en.Repayment("M01", 2_000_00))
    (loan,) = statement(group, "M01").loans
    coming = next(each for each in loan.plan if each.charge)
    before = len(loan.rows)
    group.meet(4, *saved)
    (later,) = statement(group, "M01").loans
    fell_due = [each.charge for each in later.rows[before:] if each.what == "charge"]
    assert fell_due == [coming.charge]
    assert coming.charge < 60_00


def test_a_meeting_that_went_on_is_one_report(ledger):
    group = Written(ledger, "vsla", 4)
    buying = [en.ShareBuying(f"M{n:02}", 2) for n in range(1, 5)]
    group.meet(1, *buying)
    short = en.CashCount("loan", 16_000 + 16_000 - 300, "a note is missing")
    group.meet(2, *buying, short)
    index = group.place_of(3, ev.Shares)
    group.act("correction", [_reversed(group, 3, index)], group.day(2))
    group.meet(2, en.Contribution("M01", 500), again=True, day="2025-01-15")
    facts = papers.meeting_facts(ledger, group.group, 2)
    assert [(each.number, each.day) for each in facts.pages] == [
        (3, group.day(2)),
        (5, "2025-01-15"),
    ]
    loan = column(facts, "loan")
    # The first count's difference is a line of its own beside the second, which agrees.
    assert loan.lines == {"shares": 16_000, "over_short": -300, "corrections": -4_000}
    assert (loan.opening, loan.counted, loan.difference) == (16_000, 27_700, 0)
    assert column(facts, "social").lines == {"contributions": 500}
    assert row(facts, "M01").status == "present"
    document = papers.meeting_report(ledger, group.group, 2)
    assert len(document.footer.splitlines()) == 2
    assert "Page 3 of the book" in document.footer
    assert "Page 5 of the book" in document.footer
    assert "13 January 2025 and 15 January 2025" in document.subtitle


def _reversed(group, page, index):
    event = group.events[page - 1][index]
    return ev.Reverse(page, index, event, group.scribe.note("written twice"), ("M02", "M03"))


def test_what_happened_between_two_meetings_is_told_and_moves_the_opening(ledger):
    group = Written(ledger, "vsla", 3)
    group.meet(1, *(en.ShareBuying(f"M{n:02}", 2) for n in range(1, 4)))
    index = group.place_of(2, ev.Shares)
    group.act("correction", [_reversed(group, 2, index)], "2025-01-10")
    group.meet(2)
    facts = papers.meeting_facts(ledger, group.group, 2)
    assert column(facts, "loan").opening == 8_000
    assert not facts.opening_counted
    (between,) = facts.between
    assert (between.page.number, between.cash) == (3, (("loan", "box", -4_000),))
    (line,) = facts.corrections
    assert (line.page, line.entry, line.what, line.amount) == (2, index, "shares", -4_000)
    assert (line.member.code, line.reason) == ("M01", "written twice")
    assert [each.code for each in line.by] == ["M02", "M03"]
    told = statement(group, "M01")
    assert [(r.mark, r.shares, r.all_shares) for r in told.rows] == [
        ("", 2, 2),
        ("correction", -2, 0),
        ("", 0, 0),
    ]
    group.meet(3)
    assert papers.meeting_facts(ledger, group.group, 3).between == ()
    assert papers.meeting_facts(ledger, group.group, 3).opening_counted


def test_a_reversed_repayment_and_a_reversed_loan_stand_on_the_loans_page(ledger):
    group = Written(ledger, "vsla", 3)
    group.meet(1, *(en.ShareBuying(f"M{n:02}", 5) for n in range(1, 4)))
    group.meet(2, en.LoanRequest("M01", 10_000, 8), en.LoanRequest("M02", 5_000, 8))
    group.meet(3, en.Repayment("M01", 4_000))
    lent = [n for n, e in enumerate(group.events[2]) if isinstance(e, ev.LoanOut)]
    group.meet(
        4,
        en.Correction(4, group.place_of(4, ev.Repay), "paid by another"),
        en.Correction(3, lent[1], "never given"),
    )
    (page,) = statement(group, "M01").loans
    assert [(r.what, r.undone, r.owed) for r in page.rows] == [
        ("repaid", False, 6_000),
        ("repaid", True, 10_000),
    ]
    (void,) = statement(group, "M02").loans
    assert void.void
    assert void.rows[-1].owed == 0
    facts = papers.meeting_facts(ledger, group.group, 4)
    assert column(facts, "loan").lines == {"corrections": 5_000 - 4_000}
    assert row(facts, "M01").sums == {"corrected": -4_000}


def test_a_passbook_begins_anew_with_the_cycle_and_keeps_the_share_out(ledger):
    group = lived(ledger, "vsla")
    group.end(8)
    paid = {x.member.code: x.paid for x in papers.share_out_facts(ledger, group.group).rows}
    group.next_cycle(9)
    group.meet(9, en.ShareBuying("M01", 1))
    told = statement(group, "M01")
    assert [row.meeting for row in told.rows] == [9]
    assert told.settled.paid == paid["M01"]
    assert told.closing.shares == 1
    facts = papers.meeting_facts(ledger, group.group, 9)
    assert [each.page.kind for each in facts.between] == ["share_out", "cycle"]
    assert column(facts, "loan").opening == 940


def test_a_share_out_sheet_adds_up_to_the_cash(ledger):
    group = lived(ledger, "vsla")
    with pytest.raises(Refusal) as refused:
        papers.share_out_report(ledger, group.group)
    assert refused.value.code == "no_share_out_yet"
    before = group.book.cash("loan") + group.book.cash("loan", "bank")
    group.end(8)
    facts = papers.share_out_facts(ledger, group.group)
    assert sum(x.paid for x in facts.rows) + facts.residue == before
    assert all(x.entitlement == x.shares * facts.value for x in facts.rows)
    assert sum(x.shares for x in facts.rows) == facts.total_shares == 104
    assert column(facts, "loan").lines == {
        "pay_outs": -sum(x.paid for x in facts.rows),
        "move:bank:box": 20_000,
    }


def test_a_group_that_keeps_its_surplus_has_nothing_to_sign_for(ledger):
    group = lived(ledger, "shg")
    group.end(7)
    assert papers.share_out_facts(ledger, group.group).rows == ()
    told = statement(group, "M01")
    assert told.settled is None
    assert not [row.mark for row in told.rows if row.mark]


def test_residue_that_goes_to_another_fund_is_told(ledger):
    group = lived(ledger, "silc")
    group.end(12)
    facts = papers.share_out_facts(ledger, group.group)
    assert (facts.residue, facts.residue_to) == (5_00, "social")
    assert column(facts, "social").lines == {"residue": 5_00}


def test_odd_money_kept_and_a_latecomers_premium_have_their_lines(ledger):
    group = Written(ledger, "vsla", 3, odd_money="hold", joining="current_value")
    group.meet(1, *(en.ShareBuying(f"M{n:02}", 5) for n in range(1, 4)))
    group.meet(2, en.MoneyIn(3_000, "gift"), en.SharesForMoney("M01", 4_700))
    group.meet(3, en.Joining("M04", '{"name":"Peter Okot"}'), en.ShareBuying("M04", 2))
    held = column(papers.meeting_facts(ledger, group.group, 2), "loan").lines
    assert held == {"income": 3_000, "shares": 4_000, "held": 700}
    late = column(papers.meeting_facts(ledger, group.group, 3), "loan").lines
    assert late["shares"] == 4_000
    assert late["premium"] > 0
    assert statement(group, "M01").closing.held == 700


@pytest.mark.parametrize("kind", KINDS)
def test_every_meeting_of_every_kind_closes_and_starts_where_the_last_ended(ledger, kind):
    group = lived(ledger, kind)
    ended = {}
    for number in range(1, group.book.meeting + 1):
        facts = papers.meeting_facts(ledger, group.group, number)
        for cash in facts.cash:
            assert cash.opening == ended.get((cash.fund, cash.place), 0)
            assert cash.expected + cash.difference == cash.closing
            assert "other" not in cash.lines
        ended = {(cash.fund, cash.place): cash.closing for cash in facts.cash}


def test_what_a_leaver_owed_goes_to_the_funds_that_are_owed(ledger):
    group = Written(ledger, "vsla", 3, fines_go_to="social")
    everybody = [en.ShareBuying(f"M{n:02}", 2) for n in range(1, 4)]
    group.meet(1, *everybody, *(en.Contribution(f"M{n:02}", 500) for n in (1, 2)))
    group.meet(2, en.FineSet("M03", "late", 200), en.Leaving("M03", None, "moved"))
    facts = papers.meeting_facts(ledger, group.group, 2)
    # 4,000 saved, less a fine of 200 and two contributions of 500
    assert column(facts, "loan").lines == {"leaver_debts": -1_200, "refunds": -2_800}
    assert column(facts, "social").lines == {"leaver_debts": 1_200}
    assert row(facts, "M03").sums == {"refund": -2_800}
    told = statement(group, "M03")
    assert (told.settled.value, told.settled.set_off, told.settled.paid) == (4_000, 1_200, 2_800)


def test_notice_and_a_loan_that_nobody_asked_for_are_told(ledger):
    group = Written(ledger, "coop", 3, liquidity_percent="0", guarantors_needed=0)
    saved = [en.Saving(f"M{n:02}", 5_000_00) for n in range(1, 4)]
    forced = en.LoanRequest("M02", 1_000_00, 0, "surplus", 2, forced=True)
    group.meet(1, *saved, en.NoticeGiven("M01", 700_00), forced)
    facts = papers.meeting_facts(ledger, group.group, 1)
    assert [(n.what, n.amount, n.member.code) for n in facts.notes] == [("notice", 700_00, "M01")]
    (loan,) = facts.loans
    assert loan.forced
    shown = str(papers.meeting_report(ledger, group.group, 1))
    assert "the member did not ask for it" in shown
    assert "Notice that savings will be taken out" in shown


def test_a_loan_of_last_year_is_back_when_its_repayment_is_undone(ledger):
    group = Written(ledger, "shg", 3)
    group.meet(1, en.MoneyIn(10_000_00, "gift"))
    group.meet(2, en.LoanRequest("M01", 1_000_00, instalments=1))
    group.meet(3, en.Repayment("M01", 1_020_00))  # with 2 % for the month
    group.next_cycle(4)
    assert statement(group, "M01").loans == ()
    undo = en.Correction(4, group.place_of(4, ev.Repay), "never came", ("M02",))
    group.meet(4, undo)
    (loan,) = statement(group, "M01").loans
    assert (loan.amount, loan.rows[-1].undone) == (1_000_00, True)
    assert loan.rows[-1].owed == sum(map(group.book.debt, group.book.loans_of("M01"))) > 0
