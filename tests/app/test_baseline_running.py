"""What a group owes to lenders, and a pot in the middle of its round, taken over from paper."""

import csv
import json

import openpyxl
import pytest

from coopledger.app.baseline import import_baseline, preview
from coopledger.app.due import falling_due
from coopledger.app.meetings import seal_meeting
from coopledger.app.scribe import NewMember, Scribe
from coopledger.cli.baseline import baseline
from coopledger.domain import entries as en
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal
from coopledger.domain.recording import Recording
from coopledger.ledger.salted import MemberCard

RULES = """\
cycle_start = "2025-01-05"
meeting_period = "month"
funds = ["loan_fund", "social_fund", "pot"]
agenda = ["roll_call", "fines", "social", "pot", "saving", "repayments", "loans", "count"]
saving = "any"
hand = 100
social_contribution = 0
charge_percent = "0"
share_out_rule = "per_savings"
share_out_rounding = { mode = "floor_payout", unit = 1 }
amendment_consent = "all_hands"
external_cap = "last_share_out"
fines = {}
"""
GROUP = (
    'name = "Njangi"\nkind = "rosca"\ncurrency = "XAF"\ncurrency_decimals = 0\n\n'
    f"[constitution]\n{RULES}\n"
    '[cutoff]\nmeeting = 2\ndate = "2025-02-05"\nlast_share_out = 900\n'
)
MEMBERS = "id,name,savings,pot_arrears\nM1,Awa,500,\nM2,Ben,300,100\nM3,Cleo,0,-50\n"
LOANS = "member,amount,principal_left,paid_out,weeks\n"
# Two rounds of three hands came in but for 100, and 50 more ahead; one pot of 300 went out.
CASH = "fund,amount\nloan_fund,1300\nsocial_fund,0\npot,250\n"
LENDERS = "lender,principal_left,charge_due,terms\nbank,400,30,two per cent\nngo,200,,\n"
POT = "member,had_pot\nM1,yes\nM3,no\nM2,no\n"
FILES = {"members": MEMBERS, "loans": LOANS, "cash": CASH, "lenders": LENDERS, "pot": POT}
ROUNDS = "pot_rounds = 2\n"


def as_folder(tmp_path, files, group):
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "group.toml").write_text(group)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return folder


def as_workbook(tmp_path, files, group):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "group"
    table = ""
    for line in group.splitlines():
        if line.startswith("["):
            table = line.strip("[]") + "."
        elif "=" in line and "{" not in line:
            key, value = (part.strip() for part in line.split("=", 1))
            plain = value.strip("[]").replace('"', "")
            sheet.append([table + key, int(plain) if plain.isdigit() else plain])
    sheet.append(["constitution.share_out_rounding.mode", "floor_payout"])
    sheet.append(["constitution.share_out_rounding.unit", 1])
    sheet.append(["constitution.fines.late", 5])
    for name, text in files.items():
        page = book.create_sheet(name)
        for row in csv.reader(text.splitlines()):
            page.append([int(cell) if cell.isdigit() else cell for cell in row])
    path = tmp_path / "paper.xlsx"
    book.save(path)
    return path


@pytest.fixture(params=[as_folder, as_workbook])
def paper(request, tmp_path):
    return request.param(tmp_path, FILES, GROUP + ROUNDS)


def test_the_sum_for_the_officers_counts_what_lenders_are_owed(paper):
    seen = preview(paper)
    assert [p.code for p in seen.problems] == []
    told = seen.totals
    # 1,300 in cash less 800 saved and 630 owed: 130 were lost
    assert (told.external, told.earned) == (630, -130)
    assert (told.pot_cash, told.hands_owed) == (250, 50)


def test_the_book_goes_on_from_there(ledger, paper):
    group = import_baseline(ledger, paper).group
    book = ledger.replay(group).book
    accounts = {name: balance for name, balance in book.accounts.items() if balance}
    assert accounts["loan:external:bank"] == -400
    assert accounts["loan:external_due:bank"] == -30
    assert accounts["loan:external:ngo"] == -200
    assert (book.external(), book.shared_out) == (630, 900)
    assert (book.turns, book.pots, book.pot_rounds) == (["M1", "M3", "M2"], ["M1"], 2)
    # The third and last round falls due; M2 owes 100 from before, M3 paid 50 ahead.
    due = falling_due(ledger, group, "2025-03-05")
    assert {row.code: row.hands for row in due.rows} == {"M1": 100, "M2": 200, "M3": 50}
    said = [*hands(M1=100, M2=200, M3=50), en.PotPaid("M3"), en.PotPaid("M2")]
    said += [en.LenderPayment("bank", 100)]
    wrong = en.Draft(3, "2025-03-05", (en.PotPaid("M3"),))
    with pytest.raises(Refusal) as caught:
        seal_meeting(ledger, group, wrong)
    assert caught.value.code == "pot_short"  # 250 are there, a pot is 300
    seal_meeting(ledger, group, en.Draft(3, "2025-03-05", tuple(said)))
    after = ledger.replay(group)
    assert after.book.total("pot:") == after.book.cash("pot") == 0
    assert not any(after.book.arrears(code, "pot") for code in ("M1", "M2", "M3"))
    # The charge first, then of the loan.
    assert after.book.accounts["loan:external:bank"] == -330
    assert not after.book.accounts["loan:external_due:bank"]
    told = [f.finding.code for f in after.findings if f.finding.code.startswith("pot")]
    assert told == []


def hands(**paid):
    return [en.PotContribution(code, amount) for code, amount in paid.items()]


def test_a_debt_from_paper_counts_under_the_cap(ledger, paper):
    group = import_baseline(ledger, paper).group
    book = ledger.replay(group).book
    # 900 were shared out, 600 are owed: 300 more
    for amount, told in ((300, []), (301, ["borrowed_above_cap"])):
        recording = Recording(book.copy(), 3, "2025-03-05", str)
        recording.record(en.Borrowing("bank", amount))
        assert [f.code for f in recording.findings] == told


def test_taken_over_it_is_as_if_it_had_always_been_here(ledger, paper):
    group = import_baseline(ledger, paper).group
    here, always = ledger.replay(group).book, Book()
    people = [NewMember(code, MemberCard(code)) for code in ("M1", "M2", "M3")]
    Scribe(ledger.store.device).found(always, "Njangi", here.rules, people)
    first = [en.Draw(("M1", "M3", "M2")), *hands(M1=100, M2=100, M3=100), en.PotPaid("M1")]
    for number, said in ((1, first), (2, hands(M1=100, M3=150))):
        recording = Recording(always, number, f"2025-0{number}-05", str)
        for entry in said:
            recording.record(entry)
    assert (always.turns, always.pots, always.pot_rounds) == (here.turns, here.pots, 2)
    assert always.cash("pot") == here.cash("pot")
    for code in ("M1", "M2", "M3"):
        assert always.arrears(code, "pot") == here.arrears(code, "pot")


@pytest.mark.parametrize(
    ("name", "old", "new", "code", "column"),
    [
        ("pot", "M1,yes\nM3,no", "M1,no\nM3,yes", "pot_turn_skipped", "had_pot"),
        ("pot", "M2,no", "M9,no", "unknown_member", "member"),
        ("pot", "M2,no", "M2,perhaps", "not_a_choice", "had_pot"),
        ("cash", "pot,250", "pot,251", "pot_cash_differs", "had_pot"),
        ("lenders", "ngo,200", "bank,200", "duplicate_key", "lender"),
        ("lenders", "ngo,200", "Big Bank,200", "bad_code", "lender"),
        ("lenders", "ngo,200", "ngo,0", "nothing_owed", "principal_left"),
        ("lenders", "ngo,200", "ngo,-5", "negative_amount", "principal_left"),
        ("lenders", "lender,", "bank,", "unknown_key", "bank"),
    ],
)
def test_what_cannot_be_is_told_with_its_place(tmp_path, name, old, new, code, column):
    files = FILES | {name: FILES[name].replace(old, new)}
    assert files != FILES
    found = preview(as_folder(tmp_path, files, GROUP + ROUNDS)).problems
    places = [(p.code, p.params["column"]) for p in found]
    assert (code, column) in places
    assert all(p.params["file"].endswith(".csv") for p in found)


@pytest.mark.parametrize("rounds", [0, 4])
def test_rounds_that_cannot_have_been(tmp_path, rounds):
    found = preview(as_folder(tmp_path, FILES, GROUP + f"pot_rounds = {rounds}\n")).problems
    assert "out_of_range" in [p.code for p in found]


def test_a_group_without_a_pot_has_no_table_of_one(tmp_path):
    plain = GROUP.replace("hand = 100\n", "").replace(', "pot"]', "]").replace('"pot", ', "")
    plain = plain.replace('amendment_consent = "all_hands"\n', "")
    files = FILES | {"cash": "fund,amount\nloan_fund,1300\n"}
    found = preview(as_folder(tmp_path, files, plain)).problems
    assert [p.code for p in found] == ["no_pot_here"] * 3  # two members' arrears, and the table


def test_a_person_reads_the_same_sums(ledger, paper):
    answer = baseline(paper, ledger, check=True)
    text = "\n".join(answer.lines)
    assert "Owed to lenders" in text
    assert "Owed to the pot" in text
    assert json.loads(json.dumps(answer.data))["totals"]["external"] == 630
