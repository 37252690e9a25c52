"""The check of a language against its glossary."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def glossary():
    name = ROOT / "packaging" / "glossary.py"
    found = importlib.util.spec_from_file_location("glossary_check", name)
    module = importlib.util.module_from_spec(found)
    sys.modules["glossary_check"] = module
    found.loader.exec_module(module)
    return module


PO = """\
msgid ""
msgstr "Language: fr\\n"

msgid "The loan fund is empty."
msgstr "{said}"

msgid "Say {{loan}} of group.toml"
msgstr "Dites {{loan}} de group.toml"
"""


@pytest.fixture
def french(tmp_path):
    def make(said, free=""):
        folder = tmp_path / "fr"
        (folder / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        (folder / "LC_MESSAGES" / "coopledger.po").write_text(PO.format(said=said))
        (folder / "glossary.toml").write_text(
            f'[terms]\n"loan fund" = ["caisse de crédit"]\n"loan" = ["prêt"]\n{free}'
        )
        return folder

    return make


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("La caisse de crédit est vide.", []),
        ("La Caisse de crédit est vide.", []),
        ("Le fonds est vide.", ["'loan fund' is not said as 'caisse de crédit'"]),
    ],
)
def test_another_word_for_a_term_is_named(glossary, french, said, wrong):
    assert [fault.reason for fault in glossary.faults(french(said))] == wrong


def test_a_text_can_be_set_free(glossary, french):
    free = '[free]\ntexts = ["The loan fund is empty."]\n'
    assert not list(glossary.faults(french("Il n’y a rien.", free)))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The share-out is near", ["share-out"]),
        ("shares and savings", ["savings", "share"]),
        ("two key-holders", ["key-holder"]),
        ("a shareholder pays {loan} with --loan", []),
        ("repaid by repayments", ["repayment"]),
        ("the committees meet", ["committee"]),
    ],
)
def test_terms_are_found_as_whole_words(glossary, text, terms):
    known = ["share", "share-out", "savings", "key-holder", "loan", "repayment", "committee"]
    assert sorted(glossary.terms_in(text, known)) == terms


def test_the_programs_own_languages_use_one_word_for_one_thing(glossary):
    languages = [path for path in sorted(glossary.LOCALES.iterdir()) if path.is_dir()]
    assert languages
    assert [str(fault) for each in languages for fault in glossary.faults(each)] == []
