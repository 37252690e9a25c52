"""What may be in a page, and the one form of its bytes."""

import json

import msgspec
import pytest

from coopledger.domain import events as ev
from coopledger.ledger import canonical
from coopledger.ledger.page import BODY

GOOD = b'[{"a":4000,"k":"shares","m":"M01","n":2}]'


def test_good_bytes_are_admitted_and_come_back_the_same():
    events = canonical.admit(GOOD, BODY)
    assert events == [ev.Shares("M01", 2, 4000)]
    assert canonical.encode(events) == GOOD


@pytest.mark.parametrize(
    "raw",
    [
        b'[{"k":"shares","m":"M01","n":2,"a":4000}]',
        b'[{"a":4000, "k":"shares","m":"M01","n":2}]',
        b'[{"a":4000,"k":"shares","m":"M01","n":2}] ',
        b'[{"a":4e3,"k":"shares","m":"M01","n":2}]',
        b'[{"a":4000.0,"k":"shares","m":"M01","n":2}]',
        b'[{"a":4000,"a":4000,"k":"shares","m":"M01","n":2}]',
        b'[{"a":null,"k":"shares","m":"M01","n":2}]',
        b'[{"a":true,"k":"shares","m":"M01","n":2}]',
        b'[{"a":-1,"k":"shares","m":"M01","n":2}]',
        b'[{"a":9007199254740992,"k":"shares","m":"M01","n":2}]',
        b'[{"a":4000,"at":"box","k":"shares","m":"M01","n":2}]',
        b'[{"a":4000,"k":"shares","m":"M01","n":2,"y":1}]',
        b'[{"a":4000,"k":"sharez","m":"M01","n":2}]',
        b'[{"a":4000,"k":"shares","m":"M\\u00301","n":2}]',
        '[{"a":4000,"k":"shares","m":"Amána","n":2}]'.encode(),
        b'[{"a":4000,"k":"shares","m":"Asha Njeri","n":2}]',
        b'[{"a":4000,"k":"shares","m":"' + b"M" * 65 + b'","n":2}]',
        b'[{"a":4000,"k":"shares","m":"M01","n":2}',
        b'[{"a":4000,"k":"shares","m":"M01\xff","n":2}]',
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'[{"f":"social","k":"due","a":1,"m":[[["M01"]]]}]',
        b"0" * (canonical.MAX_BYTES + 1),
        b"",
        b"\xef\xbb\xbf" + GOOD,
    ],
)
def test_all_else_is_refused(raw):
    with pytest.raises(canonical.NotCanonical):
        canonical.admit(raw, BODY)


@pytest.mark.parametrize(
    "nested", ["[" * 5 + "]" * 5, '[{"a":[{"b":[]}]},{},[]]', "[]", "[[],[[],{}]]"]
)
def test_five_levels_are_not_too_deep(nested):
    assert canonical.admit(nested.encode(), msgspec.json.Decoder()) == json.loads(nested)


@pytest.mark.parametrize(
    "nested",
    ["[" * 6 + "]" * 6, '[{"a":[{"b":[{}]}]}]', "[[],[[[[[]]]]],[]]", '[{"a":[[[[]]]]}]'],
)
def test_six_levels_are(nested):
    with pytest.raises(canonical.NotCanonical, match="too deep"):
        canonical.admit(nested.encode(), msgspec.json.Decoder())


def test_bytes_are_those_of_sorted_compact_json():
    events = [ev.Due("social", 500, ("M01", "M02")), ev.OverShort("loan", -100)]
    plain = json.loads(canonical.encode(events))
    again = json.dumps(plain, sort_keys=True, separators=(",", ":")).encode()
    assert canonical.encode(events) == again
