"""Amounts in words, in all seven languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopledger.domain.money import MAX_AMOUNT, Currency
from coopledger.words.amounts import amount_in_words, number_in_words
from coopledger.words.catalog import speaking

KES, UGX, ETB, XOF = (
    Currency("KES", 2),
    Currency("UGX", 0),
    Currency("ETB", 2),
    Currency("XOF", 0),
)
LANGUAGES = ("en", "fr", "sw", "pt", "am", "hi", "ar")


@pytest.mark.parametrize(
    ("language", "amount", "currency", "words"),
    [
        ("en", 1_250_50, KES, "one thousand two hundred fifty and 50/100 Kenyan shillings"),
        ("en", 21_000, UGX, "twenty-one thousand Ugandan shillings"),
        ("fr", 280, XOF, "deux cent quatre-vingts francs CFA (BCEAO)"),
        ("fr", 2_000_000, UGX, "deux millions de shillings ougandais"),
        ("fr", 1_250_50, KES, "mille deux cent cinquante et 50/100 shillings kényans"),
        ("sw", 1_250, UGX, "shilingi za Uganda elfu moja, mia mbili na hamsini"),
        ("pt", 3_000_000, UGX, "três milhões de xelins ugandenses"),
        ("am", 21_00, ETB, "ሃያ አንድ የኢትዮጵያ ብር"),
        ("hi", 1_234_567, UGX, "बारह लाख चौंतीस हज़ार पाँच सौ सड़सठ युगांडाई शिलिंग"),
        ("ar", 1_250, UGX, "ألف ومائتان وخمسون شلن أوغندي"),
    ],
)
def test_amounts_are_said_as_people_say_them(language, amount, currency, words):
    with speaking(language):
        assert amount_in_words(amount, currency).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "ዜሮ"),
        (10, "አሥር"),
        (12, "አሥራ ሁለት"),
        (20, "ሃያ"),
        (99, "ዘጠና ዘጠኝ"),
        (100, "አንድ መቶ"),
        (1_005, "አንድ ሺህ አምስት"),
        (2_340_000, "ሁለት ሚሊዮን ሦስት መቶ አርባ ሺህ"),
    ],
)
def test_amharic_has_its_own_tens(value, words):
    assert number_in_words(value, language="am") == words


@given(st.integers(0, MAX_AMOUNT), st.integers(0, MAX_AMOUNT), st.sampled_from(LANGUAGES))
def test_two_numbers_never_sound_the_same(one, other, language):
    same = number_in_words(one, language=language) == number_in_words(other, language=language)
    assert same == (one == other)


@given(st.integers(0, MAX_AMOUNT), st.sampled_from(LANGUAGES))
def test_no_figure_is_left_in_the_words(value, language):
    words = number_in_words(value, language=language)
    assert words.strip()
    assert not any(character.isdigit() for character in words)


def test_a_language_without_words_gets_figures():
    with speaking("rw"):
        assert amount_in_words(1_250_50, KES) == "KES\u00a01.250,50"


def test_below_zero_is_said_otherwise():
    with pytest.raises(ValueError):
        number_in_words(-1)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (12_000, "elfu kumi na mbili"),
        (10_002, "elfu kumi, na mbili"),
        (125_000, "laki moja na elfu ishirini na tano"),
        (100_025, "laki moja na ishirini na tano"),
        (2_005, "elfu mbili na tano"),
    ],
)
def test_swahili_numbers_do_not_sound_alike(value, words):
    assert number_in_words(value, language="sw") == words


@given(st.integers(0, 10**10), st.integers(0, 10**10))
def test_no_two_swahili_numbers_are_written_alike(one, other):
    assert (number_in_words(one, language="sw") == number_in_words(other, language="sw")) == (
        one == other
    )
