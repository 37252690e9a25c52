"""A mobile-money statement on its way into a chama's book."""

import csv
import io
import json

import pytest

from coopledger.app.ledger import Ledger
from coopledger.app.questions import verify
from tests.interop.chama import STATEMENT, make_chama


@pytest.fixture
def chama(tmp_path, monkeypatch):
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", "right")
    return make_chama(tmp_path, "right", third="=HYPERLINK Grace")[0]


@pytest.fixture
def ask(chama, capfd):
    from coopledger.cli.main import run

    def give(*arguments, code=0):
        told = [*map(str, arguments), "--group", "Umoja Chama", "--store", str(chama), "--json"]
        assert run(told) == code
        return json.loads(capfd.readouterr().out)

    return give


def confirmed(sheet, choose):
    """The sheet as a person left it: ``choose`` gives each row's columns that were changed."""
    rows = list(csv.DictReader(io.StringIO(sheet.read_text("utf-8-sig"))))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    for row in rows:
        for changes in choose(row):
            writer.writerow({**row, "confirmed": "yes", **changes})
    sheet.write_text(out.getvalue())


def test_from_the_statement_to_the_sealed_meeting_and_never_twice(ask, chama, tmp_path):
    statement, sheet, out = (tmp_path / n for n in ("statement.csv", "sheet.csv", "m.json"))
    seen = ask("import-statement", statement, "--sheet", sheet)
    told = [(p["receipt"], p["members"], p["use"]) for p in seen["payments"]]
    assert told == [
        ("W1", ["M01"], None),  # 100 may be a saving or the contribution: a person says which
        ("W2", ["M02"], None),
        ("W3.fee", [], "expense"),
        ("W4", [], "to_bank"),
    ]
    assert (seen["book"], seen["expected"], seen["closing"]) == (50_000, 47_700, 47_700)
    assert seen["breaks"] == []

    uses = {"W1": [{"use": "contribution"}]}
    uses["W2"] = [{"use": "repayment", "amount": "200"}, {"use": "contribution", "amount": "100"}]
    confirmed(sheet, lambda row: uses.get(row["receipt"], [{}]))
    meeting = ask("confirm-statement", sheet, "--out", out, "--date", "2026-03-28")
    assert sum(e["item"] == "receipt" for e in meeting["entries"]) == 4
    assert ask("record", out)["meeting"] == 3

    with Ledger.open(chama, "right") as ledger:
        [group] = ledger.groups()
        book = ledger.replay(group.id).book
        assert book.cash("loan", "wallet") + book.cash("social", "wallet") == 47_700
        assert book.cash("loan", "bank") == 40_000
        assert verify(ledger)[0].fault == ""
    again = ask("import-statement", statement)
    assert (again["payments"], again["known"], again["expected"]) == ([], 4, 47_700)
    refused = ask("confirm-statement", sheet, "--out", out, "--date", "2026-03-28", code=1)
    assert refused["errors"][0]["code"] == "receipt_twice"


def test_only_confirmed_rows_are_entered(ask, tmp_path):
    sheet, out = tmp_path / "sheet.csv", tmp_path / "m.json"
    ask("import-statement", tmp_path / "statement.csv", "--sheet", sheet)
    none = ask("confirm-statement", sheet, "--out", out, code=1)
    assert none["errors"][0]["code"] == "nothing_confirmed"
    assert not out.exists()
    confirmed(sheet, lambda row: [{"confirmed": "yes" if row["receipt"] == "W3.fee" else ""}])
    meeting = ask("confirm-statement", sheet, "--out", out)
    assert [e["item"] for e in meeting["entries"]] == ["receipt", "expense"]


@pytest.mark.parametrize(
    ("receipt", "changes", "code", "column"),
    [
        ("W1", {"use": "gift"}, "not_a_choice", "use"),
        ("W1", {"use": "expense", "member": ""}, "payment_other_way", "use"),
        ("W1", {"use": "saving", "member": ""}, "payment_member", "member"),
        ("W3.fee", {"member": "M01"}, "payment_member", "member"),
        ("W1", {"use": "saving", "amount": "99"}, "payment_parts", "amount"),
        ("W1", {"use": "saving", "amount": "a lot"}, "not_a_number", "amount"),
        ("W1", {"use": "saving", "member": "M99"}, "unknown_member", "member"),
        ("W1", {"use": "saving", "receipt": "W 1"}, "bad_value", "receipt"),
    ],
)
def test_a_row_that_cannot_stand_is_refused_with_its_place(
    ask, tmp_path, receipt, changes, code, column
):
    sheet, out = tmp_path / "sheet.csv", tmp_path / "m.json"
    ask("import-statement", tmp_path / "statement.csv", "--sheet", sheet)
    confirmed(sheet, lambda row: [changes] if row["receipt"] == receipt else [{"confirmed": ""}])
    [error] = ask("confirm-statement", sheet, "--out", out, code=1)["errors"]
    assert (error["code"], error["column"], error["file"]) == (code, column, "sheet.csv")
    assert isinstance(error["line"], int)
    assert not out.exists()


def test_an_account_that_the_rules_do_not_have_is_refused(ask, tmp_path):
    found = ask("import-statement", tmp_path / "statement.csv", "--at", "box", code=1)
    assert found["errors"][0]["code"] == "no_such_account"


def test_a_formula_in_a_payers_name_does_not_reach_a_spreadsheet(ask, tmp_path):
    hostile = STATEMENT.replace("JOHN OTIENO", "@SUM(A1)")
    (tmp_path / "statement.csv").write_text(hostile.replace("Received,", "=1+1,"))
    ask("import-statement", tmp_path / "statement.csv", "--sheet", tmp_path / "sheet.csv")
    cells = [
        cell
        for row in csv.reader((tmp_path / "sheet.csv").read_text("utf-8-sig").splitlines())
        for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]
    assert "'=1+1" in cells


def test_columns_that_cannot_be_read_are_named_and_left_out(ask, tmp_path, chama):
    folder = chama.with_name(chama.name + ".statements")
    folder.mkdir()
    (folder / "bank.toml").write_text("name = ")
    seen = ask("import-statement", tmp_path / "statement.csv")
    assert (len(seen["payments"]), seen["unreadable"]) == (4, ["bank.toml"])
