from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Decimal,
)
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopledger.domain.rounding import Rounding, to_multiple

DECIMAL_MODE = {
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_DOWN: ROUND_HALF_DOWN,
    Rounding.UP: ROUND_CEILING,
    Rounding.DOWN: ROUND_FLOOR,
}


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [
        ("half_even", (312, 314, 312, 313)),
        ("half_up", (313, 314, 312, 313)),
        ("half_down", (312, 313, 312, 313)),
        ("up", (313, 314, 313, 313)),
        ("down", (312, 313, 312, 312)),
    ],
)
def test_where_a_half_and_its_neighbours_go(rounding, expected):
    exact = (Fraction("312.5"), Fraction("313.5"), Fraction("312.49"), Fraction("312.51"))
    assert tuple(to_multiple(value, 1, Rounding(rounding)) for value in exact) == expected


@given(
    st.integers(-(10**9), 10**9),
    st.sampled_from([1, 2, 4, 8, 10, 16, 1000]),
    st.sampled_from([1, 2, 5, 10, 50, 100]),
    st.sampled_from(list(Rounding)),
)
def test_agrees_with_the_decimal_module(over, under, multiple, rounding):
    exact = Decimal(over) / under / multiple
    expected = int(exact.to_integral_value(DECIMAL_MODE[rounding])) * multiple
    assert to_multiple(Fraction(over, under), multiple, rounding) == expected


@given(st.fractions(), st.integers(1, 10**6), st.sampled_from(list(Rounding)))
def test_lands_on_a_multiple_less_than_one_step_away(value, multiple, rounding):
    rounded = to_multiple(value, multiple, rounding)
    assert rounded % multiple == 0
    assert abs(rounded - value) < multiple


def test_a_multiple_of_nothing_is_refused():
    with pytest.raises(ValueError, match="0"):
        to_multiple(5, 0, Rounding.DOWN)
