"""Books go from laptop to laptop by a stick: what arrives, in what order, and what is refused."""

import itertools

import msgspec
import pytest
import zstandard

from coopledger.app import cooperative
from coopledger.app.acts import unlock
from coopledger.app.bundle_export import export, export_worded
from coopledger.app.bundle_import import Opening, examine, take
from coopledger.app.ledger import ERASED, Ledger
from coopledger.app.officers import erase_member, seal
from coopledger.app.questions import verify
from coopledger.app.receipts import receipts
from coopledger.app.recovery import print_sheets
from coopledger.domain.errors import Refusal
from coopledger.ledger.boxes import device_box
from coopledger.ledger.person import Person
from coopledger.ledger.recovery import read_secret
from coopledger.ledger.salted import salted
from coopledger.sync import age_file
from coopledger.sync.bundle import BundleWriter, book_part
from coopledger.sync.packing import Packer
from coopledger.words.errors import explain
from tests.conftest import PASSPHRASE
from tests.sync.laptops import (
    CHEAP,
    GROUP_OFFICERS,
    OFFICERS,
    TWO,
    carry,
    enrolled,
    founder,
    group,
    heard,
    hold,
    laptop,
    pages,
    read,
)


def code(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value.code


def image(ledger):
    """Every row of the store's tables."""
    with ledger.store.transaction() as connection:
        tables = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).all()
        return {
            name: sorted(map(repr, connection.exec_driver_sql(f"SELECT * FROM {name}").all()))
            for (name,) in tables
        }


@pytest.fixture
def first(tmp_path):
    with founder(tmp_path) as made:
        yield made


@pytest.fixture
def second(tmp_path):
    with laptop(tmp_path, "jinja") as made:
        yield made


@pytest.fixture
def third(tmp_path):
    with laptop(tmp_path, "mbale") as made:
        yield made


def test_a_second_laptop_joins_by_the_stick_alone(first, second, stick):
    book = group(first, "Kamu Kamu", 3)
    _asked, words = cooperative.read_request(cooperative.request(second))
    enrolled(first, second)
    row = next(r for r in cooperative.facts(first).devices if r.id == second.store.device.id)
    assert (row.words, row.branch, row.state) == (words, "JIN", "active")
    file = export(first, stick, second.store.device.id).file
    found = examine(second, file)
    assert found.joins
    assert found.cooperative.name == "ህብረት Union"
    assert found.cooperative.words == cooperative.facts(first).words
    assert code(take, second, found) == "join_not_confirmed"
    assert second.groups() == []
    take(second, found, join=True)
    assert [each.name for each in second.groups()] == ["Kamu Kamu"]
    assert pages(second, book) == pages(first, book)
    assert second.members(book) == first.members(book)
    assert [each.fault for each in verify(second)] == [""]
    assert cooperative.facts(second).devices[1].own
    # It may read the book, and write nothing in it.
    assert code(hold, second, book) == "not_the_holder"


def test_a_bundle_brings_what_is_new_and_says_what_it_was(first, second, stick):
    book = group(first, "Kamu Kamu", 2)
    enrolled(first, second)
    carry(first, second, stick, join=True)
    carry(second, first, stick)  # the receipt
    for _ in range(4):
        hold(first, book)
    file = export(first, stick, second.store.device.id)
    assert file.pages == 4 + 2  # less an overlap of two
    found = examine(second, file.file, money=True)
    (verdict,) = found.verdicts
    assert (verdict.pages, verdict.known) == (4, 2)
    assert (verdict.first.number, verdict.last.number) == (3, 6)
    assert verdict.money.came == 4 * 2000
    assert verdict.money.went == 0
    assert verdict.money.cash == 6 * 2000
    assert len(second.summaries(book)) == 3  # nothing was written yet
    take(second, found)
    assert pages(second, book) == pages(first, book)
    again = examine(second, file.file)
    assert [each.pages for each in again.verdicts] == [0]


def test_receipts_travel_back_by_themselves(first, second, stick):
    book = group(first, "Kamu Kamu", 2)
    enrolled(first, second)
    assert receipts(first, book) == []
    carry(first, second, stick, join=True)
    carry(second, first, stick)
    (receipt,) = receipts(first, book)
    assert (receipt.name, receipt.number) == ("JIN laptop", 3)


def test_the_same_stick_read_twice_changes_nothing(first, second, stick, tmp_path):
    print_sheets(first, "words", tmp_path / "sheet.pdf")
    book = group(first, "Kamu Kamu", 3, officers=True)
    enrolled(first, second)
    file = export(first, stick, second.store.device.id).file
    read(second, file, join=True)
    assert second.store.sealed_keys(book)  # for the recovery key, and so for nobody here
    before = image(second)
    for _ in range(2):
        read(second, file)
        assert image(second) == before


def test_sticks_read_in_any_order_come_to_the_same(first, second, stick):
    book = group(first, "Kamu Kamu", 1)
    enrolled(first, second)
    carry(first, second, stick, join=True)
    carry(second, first, stick)
    files = []
    for _ in range(3):
        for _ in range(3):
            hold(first, book)
        files.append(export(first, stick, second.store.device.id).file)
        # As if the receipt had come in between: the next bundle begins where this one ends.
        heard(first, second, book, len(first.summaries(book)))
    whole = pages(first, book)
    copy = second.store.path.with_name("copy.coop")
    second.store.copy_to(copy)
    for number, order in enumerate(itertools.permutations(files)):
        path = copy.with_name(f"order-{number}.coop")
        for end in ("", ".keys"):
            path.with_name(path.name + end).write_bytes(
                copy.with_name(copy.name + end).read_bytes()
            )
        with Ledger.open(path, PASSPHRASE) as each:
            for file in order:
                read(each, file)
            assert pages(each, book) == whole
            assert each.store.waiting_books() == {}
            assert verify(each)[0].fault == ""


def test_pages_that_came_too_early_wait_and_what_is_missing_is_named(first, second, stick):
    book = group(first, "Kamu Kamu", 1)
    enrolled(first, second)
    carry(first, second, stick, join=True)
    for _ in range(6):
        hold(first, book)
    lost = export(first, stick, second.store.device.id).file
    heard(first, second, book, 8)
    hold(first, book)
    found = carry(first, second, stick)
    assert found.verdicts[0].missing == (3, 6)
    assert len(second.summaries(book)) == 2
    assert second.store.waiting_books() == {book: (7, 9)}
    read(second, lost)
    assert pages(second, book) == pages(first, book)
    assert second.store.waiting_books() == {}


def test_a_device_gets_only_the_books_that_it_may_receive(first, second, stick):
    kamu, other = group(first, "Kamu Kamu", 1), group(first, "Twezimbe", 1)
    enrolled(first, second, other)
    found = carry(first, second, stick, join=True)
    assert [each.name for each in second.groups()] == ["Twezimbe"]
    assert {have.book.hex() for have in found.manifest.have} == {
        other,
        first.store.registry_id(),
    }
    cooperative.let_receive(first, second.store.device.id, [kamu, other], TWO)
    carry(first, second, stick)
    assert {each.name for each in second.groups()} == {"Kamu Kamu", "Twezimbe"}


def test_seals_added_later_arrive_on_the_page_that_is_there(first, second, stick):
    book = group(first, "Kamu Kamu", 1, officers=True)
    enrolled(first, second)
    carry(first, second, stick, join=True)
    seal(first, book, {"M06": GROUP_OFFICERS["M06"]})
    carry(first, second, stick)
    assert pages(second, book) == pages(first, book)
    assert len(second.replay(book).newest.seals) == 2
    hold(first, book)
    carry(first, second, stick)
    assert pages(second, book) == pages(first, book)


def test_an_erased_card_is_erased_here_too_and_an_old_stick_does_not_bring_it_back(
    first, second, stick
):
    book = group(first, "Kamu Kamu", 1, officers=True)
    enrolled(first, second)
    old = export(first, stick, second.store.device.id).file
    read(second, old, join=True)
    assert second.members(book)["M02"].name != ERASED
    second.store.keep_person(book, Person("M02", '{"name":"B"}', b"photo"))
    erase_member(first, book, "M02", GROUP_OFFICERS)
    carry(first, second, stick)
    assert second.members(book)["M02"].name == ERASED
    assert second.store.person(book, "M02") == Person("M02")
    read(second, old)
    assert second.members(book)["M02"].name == ERASED
    assert verify(second)[0].fault == ""


def test_a_passphrase_opens_a_bundle_on_a_laptop_of_no_cooperative(first, second, stick):
    book = group(first, "Kamu Kamu", 2)
    file = export_worded(first, stick, "seven red goats", [cooperative.EVERY], CHEAP).file
    assert code(examine, second, file) == "bundle_not_for_us"
    assert code(examine, second, file, Opening("seven red goat")) == "bundle_wrong_passphrase"
    read(second, file, Opening("seven red goats"), join=True)
    assert pages(second, book) == pages(first, book)


def test_the_recovery_words_open_a_bundle_and_the_officers_keys_in_it(
    first, second, stick, tmp_path
):
    sheets = print_sheets(first, "words", tmp_path / "sheet.pdf").sheets
    book = group(first, "Kamu Kamu", 2, officers=True)
    file = export(first, stick, first.store.device.id).file
    assert code(examine, second, file) == "bundle_not_for_us"
    assert code(examine, second, file, Opening(recovery=bytes(32))) == "bundle_wrong_words"
    secret = read_secret(sheets)
    read(second, file, Opening(recovery=secret), join=True)
    assert pages(second, book) == pages(first, book)
    assert len(unlock(second, book, GROUP_OFFICERS)) == 3
    assert code(unlock, second, book, {"M06": "000001"}) == "wrong_pin"


def test_a_bundle_of_another_cooperative_is_refused(first, second, third, stick, tmp_path):
    enrolled(first, second)
    carry(first, second, stick, join=True)
    cooperative.found(third, "Others", OFFICERS, branch="X", device="x", cost=CHEAP)
    group(third, "Theirs", 1)
    enrolled(third, laptop(tmp_path, "pawn"))
    file = export_worded(third, stick, "seven red goats", [cooperative.EVERY], CHEAP).file
    before = image(second)
    assert code(examine, second, file, Opening("seven red goats")) == "foreign_cooperative"
    assert image(second) == before


def test_nothing_is_taken_from_a_device_that_was_revoked(first, second, third, stick):
    enrolled(first, second)
    enrolled(first, third, branch="MBL")
    carry(first, second, stick, join=True)
    carry(first, third, stick, join=True)
    stolen = export(second, stick, third.store.device.id).file
    cooperative.revoke(first, second.store.device.id, TWO)
    carry(first, third, stick)
    before = image(third)
    assert code(examine, third, stolen) == "revoked_device"
    assert image(third) == before
    assert code(export, first, stick, second.store.device.id) == "unknown_device"


def test_what_a_retired_device_sent_still_counts(first, second, third, stick):
    enrolled(first, second)
    enrolled(first, third, branch="MBL")
    carry(first, second, stick, join=True)
    book = group(second, "Twezimbe", 2)
    carry(first, third, stick, join=True)
    last = export(second, stick, third.store.device.id).file
    cooperative.retire(first, second.store.device.id, TWO)
    carry(first, third, stick)
    read(third, last)
    assert pages(third, book) == pages(second, book)


def test_a_bundle_for_another_device_is_refused_even_when_it_can_be_opened(
    first, second, third, stick
):
    enrolled(first, second)
    enrolled(first, third, branch="MBL")
    carry(first, second, stick, join=True)
    carry(first, third, stick, join=True)
    file = export(first, stick, second.store.device.id).file
    assert code(examine, third, file) == "bundle_not_for_us"
    inside = age_file.unlock(file.read_bytes(), [device_box(second.store.device.seed)])
    (stick / "passed-on").write_bytes(
        age_file.lock(inside, [device_box(third.store.device.seed).public])
    )
    assert code(examine, third, stick / "passed-on") == "bundle_for_another"


def test_a_sender_that_nobody_enrolled_is_refused(first, second, third, stick):
    enrolled(first, second)
    carry(first, second, stick, join=True)
    registry = first.store.registry_id()
    writer = BundleWriter()
    writer.add("registry", book_part(registry, list(first.store.pages(registry))))
    device = third.store.device
    asked = {"cooperative": registry, "number": 1, "time": 1, "to": [second.store.device.public]}
    inside = writer.finish(device, **asked)
    (stick / "forged").write_bytes(
        age_file.lock(inside, [device_box(second.store.device.seed).public])
    )
    assert code(examine, second, stick / "forged") == "unknown_sender"


def test_after_every_attack_the_store_is_as_it_was_and_the_good_bundle_still_comes(
    first, second, stick
):
    """Each with a code, and so a sentence, of its own."""
    book = group(first, "Kamu Kamu", 2)
    enrolled(first, second)
    carry(first, second, stick, join=True)
    hold(first, book)
    good = export(first, stick, second.store.device.id).file
    box = device_box(second.store.device.seed)
    file = good.read_bytes()
    inside = age_file.unlock(file, [box])
    plain = zstandard.ZstdDecompressor().decompressobj().decompress(inside)

    def locked(packed):
        return age_file.lock(packed, [box.public])

    def packed(changed):
        packer = Packer()
        packer.write(changed)
        return packer.finish()

    other = first.store.device.public
    attacks = {
        "cut short": (file[:-20], "bundle_damaged"),
        "a byte": (file[:-20] + bytes([file[-20] ^ 1]) + file[-19:], "bundle_damaged"),
        "nothing": (b"", "not_a_bundle"),
        "another file": (b"PK\3\4" + file, "not_a_bundle"),
        "for others": (age_file.lock(inside, [device_box(b"x" * 32).public]), "bundle_not_for_us"),
        "newer": (locked(packed(plain.replace(b" 1\n", b" 2\n", 1))), "newer_bundle"),
        "a bomb": (locked(zstandard.ZstdCompressor(19).compress(bytes(256 << 20))), "bundle_bomb"),
        "sender": (locked(packed(plain.replace(other, b"\7" * 32, 1))), "bundle_seal_bad"),
        "more": (locked(packed(plain + b"\0")), "bundle_damaged"),
        "less": (locked(packed(plain[:-1])), "bundle_damaged"),
        "inner cut": (locked(inside[:-1]), "bundle_damaged"),
    }
    before = image(second)
    for name, (bad, expected) in attacks.items():
        (stick / "bad").write_bytes(bad)
        told = code(examine, second, stick / "bad")
        assert told == expected, name
        assert image(second) == before, name
    read(second, good)
    assert pages(second, book) == pages(first, book)


def _only_that_book_is_refused(second, lie, book, change):
    found = examine(second, lie)
    (refused,) = found.refused
    assert refused.book == book
    bad_page = change in ("body", "header", "no text", "seal")
    assert refused.refusal.code == ("bundle_page_bad" if bad_page else "bundle_book_bad")
    kept = pages(second, book)
    take(second, found)
    assert pages(second, book) == kept
    assert receipts(second, book) == []


@pytest.mark.parametrize(
    "change", ["body", "header", "no text", "seal", "left out", "text", "twice"]
)
def test_an_enrolled_device_that_lies_about_a_page_changes_nothing(first, second, stick, change):
    book = group(first, "Kamu Kamu", 3)
    enrolled(first, second)
    carry(first, second, stick, join=True)
    for _ in range(3):
        hold(first, book, note="bought a box")
    before, registry = image(second), first.store.registry_id()
    sent = list(first.store.pages(book))
    texts = [text for _digest, text in first.store.salted(book)]
    if change == "body":
        body = sent[-1].body.replace(b'"n":1', b'"n":9')
        sent[-1] = msgspec.structs.replace(sent[-1], body=body)
    elif change == "header":
        header = sent[-1].header.replace(b'"shares":', b'"shares":1')
        sent[-1] = msgspec.structs.replace(sent[-1], header=header)
    elif change == "no text":
        header = sent[-1].header.replace(b'"device":"', b'"device":"\xff')
        sent[-1] = msgspec.structs.replace(sent[-1], header=header)
    elif change == "seal":
        sent[-1] = msgspec.structs.replace(sent[-1], seals=sent[-2].seals)
    elif change == "left out":
        del sent[-2]
    elif change == "text":
        texts = [*texts, salted("note", "said by nobody")]
    writer = BundleWriter()
    writer.add("registry", book_part(registry, list(first.store.pages(registry))))
    writer.add("book", book_part(book, sent, texts=texts))
    if change == "twice":
        writer.add("book", book_part(book, sent, texts=texts))
    asked = {"cooperative": registry, "number": 9, "time": 9, "to": [second.store.device.public]}
    inside = writer.finish(first.store.device, **asked)
    lie = stick / "lie"
    lie.write_bytes(age_file.lock(inside, [device_box(second.store.device.seed).public]))
    if change == "twice":  # no bundle that the program makes
        assert code(examine, second, lie) == "bundle_damaged"
        assert image(second) == before
    else:
        _only_that_book_is_refused(second, lie, book, change)
    carry(first, second, stick)
    assert pages(second, book) == pages(first, book)


def test_one_book_with_a_bad_page_does_not_keep_the_other_groups_away(first, second, stick):
    bad, good, new = (group(first, name, 1) for name in ("Kamu Kamu", "Twezimbe", "Tumaini"))
    enrolled(first, second)
    file = export(first, stick, second.store.device.id).file
    read(second, file, join=True)
    for each in (bad, good, new):
        hold(first, each)
    writer, registry = BundleWriter(), first.store.registry_id()
    writer.add("registry", book_part(registry, list(first.store.pages(registry))))
    for each in (bad, good, new):
        sent = list(first.store.pages(each))
        if each == bad:
            body = sent[-1].body.replace(b'"n":1', b'"n":9')
            sent[-1] = msgspec.structs.replace(sent[-1], body=body)
        writer.add("book", book_part(each, sent))
    asked = {"cooperative": registry, "number": 9, "time": 9, "to": [second.store.device.public]}
    inside = writer.finish(first.store.device, **asked)
    lie = stick / "lie"
    lie.write_bytes(age_file.lock(inside, [device_box(second.store.device.seed).public]))
    before = image(second)
    found = examine(second, lie, money=True)
    assert image(second) == before  # the preview writes nothing
    assert [(each.book, each.refusal.code) for each in found.refused] == [(bad, "bundle_page_bad")]
    assert "of this book is not as it was sealed" in explain(found.refused[0].refusal)
    take(second, found)
    assert pages(second, good) == pages(first, good)
    assert pages(second, new) == pages(first, new)
    assert len(second.summaries(bad)) == 2
    carry(first, second, stick)
    assert pages(second, bad) == pages(first, bad)


def test_a_stick_from_long_ago_changes_nothing_and_takes_back_no_receipt(first, second, stick):
    book = group(first, "Kamu Kamu", 2)
    enrolled(first, second)
    carry(first, second, stick, join=True)
    old = export(second, stick, first.store.device.id).file
    for _ in range(3):
        hold(first, book)
        carry(first, second, stick)
    carry(second, first, stick)
    before = image(first)
    found = examine(first, old)
    assert found.again
    take(first, found)
    assert image(first) == before
    assert receipts(first, book)[0].number == 6
