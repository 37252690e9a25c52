"""Hold the translations against each language's glossary: one word for one thing.

    python packaging/glossary.py check          every language
    python packaging/glossary.py check sw       one

``resources/locale/<code>/glossary.toml`` names the domain's terms in that language: the first
entry is the term as it stands alone, the others are stems or inflected forms that count as the
same word. Where the English text has a term, its translation must have one of them. A sentence
that says the same without the word is listed under ``[free]`` by its English text, so that
leaving a term out is a choice that somebody made.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "packaging"))

from messages import LOCALES, Fault, read_catalog  # noqa: E402  (a script beside this one)

# fmt: off
AMBIGUOUS = frozenset(
    (
        "absent", "balance", "branch", "cash", "coin", "count", "device", "draft", "due", "event",
        "finding", "group", "income", "late", "minutes", "note", "page", "place", "pot",
        "present", "proposal", "receipt", "report", "round", "rule", "statement", "stick",
        "template", "total", "transfer", "write-off",
    )
)
# fmt: on
"""Terms that everyday English has too: named for who translates, not looked for."""


class Glossary(NamedTuple):
    """One language's words for the domain's terms.

    Attributes:
        terms: English term -> accepted forms, folded to lower case, the headword first.
        free: English texts whose translation need not hold the term.
    """

    terms: dict[str, tuple[str, ...]]
    free: frozenset[str]


def read_glossary(path: Path) -> Glossary:
    """Read a glossary file.

    Raises:
        ValueError: a term without a word, or a file that is no TOML.
    """
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    terms = {
        term.lower(): tuple(form.lower() for form in forms) for term, forms in data["terms"].items()
    }
    for term, forms in terms.items():
        if not all(forms) or not forms:
            raise ValueError(f"{path}: no word for {term!r}")
    return Glossary(terms, frozenset(data.get("free", {}).get("texts", ())))


_NO_WORDS = re.compile(r"\{[^{}]*\}|--[a-z-]+|\b[a-z-]+\.(?:toml|csv)\b|\b[A-Z]+\b")
"""Placeholders, options, files, and names such as VSLA."""


@cache
def _term_pattern(term: str) -> re.Pattern[str]:
    # A plural is the same term; a hyphen or a letter before or after makes another word.
    stem = re.escape(term[:-1]) + "(?:y|ies)" if term.endswith("y") else re.escape(term)
    return re.compile(rf"(?<![\w-]){stem}(?:s|es|'s|\u2019s)?(?![\w-])", re.IGNORECASE)


def terms_in(text: str, terms: list[str]) -> list[str]:
    """List the terms in an English text; a longer one hides the shorter ones inside it."""
    found = []
    rest = _NO_WORDS.sub(" ", text)
    for term in sorted(terms, key=len, reverse=True):
        rest, hits = _term_pattern(term).subn(" ", rest)
        if hits:
            found.append(term)
    return found


def faults(locale: Path) -> Iterator[Fault]:
    """Find the translations in one language that use another word than the glossary's."""
    path = locale / "glossary.toml"
    if not path.is_file():
        yield Fault(path, "", "no glossary")
        return
    glossary = read_glossary(path)
    for message in read_catalog(locale / "LC_MESSAGES" / "coopledger.po"):
        if not message.id or not message.string:
            continue
        sources = message.id if isinstance(message.id, list | tuple) else (message.id,)
        targets = message.string if isinstance(message.string, list | tuple) else (message.string,)
        if glossary.free.intersection(sources):
            continue
        said = " ".join(targets).lower()
        for term in terms_in(sources[-1], list(glossary.terms)):
            if term in AMBIGUOUS:
                continue
            forms = glossary.terms[term]
            if not any(form in said for form in forms):
                yield Fault(path, sources[-1], f"{term!r} is not said as {forms[0]!r}")


def main() -> int:
    """Check the languages named, or all of them."""
    if sys.argv[1:2] != ["check"]:
        print(__doc__)
        return 2
    codes = sys.argv[2:] or sorted(path.name for path in LOCALES.iterdir() if path.is_dir())
    found = [fault for code in codes for fault in faults(LOCALES / code)]
    for fault in found:
        print(fault, file=sys.stderr)
    print(f"{len(codes)} glossaries, {len(found)} texts with another word")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
