"""The code under which a page carries a fine, and the group's own word that it stands for.

A page holds codes in plain small letters (docs/format.md). A word in Latin letters is its own code,
less its accents. One in another script is written as RFC 3492 (Punycode) writes it, after ``w_``,
so that the name can be read out of the page again.
"""

import re
import unicodedata

_CODE = re.compile(r"[a-z][a-z0-9_]{0,23}")
_WORD = "w_"
_KEPT = frozenset("LMN")
"""Letters, marks and figures; all else is what parts two words."""
_JOINERS = "\u200c\u200d"
"""They shape the letters beside them, in Persian and Hindi for instance."""


def code_of(name: str) -> str:
    """The code of a fine; empty if the name has none: no letter to begin with, or too long."""
    plain = _plain(name)
    if any(char.isalpha() and not _is_latin(char) for char in plain):
        word = _word(name)
        code = _WORD + word.encode("punycode").decode().replace("-", "_")
    else:
        code = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return code if _CODE.fullmatch(code) else ""


def name_of(code: str) -> str:
    """The name that a code stands for, with blanks between its words."""
    if code.startswith(_WORD):
        basic, _dash, rest = code.removeprefix(_WORD).rpartition("_")
        try:
            word = (f"{basic}-{rest}" if basic else rest).encode().decode("punycode")
        except (UnicodeError, ValueError, OverflowError):
            word = ""
        # A code of a hostile hand may stand for anything: only what we would write is shown.
        if word and code_of(word) == code:
            return word.replace("_", " ")
    return code.replace("_", " ")


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.strip()).casefold()
    return "".join(char for char in letters if not unicodedata.combining(char))


def _word(name: str) -> str:
    letters = unicodedata.normalize("NFKC", name).casefold()
    kept = (
        char if unicodedata.category(char)[0] in _KEPT or char in _JOINERS else " "
        for char in letters
    )
    return "_".join("".join(kept).split())


def _is_latin(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith("LATIN ")
