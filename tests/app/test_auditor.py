"""An auditor who has the folder, a shell, sha256sum and openssl, and nothing of ours."""

import re
import shutil
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from coopledger.app.book_export import (
    README,
    VERIFIER,
    auditor_readme,
    export_book,
    verify_folder,
)
from coopledger.app.recording import reverse
from coopledger.cli.book import verify_folder as verify_door
from coopledger.domain.errors import Refusal
from coopledger.ledger.book_folder import SUMS, read_key, sums, write_folder
from coopledger.words.resources import resource

GOLDEN = Path(__file__).parents[1] / "ledger" / "golden_books" / "04-officers" / "book"

NEEDED = ("sh", "sha256sum", "openssl", "cmp", "od")
MISSING = [tool for tool in NEEDED if shutil.which(tool) is None]
needs_tools = pytest.mark.skipif(bool(MISSING), reason=f"needs {', '.join(MISSING)}")


@pytest.fixture
def year_folder(kamu, tmp_path):
    """The year of one group, with names, as the auditor gets it."""
    ledger, group = kamu
    reverse(ledger, group, (3, 1), "noted twice", ["M01"])
    return export_book(ledger, group, tmp_path / "book", texts=True).folder


@pytest.fixture
def folder(tmp_path):
    """A book of five pages with several officers' seals on most."""
    files = {p.relative_to(GOLDEN).as_posix(): p.read_bytes() for p in GOLDEN.rglob("*.*")}
    files[README] = auditor_readme(texts=True).encode()
    files[VERIFIER] = resource("verifier", VERIFIER).read_bytes()
    write_folder(tmp_path / "book", files)
    return tmp_path / "book"


def commands(folder):
    """The indented commands of the README, step by step; the last runs our own verifier."""
    text = (folder / README).read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^    .*\n?)+", text, flags=re.MULTILINE)
    return [re.sub(r"^    ", "", block, flags=re.MULTILINE) for block in blocks]


def typed(folder, block):
    done = subprocess.run(
        ["sh", "-c", block], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    return (done.stdout + done.stderr).splitlines()


def complaints(folder):
    """What an auditor reads that is not as the README says it must be, over all steps."""
    found = []
    for block in commands(folder)[:-1]:
        for line in typed(folder, block):
            fine = line.endswith((": OK", ": Signature Verified Successfully"))
            named = re.fullmatch(r"key-\S+ is named in: 000[14]\.body\.json ", line)
            if not fine and not named and not line.startswith("newest page: "):
                found.append(line)
    return found


def device_of(folder):
    return re.search(r'"device":"([0-9a-f]{64})"', (folder / "0001.body.json").read_text())[1]


def page(folder, number):
    return sorted(folder.glob(f"{number:04}.*"))


@needs_tools
def test_a_good_book_passes_every_step_of_the_readme(kamu, year_folder):
    ledger, group = kamu
    assert complaints(year_folder) == []
    assert len(commands(year_folder)) == 8
    assert f"newest page: {ledger.replay(group).hash}" in typed(
        year_folder, commands(year_folder)[2]
    )


@needs_tools
def test_every_seal_of_a_book_with_officers_is_checked(folder):
    assert complaints(folder) == []
    told = typed(folder, commands(folder)[3])
    assert sum("Signature Verified Successfully" in line for line in told) == 4 + 3 + 2 + 5 + 3


@needs_tools
@pytest.mark.parametrize(
    ("part", "named"),
    [("header.json", "0003.header.json DOES NOT FOLLOW"), ("body.json", "0002 entries: CHANGED")],
)
def test_a_changed_byte_is_found_even_if_the_sums_are_made_anew(folder, part, named):
    file = folder / f"0002.{part}"
    raw = bytearray(file.read_bytes())
    at = raw.rindex(b"0")
    raw[at : at + 1] = b"1"
    file.write_bytes(bytes(raw))
    assert f"0002.{part}: FAILED" in complaints(folder)
    (folder / SUMS).write_bytes(sums({p.name: p.read_bytes() for p in folder.glob("*.*")}))
    found = complaints(folder)
    assert f"0002.{part}: FAILED" not in found
    assert named in found


@needs_tools
def test_a_changed_page_whose_copy_was_changed_too_has_no_seal(folder):
    """Even with the hash in the header corrected: the seal is over the header."""
    header, signed = folder / "0002.header.json", folder / "0002.signed"
    raw = header.read_bytes().replace(b'"epoch":1', b'"epoch":2')
    header.write_bytes(raw)
    signed.write_bytes(b"coopledger/page/v1\0" + raw)
    found = complaints(folder)
    assert any(re.search(r"0002\..*\.sig: .*Fail", line, re.IGNORECASE) for line in found)
    assert "0003.header.json DOES NOT FOLLOW" in found


@needs_tools
def test_a_missing_page_is_found(folder):
    for file in page(folder, 3):
        file.unlink()
    assert "0004.header.json DOES NOT FOLLOW" in complaints(folder)
    assert ("wrong_number", 3) in {(f.kind, f.page) for f in verify_folder(folder).faults}


@needs_tools
def test_swapped_pages_are_found(folder):
    for old, new in (("0002", "aside"), ("0003", "0002"), ("aside", "0003")):
        for file in folder.glob(f"{old}.*"):
            file.rename(file.with_name(file.name.replace(old, new)))
    found = complaints(folder)
    assert {"0002.header.json DOES NOT FOLLOW", "0003.header.json DOES NOT FOLLOW"} <= set(found)
    assert ("wrong_number", 2) in {(f.kind, f.page) for f in verify_folder(folder).faults}


@needs_tools
def test_a_seal_taken_away_is_found(folder):
    for seal in folder.glob("0004.*.sig"):
        device = read_key((folder / f"key-{seal.name[5:21]}.pem").read_bytes()) == bytes.fromhex(
            device_of(folder)
        )
        seal.rename(folder / "aside")
        found = complaints(folder)
        assert "0005.header.json SEALS BEFORE CHANGED" in found
        assert ("0004 HAS NO SEAL OF ITS DEVICE" in found) is device
        (folder / "aside").rename(seal)


def test_the_last_command_of_the_readme_runs_the_verifier(folder):
    block = commands(folder)[-1]
    assert block.split() == ["python3", "verify_book.py"]
    done = subprocess.run(
        [sys.executable, "verify_book.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "genuine")


def test_an_export_is_the_same_every_time_and_verifies(kamu, tmp_path):
    ledger, group = kamu
    one = export_book(ledger, group, tmp_path / "one")
    export_book(ledger, group, tmp_path / "deep" / "two")
    files = [
        {p.name: p.read_bytes() for p in (tmp_path / at).iterdir()} for at in ("one", "deep/two")
    ]
    assert files[0] == files[1]
    assert len(files[0]) == one.files
    checked = verify_folder(one.folder)
    assert checked.faults == ()
    assert checked.replay.hash == one.page_hash == ledger.replay(group).hash
    assert checked.device == ledger.store.device.public.hex()
    assert checked.replay.findings == ledger.replay(group).findings


def test_names_are_only_there_when_asked_for(kamu, tmp_path):
    ledger, group = kamu
    name = next(iter(ledger.members(group).values())).name.encode()
    for at, texts in (("bare", False), ("named", True)):
        made = export_book(ledger, group, tmp_path / at, texts=texts)
        raw = b"".join(p.read_bytes() for p in made.folder.rglob("*") if p.is_file())
        assert (name in raw) is texts
        assert bool(made.texts) is texts
        checked = verify_folder(made.folder)
        assert checked.faults == ()
        assert bool(checked.hidden) is not texts


def test_a_folder_that_is_not_empty_is_left_alone(kamu, tmp_path):
    ledger, group = kamu
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        export_book(ledger, group, tmp_path / "there")
    assert refused.value.code == "not_writable"
    assert [path.name for path in tmp_path.glob("there*")] == ["there"]
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["mine.txt"]


def test_the_door_names_the_key_that_all_rests_on_and_each_fault(folder):
    good = verify_door(Namespace(folder=folder))
    assert good.code == 0
    assert good.data["device_fingerprint"] in "\n".join(good.lines)
    assert re.fullmatch(r"(\d{4} ){4}\d{4}", good.data["device_fingerprint"])
    (folder / "0003.body.json").unlink()
    (folder / "stray.txt").write_text("?", encoding="utf-8")
    bad = verify_door(Namespace(folder=folder))
    assert bad.code == 1
    assert bad.data["genuine_pages"] == 2
    assert {(f["kind"], f["file"]) for f in bad.data["faults"]} == {
        ("file_missing", "0003.body.json"),
        ("file_unexpected", "stray.txt"),
    }
    with pytest.raises(Refusal):
        verify_door(Namespace(folder=folder / "nowhere"))


def test_the_readme_is_wrapped_but_its_commands_are_not():
    text = auditor_readme(texts=False)
    assert "texts/" not in text
    assert all(len(line) <= 80 for line in text.splitlines() if not line.startswith("    "))
