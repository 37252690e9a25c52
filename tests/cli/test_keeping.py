"""The doors that keep a ledger: passphrase, backup, restore, recovery sheet, recover, status."""

import json
import os
from pathlib import Path

import pytest

from coopledger.app.ledger import Ledger
from coopledger.cli.main import run
from coopledger.ledger.keyfile import Cost
from tests.conftest import PASSPHRASE, YEAR


@pytest.fixture
def call(capfd, monkeypatch):
    """Run the command line, with secrets through a pipe: exit code, the JSON document, stderr."""
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", PASSPHRASE)

    def give(*arguments, **secrets):
        given = [str(argument) for argument in arguments]
        if secrets:
            reading, writing = os.pipe()
            with os.fdopen(writing, "w", encoding="utf-8") as stream:
                json.dump(secrets, stream)
            given += ["--secrets-fd", str(reading)]
        code = run([*given, "--json"])
        out, err = capfd.readouterr()
        return code, json.loads(out), err

    return give


@pytest.fixture
def store(tmp_path, call):
    path = tmp_path / "ledger.coop"
    with Ledger.create(path, PASSPHRASE, cost=Cost(8, 1, 1)):
        pass
    assert call("import-notebook", YEAR, "--store", path)[0] == 0
    return path


def refused(answer):
    code, data, err = answer
    assert code == 1
    assert err.strip()
    return data["errors"][0]["code"]


def test_a_lost_laptop_from_end_to_end(store, call, tmp_path, monkeypatch):
    _, made, _ = call("recovery-sheet", "--kind", "shares", "--out", tmp_path / "sheets.pdf",
                      "--show", "--store", store)  # fmt: skip
    assert (tmp_path / "sheets.pdf").read_bytes().startswith(b"%PDF")
    shares = made["words"]
    assert [len(share.split()) for share in shares] == [20, 20, 20]
    _, copy, _ = call("backup", "--to", tmp_path / "stick", "--store", store)
    new = tmp_path / "new" / "ledger.coop"
    answer = call("recover", copy["file"], "--store", new, words=shares[:1], new_passphrase="new")
    assert refused(answer) == "recovery_share_missing"
    answer = call("recover", copy["file"], "--store", new, words=shares[1:], new_passphrase="new")
    assert answer[:2] == (0, {"store": str(new), "groups": 1})
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", "new")
    assert call("verify", "--store", new)[0] == 0
    reverse = ("reverse", "--group", "Kamu Kamu", "--page", 3, "--entry", 1, "--reason", "wrong")
    assert refused(call(*reverse, "--store", new)) == "not_the_holder"
    _, told, _ = call("status", "--store", new)
    assert [each["code"] for each in told["findings"]] == ["not_the_holder", "never_backed_up"]
    assert "Kamu Kamu" in told["findings"][0]["reason"]


def test_what_the_recovery_sheet_does_without_showing_the_words(store, call, tmp_path):
    assert refused(call("recovery-sheet", "--store", store)) == "no_recovery_file"
    _, made, _ = call("recovery-sheet", "--out", tmp_path / "sheet.pdf", "--store", store)
    assert set(made) == {"file", "pages", "key"}
    assert call("status", "--store", store)[1]["recovery"] == made["key"]
    wrong = "abandon " * 23 + "art"
    answer = call("recovery-sheet", "--check", "--store", store, words=[wrong])
    assert refused(answer) == "recovery_of_another"
    assert refused(call("recovery-sheet", "--check", "--store", store)) == "no_secrets"


def test_backups_are_listed_aged_and_put_back(store, call, tmp_path):
    assert refused(call("backup", "--store", store)) == "no_backup_folder"
    _, made, _ = call("backup", "--to", tmp_path / "stick", "--store", store)
    assert made["same_disk"]
    _, listed, _ = call("backup", "--list", "--store", store)
    assert [each["file"] for each in listed] == [made["file"]]
    _, told, _ = call("status", "--store", store)
    assert (told["backups"], told["backup_age_hours"]) == (1, 0)
    code, done, _ = call("restore", made["file"], "--store", store)
    assert (code, done["pages"]) == (0, 49)
    assert Path(done["kept"]).exists()
    assert call("status", "--store", store)[1]["heads_ok"]
    assert refused(call("restore", tmp_path / "none", "--store", store)) == "backup_missing"


def test_the_passphrase_is_changed_by_a_pipe_alone(store, call):
    assert call("passphrase", "--store", store, new_passphrase="eight goats")[0] == 0
    assert refused(call("groups", "--store", store)) == "wrong_passphrase"
    assert call("backup", "--list", "--store", store, passphrase="eight goats")[0] == 0
    answer = call("passphrase", "--store", store, passphrase="x", new_passphrase="y")
    assert refused(answer) == "wrong_passphrase"


def test_secrets_that_cannot_be_read_are_told(store, call):
    answer = call("passphrase", "--store", store, "--secrets-fd", 999)
    assert refused(answer) == "secrets_unreadable"
    assert refused(call("passphrase", "--store", store, phrase="x")) == "secrets_unreadable"
