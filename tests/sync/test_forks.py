"""Clones, restored backups, lost laptops: two pages of one number, and which of them counts."""

import shutil

import pytest

from coopledger.app import cooperative
from coopledger.app.bundle_export import export
from coopledger.app.forks import HERE, forks, resolve, side_by_side
from coopledger.app.heads import memory_path
from coopledger.app.holding import hand_over, take_over
from coopledger.app.ledger import Ledger
from coopledger.app.questions import verify
from coopledger.domain import events as ev
from coopledger.domain.errors import Refusal
from coopledger.store.officer_keys import OfficerKeys
from coopledger.words.errors import explain
from tests.conftest import PASSPHRASE
from tests.sync.laptops import (
    GROUP_OFFICERS,
    carry,
    enrolled,
    founder,
    group,
    hold,
    laptop,
    pages,
    read,
)
from tests.sync.test_exchange import code

TWO = {m: GROUP_OFFICERS[m] for m in ("M06", "M07")}
QUORUM = GROUP_OFFICERS


def twin(ledger, folder):
    """The same disk on a second machine, which has no memory of its own yet."""
    ledger.store.copy_to(folder / "twin.coop")
    kept = memory_path(ledger.store.device.id)
    aside = kept.with_suffix(".aside")
    shutil.move(kept, aside)
    made = Ledger.open(folder / "twin.coop", PASSPHRASE)
    return made, lambda: shutil.move(aside, kept)


def test_a_book_goes_from_laptop_to_laptop_by_a_stick(two, stick):
    first, second, book = two
    hand_over(first, book, second.store.device.public.hex(), QUORUM)
    assert code(hold, first, book) == "not_the_holder"
    assert code(hold, second, book) == "not_the_holder"
    carry(first, second, stick)
    hold(second, book)  # by writing it accepts
    carry(second, first, stick)
    assert pages(first, book) == pages(second, book)
    assert first.replay(book).headers[-1].epoch == 2
    hand_over(second, book, first.store.device.public.hex(), QUORUM)
    carry(second, first, stick)
    hold(first, book)
    carry(first, second, stick)
    assert pages(first, book) == pages(second, book)


def test_a_lost_laptop_is_replaced_from_a_bundle_and_its_late_pages_do_not_count(
    two, stick, tmp_path
):
    first, second, book = two
    hold(first, book, shares=2)
    late = export(first, stick, second.store.device.id).file  # still on its way when it was lost

    keys = OfficerKeys(first.store, book).all()
    OfficerKeys(second.store, book).put({m: (k.public, k.wrapped) for m, k in keys.items()})
    take_over(second, book, QUORUM)
    hold(second, book, shares=3)
    found = read(second, late)
    assert found.verdicts[0].forks == (4,)
    (fork,) = forks(second)
    assert fork.settled
    assert second.own_heads.refusal(book) is None
    hold(second, book)
    # The lost laptop is found again: it takes what the officers decided, and keeps its own page.
    found = carry(second, first, stick)
    assert found.verdicts[0].undone == 1
    assert pages(first, book) == pages(second, book)
    assert first.replay(book).hash == second.replay(book).hash
    assert code(hold, first, book) in ("not_the_holder", "restored")
    assert verify(first)[0].fault == verify(second)[0].fault == ""


def test_a_laptop_whose_branch_is_the_longer_one_follows_the_officers_too(two, stick):
    first, second, book = two
    hold(first, book)
    carry(first, second, stick)
    hold(first, book)
    hold(first, book)
    keys = OfficerKeys(first.store, book).all()
    OfficerKeys(second.store, book).put({m: (k.public, k.wrapped) for m, k in keys.items()})
    take_over(second, book, QUORUM)
    carry(first, second, stick)
    assert len(first.replay(book).headers) > len(second.replay(book).headers)
    carry(second, first, stick)
    assert first.replay(book).hash == second.replay(book).hash
    assert pages(first, book) == pages(second, book)


def test_a_twin_is_found_at_import_and_nobody_writes_on(two, stick, tmp_path):
    first, second, book = two
    other, back = twin(first, tmp_path)
    with other:
        hold(other, book, shares=5)
        carry(other, second, stick)
        back()
        hold(first, book, shares=1, note="first")
        found = carry(first, second, stick, full=True)
        assert found.verdicts[0].forks == (4,)
        assert code(take_over, second, book, {}) == "quorum_missing"
        assert [(f.settled, f.here.first, f.there.first) for f in forks(second)] == [(False, 4, 4)]
        assert second.own_heads.refusal(book).code == "forked"
        # The evidence travels on, to the twins too.
        found = carry(second, first, stick)
        assert found.verdicts[0].forks == (4,)
        assert pages(first, book) == pages(second, book)
        assert code(hold, first, book) == "forked"


def test_the_officers_choose_and_every_laptop_follows(two, stick, tmp_path):
    first, second, book = two
    other, back = twin(first, tmp_path)
    with other:
        hold(other, book, shares=5)
        hold(other, book, shares=4)
        carry(other, second, stick)
        back()
        hold(first, book, shares=1)
        carry(second, first, stick)
        (fork,) = forks(first)
        assert (fork.here.last, fork.there.last) == (4, 5)
        told = side_by_side(first, book, fork.there.number)
        (line,) = [each for each in told if each.member == "M01"]
        assert [type(event) for event in line.both] == [ev.Attend]
        assert [event.n for event in line.here if isinstance(event, ev.Shares)] == [1]
        assert [event.n for event in line.there if isinstance(event, ev.Shares)] == [5, 4]
        before = first.replay(book).hash
        one = {"M06": GROUP_OFFICERS["M06"]}
        assert code(resolve, first, book, fork.there.number, one) == "quorum_missing"
        assert first.replay(book).hash == before  # nothing was chosen
        page = resolve(first, book, fork.there.number, QUORUM)
        assert (page.header.number, page.header.epoch) == (6, 2)
        assert first.replay(book).book.members["M01"].shares == 2 + 9
        hold(first, book)
        found = carry(first, second, stick)
        assert pages(first, book) == pages(second, book)
        assert first.replay(book).hash == second.replay(book).hash
        assert second.own_heads.refusal(book).code == "not_the_holder"
        assert [f.settled for f in forks(second)] == [True]
        assert found.verdicts[0].undone == 0


def test_a_laptop_on_the_other_branch_follows_the_choice(two, stick, tmp_path):
    first, second, book = two
    other, back = twin(first, tmp_path)
    with other:
        hold(other, book, shares=5)
        carry(other, second, stick)
        back()
        hold(first, book, shares=1)
        carry(second, first, stick)
        resolve(first, book, HERE, QUORUM)
        found = carry(first, second, stick)
        assert found.verdicts[0].undone == 1
        assert second.replay(book).hash == first.replay(book).hash
        assert pages(first, book) == pages(second, book)
        assert code(resolve, second, book, HERE, QUORUM) == "nothing_forked"


def test_a_restored_laptop_without_its_memory_learns_of_its_own_pages_and_stops(
    two, stick, tmp_path
):
    first, second, book = two
    first.store.copy_to(tmp_path / "old.coop")
    hold(first, book)
    carry(first, second, stick)
    memory_path(first.store.device.id).unlink()
    with Ledger.open(tmp_path / "old.coop", PASSPHRASE) as restored:
        assert len(restored.summaries(book)) == 3
        carry(second, restored, stick)
        assert pages(restored, book) == pages(second, book)
        # Whether it wrote more, nobody here knows.
        assert code(hold, restored, book) == "restored"
    with Ledger.open(tmp_path / "old.coop", PASSPHRASE) as restored:
        assert code(hold, restored, book) == "restored"
        take_over(restored, book, QUORUM)
        hold(restored, book)
        carry(restored, second, stick)
        assert pages(restored, book) == pages(second, book)
    with Ledger.open(tmp_path / "old.coop", PASSPHRASE) as restored:
        hold(restored, book)


def test_a_restored_laptop_with_its_memory_goes_on_when_all_is_back(two, stick, tmp_path):
    first, second, book = two
    first.store.copy_to(tmp_path / "old.coop")
    hold(first, book)
    carry(first, second, stick)
    with Ledger.open(tmp_path / "old.coop", PASSPHRASE) as restored:
        assert code(hold, restored, book) == "restored"
        carry(second, restored, stick)
        hold(restored, book)
        carry(restored, second, stick)
        assert pages(restored, book) == pages(second, book)


def test_the_registry_can_be_kept_elsewhere_when_its_laptop_is_lost(two, stick, tmp_path):

    from tests.sync import laptops

    first, second, _book = two
    registry = first.store.registry_id()
    keys = OfficerKeys(first.store, registry).all()
    assert code(cooperative.revoke, second, first.store.device.id, laptops.TWO) == "not_the_keeper"
    OfficerKeys(second.store, registry).put({m: (k.public, k.wrapped) for m, k in keys.items()})
    assert code(cooperative.keep, second, {"ALMAZ": "314159"}) == "quorum_missing"
    cooperative.keep(second, laptops.TWO)
    cooperative.revoke(second, first.store.device.id, laptops.TWO)
    late = export(first, stick, second.store.device.id).file
    assert code(read, second, late) == "revoked_device"


def test_the_doors_list_show_and_resolve(two, stick, tmp_path, capsys, monkeypatch):
    import json

    from coopledger.cli.main import run

    first, second, book = two
    monkeypatch.setenv("COOPLEDGER_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("COOPLEDGER_PINS", ",".join(f"{m}={pin}" for m, pin in QUORUM.items()))
    other, back = twin(first, tmp_path)
    with other:
        hold(other, book, shares=5)
        carry(other, second, stick)
    back()
    hold(first, book, shares=1)
    carry(second, first, stick)
    first.close()

    def ask(*words):
        status = run([*words, "--store", str(first.store.path), "--json"])
        return status, json.loads(capsys.readouterr().out)

    _status, found = ask("forks", "list")
    assert [(each["there"]["number"], each["settled"]) for each in found] == [(1, False)]
    named = ["--group", "Kamu Kamu", "--branch", "1"]
    _status, told = ask("balances", *named[:2])
    assert (told["disputed"]["page"], told["disputed"]["settled"]["loan_box"]) == (3, 4_000)
    _status, told = ask("forks", "show", *named, "--paper", "loan_box=14,000")
    (line,) = [each for each in told["members"] if each["code"] == "M01"]
    assert [e["amount"] for e in line["here"] if e["what"] == "Shares bought"] == [2_000]
    assert [e["amount"] for e in line["there"] if e["what"] == "Shares bought"] == [10_000]
    assert told["paper"] == {"figure": "loan_box", "agrees": "there"}
    status, told = ask("forks", "show", *named, "--paper", "goats=1")
    assert (status, told["errors"][0]["code"]) == (1, "unknown_figure")
    assert (
        ask("forks", "resolve", *named, "--by", "M06")[1]["errors"][0]["code"] == "quorum_missing"
    )
    status, page = ask("forks", "resolve", *named, "--by", "M06,M07")
    assert (status, page["page"], page["epoch"]) == (0, 5, 2)
    assert ask("forks", "list")[1][0]["settled"]
    status, told = ask("forks", "resolve", *named)
    assert (status, told["errors"][0]["code"]) == (1, "nothing_forked")
    run(["forks", "show", *named[:2], "--branch", "2", "--store", str(first.store.path)])
    assert "only there" in capsys.readouterr().out
    (late,) = ask("late", "list", *named[:2])[1]
    assert (late["state"], len(late["offered"])) == ("open", 1)
    named, page = named[:2], late["id"][:12]
    _status, told = ask("late", "show", page, *named)
    assert [e["saved_after"] - e["saved"] for e in told["effect"]["members"]] == [2_000]
    status, told = ask("late", "enter", page, *named, "--entries", "x")
    assert (status, told["errors"][0]["code"]) == (1, "bad_value")
    assert ask("late", "enter", page, *named)[1]["meeting"] == 4
    assert ask("late", "list", *named)[1][0]["state"] == "entered"
    assert ask("late", "reopen", page, *named)[1]["state"] == "open"
    assert ask("late", "dealt", page, *named)[1]["state"] == "dealt"
    status, told = ask("late", "enter", page, *named)
    assert (status, told["errors"][0]["code"]) == (1, "late_page_done")
    run(["late", "show", page, *named, "--store", str(first.store.path)])
    assert "can be written down again" in capsys.readouterr().out


def test_a_seal_that_the_next_page_did_not_freeze_goes_where_that_page_comes(two, stick):
    from coopledger.app.officers import seal

    first, second, book = two
    carry(first, second, stick)
    keys = OfficerKeys(first.store, book).all()
    OfficerKeys(second.store, book).put({m: (k.public, k.wrapped) for m, k in keys.items()})
    seal(second, book, {"M06": GROUP_OFFICERS["M06"]})
    seal(first, book, {"M07": GROUP_OFFICERS["M07"]})
    hold(first, book)
    carry(first, second, stick)
    assert pages(first, book) == pages(second, book)
    assert verify(second)[0].fault == ""


def test_a_take_over_is_followed_though_the_page_before_it_had_other_seals_there(two, stick):
    from coopledger.app.officers import seal

    first, second, book = two
    keys = OfficerKeys(first.store, book).all()
    OfficerKeys(second.store, book).put({m: (k.public, k.wrapped) for m, k in keys.items()})
    seal(first, book, {"M07": GROUP_OFFICERS["M07"]})
    hold(first, book)
    take_over(second, book, QUORUM)
    hold(second, book)
    found = carry(second, first, stick)
    assert found.verdicts[0].undone == 1
    assert first.replay(book).hash == second.replay(book).hash
    assert verify(first)[0].fault == verify(second)[0].fault == ""
    carry(first, second, stick)
    assert pages(first, book) == pages(second, book)


def test_all_laptops_lost_a_new_one_goes_on_from_a_stick_and_the_recovery_words(tmp_path, stick):
    from coopledger.app.bundle_import import Opening
    from coopledger.app.recovery import print_sheets
    from coopledger.ledger.recovery import read_secret
    from tests.sync import laptops

    with founder(tmp_path) as first:
        sheets = print_sheets(first, "shares", tmp_path / "sheets.pdf").sheets
        book = group(first, "Kamu Kamu", 2, officers=True)
        file = export(first, stick, first.store.device.id).file
        before = pages(first, book)
        lost = first.store.device.id
    with laptop(tmp_path, "new") as new:
        read(new, file, Opening(recovery=read_secret(sheets[1:])), join=True)
        assert pages(new, book) == before
        take_over(new, book, QUORUM)
        hold(new, book)
        assert code(cooperative.keep, new, laptops.TWO) == "empty_name"
        cooperative.keep(new, laptops.TWO, branch="KLA", device="Kampala 2")
        row = cooperative.revoke(new, lost, laptops.TWO)
        assert row.state == "revoked"
        with laptop(tmp_path, "next") as following:
            enrolled(new, following)
            carry(new, following, stick, join=True)
            assert pages(following, book) == pages(new, book)
            assert verify(following)[0].fault == ""


def test_only_keys_that_are_in_force_come_with_a_book_that_was_handed_over(two, stick):
    from coopledger.ledger import pins
    from coopledger.ledger.seals import SigningKey
    from tests.sync.laptops import CHEAP

    first, second, book = two
    hand_over(first, book, second.store.device.public.hex(), QUORUM)
    false = SigningKey.generate()
    wrapped = pins.wrap(false, "135792", CHEAP)
    OfficerKeys(first.store, book).put({"M06": (false.public, wrapped)})
    carry(first, second, stick)
    assert set(OfficerKeys(second.store, book).all()) == {"M07", "M08"}


def test_two_registries_that_differ_are_settled_by_the_cooperatives_officers(two, stick, tmp_path):
    from tests.sync import laptops

    first, second, _book = two
    registry = first.store.registry_id()
    other, back = twin(first, tmp_path)
    with other, laptop(tmp_path, "mbale") as third:
        cooperative.retire(other, second.store.device.id, laptops.TWO)
        late = export(other, stick, other.store.device.id).file
        back()
        enrolled(first, third, branch="MBL")
        carry(first, second, stick)
        # The twin's list and ours part at one page, and nobody has chosen.
        with pytest.raises(Refusal) as caught:
            read(first, late)
        assert caught.value.code == "registry_differs"
        assert (caught.value.params["page"], caught.value.params["here"]) == (3, 1)
        assert "device keep --settle" in explain(caught.value)
        assert code(cooperative.keep, first, laptops.TWO) == "holds_already"
        cooperative.keep(first, laptops.TWO, settle=True)
        good = export(first, stick, first.store.device.id).file
        # Where it was chosen, the other one is none of it; there, the chosen one takes its place.
        read(first, late)
        assert first.store.rivals(registry) == {}
        read(other, good)
        assert pages(other, registry) > pages(first, registry)
        ours = [page.hash for page in first.store.pages(registry)]
        assert [page.hash for page in other.store.pages(registry)] == ours
        cooperative.let_receive(first, third.store.device.id, [], laptops.TWO)
        read(other, export(first, stick, first.store.device.id).file)
        newest = [page.hash for page in first.store.pages(registry)]
        assert [page.hash for page in other.store.pages(registry)] == newest
