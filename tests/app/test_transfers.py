"""Between groups, from the ledger: matched, on their way, differing; and on paper."""

import pytest

from coopledger.app.group_refs import group_ref, known_groups, transfer_ref
from coopledger.app.ledger import Ledger
from coopledger.app.papers import meeting_facts
from coopledger.app.recording import reverse
from coopledger.app.transfers import between, long_open, transfer
from coopledger.app.transfers_told import advice, cash_words, debt_words, side_words, what_words
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.ledger.keyfile import Cost
from coopledger.words.catalog import use_language
from tests.app.neighbours import found, joining, meet, neighbours


@pytest.fixture
def ledger(tmp_path):
    use_language("en")
    with Ledger.create(tmp_path / "ledger.coop", "pw", cost=Cost(8, 1, 1)) as made:
        yield made


def told(rows):
    return [(row.state, row.sort, row.told.amount) for row in rows]


def test_what_is_not_settled_comes_first_and_says_whom_to_ask(ledger):
    neighbours(ledger)
    seen = between(ledger, "2025-03-01")
    assert told(seen.transfers) == [
        ("in_transit", "loan", 5_000),
        ("differs", "member", 8_500),
        ("matched", "loan", 12_000),
    ]
    way, differs, matched = seen.transfers
    assert (way.missing.name, way.missing.until, way.days) == ("Tumaini", "2025-01-22", 52)
    assert "Ask " in advice(way)
    assert "Tumaini" in advice(way)
    assert "8,500" in advice(differs)
    assert "8,000" in advice(differs)
    assert matched.missing is None
    assert (differs.given.member_name, differs.got.member) == ("Auma Grace", "M05")
    assert "Auma Grace" in what_words(differs)
    assert "Kukula" in side_words(way.giver, way.given)
    assert long_open(ledger, "2025-03-01") == 2
    assert long_open(ledger, "2025-02-01") == 0


def test_money_on_its_way_is_in_no_box_and_not_lost(ledger):
    one, two = neighbours(ledger)
    seen = between(ledger)
    boxes = [ledger.replay(group).book for group in (one, two)]
    cash = sum(book.cash(fund) for book in boxes for fund in ("loan", "social"))
    assert cash + seen.cash["UGX"] == 80_000
    assert seen.cash == {"UGX": 5_500}
    assert "5,500" in cash_words(seen)


def test_each_debt_is_told_by_both_books_and_what_is_on_its_way_between(ledger):
    neighbours(ledger)
    (debt,) = between(ledger).debts
    assert (debt.lender.name, debt.borrower.name) == ("Kukula", "Tumaini")
    assert (debt.lent, debt.owed, debt.way) == (17_000, 12_000, 5_000)
    assert "17,000" in debt_words(debt)
    assert "12,000" in debt_words(debt)


def test_a_transfer_is_found_by_its_number(ledger):
    neighbours(ledger)
    number = between(ledger).transfers[0].number
    assert transfer(ledger, f"{number[:5]} {number[5:]}").told.amount == 5_000
    for asked in ("0000000000", ""):
        with pytest.raises(Refusal) as caught:
            transfer(ledger, asked)
        assert caught.value.code == "unknown_transfer"


def test_a_book_that_is_not_here_is_asked_for(ledger):
    one = found(ledger, "Kukula")
    meet(ledger, one, "2025-01-08", en.GroupLoan("ab" * 32, 1_000), en.GroupLoan("union", 2_000))
    meet(ledger, one, "2025-01-15", en.Borrowing("cd" * 32, 700))
    here = {row.state: row for row in between(ledger).transfers}
    assert set(here) == {"in_transit", "outside", "not_given"}
    assert "abababab" in advice(here["in_transit"])
    assert "not on this laptop" in advice(here["in_transit"])
    assert "not on this laptop" in advice(here["not_given"])
    assert "nothing is waited for" in advice(here["outside"])
    assert between(ledger).cash == {"UGX": 300}


def test_undoing_one_side_sets_the_other_on_its_way_again(ledger):
    one, two = neighbours(ledger)
    history = ledger.history(two)[1]
    place = (3, len(history[2]) - 1)
    reverse(ledger, two, place, "not ours")
    states = [row.state for row in between(ledger).transfers if row.sort == "loan"]
    assert states == ["in_transit", "in_transit"]
    number = ledger.dealings(one).sides[0].number
    meet(ledger, two, "2025-02-05", en.Borrowing(one, 12_000, number=number))
    assert [row.state for row in between(ledger).transfers].count("matched") == 1


@pytest.mark.parametrize("undone", [(1,), (0,), (1, 0), (0, 1), (2, 0)])
def test_of_equal_givings_on_one_page_the_one_that_is_named_is_taken_back(ledger, undone):
    one, two = found(ledger, "Kukula"), found(ledger, "Tumaini")
    meet(ledger, one, "2025-01-08", *[en.GroupLoan(two, 5_000)] * 3)
    numbers = [side.number for side in ledger.dealings(one).sides]
    given = [n for n, e in enumerate(ledger.history(one)[1][2]) if isinstance(e, ev.TransferOut)]
    for place in undone:
        reverse(ledger, one, (3, given[place]), "written twice")
    left = [number for n, number in enumerate(numbers) if n not in undone]
    assert [side.number for side in ledger.dealings(one).sides] == left
    # So the slip of the one that stands still fits.
    meet(ledger, two, "2025-01-15", en.Borrowing(one, 5_000, number=left[-1]))
    assert transfer(ledger, left[-1]).state == "matched"


def test_two_currencies_are_not_added_up(ledger):
    one, two = found(ledger, "Kukula"), found(ledger, "Tumaini", currency="KES")
    meet(ledger, one, "2025-01-08", en.GroupLoan(two, 5_000))
    number = ledger.dealings(one).sides[0].number
    meet(ledger, two, "2025-01-15", en.Borrowing(one, 5_000, number=number))
    seen = between(ledger)
    (row,) = seen.transfers
    assert row.state == "differs"
    assert seen.cash == {"UGX": 5_000, "KES": -5_000}
    assert "UGX" in cash_words(seen)
    assert "KES" in cash_words(seen)
    for words in (
        advice(row),
        " ".join(side_words(row.giver, each) for each in (row.given, row.got)),
    ):
        assert "UGX" in words
        assert "KES" in words
    (debt,) = seen.debts
    assert "both books." not in debt_words(debt)
    assert "UGX" in debt_words(debt)
    assert "KES" in debt_words(debt)


def test_nothing_of_it_changes_when_there_is_nothing(ledger):
    found(ledger, "Kukula")
    seen = between(ledger)
    assert (seen.transfers, seen.debts, seen.cash, long_open(ledger)) == ((), (), {}, 0)
    assert cash_words(seen) == ""


def test_the_report_tells_of_it_with_the_number_for_the_other_group(ledger):
    one, two = neighbours(ledger)
    facts = meeting_facts(ledger, one, 2)
    numbers = [side.number for side in ledger.dealings(one).sides if side.gives]
    lines = [note for note in facts.notes if note.what == "loan_out"]
    assert [note.amount for note in lines] == [12_000, 5_000]
    for number, note in zip(numbers, lines, strict=True):
        assert note.who == f"Tumaini, transfer number {number[:5]} {number[5:]}"
    (left,) = [n for n in meeting_facts(ledger, two, 3).notes if n.what == "depart"]
    assert (left.amount, left.member.name) == (8_500, "Auma Grace")
    (came,) = [n for n in meeting_facts(ledger, one, 3).notes if n.what == "arrive"]
    assert (came.amount, came.who) == (8_000, "Tumaini")


def test_a_group_is_called_by_its_name_its_book_or_a_word(ledger):
    one, two = found(ledger, "Kukula"), found(ledger, "Tumaini")
    groups = known_groups(ledger, one)
    assert groups == {two: "Tumaini"}
    assert [group_ref(groups, x) for x in ("tumaini ", two, two[:8], "union", "ef" * 32)] == [
        two, two, two, "union", "ef" * 32
    ]  # fmt: skip
    for typed in ("No such group", "", "12", "Union"):
        with pytest.raises(Refusal) as caught:
            group_ref(groups, typed)
        assert caught.value.code == "bad_group"
    with pytest.raises(Refusal) as caught:
        group_ref({"a": "Same", "b": "same"}, "Same")
    assert caught.value.code == "ambiguous_group"
    assert transfer_ref("01234 56789") == "0123456789"
    with pytest.raises(Refusal) as caught:
        transfer_ref("12")
    assert caught.value.code == "bad_transfer"


def test_a_joiner_with_a_claim_is_owed_by_the_other_group(ledger):
    one, two = found(ledger, "Kukula"), found(ledger, "Tumaini")
    meet(ledger, one, "2025-01-08", en.MoveAway("M01", two, claim=True))
    moved = ledger.dealings(one).sides[0]
    claim = en.MoveIn("M05", one, moved.amount, claim=True, number=moved.number)
    meet(ledger, two, "2025-01-15", joining("M05"), claim)
    seen = between(ledger)
    assert told(seen.transfers) == [("matched", "member", 9_000)]
    assert [(d.lent, d.owed, d.way) for d in seen.debts] == [(9_000, 9_000, 0)]
    assert seen.cash == {}
