"""A fine's name in any script goes into the page's plain letters and out of them again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopledger.domain.fine_names import code_of, name_of


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Talking", "talking"),
        ("Late dues", "late_dues"),
        ("Téléphone", "telephone"),
        ("ስልክ ጮኸ", "w___0lh5iztzb96b"),
        ("देर से आना", "w____dmf9jna8b3c9b3dd"),
        ("التأخير", "w_igbhjrp4ixb"),
    ],
)
def test_a_name_and_its_code(name, code):
    assert code_of(name) == code
    assert code_of(name_of(code)) == code


@pytest.mark.parametrize("name", ["መዘግየት", "ዘግይቶ መምጣት", "फ़ोन बजा", "गैरहाज़िर", "رن الهاتف"])
def test_a_name_in_another_script_is_shown_as_it_was_typed(name):
    assert name_of(code_of(name)) == name


@pytest.mark.parametrize("name", ["", "2 late", "—", "a" * 25, "በስብሰባ ላይ ስልክ መደወል ክልክል ነው"])
def test_what_begins_with_no_letter_or_is_too_long_is_no_name(name):
    assert code_of(name) == ""


@given(st.text(alphabet=st.characters(categories=["L", "M"]), min_size=1, max_size=4))
def test_a_code_stands_for_one_name_only(name):
    if code := code_of(name):
        assert code_of(name_of(code)) == code


@given(st.from_regex(r"w_[a-z0-9_]{0,22}", fullmatch=True))
def test_a_code_of_a_hostile_hand_shows_no_character_that_we_would_not_write(code):
    shown = name_of(code)
    assert code_of(shown) == code or shown == code.replace("_", " ")
