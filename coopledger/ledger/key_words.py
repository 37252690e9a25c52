"""A public key as six words that two people can read to each other across a table."""

from coopledger.ledger.page import sha256

WORDS = 6
_BITS = 11
"""What one of the 2,048 words stands for; six make 66 bits of the key's hash."""


def key_words(public: bytes) -> tuple[str, ...]:
    """The first 66 bits of the key's SHA-256, as words of the BIP-39 list."""
    from coopledger.ledger.recovery import word_of  # the lists of words are slow to load

    number = int(sha256(public), 16) >> (256 - WORDS * _BITS)
    places = [number >> _BITS * place & (1 << _BITS) - 1 for place in reversed(range(WORDS))]
    return tuple(word_of(place) for place in places)
