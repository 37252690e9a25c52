"""A store's file cut short, zeroed or replaced: named when it is opened or by verify."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from coopledger.app.ledger import Ledger
from coopledger.app.questions import verify
from coopledger.domain.errors import Refusal
from coopledger.store.store import keys_path
from coopledger.words.errors import explain
from tests.faults.keeper import PASSPHRASE, copy_store, keep_book, laptop_of, make_store

BLOCK = 4096
NAMED = {"not_a_store", "store_unreadable", "keys_of_another", "page_not_genuine"}
NAMED_KEYS = {"bad_key_file", "newer_keys", "wrong_passphrase", "keys_of_another"}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A closed store with three meetings, to be copied."""
    path = tmp_path_factory.mktemp("made") / "folder" / "book.coop"
    make_store(path)
    return path


def looked_at(path):
    """What a person is told of a store, and all that it holds when nothing is said."""
    try:
        with laptop_of(path), Ledger.open(path, PASSPHRASE) as ledger:
            faults = [verdict.fault for verdict in verify(ledger) if verdict.fault]
            held = [
                (
                    group,
                    [(p.header, p.body, p.seals) for p in ledger.store.pages(group.id)],
                    ledger.summaries(group.id),
                    sorted(ledger.store.texts(group.id).items()),
                )
                for group in ledger.groups()
            ]
    except Refusal as refusal:
        return refusal.code, explain(refusal)
    return (faults[0] if faults else ""), held


@pytest.fixture
def whole(made, tmp_path):
    """A copy to damage, and what it holds while it is well."""
    path = copy_store(made, tmp_path / "copy")
    said, held = looked_at(copy_store(made, tmp_path / "well"))
    assert said == ""
    return path, held


def test_a_file_cut_short_anywhere_is_named(whole, made):
    path, _held = whole
    size = made.stat().st_size
    for end in [0, 1, 15, 16, 100, BLOCK - 1, *range(BLOCK, size, BLOCK), size - 1]:
        shutil.copy(made, path)
        with path.open("r+b") as file:
            file.truncate(end)
        assert looked_at(path)[0] in NAMED, end


@pytest.mark.parametrize("what", [bytes(BLOCK), b"\xff" * BLOCK], ids=["zeros", "ones"])
def test_every_block_overwritten_is_named_or_was_empty(whole, made, what):
    path, held = whole
    named = 0
    for start in range(0, made.stat().st_size, BLOCK):
        shutil.copy(made, path)
        with path.open("r+b") as file:
            file.seek(start)
            file.write(what)
        said, found = looked_at(path)
        # The second try is told the same: the first one let go of the file.
        assert looked_at(path) == (said, found), start
        assert said in NAMED or (said == "" and found == held), start
        named += said != ""
    assert named > 5


def test_one_changed_bit_in_any_block_is_named_or_was_in_an_empty_one(whole, made):
    path, held = whole
    named = 0
    for start in range(0, made.stat().st_size, BLOCK):
        shutil.copy(made, path)
        with path.open("r+b") as file:
            file.seek(start + 1000)
            byte = file.read(1)[0]
            file.seek(start + 1000)
            file.write(bytes([byte ^ 4]))
        said, found = looked_at(path)
        # The second try is told the same: the first one let go of the file.
        assert looked_at(path) == (said, found), start
        assert said in NAMED or (said == "" and found == held), start
        named += said != ""
    assert named > 5


def test_the_file_of_another_ledger_is_named(whole, tmp_path):
    path, _held = whole
    other = tmp_path / "other" / "book.coop"
    make_store(other)
    mine = path.read_bytes()
    shutil.copy(other, path)
    assert looked_at(path)[0] == "not_a_store"
    # With its keys it is another ledger, whole, and says so by its own name.
    shutil.copy(keys_path(other), keys_path(path))
    assert looked_at(path)[0] == ""
    path.write_bytes(mine)
    assert looked_at(path)[0] == "not_a_store"


def test_blocks_of_another_time_are_named(whole, made, tmp_path):
    """Half of an old copy over the file, as a broken copying program leaves it."""
    path, _held = whole
    newer = copy_store(made, tmp_path / "newer")
    keep_book(newer, 3, lambda _told: None)
    data, old = newer.read_bytes(), made.read_bytes()
    half = len(old) // BLOCK // 2 * BLOCK
    path.write_bytes(old[:half] + data[half:])
    assert looked_at(path)[0] in NAMED


def test_a_keys_file_cut_short_or_changed_is_named(whole, made):
    path, held = whole
    keys, good = keys_path(path), keys_path(made).read_bytes()
    for end in range(0, len(good), 7):
        keys.write_bytes(good[:end])
        assert looked_at(path)[0] == "bad_key_file", end
    for place in range(0, len(good), 5):
        changed = bytearray(good)
        changed[place] ^= 1
        keys.write_bytes(changed)
        said, found = looked_at(path)
        assert said in NAMED_KEYS or (said == "" and found == held), place
    keys.unlink()
    assert looked_at(path)[0] == "keys_missing"


def test_a_lost_or_spoilt_journal_is_noticed(made, tmp_path):
    """What was confirmed lies in FILE-wal until the file is closed: someone deletes it."""
    for number, spoil in enumerate((Path.unlink, lambda file: os.truncate(file, BLOCK))):
        path = copy_store(made, tmp_path / f"journal-{number}")
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.keeper", str(path)],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
        )
        while b"page" not in keeper.stdout.readline():
            pass
        keeper.kill()
        keeper.wait()
        keeper.stdout.close()
        spoil(path.with_name(path.name + "-wal"))
        with laptop_of(path), Ledger.open(path, PASSPHRASE) as ledger:
            assert [verdict.fault for verdict in verify(ledger)] == [""]
            (group,) = ledger.store.books()
            assert ledger.own_heads.behind[group].number > len(ledger.summaries(group))
            assert ledger.own_heads.refusal(group).code == "restored"
