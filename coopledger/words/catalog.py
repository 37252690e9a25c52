"""The texts of the program in the current language, looked up when they are shown.

One language is current for the whole process (``use_language``); a report for another reader
borrows one for its own thread or task (``speaking``). Nothing is translated at import, so a
change of language needs no restart.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Literal, NamedTuple

from coopledger.words.languages import (
    LONG,
    MIRRORED,
    available_languages,
    canonical,
    is_right_to_left,
    lookup_chain,
    preferred_language,
)
from coopledger.words.resources import resource

__all__ = [
    "N_",
    "Calendar",
    "Digits",
    "Speech",
    "Text",
    "_",
    "available_languages",
    "current_digits",
    "current_language",
    "current_speech",
    "is_right_to_left",
    "isolated",
    "ngettext",
    "pgettext",
    "speaking",
    "use_language",
]

Digits = Literal["latn", "native"]
"""Which figures are written: 0 to 9, or the language's own where it has decimal ones."""


Calendar = Literal["gregorian", "ethiopian"]
"""In which calendar days are written and typed; a page always holds Gregorian ones."""


class Speech(NamedTuple):
    """What decides how a text, a number or a date is written."""

    language: str
    digits: Digits = "latn"
    calendar: Calendar = "gregorian"


class Text:
    """A text whose translation is looked up when it is shown; what ``N_`` returns.

    It is no ``str`` on purpose: a table's text that somebody forgets to translate is caught by
    the type checker instead of being shown in English.
    """

    __slots__ = ("source",)

    def __init__(self, source: str) -> None:
        self.source = source

    def __str__(self) -> str:
        return _(self.source)

    def __repr__(self) -> str:
        return f"N_({self.source!r})"

    def format(self, **values: object) -> str:
        """Return the translation with its placeholders filled in."""
        return _(self.source).format(**values)


def N_(source: str) -> Text:  # noqa: N802  (the name that gettext tools know)
    """Mark a text of a module-level table for translation; ``str()`` of it translates."""
    return Text(source)


_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"

_process: list[Speech] = []  # empty until somebody chooses or something is shown
_borrowed: ContextVar[Speech | None] = ContextVar("coopledger_speech", default=None)


def use_language(
    code: str | None = None, digits: Digits = "latn", calendar: Calendar = "gregorian"
) -> Speech:
    """Make a language current for the whole process.

    Args:
        code: a language code; None takes ``COOPLEDGER_LANG`` or the system's language. A code
            without texts is obeyed too: texts stay English, numbers and dates follow it.
        digits: which figures numbers and dates are written in.
        calendar: in which days are written.

    Raises:
        ValueError: the code is no language code.
    """
    speech = Speech(canonical(code) if code else preferred_language(), digits, calendar)
    _process[:] = [speech]
    return speech


@contextmanager
def speaking(code: str, digits: Digits = "latn") -> Iterator[Speech]:
    """Use another language within a block, in this thread or task only."""
    speech = Speech(canonical(code), digits, current_speech().calendar)
    token = _borrowed.set(speech)
    try:
        yield speech
    finally:
        _borrowed.reset(token)


def current_speech() -> Speech:
    """Return the language and digits that hold here and now."""
    borrowed = _borrowed.get()
    if borrowed is not None:
        return borrowed
    return _process[0] if _process else use_language()


def current_language() -> str:
    """Return the code of the current language."""
    return current_speech().language


def current_digits() -> Digits:
    """Return which figures are written now."""
    return current_speech().digits


@cache
def _translations(code: str) -> _gettext.NullTranslations:
    if code in (LONG, MIRRORED):
        from coopledger.words import pseudo

        return pseudo.translations(pseudo.lengthen if code == LONG else pseudo.mirror)
    found: _gettext.NullTranslations = _gettext.NullTranslations()
    for form in reversed(lookup_chain(code)):
        path = resource("locale", form.replace("-", "_"), "LC_MESSAGES", "coopledger.mo")
        if path.is_file():
            with path.open("rb") as file:
                exact = _gettext.GNUTranslations(file)
            exact.add_fallback(found)
            found = exact
    return found


def _(message: str | Text) -> str:
    """Return the text in the current language."""
    source = message.source if isinstance(message, Text) else message
    # gettext answers the empty text with the catalog's header.
    return _translations(current_speech().language).gettext(source) if source else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of the text that fits the count; placeholders are still to be filled."""
    return _translations(current_speech().language).ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Return the text for a meaning: "open" on a button is not the state "open"."""
    return _translations(current_speech().language).pgettext(context, message)


def isolated(text: str) -> str:
    """Keep a name or a typed value in one piece within a sentence that runs from the right.

    Unicode's first-strong isolate; a sentence from the left gets the text as it is.
    """
    return f"{_ISOLATE}{text}{_END_ISOLATE}" if is_right_to_left(current_language()) else text
