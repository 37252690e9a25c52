"""Language codes: how they are written, which one a person gets, which way it runs."""

from __future__ import annotations

import os
import re
import sys
from functools import cache

from coopledger.words.resources import resource

SOURCE = "en"
"""The language in which the program's texts are written."""

LONG = "en-XA"
"""Pseudo-locale: accented and some 40 % longer, to find text that is cut or not translatable."""

MIRRORED = "ar-XB"
"""Pseudo-locale: English written from right to left, to find layouts that forget mirroring."""

_CODE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_RTL_LANGUAGES = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Syrc", "Thaa"})
_SCRIPT_LENGTH = 4


def canonical(code: str) -> str:
    """Return a language code as BCP 47 writes it: ``sw``, ``pt-MZ``, ``az-Arab-IR``.

    Args:
        code: a code with hyphens or underscores; an encoding or modifier (``fr_CD.UTF-8``,
            ``ca@valencia``) is dropped.

    Raises:
        ValueError: the text is no language code at all.
    """
    bare = re.split(r"[.@]", code.strip(), maxsplit=1)[0]
    if not _CODE.fullmatch(bare):
        raise ValueError(f"not a language code: {code!r}")
    language, *subtags = re.split(r"[-_]", bare)
    return "-".join([language.lower(), *(_subtag(tag) for tag in subtags)])


def _subtag(tag: str) -> str:
    if len(tag) == _SCRIPT_LENGTH and tag.isalpha():
        return tag.title()
    return tag.upper() if len(tag) <= 3 else tag.lower()


def lookup_chain(code: str) -> tuple[str, ...]:
    """Return the code and its shorter forms, most exact first: ``pt-MZ`` gives pt-MZ, pt."""
    parts = canonical(code).split("-")
    return tuple("-".join(parts[:n]) for n in range(len(parts), 0, -1))


@cache
def available_languages() -> tuple[str, ...]:
    """Return the languages that have texts, sorted, without the pseudo-locales."""
    compiled = resource("locale").glob("*/LC_MESSAGES/coopledger.mo")
    return tuple(sorted({SOURCE, *(canonical(path.parts[-3]) for path in compiled)}))


@cache
def is_right_to_left(code: str) -> bool:
    """Say whether a language is written from right to left."""
    language, *subtags = canonical(code).split("-")
    for tag in subtags:
        if len(tag) == _SCRIPT_LENGTH and tag.isalpha():
            return tag in _RTL_SCRIPTS
    return language in _RTL_LANGUAGES


def preferred_language(system: str | None = None) -> str:
    """Return the language to start in when nobody has chosen one in the program.

    ``COOPLEDGER_LANG`` is obeyed as it stands. The system's languages are only a hint: the
    first one with texts is taken, and English if there is none, so that words and numbers of
    one screen never come from two languages.

    Args:
        system: what a toolkit says about the system, asked before the environment.
    """
    chosen = _valid(os.environ.get("COOPLEDGER_LANG", ""))
    if chosen:
        return chosen
    for code in (system or "", *_system_languages()):
        valid = _valid(code)
        if valid and not set(lookup_chain(valid)).isdisjoint(available_languages()):
            return valid
    return SOURCE


def _valid(code: str) -> str:
    try:
        return canonical(code)
    except ValueError:
        return ""


def _system_languages() -> list[str]:
    """List the languages of the system's settings, best first."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            if value.split(".")[0] in {"C", "POSIX"}:
                return []
            # GNU gettext's rule: LANGUAGE counts only where a locale is set.
            return [*os.environ.get("LANGUAGE", "").split(":"), value]
    return _windows_languages() if sys.platform == "win32" else []


def _windows_languages() -> list[str]:
    import ctypes
    import locale

    number = getattr(ctypes, "windll").kernel32.GetUserDefaultUILanguage()  # noqa: B009
    return [locale.windows_locale.get(number, "")]
