"""What each language calls itself."""

from __future__ import annotations

from coopledger.words.languages import available_languages
from coopledger.words.numbers import cldr_locale


def language_name(code: str) -> str:
    """A language's name in that language."""
    name = cldr_locale(code).get_language_name() or code
    return str(name)[:1].upper() + str(name)[1:]


def own_names() -> list[tuple[str, str]]:
    """Codes and own names of the languages that have texts, in the order of the names."""
    named = [(code, language_name(code)) for code in available_languages()]
    return sorted(named, key=lambda each: each[1])
