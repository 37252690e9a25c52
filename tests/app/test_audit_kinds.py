"""An audit of every kind of event, and of texts that look like the programs' own syntax."""

import re
from decimal import Decimal

import msgspec
import pytest

from coopledger.app import practice_places as places
from coopledger.app.exporting import export, whole_book
from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.recording import Recording
from coopledger.ledger.salted import MemberCard
from coopledger.words.events import MONEY_EVENTS
from tests.app.auditors import CLASSES, PROGRAMS, balances, described, spelled, verdict

SYNTAX = (
    "=5 ETB",
    "; comment",
    "a  ; b | c [2020/13/45] [=2020/01/01]",
    'quote " \\ back\\',
    "date:2020-13-45, page:x",
    ":tag:other: key:: 1+1",
    "(code) ! * @ 5 {1} %( ) # ^",
    "two\nlines\n2020-01-01 open Assets:X",
    "  P 2020-01-01 ETB 5 ~ <x>",
)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_text_never_becomes_part_of_the_accounts(ledger, tmp_path, program):
    scribe, book = Scribe(ledger.store.device), Book()
    rules = places.constitution(places.HIGHLANDS, "2025-01-01", 20)
    people = [NewMember(f"M{n}", MemberCard(text)) for n, text in enumerate(SYNTAX)]
    pages = [scribe.found(book, SYNTAX[3], rules, people)]
    recording = Recording(book, 1, "2025-01-01", scribe.note)
    for number, text in enumerate(SYNTAX):
        recording.record(en.ShareBuying(f"M{number}", 3))
        recording.record(en.Spending(5_05, text))
    pages.append(scribe.write("meeting", recording.events, book, meeting=1, date="2025-01-01"))
    ledger.store.append(pages)
    group = pages[0].header.book
    export(ledger, group, program, tmp_path / "plain")
    export(ledger, group, program, tmp_path / "named", names=True)
    assert verdict(program, tmp_path / "named") == ""
    theirs = balances(program, tmp_path / "named")
    assert theirs == balances(program, tmp_path / "plain")
    assert theirs[spelled("loan:expense:expenses", program)] == Decimal("5.05") * len(SYNTAX)
    read = described(program, tmp_path / "named")
    for number, text in enumerate(SYNTAX):
        last_word = re.findall(r"\w+", text)[-1]
        assert [line for line in read if f"M{number} " in line and last_word in line]


ONE, TWO = "ab" * 32, "cd" * 32
BETWEEN = (ev.Arrive, ev.TransferIn)


def every_kind(day):
    """Facts of two meetings, a share-out and a new cycle, with every kind that moves money."""
    plan = ((day, 6_00, 50), (day, 4_00, 50))
    lent = ev.LoanOut(6, "M2", 10_00, 4, kept=20)
    opening = [
        ev.OpeningCash("loan", 900_00),
        ev.OpeningCash("social", 50_00, "bank"),
        ev.Opening("M1", 4, 200_00, 30_00, 5_00, -1_00),
        ev.OpeningDebt("bank", 25_00, 1_50),
        ev.OpeningLoan(1, "M2", 80_00, 60_00, 3_00, "2024-12-01", 8, day),
    ]
    first = [
        ev.Due("social", 10_00, ("M1", "M2", "M3")),
        ev.Contribute("M2", "social", 9_99),
        ev.Grant("M3", "social", 1_01),
        ev.Shares("M1", 1, 50_00, x=2_50),
        ev.Save("M2", 70_05),
        ev.Save("M3", 33_33, v=1),
        ev.Withdraw("M3", 3_33, v=1),
        ev.Hold("M1", 17),
        ev.Fine("M3", "late", 5_00),
        ev.FinePaid("M3", 2_00),
        ev.LoanOut(2, "M1", 100_00, 8),
        ev.LoanOut(3, "M3", 40_00, 4),
        ev.LoanOut(4, "M2", 10_00, plan=plan, kept=20, by=("M3",)),
        lent,
        ev.Charge(2, 5_00, day),
        ev.Late(3, 1_25, day),
        ev.Capitalise(2, 5_00),
        ev.Repay(3, 0, 10_00, late=25),
        ev.LoanOut(5, "M1", 105_00, 8, rolled=2),
        ev.WriteOff(3, 30_00, 0, late=1_00),
        ev.Recover(3, 7_77),
        ev.Borrow("X1", 500_00, at="bank"),
        ev.BorrowCharge("X1", 12_34),
        ev.PayBack("X1", 2_34, 100_00, at="bank"),
        ev.Expense("loan", 3_03),
        ev.Income("social", 4_04),
        ev.Move("loan", 20_00, "box", "bank"),
        ev.Arrive("M3", ONE, a=9_00, d=3_00, p=10_00, c=50, t="0123456789"),
        ev.TransferOut(ONE, "loan", p=40_00),
        ev.TransferOut(ONE, "charge", 2_00),
        ev.TransferIn(ONE, "repay", p=10_00, c=1_50),
        ev.TransferIn(TWO, "loan", p=30_00),
        ev.TransferIn(TWO, "charge", 90),
        ev.TransferOut(TWO, "repay", p=5_00, c=40),
    ]
    pot = [
        ev.Due("pot", 30_00, ("M1", "M2", "M3")),
        *(ev.Contribute(member, "pot", 30_00, "wallet") for member in ("M1", "M2")),
        ev.Pot("M1", 1, 54_00, d=6_00, fee=1_00, at="wallet"),
        ev.PotBack(("M1", "M2"), 2_50, "wallet"),
        ev.Replace("M3", "M2"),
    ]
    undone = [ev.Reverse(3, first.index(e), e) for e in (lent, first[3], first[9], first[24])]
    undone += [ev.Reverse(3, first.index(e), e) for e in first if isinstance(e, BETWEEN)]
    leaving = [ev.Leave("M2", 0, 70_05, 60_00, 3_00, 0, 1, 7_04, parts=((1, 60_00, 3_00, 0),))]
    leaving.append(ev.Depart("M3", 0, 1_00, 0, 0, 0, 0, 1_00, later=1, x=TWO))
    ending = [
        ev.Entitle("M1", 4, 200_00, 333_33),
        ev.SetOff("M1", 5, 105_00, 0, 5_00),
        ev.PayOut("M1", 223_33),
        ev.Residue("social", 11),
        ev.ShareOut(50_00, 4, 0),
    ]
    return (
        ("baseline", opening),
        ("meeting", first + pot),
        ("meeting", undone + leaving),
        ("share_out", ending),
        ("cycle", [ev.Cycle(2, day)]),
    )


def write_every_kind(ledger):
    """Keep a book of all those facts, each page counted to the coin but the first meeting's."""
    scribe, book, day = Scribe(ledger.store.device), Book(), "2025-01-01"
    rules = places.constitution(places.HIGHLANDS, day, 20)
    rules = msgspec.structs.replace(
        rules, funds=("loan", "social", "pot"), places=("box", "bank", "wallet")
    )
    people = [NewMember(f"M{n}", MemberCard(f"Name {n}")) for n in (1, 2, 3)]
    pages = [scribe.found(book, "Everything", rules, people)]
    for number, (kind, facts) in enumerate(every_kind(day)):
        meeting = number if kind == "meeting" else 0
        book.begin(meeting, day)
        book.fold(facts)
        counts = []
        for fund in ("loan", "social"):
            short = -7 if (number, fund) == (1, "loan") else 0
            counts.append(ev.Count(fund, book.cash(fund), book.cash(fund) + short))
            counts += [ev.OverShort(fund, short)] if short else []
        book.fold(counts)
        pages.append(scribe.write(kind, facts + counts, book, meeting=meeting, date=day))
        day = f"2025-01-{7 * (number + 1):02}"
    ledger.store.append(pages)
    return pages[0].header.book


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_kind_of_event_agrees(ledger, tmp_path, program):
    group = write_every_kind(ledger)
    book, whole = ledger.replay(group).book, whole_book(ledger, group)
    moved = {entry.kind for entry in whole.entries}
    assert moved == MONEY_EVENTS.keys() | {"reverse"}
    assert {account.split(":")[1] for account in book.accounts} == CLASSES.keys()
    export(ledger, group, program, tmp_path / "book")
    assert verdict(program, tmp_path / "book") == ""
    theirs = balances(program, tmp_path / "book")
    ours = {spelled(account, program): value for account, value in book.accounts.items()}
    assert {account: int(value * 100) for account, value in theirs.items() if value} == {
        account: value for account, value in ours.items() if value
    }
