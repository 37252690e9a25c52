"""The doors that look after a laptop: doctor, diagnostics, update; and a log that knows nobody."""

import json

import pytest

from coopledger.app import updates
from coopledger.app.ledger import Ledger
from coopledger.app.places import log_folder
from coopledger.cli import commands
from coopledger.cli.main import run
from coopledger.ledger.keyfile import Cost
from coopledger.store.store import keys_path
from coopledger.store.tables import SCHEMA
from tests.app.releases import KEYS, PINNED, installed, update
from tests.conftest import PASSPHRASE, YEAR

AMINA, BOSCO, _CHANTAL = KEYS.values()


@pytest.fixture(autouse=True)
def own_state(monkeypatch, tmp_path):
    monkeypatch.setenv("COOPLEDGER_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", PASSPHRASE)


@pytest.fixture
def call(capfd):
    def give(*arguments):
        capfd.readouterr()  # what was said before is no answer
        code = run([*map(str, arguments), "--json"])
        out, err = capfd.readouterr()
        return code, json.loads(out) if out else None, err

    return give


@pytest.fixture
def store(tmp_path, call):
    path = tmp_path / "ledger.coop"
    with Ledger.create(path, PASSPHRASE, cost=Cost(8, 1, 1)):
        pass
    assert call("import-notebook", YEAR, "--store", path)[0] == 0
    return path


def codes(data):
    return {each["key"]: each["code"] for each in data["checks"]}


def test_the_doctor_answers_by_rows_and_by_its_exit_code(store, call, tmp_path, capfd):
    code, data, _ = call("doctor", "--store", store)
    assert (code, data["state"], codes(data)["backup"]) == (1, "bad", "backup_none")
    call("backup", "--to", tmp_path / "stick", "--store", store)
    code, data, _ = call("doctor", "--full", "--store", store)
    assert (code, data["state"]) == (0, "warn")  # the stick of this test is on the same disk
    assert codes(data)["books"] == "books_genuine"
    assert all(each["said"] for each in data["checks"])
    assert run(["doctor", "--store", str(store)]) == 0
    told = capfd.readouterr().out
    assert "look after it" in told
    assert "Backup" in told


def test_the_doctor_of_a_ledger_that_cannot_be_opened(store, call, tmp_path, monkeypatch):
    call("backup", "--to", tmp_path / "stick", "--store", store)
    assert call("doctor", "--store", store)[0] == 0
    raw = store.read_bytes()
    store.write_bytes(bytes(len(raw)))
    code, data, _ = call("doctor", "--store", store)
    assert (code, codes(data)["file"]) == (1, "store_closed")
    assert codes(data)["backup"] == "backup_found" or codes(data)["backup"] == "backup_not_found"
    monkeypatch.delenv("COOPLEDGER_PASSPHRASE")
    code, data, _ = call("doctor", "--store", store)  # nobody is there to type one
    assert codes(data)["file"] == "store_closed"
    code, data, _ = call("doctor", "--store", tmp_path / "none.coop")
    assert (code, codes(data)["keys"]) == (1, "keys_away")


def test_diagnostics_shows_what_it_wrote_and_writes_over_nothing(store, call, tmp_path):
    out = tmp_path / "for-the-helper.txt"
    code, data, _ = call("diagnostics", out, "--store", store)
    assert code == 0
    assert out.read_text("utf-8") == data["text"]
    assert "[checks]" in data["text"]
    assert str(tmp_path) not in data["text"]
    code, data, err = call("diagnostics", out, "--store", store)
    assert (code, data["errors"][0]["code"]) == (1, "diagnosis_exists")
    assert "Choose another name" in err


def test_a_fault_of_ours_is_told_calmly_and_noted_without_its_text(store, call, monkeypatch, capfd):
    def stumble(_asked):
        raise LookupError("Atuhaire Esther has 1234567 and PIN 314159")

    monkeypatch.setitem(commands.COMMANDS, "groups", stumble)
    code, data, err = call("groups", "--store", store)
    assert (code, data) == (70, None)
    assert "did not foresee" in err
    assert "LookupError" in err
    assert "Traceback" not in err
    assert "Atuhaire" not in err
    log = (log_folder() / "coopledger.log").read_text("ascii")
    assert "crash LookupError" in log
    assert "Atuhaire" not in log


def test_no_refusal_takes_a_name_an_amount_or_a_secret_into_the_log(store, call, tmp_path):
    group = "Kamu Kamu Esther"
    bad = tmp_path / "ruth" / "meeting.json"
    bad.parent.mkdir()
    bad.write_text('{"meeting": 48, "who": "Atuhaire Esther", "amount": 7654321}', "utf-8")
    for arguments in (
        ("balances", "--group", group),
        ("record", bad, "--group", "Kamu"),
        ("record", bad, "--group", group),
        ("calc", "loan", bad),
        ("export-book", bad, "--group", group),
        ("restore", bad),
        ("recover", bad),
        ("check-qr", "Atuhaire 7654321"),
        ("verify", bad),
        ("seal", "--by", "M77", "--group", "Kamu"),
        ("import-statement", bad, "--group", "Kamu"),
        ("update", "check", bad),
    ):
        assert call(*arguments, "--store", store)[0] == 1, arguments
    log = (log_folder() / "coopledger.log").read_text("ascii")
    assert log.count(" refused ") >= 12
    for secret in ("kamu", "esther", "atuhaire", "7654321", "ruth", "m77", PASSPHRASE):
        assert secret not in log.lower()


# Updates


@pytest.fixture
def portable(tmp_path, monkeypatch):
    """The program as it runs from a portable folder, with release keys."""
    root, program = installed(tmp_path)
    monkeypatch.setattr("sys.executable", str(program))
    monkeypatch.setattr(updates, "pinned_keys", lambda: PINNED)
    return root


def test_an_update_in_and_back_again(store, call, portable, tmp_path, capfd):
    file = update(tmp_path, AMINA, BOSCO, news="Loans by phone\x1b[2J")
    capfd.readouterr()
    code, data, _ = call("update", "check", file)
    assert (code, data["version"], data["signers"]) == (0, "0.2.0", ["Amina", "Bosco"])
    assert updates.current(portable) == "0.1.0"
    assert run(["update", "check", str(file)]) == 0
    told = capfd.readouterr().out
    assert "Loans by phone" in told
    assert "\x1b" not in told
    code, data, _ = call("update", "apply", file, "--store", store)
    assert (code, data["started_next"]) == (0, True)
    assert keys_path(store.with_name(data["copy"].rpartition("/")[2])).is_file()
    assert updates.current(portable) == "0.2.0"
    code, data, _ = call("update", "apply", file, "--store", store)
    assert (code, data["errors"][0]["code"]) == (1, "update_older")
    code, data, _ = call("update", "back", "--store", store)
    assert (code, data) == (0, {"version": "0.1.0", "kept": "", "pages": 0})
    assert updates.current(portable) == "0.1.0"
    code, data, _ = call("update", "back", "--store", store)
    assert (code, data["errors"][0]["code"]) == (1, "update_no_way_back")


def test_the_way_back_is_told_where_today_s_ledger_cannot_be_read(
    store, call, portable, tmp_path, capfd
):
    call("update", "apply", update(tmp_path, AMINA, BOSCO), "--store", store)
    history = portable / updates.HISTORY
    history.write_text(history.read_text().replace(f'"schema": {SCHEMA}', '"schema": 1'))
    raw = bytearray(store.read_bytes())
    raw[:64] = bytes(64)
    store.write_bytes(raw)
    capfd.readouterr()
    assert run(["update", "back", "--store", str(store)]) == 0
    told = capfd.readouterr().out
    assert "The next start runs version 0.1.0." in told
    assert "Today's cannot be read; it is kept" in told
    assert updates.current(portable) == "0.1.0"


def test_an_update_where_there_is_no_ledger_yet(call, portable, tmp_path):
    code, data, _ = call(
        "update", "apply", update(tmp_path, AMINA, BOSCO), "--store", tmp_path / "none.coop"
    )
    assert (code, data["copy"]) == (0, "")


def test_nothing_is_put_in_over_a_ledger_that_cannot_be_copied(store, call, portable, tmp_path):
    store.write_bytes(b"")
    code, data, _ = call("update", "apply", update(tmp_path, AMINA, BOSCO), "--store", store)
    assert (code, data["errors"][0]["code"]) == (1, "not_a_store")
    assert updates.current(portable) == "0.1.0"
    assert [each.name for each in (portable / "versions").iterdir()] == ["0.1.0"]


def test_this_program_has_no_release_keys_yet(call, tmp_path):
    code, data, err = call("update", "check", update(tmp_path, AMINA, BOSCO))
    assert (code, data["errors"][0]["code"]) == (1, "update_no_keys")
    assert "Nothing was" in err
