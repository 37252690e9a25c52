"""A notebook typed at the desk, key by key, gives the same book as the same notebook imported."""

from pathlib import Path

import pytest

from coopledger.app.desk import Desk, Filled, Setting, blockers
from coopledger.app.importing import import_notebook
from coopledger.app.ledger import Ledger
from coopledger.app.meetings import seal_meeting
from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain.book import Book
from coopledger.domain.entries import Draft
from coopledger.domain.figures import figures, totals
from coopledger.interop.notebook import read_notebook
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.salted import MemberCard

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "vsla-year"
BANK = {"bank_deposit": "to_bank", "bank_withdrawal": "from_bank"}
COLUMN = {
    "attendance": "roll",
    "fine": "fine",
    "fine_paid": "fine_paid",
    "social": "social",
    "shares": "shares",
    "repayment": "repayment",
}


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create(tmp_path / "ledger.coop", "pw", cost=Cost(8, 1, 1)) as opened:
        yield opened


def founded(ledger, name):
    """The notebook's group under another name, without a meeting."""
    notebook = read_notebook(NOTEBOOK)
    members = [
        NewMember(m.code, MemberCard(m.name, m.sex), m.roles) for m in notebook.group.members
    ]
    page = Scribe(ledger.store.device).found(Book(), name, notebook.group.constitution, members)
    ledger.store.append([page])
    return page.header.book


def typed(desk, row, cells):
    """Type one line of the notebook as a treasurer would."""
    item, amount, detail = cells["item"], cells["amount"], cells["detail"]
    if item == "fine":
        before = desk.cell(row, desk.index["fine"]).text
        desk.type(row, desk.index["fine"], f"{before} {detail} {amount}".strip())
    elif item == "loan":
        parts = dict(part.split("=") for part in detail.split(";"))
        for key, text in (
            ("loan", amount),
            ("weeks", parts["weeks"]),
            ("purpose", parts["purpose"]),
        ):
            desk.type(row, desk.index[key], text)
    elif item in COLUMN:
        desk.type(row, desk.index[COLUMN[item]], detail if item == "attendance" else amount)
    elif item.startswith("count_"):
        fund = item.removeprefix("count_").removesuffix("_fund")
        desk.count(fund, amount)
        desk.give_reason(fund, "as on paper")
    else:
        kind = next(k for k in desk.line_kinds if k.key == BANK.get(item, item))
        desk.add_line(kind, Filled(cells["member"], amount, detail))


def test_the_whole_cycle_typed_gives_the_book_that_is_imported(ledger):
    imported = import_notebook(ledger, NOTEBOOK).group
    group = founded(ledger, "Typed by hand")
    notebook = read_notebook(NOTEBOOK)
    rows = {m.code: place for place, m in enumerate(notebook.group.members)}
    cards = ledger.members(group)
    for meeting in notebook.meetings:
        desk = Desk(
            Setting("Typed by hand", cards, ledger.replay(group).book),
            Draft(meeting.number, meeting.day),
        )
        for line in meeting.lines:
            row = rows.get(line.cells["member"], -1)
            typed(desk, row, line.cells)
            if line.cells["item"] == "loan":
                desk.agree(row)
        assert blockers(desk) == ()
        seal_meeting(ledger, group, desk.draft)
    one, other = ledger.replay(imported).book, ledger.replay(group).book
    assert figures(other) == figures(one)
    assert totals(other) == totals(one)
    pairs = zip(ledger.summaries(imported), ledger.summaries(group), strict=True)
    assert all(paper.figures == desk.figures for paper, desk in pairs)
