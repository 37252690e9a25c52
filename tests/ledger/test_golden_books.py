"""Books that were published once are read for ever as they were, by the program and without it."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from coopledger.domain.figures import figures
from coopledger.ledger.book_folder import book_files, key_file, sums
from coopledger.ledger.folder_check import check_folder
from coopledger.words.resources import resource

HERE = Path(__file__).parent
GOLDEN = HERE / "golden_books"
NAMES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
VERIFIER = resource("verifier", "verify_book.py")
SAID = {
    "12-unknown-kind": ["0003: needs a newer program: from here on cash is not added up"],
    "13-fork": ["0003-2: forked: a second page of this number"],
}


def maker():
    spec = importlib.util.spec_from_file_location("make_golden", HERE / "make_golden_books.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def told(name):
    return json.loads((GOLDEN / name / "expected.json").read_text(encoding="utf-8"))


def alone(folder):
    """Run the stand-alone verifier where the package can't be found."""
    command = [sys.executable, "-I", str(VERIFIER), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_there_are_at_least_twelve():
    assert len(NAMES) >= 12
    assert sorted(maker().BOOKS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_book_reads_as_it_did(name):
    expected, checked = told(name), check_folder(GOLDEN / name / "book")
    replay = checked.replay
    assert [msgspec.to_builtins(fault) for fault in checked.faults] == expected["verdict"]
    assert (replay.book_id, checked.device) == (expected["book"], expected["device"])
    hashes = [digest for stem, digest in sorted(expected["hashes"].items()) if "-" not in stem]
    assert replay.hashes == hashes[: expected["genuine_pages"]]
    assert figures(replay.book) == expected["figures"]
    accounts = {account: value for account, value in replay.book.accounts.items() if value}
    assert accounts == expected["accounts"]
    found = [[f.number, f.finding.code, f.finding.member] for f in replay.findings]
    assert found == expected["findings"]
    assert [list(codes) for codes in replay.sealed] == expected["sealed_by"]
    assert (checked.texts, list(checked.hidden)) == (expected["texts"], expected["hidden"])


@pytest.mark.parametrize("name", NAMES)
def test_the_verifier_that_shares_no_code_says_the_same(name):
    expected, folder = told(name), GOLDEN / name / "book"
    code, lines = alone(folder)
    faults = [line.removeprefix("FAULT ") for line in lines if line.startswith("FAULT")]
    assert (faults, code) == (SAID.get(name, []), 1 if name in SAID else 0)
    assert lines[len(faults)].startswith(f"book {expected['book']}: ")
    newest = [d for stem, d in sorted(expected["hashes"].items()) if "-" not in stem][-1]
    assert f"hash {newest}" in lines[len(faults) + 2]
    if name != "12-unknown-kind":
        cash = {
            f"{fund}:cash:{place}": int(amount)
            for word, fund, place, amount in map(str.split, lines[len(faults) + 3 : -1])
            if word == "cash"
            for place in [place.rstrip(":")]
            if int(amount)
        }
        assert cash == {n: v for n, v in expected["accounts"].items() if ":cash:" in n}


@pytest.mark.parametrize("name", NAMES)
def test_the_script_makes_the_same_bytes_again(name, tmp_path):
    maker().make(tmp_path, name)
    files = {p.relative_to(tmp_path): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    kept = {
        p.relative_to(GOLDEN): p.read_bytes() for p in (GOLDEN / name).rglob("*") if p.is_file()
    }
    assert files == kept


def test_they_show_what_they_are_for():
    """Not only that they read, but that each says what it was made to say."""
    verdicts = {name: [v["kind"] for v in told(name)["verdict"]] for name in NAMES}
    assert {name: kinds for name, kinds in verdicts.items() if kinds} == {
        "12-unknown-kind": ["newer_format"],
        "13-fork": ["forked"],
    }
    assert len(told("12-unknown-kind")["hashes"]) == 4  # kept, though not understood
    assert told("03-copied")["findings"] == [[2, "too_many_shares", "M03"]]
    assert told("04-officers")["findings"] == [[3, "quorum_short", ""]]
    assert len(told("11-erasure")["hidden"]) == 2
    seals = [len(list((GOLDEN / "04-officers/book").glob(f"000{n}.*.sig"))) for n in range(1, 6)]
    assert seals == [4, 3, 2, 5, 3]


def test_a_book_of_the_verifier_is_of_the_format_the_program_writes():
    pen = maker().meeting()
    files = book_files(pen.pages, pen.texts)
    name, pem = key_file(maker().DEVICE.public)
    assert files[name] == pem
    assert files["0001.signed"] == b"coopledger/page/v1\0" + files["0001.header.json"]
    assert len(sums(files).splitlines()) == len(files)
    assert len(VERIFIER.read_text(encoding="utf-8").splitlines()) <= 200
