from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from coopledger.words.catalog import (
    N_,
    _,
    current_language,
    is_right_to_left,
    ngettext,
    pgettext,
    speaking,
    use_language,
)
from coopledger.words.languages import available_languages, canonical, preferred_language

ROOT = Path(__file__).resolve().parents[2]
GREETING = N_("Count the box")


@pytest.fixture(autouse=True)
def english():
    use_language("en")
    yield
    use_language("en")


@pytest.fixture
def environment(monkeypatch):
    for name in ("COOPLEDGER_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_english_is_the_source():
    assert _("Count the box") == "Count the box"
    assert ngettext("{n} share", "{n} shares", 1) == "{n} share"
    assert ngettext("{n} share", "{n} shares", 3) == "{n} shares"
    assert pgettext("button", "Open") == "Open"
    assert _("") == ""


def test_a_text_of_a_table_follows_the_language():
    assert str(GREETING) == "Count the box"
    use_language("en-XA")
    assert str(GREETING) == _(GREETING) == _("Count the box") != "Count the box"


def test_the_long_language_is_longer_bracketed_and_keeps_what_must_stay():
    use_language("en-XA")
    source = "&Save {value:>4} of %(total)s && <b>close</b>{{}}"
    text = _(source)
    assert (text[0], text[-1]) == ("[", "]")
    for fixed in ("&S", "{value:>4}", "%(total)s", "&&", "<b>", "</b>", "{{", "}}"):
        assert fixed in text
    assert len(_("Seal this meeting")) >= 1.4 * len("Seal this meeting")
    assert not set("aeiou") & set(_("Seal").split()[0])
    assert ngettext("{n} share", "{n} shares", 2).format(n=2).startswith("[2 šĥåŕéš")


def test_the_mirrored_language_runs_from_the_right():
    use_language("ar-XB")
    text = _("Pay {value} out")
    assert text == "\u200f\u202ePay\u202c {value} \u202eout\u202c\u200f"
    assert pgettext("button", "Open") == "\u200f\u202eOpen\u202c\u200f"


@pytest.mark.parametrize("code", ["ar", "ar-EG", "ar_EG", "ar-XB", "fa", "ur-PK", "ha-Arab"])
def test_right_to_left(code):
    assert is_right_to_left(code)


@pytest.mark.parametrize("code", ["en", "en-XA", "sw", "am", "hi", "ar-Latn", "pt-BR"])
def test_left_to_right(code):
    assert not is_right_to_left(code)


def test_another_language_is_borrowed_for_a_block_and_this_thread_only():
    seen = []
    with speaking("sw"):
        assert current_language() == "sw"
        thread = threading.Thread(target=lambda: seen.append(current_language()))
        thread.start()
        thread.join()
        with speaking("ar-EG", "native") as inner:
            assert inner == ("ar-EG", "native", "gregorian")
    assert current_language() == "en"
    assert seen == ["en"]


def test_codes_are_written_one_way():
    assert canonical("pt_br.UTF-8") == "pt-BR"
    assert canonical("AZ_ARAB_ir") == "az-Arab-IR"
    assert canonical("en-xa") == "en-XA"
    for wrong in ("", "C", "english!", "../../etc"):
        with pytest.raises(ValueError):
            use_language(wrong or " ")


def test_the_environment_is_obeyed_and_the_system_only_a_hint(environment):
    assert preferred_language() == "en"
    environment.setenv("LANG", "xh_ZA.UTF-8")
    assert preferred_language() == "en"  # no texts in it
    environment.setenv("LANG", "en_UG.UTF-8")
    assert preferred_language() == "en-UG"
    environment.setenv("LANGUAGE", "xh:en_KE")
    assert preferred_language() == "en-KE"
    environment.setenv("LC_ALL", "C.UTF-8")
    assert preferred_language() == "en"
    assert preferred_language("en_TZ") == "en-TZ"
    environment.setenv("COOPLEDGER_LANG", "ar-XB")
    assert preferred_language() == "ar-XB"
    environment.setenv("COOPLEDGER_LANG", "???")
    assert preferred_language() == "en"


def test_english_is_always_there():
    assert "en" in available_languages()


def test_start_is_cheap():
    """The unlock screen waits for this module: no Babel, no Qt, no crypto."""
    script = (
        "import sys, coopledger.words.catalog as c; c._('x'); "
        "print(*{m.split('.')[0] for m in sys.modules})"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    ).stdout
    assert not {"babel", "PySide6", "msgspec", "cryptography"} & set(loaded.split())
