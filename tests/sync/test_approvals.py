"""Officers on other laptops seal a page by a file on a stick, in any order."""

import itertools
import json

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from coopledger.app import approvals, proposed
from coopledger.app.bundle_import import examine
from coopledger.app.cooperative import revoke
from coopledger.app.heads import memory_path
from coopledger.app.holding import hand_over, take_over
from coopledger.app.ledger import ERASED, Ledger
from coopledger.app.officers import enrol, erase_member, newest_seals, seal
from coopledger.app.people import change_person
from coopledger.app.questions import verify
from coopledger.app.share_outs import hold_share_out
from coopledger.cli.main import run
from coopledger.domain.errors import Refusal
from coopledger.ledger.boxes import device_box
from coopledger.ledger.salted import MemberCard, salted
from coopledger.ledger.seals import SigningKey
from coopledger.store.officer_keys import OfficerKeys
from coopledger.sync import age_file, approval
from coopledger.sync.approval import PackSeal, Shown
from coopledger.sync.bundle import BundleWriter, TextRow, book_part
from coopledger.sync.composing import boxed
from coopledger.words.errors import explain
from tests.conftest import PASSPHRASE
from tests.sync import laptops
from tests.sync.laptops import (
    CHEAP,
    GROUP_OFFICERS,
    carry,
    enrolled,
    founder,
    group,
    hold,
    laptop,
    pages,
)
from tests.sync.test_exchange import code, image
from tests.sync.test_forks import twin

M06, M07, M08 = ({m: pin} for m, pin in GROUP_OFFICERS.items())


@pytest.fixture
def two(tmp_path, stick):
    """A laptop with a book that two of three key-holders seal, and one that reads it."""
    with founder(tmp_path) as first, laptop(tmp_path, "jinja") as second:
        book = group(first, "Kamu Kamu", 2, officers=True, quorums=True)
        enrolled(first, second)
        carry(first, second, stick, join=True)
        carry(second, first, stick)
        yield first, second, book


def give_keys(first, second, book, *members):
    """The officers' keys as they come with a book that was handed over, or by the recovery key."""
    keys = OfficerKeys(first.store, book).all()
    OfficerKeys(second.store, book).put({m: (keys[m].public, keys[m].wrapped) for m in members})


def members(ledger, book):
    return newest_seals(ledger, book).members


def test_an_officer_on_another_laptop_sees_what_the_page_says_and_seals_it(two, stick):
    first, second, book = two
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


def test_a_laptop_without_the_page_yet_sees_and_seals_it_too(two, stick):
    first, second, book = two
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
def signed(two, stick, tmp_path):
    """Three packs, each sealed by one officer on a laptop of its own."""
    first, _second, book = two
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


def test_a_pack_goes_from_hand_to_hand_and_gathers_seals(two, stick, tmp_path):
    first, second, book = two
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


def test_only_the_newest_page_gains_seals(two, stick):
    first, second, book = two
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


def test_wrong_pins_and_keys_that_are_not_there_are_refused_and_counted(two, stick):
    first, second, book = two
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


def test_another_page_of_that_number_is_not_signed(two, stick, tmp_path):
    first, second, book = two
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


def lock_for(ledger, plain):
    return age_file.lock(plain, [device_box(ledger.store.device.seed).public])


def test_every_changed_byte_and_every_cut_of_a_pack_is_refused(two, stick):
    first, second, book = two
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
def test_a_laptop_of_the_cooperative_that_lies_gets_no_seal(two, stick, lie, expected):
    first, second, book = two
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


def test_a_seal_made_for_another_use_is_no_approval(two, stick):
    first, second, book = two
    hold(first, book)
    file = approvals.write(first, book, stick).file
    plain = inside(file, second)
    length = len(approval.FIRST_LINE) + 4
    raw = plain[length:-64]
    other = first.store.device.seal("bundle", approval.FIRST_LINE + raw).signature
    bad = stick / "bad.approval"
    bad.write_bytes(lock_for(second, plain[:-64] + other))
    assert code(approvals.show, second, bad) == "approval_seal_bad"


def test_what_is_no_pack_or_for_others_is_told_as_that(two, stick, tmp_path):
    first, second, book = two
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


@pytest.fixture
def waiting(two, stick):
    """A share-out that one officer sealed; the others are elsewhere."""
    first, second, book = two
    give_keys(first, second, book, "M07", "M08")
    day = first.summaries(book)[-1].day
    found = proposed.propose(first, book, lambda: hold_share_out(first, book, day, M06))
    return first, second, book, found


def test_a_share_out_waits_for_its_quorum_and_counts_for_nothing_until_then(waiting, stick):
    first, second, book, found = waiting
    assert (found.number, found.kind, found.members, found.overtaken) == (
        4,
        "share_out",
        ("M06",),
        False,
    )
    assert found.count < found.need
    assert len(first.summaries(book)) == 3
    assert not first.replay(book).book.closed
    file = approvals.write(first, book, stick, found.id[:12]).file
    asked = approvals.show(second, file)
    assert (asked.kind, asked.sealed, asked.in_book) == ("share_out", ("M06",), False)
    assert {each.what for each in asked.entries} >= {"Paid out at share-out"}
    assert code(approvals.merge, second, file) == "not_the_holder"
    merged = approvals.merge(first, file)
    assert (merged.added, merged.is_page) == (0, False)
    back = approvals.sign(second, file, M08).file
    merged = approvals.merge(first, back)
    assert (merged.added, merged.members, merged.is_page) == (1, ("M06", "M08"), True)
    assert first.replay(book).book.closed
    assert proposed.proposals(first, book) == ()
    # The same again: it is a page now, and takes no more.
    again = approvals.merge(first, back)
    assert (again.added, again.is_page) == (0, True)
    carry(first, second, stick)
    assert pages(first, book) == pages(second, book)
    assert verify(second)[0].fault == ""


def test_seals_of_several_laptops_add_up_in_any_order(waiting, stick, tmp_path):
    first, second, book, found = waiting
    first.store.drop_proposal(found.id)
    day = first.summaries(book)[-1].day
    found = proposed.propose(first, book, lambda: hold_share_out(first, book, day))
    assert found.members == ()
    file = approvals.write(first, book, stick, found.id).file
    give_keys(first, second, book, "M06")
    files = []
    for member, pin in GROUP_OFFICERS.items():
        out = tmp_path / member
        out.mkdir()
        files.append(approvals.sign(second, file, {member: pin}, out).file)
    first.store.copy_to(tmp_path / "copy.coop")
    for number, order in enumerate(itertools.permutations(files)):
        path = tmp_path / f"order-{number}.coop"
        for end in ("", ".keys"):
            path.with_name(path.name + end).write_bytes((tmp_path / f"copy.coop{end}").read_bytes())
        memory_path(first.store.device.id).unlink(missing_ok=True)  # what the copy before wrote
        with Ledger.open(path, PASSPHRASE) as each:
            done = [approvals.merge(each, back) for back in order[: found.need]]
            assert [step.is_page for step in done] == [False] * (found.need - 1) + [True]
            assert each.replay(book).book.closed
            assert verify(each)[0].fault == ""


def test_what_waits_is_a_page_nowhere_whoever_sealed_it(waiting, stick):
    first, second, book, found = waiting
    file = approvals.write(first, book, stick, found.id).file
    back = approvals.sign(second, file, {**M07, **M08}).file
    pack = approval.unlock(back.read_bytes(), device_box(second.store.device.seed))
    assert len(pack.seals) == 3
    assert first.store.device.public not in [each.key for each in pack.seals]
    writer, registry = BundleWriter(), first.store.registry_id()
    writer.add("registry", book_part(registry, list(first.store.pages(registry))))
    writer.add("book", book_part(book, [*first.store.pages(book), pack.page]))
    to = [second.store.device.public]
    lie = writer.finish(first.store.device, cooperative=registry, number=9, time=9, to=to)
    (stick / "lie").write_bytes(lock_for(second, lie))
    (refused,) = examine(second, stick / "lie").refused
    assert refused.refusal.params["fault"] == "seal_missing"


def test_what_was_written_since_makes_it_no_page(waiting, stick):
    first, second, book, found = waiting
    file = approvals.write(first, book, stick, found.id).file
    back = approvals.sign(second, file, {**M07, **M08}).file
    hold(first, book)
    (told,) = proposed.proposals(first, book)
    assert told.overtaken
    before = image(first)
    assert code(approvals.merge, first, back) == "approval_other_page"
    assert image(first) == before
    waits = proposed.find_waiting(first, book, found.id)
    assert code(proposed.add_seals, first, book, waits, ()) == "proposal_overtaken"
    proposed.drop(first, book, found.id)
    assert proposed.proposals(first, book) == ()


def test_what_was_thrown_away_does_not_come_back_by_its_seals(waiting, stick):
    first, second, book, found = waiting
    file = approvals.write(first, book, stick, found.id).file
    back = approvals.sign(second, file, {**M07, **M08}).file
    proposed.drop(first, book, found.id[:10])
    assert code(approvals.merge, first, back) == "unknown_proposal"
    assert len(first.summaries(book)) == 3
    assert code(proposed.drop, first, book, found.id) == "unknown_proposal"


def test_an_act_with_enough_officers_is_done_at_once_and_new_keys_cannot_wait(two):
    first, _second, book = two
    to = _second.store.device.public.hex()
    assert code(proposed.propose, first, book, lambda: enrol(first, book, {"M01": "751234"})) == (
        "keys_cannot_wait"
    )
    assert proposed.propose(first, book, lambda: hand_over(first, book, to, GROUP_OFFICERS)) is None
    assert len(first.summaries(book)) == 4


def test_an_erasure_and_a_revoked_key_take_effect_when_they_become_pages(two, stick):
    first, second, book = two
    give_keys(first, second, book, "M07", "M08")
    found = proposed.propose(first, book, lambda: erase_member(first, book, "M02", M06))
    assert first.members(book)["M02"].name != ERASED
    file = approvals.write(first, book, stick, found.id).file
    approvals.merge(first, approvals.sign(second, file, {**M07, **M08}).file)
    assert first.members(book)["M02"].name == ERASED
    carry(first, second, stick)
    act = lambda: enrol(first, book, {}, by=M07, revoke=["M06"])  # noqa: E731
    found = proposed.propose(first, book, act)
    assert "M06" in OfficerKeys(first.store, book).all()
    file = approvals.write(first, book, stick, found.id).file
    approvals.merge(first, approvals.sign(second, file, M08).file)
    assert "M06" not in OfficerKeys(first.store, book).all()
    assert "M06" not in first.replay(book).book.keys


class PowerCut:
    """Watches a store, and the power goes as soon as a page is on the disk."""

    def before(self, new):
        pass

    def after(self, newest):
        raise KeyboardInterrupt


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_power_cut_leaves_no_page_that_orders_an_erasure_with_the_text_still_there(
    two, stick, elsewhere
):
    first, second, book = two
    give_keys(first, second, book, "M07", "M08")
    change_person(first, book, "M02", MemberCard("Nakato"), b"")
    if elsewhere:
        found = proposed.propose(first, book, lambda: erase_member(first, book, "M02", M06))
        signed = approvals.sign(
            second, approvals.write(first, book, stick, found.id).file, {**M07, **M08}
        )
        act = lambda: approvals.merge(first, signed.file)  # noqa: E731
    else:
        act = lambda: erase_member(first, book, "M02", {**M06, **M07, **M08})  # noqa: E731
    first.store.watches.append(PowerCut())
    with pytest.raises(KeyboardInterrupt):
        act()
    first.close()
    with Ledger.open(first.store.path, PASSPHRASE) as again:
        assert again.replay(book).headers[-1].kind == "erasure"
        assert again.members(book)["M02"].name == ERASED
        assert again.store.people(book) == []
        assert again.store.proposals(book) == {}


def test_a_lost_laptop_is_replaced_by_officers_who_are_not_together(two, stick):
    first, second, book = two
    give_keys(first, second, book, "M06")
    found = proposed.propose(second, book, lambda: take_over(second, book, M06))
    file = approvals.write(second, book, stick, found.id).file
    asked = approvals.show(first, file)
    (entry,) = asked.entries
    assert (entry.what, len(entry.note.split())) == ("Book taken over", 6)
    back = approvals.sign(first, file, {**M07, **M08}).file
    assert approvals.merge(second, back).is_page
    hold(second, book)
    carry(second, first, stick)
    assert pages(first, book) == pages(second, book)
    assert code(hold, first, book) == "not_the_holder"


# The doors


def test_the_doors_write_show_sign_merge_list_and_drop(two, stick, capsys, monkeypatch):
    first, second, book = two
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
def test_wrapped_keys_that_are_none_or_too_dear_are_not_taken(two, stick, wrapped):
    first, second, book = two
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


def test_two_officers_one_after_the_other_on_one_laptop_write_two_files(waiting, stick):
    first, second, book, found = waiting
    file = approvals.write(first, book, stick, found.id).file
    backs = [approvals.sign(second, file, each).file for each in (M07, M08)]
    assert len(set(backs)) == 2
    merged = approvals.merge(first, backs[0])  # the first officer's seal was not written over
    assert (merged.added, merged.members) == (1, ("M06", "M07"))
    assert first.replay(book).book.closed
