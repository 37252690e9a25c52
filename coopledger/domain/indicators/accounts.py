"""What the accounts of the loan fund mean for its indicators."""

from coopledger.domain.book import Book
from coopledger.domain.indicators.reading import Corpus

_ASSETS = {"cash", "loans", "lent"}
_SAVINGS = {"savings", "voluntary"}
_OWED = {"external", "external_due", "payable", "held"}
"""What the fund owes to others than savers: lenders with their charge, entitlements and refunds
that wait to be paid, odd money kept for a member."""
_CHARGES = {"charges", "charges_due", "late_charges", "late_due", "group_charges", "lent_due"}
_FINES = {"fines", "fines_owed"}


def debts(book: Book) -> int:
    """What the loan fund owes to others than its savers."""
    return -sum(book.total(f"loan:{kind}:") for kind in _OWED)


def corpus(book: Book) -> Corpus:
    """The loan fund's own money by what it came from.

    Whatever account is neither an asset nor owed to anybody is part of it, so that the corpus is
    always assets less debts.
    """
    told = dict.fromkeys(("savings", "charges", "fines", "other", "carried", "spent", "lost"), 0)
    for name, balance in book.accounts.items():
        fund, kind, *rest = name.split(":")
        if fund == "loan" and kind not in _ASSETS and kind not in _OWED:
            told[_source(kind, rest[0] if rest else "")] -= balance
    return Corpus(
        savings=told["savings"],
        charges=told["charges"],
        fines=told["fines"],
        other_income=told["other"],
        carried=told["carried"],
        expenses=-told["spent"],
        written_off=-told["lost"],
    )


def _source(kind: str, part: str) -> str:
    """Which line of the corpus an account belongs to; what is due takes back what is not paid."""
    if kind in _SAVINGS:
        return "savings"
    what = part if kind == "income" else kind
    if what in _CHARGES:
        return "charges"
    if what in _FINES:
        return "fines"
    if kind == "income":
        return "other"
    if kind == "expense":
        return "lost" if part == "write_off" else "spent"
    return "carried"
