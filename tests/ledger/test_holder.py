"""One device at a time holds a book; who takes it over past the officers is found out."""

import msgspec
import pytest

from coopledger.domain import events as ev
from coopledger.domain.constitution import Quorum
from coopledger.ledger import page as pages
from coopledger.ledger.book_folder import book_files, sums
from coopledger.ledger.folder_check import check_folder
from coopledger.ledger.page import Page
from coopledger.ledger.replay import Fault, Replay
from coopledger.ledger.seals import Seal, SigningKey
from tests.ledger.make_golden_books import (
    DEVICE,
    OFFICERS,
    QUORUMS,
    SEALED_RULES,
    SECOND,
    Pen,
    hand_over,
    key,
    take_over,
)
from tests.ledger.test_seals import SMALL_ORDER

THIRD = key("third device")


def fault(found):
    with pytest.raises(Fault) as caught:
        Replay().extend(found)
    return caught.value.kind, caught.value.number


def begun(rules=SEALED_RULES, officers=OFFICERS):
    """Page 1 and one meeting."""
    pen = Pen()
    pen.found(rules, officers)
    pen.meet(1, "2025-01-08", officers=officers[:2])
    return pen


def taken(pen, by, *, to=SECOND, epoch=2, page=None, digest="", device=None, officers=None):
    """A take-over as page 3, as wanted."""
    event = ev.TakeOver(
        to.public.hex() if isinstance(to, SigningKey) else to,
        epoch,
        len(pen.pages) if page is None else page,
        digest or pen.pages[-1].hash.hex(),
    )
    pen.device = device or (to if isinstance(to, SigningKey) else SECOND)
    pen.act("take_over", [event], date="2025-01-20", officers=by)
    return pen.pages


def rewritten(pen, number, signers, **fields):
    """A page with other fields in its header, sealed again by these."""
    page = pen.pages[number - 1]
    head = msgspec.structs.replace(pages.HEADER.decode(page.header), **fields)
    header = pages.canonical.encode(head)
    seals = tuple(signer.seal("page", header) for signer in signers)
    return [*pen.pages[: number - 1], Page(header, page.body, seals)]


def test_the_officers_give_the_book_to_another_device():
    pen = begun()
    taken(pen, OFFICERS[:2])
    pen.meet(2, "2025-01-22", officers=OFFICERS[:2])
    holder = Replay().extend(pen.pages).holder
    assert (holder.id, holder.epoch) == (SECOND.id, 2)
    assert [(span.first, span.epoch) for span in holder.spans] == [(1, 1), (3, 2)]
    assert holder.at(2).key == DEVICE.public
    assert holder.at(3).key == SECOND.public


def test_nobody_takes_a_book_over_without_the_quorum():
    assert fault(taken(begun(), ())) == ("quorum_missing", 3)
    assert fault(taken(begun(), OFFICERS[:1])) == ("quorum_missing", 3)
    assert fault(taken(begun(officers=()), ())) == ("quorum_missing", 3)  # no officer has a key


def test_one_officer_does_not_count_twice():
    pages_ = taken(begun(), OFFICERS[:1])
    twice = msgspec.structs.replace(pages_[-1], seals=(*pages_[-1].seals, pages_[-1].seals[-1]))
    assert fault([*pages_[:-1], twice]) == ("seal_repeated", 3)
    # Two officers who were enrolled with one key are one padlock.
    assert fault(taken(begun(officers=[OFFICERS[0]] * 2), OFFICERS[:1])) == ("seal_repeated", 1)
    pen = Pen()
    pen.found(SEALED_RULES, OFFICERS[:1])
    events = [ev.Enrol("M02", OFFICERS[0].public.hex()), ev.Enrol("M03", OFFICERS[2].public.hex())]
    pen.act("officers", events, date="2025-01-08", officers=[OFFICERS[0], OFFICERS[2]])
    pen.meet(1, "2025-01-08")
    taken(pen, OFFICERS[:1])
    assert fault(pen.pages)[0] == "quorum_missing"


def test_the_taker_is_no_officer_by_its_own_seal():
    """A device whose key is an officer's seals as the device, and nobody's padlock opens by it."""
    assert fault(taken(begun(), OFFICERS[1:2], to=OFFICERS[0])) == ("quorum_missing", 3)


def test_a_stranger_or_a_revoked_officer_does_not_count():
    assert fault(taken(begun(), [OFFICERS[0], THIRD])) == ("unknown_key", 3)
    pen = begun()
    pen.act("officers", [ev.Revoke("M02")], date="2025-01-08", officers=OFFICERS)
    assert fault(taken(pen, OFFICERS[:2])) == ("unknown_key", 4)


def test_the_new_device_must_seal_itself():
    pen = begun()
    taken(pen, OFFICERS[:2])
    assert fault(rewritten(pen, 3, OFFICERS[:2])) == ("seal_missing", 3)
    assert fault(rewritten(pen, 3, [DEVICE, *OFFICERS[:2]], device=DEVICE.id))[0] == "wrong_device"


def test_it_names_the_page_that_it_follows():
    assert fault(taken(begun(), OFFICERS[:2], page=1)) == ("facts_impossible", 3)
    assert fault(taken(begun(), OFFICERS[:2], digest="0" * 64)) == ("facts_impossible", 3)


@pytest.mark.parametrize("epoch", [0, 1, 3, 1_000_000])
def test_the_epoch_is_the_next_one_only(epoch):
    pen = begun()
    taken(pen, OFFICERS[:2], epoch=max(epoch, 1))
    body = pages.canonical.encode([ev.TakeOver(SECOND.public.hex(), epoch, 2, _hash(pen, 2))])
    digest = pages.sha256(body)
    made = rewritten(pen, 3, [SECOND, *OFFICERS[:2]], body=digest, length=len(body))
    changed = [*made[:2], msgspec.structs.replace(made[2], body=body)]
    assert fault(changed)[0] in {"wrong_epoch", "old_epoch"}


def _hash(pen, number):
    return pen.pages[number - 1].hash.hex()


def test_a_sealed_take_over_cannot_be_used_in_another_book():
    """The same officers keep two books: what they seal for one is worth nothing in the other."""
    pen = begun()
    taken(pen, OFFICERS[:2])
    rules = msgspec.structs.replace(SEALED_RULES, share_price=1000)
    other = begun(rules)
    assert fault([*other.pages, pen.pages[-1]]) == ("wrong_book", 3)


@pytest.mark.parametrize("encoding", SMALL_ORDER)
@pytest.mark.parametrize("how", ["founding", "officers", "hand_over", "take_over"])
def test_no_key_of_small_order_comes_into_a_book(how, encoding):
    """Under such a key one constant signature fits every page: officers and devices alike."""
    pen = begun()
    if how == "take_over":
        event = ev.TakeOver(encoding, 2, 2, _hash(pen, 2))
        pen.act(how, [event], date="2025-01-20", officers=OFFICERS[:2])
    elif how == "hand_over":
        pen.act(how, [ev.HandOver(encoding, 2)], date="2025-01-20", officers=OFFICERS[:2])
    elif how == "officers":
        pen.act(how, [ev.Enrol("M04", encoding)], date="2025-01-20", officers=OFFICERS[:2])
    else:
        events = [ev.Found(SEALED_RULES, encoding, "00" * 16, "00" * 32)]
        pen = Pen()
        pen.act(how, events)
    assert fault(pen.pages) == ("bad_key", len(pen.pages))


def test_a_page_of_the_old_laptop_beyond_the_place_is_none_of_the_books():
    pen = begun()
    before = pen.book.copy(whole=True)
    pen.meet(2, "2025-01-15", officers=OFFICERS[:2])
    pen.meet(3, "2025-01-22", officers=OFFICERS[:2])
    lost = pen.pages[2:]
    del pen.pages[2:]
    pen.book, pen.history = before, pen.history[:2]
    taken(pen, OFFICERS[:2])
    assert fault([*pen.pages, lost[1]]) == ("old_epoch", 4)
    # Nor if the old laptop makes a page that follows the take-over.
    pen.device = DEVICE
    pen.meet(2, "2025-01-22")
    assert fault(pen.pages) == ("wrong_device", 4)
    assert fault(rewritten(pen, 4, [DEVICE], epoch=1)) == ("old_epoch", 4)


def test_a_hand_over_ends_the_giver_and_begins_the_taker():
    pen = hand_over()
    replay = Replay().extend(pen.pages)
    assert (replay.holder.id, replay.holder.epoch) == (DEVICE.id, 3)
    passed = Replay().extend(pen.pages[:3])
    assert (passed.holder.id, passed.holder.epoch) == (SECOND.id, 2)
    on, passed_on = begun(), ev.HandOver(SECOND.public.hex(), 2)
    on.act("hand_over", [passed_on], date="2025-01-08", officers=OFFICERS[:2])
    on.meet(2, "2025-01-15")  # the giver goes on as if nothing had been
    assert fault(on.pages) == ("wrong_device", 4)
    assert fault(rewritten(on, 4, [DEVICE], epoch=1)) == ("old_epoch", 4)


def test_a_hand_over_needs_the_officers_where_they_have_keys():
    pen = begun()
    pen.act("hand_over", [ev.HandOver(SECOND.public.hex(), 2)], date="2025-01-08")
    assert fault(pen.pages) == ("quorum_missing", 3)
    bare = begun(officers=())
    bare.act("hand_over", [ev.HandOver(SECOND.public.hex(), 2)], date="2025-01-08")
    assert Replay().extend(bare.pages).holder.id == SECOND.id


def test_whom_the_rules_name_for_the_hand_over_are_called():
    named = {**QUORUMS, "hand_over": Quorum("key_holders", 3)}
    rules = msgspec.structs.replace(SEALED_RULES, quorums=named)
    assert fault(taken(begun(rules), OFFICERS[:2])) == ("quorum_missing", 3)
    Replay().extend(taken(begun(rules), OFFICERS))
    # Rules that name nobody do not leave the book to whoever comes: all who have keys are called.
    rules = msgspec.structs.replace(SEALED_RULES, quorums={})
    assert fault(taken(begun(rules), OFFICERS[:1])) == ("quorum_missing", 3)
    Replay().extend(taken(begun(rules), OFFICERS[:2]))


@pytest.mark.parametrize("kind", ["meeting", "officers", "correction", "adopt"])
def test_the_book_is_passed_on_by_no_other_kind_of_page(kind):
    taken_over = ev.TakeOver(SECOND.public.hex(), 2, 2, _hash(begun(), 2))
    for event in (ev.HandOver(SECOND.public.hex(), 2), taken_over):
        pen = begun()
        pen.device = SECOND if isinstance(event, ev.TakeOver) else DEVICE
        meeting = 2 if kind == "meeting" else 0
        pen.book.begin(meeting, "2025-01-20")
        pen.write(kind, [event], meeting=meeting, date="2025-01-20", officers=OFFICERS)
        assert fault(pen.pages)[0] in {"facts_impossible", "wrong_device", "wrong_epoch"}


def test_nothing_else_stands_on_such_a_page():
    pen = begun()
    events = [ev.HandOver(SECOND.public.hex(), 2), ev.Shares("M01", 1, 2000)]
    pen.act("hand_over", events, date="2025-01-20", officers=OFFICERS)
    assert fault(pen.pages) == ("facts_impossible", 3)
    pen = begun()
    pen.act("take_over", [], date="2025-01-20", officers=OFFICERS)
    assert fault(pen.pages) == ("facts_impossible", 3)


def test_a_device_that_got_the_book_back_is_in_an_epoch_of_its_own():
    """After a restored backup the officers give the book to the same device anew."""
    pen = begun()
    taken(pen, OFFICERS[:2], to=DEVICE)
    pen.meet(2, "2025-01-22")
    assert Replay().extend(pen.pages).holder.epoch == 2
    assert fault(rewritten(pen, 4, [DEVICE], epoch=1)) == ("old_epoch", 4)


def test_a_second_page_counts_as_a_fork_only_if_a_holder_sealed_it(tmp_path):
    pen = take_over()
    lost = pen.forks[3]
    forged = Page(lost.header, lost.body, (THIRD.seal("page", lost.header),))
    head = pages.HEADER.decode(lost.header)
    header = pages.canonical.encode(msgspec.structs.replace(head, device=THIRD.id))
    stranger = Page(header, lost.body, (THIRD.seal("page", header),))
    for name, page, kind in (
        ("late", lost, "old_epoch"),
        ("forged", forged, "file_unexpected"),
        ("stranger", stranger, "file_unexpected"),
    ):
        folder = tmp_path / name
        folder.mkdir()
        files = book_files(pen.pages, (), {3: page})
        for file, data in {**files, "SHA256SUMS": sums(files)}.items():
            (folder / file).write_bytes(data)
        assert [each.kind for each in check_folder(folder).faults] == [kind]


def test_an_officers_seal_of_another_use_is_none_for_a_take_over():
    pen = begun()
    page = taken(pen, OFFICERS[:1])[-1]
    for context in ("approval", "registry", "bundle"):
        odd = Seal(OFFICERS[1].public, OFFICERS[1].seal(context, page.header).signature)
        forged = msgspec.structs.replace(page, seals=(*page.seals, odd))
        assert fault([*pen.pages[:2], forged]) == ("seal_bad", 3)


@pytest.mark.parametrize("epoch", [1, 3, 1_000_000])
def test_a_hand_over_opens_the_next_epoch_only(epoch):
    pen = begun()
    event = ev.HandOver(SECOND.public.hex(), epoch)
    pen.act("hand_over", [event], date="2025-01-08", officers=OFFICERS[:2])
    assert fault(pen.pages) == ("wrong_epoch", 3)


def test_a_page_cannot_name_an_epoch_that_nobody_opened():
    pen = begun()
    assert fault(rewritten(pen, 2, [DEVICE], epoch=2)) == ("wrong_epoch", 2)
    assert fault(rewritten(pen, 1, [DEVICE], epoch=2)) == ("wrong_epoch", 1)


def test_where_no_hand_over_is_named_those_who_change_officers_are_called():
    """All three key-holders may be wanted for it where two of all who have keys would be half."""
    named = {"officers": Quorum("key_holders", 3)}
    rules = msgspec.structs.replace(SEALED_RULES, quorums=named)
    assert fault(taken(begun(rules), OFFICERS[:2])) == ("quorum_missing", 3)
    Replay().extend(taken(begun(rules), OFFICERS))
