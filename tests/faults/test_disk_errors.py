"""A full disk, a disk that fails, one that can't be written: a clear word, and nothing lost."""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from coopledger.app.ledger import Ledger
from coopledger.app.meetings import begin_draft, encode_draft, say, seal_meeting
from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal
from coopledger.words.errors import explain
from tests.faults.disks import grow, read_only, small_disk
from tests.faults.keeper import (
    PASSPHRASE,
    copy_store,
    hold_meeting,
    keep_book,
    lost,
    make_store,
    read_said,
    talk,
)

MEETINGS = 5
"""Meetings held while flushes fail: some nine flushes each."""
FLUSHES = range(1, 41)
ROOT = Path(__file__).parents[2]
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A closed store with three meetings, to be copied."""
    path = tmp_path_factory.mktemp("made") / "folder" / "book.coop"
    make_store(path)
    return path


@pytest.fixture(autouse=True)
def state(tmp_path, monkeypatch):
    """Each test's laptop remembers for itself."""
    monkeypatch.setenv("COOPLEDGER_STATE", str(tmp_path / "state"))


def contents(ledger, group):
    """All that must not change when something is refused."""
    pages = [page.hash for page in ledger.store.pages(group)]
    return pages, ledger.summaries(group), ledger.store.draft(group), ledger.store.salted(group)


def fill(folder):
    """Fill a disk to its last byte; what takes the room."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(65536)):
                pass
        except OSError:
            pass
        try:
            while file.write(b"0"):
                pass
        except OSError:
            pass
    assert shutil.disk_usage(folder).free == 0
    return filler


def next_draft(ledger, group):
    book = ledger.replay(group).book
    draft = begin_draft(ledger, group, "2025-02-05")
    return say(draft, *talk(book.members, draft.meeting))


@needs_root
def test_a_full_disk_refuses_a_seal_and_a_draft_and_keeps_what_was_there(made, tmp_path):
    with small_disk(tmp_path / "small", 2) as folder:
        path = copy_store(made, folder)
        with Ledger.open(path, PASSPHRASE) as ledger:
            (group,) = ledger.store.books()
            draft = next_draft(ledger, group)
            before = contents(ledger, group)
            filler = fill(folder)
            big = encode_draft(say(draft, *[en.Spending(1, "x" * 200)] * 200))
            for act in (
                lambda: seal_meeting(ledger, group, draft),
                lambda: ledger.store.save_draft(group, big),
                lambda: seal_meeting(ledger, group, draft),
            ):
                with pytest.raises(Refusal) as caught:
                    act()
                assert caught.value.code == "disk_full"
                assert "disk is full" in explain(caught.value)
                assert contents(ledger, group) == before
            filler.unlink()
            number = seal_meeting(ledger, group, draft).header.number
            assert number == len(before[0]) + 1
        assert lost(path, []) == []


@needs_root
def test_a_ledger_on_a_full_disk_says_so_and_opens_when_there_is_room(made, tmp_path):
    with small_disk(tmp_path / "small", 2) as folder:
        path = copy_store(made, folder)
        before = path.read_bytes()
        filler = fill(folder)
        with pytest.raises(Refusal) as caught:
            Ledger.open(path, PASSPHRASE)
        assert caught.value.code == "disk_full"
        assert path.read_bytes() == before
        filler.unlink()
        with Ledger.open(path, PASSPHRASE) as ledger:
            (group,) = ledger.store.books()
            hold_meeting(ledger, group, lambda _told: None)
        assert lost(path, []) == []


@needs_root
def test_a_disk_that_fills_while_meetings_are_held_loses_nothing(made, tmp_path):
    with small_disk(tmp_path / "small", 2) as folder:
        path = copy_store(made, folder)
        said = []
        keep_book(path, sys.maxsize, said.append)
        assert [line["refused"] for line in said if "refused" in line] == ["disk_full"] * 3
        assert sum("page" in line for line in said) > 5
        grow(folder, 8)
        assert lost(path, said) == []
        keep_book(path, 1, said.append)
        assert "page" in said[-1]
        assert lost(path, said) == []


@needs_root
def test_a_store_on_a_disk_made_read_only_says_so(made, tmp_path):
    with small_disk(tmp_path / "small", 4) as folder:
        path = copy_store(made, folder)
        with read_only(folder):
            with pytest.raises(Refusal) as caught:
                Ledger.open(path, PASSPHRASE)
            assert explain(caught.value)
        assert caught.value.code == "not_writable"
        assert lost(path, []) == []


def test_the_clock_set_back_a_year_is_shown_and_refuses_nothing(made, tmp_path, monkeypatch):
    path = copy_store(made, tmp_path / "clock")
    year = 365 * 86_400
    with Ledger.open(path, PASSPHRASE) as ledger:
        (group,) = ledger.store.books()
        now = time.time_ns
        monkeypatch.setattr(time, "time_ns", lambda: now() - year * 10**9)
        said = []
        hold_meeting(ledger, group, said.append)
        hold_meeting(ledger, group, said.append)
        back = [head.back for head in ledger.replay(group).headers]
    # A page says how far the clock went back from the page before it.
    assert back[-2] == pytest.approx(year * 1000, abs=600_000)
    assert back[-1] == 0
    assert lost(path, said) == []


@pytest.fixture
def traced():
    """Skip where strace is not there or may not trace."""
    if not shutil.which("strace"):
        pytest.skip("failing flushes: strace is not installed")
    tried = subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-o", os.devnull, "true"],
        capture_output=True,
        check=False,
    )
    if tried.returncode:
        pytest.skip(f"failing flushes: strace may not trace here: {tried.stderr.decode()}")


def failing(path, nth):
    """What a keeper of some meetings says and writes on stderr while the nth flush fails."""
    done = subprocess.run(
        [
            *("strace", "-f", "--seccomp-bpf", "-qq", "-o", os.devnull),
            *("-e", "trace=fsync,fdatasync"),
            *("-e", f"inject=fsync,fdatasync:error=EIO:when={nth}"),
            *(sys.executable, "-m", "tests.faults.keeper", str(path), str(MEETINGS)),
        ],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    return read_said(done.stdout.decode()), done.stderr.decode()


def test_no_confirmed_page_is_lost_when_the_nth_flush_fails(made, tmp_path, traced):
    paths = [copy_store(made, tmp_path / f"flush-{nth}") for nth in FLUSHES]
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(failing, paths, FLUSHES))
    for nth, path, (said, errors) in zip(FLUSHES, paths, told, strict=True):
        assert "Traceback" not in errors, nth
        # After the refusal the keeper goes on and holds all its meetings.
        assert sum("page" in line for line in said) == MEETINGS, nth
        assert lost(path, said) == [], nth
    refused = [line["refused"] for said, _ in told for line in said if "refused" in line]
    assert set(refused) == {"store_unreadable"}
    # The others hit the memory outside the store, which stops nobody.
    assert len(FLUSHES) // 2 < len(refused) <= len(FLUSHES)
