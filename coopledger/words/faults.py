"""What it means, in words, when a page is not genuine."""

from coopledger.words.catalog import N_, _

FAULTS = {
    "unreadable": N_("The bytes of page {page} are damaged."),
    "newer_format": N_("Page {page} was written by a newer program. Update this one to read it."),
    "wrong_number": N_("Page {page} is missing, or pages stand in the wrong order."),
    "wrong_book": N_("Page {page} belongs to another book."),
    "chain_broken": N_("Page {page} does not follow the page before it: one of them was replaced."),
    "seals_changed": N_("The seals of the page before page {page} are not those it had."),
    "wrong_device": N_("Page {page} was not written by the laptop that holds this book."),
    "wrong_epoch": N_("Page {page} was not written by the laptop that held the book then."),
    "old_epoch": N_(
        "Page {page} was written by a laptop after the book was given to another. It does not count"
        " unless the officers write down again what it says."
    ),
    "body_differs": N_("The entries of page {page} are not those that were sealed."),
    "seal_missing": N_("Page {page} has no seal of the laptop that wrote it."),
    "seal_repeated": N_("Page {page} carries one seal twice."),
    "seal_bad": N_("A seal on page {page} does not fit: the page was changed after it was sealed."),
    "unknown_key": N_("Page {page} carries a seal of somebody who is not enrolled."),
    "bad_key": N_("Page {page} enrols a key that is not sound."),
    "facts_impossible": N_("Page {page} records something that can't be."),
    "totals_differ": N_("The totals of page {page} are not what its entries come to."),
    "wrong_rules": N_("Page {page} names other rules than those in force on its day."),
    "quorum_missing": N_("Page {page} lacks the seals of the officers that its act needs."),
    "consent_missing": N_(
        "The new rules on page {page} name not all who had to agree to them by the old ones."
    ),
    "text_kept": N_("A text that the officers had erased is still here, or has come back."),
    "text_differs": N_("A name or a note is not the one that was sealed."),
    "summary_differs": N_("The lists of this book differ from its pages."),
}


def explain_fault(kind: str, page: int) -> str:
    """A sentence about the first page of a book that is not genuine."""
    text = str(FAULTS[kind]) if kind in FAULTS else _("Page {page} is not genuine.")
    return text.format(page=page)
