"""Branches that meet in odd places: what the simulation of sticks found, each as one short case."""

import pytest

from coopledger.app.forks import HERE, forks, resolve
from coopledger.app.holding import hand_over, take_over
from coopledger.app.officers import seal
from coopledger.app.questions import verify
from coopledger.store.officer_keys import OfficerKeys
from tests.sync.laptops import GROUP_OFFICERS, carry, enrolled, founder, group, hold, laptop, pages
from tests.sync.test_forks import twin


@pytest.fixture
def three(tmp_path):
    """A laptop that holds a book with two meetings, two that read it, and a stick."""
    stick = tmp_path / "stick"
    with (
        founder(tmp_path) as first,
        laptop(tmp_path, "second") as second,
        laptop(tmp_path, "third") as third,
    ):
        book = group(first, "Kamu Kamu", 2, officers=True)
        keys = OfficerKeys(first.store, book).all()
        for other in (second, third):
            enrolled(first, other)
        for other in (second, third):
            carry(first, other, stick, join=True)
            carry(other, first, stick)
            OfficerKeys(other.store, book).put({m: (k.public, k.wrapped) for m, k in keys.items()})
        yield first, second, third, book, stick


def alike(book, *ledgers):
    """All have the same bytes and head, nothing is disputed, and all verifies."""
    first = ledgers[0]
    for each in ledgers:
        assert pages(each, book) == pages(first, book)
        assert each.replay(book).hash == first.replay(book).hash
        assert book not in each.own_heads.forked
        assert [found.fault for found in verify(each)] == [""]


@pytest.mark.parametrize("_again", range(4))
def test_branches_that_part_among_the_pages_that_came_lose_none_of_them(three, _again):
    first, second, third, book, stick = three
    hold(first, book)
    hold(first, book)
    carry(first, second, stick)
    take_over(second, book, GROUP_OFFICERS)
    hold(second, book)
    hold(first, book)  # it has not heard of it
    carry(first, second, stick)
    # Two meetings and both branches are new to the third laptop, whichever it meets first.
    carry(second, third, stick, full=True)
    carry(third, first, stick, full=True)
    alike(book, second, third, first)
    assert len(third.replay(book).headers) == 7
    assert sum(map(len, third.store.rivals(book).values())) == 1


def test_a_seal_that_only_one_branch_froze_keeps_no_bundle_out(three, tmp_path):
    first, second, _third, book, stick = three
    other, back = twin(first, tmp_path)
    with other:
        hold(other, book, shares=5)
        carry(other, second, stick)
        seal(second, book, {"M06": GROUP_OFFICERS["M06"]})
        hold(other, book)  # it goes on, and knows nothing of that seal
        back()
        hold(first, book)
        carry(second, first, stick)
        resolve(first, book, HERE, GROUP_OFFICERS)
        carry(first, second, stick)  # the page with the officer's seal does not count any more
        carry(other, second, stick)
        carry(second, first, stick)
        alike(book, first, second)
        (branch,) = second.store.rivals(book).values()
        assert [len(page.seals) for page in branch] == [1, 1]
        assert [len(spare.seals) for spare in second.store.spares(book)] == [1]


def test_the_officers_can_choose_a_branch_that_froze_fewer_seals(three, tmp_path):
    first, second, third, book, stick = three
    other, back = twin(first, tmp_path)
    with other:
        hold(other, book, shares=5)
        carry(other, second, stick)
        back()
        seal(first, book, {"M06": GROUP_OFFICERS["M06"]})  # on the page before the two part
        hold(first, book)
        hold(first, book)
        carry(other, third, stick)
        carry(first, third, stick, full=True)
        carry(second, third, stick, full=True)
        chosen = [fork.there for fork in forks(third) if fork.there.device == first.store.device.id]
        resolve(third, book, chosen[0].number, GROUP_OFFICERS)
        for each in (first, second):
            carry(third, each, stick, full=True)
            carry(each, third, stick, full=True)
        carry(third, second, stick, full=True)
        alike(book, first, second, third)
        assert second.replay(book).book.meeting == 4


def test_a_branch_of_an_earlier_epoch_can_be_chosen_and_all_follow(three):
    first, second, third, book, stick = three
    take_over(second, book, GROUP_OFFICERS)
    hand_over(second, book, first.store.device.public.hex(), GROUP_OFFICERS)
    carry(second, first, stick)
    hold(first, book)  # epoch 3
    take_over(third, book, GROUP_OFFICERS)  # epoch 2, from the same page
    carry(first, third, stick, full=True)
    assert book in third.own_heads.forked
    resolve(third, book, HERE, GROUP_OFFICERS)
    assert book not in third.own_heads.forked
    for each in (first, second):
        carry(third, each, stick, full=True)
    alike(book, third, first, second)
    assert third.replay(book).holder.epoch == 4


def test_of_two_choices_in_one_bundle_the_later_one_counts(three, tmp_path):
    first, second, third, book, stick = three
    hold(first, book)
    hold(first, book)  # unknown to the others
    take_over(second, book, GROUP_OFFICERS)
    hold(second, book)
    carry(second, third, stick)
    carry(first, third, stick, full=True)
    aside, back = twin(second, tmp_path)
    with aside:
        hold(aside, book, shares=4)
        back()
        take_over(third, book, GROUP_OFFICERS)
        carry(aside, third, stick, full=True)
        carry(third, first, stick, full=True)
        carry(first, third, stick, full=True)
        alike(book, first, third)
        assert first.replay(book).holder.epoch == 3
