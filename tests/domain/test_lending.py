"""Loans in the book: plans, late charges, allocation, guarantors, changes, losses, lenders."""

import pytest

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.figures import figures, totals
from tests.domain.meetings import founded, meeting, saved, week


def rich(**changes):
    """A book with cash to lend after three meetings."""
    book = founded(**changes)
    for number in (1, 2, 3):
        saved(book, number)
    meeting(book, 4)
    return book


def owed(book, member="M01"):
    (loan,) = book.loans_of(member)
    return book.late_due(loan), book.charge_due(loan), book.principal(loan)


def kinds(recording, kind):
    return [event for event in recording.events if isinstance(event, kind)]


def refusal(book, number, *entries):
    with pytest.raises(Refusal) as caught:
        meeting(book, number, *entries)
    return caught.value.code


MONTHLY = {
    "charge_every": 1,
    "charge_period": "month",
    "charge_percent": "2",
    "max_loan_instalments": 12,
}


@pytest.mark.parametrize(
    ("method", "charges"),
    [
        ("equal_principal", [200, 180, 160]),
        ("flat", [200, 200, 200]),
    ],
)
def test_a_loan_in_ten_months_is_charged_by_its_plan(method, charges):
    """Domain notes §3.1: 10,000 at 2 % a month, ten principals of 1,000."""
    book = rich(loan_method=method, **MONTHLY)
    meeting(book, 5, en.LoanRequest("M01", 10_000, instalments=10), day="2025-01-31")
    found = []
    for number, day in ((6, "2025-02-28"), (7, "2025-03-31"), (8, "2025-04-30")):
        recording = meeting(book, number, en.Repayment("M01", 1_000 + charges[number - 6]), day=day)
        found += [charge.a for charge in kinds(recording, ev.Charge)]
        assert [charge.on for charge in kinds(recording, ev.Charge)] == [day]
    assert found == charges
    assert owed(book) == (0, 0, 7_000)


def test_what_is_repaid_early_is_not_charged_where_the_charge_is_on_what_is_outstanding():
    book = rich(loan_method="equal_principal", **MONTHLY)
    meeting(book, 5, en.LoanRequest("M01", 10_000, instalments=10), day="2025-01-31")
    meeting(book, 6, en.Repayment("M01", 5_200), day="2025-02-28")
    recording = meeting(book, 7, day="2025-03-31")
    assert [charge.a for charge in kinds(recording, ev.Charge)] == [100]


def test_a_flat_charge_stands_until_the_loan_is_repaid():
    book = rich(loan_method="flat", **MONTHLY)
    meeting(book, 5, en.LoanRequest("M01", 10_000, instalments=10), day="2025-01-31")
    meeting(book, 6, en.Repayment("M01", 9_200), day="2025-02-28")
    recording = meeting(book, 7, en.Repayment("M01", 1_200), day="2025-03-31")
    assert [charge.a for charge in kinds(recording, ev.Charge)] == [200]
    assert not book.loans_of("M01")
    assert kinds(meeting(book, 8, day="2025-04-30"), ev.Charge) == []


def test_a_charge_deducted_in_advance_is_kept_back_from_the_cash():
    rules = {**MONTHLY, "charge_percent": "10", "loan_method": "deducted_in_advance"}
    book = rich(**rules)
    before = book.cash("loan")
    recording = meeting(book, 5, en.LoanRequest("M01", 9_000, instalments=3), day="2025-01-31")
    (loan,) = kinds(recording, ev.LoanOut)
    assert loan.kept == 900
    assert book.cash("loan") == before - 8_100
    assert totals(book).charges_paid == 900
    for number, day in ((6, "2025-02-28"), (7, "2025-03-31"), (8, "2025-04-30")):
        assert not kinds(meeting(book, number, en.Repayment("M01", 3_000), day=day), ev.Charge)
    assert not book.loans_of("M01")


def test_weeks_alone_are_no_term_for_a_loan_in_instalments():
    book = rich(loan_method="flat", **MONTHLY)
    assert refusal(book, 5, en.LoanRequest("M01", 10_000, 4)) == "instalments_needed"


@pytest.mark.parametrize(
    ("order", "parts"),
    [
        (("late", "charge", "principal"), (500, 2_000, 7_500)),
        (("charge", "principal", "late"), (0, 2_000, 8_000)),
        (("principal", "charge", "late"), (0, 0, 10_000)),
    ],
)
def test_the_same_payment_under_three_orders(order, parts):
    """Domain notes §3.2: 40,000 outstanding, 2,000 charge due, 500 penalty; 10,000 is paid."""
    book = rich(allocation=order, late_amount=500, late_period="week", late_every=4)
    meeting(book, 5, en.LoanRequest("M01", 40_000, 1))
    meeting(book, 6, day=week(10))
    late, charge, principal = owed(book)
    assert (late, charge, principal) == (500, 2_000, 40_000)
    recording = meeting(book, 7, en.Repayment("M01", 10_000), day=week(10))
    (paid,) = kinds(recording, ev.Repay)
    assert (paid.late, paid.c, paid.p) == parts


def test_late_charges_stop_at_their_cap():
    book = rich(late_percent="10", late_period="day", late_cap_percent="25")
    meeting(book, 5, en.LoanRequest("M01", 10_000, 1))
    meeting(book, 6, day=week(6))
    assert owed(book)[0] == 0  # due today, not late yet
    meeting(book, 7, day=week(7))
    assert owed(book)[0] == 2_500  # seven days at 1,000, capped at a quarter of the loan
    meeting(book, 8, day=week(8))
    assert owed(book)[0] == 2_500


def test_an_instalment_that_was_caught_up_is_late_anew_when_the_next_is_missed():
    rules = {**MONTHLY, "late_amount": 50, "late_period": "week", "late_every": 1}
    book = rich(loan_method="equal_principal", **rules)
    meeting(book, 5, en.LoanRequest("M01", 3_000, instalments=3), day="2025-01-31")
    meeting(book, 6, day="2025-03-14")  # two weeks after 28 February
    assert owed(book)[0] == 100
    meeting(book, 7, en.Repayment("M01", 1_160), day="2025-03-14")
    assert owed(book) == (0, 0, 2_000)
    meeting(book, 8, day="2025-04-07")  # one week after 31 March
    assert owed(book)[0] == 50


def test_guarantors_are_limited_called_and_released():
    book = rich(guarantors_needed=1, max_guarantees=1)
    recording = meeting(
        book,
        5,
        en.LoanRequest("M01", 6_000, 4),
        en.LoanRequest("M02", 6_000, 4, guarantors=("M03",)),
        en.LoanRequest("M04", 6_000, 4, guarantors=("M03",)),
    )
    told = [(finding.code, finding.member) for finding in recording.findings]
    assert ("guarantors_missing", "M01") in told
    assert ("too_many_guarantees", "M03") in told
    meeting(book, 6, en.Repayment("M02", 6_000, by="M03"))
    assert [loan.member for loan in book.guaranteed_by("M03")] == ["M04"]
    meeting(book, 7, en.GuarantorReleased("M04", "M03"))
    assert not book.guaranteed_by("M03")
    assert refusal(book, 8, en.Repayment("M04", 1, by="M03")) == "not_a_guarantor"
    assert refusal(book, 9, en.LoanRequest("M02", 1_000, 4, guarantors=("M02",))) == (
        "own_guarantor"
    )


def test_a_loan_is_rolled_over_after_its_charge_is_paid():
    book = rich()
    meeting(book, 5, en.LoanRequest("M01", 20_000, 4))
    meeting(book, 9)
    assert refusal(book, 10, en.Rollover("M01", weeks=4)) == "charge_first"
    cash = book.cash("loan")
    meeting(book, 11, en.Repayment("M01", 1_000), en.Rollover("M01", weeks=4))
    assert book.cash("loan") == cash + 1_000
    (loan,) = book.loans_of("M01")
    assert (loan.number, book.principal(loan)) == (2, 20_000)
    assert figures(book)["loans"] == 20_000
    assert totals(book).loans_count == 2


def test_a_rescheduled_loan_is_due_by_its_new_plan():
    book = rich(loan_method="equal_principal", **MONTHLY)
    meeting(book, 5, en.LoanRequest("M01", 6_000, instalments=3), day="2025-01-31")
    meeting(book, 6, en.Repayment("M01", 120), day="2025-02-28")
    assert book.overdue(book.loans_of("M01")[0]) == 0
    meeting(book, 7, en.Rescheduling("M01", instalments=6, reason="drought"), day="2025-03-07")
    recording = meeting(book, 8, en.Repayment("M01", 1_120), day="2025-04-07")
    assert [(charge.a, charge.on) for charge in kinds(recording, ev.Charge)] == [
        (120, "2025-04-07")
    ]
    assert owed(book) == (0, 0, 5_000)


def test_only_what_was_lost_comes_back():
    book = rich()
    meeting(book, 5, en.LoanRequest("M01", 20_000, 4))
    assert refusal(book, 6, en.Recovery("M01", 1)) == "nothing_written_off"
    meeting(book, 7, en.LoanLoss("M01", 20_000))
    assert refusal(book, 8, en.Recovery("M01", 20_001)) == "above_loss"
    cash = book.cash("loan")
    meeting(book, 9, en.Recovery("M01", 12_000))
    assert book.cash("loan") == cash + 12_000
    assert -book.accounts["loan:income:recovered"] == 12_000
    assert refusal(book, 10, en.Recovery("M01", 8_001)) == "above_loss"


def test_the_groups_own_loan_has_a_lender_a_charge_and_a_cap_for_members():
    book = rich(max_loan_multiple_of_savings=1, max_loan_multiple_with_external=5)
    told = meeting(book, 5, en.LoanRequest("M01", 40_000, 4)).findings
    assert "loan_above_cap" in {finding.code for finding in told}
    recording = meeting(
        book,
        6,
        en.Borrowing("bank_a", 100_000, "ten months"),
        en.LoanRequest("M02", 40_000, 4),
        en.LenderCharge("bank_a", 1_000),
        en.LenderPayment("bank_a", 11_000),
    )
    assert "loan_above_cap" not in {finding.code for finding in recording.findings}
    (paid,) = kinds(recording, ev.PayBack)
    assert (paid.c, paid.p) == (1_000, 10_000)
    assert book.external() == 90_000
    assert figures(book)["external"] == 90_000
    assert refusal(book, 7, en.LenderPayment("bank_a", 90_001)) == "above_external"
    assert refusal(book, 8, en.LenderPayment("bank_b", 1)) == "above_external"


def test_a_loan_keeps_what_was_agreed_when_the_rules_change():
    import msgspec

    book = rich()
    meeting(book, 5, en.LoanRequest("M01", 20_000, 12))
    changed = msgspec.structs.replace(book.rules, charge_percent="10")
    book.apply(ev.Amend(changed, week(6)))
    meeting(book, 9, en.LoanRequest("M02", 20_000, 12), day=week(9))
    meeting(book, 13, day=week(13))
    assert owed(book, "M01")[1] == 2_000
    assert owed(book, "M02")[1] == 2_000
