"""An audit by other people's programs: hledger, Ledger and Beancount add our books up.

They read the export, check that each transaction balances and that the counts agree, and every
account's balance is compared with the one in the verified book.
"""

import csv
import os
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from coopledger.app import practice_places as places
from coopledger.app.exporting import export, whole_book
from coopledger.app.importing import import_notebook
from coopledger.app.ledger import Ledger
from coopledger.app.practice import practice_life
from coopledger.app.scribe import NewMember, Scribe
from coopledger.app.share_outs import write_share_out
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.recording import Recording
from coopledger.interop.export.wording import KINDS
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.salted import MemberCard

YEAR = Path(__file__).parents[1] / "notebooks" / "vsla-year"
CLASSES = {
    "cash": "Assets",
    "loans": "Assets",
    "charges_due": "Assets",
    "late_due": "Assets",
    "fines_owed": "Assets",
    "arrears": "Assets",
    "savings": "Liabilities",
    "voluntary": "Liabilities",
    "held": "Liabilities",
    "payable": "Liabilities",
    "external": "Liabilities",
    "external_due": "Liabilities",
    "contributions": "Equity",
    "retained": "Equity",
    "distributed": "Equity",
    "income": "Income",
    "expense": "Expenses",
}
COMMANDS = {"hledger": "hledger", "ledger": "ledger", "beancount": "bean-check"}
PROGRAMS = [
    pytest.param(
        program,
        marks=pytest.mark.skipif(not shutil.which(command), reason=f"{command} is not installed"),
    )
    for program, command in COMMANDS.items()
]
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
FLAT = ["balance", "--flat", "--empty", "--no-total"]


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


def run(*command, folder):
    """Run a program with no settings of whoever runs the tests."""
    settings = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "BEANCOUNT_DISABLE_LOAD_CACHE": "1",
    }
    options = {"capture_output": True, "text": True, "encoding": "utf-8"}
    return subprocess.run(command, check=False, cwd=folder, env=settings, **options)


def verdict(program, file):
    """What a program has to say against a file at its strictest; empty when nothing."""
    strictest = {
        "hledger": ["hledger", "check", "--strict", "ordereddates"],
        "ledger": ["ledger", "--args-only", "--strict", "--pedantic", *FLAT],
        "beancount": ["bean-check"],
    }[program]
    option = [] if program == "beancount" else ["-f"]
    done = run(*strictest, *option, file.name, folder=file.parent)
    said = done.stderr if program == "ledger" else done.stderr + done.stdout
    return said or ("" if done.returncode == 0 else f"exit {done.returncode}")


def balances(program, file):
    """Every account's balance as the program works it out."""
    shape = '"%(account)","%(display_total)"\n'
    query = "SELECT account, sum(position) GROUP BY account"
    command = {
        "hledger": ["hledger", *FLAT, "-O", "csv", "-f", file.name],
        "ledger": ["ledger", "--args-only", *FLAT, "--format", shape, "-f", file.name],
        "beancount": ["bean-query", "-f", "csv", file.name, query],
    }[program]
    done = run(*command, folder=file.parent)
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.reader(done.stdout.splitlines()))
    if program != "ledger":
        del rows[0]
    return {
        account.strip(): Decimal(amount.split()[0] or "0")
        for account, amount in rows
        if amount.strip()
    }


def spelled(account, program):
    """What an account is to be called, told here a second time."""
    fund, kind, *rest = (
        part[0].upper() + part[1:].replace("_", "-") for part in account.split(":")
    )
    of_class = CLASSES[account.split(":")[1]]
    head = [of_class, fund] if program == "beancount" else [fund, of_class]
    return ":".join([*head, *([] if of_class in ("Income", "Expenses") else [kind]), *rest])


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
def test_a_text_never_becomes_part_of_the_accounts(tmp_path, program):
    with Ledger.create(tmp_path / "ledger.coop", "pw", cost=Cost(8, 1, 1)) as ledger:
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


def described(program, file):
    """The descriptions that a program read."""
    command = {
        "hledger": ["hledger", "descriptions", "-f", file.name],
        "ledger": ["ledger", "--args-only", "payees", "-f", file.name],
        "beancount": ["bean-query", "-f", "csv", file.name, "SELECT DISTINCT narration"],
    }[program]
    return run(*command, folder=file.parent).stdout.splitlines()


def every_kind(day):
    """Facts of two meetings, a share-out and a new cycle, with every kind that moves money."""
    plan = ((day, 6_00, 50), (day, 4_00, 50))
    lent = ev.LoanOut(6, "M2", 10_00, 4, kept=20)
    opening = [
        ev.OpeningCash("loan", 900_00),
        ev.OpeningCash("social", 50_00, "bank"),
        ev.Opening("M1", 4, 200_00, 30_00, 5_00, -1_00),
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
    ]
    pot = [
        ev.Due("pot", 30_00, ("M1", "M2", "M3")),
        *(ev.Contribute(member, "pot", 30_00, "wallet") for member in ("M1", "M2")),
        ev.Pot("M1", 1, 54_00, d=6_00, fee=1_00, at="wallet"),
        ev.PotBack(("M1", "M2"), 2_50, "wallet"),
        ev.Replace("M3", "M2"),
    ]
    undone = [ev.Reverse(3, first.index(e), e) for e in (lent, first[3], first[9], first[24])]
    ending = [
        ev.Leave("M2", 0, 70_05, 60_00, 3_00, 0, 1, 7_04, parts=((1, 60_00, 3_00, 0),)),
        ev.Entitle("M1", 4, 200_00, 333_33),
        ev.SetOff("M1", 5, 105_00, 0, 5_00),
        ev.PayOut("M1", 223_33),
        ev.Residue("social", 11),
        ev.ShareOut(50_00, 4, 0),
        ev.Cycle(2, day),
    ]
    return opening, first + pot, undone, ending


def write_every_kind(ledger):
    """Keep a book of all those facts, each page counted to the coin but the first meeting's."""
    scribe, book, day = Scribe(ledger.store.device), Book(), "2025-01-01"
    rules = places.constitution(places.HIGHLANDS, day, 20)
    rules = msgspec.structs.replace(
        rules, funds=("loan", "social", "pot"), places=("box", "bank", "wallet")
    )
    people = [NewMember(f"M{n}", MemberCard(f"Name {n}")) for n in (1, 2, 3)]
    pages = [scribe.found(book, "Everything", rules, people)]
    for number, facts in enumerate(every_kind(day)):
        book.begin(number, day)
        book.fold(facts)
        counts = []
        for fund in ("loan", "social"):
            short = -7 if (number, fund) == (1, "loan") else 0
            counts.append(ev.Count(fund, book.cash(fund), book.cash(fund) + short))
            counts += [ev.OverShort(fund, short)] if short else []
        book.fold(counts)
        kind = "meeting" if number else "copied"
        pages.append(scribe.write(kind, facts + counts, book, meeting=number, date=day))
        day = f"2025-01-{8 * (number + 1):02}"
    ledger.store.append(pages)
    return pages[0].header.book


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_kind_of_event_agrees(ledger, tmp_path, program):
    group = write_every_kind(ledger)
    book, whole = ledger.replay(group).book, whole_book(ledger, group)
    moved = {entry.kind for entry in whole.entries}
    assert moved == KINDS.keys() | {"reverse"}
    assert {account.split(":")[1] for account in book.accounts} == CLASSES.keys()
    export(ledger, group, program, tmp_path / "book")
    assert verdict(program, tmp_path / "book") == ""
    theirs = balances(program, tmp_path / "book")
    ours = {spelled(account, program): value for account, value in book.accounts.items()}
    assert {account: int(value * 100) for account, value in theirs.items() if value} == {
        account: value for account, value in ours.items() if value
    }
