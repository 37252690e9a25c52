"""A group from its first words to its first page: questions, what is wrong with answers, the page.

Nothing is in any book until `found`; until then the answers are a draft, kept in the encrypted
store so that a crash costs nothing. PINs are never part of it.
"""

from coopledger.app.founding.draft import (
    FoundingDraft,
    Person,
    code_of,
    drop_draft,
    keep_draft,
    kept_draft,
)
from coopledger.app.founding.judging import Judged, Problem, judge
from coopledger.app.founding.offices import Office, offices_of
from coopledger.app.founding.pasting import people_in
from coopledger.app.founding.questions import (
    ASKED_ACTS,
    Chapter,
    Question,
    Wrong,
    answered,
    chapters_of,
)
from coopledger.app.founding.sealing import Short, short_of
from coopledger.app.founding.writing import Founded, found

__all__ = [
    "ASKED_ACTS",
    "Chapter",
    "Founded",
    "FoundingDraft",
    "Judged",
    "Office",
    "Person",
    "Problem",
    "Question",
    "Short",
    "Wrong",
    "answered",
    "chapters_of",
    "code_of",
    "drop_draft",
    "found",
    "judge",
    "keep_draft",
    "kept_draft",
    "offices_of",
    "people_in",
    "short_of",
]
