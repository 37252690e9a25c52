"""The Ethiopian calendar against days that history and the holidays know."""

import datetime as dt

import pytest

from coopledger.domain.errors import Refusal
from coopledger.words import catalog
from coopledger.words.dates import format_date, parse_date, typed_date
from coopledger.words.ethiopian import AMHARIC, NAMES, to_ethiopian, to_gregorian

KNOWN = [
    ((1888, 6, 23), "1896-03-01"),  # the battle of Adwa
    ((1983, 9, 20), "1991-05-28"),  # Ginbot 20
    ((2000, 1, 1), "2007-09-12"),  # the millennium; the year before had 366 days
    ((1999, 13, 6), "2007-09-11"),
    ((2016, 1, 1), "2023-09-12"),
    ((2016, 4, 28), "2024-01-07"),  # Christmas in the year after a leap year
    ((2017, 1, 1), "2024-09-11"),
    ((2017, 4, 29), "2025-01-07"),  # and in any other
    ((2018, 1, 1), "2025-09-11"),
]


@pytest.fixture
def ethiopian():
    yield catalog.use_language("en", calendar="ethiopian")
    catalog.use_language("en")


@pytest.mark.parametrize(("ethiopian_day", "iso"), KNOWN)
def test_known_days(ethiopian_day, iso):
    day = dt.date.fromisoformat(iso)
    assert to_ethiopian(day) == ethiopian_day
    assert to_gregorian(*ethiopian_day) == day


def test_each_day_of_two_centuries_comes_back_and_follows_the_one_before():
    before = to_ethiopian(dt.date(1899, 12, 31))
    for ordinal in range(dt.date(1900, 1, 1).toordinal(), dt.date(2100, 1, 1).toordinal()):
        day = dt.date.fromordinal(ordinal)
        found = to_ethiopian(day)
        assert to_gregorian(*found) == day
        assert found > before
        assert found.day == 1 or found == (before.year, before.month, before.day + 1)
        before = found


@pytest.mark.parametrize("wrong", [(2015, 13, 7), (2016, 13, 6), (2016, 14, 1), (2016, 1, 31)])
def test_days_that_are_not(wrong):
    with pytest.raises(ValueError):
        to_gregorian(*wrong)


def test_names_there_are_for_each_month():
    assert len(NAMES) == len(AMHARIC) == 13


def test_days_are_written_and_typed_in_the_calendar_in_force(ethiopian):
    assert format_date("2024-09-11") == "1 Meskerem 2017"
    assert format_date("2024-09-11", "short") == "01/01/2017"
    assert format_date("2024-09-11", "full") == "Wednesday, 1 Meskerem 2017"
    assert format_date("2024-09-11", language="am") == "1 መስከረም 2017"
    assert format_date("2024-09-11", calendar="gregorian") == "11 Sept 2024"
    assert parse_date("1/1/2017") == dt.date(2024, 9, 11)
    assert parse_date(typed_date("2025-01-07")) == dt.date(2025, 1, 7)


@pytest.mark.parametrize(
    "text", ["2026-06-24", "24/6/2026", "24.06.2026", "24 6 2026", "٢٤/٦/٢٠٢٦"]
)
def test_ways_to_type_a_day(text):
    assert parse_date(text) == dt.date(2026, 6, 24)


@pytest.mark.parametrize("text", ["", "24/6", "24/6/26", "31/6/2026", "2026", "x", "24/6/2026 x"])
def test_what_is_no_day(text):
    with pytest.raises(Refusal) as told:
        parse_date(text)
    assert told.value.code == "bad_date"
