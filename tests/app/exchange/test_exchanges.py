"""What waits for whom, what is missing and whom to ask, and the history."""

import os
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from coopledger.app import cooperative, exchanges, sticks
from coopledger.app.bundle_export import NUMBER
from coopledger.app.bundle_import import examine
from coopledger.app.bundle_told import told
from coopledger.app.laptops import hand_over_to, laptop_view
from coopledger.app.unconfirmed import gaps, waiting
from coopledger.app.waiting_words import waiting_lines
from coopledger.domain.errors import Refusal
from coopledger.sync import stick as sticks_of
from tests.app.exchange.stick_hands import send, take
from tests.sync.laptops import (
    GROUP_OFFICERS,
    TWO,
    enrolled,
    group,
    heard,
    hold,
    laptop,
    pages,
)
from tests.sync.test_exchange import code


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
