"""One verifier, strict, with a context for each use."""

import pytest

from coopledger.ledger.seals import Seal, SigningKey, is_sound_key, verifies

# Points of small order, and encodings of them that are not canonical (the public list of 14).
SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
]


@pytest.mark.parametrize("encoding", SMALL_ORDER)
def test_small_order_keys_are_unsound(encoding):
    assert not is_sound_key(bytes.fromhex(encoding))


def test_generated_keys_are_sound():
    assert all(is_sound_key(SigningKey.generate().public) for _ in range(20))


def test_a_seal_fits_its_bytes_its_context_and_its_key_only():
    key, other = SigningKey(b"\1" * 32), SigningKey(b"\2" * 32)
    seal = key.seal("page", b"header")
    assert verifies(seal, "page", b"header")
    assert not verifies(seal, "page", b"headers")
    assert not verifies(seal, "bundle", b"header")
    assert not verifies(Seal(other.public, seal.signature), "page", b"header")
    assert not verifies(Seal(key.public, seal.signature + b"\0"), "page", b"header")
    assert not verifies(Seal(key.public[:31], seal.signature), "page", b"header")


def test_every_flipped_bit_of_a_seal_is_refused():
    key = SigningKey(b"\3" * 32)
    seal = key.seal("page", b"header")
    for at in range(len(seal.signature) * 8):
        changed = bytearray(seal.signature)
        changed[at // 8] ^= 1 << at % 8
        assert not verifies(Seal(key.public, bytes(changed)), "page", b"header")


def test_signatures_are_rfc_8032s():
    # RFC 8032 §7.1, test 1, over our framing: the same key always makes the same signature.
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    key = SigningKey(seed)
    assert key.public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert key.seal("page", b"") == key.seal("page", b"")
