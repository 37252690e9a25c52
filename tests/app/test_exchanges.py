"""What waits for whom, what is missing and whom to ask, the history, and the shared folder."""

import os
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import msgspec
import pytest

from coopledger.app import cooperative, exchanges, shared_folder, sticks
from coopledger.app.bundle_export import NUMBER
from coopledger.app.bundle_import import examine
from coopledger.app.bundle_told import told
from coopledger.app.laptops import hand_over_to, laptop_view
from coopledger.app.officers import seal
from coopledger.app.people import change_person, person
from coopledger.app.shared_folder import SharedFolder, Waits
from coopledger.app.unconfirmed import gaps, waiting
from coopledger.app.waiting_words import waiting_lines
from coopledger.domain.errors import Refusal
from coopledger.ledger.salted import MemberCard
from coopledger.sync import composing
from coopledger.sync import stick as sticks_of
from coopledger.sync.drives import Drive
from coopledger.sync.shared_folder import Stillness
from tests.app.test_people import jpeg
from tests.sync.laptops import (
    GROUP_OFFICERS,
    TWO,
    carry,
    enrolled,
    founder,
    group,
    heard,
    hold,
    laptop,
    pages,
)
from tests.sync.test_exchange import code, image
from tests.sync.test_forks import twin


@pytest.fixture
def stick(tmp_path, plugged):
    folder = tmp_path / "stick"
    folder.mkdir()
    plugged.append(Drive("KAMU", folder, 3_900_000_000, "vfat", writable=True))
    (found,) = sticks.plugged_in()
    return found.place


@pytest.fixture
def first(tmp_path, monkeypatch):
    monkeypatch.setenv("COOPLEDGER_STATE", str(tmp_path / "state"))
    with founder(tmp_path) as made:
        yield made


@pytest.fixture
def second(first, tmp_path):
    with laptop(tmp_path, "jinja") as made:
        enrolled(first, made)
        yield made


def send(sender, receiver, place):
    (made,) = exchanges.send_all(sender, place, [receiver.store.device.id])
    return made


def take(receiver, file, *, join=False):
    found = exchanges.examine(receiver, file)
    exchanges.take(receiver, found, file, join=join)
    return found


def test_what_waits_until_the_other_laptop_has_said_that_it_has_it(first, second, stick):
    book = group(first, "Kamu", 3)
    (row,) = waiting(first)
    assert (row.name, row.meetings, row.pages, row.heard, row.sent) == (
        "JIN laptop", 3, 4, None, None,
    )  # fmt: skip
    assert [each.meetings for each in row.behind] == [(1, 2, 3)]
    take(second, send(first, second, stick).file, join=True)
    (row,) = waiting(first)
    assert row.sent is not None
    assert row.meetings == 3  # it went, but nobody has said that it came
    take(first, send(second, first, stick).file)
    (row,) = waiting(first)
    assert (row.meetings, row.pages, row.behind) == (0, 0, ())
    hold(first, book)
    (row,) = waiting(first)
    assert [each.meetings for each in row.behind] == [(4,)]
    assert row.behind[0].confirmed == 4


def test_its_age_is_counted_and_told(first, second, stick):
    group(first, "Kamu", 3)
    assert waiting_lines(first) == [
        "3 meetings not yet confirmed by JIN laptop. No stick went to it yet."
    ]
    send(first, second, stick)
    later = datetime.now(UTC) + timedelta(days=12, hours=1)
    assert waiting_lines(first, later) == [
        "3 meetings not yet confirmed by JIN laptop. Last stick: 12 days ago."
    ]


def test_nothing_waits_for_one_that_may_not_receive_or_is_not_in_use(first, tmp_path):
    one, _other = group(first, "Kamu", 1), group(first, "Esperance", 2)
    with laptop(tmp_path, "jinja") as second:
        enrolled(first, second, one)
        (row,) = waiting(first)
        assert [each.group for each in row.behind] == ["Kamu"]
        cooperative.retire(first, second.store.device.id, TWO)
        assert waiting(first) == []


def test_without_a_cooperative_nothing_waits(tmp_path):
    with laptop(tmp_path, "alone") as alone:
        group(alone, "Kamu", 1)
        assert (waiting(alone), gaps(alone), waiting_lines(alone)) == ([], [], [])


def test_a_gap_is_named_in_meetings_with_whom_to_ask(first, second, stick):
    book = group(first, "Kamu", 3)
    take(second, send(first, second, stick).file, join=True)
    take(first, send(second, first, stick).file)
    hold(first, book)
    lost = send(first, second, stick)
    for _ in range(3):
        hold(first, book)
    # As if the second had said that it has the lost ones, so that the next stick leaves them out.
    heard(first, second, book, 7)
    late = send(first, second, stick)
    seen = exchanges.examine(second, late.file)
    (verdict,) = seen.verdicts
    assert (verdict.missing, verdict.missed) == ((5, 5), (4, 4))
    lines = told(seen).lines
    assert "  Kamu: meeting 4 is missing. Ask Kampala 1 for it." in lines
    exchanges.take(second, seen, late.file)
    (gap,) = gaps(second)
    assert (gap.group, gap.meetings, gap.ask) == ("Kamu", (4, 4), ("Kampala 1",))
    assert waiting_lines(second)[0] == "Kamu: meeting 4 is missing. Ask Kampala 1 for it."
    take(second, lost.file)
    assert gaps(second) == []
    assert pages(first, book) == pages(second, book)


def test_the_history_has_what_went_what_came_and_what_was_refused(first, second, stick, tmp_path):
    group(first, "Kamu", 2)
    made = send(first, second, stick)
    take(second, made.file, join=True)
    (line,) = exchanges.history(first)
    assert (line.way, line.name, line.place, line.file) == (
        "sent", "JIN laptop", "KAMU", made.file.name,
    )  # fmt: skip
    assert (line.books, line.pages, line.outcome) == (1, 3, "")
    (line,) = exchanges.history(second)
    assert (line.way, line.name, line.books, line.pages) == ("read", "Kampala 1", 1, 3)
    bad = tmp_path / "x.bundle"
    bad.write_bytes(b"no bundle")
    assert code(exchanges.examine, second, bad) == "not_a_bundle"
    assert [each.way for each in exchanges.history(second)] == ["refused", "read"]
    assert exchanges.history(second)[0].outcome == "not_a_bundle"


def test_a_stick_that_fails_is_in_the_history_too(first, second, stick, monkeypatch):
    def full(_path, _data):
        raise Refusal("not_writable", value="x", reason="no", errno=28)

    monkeypatch.setattr(sticks_of, "replace", full)
    assert code(send, first, second, stick) == "stick_full"
    (line,) = exchanges.history(first)
    assert (line.way, line.outcome) == ("sent", "stick_full")


@pytest.mark.parametrize(
    ("number", "said"),
    [(28, "stick_full"), (27, "stick_full"), (30, "stick_read_only"), (13, "stick_read_only"),
     (19, "stick_pulled"), (2, "stick_pulled"), (5, "stick_broken"), (22, "stick_broken")],
)  # fmt: skip
def test_what_the_system_says_of_a_stick(first, second, stick, monkeypatch, number, said):
    def fails(_path, _data):
        raise Refusal("not_writable", value="x", reason="in another language", errno=number)

    monkeypatch.setattr(sticks_of, "replace", fails)
    assert code(send, first, second, stick) == said


def test_a_stick_pulled_in_the_middle_leaves_nothing_that_counts(
    first, second, stick, monkeypatch, tmp_path
):
    group(first, "Kamu", 2)
    real = sticks_of.replace

    def pulled(path, data):
        real(path, data)
        stick.folder.rename(tmp_path / "pocket")

    monkeypatch.setattr(sticks_of, "replace", pulled)
    assert code(send, first, second, stick) == "stick_pulled"
    assert exchanges.history(first)[0].outcome == "stick_pulled"


def on_disk(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_the_folder_of_a_stick_that_was_pulled_is_not_taken_for_it(first, second, stick, plugged):
    (drive,) = plugged
    plugged.clear()
    assert code(send, first, second, stick) == "stick_away"
    assert code(sticks.write_request, first, stick) == "in_cooperative"
    plugged.append(drive)  # at the same place, another file system
    other = msgspec.structs.replace(stick, device=stick.device + 1)
    assert code(send, first, second, other) == "stick_away"
    assert on_disk(stick.folder) == []
    assert [line.outcome for line in exchanges.history(first)] == ["stick_away"] * 2
    send(first, second, stick)
    assert len(on_disk(stick.folder)) == 1


def test_a_request_is_not_written_where_the_stick_was(stick, plugged, tmp_path):
    with laptop(tmp_path, "gulu") as new:
        plugged.clear()
        assert code(sticks.write_request, new, stick) == "stick_away"
    assert on_disk(stick.folder) == []


def test_what_was_written_while_the_stick_went_is_not_told_as_taken(
    first, second, stick, plugged, monkeypatch
):
    real = sticks_of.write

    def went(folder, name, data):
        written = real(folder, name, data)
        plugged.clear()
        return written

    monkeypatch.setattr(sticks_of, "write", went)
    assert code(send, first, second, stick) == "stick_pulled"
    assert on_disk(stick.folder) == []
    (line,) = exchanges.history(first)
    assert (line.file, line.outcome) == ("", "stick_pulled")


@pytest.mark.skipif(os.name != "posix", reason="folders are not flushed there")
def test_our_folder_on_a_new_stick_is_made_to_last(first, second, stick, monkeypatch):
    made, real = [], os.fsync

    def seen(descriptor):
        if os.path.samestat(os.fstat(descriptor), stick.folder.stat()):
            made.append((stick.folder / sticks_of.FOLDER).is_dir())
        real(descriptor)

    monkeypatch.setattr(os, "fsync", seen)
    send(first, second, stick)
    assert made == [True]


def test_stopped_while_packing_writes_nothing_and_uses_up_no_number(first, second, stick):
    for name in ("Kamu", "Esperance"):
        group(first, name, 1)
    steps = []

    def stop(done, of):
        steps.append((done, of))
        if done:
            raise KeyboardInterrupt

    device = second.store.device.id
    with pytest.raises(KeyboardInterrupt):
        exchanges.send_all(first, stick, [device], progress=stop)
    assert steps == [(0, 2), (1, 2)]
    assert list(sticks_of.found_on(stick.folder)) == []
    assert first.store.fact(NUMBER) == ""
    assert exchanges.history(first) == []


def test_several_laptops_are_served_in_one_go_with_one_progress(first, second, stick, tmp_path):
    group(first, "Kamu", 1)
    with laptop(tmp_path, "mbale") as third:
        enrolled(first, third, branch="MBL")
        steps = []
        to = [second.store.device.id, third.store.device.id]
        made = exchanges.send_all(first, stick, to, progress=lambda *step: steps.append(step))
        assert [each.to for each in made] == to
        assert steps == [(0, 2), (1, 2)]
        take(third, made[1].file, join=True)


def test_files_for_this_laptop_stand_first_and_half_copies_are_left_out(first, second, stick):
    group(first, "Kamu", 1)
    made = send(first, second, stick)
    own = send(second_joined(second, made), first, stick)
    folder = made.file.parent
    assert folder.name == "CoopLedger"
    for name in (".syncthing.a.bundle", "~syncthing~b.bundle", "c.bundle.part", "._d.bundle"):
        (folder / name).write_bytes(b"half")
    found = sticks.bundles(second, stick)
    assert [(each.file.name, each.ours) for each in found] == [
        (made.file.name, True),
        (own.file.name, False),
    ]
    assert found[0].was_read


def second_joined(second, made):
    take(second, made.file, join=True)
    return second


def test_a_request_lies_where_the_first_laptop_finds_it(first, stick, tmp_path):
    with laptop(tmp_path, "gulu") as new:
        file = sticks.write_request(new, stick)
        assert sticks.requests(stick) == [file]
        raw = sticks.read_request(file)
        assert (
            cooperative.read_request(raw)[1]
            == cooperative.read_request(cooperative.request(new))[1]
        )
        cooperative.enrol(first, raw, TWO, branch="GUL", device="Gulu 1")
        assert "Gulu 1" in [row.name for row in cooperative.facts(first).devices]


def test_a_book_is_handed_over_and_back(first, second, stick):
    book = group(first, "Kamu", 1, officers=True)
    two = {member: GROUP_OFFICERS[member] for member in ("M06", "M07")}
    seen = laptop_view(first, second.store.device.id)
    assert [each.id for each in seen.to_give] == [book]
    assert seen.holds == ()
    assert code(hand_over_to, first, book, "0" * 16, two) == "unknown_device"
    hand_over_to(first, book, second.store.device.id, two)
    seen = laptop_view(first, second.store.device.id)
    assert (seen.to_give, [each.id for each in seen.holds]) == ((), [book])
    take(second, send(first, second, stick).file, join=True)
    hold(second, book)
    hand_over_to(second, book, first.store.device.id, two)
    take(first, send(second, first, stick).file)
    hold(first, book)
    assert [each.id for each in laptop_view(first, second.store.device.id).to_give] == [book]


# The shared folder


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


def test_a_fork_is_never_taken_in_by_itself(first, second, stick, folder, tmp_path):
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


def test_the_preview_says_what_the_figures_say(first, second, stick):
    group(first, "Kamu", 3)
    made = send(first, second, stick)
    seen = examine(second, made.file, money=True)
    (book,) = told(seen).books
    figures = dict(book.figures)
    assert (book.name, book.pages) == ("Kamu", 4)
    assert figures["Meetings"].startswith("1 (")
    assert figures["Money in"] == figures["Cash after them"] == "6,000"
    assert figures["Money out"] == "0"
    assert len([note for note in book.notes if note.tone == "warn"]) == 6
    assert book.notes[-1].text == "4 more findings; the book shows them."
