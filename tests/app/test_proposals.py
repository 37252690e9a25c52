"""Acts outside the grid: shown before they are said, then in the draft, then a page."""

import pytest

from coopledger.app.desk import open_desk
from coopledger.app.ledger import ERASED
from coopledger.app.meetings import seal_meeting
from coopledger.app.member_acts import code_after, dying, joining, leaving, next_code
from coopledger.app.proposals import add_to_draft, preview
from coopledger.app.questions import verify
from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal
from coopledger.domain.exits import leaving as leaves
from coopledger.domain.falling_due import opening
from coopledger.ledger.salted import MemberCard

TODAY = "2025-12-10"


def refused(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value


def seal(ledger, group):
    desk = open_desk(ledger, group, TODAY).desk
    return seal_meeting(ledger, group, desk.draft)


def lines(told):
    return {each.label: each.text for each in told}


def borrower(ledger, group):
    book = ledger.replay(group).book
    return next(loan for loan in book.open_loans.values() if book.principal(loan))


def test_a_look_changes_nothing(kamu):
    ledger, group = kamu
    preview(ledger, group, leaving("M03", "moves away"), TODAY)
    assert ledger.store.draft(group) is None


def test_a_leaver_hears_what_is_paid_before_and_gets_just_that(kamu):
    ledger, group = kamu
    book = ledger.replay(group).book
    code = next(m.code for m in book.active() if not book.loans_of(m.code))
    seen = preview(ledger, group, leaving(code, "moves away"), TODAY)
    assert seen.refusal is None
    (paid,) = [each for each in seen.told if each.strong]
    opened = book.copy()
    opened.begin(49, TODAY)
    opened.fold(opening(opened))
    due = leaves(opened, code)
    assert paid.text == f"{due.refund:,}"
    assert lines(seen.told)["Savings"] == f"{due.savings:,}"
    assert add_to_draft(ledger, group, leaving(code, "moves away"), TODAY).meeting == 49
    before = ledger.replay(group).book.cash("loan")
    seal(ledger, group)
    book = ledger.replay(group).book
    assert book.members[code].gone == "left"
    arrears = max(due.arrears, 0)
    assert book.cash("loan") == before - due.refund - arrears
    assert verify(ledger)[0].fault == ""


def test_who_owes_more_than_was_saved_cannot_leave_and_nothing_is_drafted(kamu):
    ledger, group = kamu
    seen = preview(ledger, group, leaving("M20", "moves away"), TODAY)
    assert seen.refusal.code == "debt_above_savings"
    assert refused(add_to_draft, ledger, group, leaving("M20", "-"), TODAY).code == (
        "debt_above_savings"
    )
    assert ledger.store.draft(group) is None


def test_an_expulsion_needs_a_reason():
    assert refused(leaving, "M03", " ", expelled=True).params["column"] == "reason"
    (entry,) = leaving("M03", "three thefts", expelled=True)
    assert entry.expelled


def test_someone_joins_with_shares_and_the_card_is_kept_beside_the_page(kamu):
    ledger, group = kamu
    code = next_code(ledger, group)
    entries = joining(code, MemberCard("Nabirye Rose", next_of_kin="her son"), shares=2)
    seen = preview(ledger, group, entries, TODAY)
    assert lines(seen.told)["To pay today"] == "4,000"
    add_to_draft(ledger, group, entries, TODAY)
    desk = open_desk(ledger, group, TODAY).desk
    assert next(line.text for line in desk.lines) == f"{code} Nabirye Rose"
    page = seal(ledger, group)
    assert ledger.members(group)[code].next_of_kin == "her son"
    assert ledger.replay(group).book.members[code].shares == 2
    assert b"Nabirye" not in page.page.body
    assert verify(ledger)[0].fault == ""


@pytest.mark.parametrize(
    ("codes", "next_one"),
    [((), "M01"), (("M01", "M09"), "M10"), (("7", "12"), "13"), (("A001", "x"), "A002")],
)
def test_a_newcomers_number_follows_the_others(codes, next_one):
    assert code_after(codes) == next_one


def test_a_number_or_a_name_that_cannot_be_is_refused_at_its_field():
    assert refused(joining, "no spaces", MemberCard("Rose")).params["column"] == "code"
    assert refused(joining, "M99", MemberCard("")).params["column"] == "name"


def test_a_number_that_is_taken_is_said_before(kamu):
    ledger, group = kamu
    seen = preview(ledger, group, joining("M01", MemberCard("Rose")), TODAY)
    assert seen.refusal.code == "duplicate_member"


def test_a_death_tells_what_is_kept_for_the_heirs(kamu):
    ledger, group = kamu
    loan = borrower(ledger, group)
    seen = preview(ledger, group, dying(loan.member), TODAY)
    told = lines(seen.told)
    savings = ledger.replay(group).book.savings(loan.member)
    assert told["Savings, kept for the heirs until the share-out"] == f"{savings:,}"
    assert "Loan, set off at the share-out" in told
    add_to_draft(ledger, group, dying(loan.member), TODAY)
    seal(ledger, group)
    assert ledger.replay(group).book.members[loan.member].gone == "dead"
    assert ledger.members(group)[loan.member].name != ERASED


def test_giving_up_a_loan_shows_what_a_share_loses(kamu):
    ledger, group = kamu
    loan = borrower(ledger, group)
    owed = ledger.replay(group).book.principal(loan)
    entry = en.LoanLoss(loan.member, owed, "lost the market stall")
    told = lines(preview(ledger, group, (entry,), TODAY).told)
    assert told["Principal given up"] == f"{owed:,}"


def test_putting_off_a_loan_shows_the_new_day(kamu):
    ledger, group = kamu
    loan = borrower(ledger, group)
    entry = en.Rescheduling(loan.member, weeks=8, reason="the harvest failed")
    told = lines(preview(ledger, group, (entry,), TODAY).told)
    assert told["Due on"] == "4 Feb 2026"
    add_to_draft(ledger, group, (entry,), TODAY)
    seal(ledger, group)
    book = ledger.replay(group).book
    assert book.loans[loan.number].due_day - book.day == 56
    assert verify(ledger)[0].fault == ""


def test_what_breaks_a_rule_is_told_and_still_drafted(kamu):
    ledger, group = kamu
    loan = borrower(ledger, group)
    entry = en.LoanRequest(loan.member, 1_000, 4, "seeds", guarantors=("M01",))
    seen = preview(ledger, group, (entry,), TODAY)
    assert any("another was still to be repaid" in each for each in seen.broken)
    add_to_draft(ledger, group, (entry,), TODAY)
    (kept,) = open_desk(ledger, group, TODAY).desk.draft.entries
    assert kept == entry


def test_the_draft_that_is_there_stays_and_counts(kamu):
    ledger, group = kamu
    add_to_draft(ledger, group, joining("M99", MemberCard("Rose")), TODAY)
    seen = preview(ledger, group, (en.ShareBuying("M99", 1),), TODAY)
    assert seen.begun
    assert seen.refusal is None
    assert len(open_desk(ledger, group, TODAY).desk.draft.entries) == 1
