"""What stands beside the grid: grants, expenses, the bank, lenders, leavers, decisions."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Literal, NamedTuple

from coopledger.app.group_refs import group_ref
from coopledger.domain import entries as en
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.words.catalog import N_, Text

Field = Literal["member", "other", "amount", "number", "text", "transfer"]
MOST_TERM = 999
"""Weeks or instalments of a loan."""


class Filled(NamedTuple):
    """A form as it was filled in: members' codes, the rest as typed."""

    member: str = ""
    amount: str = ""
    text: str = ""
    other: str = ""
    number: str = ""
    transfer: str = ""


class Meant(NamedTuple):
    """A form as it was understood; amounts in minor units.

    ``groups`` are the names of the other groups on this laptop, by the id of the book.
    """

    member: str
    amount: int
    text: str
    other: str
    number: int
    transfer: str = ""
    groups: Mapping[str, str] = {}


class LineKind(NamedTuple):
    """One kind of line: what people call it, which fields it asks for, what they are called."""

    key: str
    title: Text
    fields: tuple[Field, ...]
    make: Callable[[Meant], en.AnyEntry]
    text_title: Text
    amount_title: Text
    other_title: Text
    needs_text: bool = False
    names_group: bool = False
    """Whether the text is another group, or may be one."""


_REASON, _WHAT_FOR, _NOTE = N_("Reason"), N_("For what"), N_("Note")
_AMOUNT, _DISCOUNT = N_("Amount"), N_("Discount that was bid")
_MEMBER, _WHO_TAKES, _GUARANTOR = N_("Member"), N_("Who takes over"), N_("Guarantor")
_LENDER = N_("Lender: a group's name, or one word")
_GROUP = N_("The other group")


def _kind(
    key: str,
    title: Text,
    fields: tuple[Field, ...],
    make: Callable[[Meant], en.AnyEntry],
    *,
    text: Text = _REASON,
    amount: Text = _AMOUNT,
    other: Text = _MEMBER,
    needs_text: bool = False,
) -> LineKind:
    named = text in (_LENDER, _GROUP)
    needed = needs_text or named
    return LineKind(key, title, fields, make, text, amount, other, needed, named)


def line_kinds_of(rules: Constitution) -> tuple[LineKind, ...]:
    """The kinds of line that a group's meeting has under its rules."""
    return tuple(_kinds(rules))


def _kinds(rules: Constitution) -> Iterator[LineKind]:
    if rules.hand:
        yield from _of_the_pot(rules)
    if "social" in rules.funds:
        yield _kind(
            "grant",
            N_("Help from the social fund"),
            ("member", "amount", "text"),
            lambda m: en.GrantGiven(m.member, m.amount, m.text),
        )
    yield _kind(
        "expense",
        N_("Expense"),
        ("amount", "text"),
        lambda m: en.Spending(m.amount, m.text),
        text=_WHAT_FOR,
    )
    yield _kind(
        "income",
        N_("Money from outside"),
        ("amount", "text"),
        lambda m: en.MoneyIn(m.amount, m.text),
        text=_WHAT_FOR,
    )
    for place in rules.places:
        if place != "box":
            yield from _of_a_place(place)
    yield from _of_savings(rules)
    yield from _of_loans()
    yield from _of_lenders()
    yield from _of_groups()
    yield from _of_members()
    yield _kind(
        "resolution",
        N_("Decision"),
        ("text",),
        lambda m: en.Resolution(m.text),
        text=N_("What was decided"),
        needs_text=True,
    )


def _of_the_pot(rules: Constitution) -> Iterator[LineKind]:
    auction = rules.pot_order == "auction"
    yield _kind(
        "pot",
        N_("The pot is paid out"),
        ("member", "amount") if auction else ("member",),
        lambda m: en.PotPaid(m.member, m.amount),
        amount=_DISCOUNT,
    )
    yield _kind(
        "turns",
        N_("Order of the pot"),
        ("text",),
        lambda m: en.Draw(tuple(m.text.replace(",", " ").upper().split())),
        text=N_("Members' numbers, first to last"),
        needs_text=True,
    )
    yield _kind(
        "replace",
        N_("Hands taken over"),
        ("member", "other"),
        lambda m: en.HandsTaken(m.member, m.other),
        other=_WHO_TAKES,
    )


TO: dict[str, Text] = {"bank": N_("To the bank"), "wallet": N_("To mobile money")}
FROM: dict[str, Text] = {"bank": N_("From the bank"), "wallet": N_("From mobile money")}
TO_OTHER, FROM_OTHER = N_("Taken to another place"), N_("Fetched from another place")


def _of_a_place(place: str) -> Iterator[LineKind]:
    yield _kind(
        f"to_{place}",
        TO.get(place, TO_OTHER),
        ("amount",),
        lambda m: en.Transfer(m.amount, "box", place),
    )
    yield _kind(
        f"from_{place}",
        FROM.get(place, FROM_OTHER),
        ("amount",),
        lambda m: en.Transfer(m.amount, place, "box"),
    )


def _of_savings(rules: Constitution) -> Iterator[LineKind]:
    if rules.saving == "shares" and rules.odd_money != "return":
        yield _kind(
            "share_money",
            N_("Money for shares, with odd money"),
            ("member", "amount"),
            lambda m: en.SharesForMoney(m.member, m.amount),
        )
    if rules.saving == "shares" and rules.odd_money == "hold":
        yield _kind(
            "held_returned",
            N_("Odd money given back"),
            ("member",),
            lambda m: en.HeldReturned(m.member),
        )
    if rules.withdrawable:
        yield _kind(
            "withdrawal",
            N_("Savings taken back"),
            ("member", "amount"),
            lambda m: en.SavingsTaken(m.member, m.amount),
        )
    if rules.withdrawal_notice:
        yield _kind(
            "notice",
            N_("Notice that savings will be taken out"),
            ("member", "amount"),
            lambda m: en.NoticeGiven(m.member, m.amount),
        )
    if rules.voluntary_saving:
        yield _kind(
            "voluntary_withdrawal",
            N_("Voluntary savings taken back"),
            ("member", "amount"),
            lambda m: en.SavingsTaken(m.member, m.amount, voluntary=True),
        )


def _of_loans() -> Iterator[LineKind]:
    yield _kind(
        "write_off",
        N_("Loan written off"),
        ("member", "amount", "text"),
        lambda m: en.LoanLoss(m.member, m.amount, m.text),
    )
    yield _kind(
        "recovery",
        N_("Money back on a loan written off"),
        ("member", "amount"),
        lambda m: en.Recovery(m.member, m.amount),
    )
    yield _kind(
        "release",
        N_("Guarantor released"),
        ("member", "other"),
        lambda m: en.GuarantorReleased(m.member, m.other),
        other=_GUARANTOR,
    )


def _of_lenders() -> Iterator[LineKind]:
    yield _kind(
        "borrow",
        N_("The group borrows"),
        ("text", "amount", "transfer"),
        lambda m: en.Borrowing(_lender(m), m.amount, number=m.transfer),
        text=_LENDER,
    )
    yield _kind(
        "lender_charge",
        N_("A lender's charge falls due"),
        ("text", "amount", "transfer"),
        lambda m: en.LenderCharge(_lender(m), m.amount, m.transfer),
        text=_LENDER,
    )
    yield _kind(
        "lender_payment",
        N_("Paid to a lender"),
        ("text", "amount"),
        lambda m: en.LenderPayment(_lender(m), m.amount),
        text=_LENDER,
    )


def _of_groups() -> Iterator[LineKind]:
    yield _kind(
        "group_loan",
        N_("Lent to another group"),
        ("text", "amount"),
        lambda m: en.GroupLoan(_group(m), m.amount),
        text=_GROUP,
    )
    yield _kind(
        "group_charge",
        N_("Another group's charge falls due"),
        ("text", "amount"),
        lambda m: en.GroupCharge(_group(m), m.amount),
        text=_GROUP,
    )
    yield _kind(
        "group_payment",
        N_("Paid back by another group"),
        ("text", "amount", "transfer"),
        lambda m: en.GroupPayment(_group(m), m.amount, m.transfer),
        text=_GROUP,
    )


def _moving() -> Iterator[LineKind]:
    """Members who move; with a claim the money follows later."""
    away: tuple[tuple[str, Text, bool], ...] = (
        ("move_away", N_("A member moves to another group"), False),
        ("move_away_claim", N_("A member moves, the money follows later"), True),
    )
    for key, title, claim in away:
        yield _kind(
            key,
            title,
            ("member", "text"),
            partial(lambda m, claim: en.MoveAway(m.member, _group(m), claim), claim=claim),
            text=_GROUP,
        )
    into: tuple[tuple[str, Text, bool], ...] = (
        ("move_in", N_("A member came from another group"), False),
        ("move_in_claim", N_("A member came, the money follows later"), True),
    )
    for key, title, claim in into:
        yield _kind(
            key,
            title,
            ("member", "text", "amount", "transfer"),
            partial(
                lambda m, claim: en.MoveIn(m.member, _group(m), m.amount, claim, m.transfer),
                claim=claim,
            ),
            text=_GROUP,
        )


def _group(m: Meant) -> str:
    """The other group that was typed."""
    try:
        return group_ref(m.groups, m.text)
    except Refusal as refusal:
        raise Unfilled("text", refusal) from None


def _lender(m: Meant) -> str:
    """A group that is known here, the id of a book, or a word: small letters, digits and ``_``."""
    typed = m.text
    try:
        return group_ref(m.groups, typed)
    except Refusal as refusal:
        if refusal.code != "bad_group":
            raise Unfilled("text", refusal) from None
    code = re.sub(r"[^a-z0-9]+", "_", typed.casefold()).strip("_")[:24]
    if not code or not code[0].isalpha():
        raise Unfilled("text", Refusal("bad_value", value=typed))
    return code


def _of_members() -> Iterator[LineKind]:
    yield _kind("death", N_("A member died"), ("member",), lambda m: en.Died(m.member))
    yield _kind(
        "leave",
        N_("A member leaves"),
        ("member", "text"),
        lambda m: en.Leaving(m.member, None, m.text),
    )
    yield _kind(
        "expelled",
        N_("A member is put out"),
        ("member", "text"),
        lambda m: en.Leaving(m.member, None, m.text, expelled=True),
        needs_text=True,
    )
    yield from _moving()


class Unfilled(Exception):  # noqa: N818 - an answer to the form, not a fault of the program
    """A field of the form can't be understood.

    Attributes:
        field: which.
        refusal: why.
    """

    def __init__(self, field: Field, refusal: Refusal) -> None:
        super().__init__(field)
        self.field = field
        self.refusal = refusal
