"""Refusals of papers: what can't be printed, and codes on paper that can't be read."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "no_meeting_yet": Sentence(N_("No meeting has been recorded yet.")),
    "no_loan_yet": Sentence(N_("No loan has been paid out yet.")),
    "unknown_loan": Sentence(
        N_("There is no loan {value} that was paid out by this book. Look at the list of loans.")
    ),
    "unknown_month": Sentence(
        N_("No page of the book was written in {value}. Choose a month in which the group met.")
    ),
    "nothing_moved": Sentence(
        N_("Nobody handed in or got money in meeting {value}, so there is no receipt for it.")
    ),
    "no_table": Sentence(
        N_("This paper has no table to be saved as a spreadsheet. Save it as PDF.")
    ),
    "not_a_paper_code": Sentence(
        N_(
            "“{value}” is not the code of a paper that this program printed, or a part of it is"
            " missing. Read the square code again."
        )
    ),
}
