"""Refusals about where a book may be written: which laptop holds it, and on what kind of disk."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "bad_device_key": Sentence(
        N_(
            "“{value}” is not the key of a laptop. Nothing was recorded. The other laptop shows its"
            " key, 64 letters and digits, with: device show."
        )
    ),
    "holds_already": Sentence(
        N_("This laptop holds the book already. Nothing was recorded; go on writing in it.")
    ),
    "no_officer_keys": Sentence(
        N_(
            "No officer has a key in this book, so nobody can give it to this laptop. Nothing was"
            " recorded. Read it here, and begin a new book with its balances."
        )
    ),
    "draft_open": Sentence(
        N_(
            "A meeting is being recorded in this book. Nothing was handed over."
            " Seal the meeting first, or drop it."
        )
    ),
}
