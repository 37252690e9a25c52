"""What checking a paper's code came to, in words, and what the figures in it are called."""

from coopledger.words.catalog import N_, Text

VERDICTS: dict[str, Text] = {
    "genuine": N_(
        "This code is genuine: its figures are those of page {page} of the book. Compare them with"
        " the figures that are printed on the paper."
    ),
    "unknown_group": N_(
        "This laptop does not have the book that the paper is about, so it can't be checked here."
    ),
    "unknown_device": N_(
        "A laptop that is not known here printed this paper. Do not trust it: ask who printed it."
    ),
    "seal_wrong": N_(
        "This paper is NOT genuine: its seal does not fit what it says. Somebody changed it."
    ),
    "newer_page": N_(
        "The paper is about page {page}, but the book on this laptop ends with page {newest}. Check"
        " it on the laptop that keeps the book."
    ),
    "page_differs": N_(
        "This paper is NOT from this book: page {page} is another one here. Show both to the"
        " officers."
    ),
    "figures_differ": N_(
        "This paper does NOT say what the book says of page {page}. Show both to the officers."
    ),
}
"""By `app.paper_codes.Verdict`."""
GENUINE_AND_CHANGED = N_("Since then some of the figures have changed, as pages were added.")
GENUINE_AND_CURRENT = N_("Nothing has changed since then.")
FIGURES: dict[str, Text] = {
    "shares": N_("Shares"),
    "savings": N_("Savings"),
    "voluntary": N_("Voluntary savings"),
    "held": N_("Odd money kept for shares"),
    "loans": N_("Loans out"),
    "charges_due": N_("Charges due"),
    "late_due": N_("Late charges due"),
    "fines_owed": N_("Fines owed"),
    "arrears": N_("Contributions owed"),
    "hands_owed": N_("Hands owed"),
    "payable": N_("Still to be paid"),
    "handed_in": N_("Handed in"),
    "got": N_("Paid to the member"),
    "loan": N_("Loan"),
    "lent": N_("Amount lent"),
    "to_pay": N_("To pay back in all"),
}
"""By their names in a code; cash is under the name of its fund and place."""
COUNTS = frozenset({"shares", "loan"})
"""Figures that are no money."""
