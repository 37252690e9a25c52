"""A form for a line beside the grid: what was typed into it, understood."""

from collections.abc import Mapping

from coopledger.app.desk.line_kinds import MOST_TERM, Field, Filled, LineKind, Meant, Unfilled
from coopledger.app.desk.reading import read_text
from coopledger.app.group_refs import transfer_ref
from coopledger.domain import entries as en
from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.words.catalog import N_, Text
from coopledger.words.money import parse_amount
from coopledger.words.numbers import parse_number

_TOLD: dict[Field, Text] = {
    "member": N_("member"),
    "other": N_("member"),
    "amount": N_("amount"),
    "number": N_("number"),
    "text": N_("text"),
    "transfer": N_("number"),
}


def read_line(
    kind: LineKind, filled: Filled, rules: Constitution, groups: Mapping[str, str]
) -> en.AnyEntry:
    """Understand a form; ``groups`` are the names of the other groups here, by the book's id.

    Raises:
        Unfilled: a field is empty that must not be, or makes no sense.
    """
    amount, number, text = 0, 0, ""
    people: tuple[tuple[Field, str], ...] = (("member", filled.member), ("other", filled.other))
    for field, code in people:
        if field in kind.fields and not code:
            raise Unfilled(field, Refusal("missing_key", field=str(_TOLD[field])))
    if "text" in kind.fields:
        try:
            text = read_text(filled.text)
        except Refusal as refusal:
            raise Unfilled("text", refusal) from None
        if not text and kind.needs_text:
            raise Unfilled("text", Refusal("missing_key", field=str(kind.text_title)))
    if "amount" in kind.fields:
        amount = _amount(filled.amount, rules.money, may_be_nothing=kind.key in ("pot", "move_in"))
    if "number" in kind.fields:
        number = _number(filled.number)
    return kind.make(
        Meant(filled.member, amount, text, filled.other, number, _transfer(filled), groups)
    )


def _transfer(filled: Filled) -> str:
    try:
        return transfer_ref(filled.transfer)
    except Refusal as refusal:
        raise Unfilled("transfer", refusal) from None


def _amount(typed: str, currency: Currency, *, may_be_nothing: bool) -> int:
    if not typed.strip():
        if may_be_nothing:
            return 0
        raise Unfilled("amount", Refusal("missing_key", field=str(_TOLD["amount"])))
    try:
        amount = parse_amount(typed, currency)
    except Refusal as refusal:
        raise Unfilled("amount", refusal) from None
    if not amount and not may_be_nothing:
        raise Unfilled("amount", Refusal("bad_value", value=typed))
    return amount


def _number(typed: str) -> int:
    try:
        number = parse_number(typed, maximum=MOST_TERM)
    except Refusal as refusal:
        raise Unfilled("number", refusal) from None
    if not number:
        raise Unfilled("number", Refusal("out_of_range", value=0, least=1, most=MOST_TERM))
    return number
