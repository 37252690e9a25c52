"""A page that waits for its quorum is a page nowhere until it has it."""

import itertools

import pytest

from coopledger.app import approvals, proposed
from coopledger.app.bundle_import import examine
from coopledger.app.heads import memory_path
from coopledger.app.holding import hand_over, take_over
from coopledger.app.ledger import ERASED, Ledger
from coopledger.app.officers import enrol, erase_member
from coopledger.app.people import change_person
from coopledger.app.questions import verify
from coopledger.app.share_outs import hold_share_out
from coopledger.ledger.boxes import device_box
from coopledger.ledger.salted import MemberCard
from coopledger.store.officer_keys import OfficerKeys
from coopledger.sync import approval
from coopledger.sync.bundle import BundleWriter, book_part
from tests.conftest import PASSPHRASE
from tests.sync.laptops import (
    GROUP_OFFICERS,
    carry,
    hold,
    pages,
)
from tests.sync.signing import M06, M07, M08, give_keys, lock_for
from tests.sync.test_exchange import code, image


@pytest.fixture
def waiting(apart, stick):
    """A share-out that one officer sealed; the others are elsewhere."""
    first, second, book = apart
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


def test_an_act_with_enough_officers_is_done_at_once_and_new_keys_cannot_wait(apart):
    first, _second, book = apart
    to = _second.store.device.public.hex()
    assert code(proposed.propose, first, book, lambda: enrol(first, book, {"M01": "751234"})) == (
        "keys_cannot_wait"
    )
    assert proposed.propose(first, book, lambda: hand_over(first, book, to, GROUP_OFFICERS)) is None
    assert len(first.summaries(book)) == 4


def test_an_erasure_and_a_revoked_key_take_effect_when_they_become_pages(apart, stick):
    first, second, book = apart
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
    apart, stick, elsewhere
):
    first, second, book = apart
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


def test_a_lost_laptop_is_replaced_by_officers_who_are_not_together(apart, stick):
    first, second, book = apart
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


def test_two_officers_one_after_the_other_on_one_laptop_write_two_files(waiting, stick):
    first, second, book, found = waiting
    file = approvals.write(first, book, stick, found.id).file
    backs = [approvals.sign(second, file, each).file for each in (M07, M08)]
    assert len(set(backs)) == 2
    merged = approvals.merge(first, backs[0])  # the first officer's seal was not written over
    assert (merged.added, merged.members) == (1, ("M06", "M07"))
    assert first.replay(book).book.closed
