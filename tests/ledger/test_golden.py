"""Old pages keep their meaning: stored bytes of every kind of event, header and seal.

The files in ``golden/`` were written by the first program that could; a change that makes this test
fail would make old books unreadable, so it needs a new kind of event and a new file instead.
"""

import json
from pathlib import Path

import msgspec
import pytest

from coopledger.domain import events as ev
from coopledger.domain.postings import APPLY
from coopledger.ledger import canonical
from coopledger.ledger.packing import pack, unpack
from coopledger.ledger.page import BODY, HEADER, Page, admit, seals_digest, sha256
from coopledger.ledger.salted import Salted
from coopledger.ledger.seals import SigningKey

GOLDEN = Path(__file__).parent / "golden"
BODY_FILE = GOLDEN / "events-1.json"
LATER = GOLDEN / "events-2.json"
"""Kinds that came after: those of a book that goes from device to device."""
HEADER_FILE = GOLDEN / "header-1.json"
SEAL_FILE = GOLDEN / "seal-1.json"
KEY = SigningKey(bytes(range(32)))


def test_every_kind_of_event_reads_as_it_did():
    seen = set()
    for path in (BODY_FILE, LATER):
        events = canonical.admit(path.read_bytes(), BODY)
        told = json.loads(path.with_suffix(".told.json").read_text())
        found = [[type(e).__name__, msgspec.to_builtins(e)] for e in events]
        assert json.loads(json.dumps(found)) == told
        seen |= {type(event) for event in events}
    assert seen == set(APPLY)


def test_a_header_reads_as_it_did_and_has_the_hash_it_had():
    raw = HEADER_FILE.read_bytes()
    head = canonical.admit(raw, HEADER)
    assert admit(raw, BODY_FILE.read_bytes()) == (head, BODY.decode(BODY_FILE.read_bytes()))
    told = json.loads(SEAL_FILE.read_text())
    assert sha256(raw) == told["hash"]
    assert (head.number, head.meeting, head.date, head.kind) == (2, 1, "2025-01-08", "copied")


def test_a_seal_and_its_digest_are_what_they_were():
    told = json.loads(SEAL_FILE.read_text())
    seal = KEY.seal("page", HEADER_FILE.read_bytes())
    assert (seal.key.hex(), seal.signature.hex()) == (told["key"], told["signature"])
    assert seals_digest((seal,)) == told["digest"]
    page = Page(HEADER_FILE.read_bytes(), BODY_FILE.read_bytes(), (seal,))
    assert page.hash.hex() == told["hash"]


@pytest.mark.parametrize("sort", ["note", "member", "group"])
def test_salted_hashes_are_what_they_were(sort):
    told = json.loads(SEAL_FILE.read_text())
    assert Salted(sort, bytes(32), "Nakato Winnie").digest == told["salted"][sort]


def test_packed_bytes_of_old_stores_unpack():
    packed = (GOLDEN / "packed-1.bin").read_bytes()
    assert unpack(packed) == BODY_FILE.read_bytes()
    assert unpack(pack(packed)) == packed
    with pytest.raises(canonical.NotCanonical):
        unpack(packed[:-3])
    with pytest.raises(canonical.NotCanonical):
        unpack(b"\xff" + packed)


def test_a_bomb_does_not_unpack():
    bomb = pack(b"0" * (8 << 20))
    assert len(bomb) < 20_000
    with pytest.raises(canonical.NotCanonical):
        unpack(bomb)


def test_events_are_named_once():
    tags = [kind.__struct_config__.tag for kind in APPLY]
    assert len(tags) == len(set(tags))
    assert all(issubclass(kind, ev.Fact) for kind in APPLY)
