"""Refusals of what was typed or read from a file."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "file_missing": Sentence(
        N_("There is no such file. Nothing was read. Look at its name and its folder again.")
    ),
    "bad_encoding": Sentence(
        N_(
            "The letters of this file are not stored as UTF-8, so names would come out wrong."
            " Nothing was recorded. Save the file again as “CSV UTF-8”."
        )
    ),
    "bad_csv": Sentence(
        N_(
            "This line is not a row of the table. Nothing was recorded."
            " Look for a comma too many or too few, or a quotation mark that is not closed."
        )
    ),
    "bad_toml": Sentence(
        N_(
            "This file breaks the rules of TOML. Nothing was recorded."
            " Look for a missing quotation mark or bracket."
        )
    ),
    "unknown_key": Sentence(
        N_(
            "“{field}” is not known here. Nothing was recorded."
            " Look at its spelling, or take it out."
        )
    ),
    "missing_key": Sentence(
        N_("“{field}” is missing. Nothing was recorded. Write it in and try again.")
    ),
    "bad_value": Sentence(
        N_("“{value}” cannot stand here. Nothing was recorded. Correct it and try again.")
    ),
    "unknown_item": Sentence(
        N_(
            "“{value}” is not something that a meeting can record. Nothing was recorded."
            " Look at its spelling."
        )
    ),
    "unknown_status": Sentence(
        N_(
            "“{value}” is no answer to the roll call. Nothing was recorded."
            " Write present, late, excused or absent."
        )
    ),
    "bad_detail": Sentence(
        N_(
            "The detail “{value}” does not fit this entry. Nothing was recorded."
            " Look at how the other lines write it."
        )
    ),
    "empty_notebook": Sentence(
        N_("There is no meeting in this notebook. Nothing was recorded. Choose the right file.")
    ),
    "duplicate_member": Sentence(
        N_(
            "Two members have the code “{value}”, so their money would be mixed up."
            " Nothing was recorded. Give one of them another code."
        )
    ),
    "text_too_long": Sentence(
        N_(
            "The text that begins “{value}” is too long to keep. Nothing was recorded."
            " Shorten it; letters allowed: {limit}."
        )
    ),
    "missing_glyph": Sentence(
        N_("The letter “{value}” cannot be printed. Nothing was printed. Write it another way.")
    ),
    "not_a_number": Sentence(
        N_("“{value}” is not a number. Nothing was recorded. Write figures only, such as 2000.")
    ),
    "too_many_decimals": Sentence(
        N_(
            "“{value}” has more figures after the point than this money allows"
            " (allowed: {decimals}). Nothing was recorded. Write it shorter."
        )
    ),
    "negative_amount": Sentence(
        N_("{value} is below zero. Nothing was recorded. Write the sum without a minus."),
        money="value",
    ),
    "too_large": Sentence(
        N_("{value} is too large to keep. Nothing was recorded. Look for figures typed twice.")
    ),
    "bad_date": Sentence(
        N_(
            "“{value}” is not a day of the calendar. Nothing was recorded."
            " Write year, month and day, such as 2026-06-24."
        )
    ),
    "bad_json": Sentence(
        N_(
            "This file breaks the rules of JSON. Nothing was worked out."
            " Look for a missing comma, quotation mark or bracket."
        )
    ),
    "bad_name": Sentence(
        N_(
            "“{value}” cannot be a name: it is empty, too long or holds hidden characters."
            " Nothing was recorded. Type it again by hand."
        )
    ),
    "duplicate_key": Sentence(
        N_("“{value}” stands here twice. Nothing was recorded. Take one of the two out.")
    ),
    "file_too_large": Sentence(
        N_("This file is larger than any of its kind. Nothing was read. Choose the right file.")
    ),
    "font_missing": Sentence(
        N_(
            "The letters “{value}” are not on this computer. Nothing was printed."
            " Install the program again."
        )
    ),
    "not_a_choice": Sentence(
        N_("“{value}” is not known here. Nothing was recorded. Write one of: {choices}.")
    ),
    "out_of_range": Sentence(
        N_(
            "{value} is too small or too large here. Nothing was recorded."
            " Write at least {least} and at most {most}."
        )
    ),
}
