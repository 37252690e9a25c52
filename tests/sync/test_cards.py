"""Members' cards and photos go with their books: the newest, from the book's holder alone."""

import itertools
import shutil

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coopledger.app import cooperative
from coopledger.app.bundle_export import export, export_worded
from coopledger.app.bundle_import import Opening
from coopledger.app.forks import forks, resolve
from coopledger.app.holding import hand_over, take_over
from coopledger.app.ledger import ERASED, Ledger
from coopledger.app.officers import erase_member
from coopledger.app.people import change_person, person
from coopledger.app.scribe import Scribe
from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal
from coopledger.domain.money import MAX_AMOUNT
from coopledger.domain.recording import Recording
from coopledger.ledger.boxes import device_box
from coopledger.ledger.person import Person, is_sealed_by, seal_person
from coopledger.ledger.salted import MemberCard
from coopledger.ledger.seals import SigningKey
from coopledger.store.officer_keys import OfficerKeys
from coopledger.store.store import NewPage, keys_path
from coopledger.sync import age_file, cards, composing
from coopledger.sync.bundle import BundleWriter, book_part
from tests.app.neighbours import joining, meet
from tests.app.test_people import jpeg
from tests.conftest import PASSPHRASE
from tests.store.test_migrations import BOOK as OLD_BOOK
from tests.store.test_migrations import OLD
from tests.sync.laptops import (
    CHEAP,
    GROUP_OFFICERS,
    OFFICERS,
    TWO,
    carry,
    enrolled,
    founder,
    group,
    hold,
    laptop,
    read,
)


@pytest.fixture
def three(tmp_path, monkeypatch):
    """The holder's laptop, two others, a group and a stick."""
    monkeypatch.setenv("COOPLEDGER_STATE", str(tmp_path / "state"))
    stick = tmp_path / "stick"
    stick.mkdir()
    with (
        founder(tmp_path) as first,
        laptop(tmp_path, "second") as second,
        laptop(tmp_path, "third") as third,
    ):
        book = group(first, "Kamu Kamu", 1, officers=True)
        for other in (second, third):
            enrolled(first, other)
            carry(first, other, stick, join=True)
        yield first, second, third, book, stick


def told(ledger, book, member="M02"):
    found = person(ledger, book, member)
    return found.card.name, found.photo


def sealed(ledger, book, name, epoch=1, *, after=0, member="M02", photo=b""):
    """A card under this laptop's seal, whether it holds the book or not."""
    card = msgspec.json.encode(MemberCard(name)).decode()
    return seal_person(ledger.store.device, book, Person(member, card, photo), epoch, after)


def send(sender, receiver, book, people, stick):
    """A bundle by this sender with these cards, whatever it has itself."""
    registry = sender.store.registry_id()
    writer = BundleWriter()
    writer.add("registry", book_part(registry, list(sender.store.pages(registry))))
    writer.add("book", book_part(book, [], people=people))
    to, number = [receiver.store.device.public], next(_NUMBERS)
    raw = writer.finish(
        sender.store.device, cooperative=registry, number=number, time=number, to=to
    )
    file = stick / f"made-{number}.bundle"
    file.write_bytes(age_file.lock(raw, [device_box(receiver.store.device.seed).public]))
    return read(receiver, file)


_NUMBERS = itertools.count(1_000)


def test_a_changed_card_and_the_photo_arrive_also_through_a_third_laptop(three):
    first, second, third, book, stick = three
    before = told(first, book)
    change_person(first, book, "M02", MemberCard("Nakato"), jpeg())
    found = carry(first, second, stick)
    assert [len(v.incoming.people) for v in found.verdicts] == [1]
    carry(second, third, stick)
    assert told(second, book) == told(third, book) == ("Nakato", jpeg()) != before
    assert third.store.people(book) == first.store.people(book)
    # The photo is taken away again.
    change_person(first, book, "M02", MemberCard("Nakato"), b"")
    carry(first, second, stick)
    carry(second, third, stick)
    assert told(third, book) == ("Nakato", b"")


def test_what_the_receiver_has_is_not_sent_again(three):
    first, second, _third, book, stick = three
    change_person(first, book, "M02", MemberCard("Nakato"), jpeg())
    sizes = []
    for _ in range(2):
        made = export(first, stick, second.store.device.id)
        sizes.append(made.bytes)
        found = read(second, made.file)
        carry(second, first, stick)
    assert [len(v.incoming.people) for v in found.verdicts] == [0]
    assert sizes[1] < sizes[0]
    full = carry(first, second, stick, full=True)
    assert [len(v.incoming.people) for v in full.verdicts] == [0]
    assert told(second, book) == ("Nakato", jpeg())


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.lists(st.integers(0, 2), min_size=1, max_size=6))
def test_sticks_in_any_order_leave_the_newest_that_came(three, order):
    first, second, _third, book, stick = three
    files = []
    for name in ("Achieng", "Birungi", "Chandiru"):
        change_person(first, book, "M02", MemberCard(name), b"")
        files.append(export(first, stick, second.store.device.id, full=True).file)
    before = second.store.person(book, "M02")
    newest = before
    for place in order:
        read(second, files[place])
        kept = second.store.person(book, "M02")
        assert kept.age >= newest.age
        newest = kept
    names = ["Achieng", "Birungi", "Chandiru"]
    assert told(second, book)[0] == names[max(order)]


def test_a_laptop_that_does_not_hold_the_book_changes_no_card(three):
    _first, second, _third, book, _stick = three
    before = told(second, book)
    with pytest.raises(Refusal) as caught:
        change_person(second, book, "M02", MemberCard("Nakato"), b"")
    assert caught.value.code == "not_the_holder"
    assert told(second, book) == before


def test_only_the_holders_seal_is_believed(three):
    first, second, third, book, stick = three
    before = told(third, book)
    forged = [
        sealed(second, book, "Mallory"),  # not the holder
        sealed(second, book, "Mallory", epoch=2),  # of an epoch that is not there
        msgspec.structs.replace(sealed(first, book, "Nakato"), card='{"name":"Mallory"}'),
        msgspec.structs.replace(sealed(first, book, "Nakato"), photo=jpeg()),
        msgspec.structs.replace(sealed(first, book, "Nakato"), member="M03"),
        msgspec.structs.replace(sealed(first, book, "Nakato"), turn=2**40),
        sealed(first, "62" * 32, "Nakato"),  # of another book
        sealed(first, book, "Nobody", member="M99"),
    ]
    for each in forged:
        found = send(second, third, book, [each], stick)
        assert [v.incoming.people for v in found.verdicts] == [()]
    assert told(third, book) == before
    # The same way, the holder's own is believed.
    send(second, third, book, [sealed(first, book, "Nakato")], stick)
    assert told(third, book)[0] == "Nakato"


@pytest.mark.parametrize(
    ("card", "photo"),
    [
        ("not a card", b""),
        ('{"name":""}', b""),
        ('{"name":"N","sex":"woman"}', b""),
        ('{"name":"N"}', b"\x89PNG\r\n"),
        ('{"name":"N"}', jpeg() + b"hung on"),
    ],
)
def test_what_is_no_card_or_no_picture_is_left_out(three, card, photo):
    first, second, _third, book, stick = three
    before = told(second, book)
    bad = seal_person(first.store.device, book, Person("M02", card, photo), 1, 0)
    good = sealed(first, book, "Nakato", member="M03")
    send(first, second, book, [bad, good], stick)
    assert told(second, book) == before
    assert told(second, book, "M03")[0] == "Nakato"


def _joined_as(ledger, book, sort, text):
    """A page on which somebody joins with a text of that sort as the card."""
    replay = ledger.replay(book)
    scribe = Scribe(ledger.store.device, NewPage(replay.headers[-1], replay.newest))
    state = replay.book.copy(whole=True)
    recording = Recording(state, state.meeting + 1, "2025-01-15", scribe.note)
    recording._card = lambda _text: scribe.keep(sort, text)
    recording.record(en.Joining("M30", ""))
    recording.close()
    page = scribe.write(
        "meeting", recording.events, state, meeting=state.meeting, date="2025-01-15"
    )
    ledger.store.append([page])
    ledger.forget(book)


@pytest.mark.parametrize("sort", ["member", "note"])
@pytest.mark.parametrize(
    "text", ["no card", "{}", '{"name":7}', '{"name":"N","x":' + "[" * 8_000 + "]" * 8_000 + "}"]
)
def test_a_text_on_a_page_that_is_no_card_is_read_as_one_that_is_not_there(three, sort, text):
    first, second, _third, book, stick = three
    _joined_as(first, book, sort, text)
    carry(first, second, stick)
    for ledger in (first, second):
        assert ledger.members(book)["M30"].name == ERASED
        assert person(ledger, book, "M30").card.name == ERASED
    kept = second.store.texts(book).values()
    assert (text in kept) == (sort == "note")  # a note may say anything


def test_a_groups_card_that_is_none_keeps_the_book_in(three, monkeypatch):
    first, second, _third, _book, stick = three
    monkeypatch.setattr("coopledger.app.scribe._text", lambda _card: "no card")
    other = group(first, "Second group", 1)
    carry(first, second, stick)
    for ledger in (first, second):
        assert ERASED in [each.name for each in ledger.groups() if each.id == other]


def test_the_next_holder_takes_the_cards_over_and_the_one_before_changes_none(three):
    first, second, third, book, stick = three
    change_person(first, book, "M02", MemberCard("Nakato"), jpeg())
    hand_over(first, book, second.store.device.public.hex(), GROUP_OFFICERS)
    carry(first, second, stick)
    assert told(second, book) == ("Nakato", jpeg())
    carry(second, third, stick)
    assert third.store.person(book, "M02").epoch == 2
    assert is_sealed_by(third.store.person(book, "M02"), book, second.store.device.public)
    send(first, third, book, [sealed(first, book, "Too late", after=2**50)], stick)
    assert told(third, book) == ("Nakato", jpeg())
    change_person(second, book, "M02", MemberCard("Namusoke"), jpeg())
    carry(second, first, stick)
    carry(second, third, stick)
    assert told(first, book) == told(third, book) == ("Namusoke", jpeg())


@pytest.mark.parametrize("turn", [0, MAX_AMOUNT])
def test_a_card_of_the_branch_that_was_not_chosen_is_kept_under_the_chosen_ones_seal(three, turn):
    first, second, third, book, stick = three
    keys = {m: (k.public, k.wrapped) for m, k in OfficerKeys(first.store, book).all().items()}
    for each in (second, third):
        OfficerKeys(each.store, book).put(keys)
        take_over(each, book, GROUP_OFFICERS)  # both are in epoch 2
        hold(each, book)
    hand_over(second, book, first.store.device.public.hex(), GROUP_OFFICERS)
    carry(second, first, stick)
    # In an epoch without a page.
    last = sealed(first, book, "Nakato", 3, after=turn - 1, photo=jpeg())
    first.store.keep_person(book, last)
    carry(first, second, stick)
    carry(third, second, stick)
    (fork,) = [each for each in forks(second) if not each.settled]
    resolve(second, book, fork.there.number, GROUP_OFFICERS)
    carry(second, third, stick)
    carry(third, first, stick)
    for each in (first, second, third):
        assert told(each, book) == ("Nakato", jpeg())
        assert is_sealed_by(each.store.person(book, "M02"), book, second.store.device.public)
    assert first.replay(book).holder.epoch == 3
    change_person(second, book, "M02", MemberCard("Namusoke"), b"")
    carry(second, third, stick)
    assert told(third, book) == ("Namusoke", b"")


def test_the_card_of_a_member_who_is_on_the_other_branch_only_goes(three):
    first, second, third, book, stick = three
    hold(first, book)
    carry(first, second, stick)
    carry(first, third, stick)
    keys = {m: (k.public, k.wrapped) for m, k in OfficerKeys(first.store, book).all().items()}
    OfficerKeys(third.store, book).put(keys)
    meet(first, book, "2025-02-01", joining("M98", "New"))
    change_person(first, book, "M98", MemberCard("Newer"), jpeg())
    carry(first, second, stick)
    take_over(third, book, GROUP_OFFICERS)  # from the page before
    carry(third, second, stick)
    carry(third, first, stick)
    for each in (first, second, third):
        assert each.store.people(book) == []
        with pytest.raises(Refusal):
            person(each, book, "M98")


def test_a_holder_that_sealed_the_last_turn_there_is_stops_no_holder_after_it(three):
    first, second, third, book, stick = three
    first.store.keep_person(book, sealed(first, book, "Nakato", after=MAX_AMOUNT - 1))
    hand_over(first, book, second.store.device.public.hex(), GROUP_OFFICERS)
    carry(first, second, stick)
    carry(second, third, stick)
    assert told(third, book)[0] == "Nakato"
    change_person(second, book, "M02", MemberCard("Namusoke"), b"")
    carry(second, third, stick)
    assert told(third, book)[0] == "Namusoke"


def test_a_revoked_laptops_cards_are_not_believed_from_anybody(three):
    first, second, third, book, stick = three
    hand_over(first, book, second.store.device.public.hex(), GROUP_OFFICERS)
    carry(first, second, stick)
    carry(second, third, stick)
    before = told(third, book)
    late = sealed(second, book, "Stolen", epoch=2)
    cooperative.revoke(first, second.store.device.id, TWO)
    send(first, third, book, [late], stick)
    assert told(third, book) == before


def test_an_erased_card_never_comes_back(three):
    first, second, third, book, stick = three
    change_person(first, book, "M02", MemberCard("Nakato"), jpeg())
    late = first.store.person(book, "M02")
    old = export(first, stick, second.store.device.id).file
    read(second, old)
    erase_member(first, book, "M02", GROUP_OFFICERS)
    carry(first, second, stick)
    assert told(second, book) == (ERASED, b"")
    read(second, old)
    send(first, second, book, [late, sealed(first, book, "Again")], stick)
    assert told(second, book) == (ERASED, b"")
    # A laptop that has not heard of it believes the card, and loses it with the page.
    read(third, export(second, stick, third.store.device.id).file)
    assert told(third, book) == (ERASED, b"")
    assert all(each.store.people(book) == [] for each in (first, second, third))


def test_under_a_passphrase_the_cards_go_too(three, tmp_path):
    first, _second, _third, book, stick = three
    change_person(first, book, "M02", MemberCard("Nakato"), jpeg())
    file = export_worded(first, stick, "seven red goats", [cooperative.EVERY], CHEAP).file
    with laptop(tmp_path, "fourth") as fourth:
        read(fourth, file, Opening("seven red goats"), join=True)
        assert told(fourth, book) == ("Nakato", jpeg())


def test_photos_that_do_not_fit_wait_and_the_pages_go(three, monkeypatch):
    first, second, _third, book, stick = three
    other = group(first, "Second group", 1)
    in_order = list(first.store.books())
    assert set(in_order) == {book, other}
    for each in in_order:
        change_person(first, each, "M02", MemberCard("Nakato"), jpeg())
    monkeypatch.setattr(composing, "MAX_PEOPLE_BYTES", len(jpeg()) + 30)
    found = carry(first, second, stick)
    assert [len(v.incoming.people) for v in found.verdicts] == [1, 0]
    assert second.store.heads().keys() == first.store.heads().keys()
    carry(second, first, stick)
    carry(first, second, stick)
    assert all(told(second, each) == ("Nakato", jpeg()) for each in in_order)


def test_of_a_book_with_too_many_photos_each_bundle_brings_some_until_all_are_there(
    three, monkeypatch
):
    first, second, third, book, stick = three
    members = ["M01", "M02", "M03", "M04", "M05"]
    for member in members:
        change_person(first, book, member, MemberCard("Nakato"), jpeg())
    monkeypatch.setattr(composing, "MAX_PEOPLE_BYTES", 2 * (len(jpeg()) + 30))
    monkeypatch.setattr(cards, "MAX_PEOPLE", 4)
    came = []
    for _ in range(12):
        for other in (second, third):  # in turn, so that a bundle's number says nothing
            found = carry(first, other, stick)
            came += [len(v.incoming.people) for v in found.verdicts]
            carry(other, first, stick)
    assert max(came) == 2
    assert sum(came) == 2 * len(members)
    for other in (second, third):
        assert all(told(other, book, each) == ("Nakato", jpeg()) for each in members)
        # What each says that it has is the truth, so nothing is sent any more.
        last = export(first, stick, other.store.device.id)
        assert [len(v.incoming.people) for v in read(other, last.file).verdicts] in ([], [0])
        assert last.bytes < len(jpeg()) + export(first, stick, other.store.device.id).bytes


def test_a_card_of_an_earlier_program_is_sealed_when_its_book_goes_out(tmp_path, monkeypatch):
    monkeypatch.setenv("COOPLEDGER_STATE", str(tmp_path / "state"))
    path = tmp_path / "book.coop"
    shutil.copy(OLD / "schema-4.coop", path)
    shutil.copy(OLD / "schema-4.coop.keys", keys_path(path))
    with Ledger.open(path, PASSPHRASE) as first, laptop(tmp_path, "second") as second:
        assert told(first, OLD_BOOK) == ("Aïsha Nakato", b"")
        assert first.store.person(OLD_BOOK, "M02").signature == b""
        cooperative.found(first, "Union", OFFICERS, branch="B0", device="D0", cost=CHEAP)
        enrolled(first, second)
        carry(first, second, tmp_path / "stick", join=True)
        assert first.store.person(OLD_BOOK, "M02").epoch == 1
        assert told(second, OLD_BOOK) == ("Aïsha Nakato", b"")


def test_twins_that_sealed_the_same_turn_come_to_the_same_card_everywhere():
    key, book = SigningKey(b"k" * 32), "ab" * 32
    made = [seal_person(key, book, Person("M01", card), 1, 2**50) for card in ("a", "b")]
    assert made[0].turn == made[1].turn
    assert cards.newer(made[:1], made[1:]) != cards.newer(made[1:], made[:1])
    winners = {max((a, b), key=lambda each: each.age).card for a, b in (made, made[::-1])}
    assert len(winners) == 1
