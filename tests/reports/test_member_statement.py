"""The member statement is the passbook: it adds up to the notebook, and tells of nobody else."""

import msgspec
import pytest

from coopledger.app import papers
from coopledger.app.paper_files import save
from coopledger.app.paper_kinds import Picked
from coopledger.app.share_outs import hold_share_out
from coopledger.domain.errors import Refusal
from coopledger.domain.settlement import trial
from coopledger.reports.document import A4, A5
from coopledger.reports.files import save_pdf
from coopledger.words.catalog import speaking
from tests.reports.papers import EXPECTED, needs_pdftotext, printed, said, strings, summed

MEMBERS = EXPECTED["members"]


@pytest.fixture
def everyone(kamu):
    """The facts of every member's statement, by code."""
    return {facts.member.code: facts for facts in papers.statement_facts(*kamu)}


def test_every_passbook_agrees_with_the_notebook(everyone):
    assert list(everyone) == list(MEMBERS)
    for code, facts in everyone.items():
        expected = MEMBERS[code]
        own = facts.closing
        assert facts.member.name == expected["name"]
        assert own.shares == expected["shares"]
        debt = own.principal + own.charge + own.fines
        assert debt == expected["debt_before_share_out"]
        lines = {
            item: summed(said(item, member=code)) for item in ("shares", "social", "fine_paid")
        }
        assert sum(row.shares for row in facts.rows) == lines["shares"]
        assert sum(row.social for row in facts.rows) == lines["social"]
        assert sum(row.fines_paid for row in facts.rows) == lines["fine_paid"]
        roll = {int(line["meeting"]): line["detail"] for line in said("attendance", member=code)}
        assert {row.meeting: row.status for row in facts.rows if row.status} == roll


def test_a_passbook_runs_on_from_row_to_row(everyone):
    for facts in everyone.values():
        shares = fines = 0
        for row in facts.rows:
            shares += row.shares
            fines += row.fined - row.fines_paid
            if facts.gone != "left" or row is not facts.rows[-1]:
                assert (row.all_shares, row.fines_owed) == (shares, fines)
                assert row.savings == shares * 2000


def test_the_passbooks_together_are_the_groups_savings_and_loans(kamu, everyone):
    ledger, group = kamu
    totals = ledger.replay(group).headers[-1].totals
    assert sum(f.closing.savings for f in everyone.values()) == totals["savings"]
    assert sum(f.closing.principal for f in everyone.values()) == totals["loans"]
    assert sum(f.closing.charge for f in everyone.values()) == totals.get("charges_due", 0)
    assert sum(f.closing.arrears for f in everyone.values()) == totals.get("arrears", 0)


def test_loan_pages_have_every_loan_and_every_repayment(everyone):
    for code, facts in everyone.items():
        lent = [int(line["amount"]) for line in said("loan", member=code)]
        assert [loan.amount for loan in facts.loans] == lent
        repaid = [row for loan in facts.loans for row in loan.rows if row.what == "repaid"]
        paid = summed(said("repayment", member=code))
        assert sum(row.charge + row.principal for row in repaid) == paid
        owed = facts.closing.principal + facts.closing.charge
        assert (
            sum((loan.rows[-1].owed if loan.rows else loan.amount) for loan in facts.loans) == owed
        )


def test_the_trial_is_the_share_out_of_that_day(everyone):
    expected = EXPECTED["share_out"]
    for code, payout in expected["payouts"].items():
        part = everyone[code].trial
        assert part.payout == payout
        assert part.share_value == expected["share_value"]
        assert part.still_owes == expected["still_owes"].get(code, 0)


@needs_pdftotext
@pytest.mark.parametrize("paper", [A4, A5])
def test_the_printed_passbook_has_the_books_figures(kamu, everyone, tmp_path, paper):
    code = max(MEMBERS, key=lambda each: len(said("loan", member=each)))
    facts = everyone[code]
    save(*kamu, "statement", tmp_path / "s.pdf", Picked(member=code), paper)
    lines = printed(tmp_path / "s.pdf")
    assert f"Savings at face {facts.closing.savings:,}" in " ".join(lines)
    for row in facts.rows:
        start = f"{row.meeting} "
        figures = f"{row.all_shares:,} {row.savings:,}"
        assert any(line.startswith(start) and figures in line for line in lines), row
    for loan in facts.loans:
        assert any(line.startswith(f"Loan {loan.number} of {loan.amount:,}") for line in lines)
        for row in loan.rows:
            if row.what == "repaid":
                figures = f"{row.charge + row.principal:,}"
                assert any(figures in line and line.endswith(f"{row.owed:,}") for line in lines)


def test_nothing_of_other_members_is_on_it(kamu):
    ledger, group = kamu
    told = " ".join(strings(papers.member_statement(ledger, group, "M10")))
    record_keeper = MEMBERS["M02"]["name"]  # signs
    others = {m["name"] for code, m in MEMBERS.items() if code != "M10"} - {record_keeper}
    assert not [name for name in others if name in told]


def test_who_left_and_who_died_are_told_apart(kamu, everyone):
    ledger, group = kamu
    (left,), (dead,) = said("leave"), said("death")
    settled = everyone[left["member"]].settled
    assert (settled.what, settled.paid) == ("leave", int(left["amount"]))
    assert settled.value == settled.paid + settled.set_off
    assert everyone[left["member"]].closing == type(everyone["M01"].closing)(0, 0, 0, 0, 0, 0)
    told = list(strings(papers.member_statement(ledger, group, left["member"])))
    assert "This member has left the group." in told
    told = list(strings(papers.member_statement(ledger, group, dead["member"])))
    assert "This member has died; the savings are kept for the heirs." in told
    assert "For the heirs" in told


def test_after_the_share_out_the_passbook_says_what_was_paid(kamu):
    ledger, group = kamu
    division = trial(ledger.replay(group).book).division
    day = EXPECTED["meetings"][-1]["date"]
    hold_share_out(ledger, group, day)
    for facts in papers.statement_facts(ledger, group):
        part = next((p for p in division.members if p.id == facts.member.code), None)
        if part is None:
            continue
        assert facts.trial is None
        assert facts.settled.day == day
        assert facts.settled.paid == part.payout
        assert facts.settled.set_off == part.set_off
        assert facts.settled.value == part.payout + part.set_off
        assert facts.closing.shares == facts.closing.savings == 0
        assert facts.closing.principal + facts.closing.charge + facts.closing.fines == (
            part.still_owes
        )


def test_a_share_out_is_held_once_and_not_before_the_last_meeting(kamu):
    ledger, group = kamu
    with pytest.raises(Refusal) as refused:
        hold_share_out(ledger, group, "2025-03-01")
    assert refused.value.code == "date_backwards"
    hold_share_out(ledger, group, "2025-12-24")
    with pytest.raises(Refusal) as refused:
        hold_share_out(ledger, group, "2025-12-25")
    assert refused.value.code == "cycle_closed"
    assert ledger.replay(group).headers[-1].kind == "share_out"


def test_who_is_no_member_is_refused(kamu):
    with pytest.raises(Refusal) as refused:
        papers.member_statement(*kamu, "M99")
    assert refused.value.code == "unknown_member"


def test_the_same_book_gives_the_same_bytes(kamu, tmp_path):
    for name in ("one.pdf", "two.pdf"):
        save(*kamu, "statement", tmp_path / name, Picked(member="M07"))
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_all_statements_in_one_reading_are_those_of_each(kamu):
    ledger, group = kamu
    together = papers.member_statements(ledger, group)
    assert len(together) == len(MEMBERS)
    for code, document in zip(MEMBERS, together, strict=True):
        alone = papers.member_statement(ledger, group, code)
        assert msgspec.json.encode(document) == msgspec.json.encode(alone)


@pytest.mark.parametrize("language", ["ar-XB", "en-XA", "fr"])
def test_the_passbook_prints_in_other_languages(kamu, tmp_path, language):
    with speaking(language):
        document = papers.member_statement(*kamu, "M07", paper=A5)
    assert document.direction == ("rtl" if language == "ar-XB" else "ltr")
    assert save_pdf(document, tmp_path / "s.pdf", strict=True) >= 1


def test_every_charge_was_paid_or_settled_or_dropped_or_is_still_due(everyone):
    for facts in everyone.values():
        rows = [row for loan in facts.loans for row in loan.rows]
        fell_due = sum(row.charge for row in rows if row.what == "charge")
        dealt_with = sum(row.charge for row in rows if row.what != "charge")
        assert fell_due == dealt_with + facts.closing.charge
