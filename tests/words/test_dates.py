from __future__ import annotations

import datetime as dt

import pytest

from coopledger.words.catalog import speaking
from coopledger.words.dates import format_date, format_list, format_moment, format_time


@pytest.mark.parametrize(
    ("language", "digits", "short", "medium"),
    [
        ("en", "latn", "24/06/2026", "24 Jun 2026"),
        ("fr", "latn", "24/06/2026", "24 juin 2026"),
        ("pt", "latn", "24/06/26", "24/06/2026"),
        ("hi", "native", "२४/६/२६", "२४ जून २०२६"),
        ("ar-EG", "native", "٢٤\u200f/٦\u200f/٢٠٢٦", "٢٤\u200f/٠٦\u200f/٢٠٢٦"),
        ("ar-EG", "latn", "24\u200f/6\u200f/2026", "24\u200f/06\u200f/2026"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language, digits, short, medium):
    for day in ("2026-06-24", dt.date(2026, 6, 24)):
        assert format_date(day, "short", language=language, digits=digits) == short
        assert format_date(day, language=language, digits=digits) == medium


def test_the_current_language_is_the_default():
    with speaking("sw"):
        assert format_date("2026-06-24", "full") == "Jumatano, 24 Juni 2026"


def test_a_moment_keeps_its_own_wall_clock():
    assert format_moment("2026-06-24T23:42:05+03:00", language="en") == "24 Jun 2026, 23:42"
    assert format_time("2026-06-24T23:42:05-11:00", language="en") == "23:42"
    assert format_moment(dt.datetime(2026, 6, 24, 8, 5), language="fr") == "24 juin 2026, 08:05"  # noqa: DTZ001


def test_what_is_no_day_is_not_written():
    with pytest.raises(ValueError):
        format_date("2026-02-30", language="en")


@pytest.mark.parametrize(
    ("language", "names", "text"),
    [
        ("en", [], ""),
        ("en", ["Esther"], "Esther"),
        ("en", ["Esther", "Isaac"], "Esther and Isaac"),
        ("en", ["Esther", "Isaac", "Ruth"], "Esther, Isaac and Ruth"),
        ("sw", ["Esther", "Isaac", "Ruth"], "Esther, Isaac na Ruth"),
    ],
)
def test_names_are_joined_in_the_languages_way(language, names, text):
    assert format_list(names, language=language) == text
