"""What passed between groups, in words: for the command line, the window and papers."""

from __future__ import annotations

from coopledger.words.catalog import N_, Text, _, isolated

SORTS: dict[str, Text] = {
    "member": N_("A member who moved"),
    "loan": N_("Loan"),
    "repay": N_("Paid back"),
    "charge": N_("Charge"),
}
STATES: dict[str, Text] = {
    "matched": N_("Both agree"),
    "differs": N_("Do not agree"),
    "in_transit": N_("On its way"),
    "not_given": N_("Not told by the giver"),
    "outside": N_("No book to compare"),
}


def group_words(group: str, name: str = "") -> str:
    """A group by its name, by the beginning of its book's id, or by the word it is called by."""
    if name:
        return name
    if len(group) == _BOOK_ID:
        return _("book {start}…").format(start=group[:8])
    return group


def number_words(number: str) -> str:
    """A transfer's number as it is read out and written on a slip."""
    return f"{number[:5]} {number[5:]}" if number else ""


def what_to_do(
    state: str,
    *,
    giver: str,
    getter: str,
    given: str = "",
    got: str = "",
    until: str = "",
    here: bool = True,
) -> str:
    """What a transfer's state means for the money, and what to do about it.

    Args:
        state: a key of `STATES`.
        giver: the group that gave, in words.
        getter: the group that got.
        given: the amount that the giver wrote down.
        got: the amount that the getter wrote down.
        until: the day to which the book of the side that is missing goes here; empty for none.
        here: whether that book is on this laptop at all.
    """
    sentence = str(_WHAT_TO_DO[state])
    if state in _BOOK_HERE and here:
        sentence = str(_BOOK_HERE[state] if until else _NO_MEETING[state])
    told = {"giver": giver, "getter": getter, "given": given, "got": got, "until": until}
    return sentence.format(**{name: isolated(text) for name, text in told.items()})


_BOOK_ID = 64
_WHAT_TO_DO: dict[str, Text] = {
    "matched": N_("Both groups wrote down the same: nothing is on its way."),
    "differs": N_(
        "{giver} wrote down {given}, {getter} {got}. Lay both papers side by side, and undo the"
        " entry that is wrong."
    ),
    "in_transit": N_(
        "{giver} gave {given}; the book of {getter} is not on this laptop. The money counts as on"
        " its way. Ask for that book."
    ),
    "not_given": N_(
        "{getter} wrote down {got}; the book of {giver} is not on this laptop. Ask for that book."
    ),
    "outside": N_("The other group keeps no book with this program: nothing is waited for."),
}
_BOOK_HERE: dict[str, Text] = {
    "in_transit": N_(
        "{giver} gave {given}; the book of {getter}, here up to {until}, does not tell of it. The"
        " money counts as on its way. Ask {getter}."
    ),
    "not_given": N_(
        "{getter} wrote down {got}; the book of {giver}, here up to {until}, does not tell of it."
        " Ask {giver}."
    ),
}
_NO_MEETING: dict[str, Text] = {
    "in_transit": N_(
        "{giver} gave {given}; {getter} has no meeting in its book yet. The money counts as on its"
        " way. Ask {getter}."
    ),
    "not_given": N_(
        "{getter} wrote down {got}; {giver} has no meeting in its book yet. Ask {giver}."
    ),
}
