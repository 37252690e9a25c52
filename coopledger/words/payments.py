"""Payments on a statement, in words: what one may be for, how its payer was known, what is left."""

from __future__ import annotations

from collections.abc import Iterator

from coopledger.domain.money import Currency
from coopledger.words.catalog import N_, Text, _, isolated
from coopledger.words.money import format_money
from coopledger.words.numbers import format_number

USES: dict[str, Text] = {
    "repayment": N_("Repayment of a loan"),
    "saving": N_("Saving"),
    "voluntary": N_("Voluntary saving"),
    "contribution": N_("Contribution to the social fund"),
    "fine_paid": N_("A fine paid"),
    "hand": N_("A hand in the pot"),
    "income": N_("Other money that came in"),
    "expense": N_("Expense"),
    "withdrawal": N_("Savings taken back"),
    "to_bank": N_("Brought to the bank"),
}
"""What a payment can be for."""

WHY: dict[str, Text] = {
    "phone": N_("by the telephone number"),
    "phone_and_name": N_("by what is seen of the number, and the name"),
    "account": N_("by the account that the payer wrote"),
    "name": N_("by the name only"),
}
"""By what a payer was known for a member."""

COLUMNS: dict[str, Text] = {
    "time": N_("When the money moved"),
    "paid_in": N_("Money that came in"),
    "paid_out": N_("Money that went out"),
    "amount": N_("Amount, with a sign for what went out"),
    "receipt": N_("The provider's number of the payment"),
    "party": N_("Who paid, or who was paid"),
    "details": N_("What it was for"),
    "fee": N_("The provider's fee"),
    "balance": N_("Balance after it"),
}
"""What a person is asked for, of a statement whose provider is not known."""


def left_out(known: int, skipped: int, twice: int, taken_back: int) -> Iterator[str]:
    """What a statement has that is not offered, a line for each kind there is."""
    for count, told in (
        (known, N_("Payments that the book has already: {count}")),
        (skipped, N_("Lines that moved no money, left out: {count}")),
        (twice, N_("Lines that stood there twice, left out: {count}")),
        (taken_back, N_("Payments that were taken back, and their reversals: {count}")),
    ):
        if count:
            yield told.format(count=format_number(count))


def mapping_unreadable(file: str) -> str:
    """Columns that were kept earlier are left out."""
    return _(
        "The columns kept in {file} cannot be read and were left out. If this provider's statement"
        " is not known any more, say once more which column is what."
    ).format(file=isolated(file))


def nothing_new(*, moved: bool) -> str:
    """Why no payment is offered: the book has them, or no line moved money."""
    if moved:
        return _("The book has all payments of this statement already.")
    return _("No line of this statement moved money. If that is not so, say which column is what.")


def broken_balance(line: int, balance: int, expected: int, currency: Currency) -> str:
    """After this line the statement's own balance does not add up."""
    return _(
        "Line {line}: the statement's balance is {balance}, but its lines come to {expected}."
        " A line may be missing: ask for the statement again."
    ).format(
        line=format_number(line),
        balance=format_money(balance, currency),
        expected=format_money(expected, currency),
    )


def closing_told(closing: int, expected: int, currency: Currency) -> str:
    """Whether the book comes to what the statement ends with, once all is entered."""
    told = format_money(closing, currency)
    if closing == expected:
        return _("With these payments the book comes to {closing}, as the statement does.").format(
            closing=told
        )
    return _(
        "With these payments the book comes to {expected}, but the statement ends with {closing}."
        " Look for what is missing on either side."
    ).format(expected=format_money(expected, currency), closing=told)
