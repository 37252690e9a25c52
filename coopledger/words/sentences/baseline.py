"""Refusals of a baseline: what a group brings over from paper in mid-cycle."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "after_cutoff": Sentence(
        N_(
            "{value} is after the last meeting on paper, {last}. Nothing was recorded."
            " Correct the day, or record the loan in the next meeting."
        ),
        days="value last",
    ),
    "bad_workbook": Sentence(
        N_(
            "This file cannot be read as a workbook. Nothing was recorded."
            " Save it again as an Excel workbook (.xlsx) without a password."
        )
    ),
    "before_start": Sentence(
        N_(
            "{value} is before the first day of the cycle, {start}. Nothing was recorded."
            " Correct one of the two."
        ),
        days="value start",
    ),
    "no_pot_here": Sentence(
        N_(
            "This group has no pot by its rules. Nothing was recorded."
            " Leave the pot out, or say in the rules what one hand pays."
        )
    ),
    "pot_turn_skipped": Sentence(
        N_(
            "This hand has had the pot, but one before it has not. Nothing was recorded."
            " Put the hands in the order of their turns."
        )
    ),
    "pot_cash_differs": Sentence(
        N_(
            "The pot has {value} in cash; by the rounds so far, the pots paid and the hands still"
            " owed it would be {expected}. Nothing was recorded. Correct what is wrong."
        ),
        money="value expected",
    ),
    "charge_day_differs": Sentence(
        N_(
            "By the rules no charge of this loan falls on {value}; the next is on {expected}."
            " Nothing was recorded. Correct it, or leave the cell empty."
        ),
        days="value expected",
    ),
    "charged_before_cutoff": Sentence(
        N_(
            "{value} is not after the last meeting on paper. Nothing was recorded."
            " Write a charge that fell due and is unpaid as the charge due, and here the next day."
        ),
        days="value",
    ),
    "formula": Sentence(
        N_(
            "This cell holds a formula, “{value}”, and what it shows may change."
            " Nothing was recorded. Write the number itself."
        )
    ),
    "no_savings_here": Sentence(
        N_(
            "By the rules this group has no savings, but {value} stands here."
            " Nothing was recorded. Correct the rules, or empty this cell."
        )
    ),
    "no_shares_here": Sentence(
        N_("By the rules this group saves without shares. Nothing was recorded. Empty this cell.")
    ),
    "no_voluntary_here": Sentence(
        N_(
            "By the rules this group has no voluntary savings. Nothing was recorded."
            " Correct the rules, or empty this cell."
        )
    ),
    "nothing_owed": Sentence(
        N_("Nothing of this loan is owed any more. Nothing was recorded. Take the line out.")
    ),
    "principal_above_lent": Sentence(
        N_(
            "{value} is still to be repaid, but only {lent} was lent. Nothing was recorded."
            " Correct one of the two; a charge that is due stands in its own column."
        ),
        money="value lent",
    ),
    "savings_differ": Sentence(
        N_(
            "The passbook has {value} of savings, but its shares ({shares}) come to {expected}."
            " Nothing was recorded. Count the stamps again."
        ),
        money="value expected",
    ),
    "unknown_guarantor": Sentence(
        N_(
            "{value} cannot stand good for this loan: no other member has that code."
            " Nothing was recorded. Correct the code."
        )
    ),
    "weeks_or_instalments": Sentence(
        N_(
            "A loan runs for some weeks or in some instalments. Nothing was recorded."
            " Write one of the two, not both."
        )
    ),
}
