"""Amounts and percentages are read exactly, or refused with what was written."""

from fractions import Fraction

import pytest

from coopledger.domain.money import MAX_AMOUNT, Currency, minor_units, percent


@pytest.mark.parametrize(
    ("text", "decimals", "amount"),
    [
        ("12.50", 2, 1250),
        ("-12.5", 2, -1250),
        (" 7 ", 0, 7),
        ("0", 4, 0),
        (str(MAX_AMOUNT), 0, MAX_AMOUNT),
        (f"-{MAX_AMOUNT}", 0, -MAX_AMOUNT),
    ],
)
def test_an_amount_is_read(text, decimals, amount):
    assert minor_units(text, decimals) == amount


@pytest.mark.parametrize(
    ("text", "decimals"),
    [
        ("1.234", 2),
        ("1.0", 0),
        ("١٢", 0),
        ("", 0),
        ("1.", 2),
        (".5", 2),
        ("1e3", 0),
        ("+1", 0),
        ("1,5", 2),
        (str(MAX_AMOUNT + 1), 0),
    ],
)
def test_what_is_no_amount_is_told_back(text, decimals):
    with pytest.raises(ValueError) as caught:
        minor_units(text, decimals)
    assert caught.value.args == (text,)


def test_a_percentage_is_an_exact_fraction():
    assert percent("2.5") == Fraction(1, 40)
    assert percent("0") == 0
    assert percent("100") == 1


@pytest.mark.parametrize("text", ["", "-1", "1/2", "1.2.3", "٥", "1%", "X", ".", "5é"])
def test_what_is_no_percentage_is_told_back(text):
    with pytest.raises(ValueError) as caught:
        percent(text)
    assert caught.value.args == (text,)


def test_a_unit_has_as_many_minor_units_as_its_decimals_say():
    assert [Currency("UGX").unit, Currency("KES", 2).unit] == [1, 100]
