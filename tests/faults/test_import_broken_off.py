"""A bundle is taken in whole or not at all: killed, broken off, or on a full disk."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coopledger.app.bundle_export import export
from coopledger.app.bundle_import import examine, take
from coopledger.app.ledger import Ledger
from coopledger.app.questions import verify
from coopledger.domain.errors import Refusal
from coopledger.store import exchange_shelf
from coopledger.store.store import keys_path
from tests.conftest import PASSPHRASE
from tests.faults.disks import small_disk
from tests.faults.test_disk_errors import fill
from tests.sync.laptops import enrolled, founder, group, hold, laptop, pages, read
from tests.sync.test_exchange import image

ROOT = Path(__file__).parents[2]
BOOKS = 3

KILLED = """
import os, signal, sys
from pathlib import Path
from coopledger.app.bundle_import import examine, take
from coopledger.app.heads import OwnHeads
from coopledger.app.ledger import Ledger
from coopledger.store import exchange_shelf

store, file, moment = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
real, count = exchange_shelf.take_book, 0

def killed(*arguments):
    global count
    count += 1
    real(*arguments)
    if count == moment:
        os.kill(os.getpid(), signal.SIGKILL)

def after(self):
    os.kill(os.getpid(), signal.SIGKILL)

exchange_shelf.take_book = killed
OwnHeads.look_again = after
ledger = Ledger.open(store, "seven goats")
take(ledger, examine(ledger, file))
"""


@pytest.fixture
def met(tmp_path, monkeypatch):
    """A closed laptop with three books, a bundle with more of each, and what it comes to."""
    monkeypatch.setenv("COOPLEDGER_STATE", str(tmp_path / "state"))
    (tmp_path / "stick").mkdir()
    with founder(tmp_path) as first, laptop(tmp_path, "jinja") as second:
        books = [group(first, f"Group {n}", 1) for n in range(BOOKS)]
        enrolled(first, second)
        file = export(first, tmp_path / "stick", second.store.device.id).file
        read(second, file, join=True)
        for book in books:
            for _ in range(4):
                hold(first, book, note="x" * 200)
        file = export(first, tmp_path / "stick", second.store.device.id).file
        whole = {book: pages(first, book) for book in books}
        path = second.store.path
    return path, file, whole


def held(path):
    with Ledger.open(path, PASSPHRASE) as ledger:
        assert all(found.fault == "" for found in verify(ledger))
        return {book: pages(ledger, book) for book in ledger.store.books()}


# The registry is taken first; after the last book the transaction is still open.
@pytest.mark.parametrize("moment", range(1, BOOKS + 2))
def test_killed_in_the_middle_nothing_of_it_is_there_and_it_is_read_again(met, moment):
    path, file, whole = met
    before = held(path)
    command = [sys.executable, "-c", KILLED, str(path), str(file), str(moment)]
    done = subprocess.run(command, cwd=ROOT, check=False, env={**os.environ, "PYTHONPATH": "."})
    assert done.returncode == -signal.SIGKILL
    assert held(path) == before != whole
    with Ledger.open(path, PASSPHRASE) as ledger:
        read(ledger, file)
    assert held(path) == whole


def test_killed_right_after_the_commit_all_of_it_is_there(met):
    path, file, whole = met
    command = [sys.executable, "-c", KILLED, str(path), str(file), "99"]
    done = subprocess.run(command, cwd=ROOT, check=False, env={**os.environ, "PYTHONPATH": "."})
    assert done.returncode == -signal.SIGKILL
    assert held(path) == whole


def test_broken_off_by_a_fault_of_the_program_nothing_of_it_is_there(met, monkeypatch):
    path, file, whole = met
    real, taken = exchange_shelf.take_book, []

    def broken(*arguments):
        real(*arguments)
        taken.append(arguments)
        if len(taken) == BOOKS:
            raise KeyboardInterrupt

    with Ledger.open(path, PASSPHRASE) as ledger:
        before = image(ledger)
        monkeypatch.setattr(exchange_shelf, "take_book", broken)
        with pytest.raises(KeyboardInterrupt):
            take(ledger, examine(ledger, file))
        assert image(ledger) == before
        monkeypatch.undo()
        take(ledger, examine(ledger, file))
    assert held(path) == whole


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_takes_nothing_and_all_of_it_when_there_is_room(met, tmp_path):
    path, file, whole = met
    with small_disk(tmp_path / "small", 2) as folder:
        there = folder / path.name
        there.write_bytes(path.read_bytes())
        keys_path(there).write_bytes(keys_path(path).read_bytes())
        with Ledger.open(there, PASSPHRASE) as ledger:
            filler = fill(folder)
            before = image(ledger)
            for _ in range(2):
                with pytest.raises(Refusal) as caught:
                    take(ledger, examine(ledger, file))
                assert caught.value.code == "disk_full"
                assert image(ledger) == before
            filler.unlink()
            take(ledger, examine(ledger, file))
        assert held(there) == whole


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_stick_is_told_and_keeps_what_was_on_it(met, tmp_path):
    path, _file, _whole = met
    with small_disk(tmp_path / "small", 2) as folder, Ledger.open(path, PASSPHRASE) as ledger:
        (folder / "earlier.bundle").write_bytes(b"earlier")
        filler = fill(folder)
        with pytest.raises(Refusal) as caught:
            export(ledger, folder, ledger.store.device.id)
        assert caught.value.code == "stick_full"
        assert {each.name for each in folder.iterdir()} == {"earlier.bundle", filler.name}
        filler.unlink()
        made = export(ledger, folder, ledger.store.device.id)
        assert examine(ledger, made.file).verdicts


def test_a_stick_that_gives_back_other_bytes_is_not_trusted(met, tmp_path, monkeypatch):
    from coopledger.sync import stick

    path, _file, _whole = met
    real = stick.replace
    monkeypatch.setattr(stick, "replace", lambda place, data: real(place, data[:-1] + b"x"))
    with Ledger.open(path, PASSPHRASE) as ledger:
        with pytest.raises(Refusal) as caught:
            export(ledger, tmp_path, ledger.store.device.id)
        assert caught.value.code == "stick_broken"
        assert not list(tmp_path.glob("*.bundle"))


def test_a_cooperative_whose_sticks_go_wrong_comes_to_the_same_bytes():
    # A process of its own: it has a memory of its own for what its laptops wrote.
    command = [sys.executable, "-m", "tests.faults.sticks", "6", "1", "--small"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    tally = json.loads(done.stdout)
    assert tally["wrong"] == []
    assert tally["seeds"] == 6
    # There was something to go wrong.
    assert tally["forks"] > 0
    assert tally["spoilt"] > 0
    assert tally["restored"] + tally["cloned"] > 3
    assert tally["handed"] > 0
    assert tally["taken_over"] > 0
    assert tally["cards"] > 0
