"""Backups after each page, and a laptop that notices that it was put back to an earlier day."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from coopledger.app import backups
from coopledger.app.heads import memory_path
from coopledger.app.ledger import Ledger
from coopledger.app.questions import verify
from coopledger.domain.errors import Refusal
from coopledger.ledger.keyfile import Cost
from coopledger.store import backup as copies
from coopledger.store.store import Store, keys_path
from tests.app.blank_pages import write
from tests.conftest import PASSPHRASE


def code(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


@pytest.fixture
def twin(kamu, tmp_path):
    """The closed ledger, the group, and a function that puts back the file as it was then."""
    ledger, group = kamu
    path = ledger.store.path
    ledger.close()
    shutil.copy(path, tmp_path / "as it was")

    def put_back():
        for journal in ("-wal", "-shm"):
            path.with_name(path.name + journal).unlink(missing_ok=True)
        shutil.copy(tmp_path / "as it was", path)

    return path, group, put_back


# Backups


def test_each_page_is_in_the_backup_as_soon_as_it_is_kept(kamu, tmp_path):
    ledger, group = kamu
    backups.choose_folder(ledger, tmp_path / "stick")
    for _ in range(3):
        page = write(ledger, group)
        newest = backups.backups_of(ledger)[-1].path
        store = Store.open(newest, PASSPHRASE)
        assert store.heads()[group].hash == page.page.hash.hex()
        store.close()


def test_a_ledger_that_is_put_back_knows_its_place_for_backups(kamu, tmp_path):
    ledger, _ = kamu
    file = backups.choose_folder(ledger, tmp_path / "stick").file
    ledger.close()
    backups.restore(file, ledger.store.path, PASSPHRASE)
    with Ledger.open(ledger.store.path, PASSPHRASE) as again:
        assert [each.path for each in backups.backups_of(again)] == [file]


def test_the_place_is_kept_in_mind(kamu, tmp_path):
    ledger, group = kamu
    backups.choose_folder(ledger, tmp_path / "stick")
    ledger.close()
    with Ledger.open(ledger.store.path, PASSPHRASE) as again:
        before = backups.backups_of(again)[-1].path.stat().st_mtime_ns
        write(again, group)
        assert backups.backups_of(again)[-1].path.stat().st_mtime_ns > before


def test_a_page_stays_sealed_when_the_stick_is_away(kamu, tmp_path):
    ledger, group = kamu
    stick = tmp_path / "stick"
    backups.choose_folder(ledger, stick)
    (stick / backups.SUBFOLDER).rename(tmp_path / "pulled out")
    page = write(ledger, group)
    assert ledger.store.heads()[group].number == page.header.number
    assert ledger.page_backups.problem.code == "backup_place_away"
    assert list(stick.iterdir()) == []  # nothing on the laptop's own disk in its stead
    assert code(backups.back_up, ledger) == "backup_place_away"
    (tmp_path / "pulled out").rename(stick / backups.SUBFOLDER)
    write(ledger, group)
    assert ledger.page_backups.problem is None


def test_a_page_stays_sealed_when_the_place_dies(kamu, tmp_path, dying):
    ledger, group = kamu
    backups.choose_folder(ledger, tmp_path / "stick")
    dying(tmp_path / "stick")
    for _ in range(2):  # the second page stands on the first
        page = write(ledger, group)
        assert ledger.store.heads()[group].number == page.header.number
    assert ledger.page_backups.problem.code == "backup_place_away"
    assert code(backups.back_up, ledger) == "backup_place_away"
    assert code(backups.choose_folder, ledger, tmp_path / "stick") == "not_writable"


def test_a_page_stays_sealed_when_the_place_dies_during_the_copy(
    kamu, tmp_path, monkeypatch, dying
):
    ledger, group = kamu
    backups.choose_folder(ledger, tmp_path / "stick")
    copy = ledger.store.copy_to

    def last_one(file):
        copy(file)
        dying(tmp_path / "stick")

    monkeypatch.setattr(ledger.store, "copy_to", last_one)
    for problem in ("not_writable", "backup_place_away"):
        page = write(ledger, group)
        assert ledger.store.heads()[group].number == page.header.number
        assert ledger.page_backups.problem.code == problem


def test_what_a_broken_off_backup_left_is_swept_away(kamu, tmp_path):
    ledger, _ = kamu
    folder = backups.choose_folder(ledger, tmp_path).file.parent
    start = f"coopledger-{ledger.store.name[:8]}-20260101-000000.coop"
    for left in (f"{start}.part", f"{start}.part-journal", f"{start}.keys"):
        (folder / left).write_bytes(b"half")
    (folder / "photo.part").write_bytes(b"somebody's own")
    newest = backups.back_up(ledger).file.name
    there = {path.name for path in folder.iterdir()}
    assert newest in there
    assert "photo.part" in there
    assert not [name for name in there if name.startswith(start)]


def test_no_place_no_backup(kamu, tmp_path):
    ledger, group = kamu
    write(ledger, group)
    assert code(backups.back_up, ledger) == "no_backup_folder"
    assert backups.back_up_daily(ledger) is None
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_dir()) == []


def test_a_place_that_cannot_be_written_is_not_chosen(kamu, tmp_path):
    ledger, _ = kamu
    (tmp_path / "file").write_text("")
    assert code(backups.choose_folder, ledger, tmp_path / "file" / "below") == "not_writable"
    assert code(backups.back_up, ledger) == "no_backup_folder"


def test_the_daily_backup_is_made_when_a_day_has_gone(kamu, tmp_path):
    ledger, _ = kamu
    first = backups.choose_folder(ledger, tmp_path / "stick")
    now = datetime.now(UTC)
    assert backups.back_up_daily(ledger, now + timedelta(hours=23)) is None
    assert backups.back_up_daily(ledger, now + timedelta(hours=25)) is not None
    assert first.same_disk


def test_older_backups_go_by_the_rule_and_their_keys_with_them(kamu, tmp_path):
    ledger, _ = kamu
    first = backups.choose_folder(ledger, tmp_path / "stick").file
    morning = datetime(2026, 1, 5, 8, tzinfo=UTC)
    for hour in range(8):
        old = first.with_name(copies.name_for(ledger.store.name, morning + timedelta(hours=hour)))
        shutil.copy(first, old)
        shutil.copy(keys_path(first), keys_path(old))
    made = backups.back_up(ledger)
    there = backups.backups_of(ledger)
    assert [each.made.hour for each in there[:-1] if each.made.year == 2026][:2] == [14, 15]
    assert made.backups == len(there) == len(list(first.parent.glob("*.keys"))) <= 4


def test_restore_brings_the_newest_page_back(kamu, tmp_path):
    ledger, group = kamu
    backups.choose_folder(ledger, tmp_path / "stick")
    page = write(ledger, group)
    file = backups.backups_of(ledger)[-1].path
    ledger.close()
    ledger.store.path.write_bytes(b"the disk went bad")
    backups.restore(file, ledger.store.path, PASSPHRASE)
    with Ledger.open(ledger.store.path, PASSPHRASE) as again:
        assert verify(again)[0].fault == ""
        assert again.replay(group).hash == page.page.hash.hex()
        assert again.own_heads.refusal(group) is None
        write(again, group)  # nothing was lost, so the book goes on


# Own heads


def test_a_restored_store_is_read_and_not_written(twin):
    path, group, put_back = twin
    with Ledger.open(path, PASSPHRASE) as ledger:
        write(ledger, group)
    put_back()
    with Ledger.open(path, PASSPHRASE) as ledger:
        assert ledger.own_heads.refusal(group).code == "restored"
        assert verify(ledger)[0].fault == ""
        assert code(write, ledger, group) == "restored"
        assert ledger.store.heads()[group].number == 49


def test_a_clone_that_wrote_meanwhile_is_noticed_before_the_next_page(twin, tmp_path):
    path, group, _ = twin
    clone = tmp_path / "clone.coop"
    shutil.copy(path, clone)
    shutil.copy(keys_path(path), keys_path(clone))
    with Ledger.open(path, PASSPHRASE) as ledger, Ledger.open(clone, PASSPHRASE) as other:
        assert ledger.own_heads.refusal(group) is None  # both look well when they are opened
        write(other, group)
        assert code(write, ledger, group) == "restored"
        assert ledger.own_heads.refusal(group).code == "restored"


def test_another_page_of_the_same_number_is_noticed_before_the_next(twin):
    path, group, _ = twin
    with Ledger.open(path, PASSPHRASE) as ledger:
        file = memory_path(ledger.store.device.id)
        memory = json.loads(file.read_bytes())
        memory["heads"][group]["hash"] = "ab" * 32
        file.write_text(json.dumps(memory))
        assert code(write, ledger, group) == "restored"


def test_a_restored_store_that_wrote_on_where_nothing_was_remembered_is_noticed(twin):
    path, group, put_back = twin
    with Ledger.open(path, PASSPHRASE) as ledger:
        file = memory_path(ledger.store.device.id)
        write(ledger, group)
    remembered = file.read_bytes()
    put_back()
    file.unlink()
    with Ledger.open(path, PASSPHRASE) as ledger:
        write(ledger, group)
        write(ledger, group)
    file.write_bytes(remembered)  # the laptop's own memory comes back: page 50 was another
    with Ledger.open(path, PASSPHRASE) as ledger:
        assert ledger.own_heads.refusal(group).code == "restored"


def test_a_book_that_is_gone_altogether_is_noticed(ledger, year):
    from coopledger.app.importing import import_notebook

    path = ledger.store.path
    ledger.close()
    empty = path.read_bytes()
    with Ledger.open(path, PASSPHRASE) as again:
        group = import_notebook(again, year).group
    path.write_bytes(empty)
    with Ledger.open(path, PASSPHRASE) as again:
        assert again.own_heads.away == (group,)
        import_notebook(again, year)  # a new book may begin


@pytest.mark.parametrize("memory", [None, b"", b"{}", b"\xff" * 100, b'{"v": 2}'])
def test_a_laptop_without_memory_writes_and_begins_a_new_one(twin, memory):
    path, group, _ = twin
    with Ledger.open(path, PASSPHRASE) as ledger:
        file = memory_path(ledger.store.device.id)
    file.unlink()
    if memory is not None:
        file.write_bytes(memory)
    with Ledger.open(path, PASSPHRASE) as ledger:
        assert json.loads(file.read_bytes())["heads"][group]["number"] == 49
        page = write(ledger, group)
    head = json.loads(file.read_bytes())["heads"][group]
    assert (head["number"], head["hash"]) == (50, page.page.hash.hex())


def test_a_memory_that_lags_behind_is_brought_up(twin):
    """A power cut between the page and the memory: the page counts."""
    path, group, _ = twin
    with Ledger.open(path, PASSPHRASE) as ledger:
        file = memory_path(ledger.store.device.id)
        before = file.read_bytes()
        write(ledger, group)
    file.write_bytes(before)
    with Ledger.open(path, PASSPHRASE) as ledger:
        assert ledger.own_heads.refusal(group) is None
        assert json.loads(file.read_bytes())["heads"][group]["number"] == 50
        write(ledger, group)


def test_a_memory_that_cannot_be_written_stops_nobody(twin, tmp_path, monkeypatch):
    path, group, _ = twin
    (tmp_path / "state").write_text("a file is in the way")
    monkeypatch.setenv("COOPLEDGER_STATE", str(tmp_path / "state"))
    with Ledger.open(path, PASSPHRASE) as ledger:
        write(ledger, group)
        assert not ledger.own_heads.kept


def test_nothing_is_remembered_of_a_practice_ledger(tmp_path, year):
    from coopledger.app.importing import import_notebook

    path = tmp_path / "practice.coop"
    with Ledger.create(path, PASSPHRASE, practice=True, cost=Cost(8, 1, 1)) as ledger:
        import_notebook(ledger, year)
        assert not memory_path(ledger.store.device.id).exists()


def test_a_page_that_is_refused_leaves_no_memory(twin):
    path, group, _ = twin
    with Ledger.open(path, PASSPHRASE) as ledger:
        file = memory_path(ledger.store.device.id)
        before = file.read_bytes()
        page = write(ledger, group)
        written = file.read_bytes()
        assert code(ledger.store.append, [page]) == "restored"
        assert file.read_bytes() == written != before
