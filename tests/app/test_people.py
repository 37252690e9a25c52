"""Cards and photos beside the book: kept, changed, bounded, and erased with the card."""

import msgspec
import pytest

from coopledger.app.ledger import ERASED, Ledger
from coopledger.app.officers import enrol, erase_member
from coopledger.app.people import LONGEST, change_person, person
from coopledger.app.questions import verify
from coopledger.domain.errors import Refusal
from coopledger.interop.photo import MOST_BYTES
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.salted import MemberCard
from tests.conftest import PASSPHRASE

PINS = {"M06": "294751", "M07": "630518", "M08": "817264"}


def segment(kind, data):
    return bytes((0xFF, kind)) + (len(data) + 2).to_bytes(2) + data


def jpeg(*beside, tail=b""):
    """What a JPEG consists of, with segments beside the picture."""
    tables = segment(0xDB, b"q" * 65) + segment(0xC0, b"frame") + segment(0xC4, b"huffman")
    scan = segment(0xDA, b"scan") + b"drawn\xff\x00drawn" + b"\xff\xd9"
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0") + b"".join(beside) + tables + scan + tail


def refused(*args):
    with pytest.raises(Refusal) as caught:
        change_person(*args)
    return caught.value


def test_a_changed_card_is_shown_everywhere_and_the_book_verifies_as_before(kamu):
    ledger, group = kamu
    before = person(ledger, group, "M02")
    assert (before.photo, before.joined_as) == (b"", "")
    card = msgspec.structs.replace(
        before.card, name="  Nansubuga\u200b  Aïsha ", phone="+256 700", next_of_kin="her sister"
    )
    after = change_person(ledger, group, "M02", card, jpeg())
    assert after.card.name == "Nansubuga Aïsha"
    assert after.joined_as == before.card.name
    assert after.card.next_of_kin == "her sister"
    assert ledger.members(group)["M02"] == after.card
    assert verify(ledger)[0].fault == ""
    path = ledger.store.path
    ledger.close()
    with Ledger.open(path, PASSPHRASE) as again:
        assert person(again, group, "M02") == after


def test_nothing_beside_the_picture_is_kept(kamu):
    ledger, group = kamu
    photo = jpeg(
        segment(0xE1, b"Exif\0\0GPS 0.3476 N 32.5825 E"), segment(0xFE, b"taken by Mary"), tail=b"+"
    )
    kept = change_person(ledger, group, "M02", MemberCard("Aïsha"), photo).photo
    assert kept == jpeg()
    assert b"GPS" not in kept
    assert b"Mary" not in kept


@pytest.mark.parametrize(
    ("photo", "code"),
    [
        (b"\x89PNG\r\n", "bad_photo"),
        (b"\xff\xd8", "bad_photo"),
        (jpeg()[:-2], "bad_photo"),
        (jpeg()[:30], "bad_photo"),
        (jpeg(segment(0xC2, b"in several scans")), "bad_photo"),
        (jpeg() + b"+" * MOST_BYTES, "photo_too_large"),
    ],
)
def test_what_is_no_small_picture_is_refused_and_the_card_stays(kamu, photo, code):
    ledger, group = kamu
    before = person(ledger, group, "M02")
    assert refused(ledger, group, "M02", MemberCard("Another"), photo).code == code
    assert person(ledger, group, "M02") == before


@pytest.mark.parametrize(
    ("card", "code", "field"),
    [
        (MemberCard(" \u202e "), "missing_key", "name"),
        (MemberCard("x" * (LONGEST + 1)), "text_too_long", "name"),
        (MemberCard("Aïsha", phone="1" * (LONGEST + 1)), "text_too_long", "phone"),
        (MemberCard("Aïsha", born="long ago"), "bad_value", "born"),
        (MemberCard("Aïsha", sex="woman"), "not_a_choice", "sex"),
    ],
)
def test_a_card_that_cannot_be_says_which_field(kamu, card, code, field):
    ledger, group = kamu
    found = refused(ledger, group, "M02", card, b"")
    assert (found.code, found.params["column"]) == (code, field)


def test_nobody_has_a_card_without_being_a_member(kamu):
    ledger, group = kamu
    assert refused(ledger, group, "M99", MemberCard("Nobody"), b"").code == "unknown_member"


def test_an_erased_card_takes_the_present_one_and_the_photo_with_it_for_good(kamu):
    ledger, group = kamu
    cheap = Cost(8, 1, 1)
    enrol(ledger, group, PINS, roles=dict.fromkeys(PINS, ("key_holder", "treasurer")), cost=cheap)
    change_person(ledger, group, "M02", MemberCard("Quite Unmistakable"), jpeg())
    erase_member(ledger, group, "M02", PINS)
    found = person(ledger, group, "M02")
    assert (found.card.name, found.photo, found.erased) == (ERASED, b"", True)
    assert refused(ledger, group, "M02", MemberCard("Back"), b"").code == "card_erased"
    assert verify(ledger)[0].fault == ""
