"""The published vectors of what seals and keys stand on, with the verdicts of docs/format.md."""

import json
from pathlib import Path

import cryptography_vectors
import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from coopledger.ledger.keyfile import KEY_BYTES, Cost, derive
from coopledger.ledger.seals import SigningKey, is_signature, is_sound_key

VECTORS = Path(__file__).parent / "vectors"
CRYPTOGRAPHY = Path(cryptography_vectors.__file__).parent

# Mixed order breaks no signature: the equation decides. As a key it is not sound.
ACCEPTED = {"low_order_component_A", "low_order_component_R"}


def own(name):
    return json.loads((VECTORS / name).read_text("utf-8"))["vectors"]


def blocks(path):
    """The vectors of a ``name = value`` file, each a dict."""
    for block in path.read_text("utf-8").split("\nCOUNT = ")[1:]:
        lines = [line.partition("=") for line in block.splitlines()[1:] if "=" in line]
        yield {name.strip(): value.strip() for name, _, value in lines if name[0] != "#"}


def test_cctv_every_odd_point_of_an_ed25519_signature():
    vectors = own("ed25519_cctv.json")
    accepted = 0
    for key, signature, message, flags in vectors:
        verdict = is_signature(bytes.fromhex(key), bytes.fromhex(signature), message.encode())
        assert verdict == (set(flags) <= ACCEPTED), (key, signature, flags)
        accepted += verdict
    assert (len(vectors), accepted) == (914, 43)


def test_cctv_of_enrolled_keys_only_the_plain_signature_stands():
    sound = [
        (is_signature(bytes.fromhex(key), bytes.fromhex(signature), message.encode()), flags)
        for key, signature, message, flags in own("ed25519_cctv.json")
        if is_sound_key(bytes.fromhex(key))
    ]
    assert len(sound) == 28
    assert [flags for verdict, flags in sound if verdict] == [[]]


def test_cctv_no_odd_key_can_be_enrolled():
    for key, _signature, _message, flags in own("ed25519_cctv.json"):
        odd = {flag for flag in flags if flag.endswith("_A")}
        assert is_sound_key(bytes.fromhex(key)) == (not odd), (key, flags)


def test_wycheproof_ed25519():
    vectors = own("ed25519_wycheproof.json")
    for key, message, signature, valid, comment in vectors:
        parts = (bytes.fromhex(part) for part in (key, signature, message))
        assert is_signature(*parts) == valid, comment
    assert (len(vectors), sum(valid for *_, valid, _ in vectors)) == (151, 88)


def test_bernsteins_1024_keys_and_signatures():
    lines = (CRYPTOGRAPHY / "asymmetric" / "Ed25519" / "sign.input").read_text("ascii").split()
    for line in lines:
        seed, public, message, signed = (bytes.fromhex(part) for part in line.split(":")[:4])
        assert SigningKey(seed[:32]).public == public
        assert is_sound_key(public)
        assert is_signature(public, signed[:64], message)
        assert not is_signature(public, signed[:64], message + b"\0")
    assert len(lines) == 1024


def argon2id():
    return list(blocks(CRYPTOGRAPHY / "KDF" / "argon2id.txt"))


def test_argon2id_of_what_a_passphrase_can_be():
    ours = [
        vector
        for vector in argon2id()
        if int(vector["length"]) == KEY_BYTES and not {"secret", "ad"} & vector.keys()
    ]
    for vector in ours:
        passphrase = bytes.fromhex(vector["pass"]).decode()
        cost = Cost(*(int(vector[name]) for name in ("memcost", "iter", "lanes")))
        key = derive(passphrase, bytes.fromhex(vector["salt"]), cost)
        assert key.hex() == vector["output"]
    assert len(ours) >= 2


@pytest.mark.parametrize("vector", argon2id(), ids=lambda vector: vector["output"][:8])
def test_argon2id_of_the_library_below(vector):
    kdf = Argon2id(
        salt=bytes.fromhex(vector["salt"]),
        length=int(vector["length"]),
        iterations=int(vector["iter"]),
        lanes=int(vector["lanes"]),
        memory_cost=int(vector["memcost"]),
        secret=bytes.fromhex(vector.get("secret", "")) or None,
        ad=bytes.fromhex(vector.get("ad", "")) or None,
    )
    assert kdf.derive(bytes.fromhex(vector["pass"])).hex() == vector["output"]
