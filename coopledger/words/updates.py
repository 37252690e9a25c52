"""What is new in an update, in the language that is spoken."""

from collections.abc import Mapping

from coopledger.words.catalog import current_language
from coopledger.words.errors import harmless


def news_of(news: Mapping[str, str]) -> str:
    """The news in the current language, else in English; empty if there are none."""
    language = current_language()
    told = news.get(language) or news.get(language.split("-")[0]) or news.get("en", "")
    return "\n".join(harmless(line) for line in told.splitlines())
