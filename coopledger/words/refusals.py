"""What the program says when it refuses something: one sentence group for each code.

A sentence says what happened, what it means for the money, and what to do. Placeholders are the
refusal's parameters. Amounts reach us in minor units, days in ISO form; ``money`` and ``days``
say which parameters are such, everything else is shown as it is.
"""

from __future__ import annotations

from typing import NamedTuple

from coopledger.words.catalog import N_, Text


class Sentence(NamedTuple):
    """A text with placeholders, and the kinds of its parameters (names separated by spaces)."""

    text: Text
    money: str = ""
    days: str = ""


UNFORESEEN = Sentence(
    N_("This could not be done, and nothing was recorded. Look at the entry and try again.")
)

FILES = {
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
}

NUMBERS = {
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
}

MEETINGS = {
    "date_backwards": Sentence(
        N_(
            "{value} is before the day of the last meeting. Nothing was recorded."
            " Correct the date: meetings stand in the order of their days."
        ),
        days="value",
    ),
    "meeting_backwards": Sentence(
        N_(
            "Meeting {value} is not after the last meeting in the book."
            " Nothing was recorded. Correct its number."
        )
    ),
    "two_dates": Sentence(
        N_(
            "This meeting stands under two dates; the second is {value}."
            " Nothing was recorded. Write one date for all its lines."
        ),
        days="value",
    ),
    "unknown_meeting": Sentence(
        N_("There is no meeting {value} in this group's book. Choose one from the list.")
    ),
    "duplicate_attendance": Sentence(
        N_(
            "{value} has answered this roll call already. The first answer stands."
            " Change it there if it is wrong."
        )
    ),
    "counted_twice": Sentence(
        N_(
            "This box was counted already in this meeting. The first count stands."
            " Change it there if it is wrong."
        )
    ),
    "nothing_to_seal": Sentence(
        N_("Nothing is recorded in this meeting yet, so there is no page to seal.")
    ),
    "cycle_closed": Sentence(
        N_(
            "The money of this cycle has been shared out, so no meeting can follow."
            " Nothing was recorded. Begin a new cycle first."
        )
    ),
}

MONEY = {
    "cash_below_zero": Sentence(
        N_(
            "{value} would be paid out, but the box holds {cash} ({fund})."
            " Nothing was recorded. Pay out less, or record first what came in."
        ),
        money="value cash",
    ),
    "bank_below_zero": Sentence(
        N_(
            "{value} would be withdrawn, but the bank account holds {cash}."
            " Nothing was recorded. Look at the bank's paper again."
        ),
        money="value cash",
    ),
    "repayment_above_debt": Sentence(
        N_(
            "{member} would repay {value}, but owes {debt}."
            " Nothing was recorded. Take {debt} at most."
        ),
        money="value debt",
    ),
    "no_open_loan": Sentence(
        N_(
            "{member} has no loan to repay, so {value} has no place in the book."
            " Nothing was recorded. Look at the member's number."
        ),
        money="value",
    ),
    "above_principal": Sentence(
        N_(
            "{value} would be written off, but {owed} of the loan of {member} is left."
            " Nothing was recorded. Write off {owed} at most."
        ),
        money="value owed",
    ),
    "fine_above_owed": Sentence(
        N_(
            "{member} would pay fines of {value}, but owes {owed}."
            " Nothing was recorded. Set the fine first, or take less."
        ),
        money="value owed",
    ),
    "wrong_refund": Sentence(
        N_(
            "{member} leaves with {expected}: savings less everything owed; not with {value}."
            " Nothing was recorded. Pay out {expected}."
        ),
        money="value expected",
    ),
    "debt_above_savings": Sentence(
        N_(
            "{member} owes {debt} and has saved {savings}, so there is nothing to refund."
            " Nothing was recorded. The debt comes first."
        ),
        money="debt savings",
    ),
}

PEOPLE = {
    "unknown_member": Sentence(
        N_("There is no member {value}. Nothing was recorded. Look at the list of members.")
    ),
    "member_left": Sentence(
        N_(
            "Member {value} has left the group. Nothing was recorded."
            " Look at the number, or let the member join again."
        )
    ),
    "member_dead": Sentence(
        N_(
            "Member {value} has died; the savings are kept for the share-out."
            " Nothing was recorded. Look at the number."
        )
    ),
    "group_exists": Sentence(
        N_(
            "A group named “{value}” is in this ledger already. It was left as it is."
            " Give the new group another name."
        )
    ),
    "unknown_group": Sentence(
        N_("There is no group “{value}” in this ledger. Look at the list of groups.")
    ),
    "ambiguous_group": Sentence(
        N_("More than one group is named “{value}”. Call it by its id, from the list of groups.")
    ),
}

LEDGERS = {
    "wrong_passphrase": Sentence(
        N_(
            "This passphrase does not open the ledger. Nothing is lost."
            " Try again; mind capital letters and the keyboard's language."
        )
    ),
    "store_exists": Sentence(
        N_(
            "There is a ledger in this place already. It was left as it is."
            " Open it, or choose another place."
        )
    ),
    "store_missing": Sentence(
        N_("There is no ledger in this place. Choose another place, or make a new ledger.")
    ),
    "not_a_store": Sentence(
        N_(
            "This file is not a ledger, or its keys file is not beside it."
            " It was left as it is. Choose another file, or bring the keys file from a backup."
        )
    ),
    "newer_store": Sentence(
        N_(
            "A newer version of the program wrote this ledger. It was left as it is."
            " Install that version here to open it."
        )
    ),
    "store_busy": Sentence(
        N_("This ledger is open in another window. Go on there, or close that window first.")
    ),
    "unsafe_volume": Sentence(
        N_(
            "This place is on a stick or on the network, where a power cut can destroy a ledger."
            " Nothing was changed. Keep the ledger on this laptop's own disk."
        )
    ),
}

REFUSALS: dict[str, Sentence] = {**FILES, **NUMBERS, **MEETINGS, **MONEY, **PEOPLE, **LEDGERS}
"""Every refusal's sentence by its code."""
