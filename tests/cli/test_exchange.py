"""Two laptops and a stick, through the doors that a script uses."""

import json

import pytest

from coopledger.app.importing import import_notebook
from coopledger.app.ledger import Ledger
from coopledger.cli.main import run
from coopledger.ledger.keyfile import Cost
from tests.conftest import PASSPHRASE, YEAR

PINS = "ALMAZ=314159,BIRUK=271828,CHALA=161803"


@pytest.fixture
def ask(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("COOPLEDGER_PINS", PINS)
    for name in ("one", "two"):
        with Ledger.create(tmp_path / f"{name}.coop", PASSPHRASE, cost=Cost(8, 1, 1)) as made:
            if name == "one":
                import_notebook(made, YEAR)

    def call(laptop, *words, code=0):
        assert run([*words, "--store", str(tmp_path / f"{laptop}.coop"), "--json"]) == code
        return json.loads(capsys.readouterr().out)

    return call


def test_a_branch_joins_and_reads_the_books(ask, tmp_path):
    init = ["--cooperative", "Union", "--branch", "KLA", "--name", "Kampala"]
    made = ask("one", "device", "init", *init, "--officers", "ALMAZ,BIRUK,CHALA")
    asked = ask("two", "device", "request", "--out", str(tmp_path / "join.json"))
    where = ["--branch", "JIN", "--name", "Jinja", "--groups", "all"]
    row = ask("one", "device", "enrol", str(tmp_path / "join.json"), *where, "--by", "ALMAZ,CHALA")
    assert row["words"] == asked["words"]
    assert len(row["words"]) == 6
    (tmp_path / "stick").mkdir()
    told = ask("one", "bundle", "export", str(tmp_path / "stick"), "--to", "Jinja")
    assert (told["books"], told["pages"]) == (1, 49)
    seen = ask("two", "bundle", "inspect", told["file"])
    assert (seen["joins"], seen["words"], seen["taken"]) == (True, made["words"], False)
    (book,) = seen["books"]
    assert (book["pages"], book["first_meeting"], book["last_meeting"]) == (49, 1, 48)
    assert book["money_in"] - book["money_out"] == book["cash"]
    assert ask("two", "groups") == []
    refused = ask("two", "bundle", "import", told["file"], code=1)
    assert refused["errors"][0]["code"] == "join_not_confirmed"
    assert " ".join(made["words"]) in refused["errors"][0]["reason"]
    assert ask("two", "bundle", "import", told["file"], "--join")["taken"]
    name = ask("one", "groups")[0]["name"]
    assert ask("two", "balances", "--group", name) == ask("one", "balances", "--group", name)
    assert [each["name"] for each in ask("two", "device", "list")["devices"]] == [
        "Kampala",
        "Jinja",
    ]
    assert ask("two", "status")["read_only"] == [book["book"]]
    ask("one", "device", "revoke", "Jinja", "--by", "ALMAZ,BIRUK")
    again = ask("one", "bundle", "export", str(tmp_path / "stick"), "--to", "Jinja", code=1)
    assert again["errors"][0]["code"] == "unknown_device"


def test_one_officer_alone_enrols_nobody(ask, tmp_path):
    init = ["--cooperative", "Union", "--branch", "KLA", "--name", "Kampala"]
    ask("one", "device", "init", *init, "--officers", "ALMAZ,BIRUK,CHALA")
    ask("two", "device", "request", "--out", str(tmp_path / "join.json"))
    where = ["--branch", "JIN", "--name", "Jinja"]
    told = ask(
        "one", "device", "enrol", str(tmp_path / "join.json"), *where, "--by", "BIRUK", code=1
    )
    assert told["errors"][0]["code"] == "quorum_missing"
    assert len(ask("one", "device", "list")["devices"]) == 1
    (tmp_path / "join.json").write_text("{}")
    told = ask("one", "device", "enrol", str(tmp_path / "join.json"), *where, code=1)
    assert told["errors"][0]["code"] == "not_a_request"


def test_a_bundle_under_a_passphrase(ask, tmp_path, monkeypatch):
    init = ["--cooperative", "Union", "--branch", "KLA", "--name", "Kampala"]
    ask("one", "device", "init", *init, "--officers", "ALMAZ,BIRUK,CHALA")
    monkeypatch.setenv("COOPLEDGER_BUNDLE_PASSPHRASE", "seven red goats")
    told = ask("one", "bundle", "export", str(tmp_path), "--passphrase")
    refused = ask("two", "bundle", "inspect", told["file"], code=1)
    assert refused["errors"][0]["code"] == "bundle_not_for_us"
    assert ask("two", "bundle", "import", told["file"], "--passphrase", "--join")["taken"]
    assert len(ask("two", "groups")) == 1


def test_without_a_cooperative_or_a_stick_a_sentence_says_so(ask, tmp_path):
    for words in (["device", "list"], ["bundle", "export", str(tmp_path), "--to", "Jinja"]):
        assert ask("one", *words, code=1)["errors"][0]["code"] == "no_cooperative"
    init = ["--cooperative", "Union", "--branch", "KLA", "--name", "Kampala"]
    ask("one", "device", "init", *init, "--officers", "ALMAZ,BIRUK,CHALA")
    told = ask("one", "bundle", "export", str(tmp_path / "none"), "--to", "Kampala", code=1)
    assert told["errors"][0]["code"] == "stick_missing"
    told = ask("one", "bundle", "inspect", str(tmp_path / "none"), code=1)
    assert told["errors"][0]["code"] == "bundle_missing"
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7 of a letter")
    told = ask("one", "bundle", "inspect", str(tmp_path / "letter.pdf"), code=1)
    assert told["errors"][0]["code"] == "not_a_bundle"
    assert "letter.pdf" in told["errors"][0]["reason"]


def joined(ask, tmp_path):
    """Two laptops of one cooperative, of which the second has read the first's books."""
    init = ["--cooperative", "Union", "--branch", "KLA", "--name", "Kampala"]
    ask("one", "device", "init", *init, "--officers", "ALMAZ,BIRUK,CHALA")
    ask("two", "device", "request", "--out", str(tmp_path / "join.json"))
    where = ["--branch", "JIN", "--name", "Jinja", "--groups", "all"]
    ask("one", "device", "enrol", str(tmp_path / "join.json"), *where, "--by", "ALMAZ,CHALA")
    (tmp_path / "stick").mkdir()
    made = ask("one", "bundle", "export", str(tmp_path / "stick"), "--to", "Jinja")
    ask("two", "bundle", "import", made["file"], "--join")
    return made


def test_history_and_what_waits_for_scripts(ask, tmp_path):
    joined(ask, tmp_path)
    (line,) = ask("one", "bundle", "history")
    assert (line["way"], line["name"], line["pages"], line["place"]) == (
        "sent",
        "Jinja",
        49,
        "stick",
    )
    (line,) = ask("two", "bundle", "history")
    assert (line["way"], line["name"]) == ("read", "Kampala")
    told = ask("one", "bundle", "waiting")
    assert [(row["name"], len(row["behind"][0]["meetings"])) for row in told["laptops"]] == [
        ("Jinja", 48)
    ]
    assert told["missing"] == []


def test_a_shared_folder_for_scripts(ask, tmp_path):
    joined(ask, tmp_path)
    assert ask("two", "bundle", "watch", "--once", code=1)["folder"] == ""
    folder = tmp_path / "shared"
    folder.mkdir()
    (sent,) = ask("two", "bundle", "watch", str(folder), "--once", "--take")["sent"]
    told = ask("one", "bundle", "watch", str(folder), "--once", "--keep")
    assert ([each["file"] for each in told["waits"]], told["sent"]) == ([sent], [])
    told = ask("one", "bundle", "watch", str(folder), "--once", "--take", "--keep")
    assert (told["taken"], told["sent"]) == ([sent], [])
    assert ask("one", "bundle", "waiting")["laptops"][0]["behind"] == []
    assert ask("one", "bundle", "watch", "--once")["taken"] == []  # as it was chosen before
