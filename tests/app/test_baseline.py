"""A group that is taken over from paper goes on as if its book had always been here."""

import csv
import json
from datetime import date

import msgspec
import openpyxl
import pytest

from coopledger.app.baseline import import_baseline, preview
from coopledger.app.meetings import seal_meeting
from coopledger.app.questions import balances, group_totals, trial_share_out, verify
from coopledger.app.scribe import NewMember, Scribe
from coopledger.cli.baseline import baseline
from coopledger.domain import entries as en
from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.entries import Draft
from coopledger.domain.errors import Refusal
from coopledger.domain.figures import totals
from coopledger.domain.recording import Recording
from coopledger.interop.notebook import read_notebook
from coopledger.ledger.page import BODY
from coopledger.ledger.salted import MemberCard

CUT = 23
MEMBERS = ["id", "name", "sex", "roles", "shares", "savings", "fines_owed", "social_arrears"]
LOANS = [
    "member",
    "amount",
    "principal_left",
    "charge_due",
    "paid_out",
    "weeks",
    "next_charge",
    "purpose",
]
CASH = ["fund", "place", "amount"]


@pytest.fixture
def expected(year):
    return json.loads((year / "expected.json").read_text())


@pytest.fixture
def notebook(year):
    return read_notebook(year)


@pytest.fixture
def paper(ledger, notebook):
    """The book as its officers would have it on paper after meeting 23."""
    book, group = Book(), notebook.group
    members = [NewMember(m.code, MemberCard(m.name, m.sex), m.roles) for m in group.members]
    Scribe(ledger.store.device).found(book, group.name, group.constitution, members)
    for meeting in notebook.meetings[:CUT]:
        recording = Recording(book, meeting.number, meeting.day, lambda _text: "")
        for line in meeting.lines:
            recording.record(line.entry)
    return book


def tables(book, group):
    members = [
        {
            "id": m.code,
            "name": m.name,
            "sex": m.sex,
            "roles": " ".join(m.roles),
            "shares": book.members[m.code].shares,
            "savings": book.savings(m.code),
            "fines_owed": book.fines_owed(m.code),
            "social_arrears": book.arrears(m.code),
        }
        for m in group.members
    ]
    loans = [
        {
            "member": loan.member,
            "amount": loan.amount,
            "principal_left": book.principal(loan),
            "charge_due": book.charge_due(loan),
            "paid_out": date.fromordinal(loan.out_day),
            "weeks": (loan.due_day - loan.out_day) // 7,
            "next_charge": date.fromordinal(loan.next_charge),
            "purpose": "school fees",
        }
        for loan in book.open_loans.values()
    ]
    cash = [
        {"fund": fund, "place": place, "amount": book.cash(fund, place)}
        for fund in ("loan", "social")
        for place in ("box", "bank")
        if book.cash(fund, place)
    ]
    return {"members": (MEMBERS, members), "loans": (LOANS, loans), "cash": (CASH, cash)}


def write_folder(folder, year, book, found):
    text = (year / "group.toml").read_text()
    rules = text[: text.index("[[members]]")]
    day = date.fromordinal(book.day).isoformat()
    cutoff = f'[cutoff]\nmeeting = {book.meeting}\ndate = "{day}"\n'
    (folder / "group.toml").write_text(rules + cutoff)
    for name, (headings, rows) in found.items():
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, headings)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def write_workbook(path, book, found):
    rules = msgspec.to_builtins(book.rules)
    rounding, fines = rules.pop("share_out_rounding"), rules.pop("fines")
    flat = {
        "name": "Kamu Kamu",
        **{key: rules.pop(key) for key in ("kind", "currency", "currency_decimals", "country")},
        "cutoff.meeting": book.meeting,
        "cutoff.date": date.fromordinal(book.day),
        **{f"constitution.{key}": value for key, value in rules.items()},
        "constitution.one_loan_at_a_time": True,
        **{f"constitution.share_out_rounding.{key}": value for key, value in rounding.items()},
        **{f"constitution.fines.{key}": value for key, value in fines.items()},
    }
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "group"
    sheet.append(["key", "value"])
    for key, value in flat.items():
        sheet.append([key, ", ".join(value) if isinstance(value, list | tuple) else value])
    for name, (headings, rows) in found.items():
        sheet = workbook.create_sheet(name.title())
        sheet.append(headings)
        for row in rows:
            sheet.append([row[heading] for heading in headings])
    workbook.save(path)
    return path


@pytest.fixture
def folder(tmp_path, year, paper, notebook):
    made = tmp_path / "kamu"
    made.mkdir()
    return write_folder(made, year, paper, tables(paper, notebook.group))


@pytest.fixture
def workbook(tmp_path, paper, notebook):
    return write_workbook(tmp_path / "kamu.xlsx", paper, tables(paper, notebook.group))


def hold(ledger, group, meeting):
    entries = tuple(line.entry for line in meeting.lines)
    seal_meeting(ledger, group, Draft(meeting.number, meeting.day, entries), "copied")


@pytest.mark.parametrize("source", ["folder", "workbook"])
def test_every_figure_after_the_take_over_is_the_papers(
    ledger, notebook, expected, paper, source, request
):
    assert len(paper.open_loans) > 3
    done = import_baseline(ledger, request.getfixturevalue(source))
    assert (done.name, done.pages) == ("Kamu Kamu", 2)
    for meeting, row in zip(notebook.meetings[CUT:], expected["meetings"][CUT:], strict=True):
        hold(ledger, done.group, meeting)
        assert msgspec.to_builtins(balances(ledger, done.group)) == row
    assert msgspec.to_builtins(trial_share_out(ledger, done.group)) == expected["share_out"]
    before, after = totals(paper), group_totals(ledger, done.group)
    for name in ("charges_paid", "fines_paid", "over_short_loan_fund", "expenses", "written_off"):
        assert getattr(after, name) == expected["totals"][name] - getattr(before, name)
    (verdict,) = verify(ledger)
    assert (verdict.fault, verdict.pages, verdict.findings) == ("", 2 + 48 - CUT, ())


def test_the_page_is_no_meeting_and_the_next_one_follows_the_cut_off(ledger, folder, paper):
    group = import_baseline(ledger, folder).group
    replay = ledger.replay(group)
    head, book = replay.headers[1], replay.book
    assert (head.kind, head.meeting, head.date) == ("baseline", 0, "2025-06-11")
    assert (book.meeting, book.day) == (CUT, paper.day)
    assert dict(head.totals) == {
        "loan_box": 106537,
        "loan_bank": 1960000,
        "social_box": 230000,
        "loans": 675014,
        "charges_due": 2000,
        "fines_owed": 1000,
        "arrears": paper.total("social:arrears:"),
        "savings": 1351 * 2000,
        "shares": 1351,
        "members": 24,
    }
    draft = Draft(CUT, "2025-06-18", (en.Attendance("M01", "present"),))
    with pytest.raises(Refusal, match="meeting_backwards"):
        seal_meeting(ledger, group, draft)
    early = Draft(CUT + 1, "2025-06-10", (en.Attendance("M01", "present"),))
    with pytest.raises(Refusal, match="date_backwards"):
        seal_meeting(ledger, group, early)


def test_purposes_and_cards_are_kept_beside_the_pages(ledger, folder, paper):
    group = import_baseline(ledger, folder).group
    book, texts = ledger.replay(group).book, ledger.store.texts(group)
    assert {texts[loan.note] for loan in book.loans.values()} == {"school fees"}
    assert ledger.members(group)["M01"].name == "Mugisha Lydia"
    assert book.members["M01"].roles == ("chairperson",)


def test_the_profit_so_far_counts_when_a_leaver_gets_the_current_value(ledger, folder, notebook):
    file = folder / "group.toml"
    file.write_text(
        file.read_text().replace("[constitution]", '[constitution]\nleaving = "current_value"')
    )
    # Box, bank and loans are 2,741,551; the passbooks have 1351 shares of 2000: 39,551 was earned.
    assert preview(folder).totals.earned == 39_551
    group = import_baseline(ledger, folder).group
    meeting = notebook.meetings[CUT]
    shares = ledger.replay(group).book.members["M01"].shares
    said = (en.Contribution("M01", 500), en.Leaving("M01"))
    seal_meeting(ledger, group, Draft(CUT + 1, meeting.day, said))
    newest = BODY.decode(ledger.replay(group).newest.body)
    (leave,) = (e for e in newest if isinstance(e, ev.Leave))
    assert leave.gain == 39_551 * shares // 1351
    assert leave.refund == shares * 2000 + leave.gain - leave.arrears


def test_what_earlier_cycles_left_is_not_this_cycles_profit(ledger, folder):
    file = folder / "group.toml"
    file.write_text(file.read_text() + "carried = 30000\n")
    assert preview(folder).totals.earned == 9_551
    accounts = ledger.replay(import_baseline(ledger, folder).group).book.accounts
    assert (accounts["loan:income:earlier"], accounts["loan:retained"]) == (-9_551, -30_000)


def test_a_preview_records_nothing_and_shows_each_member(ledger, folder, paper):
    seen = preview(folder, ledger)
    assert (seen.name, seen.meeting, seen.day, seen.problems) == (
        "Kamu Kamu",
        CUT,
        "2025-06-11",
        (),
    )
    assert ledger.groups() == []
    for row in seen.rows:
        assert (row.savings, row.fines_owed) == (
            paper.savings(row.code),
            paper.fines_owed(row.code),
        )
        assert row.loans == sum(map(paper.principal, paper.loans_of(row.code)))


def test_nothing_is_recorded_when_one_line_is_wrong(ledger, folder):
    loans = folder / "loans.csv"
    loans.write_text(loans.read_text() + "M99,5000,5000,0,2025-06-11,4,,seed\n")
    with pytest.raises(Refusal, match="unknown_member"):
        import_baseline(ledger, folder)
    assert ledger.groups() == []


def test_a_group_of_that_name_stays_as_it_is(kamu, tmp_path, folder):
    ledger, group = kamu
    seen = preview(folder, ledger)
    assert [(p.code, p.params["line"], p.params["column"]) for p in seen.problems] == [
        ("group_exists", 1, "name")
    ]
    with pytest.raises(Refusal, match="group_exists"):
        import_baseline(ledger, folder)
    assert [each.id for each in ledger.groups()] == [group]


def test_the_door_shows_checks_and_records(ledger, folder):
    looked = baseline(folder, ledger, check=True)
    assert (looked.code, looked.data["group"], ledger.groups()) == (0, "", [])
    assert looked.data["totals"]["earned"] == 39_551
    text = "\n".join(looked.lines)
    assert "UGX\xa039,551 was earned" in text
    assert "Nothing was recorded yet." in text
    done = baseline(folder, ledger, check=False)
    (group,) = ledger.groups()
    assert (done.code, done.data["group"]) == (0, group.id)
    again = baseline(folder, ledger, check=False)
    assert (again.code, again.data["group"]) == (1, "")
    (problem,) = again.data["problems"]
    assert (problem["code"], problem["file"], problem["line"]) == ("group_exists", "group.toml", 1)
    assert problem["reason"] in "\n".join(again.lines)
    json.dumps(again.data)
