"""``report`` and ``demo`` from the command line: files, answers, refusals."""

import json
import re

import pytest

from coopledger.cli.main import run
from tests.conftest import PASSPHRASE

NAME = "Kamu Kamu"


@pytest.fixture
def call(kamu, capfd, monkeypatch):
    """Run a command on the year's ledger: exit code, standard output, standard error."""
    ledger, _group = kamu
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", PASSPHRASE)

    def give(*arguments):
        store = ("--store", str(ledger.store.path))
        ledger.close()
        return run([*store, *map(str, arguments)]), *capfd.readouterr()

    return give


def meeting(number, out):
    return "report", "meeting", "--group", NAME, "--meeting", number, "--out", out


def statement(member, out):
    return "report", "statement", "--group", NAME, "--member", member, "--out", out


@pytest.mark.parametrize("asked", [(meeting, 12), (statement, "M07")])
def test_a_report_is_written_and_told_of(call, tmp_path, asked):
    out = tmp_path / "paper.pdf"
    command, what = asked
    code, answer, _err = call(*command(what, out), "--json")
    assert code == 0
    found = json.loads(answer)
    assert found["file"] == str(out)
    assert found["pages"] >= 1
    assert re.fullmatch(r"\d{4}( \d{4}){4}", found["fingerprint"])
    assert out.read_bytes().startswith(b"%PDF-")


def test_both_papers_of_the_last_page_carry_one_fingerprint(call, tmp_path):
    told = []
    for command in (meeting(48, tmp_path / "m.pdf"), statement("M01", tmp_path / "s.pdf")):
        _code, answer, _err = call(*command, "--json")
        told.append(json.loads(answer)["fingerprint"])
    assert told[0] == told[1]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (meeting(99, "x.pdf"), "unknown_meeting"),
        (statement("M99", "x.pdf"), "unknown_member"),
        (meeting(3, "no/such/folder/x.pdf"), "not_writable"),
    ],
)
def test_what_cannot_be_printed_is_refused_and_no_file_is_left(
    call, tmp_path, monkeypatch, command, code
):
    monkeypatch.chdir(tmp_path)
    status, answer, err = call(*command, "--json")
    assert status == 1
    assert json.loads(answer)["errors"][0]["code"] == code
    assert err.strip()
    assert not list(tmp_path.rglob("*.pdf*"))


def test_the_demo_needs_no_ledger_and_answers_in_one_document(tmp_path, capfd):
    assert run(["demo", str(tmp_path / "demo"), "--json"]) == 0
    answer, said = capfd.readouterr()
    found = json.loads(answer)
    assert found["passphrase"] == "practice"
    assert found["verified"]["ok"] is True
    assert [group["shared_out"] for group in found["groups"]] == [True, False, False]
    assert found["store"] in said


def test_the_demo_speaks_to_people_and_is_not_made_twice(tmp_path, capfd):
    assert run(["demo", str(tmp_path)]) == 0
    said, err = capfd.readouterr()
    assert err == ""
    assert "The passphrase is: practice" in said
    assert f"coopledger --store {tmp_path / 'practice.coop'}\n" in said
    assert run(["demo", str(tmp_path)]) == 1
    assert "already" in capfd.readouterr().err


def test_check_qr_says_genuine_and_what_the_book_says_now(call, kamu):
    from coopledger.app.papers import statement_facts

    (told,) = statement_facts(*kamu, ["M07"])
    code, answer, _err = call("check-qr", told.head.code, "--json")
    assert code == 0
    found = json.loads(answer)
    assert found["genuine"] is True
    assert (found["verdict"], found["kind"], found["member"]) == ("genuine", "statement", "M07")
    assert found["changed"] is False
    savings = next(row for row in found["figures"] if row["name"] == "savings")
    assert savings["paper"] == savings["then"] == savings["now"] == told.closing.savings


def test_check_qr_fails_a_forged_code_in_plain_words(call, kamu):
    from coopledger.app.papers import statement_facts

    (told,) = statement_facts(*kamu, ["M07"])
    code, answer, _err = call("check-qr", told.head.code.replace("SHARES:", "SHARES:9"))
    assert code == 1
    assert "NOT genuine" in answer


def test_check_qr_refuses_what_is_no_code(call):
    code, _answer, err = call("check-qr", "hello")
    assert code == 1
    assert "hello" in err


def test_everybodys_statements_are_one_file(call, tmp_path):
    out = tmp_path / "all.pdf"
    code, answer, _err = call(
        "report", "statement", "--group", NAME, "--all", "--paper", "A5", "--out", out, "--json"
    )
    assert code == 0
    assert json.loads(answer)["pages"] >= 20


@pytest.mark.parametrize("kind", ["loans", "cash-book", "trial-balance", "attendance"])
def test_tables_are_written_as_spreadsheets_by_the_files_name(call, tmp_path, kind):
    out = tmp_path / "t.csv"
    code, _answer, _err = call("report", kind, "--group", NAME, "--out", out)
    assert code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
