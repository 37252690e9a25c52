"""Whether a text is what somebody began to type: without accents, in any order of the words."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def is_like(text: str, typed: str) -> bool:
    """Whether each word that was typed is somewhere in a text."""
    bare = _bare(text)
    return all(word in bare for word in _bare(typed).split())


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
