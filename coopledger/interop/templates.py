"""Constitutions as files: the templates that come with the program, and a group's own.

A file is written as ``group.toml`` is: ``kind``, ``currency``, ``currency_decimals`` and
``country``, then the table ``[constitution]``. A name and members, as a ``group.toml`` has them,
may stand there too and are not looked at.
"""

from pathlib import Path
from typing import get_args

import msgspec

from coopledger.domain.constitution import Constitution, Kind
from coopledger.domain.constitution_check import problems
from coopledger.domain.errors import Refusal
from coopledger.interop.notebook import read_text
from coopledger.interop.rules_file import TEMPLATE_KEYS, Table, judge_rules, key_faults
from coopledger.interop.toml_lines import line_of, parse
from coopledger.words.resources import resource

NEEDED = {"kind", "currency", "currency_decimals", "constitution"}
NOT_LOOKED_AT = {"name", "members", "cutoff"}
ORDER = ("unknown_key", "bad_value", "missing_key")
KINDS: tuple[Kind, ...] = get_args(Kind)
"""The kinds of group that have a template."""


class Judged(msgspec.Struct, frozen=True):
    """A constitution that was read, and everything that is wrong with the file.

    Each fault has ``file``, ``line`` (the first is 1), ``column`` (the key) and ``value``; its
    ``why``, where it has one, is the code of the sentence that says what is wrong.
    """

    constitution: Constitution | None
    faults: tuple[Refusal, ...]


def template_path(kind: Kind) -> Path:
    """Where the template of a kind of group lies."""
    return resource("constitutions", f"{kind}.toml")


def load_template(kind: Kind, **changes: object) -> Constitution:
    """The template of a kind of group, with what the group wants otherwise.

    Args:
        kind: of group.
        changes: parameters by name; amounts in minor units.

    Raises:
        Refusal: a change contradicts the rest.
    """
    plain = read_constitution(template_path(kind))
    rules = msgspec.convert({**msgspec.to_builtins(plain), **changes}, Constitution)
    for each in problems(rules):
        raise Refusal(
            "bad_value", column=each.key, value=each.value, why=each.code, **dict(each.params)
        )
    return rules


def read_constitution(path: Path) -> Constitution:
    """A constitution from a file.

    Raises:
        Refusal: the first thing that is wrong with it.
    """
    judged = judge_constitution(path)
    if judged.constitution is None or judged.faults:
        raise judged.faults[0]
    return judged.constitution


def judge_constitution(path: Path) -> Judged:
    """Read a file, and tell everything that is wrong with it.

    What is not known comes first, then bad values, both by their lines, then what is missing: a
    misspelt key is unknown and missing, and where it stands is the better answer.

    Raises:
        Refusal: it can't be read as text at all.
    """
    text = read_text(path)
    try:
        data = parse(text, path.name)
    except Refusal as refusal:
        return Judged(None, (refusal,))
    constitution, faults = _judge(data)
    placed = [_placed(fault, text, path.name) for fault in faults]
    placed.sort(key=lambda each: (ORDER.index(each.code), int(str(each.params["line"]))))
    return Judged(constitution, tuple(placed))


def _judge(data: Table) -> tuple[Constitution | None, list[Refusal]]:
    faults = list(key_faults(data, NEEDED, {"country", *NOT_LOOKED_AT}, ""))
    rules = data.get("constitution")
    if not isinstance(rules, dict):
        if "constitution" in data:
            faults.append(Refusal("bad_value", column="constitution", value=str(rules)))
        return None, faults
    missing = NEEDED - set(data)
    constitution, found = judge_rules(data, dict(rules), TEMPLATE_KEYS)
    # What is missing was told already; that nothing can't be a currency need not be.
    faults += [fault for fault in found if fault.params["column"] not in missing]
    return constitution, faults


def _placed(fault: Refusal, text: str, file: str) -> Refusal:
    """The fault with its file and line."""
    column = str(fault.params["column"])
    table, _, key = column.rpartition(".")
    line = line_of(text, table, key)
    if column.startswith("constitution.fines.") and f"[{table}]" not in text:
        line = line_of(text, "constitution", "fines")
    return fault.within(file=file, line=line, value="")
