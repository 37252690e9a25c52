"""Books that were published once are read for ever as they were, by the program and without it."""

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from coopledger.domain import events as ev
from coopledger.domain.book import Book
from coopledger.domain.constitution import Constitution
from coopledger.domain.figures import figures
from coopledger.domain.postings import APPLY
from coopledger.ledger.book_folder import book_files, key_file, sums
from coopledger.ledger.folder_check import check_folder
from coopledger.ledger.page import BODY, Header, Kind
from coopledger.ledger.replay import FaultKind
from coopledger.words.resources import resource

HERE = Path(__file__).parent
GOLDEN = HERE / "golden_books"
NAMES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
VERIFIER = resource("verifier", "verify_book.py")
SAID = {
    "12-unknown-kind": ["0003: needs a newer program: from here on cash is not added up"],
    "13-fork": ["0003-2: forked: a second such page"],
    "16-take-over": ["0003-2: forked: a second such page"],
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
    assert replay.holder.epoch == expected.get("epoch", 1)
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
    assert lines[len(faults) + 3].endswith(f", epoch {expected.get('epoch', 1)}")
    if name != "12-unknown-kind":
        cash = {
            f"{fund}:cash:{place}": int(amount)
            for word, fund, place, amount in map(str.split, lines[len(faults) + 4 : -1])
            if word == "cash"
            for place in [place.rstrip(":")]
            if int(amount)
        }
        assert cash == {n: v for n, v in expected["accounts"].items() if ":cash:" in n}


def test_the_verifier_sees_who_takes_a_book_over_past_the_officers(tmp_path):
    make = maker()
    pen = make.take_over()
    taken = pen.pages[2]
    for name, seals, told in (
        ("alone", taken.seals[:1], ["0003: the book is taken over, and no officer has sealed it"]),
        ("headless", taken.seals[1:], ["0003: no seal of the device that holds the book"]),
        ("whole", taken.seals, []),
    ):
        changed = [*pen.pages[:2], msgspec.structs.replace(taken, seals=seals)]
        (tmp_path / name).mkdir()
        files = book_files(changed)
        for file, data in {**files, "SHA256SUMS": sums(files)}.items():
            (tmp_path / name / file).write_bytes(data)
        _code, lines = alone(tmp_path / name)
        faults = [line.removeprefix("FAULT ") for line in lines if line.startswith("FAULT")]
        assert faults == told, name


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
        "16-take-over": ["old_epoch"],
    }
    assert told("15-hand-over")["epoch"] == 3
    assert told("16-take-over")["epoch"] == 2
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


def test_the_text_of_the_format_names_every_field():
    """Every kind of event with its fields, every field of a header and a constitution."""
    text = (HERE.parents[1] / "docs" / "format.md").read_text(encoding="utf-8")
    body = text.partition("## The body")[2].partition("### Rules in force")[0]
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| (.*)$", body, flags=re.MULTILINE))
    for kind in APPLY:
        row = rows[str(kind.__struct_config__.tag)]
        missing = [f for f in kind.__struct_encode_fields__ if f"`{f}`" not in row]
        assert missing == [], (kind, missing)
    header = text.partition("## The header")[2].partition("## Keys")[0]
    rules = text.partition("## The constitution")[2].partition("## How")[0]
    for struct, told in ((Header, header), (Constitution, rules)):
        assert [f for f in struct.__struct_encode_fields__ if f"`{f}`" not in told] == []
    assert [kind for kind in get_args(Kind) if f"`{kind}`" not in header] == []
    verified = text.partition("## How a book is verified")[2]
    assert [kind for kind in get_args(FaultKind) if f"`{kind}`" not in verified] == []
    values = [value for hint in Constitution.__annotations__.values() for value in _words(hint)]
    assert [value for value in values if f"`{value}`" not in rules] == []


def _words(hint):
    """Every text that a field may be, of those that are told one by one."""
    parts = get_args(hint)
    found = [part for part in parts if isinstance(part, str)]
    return found + [word for part in parts if not isinstance(part, str) for word in _words(part)]


def test_the_verifier_knows_every_kind_of_event():
    spec = importlib.util.spec_from_file_location("verify_book", VERIFIER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert {str(kind.__struct_config__.tag) for kind in APPLY} == module.KNOWN


def test_the_verifier_adds_up_the_cash_of_every_kind_of_event_as_the_book_does():
    """Each kind in turn, and its reversal, on a book that has all that the events need."""
    spec = importlib.util.spec_from_file_location("verify_book", VERIFIER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    files = [HERE / "golden" / f"events-{number}.json" for number in (1, 5)]
    raw = [event for file in files for event in json.loads(file.read_text(encoding="utf-8"))]
    book, verifier, moved = Book(), module.Verifier("."), 0
    book.begin(1, "2025-01-08")
    for place, plain in enumerate(raw):
        if plain["k"] in ("charge", "capitalise") and 1 not in book.loans:
            book.fold([ev.LoanOut(1, "M02", 60_000, 12)])
            verifier.cash["loan", "box"] -= 60_000
        for event in (plain, {"k": "reverse", "page": 1, "i": place, "e": plain}):
            if plain["k"] == "reverse" and event is not plain:
                continue
            copy = book.copy(whole=True)
            try:
                copy.fold(BODY.decode(json.dumps([event])))
            except (LookupError, ValueError):
                continue
            if event is plain:
                book = copy
            before = {n: v for n, v in verifier.cash.items() if v}
            after = dict(before)
            if plain["k"] in ("found", "amend"):
                verifier.adopt(plain["constitution"], plain.get("on", ""))
            for fund, at, amount in verifier.moves(event):
                after[fund, at] = after.get((fund, at), 0) + amount
            told = {f"{fund}:cash:{at}": v for (fund, at), v in after.items() if v}
            assert told == {n: v for n, v in copy.accounts.items() if ":cash:" in n and v}, event
            moved += told != {f"{f}:cash:{a}": v for (f, a), v in before.items()}
            if event is plain:
                verifier.cash.clear()
                verifier.cash.update(after)
    assert moved > 50
