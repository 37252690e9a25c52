"""Pages of help as data: they hang together, they say what the window says, and they are found."""

import importlib.util
import re
from pathlib import Path

import pytest

from coopledger.app.desk.coach import AFTER
from coopledger.app.desk.steps import _TITLES
from coopledger.words.catalog import speaking
from coopledger.words.help import CONTENTS, EVERYWHERE, PAGES, find, told
from coopledger.words.help.coach import DONE, STEPS
from coopledger.words.help.names import NAMES
from coopledger.words.resources import resource

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("messages", ROOT / "packaging" / "messages.py")
messages = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(messages)
MOST_BYTES = 2_000_000


def test_a_page_has_one_name_and_leads_only_to_pages_that_are_there():
    assert len(PAGES) == len(CONTENTS)
    for page in CONTENTS:
        assert set(page.see) <= set(PAGES), page.key
        assert page.key not in page.see
        assert len(set(page.see)) == len(page.see)


def test_every_page_can_be_come_to_from_another():
    asked = {key for page in CONTENTS for key in page.see}
    assert set(PAGES) - asked <= {"unlock"}


def test_screens_that_come_with_sticks_and_care_have_their_pages():
    assert {"usb", "fork", "approvals", "between", "payments", "care"} <= set(PAGES)


@pytest.mark.parametrize("page", CONTENTS, ids=lambda page: page.key)
def test_a_page_is_short_and_plain(page):
    sentences = [each for text in page.texts for each in re.split(r"[.?:]\s", str(text))]
    assert 1 <= len(page.steps) <= 5
    assert len(sentences) <= 24
    for text in page.texts:
        assert len(str(text)) <= 100, text
        assert "<" not in str(text), text


def test_names_of_buttons_are_those_of_the_window_and_each_is_used():
    texts = [str(text) for page in CONTENTS for text in page.texts]
    texts += [str(text) for text in (*STEPS.values(),)]
    used = set(re.findall(r"\{(\w+)\}", " ".join(texts)))
    assert used == set(NAMES)
    places = {message.id: message.locations for message in messages.extract() if message.id}
    for key, name in NAMES.items():
        own = [place for place, _line in places[name.source] if "/words/help/" not in place]
        assert own, f"{key}: nothing in the window is called {name.source!r}"


def test_a_text_is_shown_with_the_names_in_its_own_language():
    step = PAGES["share_out_count"].steps[0]
    button = PAGES["group"].steps[2]
    assert told(step).startswith("Two people")
    assert "“Record meeting”" in told(button)
    with speaking("fr"):
        assert "Record meeting" not in told(button)
        assert str(NAMES["record"]) in told(button)


def test_pictures_are_there_and_small_and_none_is_left_over():
    wanted = {page.picture for page in CONTENTS if page.picture}
    there = {path.stem: path.stat().st_size for path in resource("help").glob("*.png")}
    assert set(there) == wanted
    assert sum(there.values()) < MOST_BYTES


def test_search_finds_words_of_titles_first_and_words_anywhere():
    assert find("share-out")[0].key.startswith("share_out")
    found = [page.key for page in find("padlock")]
    assert "step_pins" in found
    assert all("padlock" in " ".join(told(text) for text in PAGES[key].texts) for key in found)
    assert find("  ") == list(CONTENTS)
    assert find("no such word anywhere") == []


def test_search_knows_no_case_and_no_accents_and_the_language_that_is_shown():
    assert find("RÉCÔVERY sheet")[0].key == "step_sheet"
    with speaking("en-XA"):
        # The long made-up language writes letters with marks.
        assert "home" in [page.key for page in find("Ĥöɱé".replace("ɱ", "ṁ"))]


def test_search_finds_what_a_button_is_called():
    assert "group" in [page.key for page in find("Record meeting")]


def test_the_coach_has_a_sentence_for_every_step_that_a_meeting_can_have():
    assert set(STEPS) == {*_TITLES, "shares", *AFTER}
    assert "{step}" in str(DONE)


def test_every_step_of_a_meeting_has_its_page():
    for key in _TITLES:
        assert {"loans": "desk_loans"}.get(key, key) in PAGES


def test_keys_are_told_once():
    for page in CONTENTS:
        caps = [key.cap for key in page.keys]
        assert len(set(caps)) == len(caps), page.key
    assert len({key.cap for key in EVERYWHERE}) == len(EVERYWHERE)
