"""An audit by other people's programs: hledger, Ledger and Beancount add our books up.

They read the export, check that each transaction balances and that the counts agree, and every
account's balance is compared with the one in the verified book.
"""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from coopledger.app import practice_places as places
from coopledger.app.exporting import export
from coopledger.app.importing import import_notebook
from coopledger.app.ledger import Ledger
from coopledger.app.practice import practice_life
from coopledger.app.scribe import Scribe
from coopledger.app.share_outs import write_share_out
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.recording import Recording
from coopledger.ledger.keyfile import Cost
from tests.app.auditors import PROGRAMS, balances, spelled, verdict

YEAR = Path(__file__).parents[1] / "notebooks" / "vsla-year"
LIVES = {
    "hills 1": (1, 22, 48, places.HILLS),
    "hills 2": (2, 12, 20, places.HILLS),
    "highlands 3": (3, 16, 30, places.HIGHLANDS),
    "highlands 4": (4, 12, 20, places.HIGHLANDS),
    "coast 5": (5, 25, 52, places.COAST),
    "coast 6": (6, 14, 24, places.COAST),
}
SHARED_OUT = ("hills 1", "highlands 3", "coast 6")
BOOKS = ["year", *LIVES]


@pytest.fixture(scope="module")
def audited(tmp_path_factory):
    """A ledger with the notebook's year and six made-up cycles, and their books' ids."""
    folder = tmp_path_factory.mktemp("audited")
    with Ledger.create(folder / "ledger.coop", "pw", cost=Cost(8, 1, 1)) as ledger:
        ids = {"year": import_notebook(ledger, YEAR).group}
        for name, (seed, members, meetings, setting) in LIVES.items():
            life = practice_life(seed, members, meetings, setting=setting)
            ids[name] = live(ledger, life, name in SHARED_OUT)
        yield ledger, ids


def live(ledger, life, shared_out):
    """Keep a life's pages, and the share-out on the day of the last meeting; the book's id."""
    scribe, book = Scribe(ledger.store.device), Book()
    pages = [scribe.found(book, life.name, life.constitution, life.members)]
    for meeting in life.meetings:
        recording = Recording(book, meeting.number, meeting.day, scribe.note)
        for entry in meeting.entries:
            recording.record(entry)
        about = {"meeting": meeting.number, "date": meeting.day}
        pages.append(scribe.write("meeting", recording.events, book, **about))
    if shared_out:
        pages.append(write_share_out(scribe, book, life.meetings[-1].day))
    ledger.store.append(pages)
    return pages[0].header.book


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("name", BOOKS)
def test_every_account_of_every_book_agrees(audited, tmp_path, program, name):
    ledger, ids = audited
    book = ledger.replay(ids[name]).book
    file = tmp_path / f"book.{program}"
    export(ledger, ids[name], program, file)
    assert verdict(program, file) == ""
    theirs = balances(program, file)
    unit = book.constitution.money.unit
    ours = {spelled(account, program): value for account, value in book.accounts.items()}
    assert len(ours) == len(book.accounts) > 50
    assert {account: int(value * unit) for account, value in theirs.items() if value} == {
        account: value for account, value in ours.items() if value
    }
    assert theirs.keys() <= ours.keys()
    place = 1 if program == "beancount" else 0
    for fund in ("Loan", "Social"):
        in_fund = [v for account, v in theirs.items() if account.split(":")[place] == fund]
        assert in_fund
        assert sum(in_fund) == 0


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("name", ["year", "hills 1"])
def test_every_count_is_theirs_to_check(audited, tmp_path, program, name):
    ledger, ids = audited
    pages = [page.read() for page in ledger.store.pages(ids[name])]
    counts = [event for _head, events in pages for event in events if isinstance(event, ev.Count)]
    assert len(counts) == 96
    export(ledger, ids[name], program, tmp_path / "book")
    blocks = (tmp_path / "book").read_text(encoding="utf-8").split("\n\n")
    if program == "beancount":
        # It knows whole days only, and the share-out paid from the loan fund on the last count's.
        told = 95 if name in SHARED_OUT else 96
        kept = [block for block in blocks if re.fullmatch(r"\S+ balance \S+:Cash:Box .*", block)]
    else:
        told = 96
        kept = [block for block in blocks if "* Cash counted\n" in block]
    assert len(kept) == told


AMOUNT = re.compile(r"(?<= )-?\d+\.\d\d(?= ETB$)", re.MULTILINE)


def changed(text, title, *, legs):
    """The text with one coin more in the first ``legs`` amounts of a two-sided transaction."""
    blocks = text.split("\n\n")
    at = next(
        n for n, block in enumerate(blocks) if title in block and len(AMOUNT.findall(block)) == 2
    )
    blocks[at] = AMOUNT.sub(one_more, blocks[at], count=legs)
    return "\n\n".join(blocks)


def one_more(found):
    amount = Decimal(found[0])
    return str(amount + Decimal("0.01").copy_sign(amount))


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("title", "legs"),
    [("Shares bought", 1), ("Shares bought", 2), ("Fine set", 2), ("Loan paid out", 2)],
)
def test_a_changed_coin_is_noticed_by_them(audited, tmp_path, program, title, legs):
    ledger, ids = audited
    file = tmp_path / "book"
    export(ledger, ids["highlands 4"], program, file)
    text = file.read_text(encoding="utf-8")
    assert verdict(program, file) == ""
    file.write_text(changed(text, title, legs=legs), encoding="utf-8")
    assert verdict(program, file)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_changed_count_is_noticed_by_them(audited, tmp_path, program):
    ledger, ids = audited
    file = tmp_path / "book"
    export(ledger, ids["highlands 4"], program, file)
    text = file.read_text(encoding="utf-8")
    count = re.compile(r"(?<= )\d+\.\d\d(?= ~)" if program == "beancount" else r"(?<== )\d+\.\d\d")
    file.write_text(count.sub(one_more, text, count=1), encoding="utf-8")
    assert "alance" in verdict(program, file)


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("name", BOOKS)
def test_names_and_notes_do_not_change_a_figure(audited, tmp_path, program, name):
    ledger, ids = audited
    plain, named = tmp_path / "plain", tmp_path / "named"
    export(ledger, ids[name], program, plain)
    export(ledger, ids[name], program, named, names=True)
    assert verdict(program, named) == ""
    assert balances(program, named) == balances(program, plain)
    assert plain.read_bytes() != named.read_bytes()
