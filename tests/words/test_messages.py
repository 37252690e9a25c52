"""The catalogs and the program that keeps them."""

from __future__ import annotations

import gettext
import importlib.util
from pathlib import Path

import pytest

from coopledger.words.resources import resource

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("messages", ROOT / "packaging" / "messages.py")
messages = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(messages)

SOURCE = """
from words import N_, _, ngettext, pgettext
TABLE = {"a": N_("Pay {value}")}
def say(n):
    # Translators: on the seal
    return _("Closed"), pgettext("button", "Open"), ngettext("{n} share", "{n} shares", n), _(TABLE)
"""


class NullOf(gettext.NullTranslations):
    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def ngettext(self, *_):
        return self.answer


@pytest.fixture
def template(tmp_path):
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "say.py").write_text(SOURCE, encoding="utf-8")
    return messages.extract(folder)


@pytest.fixture
def language(tmp_path, template):
    path = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "coopledger.po"
    messages.update(template, path)
    return path


def translate(path, **texts):
    catalog = messages.read_catalog(path)
    for message in catalog:
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        if key and key.split()[0].strip("{}") in texts:
            message.string = texts[key.split()[0].strip("{}")]
    path.write_bytes(messages.po_bytes(catalog))
    messages.compile_catalog(path)


def reasons(path):
    return [fault.reason for fault in messages.faults(path)]


def test_every_kind_of_text_is_found(template):
    found = {(message.id, message.context) for message in template if message.id}
    assert found == {
        ("Pay {value}", None),
        ("Closed", None),
        ("Open", "button"),
        (("{n} share", "{n} shares"), None),
    }
    assert template.get("Closed").auto_comments == ["on the seal"]


def test_files_depend_on_nothing_but_the_texts(template, language):
    text = language.read_text(encoding="utf-8")
    assert "#: program/say.py\n" in text
    assert "Date" not in text
    before = (language.read_bytes(), language.with_suffix(".mo").read_bytes())
    messages.update(template, language)
    assert (language.read_bytes(), language.with_suffix(".mo").read_bytes()) == before


def test_a_good_translation_has_no_fault_and_speaks(language):
    translate(
        language, Pay="Payez {value}", Closed="Fermé", Open="Ouvrir", n=("{n} part", "{n} parts")
    )
    assert reasons(language) == []
    with language.with_suffix(".mo").open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert spoken.pgettext("button", "Open") == "Ouvrir"
    assert spoken.ngettext("{n} share", "{n} shares", 5) == "{n} parts"


@pytest.mark.parametrize(
    ("texts", "reason"),
    [
        ({"Pay": "Payez"}, "missing placeholder value"),
        ({"Pay": "Payez {valeur}"}, "unknown placeholder valeur"),
        ({"n": ("{n} part", "")}, "a plural form is empty"),
        ({"n": ("{n} part",)}, "a plural form is empty"),
        ({"n": ("une part", "{m} parts")}, "unknown placeholder m"),
    ],
)
def test_a_broken_translation_is_named(language, texts, reason):
    translate(language, **texts)
    assert reason in reasons(language)


def test_an_untranslated_plural_leaves_the_word_to_the_fallback(language):
    translate(language, Closed="Fermé")
    assert reasons(language) == []
    with language.with_suffix(".mo").open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    spoken.add_fallback(NullOf("ask the next"))
    assert spoken.ngettext("{n} share", "{n} shares", 5) == "ask the next"


def test_too_many_plural_forms_are_named(language):
    translate(language, n=("{n} part", "{n} parts"))
    text = language.read_text(encoding="utf-8")
    language.write_text(text.rstrip() + '\nmsgstr[2] "{n} partes"\n', encoding="utf-8")
    assert "more translations than num_plurals" in reasons(language)[0]


def test_a_stale_compiled_file_is_named(language):
    text = language.read_text(encoding="utf-8").replace(
        'msgid "Closed"\nmsgstr ""', 'msgid "Closed"\nmsgstr "Fermé"'
    )
    language.write_text(text, encoding="utf-8")
    assert any("compile it again" in reason for reason in reasons(language))
    language.with_suffix(".mo").unlink()
    assert reasons(language) == ["not compiled"]


def test_what_is_not_said_yet_is_listed(language, template):
    translate(language, Closed="Fermé", Open="Ouvrir")
    assert {gap.text for gap in messages.gaps(language, template)} == {"Pay {value}", "{n} share"}


def test_the_programs_own_catalogs_are_sound():
    paths = messages.catalogs()
    assert [str(fault) for path in paths for fault in messages.faults(path)] == []
    assert {path.parts[-3] for path in paths} >= {"fr"}
    assert resource("locale", "fr", "LC_MESSAGES", "coopledger.mo").is_file()
