"""A meeting written down on a laptop that only reads the book, for the one that holds it."""

import json

import msgspec
import pytest

from coopledger.app import sent_meetings
from coopledger.app.cooperative import revoke
from coopledger.app.desk import open_desk
from coopledger.app.meetings import seal_meeting
from coopledger.cli.main import run
from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal
from coopledger.ledger.boxes import device_box
from coopledger.sync import age_file, sealed_file, sent_meeting
from coopledger.sync.bundle import Row
from coopledger.sync.sent_meeting import FIRST_LINE, SentMeeting
from coopledger.words.errors import explain
from tests.conftest import PASSPHRASE
from tests.sync import laptops
from tests.sync.laptops import carry, hold, laptop, power_cut_at
from tests.sync.test_exchange import code, image

TODAY = "2025-03-01"
SAID = [
    {"item": "attendance", "member": "M01", "status": "present"},
    {"item": "shares", "member": "M01", "count": 2},
    {"item": "loan", "member": "M02", "amount": 3_000, "weeks": 4, "purpose": "seed"},
    {"item": "resolution", "text": "We buy a box"},
]


def file_of(tmp_path, entries=SAID, day="2025-02-05"):
    path = tmp_path / "meeting.json"
    path.write_text(json.dumps({"date": day, "entries": entries}))
    return path


def refused(act, *args):
    with pytest.raises(Refusal) as caught:
        act(*args)
    return caught.value


class Odd(Row, frozen=True, array_like=True):
    """A meeting's file with whatever bytes as its entries."""

    book: bytes
    by: bytes
    time: int
    day: str
    entries: msgspec.Raw


@pytest.fixture
def sent(two, stick, tmp_path):
    """A meeting that the second laptop wrote down, on the stick."""
    first, second, book = two
    return first, second, book, sent_meetings.write(second, book, file_of(tmp_path), stick)


def test_a_laptop_without_the_book_reads_it_and_writes_proposals_but_no_pages(sent):
    first, second, book, file = sent
    assert code(hold, second, book) == "not_the_holder"
    before = image(first)
    told = sent_meetings.show(first, file)
    assert (told.sender, told.day, told.taken, told.refused) == (
        "JIN laptop",
        "2025-02-05",
        False,
        {},
    )
    lines = {(each.what, each.code): each for each in told.entries}
    assert lines["Shares bought", "M01"].amount == 4_000
    assert lines["Loan paid out", "M02"].note == "seed"
    assert lines["Decision", ""].note == "We buy a box"
    changes = sent_meetings.effect(first, file, TODAY)
    assert (changes.meeting, changes.day) == (3, "2025-02-05")
    assert changes.cash_after - changes.cash == 4_000 - 3_000
    assert image(first) == before
    # The laptop that wrote it sees the same, and takes it in nowhere.
    assert sent_meetings.show(second, file).entries == told.entries
    assert code(sent_meetings.take, second, file, TODAY) == "not_the_holder"


def test_the_holder_takes_it_into_the_draft_once_and_seals_it(sent):
    first, _second, book, file = sent
    head = first.replay(book).hash
    drafted = sent_meetings.take(first, file, TODAY)
    assert (drafted.meeting, drafted.day) == (3, "2025-02-05")
    assert first.replay(book).hash == head
    draft = open_desk(first, book, TODAY).desk.draft
    assert {type(entry) for entry in draft.entries} == {
        en.Attendance,
        en.ShareBuying,
        en.LoanRequest,
        en.Resolution,
    }
    assert code(sent_meetings.take, first, file, TODAY) == "sent_meeting_taken"
    assert sent_meetings.show(first, file).taken
    seal_meeting(first, book, draft)
    assert first.replay(book).book.members["M01"].shares == 2 + 2


def test_what_cannot_be_is_refused_where_it_is_written_and_where_it_is_taken(
    two,
    stick,
    tmp_path,
):
    first, second, book = two
    wrong = [{"item": "repayment", "member": "M01", "amount": 500}]
    problem = refused(sent_meetings.write, second, book, file_of(tmp_path, wrong), stick)
    assert (problem.code, problem.params["column"]) == ("no_open_loan", "entries[0]")
    assert list(stick.glob("*.meeting")) == []
    lends = [{"item": "loan", "member": "M02", "amount": 4_000, "weeks": 4}]
    file = sent_meetings.write(second, book, file_of(tmp_path, lends), stick)
    laptops_hold = [en.LoanRequest("M03", 1_000, 4)]
    desk = open_desk(first, book, TODAY).desk
    for entry in laptops_hold:
        desk.add_entry(entry)
    seal_meeting(first, book, desk.draft)
    before = image(first)
    assert {
        place: each.code for place, each in sent_meetings.show(first, file).refused.items()
    } == {0: "cash_below_zero"}
    assert code(sent_meetings.take, first, file, TODAY) == "cash_below_zero"
    assert image(first) == before


def test_entries_that_nest_without_end_are_refused(sent, stick):
    first, second, book, _file = sent
    key, box = second.store.device, device_box(first.store.device.seed).public
    deep = b"\x91\x81\xa1x" + b"\x91" * 20_000 + b"\x90"
    odd = Odd(bytes.fromhex(book), key.public, 1, "2025-02-05", msgspec.Raw(deep))
    bad = stick / "bad.meeting"
    bad.write_bytes(sealed_file.lock(FIRST_LINE, odd, key, [box]))
    assert code(sent_meetings.show, first, bad) == "approval_damaged"


def test_a_power_cut_after_it_was_taken_takes_it_no_second_time(sent):
    first, _second, book, file = sent
    deed = lambda: sent_meetings.take(first, file, TODAY)  # noqa: E731
    with power_cut_at(first, deed, "INSERT INTO draft") as again:
        assert code(sent_meetings.take, again, file, TODAY) == "sent_meeting_taken"
        desk = open_desk(again, book, TODAY).desk
        assert len([e for e in desk.draft.entries if isinstance(e, en.LoanRequest)]) == 1


@pytest.mark.parametrize("card", ["Mary", "{}", '{"name":1}'])
def test_who_joins_brings_a_card(sent, tmp_path, stick, card):
    first, second, book, _file = sent
    joins = {"item": "join", "member": "M40", "card": card}
    problem = refused(sent_meetings.write, second, book, file_of(tmp_path, [joins]), stick)
    assert (problem.code, problem.params["column"]) == ("bad_value", "entries[0].card")
    key, box = second.store.device, device_box(first.store.device.seed).public
    said = (en.Joining("M40", card),)
    lied = SentMeeting(bytes.fromhex(book), key.public, 1, "2025-02-05", said)
    bad = stick / "bad.meeting"
    bad.write_bytes(sent_meeting.lock(lied, key, [box]))
    assert code(sent_meetings.take, first, bad, TODAY) == "approval_damaged"


def test_every_changed_byte_is_refused_and_strangers_are(sent, stick, tmp_path):
    first, second, _book, file = sent
    plain = age_file.unlock(file.read_bytes(), [device_box(first.store.device.seed)])
    box = device_box(first.store.device.seed).public
    before, bad = image(first), stick / "bad.meeting"
    for at in range(len(plain)):
        changed = plain[:at] + bytes([plain[at] ^ 1]) + plain[at + 1 :]
        bad.write_bytes(age_file.lock(changed, [box]))
        with pytest.raises(Refusal) as caught:
            sent_meetings.take(first, bad, TODAY)
        assert caught.value.code in (
            "not_a_sent_meeting",
            "newer_approval",
            "approval_damaged",
            "approval_seal_bad",
        )
        assert explain(caught.value)
    # A pack that asks for seals is no meeting, though the same laptop sealed it.
    swapped = plain.replace(b"coopledger meeting 1\n", b"coopledger approval 1\n", 1)
    bad.write_bytes(age_file.lock(swapped, [box]))
    assert code(sent_meetings.take, first, bad, TODAY) == "not_a_sent_meeting"
    assert image(first) == before
    with laptop(tmp_path, "third") as third:
        assert code(sent_meetings.show, third, file) == "approval_not_for_us"
    revoke(first, second.store.device.id, laptops.TWO)
    assert code(sent_meetings.take, first, file, TODAY) == "revoked_device"


def test_the_doors_write_show_and_take(two, stick, tmp_path, capsys, monkeypatch):
    first, second, _book = two
    carry(first, second, stick)
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", PASSPHRASE)
    here, there = (str(each.store.path) for each in (first, second))
    first.close()
    second.close()

    def ask(store, *words):
        status = run([*words, "--store", store, "--json"])
        return status, json.loads(capsys.readouterr().out)

    meeting = str(file_of(tmp_path))
    named = ("--group", "Kamu Kamu")
    status, made = ask(there, "proposal", "write", meeting, str(stick), *named)
    assert status == 0
    _status, shown = ask(here, "proposal", "show", made["file"])
    assert (shown["taken"], shown["effect"]["meeting"]) == (False, 3)
    run(["proposal", "show", made["file"], "--store", here])
    assert "We buy a box" in capsys.readouterr().out
    assert ask(here, "proposal", "take", made["file"])[1]["meeting"] == 3
    status, told = ask(here, "proposal", "take", made["file"])
    assert (status, told["errors"][0]["code"]) == (1, "sent_meeting_taken")
