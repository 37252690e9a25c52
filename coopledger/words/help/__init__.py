"""Pages of help by the name of the screen, step or lesson that they are about."""

from __future__ import annotations

from coopledger.words.help import (
    between,
    keeping,
    lessons,
    meeting,
    people,
    share_out,
    starting,
)
from coopledger.words.help.page import EVERYWHERE, HelpPage, Key, told
from coopledger.words.search import found_in

__all__ = ["CONTENTS", "EVERYWHERE", "PAGES", "HelpPage", "Key", "find", "told"]

CONTENTS: tuple[HelpPage, ...] = (
    *meeting.PAGES,
    *lessons.PAGES,
    *people.PAGES,
    *share_out.PAGES,
    *keeping.PAGES,
    *between.PAGES,
    *starting.PAGES,
)
"""All pages, in the order of a list of contents: the meeting first."""

PAGES: dict[str, HelpPage] = {page.key: page for page in CONTENTS}


def find(asked: str) -> list[HelpPage]:
    """The pages that have all the words asked for, in the language that is shown.

    Pages with the words in their title come first; nothing asked for gives the list of contents.
    """
    if not asked.strip():
        return list(CONTENTS)
    found = [page for page in CONTENTS if found_in(asked, map(told, page.texts))]
    found.sort(key=lambda page: not found_in(asked, [told(page.title)]))
    return found
