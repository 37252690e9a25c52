"""Payments on a mobile-money or bank statement, and whose they may be.

What is found here is a proposal with its reason. A person confirms it; then it is entered in a
meeting as anything else is.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec

Nature: TypeAlias = Literal["paid_in", "paid_out", "fee", "to_bank", "reversal"]
Why: TypeAlias = Literal["phone", "account", "phone_and_name", "name"]
LAST_DIGITS = 9
"""Of a telephone number: what does not change with the way its country is written."""
LEAST_SEEN = 4
"""Digits that a masked number must show before it says anything."""


class Payment(msgspec.Struct, frozen=True):
    """One movement on a statement.

    Attributes:
        receipt: the provider's id of it, the same in every file.
        line: in the file.
        moment: ``2026-03-18 13:18:00``, or the day alone.
        amount: in minor units, negative for money that went out.
        nature: what it seems to be.
        phone: of the other side, stars for hidden digits, or empty.
        name: of the other side, or empty.
        account: what the payer wrote as the account, or empty.
        details: the provider's own words.
        linked: receipt of the movement that this one belongs to, or empty.
    """

    receipt: str
    line: int
    moment: str
    amount: int
    nature: Nature
    phone: str = ""
    name: str = ""
    account: str = ""
    details: str = ""
    linked: str = ""


class Person(msgspec.Struct, frozen=True):
    """A member as a statement may name them."""

    code: str
    name: str
    phone: str = ""


class Proposal(msgspec.Struct, frozen=True):
    """Whose a payment may be: nobody, one member, or several who fit as well.

    ``why`` says by what; it is empty where nobody was found.
    """

    payment: Payment
    members: tuple[str, ...] = ()
    why: Why | Literal[""] = ""

    @property
    def member(self) -> str:
        """The one member who fits, or empty."""
        return self.members[0] if len(self.members) == 1 else ""


def propose(payments: Iterable[Payment], people: Sequence[Person]) -> list[Proposal]:
    """Say of each payment whose it may be.

    A member's code as the account comes first, for the payer wrote it for this; then the number,
    then number and name together where digits are hidden, then the name. What fits several members
    equally well names them all and chooses none.
    """
    return [_proposal(payment, people) for payment in payments]


def _proposal(payment: Payment, people: Sequence[Person]) -> Proposal:
    if payment.nature not in ("paid_in", "paid_out"):
        return Proposal(payment)
    by_account = [p.code for p in people if _is_account(payment.account, p)]
    if by_account:
        return Proposal(payment, tuple(by_account), "account")
    by_phone = [p for p in people if phones_fit(payment.phone, p.phone)]
    if len(by_phone) == 1 and "*" not in payment.phone:
        return Proposal(payment, (by_phone[0].code,), "phone")
    named = [p for p in by_phone if names_fit(payment.name, p.name)]
    if len(named) == 1:
        return Proposal(payment, (named[0].code,), "phone_and_name")
    if by_phone and (named or not payment.name):
        return Proposal(payment, tuple(p.code for p in named or by_phone), "phone")
    alike = tuple(p.code for p in people if names_fit(payment.name, p.name))
    # A number that is known and is another's speaks against the name.
    known = [p for p in people if p.code in alike and digits_of(p.phone) and payment.phone]
    if known and not by_phone and "*" not in payment.phone:
        alike = tuple(code for code in alike if code not in {p.code for p in known}) or alike
    return Proposal(payment, alike, "name" if alike else "")


def digits_of(phone: str) -> str:
    """A number's digits, and stars for hidden ones, without signs."""
    return "".join(c for c in phone if c.isdigit() or c == "*")


def phones_fit(told: str, known: str) -> bool:
    """Whether a number on a statement, perhaps with hidden digits, can be a member's."""
    one, other = digits_of(told)[-LAST_DIGITS:], digits_of(known)[-LAST_DIGITS:]
    if len(one) < LAST_DIGITS or len(other) < LAST_DIGITS or "*" in other:
        return False
    seen = [(a, b) for a, b in zip(one, other, strict=True) if a != "*"]
    return len(seen) >= LEAST_SEEN and all(a == b for a, b in seen)


def names_fit(told: str, known: str) -> bool:
    """Whether a statement's name can be a member's: two words of it, or all that it has.

    Order, capitals and accents don't matter: providers write MARY ATIENO for Atiéno Mary Akinyi.
    """
    one, other = _words(told), _words(known)
    common = len(one & other)
    return common >= 2 or (common == 1 and (len(one) == 1) and (len(other) == 1))


def _words(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c if c.isalpha() else " " for c in plain if not unicodedata.combining(c))
    return {word for word in letters.split() if len(word) > 1}


def _is_account(account: str, person: Person) -> bool:
    """Whether a payer wrote the member's code (``M03``, ``m3``, ``03``), or number, there."""
    told = "".join(c for c in account.casefold() if c.isalnum())
    if not told:
        return False
    code = person.code.casefold()
    head = code.rstrip("0123456789")
    number = code[len(head) :].lstrip("0")
    written = told.removeprefix(head)
    if written.isdigit() and len(written) <= 4 and number:
        return written.lstrip("0") == number
    return told == code or phones_fit(told, person.phone)


def undone(payments: Sequence[Payment]) -> set[str]:
    """Receipts of payments that a later reversal took back, and of these reversals."""
    by_receipt: Mapping[str, Payment] = {payment.receipt: payment for payment in payments}
    found: set[str] = set()
    for payment in payments:
        if payment.nature != "reversal":
            continue
        first = by_receipt.get(payment.linked)
        if first and first.amount == -payment.amount:
            found |= {payment.receipt, first.receipt}
    return found
