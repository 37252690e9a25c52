"""The words of the recovery secret: the public vectors, and every way to mistype them."""

import itertools
import json
from pathlib import Path

import pytest
import shamir_mnemonic
from mnemonic import Mnemonic

from coopledger.domain.errors import Refusal
from coopledger.ledger import recovery

VECTORS = Path(__file__).parent / "vectors"
BIP39 = json.loads((VECTORS / "bip39.json").read_text())["vectors"]
SLIP39 = json.loads((VECTORS / "slip39.json").read_text())["vectors"]
SECRET = bytes(range(32))
SHARED = bytes(range(16))


def texts(secret):
    return [" ".join(each.word for each in words) for words in recovery.sheets(secret)]


def refused(*sheets):
    with pytest.raises(Refusal) as caught:
        recovery.read_secret(sheets)
    return caught.value


@pytest.mark.parametrize(("entropy", "words"), BIP39, ids=lambda text: text[:12])
def test_the_public_vectors_of_bip39(entropy, words):
    library = Mnemonic("english")
    assert library.to_mnemonic(bytes.fromhex(entropy)) == words
    assert bytes(library.to_entropy(words)).hex() == entropy
    if len(words.split()) == recovery.WORDS:
        assert texts(bytes.fromhex(entropy)) == [words]
        assert recovery.read_secret([words]).hex() == entropy
    else:  # 12 and 18 words are good ones elsewhere; we print 24
        assert refused(words).code == "recovery_word_count"


@pytest.mark.parametrize(("title", "shares", "secret"), SLIP39, ids=lambda value: str(value)[:40])
def test_the_public_vectors_of_slip39(title, shares, secret):
    if secret:
        assert shamir_mnemonic.combine_mnemonics(shares, b"TREZOR").hex() == secret
    else:
        with pytest.raises(shamir_mnemonic.MnemonicError):
            shamir_mnemonic.combine_mnemonics(shares, b"TREZOR")
        assert refused(*shares).code.startswith("recovery_"), title


@pytest.mark.parametrize("kind", ["words", "shares"])
def test_new_secrets_come_back_by_words_numbers_and_first_letters(kind):
    secret = recovery.new_secret(kind)
    assert secret != recovery.new_secret(kind)
    sheets = recovery.sheets(secret)
    needed = sheets[:1] if kind == "words" else sheets[1:]
    for write in (
        lambda each: each.word,
        lambda each: str(each.number),
        lambda each: f"{each.number:04d},",
        lambda each: each.word[:4].upper() if len(each.word) > 4 else each.word,
    ):
        assert recovery.read_secret(["\n".join(map(write, words)) for words in needed]) == secret


def test_numbers_may_be_written_in_any_digits():
    (words,) = recovery.sheets(SECRET)
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    typed = " ".join(str(each.number).translate(arabic) for each in words)
    assert recovery.read_secret([typed]) == SECRET


def test_any_two_of_three_shares_do_in_any_order_and_all_three():
    shares = texts(SHARED)
    for pair in itertools.permutations(shares, 2):
        assert recovery.read_secret(pair) == SHARED
    assert recovery.read_secret(shares) == SHARED


def test_one_share_alone_or_twice_opens_nothing():
    first, *_ = texts(SHARED)
    assert refused(first).code == "recovery_share_missing"
    assert refused(first, first).code == "recovery_share_missing"


def test_shares_of_two_sets_are_told():
    assert refused(texts(SHARED)[0], texts(SHARED)[1]).code == "recovery_shares_differ"


@pytest.mark.parametrize("at", [0, 5, 23])
def test_a_word_of_no_list_is_named_by_its_place(at):
    words = texts(SECRET)[0].split()
    right, words[at] = words[at], words[at][:2] + "x" + words[at][2:]
    told = refused(" ".join(words))
    assert (told.code, told.params["position"]) == ("recovery_word_unknown", at + 1)
    assert right in told.params["near"]


@pytest.mark.parametrize("number", ["0", "2049", "99999"])
def test_a_number_of_no_word_is_named_by_its_place(number):
    words = texts(SECRET)[0].split()
    words[6] = number
    assert refused(" ".join(words)).params["position"] == 7


def test_the_sheet_of_a_mistyped_share_is_named():
    first, second, _ = texts(SHARED)
    broken = second.split()
    broken[3] = "xxxx"
    told = refused(first, " ".join(broken))
    assert (told.params["sheet"], told.params["position"]) == (2, 4)
    swapped = second.split()
    swapped[8], swapped[9] = swapped[9], swapped[8]
    told = refused(first, " ".join(swapped))
    assert (told.code, told.params["sheet"]) == ("recovery_words_wrong", 2)


def test_swapped_words_and_another_word_are_told():
    words = texts(SECRET)[0].split()
    words[1], words[2] = words[2], words[1]
    assert refused(" ".join(words)).code == "recovery_words_wrong"
    words = texts(SECRET)[0].split()
    words[-1] = "zoo"
    assert refused(" ".join(words)).code == "recovery_words_wrong"


@pytest.mark.parametrize("count", [0, 1, 12, 19, 21, 23, 25])
def test_too_few_and_too_many_words_are_counted(count):
    told = refused(" ".join((texts(SECRET)[0].split() * 2)[:count]))
    assert (told.code, told.params["count"]) == ("recovery_word_count", count)


def test_the_words_and_a_share_do_not_go_together():
    assert refused(texts(SECRET)[0], texts(SHARED)[0]).code == "recovery_word_count"
