"""What a rule's value must be, read from the constitution's own types, and why another is not."""

from functools import cache
from typing import cast

import msgspec
from msgspec import inspect

from coopledger.domain.constitution import Act, Constitution, Quorum

Why = dict[str, object]
"""``why``: a code that `coopledger.words` has a sentence for, and the figures of that sentence."""

_PERCENT = r"^\d{1,4}"
_DATE = r"^\d{4}-"
_BY_KEY = {"currency": "currency_code_wanted", "country": "country_code_wanted"}
_SPELT = {"loan": "loan_fund", "social": "social_fund"}
"""How funds are spelt in a file."""


@cache
def _types() -> dict[str, inspect.Type]:
    info = cast("inspect.StructType", inspect.type_info(Constitution))
    return {field.name: field.type for field in info.fields}


@cache
def _fields() -> dict[str, object]:
    return {field.name: field.type for field in msgspec.structs.fields(Constitution)}


def why_not(key: str, value: object, unit: int = 1) -> Why | None:
    """Why a parameter can't have a value, or None where it can.

    Args:
        key: the parameter.
        value: as a page would hold it.
        unit: minor units in what the file's figures count; the limits are told in it.
    """
    try:
        msgspec.convert(value, _fields()[key])
    except msgspec.ValidationError:
        return _why(key, _types()[key], value, unit)
    return None


def _why(key: str, wanted: inspect.Type, value: object, unit: int) -> Why:
    if isinstance(wanted, inspect.IntType):
        if not isinstance(value, int):
            return {"why": "not_a_number"}
        return {"why": "out_of_range", "least": wanted.ge, "most": (wanted.le or 0) // unit}
    if isinstance(wanted, inspect.LiteralType):
        choices = [_SPELT.get(str(word), word) for word in wanted.values]
        return {"why": "not_a_choice", "choices": choices}
    if isinstance(wanted, inspect.VarTupleType):
        if not isinstance(value, list):
            return {"why": "list_wanted"}
        return _why(key, wanted.item_type, value, unit)
    if isinstance(wanted, inspect.StructType):
        return _fields_of(wanted, value)
    if isinstance(wanted, inspect.DictType):
        return {"why": "fine_wanted"} if key == "fines" else _quorums(wanted, value)
    return {"why": _text(key, wanted)}


def _text(key: str, wanted: inspect.Type) -> str:
    pattern = (wanted.pattern or "") if isinstance(wanted, inspect.StrType) else ""
    if pattern.startswith(_PERCENT):
        return "percent_wanted"
    return "bad_date" if pattern.startswith(_DATE) else _BY_KEY.get(key, "bad_code")


def _fields_of(wanted: inspect.StructType, value: object) -> Why:
    """What is wrong with a table of a choice and a number."""
    table = value if isinstance(value, dict) else {}
    known = {field.encode_name: field for field in wanted.fields}
    for name in table:
        if name not in known:
            return {"why": "unknown_key", "key": name}
    for name, field in known.items():
        if name not in table and field.required:
            return {"why": "missing_key", "key": name}
    for name, each in table.items():
        kind = known[name].type
        if isinstance(kind, inspect.LiteralType) and each not in kind.values:
            return {"why": "not_a_choice", "value": each, "choices": list(kind.values)}
    numbers = [field.type for field in wanted.fields if isinstance(field.type, inspect.IntType)]
    if not all(isinstance(each, int | str) for each in table.values()):
        return {"why": "not_a_number"}
    return {"why": "out_of_range", "least": numbers[0].ge, "most": numbers[0].le}


def _quorums(wanted: inspect.DictType, value: object) -> Why:
    acts = cast("inspect.LiteralType", wanted.key_type).values
    if not isinstance(value, dict):
        return {"why": "quorum_wanted"}
    for act, quorum in value.items():
        if act not in acts:
            return {"why": "not_a_choice", "value": act, "choices": list(acts)}
        if not isinstance(quorum, dict):
            return {"why": "quorum_wanted", "value": quorum}
        try:
            msgspec.convert({act: quorum}, dict[Act, Quorum])
        except msgspec.ValidationError:
            return _fields_of(cast("inspect.StructType", wanted.value_type), quorum)
    return {"why": "quorum_wanted"}
