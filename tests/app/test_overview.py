"""What the window shows of a group is what the book says."""

import gc
import json
import weakref

import pytest

from coopledger.app import overview
from coopledger.app.ledger import KEPT
from coopledger.app.scribe import Scribe
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.interop.group_file import read_group


@pytest.fixture
def expected(year):
    return json.loads((year / "expected.json").read_text("utf-8"))


def test_each_meeting_shows_the_figures_of_the_notebook(kamu, expected):
    ledger, group = kamu
    view = overview.group_view(ledger, group)
    assert view.funds == ("loan", "social")
    assert [row.meeting for row in view.meetings] == [
        each["meeting"] for each in reversed(expected["meetings"])
    ]
    for row, told in zip(view.meetings, reversed(expected["meetings"]), strict=True):
        assert row.boxes == (told["loan_fund_cash"], told["social_fund_cash"])
        assert row.shares == told["total_shares"]
        assert row.loans == told["loans_outstanding"]
        assert row.state == "copied"


def test_the_card_shows_the_newest_figures(kamu, expected):
    ledger, group = kamu
    card, told = overview.group_card(ledger, group), expected["meetings"][-1]
    assert card.box == told["loan_fund_cash"] + told["social_fund_cash"]
    assert sum(cash.amount for cash in card.cash if cash.place == "bank") == told["bank"]
    assert (card.loans, card.charges, card.fines) == (
        told["loans_outstanding"],
        told["charges_due"],
        told["fines_owed"],
    )
    assert (card.shares, card.members) == (told["total_shares"], told["members"])


def test_members_add_up_to_the_group(kamu):
    ledger, group = kamu
    view = overview.group_view(ledger, group)
    assert sum(row.shares for row in view.members) == view.card.shares
    assert sum(row.loans for row in view.members) == view.card.loans
    assert sum(row.fines for row in view.members) == view.card.fines
    assert len([row for row in view.members if not row.gone]) == view.card.members
    assert all(row.name for row in view.members)


def test_pages_come_newest_first_each_with_its_own_fingerprint(kamu):
    ledger, group = kamu
    pages = overview.book_pages(ledger, group)
    assert [page.number for page in pages] == list(range(49, 0, -1))
    assert len({page.fingerprint for page in pages}) == 49
    assert {page.seals for page in pages} == {1}
    assert pages[-1].kind == "founding"


def test_groups_are_listed_by_name_with_a_waiting_draft(kamu):
    ledger, group = kamu
    (row,) = overview.groups(ledger)
    assert (row.id, row.meetings, row.draft) == (group, 48, False)
    ledger.store.save_draft(group, b"{}")
    assert overview.groups(ledger)[0].draft


def test_a_notebook_is_counted_without_recording_it(ledger, year):
    preview = overview.preview_notebook(year)
    assert (preview.meetings, preview.first_day) == (48, "2025-01-08")
    assert preview.members > 0
    assert ledger.groups() == []


def test_a_notebook_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refusal):
        overview.preview_notebook(tmp_path)


def found(ledger, year, name):
    constitution = read_group(year / "group.toml").constitution
    page = Scribe(ledger.store.device).found(Book(), name, constitution, [])
    ledger.store.append([page])
    return page.header.book


def test_the_list_of_groups_says_what_the_verified_books_say(kamu, year):
    ledger, group = kamu
    found(ledger, year, "Aroha")
    rows = overview.groups(ledger)
    assert [(row.name, row.meetings, row.last_day) for row in rows] == [
        ("Aroha", 0, ""),
        (ledger.group(group).name, 48, "2025-12-03"),
    ]
    assert list(rows) == [overview.group_card(ledger, row.id).row for row in rows]


def test_a_branchs_many_books_do_not_all_stay_in_the_memory(ledger, year):
    groups = [found(ledger, year, f"Group {number}") for number in range(KEPT + 1)]
    first, *_, last = [weakref.ref(ledger.replay(group)) for group in groups]
    gc.collect()
    assert first() is None
    assert last() is ledger.replay(groups[-1])
    assert ledger.replay(groups[0]).book_id == groups[0]
