"""Copies on real disks: checked, rotated, put back; killed, cut short, or of another store."""

import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coopledger.app.importing import import_notebook
from coopledger.app.ledger import Ledger
from coopledger.app.questions import verify
from coopledger.domain.errors import Refusal
from coopledger.ledger import keyfile, recovery
from coopledger.ledger.keyfile import Cost
from coopledger.store import backup, keys, restoring
from coopledger.store.store import Store, change_passphrase, keys_path
from tests.conftest import PASSPHRASE, YEAR

ROOT = Path(__file__).parents[2]
CHEAP = Cost(8, 1, 1)
NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A closed store that holds the notebook's group."""
    path = tmp_path_factory.mktemp("made") / "book.coop"
    with Ledger.create(path, PASSPHRASE, cost=CHEAP) as ledger:
        import_notebook(ledger, YEAR)
    return path


@pytest.fixture
def path(made, tmp_path):
    """A store of its own to spoil."""
    shutil.copy(made, tmp_path / "book.coop")
    shutil.copy(keys_path(made), keys_path(tmp_path / "book.coop"))
    return tmp_path / "book.coop"


@pytest.fixture
def copy(path, tmp_path):
    """A good copy of it, on a stick."""
    file = tmp_path / "stick" / "copy.coop"
    with opened(path) as store:
        store.copy_to(file)
    return file


@contextmanager
def opened(path, passphrase=PASSPHRASE):
    store = Store.open(path, passphrase)
    try:
        yield store
    finally:
        store.close()


def key_of(path):
    return keyfile.decode(keys_path(path).read_bytes()).unlock(PASSPHRASE)


def refusal(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


def other_store(path):
    with Ledger.create(path, PASSPHRASE, cost=CHEAP) as ledger:
        import_notebook(ledger, YEAR)
    return path


def test_a_copy_of_an_open_store_opens_as_it_lies_and_holds_the_same(path, tmp_path):
    with opened(path) as store:
        (book,) = store.books()
        store.save_draft(book, b"half a meeting")
        store.copy_to(tmp_path / "stick" / "copy.coop")
        heads, pages = store.heads(), list(store.pages(book))
    assert sorted(p.name for p in (tmp_path / "stick").iterdir()) == [
        "copy.coop",
        "copy.coop.keys",
    ]
    assert heads[book].number == 49
    with opened(tmp_path / "stick" / "copy.coop") as copied:
        assert (copied.heads(), list(copied.pages(book))) == (heads, pages)
        assert copied.draft(book) == b"half a meeting"
    assert b"Kamu" not in (tmp_path / "stick" / "copy.coop").read_bytes()


@pytest.mark.parametrize("where", [0, 0.3, 0.6, 0.99])
@pytest.mark.parametrize("damage", ["cut", "cut_at_block", "flip", "zeros"])
def test_a_damaged_copy_is_found_and_replaces_nothing(copy, path, where, damage):
    data = bytearray(copy.read_bytes())
    at = int(len(data) * where)
    if damage == "cut":
        data = data[:at]
    elif damage == "cut_at_block":
        data = data[: max(4096, at // 4096 * 4096)]
    elif damage == "flip":
        data[at] ^= 1
    else:
        data[at : at + 4096] = bytes(len(data[at : at + 4096]))
    before = path.read_bytes()
    copy.write_bytes(data)
    assert refusal(restoring.restore, copy, path, PASSPHRASE) == "backup_damaged"
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.glob("book*")) == ["book.coop", "book.coop.keys"]


def test_restore_keeps_what_it_replaced(copy, path):
    with opened(path) as store:
        (book,) = store.books()
        store.save_draft(book, b"later than the copy")
    done = restoring.restore(copy, path, PASSPHRASE)
    with opened(path) as store:
        assert store.draft(book) is None
        assert store.heads() == done.contents.heads
    with opened(done.kept) as kept:
        assert kept.draft(book) == b"later than the copy"


def test_restore_takes_todays_passphrase_and_that_of_the_copys_day(copy, path):
    change_passphrase(path, PASSPHRASE, "eight goats")
    restoring.restore(copy, path, "eight goats")
    opened(path, "eight goats").__enter__().close()
    restoring.restore(copy, path, PASSPHRASE)  # as whoever forgot the new one knows it
    opened(path, PASSPHRASE).__enter__().close()
    assert refusal(restoring.restore, copy, path, "nine goats") == "wrong_passphrase"


def test_restore_of_a_store_that_cannot_be_opened_any_more(copy, path):
    path.write_bytes(b"\0" * 5000)
    path.with_name("book.coop-wal").write_bytes(b"a journal of the broken one")
    keys_path(path).unlink()
    done = restoring.restore(copy, path, PASSPHRASE)
    assert done.kept.read_bytes() == b"\0" * 5000
    assert not path.with_name("book.coop-wal").exists()
    with Ledger.open(path, PASSPHRASE) as ledger:
        assert verify(ledger)[0].fault == ""


def crash(path):
    """Leave a store as a crash does: a draft is in its journal only."""
    script = (
        "import os, sys; from pathlib import Path\n"
        "from coopledger.store.store import Store\n"
        "store = Store.open(Path(sys.argv[1]), sys.argv[2])\n"
        "store.save_draft(next(iter(store.books())), b'typed last')\n"
        "os._exit(9)\n"
    )
    command = [sys.executable, "-c", script, str(path), PASSPHRASE]
    subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert path.with_name("book.coop-wal").stat().st_size


def test_a_keys_file_that_does_not_open_when_read_back_is_not_taken(path):
    before = keys_path(path).read_bytes()
    _, other = keyfile.create("another", CHEAP)
    assert refusal(keys.write_proved, keys_path(path), other, lambda _: False) == "keys_not_proved"
    assert keys_path(path).read_bytes() == before
    assert sorted(p.name for p in path.parent.glob("*.keys*")) == ["book.coop.keys"]


def test_the_journal_of_a_store_too_damaged_to_open_never_meets_the_copy(copy, path):
    crash(path)
    journal = path.with_name("book.coop-wal").read_bytes()
    path.write_bytes(b"\0" * 4096 + path.read_bytes()[4096:])
    done = restoring.restore(copy, path, PASSPHRASE)
    assert not path.with_name("book.coop-wal").exists()
    assert done.kept.with_name(done.kept.name + "-wal").read_bytes() == journal
    with opened(path) as store:
        assert store.draft(next(iter(store.books()))) is None
        assert store.heads() == done.contents.heads


def test_a_store_that_a_crash_left_with_its_journal_is_copied_whole(path, tmp_path):
    crash(path)
    restoring.restore(path, tmp_path / "new.coop", PASSPHRASE)
    with opened(tmp_path / "new.coop") as store:
        assert store.draft(next(iter(store.books()))) == b"typed last"


def test_restore_to_an_empty_place(copy, tmp_path):
    done = restoring.restore(copy, tmp_path / "new" / "book.coop", PASSPHRASE)
    assert done.kept is None
    opened(tmp_path / "new" / "book.coop").__enter__().close()


def test_a_copy_of_another_store_a_lost_one_and_an_open_place_are_refused(copy, path, tmp_path):
    foreign = other_store(tmp_path / "foreign.coop")
    before = foreign.read_bytes()
    assert refusal(restoring.restore, copy, foreign, PASSPHRASE) == "backup_of_another"
    assert foreign.read_bytes() == before
    with opened(path):
        assert refusal(restoring.restore, copy, path, PASSPHRASE) == "store_busy"
    assert not list(path.parent.glob("book.coop.replaced*"))
    keys_path(copy).unlink()
    assert refusal(restoring.restore, copy, path, PASSPHRASE) == "keys_missing"
    copy.unlink()
    assert refusal(restoring.restore, copy, path, PASSPHRASE) == "backup_missing"


def test_another_stores_file_under_a_copys_name_is_refused(copy, path, tmp_path):
    shutil.copy(other_store(tmp_path / "foreign.coop"), copy)
    assert refusal(restoring.restore, copy, path, PASSPHRASE) == "backup_damaged"


KILLED = """
import sys
from pathlib import Path
from coopledger.store import restoring
from coopledger.store.store import Store
act, path, copy, passphrase = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
print("ready", flush=True)
if act == "copy":
    store = Store.open(path, passphrase)
    while True:
        store.copy_to(copy)
while True:
    restoring.restore(copy, path, passphrase)
"""


@pytest.mark.parametrize("act", ["copy", "restore"])
def test_killed_in_the_middle_the_old_one_or_the_new_one_is_there(act, path, copy):
    dice = random.Random(14)
    command = [sys.executable, "-c", KILLED, act, str(path), str(copy), PASSPHRASE]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for _ in range(6):
        child = subprocess.Popen(command, stdout=subprocess.PIPE, env=env, text=True)
        assert child.stdout.readline() == "ready\n"
        time.sleep(dice.uniform(0.01, 0.12))
        child.kill()
        child.wait()
        child.stdout.close()
        assert backup.check(copy, key_of(copy)).heads
        with opened(path) as store:
            assert store.heads() == backup.check(copy, key_of(copy)).heads
    with opened(path) as store:  # what was left half-done is in nobody's way
        store.copy_to(copy)
    assert not list(copy.parent.glob("*.part*"))
    restoring.restore(copy, path, PASSPHRASE)
    assert not list(path.parent.glob("*.incoming*"))


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 2 MB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if not mount or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a tmpfs")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_and_leaves_the_earlier_copies(path, small_disk):
    first = small_disk / "first.coop"
    with opened(path) as store:
        store.copy_to(first)
        (small_disk / "filler").write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 20_000))
        assert refusal(store.copy_to, small_disk / "second.coop") == "backup_no_room"
        assert refusal(store.copy_to, first) == "backup_no_room"
    assert sorted(p.name for p in small_disk.iterdir()) == [
        "filler",
        "first.coop",
        "first.coop.keys",
    ]
    assert backup.check(first, key_of(first)).heads


def test_restore_onto_a_full_disk_leaves_the_old_store(copy, path, small_disk):
    place = small_disk / "book.coop"
    shutil.copy(path, place)
    shutil.copy(keys_path(path), keys_path(place))
    (small_disk / "filler").write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 20_000))
    assert refusal(restoring.restore, copy, place, PASSPHRASE) == "disk_full"
    (small_disk / "filler").unlink()
    opened(place).__enter__().close()


def test_two_places_on_one_disk_and_on_two(tmp_path, small_disk):
    assert backup.same_disk(tmp_path / "book.coop", tmp_path / "backups" / "not" / "there" / "yet")
    assert not backup.same_disk(tmp_path, small_disk)


def copies(*days_ago):
    made = [NOW - timedelta(days=days) for days in days_ago]
    return [backup.Copy(moment, Path(backup.name_for("a" * 32, moment))) for moment in made]


def test_the_rule_keeps_the_last_three_a_week_of_days_and_a_year_of_months():
    hourly = [
        backup.Copy(c.made, c.path) for c in copies(*[hours / 24 for hours in range(24 * 400)])
    ]
    kept = sorted(set(hourly) - set(backup.superseded(hourly)), reverse=True)
    assert [c.made for c in kept[:3]] == [NOW, NOW - timedelta(hours=1), NOW - timedelta(hours=2)]
    assert len({c.made.date() for c in kept[:9]}) == 7
    months = [c.made.strftime("%Y-%m") for c in kept]
    assert len(set(months)) == 12
    assert months[-1] == "2025-12"
    assert len(kept) == 3 + 6 + 11  # today and this month are among the last three


def test_a_clock_set_wrong_for_a_day_costs_no_copy_of_today():
    future = copies(*[-900 - minutes / 1440 for minutes in range(20)])
    today = copies(0)
    assert today[0] not in backup.superseded([*future, *today])


def test_copies_are_found_by_name_with_their_keys_and_of_this_store_only(tmp_path):
    for store, suffix in (("a" * 32, ".coop"), ("b" * 32, ".coop"), ("a" * 32, ".coop.part")):
        name = backup.name_for(store, NOW).replace(".coop", suffix)
        (tmp_path / name).write_bytes(b"x")
        (tmp_path / f"{name}.keys").write_bytes(b"x")
    (tmp_path / backup.name_for("a" * 32, NOW + timedelta(hours=1))).write_bytes(b"no keys")
    found = backup.copies_in(tmp_path, "a" * 32)
    assert [each.made for each in found] == [NOW]
    assert backup.copies_in(tmp_path / "away", "a" * 32) == []


def test_recovering_is_refused_before_anything_is_made(copy, tmp_path):
    place = tmp_path / "laptop" / "book.coop"
    secret = recovery.new_secret("words")
    assert refusal(restoring.recover, copy, place, secret, "new", CHEAP) == "no_recovery_sheet"
    assert refusal(restoring.recover, copy, place, secret, " ", CHEAP) == "empty_passphrase"
    assert refusal(restoring.recover, copy, copy, secret, "new", CHEAP) == "store_exists"
    assert not place.parent.exists()
