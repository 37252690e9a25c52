"""Refusals about what passes between groups."""

from __future__ import annotations

from coopledger.words.catalog import N_
from coopledger.words.sentences.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "own_group": Sentence(
        N_("The other group is this group itself. Nothing was recorded. Choose another group.")
    ),
    "bad_group": Sentence(
        N_(
            "“{value}” is no group that is known here. Nothing was recorded. Write the name of a"
            " group on this laptop, the number of its book, or one word of small letters."
        )
    ),
    "bad_transfer": Sentence(
        N_(
            "“{value}” is no number of a transfer. Nothing was recorded. It has ten digits and"
            " stands on the paper of the group that gave; leave it empty if nobody knows it."
        )
    ),
    "transfer_twice": Sentence(
        N_(
            "The transfer {value} is in the book already. Nothing was recorded."
            " Look at the number on the other group's paper."
        )
    ),
    "unknown_transfer": Sentence(
        N_("No book on this laptop tells of a transfer {value}. Look at the list of transfers.")
    ),
    "above_lent": Sentence(
        N_(
            "{value} would come from the other group, which owes {debt}. Nothing was recorded."
            " Correct the amount."
        ),
        money="value debt",
    ),
    "nothing_lent": Sentence(
        N_("The other group owes nothing, so no charge falls due. Nothing was recorded.")
    ),
}
