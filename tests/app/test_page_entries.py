"""The entries of a book: by page, by member, by amount; and what undoing one would meet."""

import pytest

from coopledger.app.page_entries import (
    member_entries,
    page_entries,
    reversible,
    search_entries,
)
from coopledger.app.recording import reverse
from coopledger.domain.errors import Refusal


def find(rows, kind):
    return next(row for row in rows if row.kind == kind)


def test_a_page_tells_each_of_its_entries(kamu):
    ledger, group = kamu
    history = ledger.history(group)[1]
    told = page_entries(ledger, group, 12)
    assert len(told.rows) == len(history[11])
    bought = find(told.rows, "shares")
    assert bought.what == "Shares bought"
    assert bought.name == ledger.members(group)[bought.code].name
    assert bought.amount == history[11][bought.index].a


def test_a_page_that_is_not_there(kamu):
    ledger, group = kamu
    for page in (0, 99):
        with pytest.raises(Refusal) as caught:
            page_entries(ledger, group, page)
        assert caught.value.code == "no_such_entry"


def test_an_amount_finds_every_entry_of_it_and_no_other(kamu):
    ledger, group = kamu
    history = ledger.history(group)[1]
    lent = next(e.a for events in history for e in events if type(e).__name__ == "LoanOut")
    told = search_entries(ledger, group, f"{lent:,}")
    assert told.rows
    assert all(row.amount == lent or str(lent) in row.note for row in told.rows)
    assert "loan" in {row.kind for row in told.rows}
    pages = [row.page for row in told.rows]
    assert pages == sorted(pages, reverse=True)


def test_a_name_without_accents_or_a_number_finds_the_member(kamu):
    ledger, group = kamu
    name = ledger.members(group)["M04"].name
    by_name = search_entries(ledger, group, name.upper()).rows
    assert {row.code for row in by_name} == {"M04"}
    assert member_entries(ledger, group, "M04").rows == by_name
    assert search_entries(ledger, group, "  ").rows == ()


def test_a_loan_that_was_repaid_names_what_rests_on_it(kamu):
    ledger, group = kamu
    rows = search_entries(ledger, group, "loan paid out").rows
    first = rows[-1]
    found = reversible(ledger, group, first.place)
    assert found.refusal.code == "entries_rest_on_it"
    assert "repay" in {row.kind for row in found.rests}
    assert all(row.loan == first.loan for row in found.rests)


def test_what_is_undone_is_shown_so_and_not_undone_twice(kamu):
    ledger, group = kamu
    fine = find(search_entries(ledger, group, "fine paid").rows, "fine_paid")
    assert reversible(ledger, group, fine.place).refusal is None
    reverse(ledger, group, fine.place, "it was another who paid", ("M01",))
    again = reversible(ledger, group, fine.place)
    assert again.row.undone
    assert again.refusal.code == "undone_already"
    told = page_entries(ledger, group, 50).rows[0]
    assert (told.kind, told.undoes, told.what) == ("reverse", fine.place, "Fine paid")
    assert told.note == "it was another who paid"


def test_a_joining_is_never_undone(kamu):
    ledger, group = kamu
    joined = find(page_entries(ledger, group, 1).rows, "join")
    assert reversible(ledger, group, joined.place).refusal.code == "never_undone"
