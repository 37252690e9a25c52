"""A line beside the grid as it is shown: what people call it, its money, its words."""

from collections.abc import Mapping

from coopledger.app.desk.line_kinds import FROM, FROM_OTHER, TO, TO_OTHER
from coopledger.domain import entries as en
from coopledger.domain.money import Currency
from coopledger.ledger.salted import MemberCard, read_card
from coopledger.words.catalog import N_, Text
from coopledger.words.money import format_amount
from coopledger.words.transfers import group_words, number_words

_TITLES: dict[type, Text] = {
    en.GrantGiven: N_("Help from the social fund"),
    en.Spending: N_("Expense"),
    en.MoneyIn: N_("Money from outside"),
    en.SharesForMoney: N_("Money for shares, with odd money"),
    en.HeldReturned: N_("Odd money given back"),
    en.SavingsTaken: N_("Savings taken back"),
    en.NoticeGiven: N_("Notice that savings will be taken out"),
    en.LoanLoss: N_("Loan written off"),
    en.Recovery: N_("Money back on a loan written off"),
    en.Rollover: N_("Loan rolled over"),
    en.Rescheduling: N_("Loan gets a new plan"),
    en.GuarantorReleased: N_("Guarantor released"),
    en.Borrowing: N_("The group borrows"),
    en.LenderCharge: N_("A lender's charge falls due"),
    en.LenderPayment: N_("Paid to a lender"),
    en.MoveAway: N_("A member moves to another group"),
    en.MoveIn: N_("A member came from another group"),
    en.GroupLoan: N_("Lent to another group"),
    en.GroupCharge: N_("Another group's charge falls due"),
    en.GroupPayment: N_("Paid back by another group"),
    en.Died: N_("A member died"),
    en.Leaving: N_("A member leaves"),
    en.Joining: N_("A member joins"),
    en.Resolution: N_("Decision"),
    en.StatementReceipt: N_("Payment on a statement"),
    en.PotPaid: N_("The pot is paid out"),
    en.Draw: N_("Order of the pot"),
    en.HandsTaken: N_("Hands taken over"),
    en.Correction: N_("Correction of an earlier entry"),
    en.Attendance: N_("A second answer at roll call"),
    en.FineSet: N_("Fine"),
    en.FinePayment: N_("Fines paid, another payment"),
    en.Contribution: N_("Social contribution, another payment"),
    en.PotContribution: N_("Into the pot, another payment"),
    en.ShareBuying: N_("Shares bought, another time"),
    en.Saving: N_("Savings, another payment"),
    en.Repayment: N_("Repayment, another payment"),
    en.LoanRequest: N_("New loan"),
    en.CashCount: N_("Another count"),
    en.BoxOpened: N_("Another count of the opened box"),
}


def title_of(entry: en.AnyEntry) -> str:
    """What people call a line."""
    if isinstance(entry, en.Transfer):
        if entry.at == "box":
            return str(TO.get(entry.to, TO_OTHER))
        return str(FROM.get(entry.at, FROM_OTHER))
    return str(_TITLES.get(type(entry), _OTHER_ENTRY))


_OTHER_ENTRY = N_("Entry")
"""Of a kind that a newer part of the program made."""


def amount_of(entry: en.AnyEntry, refund: int | None, currency: Currency) -> str:
    """The money on a line; ``refund`` is what was worked out for a leaver."""
    for name in ("amount", "principal", "counted"):
        if (amount := getattr(entry, name, None)) is not None:
            return format_amount(amount, currency)
    if isinstance(entry, en.Leaving | en.MoveAway) and refund is not None:
        return format_amount(refund, currency)
    if isinstance(entry, en.PotPaid) and entry.discount:
        return format_amount(entry.discount, currency)
    return ""


def text_of(entry: en.AnyEntry, groups: Mapping[str, str]) -> str:
    """The words on a line; ``groups`` are the names of other groups by the id of the book."""
    other = getattr(entry, "group", "") or getattr(entry, "lender", "")
    if other:
        told = [group_words(other, groups.get(other, "")), number_words(_number(entry))]
        if getattr(entry, "claim", False):
            told.append(str(_CLAIM))
        return " · ".join(part for part in told if part)
    if isinstance(entry, en.Draw):
        return " ".join(entry.members)
    if isinstance(entry, en.Joining):
        card = read_card(entry.card, MemberCard)
        return f"{entry.member} {card.name if card else ''}".strip()
    for name in ("reason", "what", "text", "purpose", "receipt"):
        if text := getattr(entry, name, ""):
            return str(text)
    return ""


def _number(entry: en.AnyEntry) -> str:
    """The transfer's number on a line; empty for none."""
    return str(getattr(entry, "number", ""))


_CLAIM = N_("the money follows later")
