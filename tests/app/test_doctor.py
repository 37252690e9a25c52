"""The doctor: each check well and ill, an open ledger and one that cannot be opened."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coopledger import __released__
from coopledger.app import backups, care_memory, doctor, doctor_machine, self_check
from coopledger.app.doctor import examine, examine_closed, printer, worst
from coopledger.app.ledger import Ledger
from coopledger.app.places import log_folder
from coopledger.domain.errors import Refusal
from coopledger.store.store import keys_path
from coopledger.words.care import CHECKS, NAMES, STATES, check_line, check_words
from tests.conftest import PASSPHRASE


def rows(found):
    """Codes by key; every row has a name, a sentence, and advice exactly when it is not well."""
    told = {}
    for each in found:
        said, advice = check_words(each)
        assert "{" not in said
        assert (each.state == "good") == (not advice), each
        assert str(NAMES[each.key]) in check_line(each)
        assert each.state in STATES
        told[each.key] = each.code
    return told


@pytest.fixture
def elsewhere(monkeypatch):
    """As if backups were on a disk of their own."""
    monkeypatch.setattr(doctor, "same_disk", lambda _one, _other: False)


def spoil(path, at=0.5):
    raw = bytearray(path.read_bytes())
    start = int(len(raw) * at)
    raw[start : start + 64] = bytes(64)
    path.write_bytes(raw)


def test_all_is_well(kamu, tmp_path, elsewhere):
    ledger, _ = kamu
    backups.choose_folder(ledger, tmp_path / "stick")
    for depth, file, books in (
        ("usual", "store_sound", "books_sound"),
        ("full", "store_sound", "books_genuine"),
        ("quiet", "store_opens", None),
    ):
        steps = []
        found = examine(ledger, depth, step=lambda at, of: steps.append((at, of)))  # noqa: B023
        told = rows(found)
        assert worst(found) == "good", told
        assert (told["file"], told.get("books")) == (file, books)
        assert steps[0][0] == 0
        assert steps[-1][0] == steps[-1][1] > 5


def test_looking_changes_nothing(kamu):
    ledger, group = kamu
    before = (ledger.store.heads(), ledger.store.path.read_bytes())
    examine(ledger, "full")
    assert (ledger.store.heads(), ledger.store.path.read_bytes()) == before
    assert ledger.replay(group)


def test_a_backup_is_tried_and_not_only_seen(kamu, tmp_path, elsewhere):
    ledger, _ = kamu
    assert rows(examine(ledger))["backup"] == "backup_none"
    made = backups.choose_folder(ledger, tmp_path / "stick")
    assert rows(examine(ledger))["backup"] == "backup_opens"
    assert rows(examine(ledger, "quiet"))["backup"] == "backup_seen"
    later = datetime.now(UTC) + timedelta(days=3)
    assert rows(examine(ledger, now=later))["backup"] == "backup_old"
    spoil(made.file)
    assert rows(examine(ledger))["backup"] == "backup_unreadable"
    assert worst(examine(ledger)) == "bad"
    shutil.rmtree(tmp_path / "stick")
    assert rows(examine(ledger))["backup"] == "backup_away"


def test_a_place_that_dies_is_away(kamu, tmp_path, dying):
    ledger, _ = kamu
    backups.choose_folder(ledger, tmp_path / "stick")
    dying(tmp_path / "stick")
    assert rows(examine(ledger))["backup"] == "backup_away"
    assert self_check.self_check(ledger) == ()  # Home looks so at each visit


def test_a_backup_under_other_keys_is_none(kamu, tmp_path, elsewhere):
    from coopledger.ledger import keyfile

    ledger, _ = kamu
    made = backups.choose_folder(ledger, tmp_path / "stick")
    _opened, other = keyfile.create("x", keyfile.Cost(8, 1, 1))
    keys_path(made.file).write_bytes(other.encode())
    assert rows(examine(ledger))["backup"] == "backup_unreadable"


def test_a_backup_on_the_ledgers_own_disk_is_said_to_be_none(kamu, tmp_path):
    ledger, _ = kamu
    backups.choose_folder(ledger, tmp_path / "stick")
    assert rows(examine(ledger))["backup"] == "backup_same_disk"


def test_a_page_that_was_changed_is_found_by_the_quick_look_too(kamu, monkeypatch):
    import msgspec

    ledger, group = kamu
    pages = list(ledger.store.pages(group))
    whole = type(ledger.store).pages
    body = pages[-1].body
    changed = msgspec.structs.replace(pages[-1], body=body[:-3] + b"9" + body[-2:])
    unsealed = msgspec.structs.replace(pages[-2], seals=())
    for bad, fault in (
        ([*pages[:-1], changed], "body_differs"),
        ([*pages[:-2], unsealed, pages[-1]], "seal_missing"),
        (pages[:-2] + pages[-1:], "wrong_number"),
    ):
        monkeypatch.setattr(type(ledger.store), "pages", lambda _s, _b, bad=bad: iter(bad))
        (row,) = [each for each in examine(ledger) if each.key == "books"]
        assert (row.code, row.params["fault"]) == ("book_not_genuine", fault)
        assert "Kamu" in check_words(row)[0]
    monkeypatch.setattr(type(ledger.store), "pages", whole)
    assert rows(examine(ledger))["books"] == "books_sound"


def test_a_block_of_the_file_that_is_not_as_written_is_found(kamu):
    ledger, _ = kamu
    path = ledger.store.path
    ledger.close()
    with Ledger.open(path, PASSPHRASE) as again:
        assert rows(examine(again))["file"] == "store_sound"
        spoil(path, 0.9)
        found = examine_or_refuse(again)
        assert found == "store_damaged"


def examine_or_refuse(ledger):
    try:
        return rows(examine(ledger))["file"]
    except Refusal as refusal:  # a book's pages were in the block
        return {"store_unreadable": "store_damaged"}.get(refusal.code, refusal.code)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


RELEASED = at(__released__)


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (at("1970-01-02"), "clock_before_program"),
        (RELEASED - timedelta(days=3), "clock_before_program"),
        (RELEASED + timedelta(days=40), "clock_back"),
        (RELEASED + timedelta(days=41), "clock_right"),
        (at("2106-02-07"), "clock_far"),
    ],
)
def test_the_clock(now, code):
    written = int((RELEASED + timedelta(days=40, hours=12)).timestamp() * 1000)
    (found,) = doctor_machine.clock(now, written)
    assert found.code == code
    assert rows([found])


def test_a_laptop_that_never_wrote_has_no_newest_page_to_be_behind(ledger):
    assert ledger.store.newest_time(ledger.store.device.id) == 0
    assert rows(examine(ledger, now=RELEASED))["clock"] == "clock_right"


def test_the_clock_is_measured_by_this_laptops_own_pages(kamu):
    ledger, _ = kamu
    written = ledger.store.newest_time(ledger.store.device.id)
    assert abs(written / 1000 - datetime.now(UTC).timestamp()) < 600
    assert ledger.store.newest_time("0" * 16) == 0
    earlier = datetime.now(UTC) - timedelta(days=2)
    if earlier > RELEASED:
        assert rows(examine(ledger, now=earlier))["clock"] == "clock_back"


@pytest.mark.parametrize(
    ("free", "code"), [(5, "space_none"), (100, "space_low"), (5_000, "space_enough")]
)
def test_room(free, code, tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)._replace(free=free << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    (found,) = doctor_machine.space(tmp_path / "ledger.coop")
    assert (found.code, found.params["free"]) == (code, free)
    assert rows([found])


def test_who_can_reach_the_files(kamu):
    ledger, _ = kamu
    path = ledger.store.path
    assert rows(examine(ledger))["rights"] == "rights_own"
    keys_path(path).chmod(0o644)
    assert rows(examine(ledger))["rights"] == "rights_keys"
    keys_path(path).chmod(0o600)
    path.chmod(0o666)
    assert rows(examine(ledger))["rights"] == "rights_write"


def test_leftovers_are_counted(kamu, tmp_path):
    ledger, _ = kamu
    backups.choose_folder(ledger, tmp_path / "stick")
    ledger.store.path.with_name("ledger.coop.incoming").touch()
    (tmp_path / "stick" / backups.SUBFOLDER / "coopledger-x.coop.part").touch()
    (tmp_path / "somebody.else.part").touch()
    (found,) = [each for each in examine(ledger) if each.key == "leftovers"]
    assert (found.code, found.params) == ("leftovers_there", {"count": 2})


def test_letters_that_are_missing(monkeypatch):
    def missing(face):
        raise Refusal("font_missing", value=face.family, package=face.package)

    monkeypatch.setattr(doctor_machine, "font_file", missing)
    (found,) = doctor_machine.fonts(read=False)
    assert found.code == "font_missing"
    assert "Noto Sans" in check_words(found)[0]


def test_printers():
    assert rows([printer([])]) == {"printer": "printer_none"}
    assert rows([printer(["HP"])]) == {"printer": "printer_found"}


def test_every_code_is_one_that_a_check_gives():
    sources = [Path(doctor.__file__), Path(doctor_machine.__file__)]
    given = "".join(source.read_text("utf-8") for source in sources)
    assert not [code for code in CHECKS if f'"{code}"' not in given]


# Shut


def closed(path, places=()):
    try:
        with Ledger.open(path, PASSPHRASE):
            raise AssertionError("it opens")
    except Refusal as refusal:
        return refusal.code, examine_closed(path, refusal, places=places)


def test_a_ledger_that_cannot_be_opened_says_why_and_what_is_still_there(kamu, tmp_path):
    ledger, _ = kamu
    stick, path = tmp_path / "stick", ledger.store.path
    made = backups.choose_folder(ledger, stick)
    ledger.close()
    path.write_bytes(bytes(len(path.read_bytes())))
    code, found = closed(path, [stick])
    assert code == "not_a_store"
    assert rows(found)["file"] == "store_closed"
    assert worst(found) == "bad"
    (row,) = [each for each in found if each.key == "backup"]
    assert (row.code, row.params["value"]) == ("backup_found", str(made.file))
    assert rows(closed(path)[1])["backup"] == "backup_not_found"


def test_the_doctor_remembers_where_the_backups_were(kamu, tmp_path):
    ledger, _ = kamu
    backups.choose_folder(ledger, tmp_path / "stick")
    self_check.self_check(ledger)
    path = ledger.store.path
    ledger.close()
    path.write_bytes(b"")
    with pytest.raises(Refusal) as caught:
        Ledger.open(path, PASSPHRASE)
    found = examine_closed(path, caught.value)
    assert rows(found)["backup"] == "backup_found"


def test_keys_that_are_away_or_damaged(kamu):
    ledger, _ = kamu
    path = ledger.store.path
    ledger.close()
    raw = keys_path(path).read_bytes()
    keys_path(path).write_bytes(raw[:40])
    assert rows(closed(path)[1])["keys"] == "keys_damaged"
    keys_path(path).unlink()
    assert rows(closed(path)[1])["keys"] == "keys_away"


def test_a_wrong_passphrase_is_not_a_broken_ledger(kamu):
    ledger, _ = kamu
    ledger.close()
    refusal = Refusal("wrong_passphrase")
    (row,) = [e for e in examine_closed(ledger.store.path, refusal, places=()) if e.key == "file"]
    assert row.state == "warn"
    assert rows([row])


def test_a_ledger_of_a_newer_program():
    found = examine_closed(Path("/nowhere/x.coop"), Refusal("newer_store", value=99), places=())
    assert rows(found)["version"] == "version_older"


# Quiet


def test_the_quiet_look_is_once_a_day_when_all_is_well(kamu, monkeypatch):
    ledger, _ = kamu
    now, looked = datetime.now(UTC), []
    monkeypatch.setattr(
        self_check, "examine", lambda *a, **k: looked.append(a[1]) or examine(*a, **k)
    )
    assert self_check.self_check(ledger, now) == ()
    assert self_check.self_check(ledger, now) == ()
    assert looked == ["quiet"]
    self_check.self_check(ledger, now + timedelta(days=1))
    assert looked == ["quiet"] * 2
    assert care_memory.read(ledger.store.name).day


def test_what_is_wrong_is_told_until_it_is_mended(kamu):
    ledger, _ = kamu
    keys_path(ledger.store.path).chmod(0o644)
    for _ in range(2):
        assert [each.code for each in self_check.self_check(ledger)] == ["rights_keys"]
    keys_path(ledger.store.path).chmod(0o600)
    assert self_check.self_check(ledger) == ()


def test_practice_is_not_looked_after(practice_ledger):
    assert self_check.self_check(practice_ledger) == ()
    assert rows(examine(practice_ledger))["backup"] == "backup_practice"


@pytest.fixture
def practice_ledger(tmp_path):
    from coopledger.ledger.keyfile import Cost

    path = tmp_path / "practice.coop"
    with Ledger.create(path, "practice", practice=True, cost=Cost(8, 1, 1)) as made:
        yield made


def test_a_state_folder_that_cannot_be_written_stops_nobody(kamu, monkeypatch, tmp_path):
    ledger, _ = kamu
    (tmp_path / "file").touch()
    monkeypatch.setenv("COOPLEDGER_STATE", str(tmp_path / "file"))
    assert log_folder() == tmp_path / "file" / "log"
    assert self_check.self_check(ledger) == ()
    examine(ledger)
