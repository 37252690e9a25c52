"""All that is wrong in a baseline is told at once, each thing with its place."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from coopledger.interop.baseline import read_baseline

GROUP = """\
name = "Umoja"
kind = "vsla"
currency = "KES"
currency_decimals = 2

[constitution]
cycle_start = 2025-01-06
share_price = 100
max_shares_per_meeting = 5
charge_percent = "10"
share_out_rounding = { mode = "truncate_value", unit = 1 }

[constitution.fines]
late = 5

[cutoff]
meeting = 9
date = 2025-03-03
"""
MEMBERS = """\
id,name,sex,born,phone,next_of_kin,roles,shares,savings,voluntary,fines_owed,social_arrears
M1,Achieng Mary,F,1985,0712 345 678,Otieno,"treasurer; key_holder",10,1000,,5,-20.50
M2,Barasa John,M,1990-02-28,,,,4,400.00,0,0,10
M3,Chebet Ruth,F,,,,,0,0,,,
"""
LOANS = """\
member,amount,principal_left,charge_due,paid_out,weeks,next_charge,purpose
M2,900,600,60,2025-02-10,8,,maize
M1,1500,1500,0,2025-01-27,12,2025-03-24,"roof, iron sheets"
"""
CASH = """\
fund,place,amount
loan_fund,box,250.50
loan,bank,100
social,,75
"""


@pytest.fixture
def folder(tmp_path):
    files = {"group.toml": GROUP, "members.csv": MEMBERS, "loans.csv": LOANS, "cash.csv": CASH}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def change(folder, name, old, new):
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))


def told(path):
    keys = ("file", "line", "column", "value")
    return [(p.code, *(p.params.get(key) for key in keys)) for p in read_baseline(path).problems]


def test_a_right_folder_is_read_in_minor_units(folder):
    found = read_baseline(folder)
    assert found.problems == ()
    assert (found.head.meeting, found.head.day) == (9, "2025-03-03")
    first = found.people[0]
    assert (first.savings, first.fines, first.arrears) == (1000_00, 5_00, -20_50)
    assert (first.roles, first.born) == (("treasurer", "key_holder"), "1985")
    assert [(line.fund, line.place, line.amount) for line in found.cash] == [
        ("loan", "box", 250_50),
        ("loan", "bank", 100_00),
        ("social", "box", 75_00),
    ]


def test_loans_stand_by_age_and_an_empty_next_charge_is_the_loans_own_next_day(folder):
    loans = read_baseline(folder).loans
    assert [(loan.member, loan.following, loan.purpose) for loan in loans] == [
        ("M1", "2025-03-24", "roof, iron sheets"),
        ("M2", "2025-03-10", "maize"),
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_read(folder):
    for name in ("members.csv", "loans.csv", "cash.csv"):
        text = (folder / name).read_text().replace("\n", "\r\n")
        (folder / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert told(folder) == []


def test_every_problem_is_told_with_its_place(folder):
    change(folder, "members.csv", "10,1000,", "10,950,")
    change(folder, "members.csv", "Barasa John,M", "Barasa\u202e John,Q")
    change(folder, "members.csv", "M3,Chebet Ruth,F,,,,,0,0,,,", "M1,Chebet,F,,,,,-1,x,,,")
    change(folder, "loans.csv", "M2,900,600,60,2025-02-10", "M7,900,900.01,-1,2025-02-30")
    change(folder, "loans.csv", "M1,1500,1500,0,2025-01-27", "M1,1500,1500,0,2025-03-04")
    change(folder, "cash.csv", "loan,bank,100", "pot,purse,1.005")
    assert told(folder) == [
        ("savings_differ", "members.csv", 2, "savings", 950_00),
        ("bad_name", "members.csv", 3, "name", "Barasa\u202e John"),
        ("not_a_choice", "members.csv", 3, "sex", "Q"),
        ("negative_amount", "members.csv", 4, "shares", "-1"),
        ("not_a_number", "members.csv", 4, "savings", "x"),
        ("duplicate_member", "members.csv", 4, "id", "M1"),
        ("bad_date", "loans.csv", 2, "paid_out", "2025-02-30"),
        ("negative_amount", "loans.csv", 2, "charge_due", "-1"),
        ("unknown_member", "loans.csv", 2, "member", "M7"),
        ("after_cutoff", "loans.csv", 3, "paid_out", "2025-03-04"),
        ("not_a_choice", "cash.csv", 3, "fund", "pot"),
        ("not_a_choice", "cash.csv", 3, "place", "purse"),
        ("not_a_number", "cash.csv", 3, "amount", "1.005"),
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("loans.csv", "900,600", "900,900.01", ("principal_above_lent", 2, "principal_left")),
        ("loans.csv", "600,60,", "0,0,", ("nothing_owed", 2, "principal_left")),
        ("loans.csv", "12,2025-03-24", "12,2025-03-25", ("charge_day_differs", 3, "next_charge")),
        ("loans.csv", "2025-03-24", "2025-02-24", ("charged_before_cutoff", 3, "next_charge")),
        ("loans.csv", "02-10,8,", "02-10,,", ("weeks_or_instalments", 2, "weeks")),
        ("loans.csv", "2025-02-10,8", ",8", ("bad_date", 2, "paid_out")),
        ("cash.csv", "loan,bank", "loan,box", ("duplicate_key", 3, "fund")),
        ("cash.csv", "loan,bank,100", "loan,bank", ("bad_csv", 3, "place")),
        ("cash.csv", "fund,place", "fund,where", ("unknown_key", 1, "where")),
        ("members.csv", "id,name,sex", "id,called,sex", ("missing_key", 1, "name")),
        ("members.csv", "M2,Bar", "M 2,Bar", ("bad_value", 3, "id")),
        ("members.csv", "1990-02-28", "28/2/1990", ("bad_date", 3, "born")),
        ("members.csv", "1000,,5", "1000,7,5", ("no_voluntary_here", 2, "voluntary")),
        ("group.toml", "meeting = 9", "meeting = 0", ("out_of_range", 17, "cutoff.meeting")),
        ("group.toml", "2025-03-03", "2024-12-31", ("before_start", 18, "cutoff.date")),
        ("group.toml", "late = 5", "late = -5", ("bad_value", 14, "constitution.fines.late")),
        ("group.toml", 'kind = "vsla"', 'kind = "bank"', ("bad_value", 2, "kind")),
    ],
)
def test_what_cannot_be_is_a_problem(folder, name, old, new, problem):
    change(folder, name, old, new)
    found = [(code, line, column) for code, _file, line, column, _value in told(folder)]
    assert problem in found


def test_each_rule_that_is_wrong_is_told(folder):
    change(folder, "group.toml", "cycle_start = 2025-01-06\n", "shares = 2\n")
    change(folder, "group.toml", 'kind = "vsla"\n', "")
    change(folder, "group.toml", '"10"', '"ten"')
    change(folder, "group.toml", "date = 2025-03-03", "date = 3")
    found = [(code, line, column) for code, _file, line, column, _value in told(folder)]
    assert found == [
        ("missing_key", 1, "kind"),
        ("unknown_key", 6, "constitution.shares"),
        ("missing_key", 5, "constitution.cycle_start"),
        ("bad_value", 9, "constitution.charge_percent"),
        ("bad_date", 17, "cutoff.date"),
    ]


def test_a_missing_file_and_a_wrong_encoding_are_problems_too(folder):
    (folder / "cash.csv").unlink()
    (folder / "loans.csv").write_bytes(LOANS.replace("maize", "ma\xefs").encode("latin-1"))
    found = [(code, file, line) for code, file, line, *_rest in told(folder)]
    assert found == [("bad_encoding", "loans.csv", 2), ("file_missing", "cash.csv", None)]


def test_an_unpaid_charge_may_have_made_the_principal_larger(folder):
    change(folder, "loans.csv", "900,600", "900,990")
    change(folder, "group.toml", "[constitution]", "[constitution]\ncapitalise_unpaid_charge=true")
    assert told(folder) == []


def workbook(path, **changes):
    sheets = {
        "group": [
            ["name", "Umoja"],
            ["kind", "vsla"],
            ["currency", "KES"],
            ["currency_decimals", 2],
            ["constitution.cycle_start", date(2025, 1, 6)],
            ["constitution.share_price", 100],
            ["constitution.max_shares_per_meeting", 5],
            ["constitution.charge_percent", 2.5],
            ["constitution.places", "box, bank"],
            ["constitution.withdrawable", False],
            ["constitution.share_out_rounding.mode", "truncate_value"],
            ["constitution.share_out_rounding.unit", 1],
            ["constitution.fines.late", 5],
            ["cutoff.meeting", 9],
            ["cutoff.date", date(2025, 3, 3)],
        ],
        "members": [["id", "name", "shares", "savings"], ["M1", "Achieng", 10, 1000.0]],
        "loans": [
            ["member", "amount", "principal_left", "paid_out", "weeks"],
            ["M1", 1500, 0.1 + 0.2, date(2025, 1, 27), 12],
        ],
        "cash": [["fund", "amount"], ["loan", 250.5]],
        **changes,
    }
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name == "group":
            for (cell,) in sheet["B1:B15"]:
                if isinstance(cell.value, float):
                    cell.value, cell.number_format = cell.value / 100, "0.0%"
    book.save(path)
    return path


def test_a_workbooks_numbers_days_and_percents_are_what_the_sheet_shows(tmp_path):
    found = read_baseline(workbook(tmp_path / "umoja.xlsx"))
    assert found.problems == ()
    rules = found.head.constitution
    assert (rules.charge_percent, rules.share_price, rules.places) == (
        "2.5",
        100_00,
        ("box", "bank"),
    )
    assert (found.loans[0].principal, found.loans[0].out) == (30, "2025-01-27")
    assert found.cash[0].amount == 250_50


def test_a_formula_is_refused_by_name_and_the_rest_is_still_read(tmp_path):
    cash = [["fund", "amount"], ["loan", "=SUM(1,2)"], ["social", "abc"], ["loan", 1, 2]]
    assert told(workbook(tmp_path / "u.xlsx", cash=cash)) == [
        ("formula", "u.xlsx, cash", 2, "amount", "=SUM(1,2)"),
        ("bad_csv", "u.xlsx, cash", 4, "", "loan,1,2"),
        ("not_a_number", "u.xlsx, cash", 3, "amount", "abc"),
    ]


def test_a_sheet_that_lacks_and_a_file_that_is_no_workbook(tmp_path):
    path = workbook(tmp_path / "u.xlsx")
    book = openpyxl.load_workbook(path)
    book.remove(book["loans"])
    book.save(path)
    assert told(path) == [("file_missing", "u.xlsx, loans", None, "", "loans")]
    path.write_bytes(b"PK\x03\x04 nothing")
    assert [code for code, *_rest in told(path)] == ["bad_workbook"]
    path.unlink()
    assert [code for code, *_rest in told(path)] == ["file_missing"]


def test_a_path_that_is_neither_folder_nor_workbook_is_one_problem(tmp_path):
    (tmp_path / "kamu.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert [code for code, *_rest in told(tmp_path / "kamu.xls")] == ["bad_workbook"]
    assert [code for code, *_rest in told(tmp_path / "nowhere")] == ["file_missing"]


def test_the_example_in_the_documentation_is_right(folder):
    page = (Path(__file__).parents[2] / "docs" / "baseline.md").read_text()
    (folder / "group.toml").write_text(page.split("```toml\n")[1].split("```")[0])
    found = read_baseline(folder)
    assert (found.head.name, found.head.meeting, found.head.day) == ("Kamu Kamu", 23, "2025-06-11")
    assert not [p for p in found.problems if p.params["file"] == "group.toml"]
