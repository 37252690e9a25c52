"""Every door for scripts, on a real year: keys, values, exit codes and streams."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coopledger import __version__
from coopledger.app.importing import import_notebook
from coopledger.app.ledger import Ledger
from coopledger.cli.main import run
from coopledger.ledger.keyfile import Cost

TESTS = Path(__file__).parents[1]
YEAR = TESTS / "notebooks" / "vsla-year"
EXPECTED = json.loads((YEAR / "expected.json").read_text("utf-8"))
NAME = "Kamu Kamu"


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """A ledger with the year in it; the questions below change nothing."""
    store = tmp_path_factory.mktemp("year") / "ledger.coop"
    with Ledger.create(store, "right", cost=Cost(8, 1, 1)) as ledger:
        import_notebook(ledger, YEAR)
    return store


@pytest.fixture
def call(capfd, monkeypatch):
    """Run the command line in this process: exit code, standard output, standard error."""
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", "right")

    def give(*arguments):
        try:
            code = run([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = ended.code
        return code, *capfd.readouterr()

    return give


@pytest.fixture
def ask(call, year):
    """The data of a question to the year's ledger that must be answered."""

    def give(*arguments):
        code, out, err = call(*arguments, "--store", year, "--json")
        assert (code, err) == (0, "")
        return one_document(out)

    return give


def one_document(out):
    assert out.endswith("\n")
    assert out.count("\n") == 1
    return json.loads(out)


def one_error(out):
    found = one_document(out)
    assert list(found) == ["errors"]
    (error,) = found["errors"]
    assert list(error) == ["code", "file", "line", "column", "value", "reason"]
    return error


def one_sentence(err):
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err.strip()


@pytest.mark.parametrize("entry", EXPECTED["meetings"], ids=lambda e: f"meeting {e['meeting']}")
def test_balances_of_each_meeting(ask, entry):
    found = ask("balances", "--group", NAME, "--meeting", entry["meeting"])
    assert found == entry
    assert list(found) == list(entry)


def test_balances_without_a_meeting_are_the_newest(ask):
    assert ask("balances", "--group", NAME) == EXPECTED["meetings"][-1]


def test_totals(ask):
    assert ask("totals", "--group", NAME) == EXPECTED["totals"]


def test_share_out(ask):
    found = ask("share-out", "--group", NAME)
    assert found == EXPECTED["share_out"]
    assert set(found["payouts"]) == set(EXPECTED["share_out"]["payouts"])


def test_a_trial_changes_nothing(ask):
    assert ask("share-out", "--group", NAME) == ask("share-out", "--group", NAME)
    assert ask("verify")["books"][0]["pages"] == 49


def test_groups(ask):
    (group,) = ask("groups")
    assert group["name"] == NAME
    assert len(group["id"]) == 64
    assert (group["meetings"], group["last_meeting"], group["last_date"]) == (48, 48, "2025-12-03")


def test_verify(ask):
    found = ask("verify")
    (book,) = found["books"]
    assert found["ok"] is True
    assert (book["name"], book["ok"], book["pages"]) == (NAME, True, 49)
    assert "fault" not in book


@pytest.mark.parametrize("name", ["kamu kamu", "KAMU  KAMU", " Kamu Kamu ", "Ｋａｍｕ Ｋａｍｕ"])
def test_a_group_s_name_as_people_write_it(ask, name):
    assert ask("totals", "--group", name) == EXPECTED["totals"]


def test_a_group_s_id(ask):
    (group,) = ask("groups")
    assert ask("totals", "--group", group["id"]) == EXPECTED["totals"]


@pytest.mark.parametrize("group", ["Kamu", "", "Kamu Kamu 2", "0" * 64])
def test_no_such_group(call, year, group):
    code, out, err = call("totals", "--group", group, "--store", year, "--json")
    assert (code, one_error(out)["code"]) == (1, "unknown_group")
    assert one_sentence(err)


@pytest.mark.parametrize("meeting", ["0", "49", "-1"])
def test_no_such_meeting(call, year, meeting):
    code, out, err = call(
        "balances", "--group", NAME, f"--meeting={meeting}", "--store", year, "--json"
    )
    assert (code, one_error(out)["code"]) == (1, "unknown_meeting")
    assert meeting in one_sentence(err).replace("−", "-")


@pytest.mark.parametrize("command", ["groups", "verify"])
def test_the_store_before_or_after_the_command(call, year, command):
    before = call("--store", year, command, "--json")
    after = call(command, "--json", "--store", year)
    assert before == after
    assert before[0] == 0


def test_the_store_after_wins(call, year, tmp_path):
    code, _, _ = call("--store", tmp_path / "none.coop", "groups", "--store", year)
    assert code == 0


def test_the_usual_place(call, tmp_path, monkeypatch):
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *_, **__: str(tmp_path))
    assert call("init")[0] == 0
    assert (tmp_path / "ledger.coop").exists()
    assert (tmp_path / "ledger.coop.keys").exists()


def test_init_then_import_as_a_person_would(call, tmp_path):
    store = tmp_path / "new" / "ledger.coop"
    store.parent.mkdir()
    code, out, err = call("init", "--store", store, "--json")
    assert (code, err) == (0, "")
    assert one_document(out) == {"store": str(store)}
    code, out, err = call("--store", store, "groups", "--json")
    assert (code, out, err) == (0, "[]\n", "")
    code, out, err = call("import-notebook", YEAR, "--store", store, "--json")
    assert (code, err) == (0, "")
    found = one_document(out)
    assert (found["name"], found["meetings"]) == (NAME, 48)
    code, out, _ = call("share-out", "--group", found["group"], "--store", store, "--json")
    assert (code, one_document(out)) == (0, EXPECTED["share_out"])


def test_init_where_a_ledger_is(call, year):
    before = year.read_bytes(), year.with_name("ledger.coop.keys").read_bytes()
    code, out, err = call("init", "--store", year, "--json")
    assert code == 1
    assert one_error(out)["code"] == "store_exists"
    assert one_sentence(err)
    assert (year.read_bytes(), year.with_name("ledger.coop.keys").read_bytes()) == before


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        (["balances", "--group", NAME], "4,871,343"),
        (["totals", "--group", NAME], "1056/1122"),
        (["share-out", "--group", NAME], "436,220"),
        (["groups"], NAME),
        (["verify"], NAME),
    ],
)
def test_answers_for_people(call, year, command, shown):
    code, out, err = call(*command, "--store", year)
    assert (code, err) == (0, "")
    assert shown in out.replace("\u202f", ",").replace("\xa0", ",")


@pytest.mark.parametrize(
    "case", [("loan", "loan_schedules", "terms"), ("share-out", "share_outs", "input")]
)
def test_calc_needs_no_ledger(call, tmp_path, monkeypatch, case):
    kind, cases, key = case
    monkeypatch.delenv("COOPLEDGER_PASSPHRASE")
    source = json.loads((TESTS / "cases" / f"{cases}.json").read_text("utf-8"))["cases"][0]
    (tmp_path / "case.json").write_text(json.dumps(source[key]), "utf-8")
    code, out, err = call("calc", kind, tmp_path / "case.json", "--json")
    assert (code, err) == (0, "")
    keys = {
        "loan": {"instalments", "total_charge", "apr", "ear"},
        "share-out": {"share_value", "members", "residue"},
    }
    assert set(one_document(out)) >= keys[kind]


@pytest.mark.parametrize("report", [("meeting", "--meeting", 48), ("statement", "--member", "M20")])
def test_reports(call, year, tmp_path, report):
    out = tmp_path / "F.pdf"
    command = ["report", *report, "--group", NAME, "--out", out, "--store", year, "--json"]
    code, told, err = call(*command)
    assert (code, err) == (0, "")
    one_document(told)
    assert out.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("report", [("meeting", "--meeting", 49), ("statement", "--member", "M99")])
def test_a_report_of_what_is_not_there(call, year, tmp_path, report):
    out = tmp_path / "F.pdf"
    command = ["report", *report, "--group", NAME, "--out", out, "--store", year, "--json"]
    code, told, err = call(*command)
    assert code == 1
    assert one_error(told)["reason"]
    assert one_sentence(err)
    assert not out.exists()


def test_version(call):
    code, out, err = call("--version")
    assert (code, err) == (0, "")
    assert __version__ in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["balances"],
        ["balances", "--group"],
        ["balances", "--group", NAME, "--meeting", "two"],
        ["import-notebook"],
        ["import-notebook", "a", "b"],
        ["calc", "interest", "f"],
        ["calc", "loan"],
        ["report"],
        ["report", "meeting", "--group", NAME],
        ["report", "statement", "--group", NAME, "--out", "f.pdf"],
        ["groups", "--colour"],
        ["demo"],
    ],
    ids=" ".join,
)
def test_wrong_usage(call, arguments):
    code, out, err = call(*arguments)
    assert (code, out) == (2, "")
    assert "usage" in err


def test_by_the_real_program(year):
    def program(*arguments, **environment):
        return subprocess.run(
            [sys.executable, "-m", "coopledger", *arguments],
            env=os.environ | {"COOPLEDGER_PASSPHRASE": "right"} | environment,
            cwd=TESTS.parent,
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )

    done = program("totals", "--group", NAME, "--json", "--store", year)
    assert (done.returncode, done.stderr) == (0, "")
    assert one_document(done.stdout) == EXPECTED["totals"]
    assert program("--version").stdout == f"coopledger {__version__}\n"
    assert program("fly").returncode == 2
    done = program("groups", "--store", year, COOPLEDGER_PASSPHRASE="wrong")
    assert (done.returncode, done.stdout) == (1, "")
    one_sentence(done.stderr)


def test_what_is_printed_does_not_depend_on_the_terminal(year, tmp_path):
    """A plain C locale must neither crash on a name nor change the JSON."""
    done = subprocess.run(
        [sys.executable, "-m", "coopledger", "groups", "--store", year],
        env={"PATH": os.environ["PATH"], "LC_ALL": "C", "COOPLEDGER_PASSPHRASE": "right"},
        cwd=TESTS.parent,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0
    assert NAME.encode() in done.stdout
