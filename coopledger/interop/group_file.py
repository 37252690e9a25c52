"""``group.toml``: a group's constitution and members as typed up from paper.

Money is in whole units of the currency. Each key is read or the file is refused.
"""

import re
import tomllib
import unicodedata
from datetime import date
from pathlib import Path

import msgspec

from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.money import MAX_AMOUNT, Currency
from coopledger.interop.toml_lines import line_of

FILE = "group.toml"
MONEY_KEYS = ("share_price", "social_contribution")
FLAG_KEYS = ("capitalise_unpaid_charge", "charge_after_due_date", "one_loan_at_a_time")
FUND_KEYS = ("expenses_from", "fines_go_to")
FUNDS = {"loan_fund": "loan", "social_fund": "social"}
GROUP_KEYS = {"name", "kind", "currency", "currency_decimals", "country", "constitution", "members"}
OFFICES = (
    "chairperson",
    "secretary",
    "treasurer",
    "record_keeper",
    "box_keeper",
    "money_counter",
)
MAX_MEMBERS = 1000
MAX_NAME = 100


class PaperMember(msgspec.Struct, frozen=True):
    """A member as the file names them."""

    code: str
    name: str
    sex: str
    roles: tuple[str, ...]


class GroupFile(msgspec.Struct, frozen=True):
    """The file's content."""

    name: str
    constitution: Constitution
    members: tuple[PaperMember, ...]

    @property
    def currency(self) -> Currency:
        """The currency of all amounts."""
        return self.constitution.money


def read_group(path: Path) -> GroupFile:
    """Read ``group.toml``.

    Raises:
        Refusal: it can't be read, lacks a key, or has one or a value that is not known.
    """
    from coopledger.interop.notebook import read_text

    text = read_text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        told = re.search(r"line (\d+)", str(problem))
        line = int(told[1]) if told else max(len(text.splitlines()), 1)
        raise Refusal("bad_toml", file=FILE, line=line, column="", value=str(problem)) from None
    try:
        return _group(data)
    except Refusal as refusal:
        table, key, index = _place(refusal)
        line = line_of(text, table, key, index)
        raise refusal.within(file=FILE, line=line, value="") from None


def _place(refusal: Refusal) -> tuple[str, str, int]:
    """Table, key and block that a refusal's column names, as `line_of` takes them."""
    column = str(refusal.params.get("column", ""))
    table, _, key = column.partition(".")
    if not key and table not in ("constitution", "members"):
        return "", table, 0
    if table == "constitution" and key.startswith("fines."):
        return "constitution.fines", key.removeprefix("fines."), 0
    index = refusal.params.get("index", 0)
    return table, key, index if isinstance(index, int) else 0


def clean_name(value: object, column: str) -> str:
    """A name as people wrote it, in normal form C.

    Raises:
        Refusal: it is empty, too long, or holds control or direction-changing characters.
    """
    name = unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else ""
    joiners = "\u200c\u200d"  # Indic and Persian names need them
    bad = [
        c for c in name if unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs") and c not in joiners
    ]
    if not name or len(name) > MAX_NAME or bad:
        raise Refusal("bad_name", column=column, value=str(value))
    return name


def fine_code(name: str) -> str:
    """The code under which a page carries a fine: the group's word in plain small letters.

    Raises:
        Refusal: nothing of the word can be written so.
    """
    letters = unicodedata.normalize("NFKD", name.strip()).casefold()
    plain = "".join(c for c in letters if not unicodedata.combining(c))
    code = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,23}", code):
        raise Refusal("bad_value", column=f"constitution.fines.{name}", value=name)
    return code


def _keys(table: dict[str, object], wanted: set[str], optional: set[str], prefix: str) -> None:
    for key in table:
        if key not in wanted | optional:
            raise Refusal("unknown_key", column=prefix + key, value=key)
    for key in sorted(wanted - set(table)):
        raise Refusal("missing_key", column=prefix + key, value=key)


def _group(data: dict[str, object]) -> GroupFile:
    _keys(data, GROUP_KEYS - {"country"}, {"country"}, "")
    name = clean_name(data["name"], "name")
    rules, members = data["constitution"], data["members"]
    if not isinstance(rules, dict):
        raise Refusal("bad_value", column="constitution", value=str(rules))
    if not isinstance(members, list) or not members or len(members) > MAX_MEMBERS:
        raise Refusal("bad_value", column="members", value="")
    constitution = _constitution(data, dict(rules))
    seen: set[str] = set()
    people: list[PaperMember] = []
    for index, entry in enumerate(members):
        try:
            member = _member(entry)
        except Refusal as refusal:
            raise refusal.within(index=index) from None
        if member.code in seen:
            where = {"column": "members.id", "index": index}
            raise Refusal("duplicate_member", value=member.code, **where)
        seen.add(member.code)
        people.append(member)
    return GroupFile(name, constitution, tuple(people))


def _member(entry: object) -> PaperMember:
    if not isinstance(entry, dict):
        raise Refusal("bad_value", column="members", value=str(entry))
    _keys(entry, {"id", "name"}, {"sex", "officer", "key_holder"}, "members.")
    code = entry["id"]
    if not isinstance(code, str) or not re.fullmatch(
        r"[A-Za-z0-9][A-Za-z0-9_-]{0,11}", code, re.ASCII
    ):
        raise Refusal("bad_value", column="members.id", value=str(code))
    sex = entry.get("sex", "")
    if sex not in ("", "F", "M", "X"):
        raise Refusal("bad_value", column="members.sex", value=str(sex))
    roles: list[str] = []
    if "officer" in entry:
        if entry["officer"] not in OFFICES:
            raise Refusal("bad_value", column="members.officer", value=str(entry["officer"]))
        roles.append(entry["officer"])
    holder = entry.get("key_holder", False)
    if not isinstance(holder, bool):
        raise Refusal("bad_value", column="members.key_holder", value=str(holder))
    if holder:
        roles.append("key_holder")
    return PaperMember(code, clean_name(entry["name"], "members.name"), sex, tuple(roles))


def _constitution(data: dict[str, object], rules: dict[str, object]) -> Constitution:
    own = {"kind", "currency", "currency_decimals", "country", "funds", "places"}
    fields = {field.name for field in msgspec.structs.fields(Constitution)} - own
    _keys(rules, fields, set(), "constitution.")
    decimals = data["currency_decimals"]
    if not isinstance(decimals, int) or isinstance(decimals, bool) or not 0 <= decimals <= 4:
        raise Refusal("bad_value", column="currency_decimals", value=str(decimals))
    plain = _in_minor_units({key: _plain(key, value) for key, value in rules.items()}, 10**decimals)
    for key in ("kind", "currency", "country"):
        plain[key] = data.get(key, "")
    plain["currency_decimals"] = decimals
    try:
        constitution = msgspec.convert(plain, Constitution)
        date.fromisoformat(constitution.cycle_start)
    except msgspec.ValidationError as problem:
        raise _invalid(str(problem), rules, data) from None
    except ValueError:
        column = "constitution.cycle_start"
        raise Refusal("bad_value", column=column, value=str(rules["cycle_start"])) from None
    if sorted(constitution.allocation) != ["charge", "principal"]:
        column = "constitution.allocation"
        raise Refusal("bad_value", column=column, value=", ".join(constitution.allocation))
    return constitution


def _in_minor_units(plain: dict[str, object], unit: int) -> dict[str, object]:
    """Money in minor units, funds by the names that a page uses."""
    for key in MONEY_KEYS:
        plain[key] = _times(plain[key], unit)
    for key in FUND_KEYS:
        plain[key] = FUNDS.get(str(plain[key]), plain[key])
    rounding, fines = plain["share_out_rounding"], plain["fines"]
    if isinstance(rounding, dict) and "unit" in rounding:
        plain["share_out_rounding"] = {**rounding, "unit": _times(rounding["unit"], unit)}
    if isinstance(fines, dict):
        plain["fines"] = _fines(fines, unit)
    if isinstance(plain["charge_percent"], int | float):
        plain["charge_percent"] = f"{plain['charge_percent']}"
    return plain


def _fines(fines: dict[str, object], unit: int) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, amount in fines.items():
        code, column = fine_code(name), f"constitution.fines.{name}"
        whole = isinstance(amount, int) and not isinstance(amount, bool)
        if code in found or not whole or not 0 <= int(str(amount)) * unit <= MAX_AMOUNT:
            raise Refusal("bad_value", column=column, value=str(amount))
        found[code] = _times(amount, unit)
    return found


def _plain(key: str, value: object) -> object:
    """Yes and no as 1 and 0 where the rules have a yes or no, a TOML date as its ISO text."""
    if isinstance(value, bool):
        if key not in FLAG_KEYS:
            raise Refusal("bad_value", column=f"constitution.{key}", value=str(value).lower())
        return int(value)
    if key in FLAG_KEYS:
        raise Refusal("bad_value", column=f"constitution.{key}", value=str(value))
    return value.isoformat() if isinstance(value, date) else value


def _times(value: object, unit: int) -> object:
    return value * unit if isinstance(value, int) and not isinstance(value, bool) else value


def _invalid(problem: str, rules: dict[str, object], data: dict[str, object]) -> Refusal:
    """A refusal from msgspec's words, which end in ``at `$.key...```."""
    found = re.search(r"\$\.([a-z_]+)", problem)
    key = found[1] if found else ""
    column = f"constitution.{key}" if key in rules else key
    value = rules.get(key, data.get(key, ""))
    return Refusal("bad_value", column=column, value=str(value), reason=problem)
