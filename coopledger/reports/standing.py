"""Where a member stands, as labels with figures: what is saved, and what is owed."""

from coopledger.reports.passbook_facts import Closing
from coopledger.reports.sheet import Figures
from coopledger.words.catalog import _
from coopledger.words.numbers import format_number

Pair = tuple[str, str]


def saved_pairs(own: Closing, figures: Figures, *, by_shares: bool, saves: bool) -> list[Pair]:
    """What the member has in the group; savings of nothing are told where members save at all."""
    found = []
    if by_shares:
        found.append((_("Shares"), format_number(own.shares)))
    if saves or own.savings:
        label = _("Savings at face") if by_shares else _("Savings")
        found.append((label, figures.sum(own.savings)))
    more = (
        (_("Voluntary savings"), own.voluntary),
        (_("Odd money kept for shares"), own.held),
        (_("Still to be paid"), own.payable),
        (_("Contributions paid ahead"), max(-own.arrears, 0)),
        (_("Hands paid ahead"), max(-own.hands, 0)),
    )
    return found + [(label, figures.sum(amount)) for label, amount in more if amount]


def owed_pairs(own: Closing, figures: Figures, *, lends: bool, contributes: bool) -> list[Pair]:
    """What the member owes the group; nothing owed is told where it could be."""
    owed = (
        (_("Loan to repay"), own.principal, lends),
        (_("Charge due"), own.charge, lends),
        (_("Late charges due"), own.late, False),
        (_("Fines owed"), own.fines, True),
        (_("Contributions owed"), max(own.arrears, 0), contributes and own.arrears >= 0),
        (_("Hands owed"), max(own.hands, 0), False),
    )
    return [(label, figures.sum(amount)) for label, amount, always in owed if amount or always]
