"""A loan that comes over from paper is charged from then on as one that was always in the book."""

import csv
from datetime import date, timedelta

import pytest

from coopledger.app.baseline import import_baseline
from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.recording import Recording
from coopledger.domain.settlement import trial
from coopledger.interop.baseline import read_baseline
from coopledger.interop.rules_file import read_rules
from coopledger.ledger.salted import MemberCard

START = date(2025, 1, 1)
OUTSIDE = {"name": "Asha", "kind": "shg", "currency": "INR", "currency_decimals": 0}
USUAL = """\
cycle_start = 2025-01-01
saving = "any"
share_out_rule = "per_savings"
charge_percent = "3"
share_out_rounding = { mode = "floor_payout", unit = 1 }
fines = { late = 5 }
"""
RULES = {
    "by weeks": "",
    "by months": 'charge_every = 1\ncharge_period = "month"',
    "no charge after the due day": "charge_after_due_date = false",
    "every second meeting": 'charge_every = 2\ncharge_period = "meeting"',
    "unpaid charge becomes principal": "capitalise_unpaid_charge = true",
    "flat": 'loan_method = "flat"',
    "equal instalments": 'loan_method = "equal_instalment"\ncharge_period = "month"\n'
    "charge_every = 1",
    "late charge each week": 'late_percent = "1"\nlate_period = "week"\n'
    'allocation = ["late", "charge", "principal"]\nlate_cap_percent = "50"',
    "late charge each meeting": 'late_amount = 7\nallocation = ["late", "charge", "principal"]',
}
PLANNED = ("flat", "equal instalments")


def day(meeting):
    return (START + timedelta(days=7 * (meeting - 1))).isoformat()


def hold(book, meeting):
    """One meeting of a small group's life, the same in either book; its opening events."""
    recording = Recording(book, meeting, day(meeting), lambda _text: "")
    opened = list(recording.events)
    planned = book.rules.loan_method != "period_charge"
    term = {"instalments": 4} if planned else {"weeks": 8}
    if meeting < 20:
        recording.record(en.Saving("M1", 500))
        recording.record(en.Saving("M2", 100 + meeting))
    if meeting == 3:
        recording.record(en.LoanRequest("M2", 1000, **term))
    if meeting == 6:
        recording.record(en.LoanRequest("M1", 400, **term))
    if meeting in (8, 13, 22):
        recording.record(en.Repayment("M2", 77 * meeting // 8))
    return opened


def rules_of(text):
    import tomllib

    return read_rules(OUTSIDE | {"country": ""}, tomllib.loads(text), {"charge_percent"})


def native(device, rules, upto):
    book = Book()
    members = [NewMember(code, MemberCard(code)) for code in ("M1", "M2")]
    Scribe(device).found(book, "Asha", rules, members)
    for meeting in range(1, upto + 1):
        hold(book, meeting)
    return book


def write(folder, text, book, *, told):
    """The book's balances as a baseline; ``told``: the next charge is written, not left empty."""
    outside = "\n".join(f"{key} = {value!r}" for key, value in OUTSIDE.items())
    cutoff = f"[cutoff]\nmeeting = {book.meeting}\ndate = {day(book.meeting)}\n"
    (folder / "group.toml").write_text(f"{outside}\n[constitution]\n{text}\n{cutoff}")
    tables = {
        "members": [("id", "name", "savings")]
        + [(code, code, book.savings(code)) for code in book.members],
        "cash": [("fund", "amount"), ("loan", book.cash("loan"))],
        "loans": [
            (
                "member",
                "amount",
                "principal_left",
                "charge_due",
                "paid_out",
                "weeks",
                "instalments",
                "next_charge",
            )
        ]
        + [
            (
                loan.member,
                loan.amount,
                book.principal(loan),
                book.charge_due(loan) + book.late_due(loan),
                date.fromordinal(loan.out_day),
                "" if loan.plan else (loan.due_day - loan.out_day) // 7,
                len(loan.plan) or "",
                date.fromordinal(loan.next_charge) if told and loan.next_charge > 0 else "",
            )
            for loan in book.open_loans.values()
        ],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows(rows)


def charges(events):
    return [e for e in events if isinstance(e, ev.Charge | ev.Late | ev.Capitalise)]


@pytest.mark.parametrize("cut", [7, 10, 12, 17])
@pytest.mark.parametrize("name", RULES)
def test_charges_go_on_as_if_the_book_had_always_been_here(ledger, tmp_path, name, cut):
    text = USUAL + RULES[name]
    before = native(ledger.store.device, rules_of(text), cut)
    assert len(before.open_loans) == 2
    write(tmp_path, text, before, told=name not in PLANNED and cut % 2 == 0)
    group = import_baseline(ledger, tmp_path).group
    after = ledger.replay(group).book.copy()
    fell = 0
    for meeting in range(cut + 1, 27):
        expected = charges(hold(before, meeting))
        assert charges(hold(after, meeting)) == expected
        fell += len(expected)
        assert after.cash("loan") == before.cash("loan")
        assert after.total("loan:loans:") == before.total("loan:loans:")
    assert fell or name == "no charge after the due day"
    assert trial(after) == trial(before)


def test_a_plan_takes_the_place_of_weeks(ledger, tmp_path):
    text = USUAL + RULES["flat"]
    before = native(ledger.store.device, rules_of(text), 10)
    write(tmp_path, text, before, told=False)
    (first, _second) = read_baseline(tmp_path).loans
    assert (first.weeks, len(first.plan), first.following) == (0, 4, "2025-03-12")


def test_a_loan_in_instalments_where_charges_go_by_meetings_is_a_problem(ledger, tmp_path):
    text = USUAL + RULES["every second meeting"]
    write(tmp_path, text, native(ledger.store.device, rules_of(text), 7), told=False)
    loans = tmp_path / "loans.csv"
    loans.write_text(loans.read_text().replace(",8,,", ",,8,"))
    found = [
        (p.code, p.params["line"], p.params["column"]) for p in read_baseline(tmp_path).problems
    ]
    assert found == [("bad_value", 2, "instalments"), ("bad_value", 3, "instalments")]
