"""Refusals of mobile-money and bank statements."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "statement_unreadable": Sentence(
        N_(
            "This file is no table that can be read. Nothing was recorded."
            " Ask the provider for the statement as CSV or Excel (.xlsx)."
        )
    ),
    "statement_unknown": Sentence(
        N_(
            "No row of headings that a provider uses was found in this file. Nothing was recorded."
            " Say which column is what in a file of your own, and give it too."
        )
    ),
    "mapping_too_little": Sentence(
        N_(
            "These columns do not tell enough. Nothing was recorded."
            " Say which column has the time, which one the money, and one more."
        )
    ),
    "mapping_same_heading": Sentence(
        N_(
            "“{value}” cannot be two of the columns at once. Nothing was recorded. If money that"
            " came in and that went out stand in one column, say only which is the amount."
        )
    ),
    "date_order_unknown": Sentence(
        N_(
            "“{value}” can be read as two different days. Nothing was recorded."
            " Say whether the day or the month comes first."
        )
    ),
    "amount_two_ways": Sentence(
        N_(
            "“{value}” can be read as two different amounts. Nothing was recorded."
            " Ask the provider for the statement with the cents in every amount, or as Excel"
            " (.xlsx)."
        )
    ),
    "marks_mixed": Sentence(
        N_(
            "“{value}” has a comma before the cents, “{other}” a point. Nothing was recorded."
            " Ask the provider for the statement again."
        )
    ),
    "signs_mixed": Sentence(
        N_(
            "“{value}” has another sign than the money that went out above it. Nothing was"
            " recorded. Ask the provider which way it went, and correct the line in the file."
        )
    ),
    "no_such_account": Sentence(
        N_(
            "The rules of this group know no account “{value}”. Nothing was recorded."
            " Choose one of: {choices}."
        )
    ),
    "receipt_twice": Sentence(
        N_(
            "The payment {value} is in the book already. Nothing was recorded."
            " Leave it out, so that it is not counted twice."
        )
    ),
    "nothing_confirmed": Sentence(
        N_(
            "No row of this sheet is confirmed. Nothing was recorded."
            " Write yes under “confirmed” where a row is right."
        )
    ),
    "payment_other_way": Sentence(
        N_(
            "“{value}” does not fit a payment of {amount}: money that came in cannot be spent here,"
            " nor the other way round. Nothing was recorded. Write another use."
        ),
        money="amount",
    ),
    "payment_member": Sentence(
        N_(
            "A payment used as “{use}” and the member “{value}” do not go together."
            " Nothing was recorded. Write one member, or none where it is the group's own money."
        )
    ),
    "part_of_nothing": Sentence(
        N_("A part must be more than nothing and less than {amount}. Write how much of it."),
        money="amount",
    ),
    "payment_parts": Sentence(
        N_(
            "The parts of payment {value} come to {amount}, but {expected} was moved."
            " Nothing was recorded. Correct the amounts."
        ),
        money="amount expected",
    ),
}
