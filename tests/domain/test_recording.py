"""What a meeting comes to, in the figures of the domain notes, and what it refuses."""

import msgspec
import pytest

from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.domain.figures import figures, totals
from tests.domain.meetings import RULES, founded, meeting, saved, week


def refused(book, number, *entries, day=None):
    with pytest.raises(Refusal) as caught:
        meeting(book, number, *entries, day=day)
    return caught.value


def loan_of(book, member="M01"):
    (loan,) = book.loans_of(member)
    return book.principal(loan), book.charge_due(loan)


def lent(amount=60_000, **changes):
    """A book with one loan paid out in meeting 4, repaid from meeting 8 on."""
    book = founded(**changes)
    for number in (1, 2, 3):
        saved(book, number)
    meeting(book, 4, en.LoanRequest("M01", amount, 12, "seed"))
    return book


def test_the_box_of_the_notes_closes_100_short():
    """Domain notes §1.4: 125,000 opening, 64,500 expected, 64,400 counted."""
    book = founded(members=30, fines={"late": 500})
    book.begin(0, week(1))
    book.post("loan:cash:box", "loan:retained", 125_000)
    book.post("social:cash:box", "social:contributions", 41_500)
    book.post("loan:loans:M01:1", "loan:retained", 66_000)
    book.lend(ev.LoanOut(1, "M01", 66_000, 12))
    book.post(book.loans[1].charges, "loan:income:charges", 6_000)
    book.post("loan:retained", "loan:cash:box", 0)
    recording = meeting(
        book,
        1,
        *(en.FineSet(f"M{n:02}", "late", 500) for n in (1, 2, 3)),
        *(en.FinePayment(f"M{n:02}", 500) for n in (1, 2, 3)),
        *(en.Contribution(f"M{n:02}", 500) for n in range(1, 25)),
        en.Contribution("M25", 1_000),
        en.GrantGiven("M09", 20_000, "funeral"),
        *(en.ShareBuying(f"M{n:02}", 2) for n in range(1, 22)),
        en.Repayment("M01", 66_000),
        en.LoanRequest("M02", 210_000, 12, "trade"),
        en.Spending(2_000, "exercise books"),
        en.CashCount("loan", 64_400, "a note is missing"),
        en.CashCount("social", 34_500),
    )
    assert book.counted["loan", "box"] == (64_500, 64_400)
    assert book.counted["social", "box"] == (34_500, 34_500)
    assert book.cash("loan") == 64_400
    assert ev.OverShort("loan", -100, "a" * 64) in recording.events
    assert not any(isinstance(e, ev.OverShort) and e.f == "social" for e in recording.events)


def test_example_a_charge_first_then_principal():
    """Domain notes §1.7, example A."""
    book = lent()
    rows = []
    for number, paid in ((8, 23_000), (12, 10_000), (16, 33_600)):
        meeting(book, number, en.Repayment("M01", paid))
        rows.append(loan_of(book) if book.loans_of("M01") else (0, 0))
    assert rows == [(40_000, 0), (32_000, 0), (0, 0)]
    assert totals(book).charges_paid == 3_000 + 2_000 + 1_600


@pytest.mark.parametrize(
    ("capitalise", "after", "payoff"),
    [(1, (63_000, 3_150), 66_150), (0, (60_000, 6_000), 66_000)],
)
def test_example_b_an_unpaid_charge(capitalise, after, payoff):
    """Domain notes §1.7, example B: nothing paid at the first charge date."""
    book = lent(capitalise_unpaid_charge=capitalise)
    meeting(book, 8)
    assert loan_of(book) == (60_000, 3_000)
    meeting(book, 12)
    assert loan_of(book) == after
    meeting(book, 13, en.Repayment("M01", payoff))
    assert not book.loans_of("M01")
    assert totals(book).principal_repaid == 60_000 + (3_000 if capitalise else 0)


def test_example_c_fifteen_percent_a_month():
    """Domain notes §1.7, example C, by 4-week periods."""
    book = lent(amount=120_000, charge_percent="15", allocation=("principal", "charge"))
    meeting(book, 8, en.Repayment("M01", 60_000))
    assert loan_of(book) == (60_000, 18_000)
    meeting(book, 12)
    assert loan_of(book) == (60_000, 18_000 + 9_000)


def test_charges_that_fell_between_meetings_are_posted_at_the_next():
    book = lent()
    recording = meeting(book, 5, day=week(15))
    days = [e.on for e in recording.events if isinstance(e, ev.Charge)]
    assert days == [week(8), week(12)]
    assert loan_of(book) == (60_000, 6_000)


def test_charges_stop_at_the_due_date_where_the_rules_say_so():
    assert loan_of(_after_a_year(charge_after_due_date=0)) == (60_000, 9_000)
    assert loan_of(_after_a_year(charge_after_due_date=1)) == (60_000, 36_000)


def _after_a_year(**changes):
    book = lent(**changes)
    meeting(book, 5, day=week(52))
    return book


def test_a_half_goes_to_the_even_unit():
    book = lent(amount=50, charge_percent="5")
    meeting(book, 8)
    assert loan_of(book) == (50, 2)


def test_contributions_are_owed_by_everyone_active_present_or_not():
    book = founded()
    meeting(book, 1, en.Contribution("M01", 500), en.Died("M04"))
    assert [book.arrears(f"M{n:02}") for n in range(1, 5)] == [0, 500, 500, 500]
    meeting(book, 2, en.Contribution("M02", 1_000), en.Contribution("M04", 500))
    assert [book.arrears(f"M{n:02}") for n in range(1, 5)] == [500, 0, 1_000, 0]


def test_a_leaver_takes_savings_less_every_debt():
    book = founded()
    saved(book, 1)
    meeting(book, 2, en.LoanRequest("M01", 3_000, 4), en.FineSet("M01", "absent", 500))
    meeting(book, 6, en.Leaving("M01", None, "moved away"))
    # 10,000 saved; 3,000 + 150 owed on the loan, 500 fine, two contributions of 500
    assert book.cash("loan") == 40_000 - 3_000 - (10_000 - 3_000 - 150 - 500)
    assert book.cash("social") == 2_000 + 1_000
    assert (book.members["M01"].gone, book.members["M01"].shares) == ("left", 0)
    assert not book.loans_of("M01")
    found = totals(book)
    assert (found.charges_paid, found.fines_paid, found.principal_repaid) == (150, 500, 3_000)
    assert figures(book)["members"] == 3


def test_a_wrong_refund_is_refused_with_the_right_one():
    book = founded()
    saved(book, 1)
    problem = refused(book, 2, en.Leaving("M01", 10_000))
    assert problem.code == "wrong_refund"
    assert problem.params["expected"] == 9_500


def test_a_write_off_is_a_loss_and_drops_the_charge():
    book = lent()
    meeting(book, 8, en.Died("M01"), en.LoanLoss("M01", 60_000, "death"))
    assert not book.loans_of("M01")
    found = totals(book)
    assert (found.written_off, found.charges_paid, found.principal_repaid) == (60_000, 0, 0)
    assert "charges_due" not in figures(book)


def test_a_dead_members_loan_is_charged_until_it_is_dealt_with():
    book = lent()
    meeting(book, 5, en.Died("M01"))
    meeting(book, 8, en.Repayment("M01", 3_000))
    assert loan_of(book) == (60_000, 0)


@pytest.mark.parametrize(
    ("code", "entries"),
    [
        ("unknown_member", [en.Attendance("M99", "present")]),
        ("duplicate_attendance", [en.Attendance("M01", "present"), en.Attendance("M01", "late")]),
        ("fine_above_owed", [en.FineSet("M01", "late", 200), en.FinePayment("M01", 201)]),
        ("no_open_loan", [en.Repayment("M02", 1)]),
        ("repayment_above_debt", [en.Repayment("M01", 60_001)]),
        ("cash_below_zero", [en.LoanRequest("M02", 60_001, 4)]),
        ("cash_below_zero", [en.Spending(60_001, "roof")]),
        ("cash_below_zero", [en.GrantGiven("M01", 6_001)]),
        ("cash_below_zero", [en.Transfer(60_001, "box", "bank")]),
        ("bank_below_zero", [en.Transfer(1, "bank", "box")]),
        ("bad_value", [en.Transfer(1, "box", "mattress")]),
        ("bad_value", [en.LoanRequest("M02", 0, 4)]),
        ("bad_value", [en.LoanRequest("M02", 100, 0)]),
        ("bad_value", [en.CashCount("funeral", 0)]),
        ("counted_twice", [en.CashCount("loan", 1), en.CashCount("loan", 1)]),
        ("above_principal", [en.LoanLoss("M01", 60_001)]),
        ("no_open_loan", [en.LoanLoss("M02", 1)]),
        ("debt_above_savings", [en.Leaving("M01")]),
        ("member_dead", [en.Died("M02"), en.ShareBuying("M02", 1)]),
        ("member_left", [en.Leaving("M02"), en.Attendance("M02", "present")]),
        ("text_too_long", [en.Spending(1, "x" * 2_001)]),
    ],
)
def test_the_impossible_is_refused_and_changes_nothing(code, entries):
    book = lent()
    before = meeting(book, 5, *entries[:-1])
    state, events = book.copy(), list(before.events)
    with pytest.raises(Refusal) as caught:
        before.record(entries[-1])
    assert caught.value.code == code
    assert (book.accounts, before.events) == (state.accounts, events)


def test_meetings_go_forward():
    book = founded()
    saved(book, 2)
    assert refused(book, 2).code == "meeting_backwards"
    assert refused(book, 3, day="2025-01-07").code == "date_backwards"
    assert not meeting(book, 3, day="2025-01-08").findings


def test_a_copy_of_a_book_lives_on_its_own():
    book = lent()
    before, other = figures(book), book.copy()
    meeting(other, 8, en.Repayment("M01", 63_000), en.ShareBuying("M02", 1), en.Died("M03"))
    assert figures(book) == before
    assert loan_of(book) == (60_000, 0)
    assert not other.loans_of("M01")


@pytest.mark.parametrize(
    "entry",
    [
        en.PotContribution("M01", 60),
        en.MoneyIn(60, "found", "pot"),
        en.CashCount("pot", 60, "found"),
        en.Transfer(60, "box", "bank"),
    ],
    ids=lambda entry: type(entry).__name__,
)
def test_no_money_comes_to_where_the_rules_to_come_do_not_look(entry):
    book = founded(funds=("loan", "social", "pot"), hand=60)
    saved(book, 1)
    coming = msgspec.structs.replace(RULES, funds=("loan", "social"), places=("box",))
    book.adopt(coming, book.day + 30)
    recording = meeting(book, 2)
    with pytest.raises(Refusal) as caught:
        recording.record(entry)
    assert caught.value.code == "rules_change_soon"
