"""The bytes of a bundle: what is written comes back, and nothing else is ever read."""

import shutil
import subprocess

import msgspec
import pyrage
import pytest
import zstandard

from coopledger.domain.errors import Refusal
from coopledger.ledger import boxes
from coopledger.ledger.keyfile import Cost
from coopledger.ledger.page import Page
from coopledger.ledger.salted import salted
from coopledger.ledger.seals import Seal, SigningKey
from coopledger.sync import age_file, bech32, limits
from coopledger.sync.bundle import FIRST_LINE, Bundle, BundleWriter, Have, book_part
from coopledger.sync.packing import Packer, Unpacker

CHEAP = Cost(8, 1, 1)
DEVICE = SigningKey(b"d" * 32)
BOX, OTHER = boxes.device_box(b"d" * 32), boxes.device_box(b"e" * 32)
BOOK, COOPERATIVE = "ab" * 32, "cd" * 32
PAGES = [
    Page(b'{"number":1}', b"[1]", (Seal(b"k" * 32, b"s" * 64),)),
    Page(b'{"number":2}', b"[2]", (Seal(b"l" * 32, b"t" * 64), Seal(b"k" * 32, b"u" * 64))),
]
TEXTS = [salted("note", "ለትምህርት ክፍያ"), salted("member", '{"name":"Abebe"}')]


def made(**others):
    writer = BundleWriter()
    writer.add("book", book_part(BOOK, PAGES, rivals=PAGES[:1], texts=TEXTS, officers=b"box"))
    asked = {"cooperative": COOPERATIVE, "number": 7, "time": 8, "to": [b"t" * 32]}
    asked["have"] = [Have(b"b" * 32, 2, b"h" * 32)]
    return writer.finish(DEVICE, **{**asked, **others})


def code(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value.code


def read(packed):
    bundle = Bundle(packed)
    return bundle.manifest, list(bundle.parts())


def packed(plain):
    packer = Packer()
    packer.write(plain)
    return packer.finish()


def plain(bundle):
    return zstandard.ZstdDecompressor().decompressobj().decompress(bundle)


def test_what_was_written_comes_back():
    manifest, [(part, found)] = read(made())
    assert (manifest.sender, manifest.number, manifest.time) == (DEVICE.public, 7, 8)
    assert (manifest.cooperative.hex(), manifest.to) == (COOPERATIVE, (b"t" * 32,))
    assert manifest.have == (Have(b"b" * 32, 2, b"h" * 32),)
    assert (part.kind, part.book.hex(), found.officers) == ("book", BOOK, b"box")
    assert (found.read_pages(), found.read_rivals()) == (PAGES, PAGES[:1])
    assert found.read_texts() == TEXTS


def test_every_flipped_byte_of_the_packed_bundle_is_refused_or_tells_the_same():
    good, told_the_same = made(), []
    for at in range(len(good)):
        for bit in (1, 128):
            bad = good[:at] + bytes([good[at] ^ bit]) + good[at + 1 :]
            try:
                said = read(bad)
            except Refusal:
                continue
            # A packer has some freedom; what is told must then be the very same.
            assert said == read(good)
            told_the_same.append(at)
    assert len(told_the_same) < 8


def test_every_truncation_and_whatever_is_added_is_refused():
    good = made()
    for length in range(len(good)):
        assert code(read, good[:length]) in ("bundle_damaged", "not_a_bundle"), length
    for more in (b"\0", good, packed(b"more"), bytes(65536)):
        assert code(read, good + more) == "bundle_damaged"
    assert code(read, packed(plain(good) + b"\0")) == "bundle_damaged"


def test_who_can_open_but_not_sign_can_change_nothing():
    inside = plain(made())
    for at in range(len(inside)):
        bad = inside[:at] + bytes([inside[at] ^ 1]) + inside[at + 1 :]
        told = code(read, packed(bad))
        assert told in ("bundle_damaged", "bundle_seal_bad", "newer_bundle", "not_a_bundle"), at
    for length in range(len(inside)):
        code(read, packed(inside[:length]))


def test_parts_of_two_bundles_are_not_mixed():
    other = BundleWriter()
    other.add("book", book_part(BOOK, PAGES[:1], texts=TEXTS, officers=b"xxx"))
    theirs = plain(other.finish(DEVICE, cooperative=COOPERATIVE, number=7, time=8))
    inside = plain(made())
    lengths = [int.from_bytes(raw[20:24], "big") + 24 + 64 for raw in (inside, theirs)]
    assert code(read, packed(inside[: lengths[0]] + theirs[lengths[1] :])) == "bundle_damaged"


def test_a_bundle_of_a_newer_program_is_told_from_a_damaged_one():
    newer = plain(made()).replace(FIRST_LINE, b"coopledger bundle 2\n")
    assert code(read, packed(newer)) == "newer_bundle"
    assert code(read, packed(b"something else, long enough to be read")) == "not_a_bundle"
    assert code(age_file.unlock, b"coopledger passphrase bundle 2\n", [BOX]) == "newer_bundle"


def test_a_bomb_is_stopped_before_it_is_large():
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(256 << 20))
    assert len(bomb) < 32 << 10
    unpacker = Unpacker(bomb)
    assert code(unpacker.read, 128 << 20) == "bundle_bomb"
    assert unpacker._came <= limits.FREE_PLAIN + limits.MAX_RATIO * len(bomb) + (32 << 20)


def test_a_frame_that_asks_for_a_large_window_is_refused():
    asked = zstandard.ZstdCompressionParameters(window_log=27)
    frame = zstandard.ZstdCompressor(compression_params=asked).compressobj()
    huge = frame.compress(plain(made())) + frame.flush()
    assert code(read, huge) == "bundle_damaged"


@pytest.mark.parametrize(
    "part",
    [
        [b"b" * 32, [], [], [], [], b"", b"", 0],  # one field more
        [b"b" * 32, [], [], [], [], b""],  # one less
        [b"b" * 31, [], [], [], [], b"", b""],
        [b"b" * 32, [b"k" * 32] * (limits.MAX_KEYS + 1), [], [], [], b"", b""],
        [b"b" * 32, [], [[b"", b"", []]] * (limits.MAX_PAGES + 1), [], [], b"", b""],
        [b"b" * 32, [], [[b"", b"", [[0, b"s" * 63]]]], [], [], b"", b""],
        [b"b" * 32, [], [[b"", b"", [[-1, b"s" * 64]]]], [], [], b"", b""],
        [b"b" * 32, [], [], [], [["photo", b"s" * 32, ""]], b"", b""],
        {"book": b"b" * 32},
        [b"b" * 32, [], [[b"", b"", [[[[[[]]]]]]]], [], [], b"", b""],
    ],
)
def test_a_part_of_another_shape_is_refused_though_its_seal_fits(part, monkeypatch):
    writer = BundleWriter()
    raw = msgspec.msgpack.encode(part)
    monkeypatch.setattr("coopledger.sync.bundle.msgspec.msgpack.encode", lambda _part: raw)
    writer.add("book", book_part("62" * 32, []))
    monkeypatch.undo()
    sealed = writer.finish(DEVICE, cooperative=COOPERATIVE, number=1, time=1)
    assert code(read, sealed) == "bundle_damaged"


def test_a_seal_by_a_key_that_is_not_there_is_refused():
    part = msgspec.structs.replace(book_part(BOOK, PAGES), keys=())
    assert code(part.read_pages) == "bundle_damaged"


def test_keys_are_written_as_age_writes_them():
    for seed in range(20):
        key = boxes.device_box(bytes([seed]) * 32)
        theirs = pyrage.x25519.Identity.from_str(bech32.identity(key.private))
        assert str(theirs) == bech32.identity(key.private)
        assert str(theirs.to_public()) == bech32.recipient(key.public)


def test_every_flipped_byte_and_every_truncation_of_the_file_is_refused():
    file = age_file.lock(made(), [BOX.public, OTHER.public])
    assert age_file.unlock(file, [OTHER]) == age_file.unlock(file, [BOX])
    for at in range(len(file)):
        code(age_file.unlock, file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :], [BOX])
        code(age_file.unlock, file[:at], [BOX])
    assert code(age_file.unlock, file + b"\0", [BOX]) == "bundle_damaged"


def test_a_file_under_a_passphrase_opens_by_it_and_by_nothing_near_it():
    file = age_file.lock_under("seven red goats", made(), cost=CHEAP)
    assert age_file.unlock(file, [], "seven red goats") == age_file.unlock(
        file, [], "seven red goats"
    )
    assert code(age_file.unlock, file, [], "seven red goat") == "bundle_wrong_passphrase"
    assert code(age_file.unlock, file, []) == "bundle_wrong_passphrase"
    assert code(age_file.unlock, file, [OTHER]) == "bundle_not_for_us"
    for at in range(len(file)):
        bad = file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]
        code(age_file.unlock, bad, [], "seven red goats")
        code(age_file.unlock, file[:at], [], "seven red goats")


def test_a_passphrase_that_costs_too_much_is_not_tried():
    file = age_file.lock_under("seven red goats", b"", cost=CHEAP)
    dear = file.replace(b'"memory_kib":8', b'"memory_kib":1048576')
    assert code(age_file.unlock, dear, [], "seven red goats") == "bundle_too_dear"


def test_each_wrong_file_has_its_own_code(monkeypatch):
    file = age_file.lock(made(), [BOX.public])
    assert code(age_file.unlock, file, [OTHER]) == "bundle_not_for_us"
    assert code(age_file.unlock, b"%PDF-1.7", [BOX]) == "not_a_bundle"
    assert code(age_file.unlock, b"", [BOX]) == "not_a_bundle"
    assert code(age_file.unlock, file[:-1], [BOX]) == "bundle_damaged"
    monkeypatch.setattr(age_file, "MAX_FILE", 10)
    assert code(age_file.unlock, file, [BOX]) == "bundle_too_large"


@pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")
def test_the_age_program_opens_a_bundle(tmp_path):
    (tmp_path / "key.txt").write_text(bech32.identity(BOX.private) + "\n")
    (tmp_path / "bundle").write_bytes(age_file.lock(made(), [OTHER.public, BOX.public]))
    done = subprocess.run(
        ["age", "-d", "-i", "key.txt", "bundle"], cwd=tmp_path, check=True, stdout=subprocess.PIPE
    )
    assert read(done.stdout)[1][0][1].read_pages() == PAGES
