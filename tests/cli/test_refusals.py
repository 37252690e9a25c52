"""A ledger that can't be opened: the reason in one sentence, and nothing harmed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from coopledger.app.ledger import Ledger
from coopledger.cli.main import run
from coopledger.ledger.keyfile import Cost


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "ledger.coop"
    Ledger.create(path, "right", cost=Cost(8, 1, 1)).close()
    return path


@pytest.fixture
def refusal(capfd, monkeypatch):
    """Ask for the groups of a ledger; what the refusal is called."""
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", "right")

    def give(store, *command):
        assert run([*(command or ["groups"]), "--store", str(store), "--json"]) == 1
        out, err = capfd.readouterr()
        assert err.count("\n") == 1
        assert "Traceback" not in err
        (error,) = json.loads(out)["errors"]
        assert error["reason"] in err
        return error["code"]

    return give


def is_well(store):
    with Ledger.open(store, "right") as ledger:
        return ledger.groups() == []


def test_no_ledger_there(refusal, tmp_path):
    assert refusal(tmp_path / "none.coop") == "store_missing"
    assert list(tmp_path.iterdir()) == [], "a question made a file"


def test_no_folder_there(refusal, tmp_path):
    assert refusal(tmp_path / "none" / "ledger.coop") == "store_missing"


@pytest.mark.parametrize("passphrase", ["wrong", "Right", "right "])
def test_another_passphrase(refusal, store, monkeypatch, passphrase):
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", passphrase)
    assert refusal(store) == "wrong_passphrase"
    assert is_well(store)


@pytest.mark.parametrize("value", [None, ""])
def test_no_passphrase_and_nobody_to_ask(refusal, store, monkeypatch, value):
    monkeypatch.delenv("COOPLEDGER_PASSPHRASE")
    if value is not None:
        monkeypatch.setenv("COOPLEDGER_PASSPHRASE", value)
    monkeypatch.setattr("sys.stdin", None)
    assert refusal(store) == "no_passphrase"


def test_a_new_ledger_needs_a_passphrase(refusal, tmp_path, monkeypatch):
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", "   ")
    assert refusal(tmp_path / "new.coop", "init") == "empty_passphrase"
    assert list(tmp_path.iterdir()) == []


def test_its_keys_are_gone(refusal, store):
    store.with_name("ledger.coop.keys").unlink()
    before = store.read_bytes()
    assert refusal(store) == "keys_missing"
    assert store.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"{}", b"{", b"\xff\xfe", b"[]", b'{"format":99}'])
def test_its_keys_are_spoilt(refusal, store, content):
    keys = store.with_name("ledger.coop.keys")
    good = keys.read_bytes()
    keys.write_bytes(content)
    assert refusal(store) == "bad_key_file"
    keys.write_bytes(good)
    assert is_well(store)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"SQLite format 3\0" + bytes(4080), bytes(8192)]
)
def test_the_file_is_no_ledger(refusal, store, content):
    store.write_bytes(content)
    assert refusal(store) == "not_a_store"
    assert store.read_bytes() == content, "a question changed a file"


def test_the_file_is_cut(refusal, store):
    content = store.read_bytes()
    store.write_bytes(content[: len(content) // 2 + 100])
    assert refusal(store, "verify") in ("store_unreadable", "not_a_store")


def test_a_folder_in_its_place(refusal, tmp_path):
    (tmp_path / "ledger.coop").mkdir()
    assert refusal(tmp_path / "ledger.coop") == "store_missing"


def test_another_program_has_it(refusal, store):
    code = (
        "import sys; from pathlib import Path; from coopledger.app.ledger import Ledger\n"
        "with Ledger.open(Path(sys.argv[1]), 'right'): print('open', flush=True); input()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, store],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert other.stdout.readline() == b"open\n"
        assert refusal(store) == "store_busy"
        assert refusal(store, "init") == "store_exists"
    finally:
        other.communicate(b"\n", timeout=30)
    assert other.returncode == 0
    assert is_well(store)
