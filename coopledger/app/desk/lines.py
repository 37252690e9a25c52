"""What stands beside the grid: grants, expenses, the bank, write-offs, leavers, decisions."""

from collections.abc import Callable
from typing import Literal, NamedTuple

import msgspec

from coopledger.app.desk.reading import read_text
from coopledger.domain import entries as en
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.ledger.salted import MemberCard
from coopledger.words.catalog import N_, Text
from coopledger.words.money import format_amount, parse_amount

Field = Literal["member", "amount", "text"]


class Filled(NamedTuple):
    """A form as it was filled in: a member's code, an amount and a text as typed."""

    member: str = ""
    amount: str = ""
    text: str = ""


class LineKind(NamedTuple):
    """One kind of line: what people call it, which fields it asks for, what its text is."""

    key: str
    title: Text
    fields: tuple[Field, ...]
    text_title: Text
    make: Callable[[str, int, str], en.AnyEntry]


LINE_KINDS: tuple[LineKind, ...] = (
    LineKind(
        "grant",
        N_("Help from the social fund"),
        ("member", "amount", "text"),
        N_("Reason"),
        en.GrantGiven,
    ),
    LineKind(
        "expense",
        N_("Expense"),
        ("amount", "text"),
        N_("For what"),
        lambda _member, amount, text: en.Spending(amount, text),
    ),
    LineKind(
        "deposit",
        N_("To the bank"),
        ("amount",),
        N_("Note"),
        lambda _member, amount, _text: en.Transfer(amount, "box", "bank"),
    ),
    LineKind(
        "withdrawal",
        N_("From the bank"),
        ("amount",),
        N_("Note"),
        lambda _member, amount, _text: en.Transfer(amount, "bank", "box"),
    ),
    LineKind(
        "write_off",
        N_("Loan written off"),
        ("member", "amount", "text"),
        N_("Reason"),
        en.LoanLoss,
    ),
    LineKind(
        "death",
        N_("A member died"),
        ("member",),
        N_("Note"),
        lambda member, _amount, _text: en.Died(member),
    ),
    LineKind(
        "leave",
        N_("A member leaves"),
        ("member", "text"),
        N_("Reason"),
        lambda member, _amount, text: en.Leaving(member, None, text),
    ),
    LineKind(
        "resolution",
        N_("Decision"),
        ("text",),
        N_("What was decided"),
        lambda _member, _amount, text: en.Resolution(text),
    ),
)
KIND_OF: dict[str, LineKind] = {kind.key: kind for kind in LINE_KINDS}


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


_TOLD: dict[Field, Text] = {
    "member": N_("member"),
    "amount": N_("amount"),
    "text": N_("text"),
}


def read_line(kind: LineKind, filled: Filled, rules: Constitution) -> en.AnyEntry:
    """Understand a form.

    Raises:
        Unfilled: a field is empty that must not be, or makes no sense.
    """
    amount, text = 0, ""
    if "member" in kind.fields and not filled.member:
        raise Unfilled("member", Refusal("missing_key", field=str(_TOLD["member"])))
    if "amount" in kind.fields:
        amount = _amount(filled.amount, rules.money)
    if "text" in kind.fields:
        try:
            text = read_text(filled.text)
        except Refusal as refusal:
            raise Unfilled("text", refusal) from None
        if not text and kind.key == "resolution":
            raise Unfilled("text", Refusal("missing_key", field=str(kind.text_title)))
    return kind.make(filled.member, amount, text)


def _amount(typed: str, currency: Currency) -> int:
    if not typed.strip():
        raise Unfilled("amount", Refusal("missing_key", field=str(_TOLD["amount"])))
    try:
        amount = parse_amount(typed, currency)
    except Refusal as refusal:
        raise Unfilled("amount", refusal) from None
    if not amount:
        raise Unfilled("amount", Refusal("bad_value", value=typed))
    return amount


_TITLES: dict[type, Text] = {
    en.GrantGiven: KIND_OF["grant"].title,
    en.Spending: KIND_OF["expense"].title,
    en.LoanLoss: KIND_OF["write_off"].title,
    en.Died: KIND_OF["death"].title,
    en.Leaving: KIND_OF["leave"].title,
    en.Resolution: KIND_OF["resolution"].title,
    en.Attendance: N_("A second answer at roll call"),
    en.FinePayment: N_("Fines paid, a second time"),
    en.Contribution: N_("Social contribution, a second time"),
    en.ShareBuying: N_("Shares bought, a second time"),
    en.Repayment: N_("Repayment, a second one"),
    en.LoanRequest: N_("New loan"),
    en.Joining: N_("Someone joins"),
    en.Recovery: N_("Paid back on a loan given up"),
    en.Rescheduling: N_("Loan put off"),
    en.Rollover: N_("Loan taken over by a new one"),
    en.GuarantorReleased: N_("Guarantor released"),
    en.CashCount: N_("A second count"),
}


def title_of(entry: en.AnyEntry) -> str:
    """What people call a line."""
    if isinstance(entry, en.Transfer):
        return str(KIND_OF["deposit" if entry.at == "box" else "withdrawal"].title)
    return str(_TITLES[type(entry)])


def amount_of(entry: en.AnyEntry, refund: int | None, currency: Currency) -> str:
    """The money on a line; ``refund`` is what was worked out for a leaver."""
    for name in ("amount", "principal", "counted"):
        if (amount := getattr(entry, name, None)) is not None:
            return format_amount(amount, currency)
    if isinstance(entry, en.Leaving) and refund is not None:
        return format_amount(refund, currency)
    return ""


def text_of(entry: en.AnyEntry) -> str:
    """The words on a line."""
    if isinstance(entry, en.Joining):
        return f"{entry.member} {msgspec.json.decode(entry.card, type=MemberCard).name}"
    for name in ("reason", "what", "text", "purpose"):
        if text := getattr(entry, name, ""):
            return str(text)
    return ""
