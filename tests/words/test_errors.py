from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.words.catalog import use_language
from coopledger.words.errors import explain, explain_finding, reason
from coopledger.words.sentences import FINDINGS, REFUSALS

ROOT = Path(__file__).resolve().parents[2]
KES = Currency("KES", 2)
EVERY = [*REFUSALS.items(), *FINDINGS.items()]


@pytest.fixture(autouse=True)
def english():
    use_language("en")
    yield
    use_language("en")


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_a_refusal_says_where_what_and_how_much():
    refused = Refusal(
        "cash_below_zero", file="notebook.csv", line=1204, column="amount",
        value=500000, cash=123450, fund="loan",
    )  # fmt: skip
    assert explain(refused, KES) == (
        "notebook.csv, line 1204, “amount”: 5,000.00 would be paid out, but the box holds"
        " 1,234.50 (loan fund). Nothing was recorded. Pay out less, or record first what came in."
    )
    assert reason(refused, KES).startswith("5,000.00 would be paid out")


def test_a_refusal_may_bring_its_currency_along():
    refused = Refusal("cash_below_zero", value="5000", cash=123450, fund="loan", currency=KES)
    assert explain(refused).startswith("5000 would be paid out, but the box holds 1,234.50")


@pytest.mark.parametrize(
    ("place", "start"),
    [
        ({}, "“x” cannot"),
        ({"file": "a.csv"}, "a.csv: “x”"),
        ({"line": 3}, "Line 3: “x”"),
        ({"field": "periods"}, "“periods”: “x”"),
        ({"file": "a.csv", "column": "date"}, "a.csv, “date”: “x”"),
        ({"file": "a.csv", "line": 3, "column": ""}, "a.csv, line 3: “x”"),
        ({"line": 3, "column": "date"}, "Line 3, “date”: “x”"),
    ],
)
def test_the_place_is_told_as_far_as_it_is_known(place, start):
    assert explain(Refusal("bad_value", value="x", **place)).startswith(start)


def test_a_missing_key_is_named_once():
    assert explain(Refusal("missing_key", file="group.toml", field="share_price")) == (
        "group.toml: “share_price” is missing. Nothing was recorded. Write it in and try again."
    )
    assert "“colour” is not known" in explain(Refusal("unknown_key", key="colour"))


def test_an_empty_cell_and_a_list_of_choices_are_shown():
    assert explain(Refusal("bad_value", value="")).startswith("“(empty)” cannot")
    told = reason(Refusal("not_a_choice", value="x", choices=("flat", "bullet")))
    assert "one of: flat, bullet." in told


def test_what_was_typed_is_shown_as_it_was_typed():
    assert "1.234,5x" in explain(Refusal("not_a_number", value="1.234,5x"), KES)
    assert "{cash}" in explain(Refusal("bad_value", value="{cash}"))
    assert "12.345" in reason(Refusal("negative_amount", value="12.345"), KES)


def test_counts_are_not_money_and_days_are_days():
    finding = explain_finding("too_many_shares", {"value": 6, "limit": 5}, KES, member="M07")
    assert finding == "M07: Shares bought in one meeting: 6; the rules allow 5."
    assert "24 Jun 2026" in reason(Refusal("date_backwards", value="2026-06-24"))
    assert "june" in reason(Refusal("date_backwards", value="june"))


def test_an_unforeseen_code_still_gets_a_sentence():
    assert "nothing was recorded" in explain(Refusal("no_such_code", value=3))
    assert explain(Refusal("no_such_code", file="a.csv", line=2)).startswith("a.csv, line 2: ")
    assert "rules" in explain_finding("no_such_code", {})


@pytest.mark.parametrize("code", REFUSALS)
@pytest.mark.parametrize("language", ["en", "en-XA", "ar-XB", "fr"])
def test_no_sentence_needs_more_than_it_is_told(code, language):
    use_language(language)
    assert len(explain(Refusal(code))) > 20


@pytest.mark.parametrize(("code", "sentence"), EVERY)
def test_kinds_are_declared_for_parameters_that_exist(code, sentence):
    named = placeholders(sentence.text.source)
    assert set(sentence.money.split()) | set(sentence.days.split()) <= named, code


@pytest.mark.parametrize(("code", "sentence"), EVERY)
def test_a_sentence_speaks_to_people(code, sentence):
    text = sentence.text.source
    assert text[0].isupper() or text[0] in "“{"
    assert text.endswith(".")
    for word in ("error", "invalid", "failed", "exception", "_"):
        assert word not in "".join(part for part, *_ in string.Formatter().parse(text)).lower()


def test_a_name_stays_whole_in_a_sentence_from_the_right():
    use_language("ar-XB")
    assert "\u2068M07\u2069" in reason(Refusal("unknown_member", value="M07"))


def raised_codes(kind, at=0):
    """Codes that the program raises, read from its source: (code, file)."""
    found = set()
    for path in (ROOT / "coopledger").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and len(node.args) > at):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            code = node.args[at]
            if name in kind and isinstance(code, ast.Constant) and isinstance(code.value, str):
                found.add(code.value)
    return found


def test_the_program_has_a_sentence_for_every_code_that_it_raises():
    """A new code belongs into coopledger/words/sentences, else people read a vague sentence."""
    refused = raised_codes({"Refusal", "refuse"})
    assert refused  # the search still finds them
    assert refused - set(REFUSALS) == set()
    contradictions = raised_codes({"Problem"}, at=2)
    assert contradictions
    assert contradictions - set(REFUSALS) == set()
    assert raised_codes({"Finding"}) - set(FINDINGS) == set()
