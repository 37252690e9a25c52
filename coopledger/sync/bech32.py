"""Bech32 (BIP-173), the form in which age writes its X25519 keys."""

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK = 6


def recipient(public: bytes) -> str:
    """An X25519 public key as age writes it: ``age1…``."""
    return _encode("age", public)


def identity(private: bytes) -> str:
    """An X25519 private key as age writes it: ``AGE-SECRET-KEY-1…``."""
    return _encode("age-secret-key-", private).upper()


def _encode(prefix: str, data: bytes) -> str:
    values = _fives(data)
    head = [*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix)]
    check = _polymod([*head, *values, *[0] * _CHECK]) ^ 1
    values += [check >> 5 * (_CHECK - 1 - place) & 31 for place in range(_CHECK)]
    return f"{prefix}1" + "".join(_LETTERS[value] for value in values)


def _fives(data: bytes) -> list[int]:
    """The bits of the data in groups of five, the last filled up with zeros."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate(_GENERATOR):
            if top >> place & 1:
                check ^= term
    return check
