from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopledger.domain.errors import Refusal
from coopledger.domain.money import MAX_AMOUNT, Currency
from coopledger.words.money import currency_sign, format_amount, format_money, parse_amount
from coopledger.words.numbers import format_number, format_percent, parse_number

UGX, KES, INR, XOF, TND = (
    Currency("UGX", 0),
    Currency("KES", 2),
    Currency("INR", 2),
    Currency("XOF", 0),
    Currency("TND", 3),
)
LANGUAGES = st.sampled_from(
    ["en", "en-IN", "en-XA", "fr", "fr-CD", "sw", "pt", "pt-BR", "am", "hi", "bn", "fa", "tr",
     "ar", "ar-EG", "ar-XB", "lg", "zz"]
)  # fmt: skip
DIGITS = st.sampled_from(["latn", "native"])
AMOUNTS = st.integers(-MAX_AMOUNT, MAX_AMOUNT)


def refusal(text, decimals=0, language="en", **more):
    with pytest.raises(Refusal) as caught:
        parse_number(text, decimals=decimals, language=language, **more)
    return caught.value.code


@given(AMOUNTS, st.integers(0, 3), LANGUAGES, DIGITS)
def test_what_is_written_can_be_typed_back(value, decimals, language, digits):
    text = format_number(value, decimals=decimals, language=language, digits=digits)
    assert parse_number(text, decimals=decimals, negative=True, language=language) == value


@given(st.integers(-(10**40), 10**40), LANGUAGES, DIGITS)
def test_numbers_beyond_money_are_written_to_the_last_figure(value, language, digits):
    text = format_number(value, language=language, digits=digits)
    assert parse_number(text, negative=True, maximum=10**40, language=language) == value


@given(AMOUNTS, st.sampled_from([UGX, KES, INR, XOF, TND]), LANGUAGES, DIGITS)
def test_money_with_or_without_its_sign_can_be_typed_back(amount, currency, language, digits):
    for write in (format_amount, format_money):
        text = write(amount, currency, language=language, digits=digits)
        assert parse_amount(text, currency, negative=True, language=language) == amount


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_never_a_crash(text):
    for language in ("en", "fr", "ar-EG"):
        try:
            value = parse_amount(text, KES, language=language)
        except Refusal as refused:
            assert refused.params["value"] == text  # noqa: PT017
        else:
            assert 0 <= value <= MAX_AMOUNT


@pytest.mark.parametrize(
    ("language", "digits", "text"),
    [
        ("en", "latn", "1,234,567.50"),
        ("en-XA", "latn", "1,234,567.50"),
        ("sw", "latn", "1,234,567.50"),
        ("am", "native", "1,234,567.50"),  # Ethiopic figures have no places
        ("fr", "latn", "1\u202f234\u202f567,50"),
        ("pt", "latn", "1\u00a0234\u00a0567,50"),
        ("pt-BR", "latn", "1.234.567,50"),
        ("hi", "latn", "12,34,567.50"),
        ("hi", "native", "१२,३४,५६७.५०"),
        ("en-IN", "latn", "12,34,567.50"),
        ("ar-EG", "latn", "1,234,567.50"),
        ("ar-EG", "native", "١٬٢٣٤٬٥٦٧٫٥٠"),
        ("ar-XB", "native", "١٬٢٣٤٬٥٦٧٫٥٠"),
        ("fa", "native", "۱٬۲۳۴٬۵۶۷٫۵۰"),
    ],
)
def test_separators_and_figures_are_the_languages_own(language, digits, text):
    assert format_amount(123456750, KES, language=language, digits=digits) == text


@pytest.mark.parametrize(
    ("units", "text"),
    [(0, "0"), (7, "7"), (100, "100"), (1000, "1,000"), (99999, "99,999"), (100000, "1,00,000")],
)
def test_indian_grouping_at_every_length(units, text):
    assert format_number(units, language="hi") == text


def test_decimals_are_the_books_not_cldrs():
    # CLDR writes UGX without decimals and would round 1,234,567.50 away.
    with_cents = Currency("UGX", 2)
    assert format_money(123456750, with_cents, language="en") == "UGX\u00a01,234,567.50"
    assert format_amount(5, KES, language="en") == "0.05"
    assert format_amount(-5, TND, language="en") == "-0.005"


@pytest.mark.parametrize(
    ("language", "currency", "text"),
    [
        ("en", UGX, "-UGX\u00a01,500"),
        ("lg", UGX, "-1,500\u00a0USh"),
        ("sw", KES, "-Ksh\u00a015.00"),
        ("hi", INR, "-₹15.00"),
        ("fr", XOF, "-1\u202f500\u00a0F\u202fCFA"),
    ],
)
def test_the_sign_of_money_stands_where_the_language_puts_it(language, currency, text):
    assert format_money(-1500, currency, language=language) == text


def test_a_currency_without_a_sign_is_named_by_its_code():
    assert currency_sign(UGX, language="fr") == "UGX"
    assert currency_sign(INR, language="fr") == "₹"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5000", 500000),
        (" 5,000 ", 500000),
        ("5 000", 500000),
        ("5'000", 500000),
        ("+5000.5", 500050),
        (".5", 50),
        ("-0", 0),
        ("٥٠٠٠٫٢٥", 500025),
        ("५०००.२५", 500025),
        ("５０００", 500000),
        ("KES 5,000", 500000),
        ("5000kes", 500000),
        ("kes5000.25", 500025),
        ("5000 Kes.", 500000),
        ("12,34,567", 123456700),
    ],
)
def test_people_type_in_many_ways(text, amount):
    assert parse_amount(text, KES, language="en") == amount


def test_the_dot_of_the_number_pad_is_a_point_where_it_does_not_group():
    assert parse_number("1.5", decimals=2, language="fr") == 150
    assert parse_number("1,5", decimals=2, language="fr") == 150
    assert parse_number("1.500", decimals=2, language="pt-BR") == 150000
    assert refusal("1.5", 2, "pt-BR") == "not_a_number"


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", ".", "abc", "1,5", "1,50,0", "1,,000", ",500", "1.2.3", "5-5", "--5", "1e3",
     "½", "፭", "5.", "0x10", "1_000", "5000 UGX", "9" * 200],
)  # fmt: skip
def test_what_is_no_number_is_refused_not_guessed(text):
    assert refusal(text, 2) == "not_a_number"


def test_refusals_say_which_rule():
    assert refusal("12.345", 2) == "too_many_decimals"
    assert refusal("1.500", 0, "fr") == "too_many_decimals"
    assert refusal("-5") == "negative_amount"
    assert refusal("5-") == "negative_amount"
    assert refusal("\u22125") == "negative_amount"
    assert refusal(str(MAX_AMOUNT + 1)) == "too_large"
    assert refusal("1000", maximum=999) == "too_large"
    assert parse_number(str(MAX_AMOUNT)) == MAX_AMOUNT


@pytest.mark.parametrize(
    ("sign_and_text", "code"),
    [("-KES 5", "negative_amount"), ("KES -5", "negative_amount"), ("-KES -5", "not_a_number"),
     ("UGX 5", "not_a_number"), ("KES", "not_a_number")],
)  # fmt: skip
def test_money_is_refused_by_the_same_rules(sign_and_text, code):
    with pytest.raises(Refusal) as caught:
        parse_amount(sign_and_text, KES, language="en")
    assert caught.value.code == code
    assert caught.value.params["value"] == sign_and_text


def test_percent_rounds_half_to_even_and_knows_nothing_of_nothing():
    assert format_percent(1, 8, decimals=1, language="en") == "12.5%"
    assert format_percent(1, 8, language="en") == "12%"
    assert format_percent(3, 8, language="en") == "38%"
    assert format_percent(-1, 3, decimals=2, language="en") == "-33.33%"
    assert format_percent(1, -4, language="en") == "-25%"
    assert format_percent(35, language="fr") == "35\u00a0%"
    assert format_percent(35, language="tr") == "%35"
    assert format_percent(35, language="ar-EG", digits="native") == "٣٥٪\u061c"
    assert format_percent(0, 0, language="en") == "–"
