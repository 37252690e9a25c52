"""The keys file: what opens the store, what a change of one wrap leaves alone, byte by byte."""

import hashlib
import hmac
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap
from nacl import bindings

from coopledger.domain.errors import Refusal
from coopledger.ledger import keyfile
from coopledger.ledger.keyfile import Cost, Unlocked

CHEAP = Cost(8, 1, 1)
OLD = Path(__file__).parents[1] / "store" / "old"


@pytest.fixture
def made():
    return keyfile.create("seven goats", CHEAP)


def code(call, *arguments):
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value.code


def test_the_passphrase_opens_key_and_device(made):
    opened, file = made
    again = keyfile.decode(file.encode())
    assert again.unlock_all("seven goats") == opened
    assert len(opened.key) == len(opened.seed) == 32
    assert code(again.unlock_all, "seven goat") == "wrong_passphrase"


def test_a_new_passphrase_changes_nothing_but_its_wrap(made):
    opened, file = made
    public = keyfile.recovery_public(b"\1" * 32)
    file = file.with_recovery(opened.key, public)
    fresh = file.with_passphrase(opened, "eight goats")
    assert fresh.unlock_all("eight goats") == opened
    assert code(fresh.unlock_all, "seven goats") == "wrong_passphrase"
    assert fresh.recover(b"\1" * 32) == opened.key
    assert (fresh.store, fresh.cost) == (file.store, CHEAP)
    assert json.loads(fresh.encode())["wraps"][1] == json.loads(file.encode())["wraps"][1]


def test_a_new_recovery_secret_takes_the_place_of_the_old(made):
    opened, file = made
    assert code(file.recover, b"\1" * 32) == "no_recovery_sheet"
    first = file.with_recovery(opened.key, keyfile.recovery_public(b"\1" * 32))
    second = first.with_recovery(opened.key, keyfile.recovery_public(b"\2" * 16))
    assert second.recover(b"\2" * 16) == opened.key
    assert code(second.recover, b"\1" * 32) == "recovery_of_another"
    assert second.recovery_keys == (keyfile.recovery_public(b"\2" * 16),)
    assert second.unlock_all("seven goats") == opened


def test_the_recovery_box_is_as_documented_and_has_no_room_for_the_seed(made):
    opened, file = made
    secret = bytes(range(32))
    # HKDF-SHA256 by hand (RFC 5869): extract under 32 zero bytes, expand one block.
    extracted = hmac.digest(b"\0" * 32, secret, hashlib.sha256)
    private = hmac.digest(extracted, b"coopledger/recovery/v1\1", hashlib.sha256)
    public = bindings.crypto_scalarmult_base(private)
    assert keyfile.recovery_public(secret) == public.hex()
    file = file.with_recovery(opened.key, public.hex())
    box = bytes.fromhex(json.loads(file.encode())["wraps"][1]["sealed"])
    assert len(box) == 32 + 16 + 32  # sender's key, tag, the store's key alone
    assert bindings.crypto_box_seal_open(box, public, private) == opened.key


def test_the_passphrase_wrap_is_as_documented(made):
    opened, file = made
    wrap = json.loads(file.encode())["wraps"][0]
    assert wrap["cost"] == {"memory_kib": 8, "passes": 1, "lanes": 1}
    kdf = Argon2id(
        salt=bytes.fromhex(wrap["salt"]), length=32, iterations=1, lanes=1, memory_cost=8
    )
    kek = kdf.derive(b"seven goats")
    assert aes_key_unwrap(kek, bytes.fromhex(wrap["wrapped"])) == opened.key
    assert aes_key_unwrap(kek, bytes.fromhex(wrap["device"])) == opened.seed


def test_wraps_of_kinds_that_come_later_are_kept(made):
    opened, file = made
    raw = json.loads(file.encode())
    later = {"kind": "smartcard", "slot": "a", "wrapped": "00", "more": {"a": [1]}}
    raw["wraps"].insert(0, later)
    read = keyfile.decode(json.dumps(raw).encode())
    fresh = read.with_passphrase(read.unlock_all("seven goats"), "eight goats")
    fresh = fresh.with_recovery(opened.key, keyfile.recovery_public(b"\1" * 16))
    assert later in json.loads(fresh.encode())["wraps"]
    assert keyfile.decode(fresh.encode()).unlock("eight goats") == opened.key


def test_the_keys_of_a_store_of_schema_1_open_and_have_no_seed():
    file = keyfile.decode((OLD / "schema-1.coop.keys").read_bytes())
    opened = file.unlock_all("seven goats")
    assert opened.seed is None
    with_seed = file.with_passphrase(Unlocked(opened.key, b"\7" * 32), "seven goats")
    assert with_seed.unlock_all("seven goats").seed == b"\7" * 32


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.update(v=2),
        lambda raw: raw.update(format="other"),
        lambda raw: raw["wraps"][0].pop("salt"),
        lambda raw: raw["wraps"][0].update(wrapped="zz"),
        lambda raw: raw["wraps"][0]["cost"].update(memory_kib=1 << 40),
        lambda raw: raw["wraps"][0].pop("kind"),
        lambda raw: raw["wraps"].append({"kind": "recovery", "public": "00", "sealed": ""}),
    ],
)
def test_a_damaged_keys_file_is_told(made, change):
    raw = json.loads(made[1].encode())
    change(raw)
    assert code(keyfile.decode, json.dumps(raw).encode()) == "bad_key_file"


@pytest.mark.parametrize("place", [b"{", b'"wraps": [\n    {'])
def test_a_keys_file_that_nests_without_end_is_told(made, place):
    deep = place + b'"x":' + b"[" * 20_000 + b"]" * 20_000 + b","
    raw = made[1].encode()
    assert place in raw
    assert code(keyfile.decode, raw.replace(place, deep, 1)) == "bad_key_file"


def test_a_flipped_bit_in_a_wrap_opens_nothing(made):
    raw = json.loads(made[1].encode())
    wrapped = bytearray.fromhex(raw["wraps"][0]["device"])
    wrapped[5] ^= 1
    raw["wraps"][0]["device"] = wrapped.hex()
    file = keyfile.decode(json.dumps(raw).encode())
    assert code(file.unlock_all, "seven goats") == "wrong_passphrase"
