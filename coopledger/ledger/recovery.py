"""The recovery secret on paper: 24 words, or three shares of 20 words of which any two do.

The words are those of BIP-39 (32 secret bytes, 8 bits of check), the shares those of SLIP-0039
(16 secret bytes, one group, two of three, no passphrase, 30 bits of check a share). Every word has
its number in the public list, from 1, and is taken as the word, its first four letters or more, or
the number: whoever writes another script types figures.
"""

import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Literal

import msgspec
import shamir_mnemonic
from mnemonic import Mnemonic
from shamir_mnemonic.wordlist import WORDLIST

from coopledger.domain.errors import Refusal

Kind = Literal["words", "shares"]

WORDS = 24
SHARE_WORDS = 20
SHARES = 3
NEEDED = 2
_SECRET_BYTES: dict[Kind, int] = {"words": 32, "shares": 16}
_ENOUGH_LETTERS = 4
"""Both lists are made so that the first four letters tell a word."""


class Word(msgspec.Struct, frozen=True):
    """A word and its number in the public list, from 1."""

    number: int
    word: str


def new_secret(kind: Kind) -> bytes:
    """A new random secret: 32 bytes to be kept as words, 16 as shares."""
    return secrets.token_bytes(_SECRET_BYTES[kind])


def sheets(secret: bytes) -> list[list[Word]]:
    """What stands on each sheet: one of 24 words, or three of 20. Shares are new ones each time."""
    if len(secret) == _SECRET_BYTES["words"]:
        texts = [_bip39().to_mnemonic(secret)]
    else:
        (texts,) = shamir_mnemonic.generate_mnemonics(1, [(NEEDED, SHARES)], secret)
    lists = [text.split() for text in texts]
    known = _list_for(len(lists[0]))
    return [[Word(known.index(word) + 1, word) for word in words] for words in lists]


def word_of(number: int) -> str:
    """A word of the BIP-39 list, from 0."""
    return str(_bip39().wordlist[number])


def read_secret(sheets: Sequence[str]) -> bytes:
    """The secret of one sheet of 24 words, or of two or more shares, as typed.

    Args:
        sheets: the text of each sheet: words or numbers, apart by spaces, commas or new lines.

    Raises:
        Refusal: a sheet has too few or too many words; a word is in no list (named by sheet and
            position, with the nearest that is); the words do not fit together, as when one is
            wrong or two are swapped; a share is missing, or they are not of one set.
    """
    lists = [_read(number, text) for number, text in enumerate(sheets, 1) if text.split()]
    if not lists:
        raise Refusal("recovery_word_count", count=0, sheet=1)
    if len(lists) == 1 and len(lists[0]) == WORDS:
        return _from_words(lists[0])
    for number, words in enumerate(lists, 1):
        if len(words) != SHARE_WORDS:
            raise Refusal("recovery_word_count", count=len(words), sheet=number)
    return _from_shares([" ".join(words) for words in lists])


def _read(sheet: int, text: str) -> list[str]:
    typed = unicodedata.normalize("NFKC", text).lower().replace(",", " ").split()
    if len(typed) not in {WORDS, SHARE_WORDS}:
        raise Refusal("recovery_word_count", count=len(typed), sheet=sheet)
    known = _list_for(len(typed))
    return [_word(token, known, sheet, place) for place, token in enumerate(typed, 1)]


def _word(token: str, known: Sequence[str], sheet: int, position: int) -> str:
    if token.isdecimal():
        if 1 <= int(token) <= len(known):
            return known[int(token) - 1]
    elif token in known:
        return token
    elif len(token) >= _ENOUGH_LETTERS:
        begun = [word for word in known if word.startswith(token)]
        if len(begun) == 1:
            return begun[0]
    near = ", ".join(get_close_matches(token, known, n=3)) or "…"
    raise Refusal("recovery_word_unknown", value=token, position=position, sheet=sheet, near=near)


def _from_words(words: list[str]) -> bytes:
    try:
        return bytes(_bip39().to_entropy(words))
    except ValueError:
        raise Refusal("recovery_words_wrong", sheet=1) from None


def _from_shares(texts: Iterable[str]) -> bytes:
    shares = set()
    for number, text in enumerate(texts, 1):
        try:
            shares.add(shamir_mnemonic.Share.from_mnemonic(text))
        except shamir_mnemonic.MnemonicError:
            raise Refusal("recovery_words_wrong", sheet=number) from None
    if len({share.common_parameters() for share in shares}) != 1:
        raise Refusal("recovery_shares_differ")
    if len(shares) < NEEDED:
        raise Refusal("recovery_share_missing", needed=NEEDED)
    try:
        chosen = sorted(shares, key=lambda share: share.index)[:NEEDED]
        secret: bytes = shamir_mnemonic.combine_mnemonics([each.mnemonic() for each in chosen])
    except shamir_mnemonic.MnemonicError:
        raise Refusal("recovery_shares_differ") from None
    return secret


@cache
def _bip39() -> Mnemonic:
    return Mnemonic("english")


def _list_for(count: int) -> Sequence[str]:
    return _bip39().wordlist if count == WORDS else WORDLIST
