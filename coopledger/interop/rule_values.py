"""What a rule's value must be, read from the constitution's own types, and why another is not."""

from functools import cache
from typing import cast

import msgspec
from msgspec import inspect

from coopledger.domain.constitution import Constitution, ShareOutRounding

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
        return _rounding(value)
    if isinstance(wanted, inspect.DictType):
        return {"why": "fine_wanted"}
    return {"why": _text(key, wanted)}


def _text(key: str, wanted: inspect.Type) -> str:
    pattern = (wanted.pattern or "") if isinstance(wanted, inspect.StrType) else ""
    if pattern.startswith(_PERCENT):
        return "percent_wanted"
    return "bad_date" if pattern.startswith(_DATE) else _BY_KEY.get(key, "bad_code")


def _rounding(value: object) -> Why:
    info = cast("inspect.StructType", inspect.type_info(ShareOutRounding))
    wanted = {field.name: field.type for field in info.fields}
    table = value if isinstance(value, dict) else {}
    for name in table:
        if name not in wanted:
            return {"why": "unknown_key", "key": name}
    for name in wanted:
        if name not in table:
            return {"why": "missing_key", "key": name}
    modes = cast("inspect.LiteralType", wanted["mode"]).values
    if table["mode"] not in modes:
        return {"why": "not_a_choice", "choices": list(modes)}
    if not isinstance(table["unit"], int):
        return {"why": "not_a_number"}
    return {"why": "out_of_range", "least": 1, "most": cast("inspect.IntType", wanted["unit"]).le}
