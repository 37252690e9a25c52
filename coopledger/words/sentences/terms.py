"""Refusals of the terms of a loan or a share-out that cannot be worked out."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "deposits_uneven": Sentence(
        N_(
            "Deposits are given for {value} meetings here and for {meetings} elsewhere."
            " Nothing was worked out. Give one for each meeting, 0 where nothing was saved."
        )
    ),
    "given_twice": Sentence(
        N_("This is given twice, here and as “{other}”. Nothing was worked out. Take one out.")
    ),
    "needs_annual_rate": Sentence(
        N_(
            "Days are counted, so the charge must be one for a year, not {value} a period."
            " Nothing was worked out. Give the yearly charge, or count whole periods."
        )
    ),
    "needs_shares": Sentence(
        N_(
            "“{value}” cuts down the value of a share, but nothing is shared out by shares here."
            " Nothing was worked out. Choose another rounding."
        )
    ),
    "no_fee_for_term": Sentence(
        N_(
            "The list of fees ends before a loan of this length (instalments: {term})."
            " Nothing was worked out. Add its fee, or shorten the loan."
        )
    ),
    "no_true_cost": Sentence(
        N_(
            "What is paid out and what is paid back do not make a loan, so its cost cannot be told."
            " Look at the amount, the fee and the payments."
        )
    ),
    "not_with_method": Sentence(
        N_(
            "“{value}” means nothing with the method “{method}”."
            " Nothing was worked out. Take it out, or choose another method."
        )
    ),
    "nothing_paid_out": Sentence(
        N_(
            "A fee of {value} percent taken in advance leaves nothing to pay out."
            " Nothing was worked out. Lower the fee."
        )
    ),
    "plan_above_principal": Sentence(
        N_("The plan repays {value}, more than was lent. Nothing was worked out. Lower its sums."),
        money="value",
    ),
    "plan_too_long": Sentence(
        N_(
            "The plan has sums for all instalments (sums: {value}); the last one is what is left."
            " Nothing was worked out. Shorten the plan."
        )
    ),
    "term_too_long": Sentence(
        N_(
            "The loan would end after the calendar does (instalments: {value})."
            " Nothing was worked out. Shorten the loan."
        )
    ),
}
