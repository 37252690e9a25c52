"""Finding a member as people type."""

import pytest

from coopledger.words.search import found_in

ADA = ("M07", "Gbaguidi Félicité")


@pytest.mark.parametrize(
    "asked",
    ["", "fel", "FÉLI", "felicite gbag", "7", "07", "m07", "m07 félicité", "felicite\u0301"],
)
def test_found(asked):
    assert found_in(asked, ADA)


@pytest.mark.parametrize("asked", ["8", "felix", "fel x", "m08", "17"])
def test_not_found(asked):
    assert not found_in(asked, ADA)


def test_a_number_finds_only_codes_that_end_in_it():
    assert found_in("1", ["M01"])
    assert found_in("1", ["M12"])
    assert not found_in("1", ["M21"])
    assert found_in("0772", ["+256 0772 1"])


@pytest.mark.parametrize(
    ("asked", "name"), [("محمد", "مُحَمَّد علي"), ("አበበ", "አበበ ቢቂላ"), ("कुमार", "राज कुमार")]
)
def test_other_scripts(asked, name):
    assert found_in(asked, ["M01", name])
