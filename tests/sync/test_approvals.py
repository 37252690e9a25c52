"""Officers on other laptops seal a page by a file on a stick, in any order."""

import itertools
import json

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from coopledger.app import approvals
from coopledger.app.cooperative import revoke
from coopledger.app.holding import hand_over
from coopledger.app.ledger import Ledger
from coopledger.app.officers import enrol, seal
from coopledger.app.questions import verify
from coopledger.cli.main import run
from coopledger.domain.errors import Refusal
from coopledger.ledger.boxes import device_box
from coopledger.ledger.salted import salted
from coopledger.ledger.seals import SigningKey
from coopledger.store.officer_keys import OfficerKeys
from coopledger.sync import age_file, approval
from coopledger.sync.approval import PackSeal, Shown
from coopledger.sync.bundle import TextRow
from coopledger.sync.composing import boxed
from coopledger.words.errors import explain
from tests.conftest import PASSPHRASE
from tests.sync import laptops
from tests.sync.laptops import (
    CHEAP,
    GROUP_OFFICERS,
    carry,
    enrolled,
    hold,
    laptop,
    pages,
)
from tests.sync.signing import M06, M07, M08, give_keys, lock_for, members
from tests.sync.test_exchange import code, image
from tests.sync.test_forks import twin


def test_an_officer_on_another_laptop_sees_what_the_page_says_and_seals_it(apart, stick):
    first, second, book = apart
    hold(first, book, shares=3, note="We buy a box")
    carry(first, second, stick)
    file = approvals.write(first, book, stick, to=second.store.device.id, keys=["M06"]).file
    before = image(second)
    asked = approvals.show(second, file)
    assert image(second) == before
    assert (asked.number, asked.kind, asked.meeting) == (4, "meeting", 3)
    told = {(each.what, each.code): each for each in asked.entries}
    assert told["Shares bought", "M01"].amount == 6_000
    assert told["Shares bought", "M01"].name
    assert told["Decision", ""].note == "We buy a box"
    totals = {each.figure: each.values for each in asked.totals}
    assert totals["loan_box"] == (4_000, 10_000)
    assert (asked.sealed, asked.count, asked.need) == ((), 0, 2)
    assert (asked.called, asked.here) == (("M06", "M07", "M08"), ("M06",))
    back = approvals.sign(second, file, M06)
    assert back.members == ("M06",)
    assert members(second, book) == ("M06",)  # its copy has the seal too
    assert members(first, book) == ()
    done = approvals.merge(first, back.file)
    assert (done.added, done.members, done.is_page) == (1, ("M06",), True)
    assert approvals.merge(first, back.file).added == 0
    assert pages(first, book) == pages(second, book)
    assert verify(first)[0].fault == verify(second)[0].fault == ""


def test_a_laptop_without_the_page_yet_sees_and_seals_it_too(apart, stick):
    first, second, book = apart
    hold(first, book, shares=2)
    give_keys(first, second, book, "M07")
    file = approvals.write(first, book, stick).file
    assert not approvals.show(second, file).in_book
    back = approvals.sign(second, file, M07)
    assert len(second.summaries(book)) == 3
    assert approvals.merge(first, back.file).members == ("M07",)
    # The page comes by the next bundle, with its seals.
    carry(first, second, stick)
    assert pages(first, book) == pages(second, book)
    approvals.merge(second, back.file)
    assert pages(first, book) == pages(second, book)


@pytest.fixture
def signed(apart, stick, tmp_path):
    """Three packs, each sealed by one officer on a laptop of its own."""
    first, _second, book = apart
    hold(first, book, shares=2)
    asked = approvals.write(first, book, stick).file
    found = []
    for member, name in zip(GROUP_OFFICERS, ("mbale", "gulu", "arua"), strict=True):
        with laptop(tmp_path, name) as other:
            enrolled(first, other, branch=name[:3].upper())
            carry(first, other, stick, join=True)
            give_keys(first, other, book, member)
            # Made again, so that this laptop is among those that can open it.
            asked = approvals.write(first, book, stick).file
            way_back = tmp_path / f"back-{name}"
            way_back.mkdir()
            pin = {member: GROUP_OFFICERS[member]}
            found.append(approvals.sign(other, asked, pin, way_back).file)
    first.store.copy_to(tmp_path / "copy.coop")
    return first, book, found


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.lists(st.integers(0, 2), min_size=1, max_size=5))
def test_packs_merge_in_any_order_and_as_often_as_one_likes(signed, tmp_path, order):
    first, book, files = signed
    first.store.copy_to(tmp_path / "each.coop")
    try:
        with Ledger.open(tmp_path / "each.coop", PASSPHRASE) as each:
            seen = set()
            for place in order:
                done = approvals.merge(each, files[place])
                assert done.added == (place not in seen)
                seen.add(place)
            codes = tuple(sorted([*GROUP_OFFICERS][place] for place in seen))
            assert members(each, book) == codes
            assert verify(each)[0].fault == ""
    finally:
        for end in ("", ".keys"):
            (tmp_path / f"each.coop{end}").unlink()


def test_a_pack_goes_from_hand_to_hand_and_gathers_seals(apart, stick, tmp_path):
    first, second, book = apart
    hold(first, book)
    carry(first, second, stick)
    give_keys(first, second, book, "M06", "M07")
    file = approvals.write(first, book, stick).file
    one = approvals.sign(second, file, M06, tmp_path).file
    both = approvals.sign(second, one, M07, tmp_path)
    assert (both.members, both.count) == (("M06", "M07"), 2)
    assert code(approvals.sign, second, both.file, M06) == "sealed_before"
    assert code(approvals.sign, second, both.file, {}) == "nobody_signed"
    assert approvals.merge(first, both.file).added == 2


def test_only_the_newest_page_gains_seals(apart, stick):
    first, second, book = apart
    hold(first, book)
    carry(first, second, stick)
    give_keys(first, second, book, "M06")
    file = approvals.write(first, book, stick).file
    late = approvals.sign(second, file, M06).file
    hold(first, book)
    before = image(first)
    assert code(approvals.merge, first, late) == "seals_frozen"
    assert image(first) == before
    # Ahead of a laptop that has not read the newest bundle.
    hold(first, book)
    newest = approvals.write(first, book, stick).file
    assert code(approvals.show, second, newest) == "approval_behind"
    hand_over(first, book, second.store.device.public.hex(), GROUP_OFFICERS)
    assert code(approvals.write, first, book, stick) == "sealed_already"


def test_wrong_pins_and_keys_that_are_not_there_are_refused_and_counted(apart, stick):
    first, second, book = apart
    hold(first, book)
    to = second.store.device.id
    file = approvals.write(first, book, stick, to=to, keys=["M06"]).file
    assert code(approvals.sign, second, file, M07) == "no_key"
    assert code(approvals.sign, second, file, {"M06": "000001"}) == "wrong_pin"
    assert OfficerKeys(second.store, book).all()["M06"].failures == 1
    assert code(approvals.write, first, book, stick, to="nobody", keys=["M06"]) == "unknown_device"
    assert code(approvals.write, first, book, stick, to=to, keys=["M01"]) == "no_key"
    # A key that the officers took out of force comes with nothing.
    enrol(first, book, {}, by={**M07, **M08}, revoke=["M06"], cost=CHEAP)
    assert code(approvals.show, first, file) == "seals_frozen"


def test_another_page_of_that_number_is_not_signed(apart, stick, tmp_path):
    first, second, book = apart
    other, back = twin(first, tmp_path)
    with other:
        hold(other, book, shares=5)
        false = approvals.write(other, book, stick).file
        carry(other, second, stick)
    back()
    hold(first, book, shares=1)
    assert code(approvals.show, first, false) == "approval_other_page"
    hold(first, book, shares=1)
    ahead = approvals.write(first, book, stick).file
    assert code(approvals.show, second, ahead) == "approval_other_page"


# Hostile hands


def inside(file, ledger):
    return age_file.unlock(file.read_bytes(), [device_box(ledger.store.device.seed)])


def test_every_changed_byte_and_every_cut_of_a_pack_is_refused(apart, stick):
    first, second, book = apart
    hold(first, book, note="a box")
    carry(first, second, stick)
    seal(first, book, M06)
    file = approvals.write(first, book, stick).file
    before, raw, plain = image(second), file.read_bytes(), inside(file, second)
    bad = stick / "bad.approval"
    codes = set()
    # The outside: nobody's key is needed to change it.
    outside = [raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :] for at in range(0, len(raw), 7)]
    cuts = [raw[:at] for at in range(0, len(raw), 61)]
    # The inside, by somebody who can open it and cannot sign for the laptop that made it.
    changed = [plain[:at] + bytes([plain[at] ^ 1]) + plain[at + 1 :] for at in range(len(plain))]
    shorter = [plain[:at] for at in range(0, len(plain), 17)]
    inner = (lock_for(second, each) for each in [*changed, *shorter, plain + b"\0"])
    for each in itertools.chain(outside, cuts, inner):
        bad.write_bytes(each)
        with pytest.raises(Refusal) as caught:
            approvals.merge(second, bad)
        codes.add(caught.value.code)
        assert explain(caught.value)
    assert codes <= {
        "not_an_approval",
        "newer_approval",
        "approval_not_for_us",
        "approval_damaged",
        "approval_seal_bad",
    }
    assert image(second) == before
    approvals.merge(second, file)
    assert members(second, book) == ("M06",)


@pytest.mark.parametrize(
    ("lie", "expected"),
    [
        ("shown", "approval_shown_differs"),
        ("header", "approval_page_bad"),
        ("body", "approval_page_bad"),
        ("stranger", "approval_page_bad"),
        ("false seal", "approval_page_bad"),
        ("seal twice", "approval_page_bad"),
        ("no laptop's seal", "approval_page_bad"),
        ("text", "approval_damaged"),
        ("book", "approval_no_book"),
    ],
)
def test_a_laptop_of_the_cooperative_that_lies_gets_no_seal(apart, stick, lie, expected):
    first, second, book = apart
    hold(first, book)
    give_keys(first, second, book, "M06")
    file = approvals.write(first, book, stick).file
    pack = approval.unlock(file.read_bytes(), device_box(second.store.device.seed))
    change = {
        "shown": lambda: {"shown": (*pack.shown[:-1], Shown(pack.shown[-1].figure, 7))},
        "header": lambda: {"header": pack.header.replace(b'"loan_box":', b'"loan_box":1')},
        "body": lambda: {"body": pack.body.replace(b'"n":1', b'"n":9')},
        "stranger": lambda: {"seals": (*pack.seals, stranger(pack))},
        "false seal": lambda: {"seals": (PackSeal(pack.seals[0].key, b"\1" * 64),)},
        "seal twice": lambda: {"seals": (*pack.seals, *pack.seals)},
        "no laptop's seal": lambda: {"seals": ()},
        "text": lambda: {"texts": (TextRow("note", *said_by_nobody()),)},
        "book": lambda: {"book": b"\7" * 32},
    }[lie]()
    lied = msgspec.structs.replace(pack, **change)
    box = device_box(second.store.device.seed).public
    false = stick / "false.approval"
    false.write_bytes(approval.lock(lied, first.store.device, [box]))
    before = image(second)
    assert code(approvals.show, second, false) == expected
    assert code(approvals.sign, second, false, M06) == expected
    assert code(approvals.merge, second, false) == expected
    assert image(second) == before


def stranger(pack):
    key = SigningKey(b"\3" * 32)
    return PackSeal(key.public, key.seal("page", pack.header).signature)


def said_by_nobody():
    text = salted("note", "said by nobody")
    return text.salt, text.text


def test_a_seal_made_for_another_use_is_no_approval(apart, stick):
    first, second, book = apart
    hold(first, book)
    file = approvals.write(first, book, stick).file
    plain = inside(file, second)
    length = len(approval.FIRST_LINE) + 4
    raw = plain[length:-64]
    other = first.store.device.seal("bundle", approval.FIRST_LINE + raw).signature
    bad = stick / "bad.approval"
    bad.write_bytes(lock_for(second, plain[:-64] + other))
    assert code(approvals.show, second, bad) == "approval_seal_bad"


def test_what_is_no_pack_or_for_others_is_told_as_that(apart, stick, tmp_path):
    first, second, book = apart
    hold(first, book)
    file = approvals.write(first, book, stick).file
    assert code(approvals.show, second, stick / "nothing") == "bundle_missing"
    (stick / "text").write_bytes(b"Dear treasurer")
    assert code(approvals.show, second, stick / "text") == "not_an_approval"
    (stick / "large").write_bytes(bytes(9 << 20))
    assert code(approvals.show, second, stick / "large") == "not_an_approval"
    plain = inside(file, second).replace(b"approval 1\n", b"approval 2\n", 1)
    (stick / "newer").write_bytes(lock_for(second, plain))
    assert code(approvals.show, second, stick / "newer") == "newer_approval"
    with laptop(tmp_path, "third") as third:
        assert code(approvals.show, third, file) == "approval_not_for_us"
    revoke(first, second.store.device.id, laptops.TWO)
    false = approval.unlock(file.read_bytes(), device_box(second.store.device.seed))
    stolen = msgspec.structs.replace(false, by=second.store.device.public)
    box = device_box(first.store.device.seed).public
    (stick / "stolen").write_bytes(approval.lock(stolen, second.store.device, [box]))
    assert code(approvals.show, first, stick / "stolen") == "revoked_device"
    nobody = SigningKey(b"\5" * 32)
    strange = msgspec.structs.replace(false, by=nobody.public)
    (stick / "strange").write_bytes(approval.lock(strange, nobody, [box]))
    assert code(approvals.show, first, stick / "strange") == "unknown_sender"


# Acts that wait for their quorum


def test_the_doors_write_show_sign_merge_list_and_drop(apart, stick, capsys, monkeypatch):
    first, second, book = apart
    hold(first, book, shares=3)
    carry(first, second, stick)
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", PASSPHRASE)
    here, there = (str(each.store.path) for each in (first, second))
    to = second.store.device.id
    first.close()
    second.close()

    def ask(store, *words):
        status = run([*words, "--store", store, "--json"])
        return status, json.loads(capsys.readouterr().out)

    named = ("--group", "Kamu Kamu")
    status, made = ask(
        here, "approval", "write", str(stick), *named, "--to", to[:8], "--keys", "M06,M07"
    )
    assert (status, made["members"]) == (0, [])
    _status, shown = ask(there, "approval", "show", made["file"])
    assert (shown["number"], shown["here"]) == (4, ["M06", "M07"])
    run(["approval", "show", made["file"], "--store", there])
    assert "Fingerprint" in capsys.readouterr().out
    monkeypatch.setenv("COOPLEDGER_PINS", "M06=314159,M07=271828")
    _status, back = ask(there, "approval", "sign", made["file"], "--by", "M06")
    assert (back["members"], back["count"]) == (["M06"], 1)
    _status, done = ask(here, "approval", "merge", back["file"])
    assert (done["added"], done["is_page"]) == (1, True)
    status, told = ask(here, "share-out", *named, "--hold", "--by", "M06", "--wait")
    assert (status, told["waiting"]["count"]) == (0, 1)
    page = told["waiting"]["id"]
    _status, listed = ask(here, "approval", "list", *named)
    assert [each["id"] for each in listed["waiting"]] == [page]
    status, told = ask(here, "share-out", *named, "--hold", "--by", "M06")
    assert (status, told["errors"][0]["code"]) == (1, "quorum_missing")
    assert ask(here, "approval", "drop", page[:12], *named)[0] == 0
    assert ask(here, "approval", "list", *named)[1]["waiting"] == []
    status, told = ask(here, "approval", "drop", page[:12], *named)
    assert (status, told["errors"][0]["code"]) == (1, "unknown_proposal")


DEEP = b'{"x":' + b"[" * 20_000 + b"]" * 20_000 + b"}"


@pytest.mark.parametrize("wrapped", [b"", b"{", b"dear", DEEP])
def test_wrapped_keys_that_are_none_or_too_dear_are_not_taken(apart, stick, wrapped):
    first, second, book = apart
    hold(first, book)
    kept = OfficerKeys(first.store, book).all()["M06"]
    if wrapped == b"dear":
        wrapped = kept.wrapped.replace(b'"memory_kib":8', b'"memory_kib":1048576')
    false = msgspec.structs.replace(kept, wrapped=wrapped)
    file = approvals.write(first, book, stick).file
    pack = approval.unlock(file.read_bytes(), device_box(second.store.device.seed))
    box = device_box(second.store.device.seed).public
    lied = msgspec.structs.replace(pack, officers=boxed([false], box))
    bad = stick / "bad.approval"
    bad.write_bytes(approval.lock(lied, first.store.device, [box]))
    assert approvals.show(second, bad).here == ()
    assert code(approvals.sign, second, bad, M06) == "no_key"
    assert OfficerKeys(second.store, book).all() == {}
