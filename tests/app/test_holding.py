"""A book goes from laptop to laptop: by the holder's hand, or by the officers' order."""

import shutil

import msgspec
import pytest

from coopledger.app import backups, recovery
from coopledger.app.holding import device, hand_over, read_key, take_over, take_over_needs
from coopledger.app.ledger import Ledger
from coopledger.app.officers import enrol
from coopledger.app.questions import verify
from coopledger.app.status import status
from coopledger.domain.errors import Refusal
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.seals import SigningKey
from coopledger.store.store import keys_path
from tests.app.blank_pages import blank, write
from tests.conftest import PASSPHRASE
from tests.ledger.test_seals import SMALL_ORDER

CHEAP = Cost(8, 1, 1)
PINS = {"M06": "314159", "M07": "271828", "M08": "161803"}
TWO = {member: PINS[member] for member in ("M06", "M08")}
OTHER = SigningKey(b"\x11" * 32)


def code(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value.code


@pytest.fixture
def locked(kamu):
    """The notebook's group with its three key-holders enrolled."""
    ledger, group = kamu
    enrol(ledger, group, PINS, cost=CHEAP)
    return ledger, group


@pytest.fixture
def found(locked, tmp_path):
    """The group's ledger on another laptop, recovered from a backup that is one page behind."""
    ledger, group = locked
    sheets = recovery.print_sheets(ledger, "words", tmp_path / "sheet.pdf").sheets
    made = backups.choose_folder(ledger, tmp_path / "stick").file
    away = tmp_path / "away" / made.name
    away.parent.mkdir()
    shutil.copy(made, away)
    shutil.copy(keys_path(made), keys_path(away))
    lost = write(ledger, group)
    place = tmp_path / "new laptop" / "ledger.coop"
    recovery.recover(away, place, sheets, "new goats", cost=CHEAP)
    with Ledger.open(place, "new goats") as new:
        yield new, group, lost


def test_the_officers_give_a_recovered_ledger_the_book(found):
    new, group, lost = found
    needs = take_over_needs(new, group)
    assert (needs.reason, needs.page, needs.need) == ("not_the_holder", 50, 2)
    assert needs.officers == ("M06", "M07", "M08")
    page = take_over(new, group, TWO)
    assert (page.header.number, page.header.epoch, page.header.kind) == (51, 2, "take_over")
    assert take_over_needs(new, group) is None
    assert write(new, group).header.epoch == 2
    assert verify(new)[0].fault == ""
    assert not [each for each in status(new).findings if each.code == "not_the_holder"]
    # What the lost laptop wrote after the place is told for what it is.
    from coopledger.ledger.replay import Fault, Replay

    with pytest.raises(Fault) as caught:
        Replay().extend([*list(new.store.pages(group))[:51], lost.page])
    assert caught.value.kind in {"old_epoch", "wrong_number"}


def test_it_is_still_the_holder_after_it_was_closed(found, tmp_path):
    new, group, _lost = found
    take_over(new, group, TWO)
    path = new.store.path
    new.close()
    with Ledger.open(path, "new goats") as again:
        assert again.own_heads.refusal(group) is None
        assert write(again, group).header.number == 52


def test_the_take_over_wants_the_quorum_and_the_right_pins(found):
    new, group, _lost = found
    pages = len(new.summaries(group))
    assert code(take_over, new, group, {}) == "quorum_missing"
    assert code(take_over, new, group, {"M06": PINS["M06"]}) == "quorum_missing"
    assert code(take_over, new, group, {"M06": "999991", "M08": PINS["M08"]}) == "wrong_pin"
    assert code(take_over, new, group, {"M01": "314159"}) == "no_key"
    assert len(new.summaries(group)) == pages
    assert new.own_heads.refusal(group).code == "not_the_holder"


def test_wrong_pins_are_counted_over_to_the_new_laptop(locked, tmp_path):
    """A thief cannot make the delays go away by recovering the backup again."""
    from coopledger.app.acts import unlock
    from coopledger.store.officer_keys import OfficerKeys

    ledger, group = locked
    for _ in range(3):
        assert code(unlock, ledger, group, {"M06": "999991"}) == "wrong_pin"
    sheets = recovery.print_sheets(ledger, "words", tmp_path / "sheet.pdf").sheets
    copy = backups.choose_folder(ledger, tmp_path / "stick").file
    place = tmp_path / "new" / "ledger.coop"
    recovery.recover(copy, place, sheets, "new goats", cost=CHEAP)
    with Ledger.open(place, "new goats") as new:
        assert OfficerKeys(new.store, group).all()["M06"].failures == 3
        assert code(take_over, new, group, TWO) == "wait"


def test_a_group_without_keys_cannot_be_taken_over(kamu, tmp_path):
    ledger, group = kamu
    sheets = recovery.print_sheets(ledger, "words", tmp_path / "sheet.pdf").sheets
    copy = backups.choose_folder(ledger, tmp_path / "stick").file
    place = tmp_path / "new" / "ledger.coop"
    recovery.recover(copy, place, sheets, "new goats", cost=CHEAP)
    with Ledger.open(place, "new goats") as new:
        assert take_over_needs(new, group).officers == ()
        assert code(take_over, new, group, {}) == "no_officer_keys"


def test_a_restored_laptop_goes_on_in_the_next_epoch(locked, tmp_path):
    ledger, group = locked
    path = ledger.store.path
    old = tmp_path / "old" / "ledger.coop"
    ledger.store.copy_to(old)
    write(ledger, group)
    ledger.close()
    backups.restore(old, path, PASSPHRASE)
    with Ledger.open(path, PASSPHRASE) as again:
        assert code(write, again, group) == "restored"
        assert take_over_needs(again, group).reason == "restored"
        page = take_over(again, group, TWO)
        assert (page.header.epoch, page.header.device) == (2, again.store.device.id)
        assert again.own_heads.refusal(group) is None
        write(again, group)
    with Ledger.open(path, PASSPHRASE) as again:
        assert again.own_heads.refusal(group) is None
        assert verify(again)[0].fault == ""
        write(again, group)


def test_who_may_write_needs_no_take_over(locked):
    ledger, group = locked
    assert take_over_needs(ledger, group) is None
    assert code(take_over, ledger, group, TWO) == "holds_already"


def test_a_book_that_was_handed_over_is_read_only_here(locked):
    ledger, group = locked
    to = OTHER.public.hex()
    assert code(hand_over, ledger, group, to) == "quorum_missing"
    page = hand_over(ledger, group, f"  {to[:32].upper()} {to[32:]}", TWO)
    assert (page.header.kind, page.header.epoch) == ("hand_over", 1)
    assert ledger.replay(group).holder.key == OTHER.public
    assert code(write, ledger, group) == "not_the_holder"
    assert code(hand_over, ledger, group, to, TWO) == "not_the_holder"
    page = blank(ledger, group, holder=False)
    assert code(ledger.store.append, [page]) == "not_the_holder"
    path = ledger.store.path
    ledger.close()
    with Ledger.open(path, PASSPHRASE) as again:
        assert again.own_heads.refusal(group).code == "not_the_holder"
        # Where the stick never came to the taker, the officers take the book back.
        assert take_over(again, group, TWO).header.epoch == 3
        write(again, group)
        assert verify(again)[0].fault == ""


def test_a_group_without_keys_can_hand_its_book_over(kamu):
    ledger, group = kamu
    hand_over(ledger, group, OTHER.public.hex())
    assert verify(ledger)[0].fault == ""
    assert code(write, ledger, group) == "not_the_holder"


def test_no_book_goes_from_under_a_meeting(locked):
    ledger, group = locked
    ledger.store.save_draft(group, b"{}")
    assert code(hand_over, ledger, group, OTHER.public.hex(), TWO) == "draft_open"


def test_it_is_not_handed_to_itself(locked):
    ledger, group = locked
    own = ledger.store.device.public.hex()
    assert code(hand_over, ledger, group, own, TWO) == "holds_already"


@pytest.mark.parametrize("key", [*SMALL_ORDER, "", "zz", "ab" * 31, "ab" * 33])
def test_a_key_that_is_none_is_refused(key):
    assert code(read_key, key) == "bad_device_key"


def test_the_words_of_a_key_are_its_own(ledger):
    own = device(ledger)
    assert own.key == ledger.store.device.public.hex()
    assert len(own.words) == 6
    from coopledger.app.holding import device_of

    # SHA-256 of 32 zero bytes begins 66687aad f862bd77 6c, in groups of 11 bits.
    digest = int("66687aadf862bd776c", 16) >> 6
    places = [digest >> 11 * place & 2047 for place in reversed(range(6))]
    from mnemonic import Mnemonic

    listed = Mnemonic("english").wordlist
    assert device_of(bytes(32)).words == tuple(listed[place] for place in places)
    assert msgspec.to_builtins(own)["id"] == own.id
