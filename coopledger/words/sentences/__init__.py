"""What the program says when it refuses something or finds a rule broken: a sentence a code.

A refusal's sentence says what happened, what it means for the money, and what to do. A finding's
is about something that happened and stays recorded: it says what the book shows and what the
rules say, and leaves the judgement to the officers. Placeholders are the parameters of the refusal
or finding; a translator may put them in any order.
"""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences import (
    baseline,
    between,
    changes,
    constitutions,
    exchange,
    findings,
    holding,
    keeping,
    ledgers,
    meetings,
    officers,
    papers,
    people,
    reading,
    statements,
    terms,
    updates,
)
from coopledger.words.sentences.sentence import Sentence

__all__ = [
    "FINDINGS",
    "NOTICES",
    "REFUSALS",
    "UNFORESEEN_FINDING",
    "UNFORESEEN_REFUSAL",
    "Sentence",
]

REFUSALS: dict[str, Sentence] = {
    **reading.SENTENCES,
    **papers.SENTENCES,
    **meetings.SENTENCES,
    **officers.SENTENCES,
    **people.SENTENCES,
    **changes.SENTENCES,
    **ledgers.SENTENCES,
    **keeping.SENTENCES,
    **holding.SENTENCES,
    **terms.SENTENCES,
    **constitutions.SENTENCES,
    **baseline.SENTENCES,
    **between.SENTENCES,
    **exchange.SENTENCES,
    **statements.SENTENCES,
    **updates.SENTENCES,
}
"""Every refusal's sentence by its code."""

NOTICES: dict[str, Sentence] = keeping.NOTICES
"""What is told about how well a ledger is kept, by code."""

FINDINGS: dict[str, Sentence] = findings.SENTENCES
"""Every finding's sentence by its code."""

UNFORESEEN_REFUSAL = Sentence(
    N_("This could not be done, and nothing was recorded. Look at the entry and try again.")
)
UNFORESEEN_FINDING = Sentence(
    N_("Something here is not as the group's rules say. It stays recorded.")
)
