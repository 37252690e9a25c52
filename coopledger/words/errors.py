"""From a refusal or a finding to the sentence that a person reads."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from string import Formatter
from typing import Protocol

from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.words.catalog import N_, Text, isolated
from coopledger.words.dates import enumerate_items, format_date
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number
from coopledger.words.sentences import (
    FINDINGS,
    NOTICES,
    REFUSALS,
    UNFORESEEN_FINDING,
    UNFORESEEN_REFUSAL,
    Sentence,
)

_FUNDS = {"loan": N_("loan fund"), "social": N_("social fund"), "pot": N_("pot")}

# By which of its three parts are known.
_PLACES: dict[tuple[bool, bool, bool], Text] = {
    (True, True, True): N_("{file}, line {line}, “{column}”: {sentence}"),
    (True, True, False): N_("{file}, line {line}: {sentence}"),
    (True, False, True): N_("{file}, “{column}”: {sentence}"),
    (True, False, False): N_("{file}: {sentence}"),
    (False, True, True): N_("Line {line}, “{column}”: {sentence}"),
    (False, True, False): N_("Line {line}: {sentence}"),
    (False, False, True): N_("“{column}”: {sentence}"),
}
_OF_MEMBER = N_("{member}: {sentence}")
_FIELD_NAMES = ("key", "column", "value")
_EMPTY = N_("(empty)")
_UNKNOWN = "…"
_ACTING = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"


class Notice(Protocol):
    """Something about a ledger's keeping: a code of `NOTICES` and its figures."""

    @property
    def code(self) -> str:
        """Which."""

    @property
    def params(self) -> dict[str, object]:
        """Its figures."""


def explain(refusal: Refusal, currency: Currency | None = None) -> str:
    """Say in the current language what was refused and why, with the place if it has one.

    Args:
        refusal: the refusal; its ``file``, ``line`` and ``column`` are the place.
        currency: whose minor units its amounts are; if not given, the refusal's own parameter
            ``currency``, and without either they are written as integers.
    """
    sentence, params = reason(refusal, currency), refusal.params
    # A sentence about a missing or unknown key names it; the place need not do so again.
    named = "{field}" in _of(refusal).text.source
    column = None if named else params.get("column", params.get("field"))
    known = {"file": params.get("file"), "line": params.get("line"), "column": column}
    file, line, heading = (value not in (None, "") for value in known.values())
    place = _PLACES.get((file, line, heading))
    if place is None:
        return sentence
    # A line's number is an address, not a quantity: no thousands separator.
    shown = {name: isolated(harmless(str(value))) for name, value in known.items()}
    return place.format(sentence=sentence, **shown)


def reason(refusal: Refusal, currency: Currency | None = None) -> str:
    """Say why, without the place: for an answer that gives file, line and column apart."""
    return _filled(_of(refusal), refusal.params, currency)


def explain_finding(
    code: str,
    params: Mapping[str, object],
    currency: Currency | None = None,
    *,
    member: str = "",
) -> str:
    """Say in the current language which rule the book shows broken.

    Args:
        code: the finding's code.
        params: its figures.
        currency: whose minor units its amounts are; without it they are written as integers.
        member: number or name of the member it is about, put in front.
    """
    sentence = _filled(FINDINGS.get(code, UNFORESEEN_FINDING), params, currency)
    return _OF_MEMBER.format(member=isolated(member), sentence=sentence) if member else sentence


def explain_notice(code: str, params: Mapping[str, object]) -> str:
    """Say in the current language what about a ledger's keeping wants attention."""
    return _filled(NOTICES.get(code, UNFORESEEN_REFUSAL), params, None)


def notice_words(notice: Notice) -> str:
    """A notice about a ledger's keeping, the reason of a refusal in it included."""
    params = notice.params
    if "refusal" in params:
        params = {**params, "reason": reason(Refusal(str(params["refusal"]), **params))}
    return explain_notice(notice.code, params)


def _of(refusal: Refusal) -> Sentence:
    """The sentence of a refusal; a bad value may say ``why`` by a code of its own."""
    return _refusal_sentence(str(refusal.params.get("why", refusal.code)))


def _refusal_sentence(code: str) -> Sentence:
    return REFUSALS.get(code, UNFORESEEN_REFUSAL)


def _filled(sentence: Sentence, params: Mapping[str, object], currency: Currency | None) -> str:
    """Fill in a sentence; what is not told leaves a gap, never a crash in place of a message."""
    told = params.get("currency")
    if currency is None and isinstance(told, Currency):
        currency = told
    text = str(sentence.text)
    values = {}
    for name in {name for _, name, _, _ in Formatter().parse(text) if name}:
        value = params.get(name)
        if value is None and name == "field":
            value = next((params[key] for key in _FIELD_NAMES if key in params), None)
        values[name] = _shown(name, value, sentence, currency)
    return text.format(**values)


def _shown(name: str, value: object, sentence: Sentence, currency: Currency | None) -> str:
    if value is None:
        return _UNKNOWN
    if isinstance(value, int) and not isinstance(value, bool):
        if currency is not None and name in sentence.money.split():
            return format_amount(value, currency)
        return format_number(value)
    if isinstance(value, list | tuple):
        value = enumerate_items(map(str, value))
    text = harmless(str(value))
    if not text:
        return str(_EMPTY)
    if name in sentence.days.split():
        try:
            return format_date(text)
        except ValueError:
            return isolated(text)
    if name == "fund" and text in _FUNDS:
        return str(_FUNDS[text])
    return isolated(text)


def harmless(text: str) -> str:
    """Show what would act on the reader's terminal, or turn a sentence round, as its code."""
    return "".join(
        f"\\u{ord(c):04x}" if unicodedata.category(c) in _ACTING and c not in _JOINERS else c
        for c in text
    )
