"""A book as plain files: no byte of it changes unnoticed, and nothing strange in it is trusted."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coopledger.domain.errors import Refusal
from coopledger.ledger import book_folder
from coopledger.ledger.book_folder import SUMS, book_files, read_sums, sums, write_folder
from coopledger.ledger.folder_check import MAX_FILE, check_folder
from coopledger.ledger.page import Page, sha256
from coopledger.ledger.seals import Seal, SigningKey
from coopledger.words.resources import resource

GOLDEN = Path(__file__).parent / "golden_books"


def copy(name, to):
    folder = to / name
    shutil.copytree(GOLDEN / name / "book", folder)
    return folder


def read(folder):
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def seal_anew(folder):
    files = read(folder)
    del files[SUMS]
    (folder / SUMS).write_bytes(sums(files))


def faults(folder):
    return {(fault.kind, fault.file) for fault in check_folder(folder).faults}


def flips(folder, name):
    """Put each byte of a file wrong in turn."""
    path = folder / name
    raw = path.read_bytes()
    for at in range(len(raw)):
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :])
        yield at
    path.write_bytes(raw)


def test_every_flipped_byte_of_a_book_is_found_and_named(tmp_path):
    folder = copy("03-copied", tmp_path)
    (folder / "README.txt").write_text("How to check this book.\n", encoding="utf-8")
    seal_anew(folder)
    tried = 0
    for name in sorted(read(folder)):
        for at in flips(folder, name):
            named = {file for _kind, file in faults(folder)}
            assert named, (name, at)
            assert name in named or name == SUMS, (name, at, named)
            tried += 1
    assert faults(folder) == set()
    assert tried > 6_000


def test_a_forger_who_mends_the_sums_is_found_by_the_pages(tmp_path):
    """Also where each file's sum is made anew: the page, the key or the text is named."""
    folder = copy("01-founding", tmp_path)
    for name in sorted(set(read(folder)) - {SUMS}):
        for at in flips(folder, name):
            seal_anew(folder)
            found = check_folder(folder).faults
            stem = name.split(".")[0]
            of_page = any(fault.page == 1 for fault in found) and stem == "0001"
            assert of_page or any(fault.file == name for fault in found), (name, at, found)
    seal_anew(folder)
    assert faults(folder) == set()


@pytest.mark.parametrize("part", ["header.json", "body.json", "sig", "pem", "member"])
def test_the_verifier_that_stands_alone_finds_a_changed_byte(tmp_path, part):
    folder = copy("04-officers", tmp_path)
    path = sorted(folder.rglob(f"*.{part}"))[1]
    raw = path.read_bytes()
    path.write_bytes(raw[:-40] + bytes([raw[-40] ^ 1]) + raw[-39:])
    seal_anew(folder)
    script = resource("verifier", "verify_book.py")
    command = [sys.executable, "-I", str(script), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    said = [line for line in done.stdout.splitlines() if line.startswith("FAULT ")]
    place = path.name[4:20] if part == "pem" else path.name.split(".")[0]
    assert any(place in line for line in said), said


def test_files_that_are_missing_or_strange_are_named(tmp_path):
    folder = copy("04-officers", tmp_path)
    (folder / "0002.signed").unlink()
    (folder / "stray.exe").write_bytes(b"MZ")
    (folder / "link").symlink_to("/etc/hostname")
    os.mkfifo(folder / "pipe")
    (folder / "folder").mkdir()
    with (folder / "huge").open("wb") as file:
        file.truncate(MAX_FILE + 1)
    assert faults(folder) == {
        ("file_missing", "0002.signed"),
        ("file_unexpected", "stray.exe"),
        ("file_unexpected", "link"),
        ("file_unexpected", "pipe"),
        ("file_unexpected", "folder"),
        ("file_damaged", "huge"),
    }


def test_pages_that_are_missing_swapped_or_of_another_book_are_told(tmp_path):
    folder = copy("02-meeting", tmp_path)
    for file in folder.glob("0002.*"):
        file.unlink()
    seal_anew(folder)
    assert faults(folder) == {("wrong_number", "0003.header.json")}
    folder = copy("04-officers", tmp_path)
    for old in GOLDEN.joinpath("02-meeting", "book").glob("0002.*"):
        shutil.copy(old, folder)
    seal_anew(folder)
    assert {kind for kind, _file in faults(folder)} & {"wrong_book", "chain_broken"}


def test_an_officers_seal_taken_away_is_told_by_the_next_page(tmp_path):
    folder = copy("04-officers", tmp_path)
    seals = sorted(folder.glob("0002.*.sig"))
    device = re.search(r'"device":"([0-9a-f]{16})"', (folder / "0002.header.json").read_text())[1]
    officer = next(seal for seal in seals if device not in seal.name)
    officer.unlink()
    seal_anew(folder)
    assert ("seals_changed", "0003.header.json") in faults(folder)


def test_a_text_brought_back_after_its_erasure_is_told(tmp_path):
    """And one that no page names."""
    folder = copy("11-erasure", tmp_path)
    whole = copy("10-adoption", tmp_path)
    hidden = check_folder(folder).hidden
    (erased,) = [path for path in (whole / "texts").iterdir() if path.stem in hidden]
    shutil.copy(erased, folder / "texts")
    foreign = b"coopledger/note/v1\0" + bytes(32) + b"nobody wrote this"
    (folder / "texts" / f"{sha256(foreign)}.note").write_bytes(foreign)
    seal_anew(folder)
    assert faults(folder) == {
        ("file_unexpected", f"texts/{erased.name}"),
        ("file_unexpected", f"texts/{sha256(foreign)}.note"),
    }


def test_a_page_that_is_sealed_but_not_canonical_is_refused(tmp_path):
    """The device's own holder can seal other bytes; they are no page."""
    folder = copy("01-founding", tmp_path)
    maker = SigningKey(hashlib.sha256(b"golden device").digest())
    header = (folder / "0001.header.json").read_bytes().replace(b'"v":1', b'"v": 1')
    page = Page(header, (folder / "0001.body.json").read_bytes(), (maker.seal("page", header),))
    for name, data in book_files([page]).items():
        (folder / name).write_bytes(data)
    seal_anew(folder)
    assert ("unreadable", "0001.header.json") in faults(folder)


def test_two_keys_with_one_short_name_are_not_written_over_each_other(monkeypatch):
    monkeypatch.setattr(book_folder, "key_id", lambda _key: "0" * 16)
    seals = tuple(Seal(SigningKey(bytes([n]) * 32).public, bytes(64)) for n in (1, 2))
    with pytest.raises(Refusal) as refused:
        book_files([Page(b"{}", b"[]", seals)])
    assert refused.value.code == "ambiguous_key"


def test_a_folder_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    files = {"a": b"1", "texts/b": b"2"}
    (tmp_path / "empty").mkdir()
    write_folder(tmp_path / "empty", files)
    assert read(tmp_path / "empty") == {**files, SUMS: sums(files)}
    assert read_sums(sums(files)) == {name: sha256(raw) for name, raw in files.items()}
    written = []

    def full(path, data):
        if written:
            raise OSError(28, "No space left on device")
        written.append(path)
        path.write_bytes(data)

    monkeypatch.setattr(book_folder, "_write", full)
    with pytest.raises(Refusal) as refused:
        write_folder(tmp_path / "full", files)
    assert refused.value.params["reason"] == "No space left on device"
    assert [path.name for path in tmp_path.iterdir()] == ["empty"]
