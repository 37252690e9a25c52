"""A folder that a file syncer carries: books go both ways by themselves, and it comes to rest."""

import os
import time
from types import SimpleNamespace

import pytest

from coopledger.app import exchanges, shared_folder
from coopledger.app.bundle_export import NUMBER
from coopledger.app.officers import seal
from coopledger.app.people import change_person, person
from coopledger.app.shared_folder import SharedFolder, Waits
from coopledger.app.unconfirmed import waiting
from coopledger.ledger.salted import MemberCard
from coopledger.sync import composing
from coopledger.sync.shared_folder import Stillness
from tests.app.test_people import jpeg
from tests.sync.laptops import (
    GROUP_OFFICERS,
    carry,
    group,
    hold,
    pages,
)
from tests.sync.test_exchange import code, image
from tests.sync.test_forks import twin


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "shared").mkdir()
    return tmp_path / "shared"


def still(folder):
    watch = Stillness()
    watch.look(folder)
    return watch.look(folder)


def both(first, second, folder, *, takes=True):
    for ledger in (first, second):
        shared_folder.share(ledger, SharedFolder(str(folder), takes=takes))


def look(ledger, folder):
    return shared_folder.look(ledger, still(folder))


def test_books_go_both_ways_by_themselves_and_it_comes_to_rest(first, second, stick, folder):
    book = group(first, "Kamu", 1)
    carry(first, second, stick.folder, join=True)
    both(first, second, folder)
    hold(first, book)
    assert len(look(first, folder).sent) == 1
    assert len(look(second, folder).taken) == 1
    assert pages(first, book) == pages(second, book)
    rounds = [look(each, folder) for each in (first, second, first, second)]
    assert waiting(first)[0].pages == 0  # the receipt came back in the folder too
    assert [(each.sent, each.taken) for each in rounds[2:]] == [((), ()), ((), ())]
    assert len(list(folder.glob("*.bundle"))) == 2  # one a laptop: the newest has it all


def test_a_card_a_seal_and_a_branch_alone_go_too_and_it_comes_to_rest(
    first, second, stick, folder, tmp_path
):
    book = group(first, "Kamu", 1, officers=True)
    carry(first, second, stick.folder, join=True)
    both(first, second, folder)
    come_to_rest(first, second, folder)
    change_person(first, book, "M02", MemberCard("Nakato"), b"")
    assert len(look(first, folder).sent) == 1
    assert len(look(second, folder).taken) == 1
    assert person(second, book, "M02").card.name == "Nakato"
    come_to_rest(first, second, folder)
    seal(first, book, {"M06": GROUP_OFFICERS["M06"]})
    assert len(look(first, folder).sent) == 1
    assert len(look(second, folder).taken) == 1
    assert pages(first, book) == pages(second, book)
    come_to_rest(first, second, folder)
    other, put_back = twin(first, tmp_path)
    with other:
        hold(other, book, shares=2)
        put_back()
        hold(first, book)
        come_to_rest(first, second, folder)
        carry(other, second, stick.folder)
    assert len(look(second, folder).sent) == 1  # the branch that it alone has seen


def test_photos_that_do_not_fit_into_one_file_follow_by_themselves(
    first, second, stick, folder, monkeypatch
):
    book = group(first, "Kamu", 1)
    carry(first, second, stick.folder, join=True)
    both(first, second, folder)
    come_to_rest(first, second, folder)
    members = ["M01", "M02", "M03", "M04", "M05"]
    for member in members:
        change_person(first, book, member, MemberCard("Nakato"), jpeg())
    monkeypatch.setattr(composing, "MAX_PEOPLE_BYTES", 2 * (len(jpeg()) + 30))
    for day in range(12):
        today = SimpleNamespace(time_ns=lambda at=day: at * shared_folder._DAY)
        monkeypatch.setattr(shared_folder, "time", today)
        look(first, folder)
        look(second, folder)
    assert all(person(second, book, each).photo == jpeg() for each in members)
    come_to_rest(first, second, folder)


def come_to_rest(first, second, folder):
    for _ in range(3):
        look(first, folder)
        look(second, folder)
    for each in (first, second):
        found = look(each, folder)
        assert (found.sent, found.taken) == ((), ())


def test_what_grows_still_is_left_alone(folder):
    watch = Stillness()
    file = folder / "a.bundle"
    file.write_bytes(b"half")
    assert watch.look(folder) == []
    file.write_bytes(b"half and more")
    assert watch.look(folder) == []
    assert watch.look(folder) == [file]
    assert watch.look(folder / "away") == []


def test_unless_it_is_allowed_what_comes_waits_for_a_person(first, second, stick, folder):
    book = group(first, "Kamu", 1)
    carry(first, second, stick.folder, join=True)
    both(first, second, folder, takes=False)
    hold(first, book)
    (sent,) = look(first, folder).sent
    before = image(second)
    found = shared_folder.look(second, still(folder))
    assert found.waits == (Waits(sent),)
    assert found.taken == ()
    assert image(second)["page"] == before["page"]


def test_joining_is_never_done_by_itself(first, second, folder):
    group(first, "Kamu", 1)
    both(first, second, folder)
    (sent,) = look(first, folder).sent
    assert look(second, folder).waits == (Waits(sent),)
    assert second.store.registry_id() == ""


def fork_on_its_way(first, second, stick, folder, tmp_path):
    """The file in the folder that would bring the second laptop another branch than it has."""
    book = group(first, "Kamu", 1)
    carry(first, second, stick.folder, join=True)
    clone, remember = twin(first, tmp_path)
    hold(clone, book, 2)
    carry(clone, second, stick.folder)
    clone.close()
    remember()
    hold(first, book, 3)
    both(first, second, folder)
    (sent,) = look(first, folder).sent
    return sent


def test_a_fork_is_never_taken_in_by_itself(first, second, stick, folder, tmp_path):
    sent = fork_on_its_way(first, second, stick, folder, tmp_path)
    found = look(second, folder)
    assert (found.waits, found.taken) == ((Waits(sent),), ())
    assert second.store.forked() == set()


def test_a_file_that_is_refused_stays_told_and_is_looked_at_once(first, second, stick, folder):
    group(first, "Kamu", 1)
    carry(first, second, stick.folder, join=True)
    both(first, second, folder)
    name = f"{first.store.device.id}-{second.store.device.id}-00001.bundle"
    (folder / name).write_bytes(b"age-encryption.org/v1\nbroken")
    assert look(second, folder).waits == (Waits(name, "bundle_damaged"),)
    looked = len(exchanges.history(second))
    assert look(second, folder).waits == (Waits(name, "bundle_damaged"),)
    assert len(exchanges.history(second)) == looked
    (folder / name).unlink()
    assert len(look(first, folder).sent) == 1
    assert len(look(second, folder).taken) == 1


def test_a_file_of_tomorrow_is_refused_once(first, second, stick, folder):
    """A syncer keeps a file's time, and the other laptop's clock may be ahead."""
    group(first, "Kamu", 1)
    carry(first, second, stick.folder, join=True)
    both(first, second, folder)
    file = folder / f"{first.store.device.id}-{second.store.device.id}-00001.bundle"
    file.write_bytes(b"age-encryption.org/v1\nbroken")
    tomorrow = time.time() + 86_400
    os.utime(file, (tomorrow, tomorrow))
    refused = (Waits(file.name, "bundle_damaged"),)
    for _ in range(3):
        assert look(second, folder).waits == refused
        assert [each.way for each in exchanges.history(second)].count("refused") == 1
    file.write_bytes(b"age-encryption.org/v1\nbroken again")
    assert look(second, folder).waits == refused
    assert [each.way for each in exchanges.history(second)].count("refused") == 2


def test_what_waits_is_read_again_only_when_something_changed(
    first, second, stick, folder, tmp_path, monkeypatch
):
    sent = fork_on_its_way(first, second, stick, folder, tmp_path)
    read, whole = [], exchanges.examine

    def examine(ledger, file, **named):
        read.append(file.name)
        return whole(ledger, file, **named)

    monkeypatch.setattr(exchanges, "examine", examine)
    for _ in range(3):
        assert look(second, folder).waits == (Waits(sent),)
    assert read == [sent]
    group(second, "Esperance", 1)  # with other books here it may be harmless
    assert look(second, folder).waits == (Waits(sent),)
    assert read == [sent, sent]


def test_a_laptop_that_was_put_back_is_heard_though_it_counts_its_files_anew(
    first, second, stick, folder
):
    book = group(first, "Kamu", 1)
    carry(first, second, stick.folder, join=True)
    both(first, second, folder)
    number = first.store.fact(NUMBER)
    for _ in range(2):
        hold(first, book)
        assert look(first, folder).sent
        assert look(second, folder).taken
    first.store.note_fact(NUMBER, number)  # as the backup has it; its pages came by a stick
    hold(first, book)
    (sent,) = look(first, folder).sent
    assert look(second, folder).taken == (sent,)
    assert pages(first, book) == pages(second, book)


def test_a_folder_that_is_away_is_told_and_one_that_never_was_is_refused(first, folder):
    shared_folder.share(first, SharedFolder(str(folder)))
    folder.rmdir()
    assert shared_folder.look(first, []).away
    assert code(shared_folder.share, first, SharedFolder(str(folder))) == "stick_missing"
    assert shared_folder.shared(first).folder == str(folder)
