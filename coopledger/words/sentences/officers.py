"""Refusals about officers: their PINs, their seals, and what they alone can do."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "weak_pin": Sentence(
        N_(
            "This PIN is too easy. Nothing was changed. Take {least} digits or more that are not"
            " in a row, or eight letters or more."
        )
    ),
    "wrong_pin": Sentence(
        N_("This is not the PIN of {value}. Nothing was sealed. After three wrong tries you wait.")
    ),
    "wait": Sentence(
        N_(
            "The last PINs of {value} were wrong. Wait {seconds} seconds, then try again."
            " Nothing is lost."
        )
    ),
    "no_key": Sentence(
        N_("{value} has no key here. Nothing was sealed. The officers can enrol a new key.")
    ),
    "bad_pins": Sentence(
        N_("{value} is not written as M01=PIN,M02=PIN. Nothing was done. Write it so.")
    ),
    "bad_secrets": Sentence(
        N_("What came from file descriptor {value} is no JSON object of texts. Nothing was done.")
    ),
    "quorum_missing": Sentence(
        N_(
            "This act needs the seals of more officers. Nothing was recorded."
            " Let the others type their PINs too."
        )
    ),
    "sealed_already": Sentence(
        N_("Page {value} is an act of the officers and has its seals. Nothing was added.")
    ),
    "seals_frozen": Sentence(
        N_("A later page follows page {value}, so its seals stay as they are.")
    ),
    "ambiguous_key": Sentence(
        N_("Two keys have the same short name ({value}), so the seals cannot be written as files.")
    ),
    "no_share_out_yet": Sentence(
        N_("This group has held no share-out yet. A trial is always at hand: share-out.")
    ),
    "nothing_to_adopt": Sentence(
        N_("All pages that were copied from paper are the officers' own already.")
    ),
    "nothing_to_erase": Sentence(
        N_("No card and no note of {value} is kept here any more, so there is nothing to erase.")
    ),
}
