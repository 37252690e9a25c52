"""``group.toml``: a group's constitution and members as typed up from paper.

Money is in whole units of the currency. Each key is read or the file is refused.
"""

import re
import unicodedata
from pathlib import Path

import msgspec

from coopledger.domain.constitution import Constitution
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.domain.quorum import COMMITTEE
from coopledger.interop.rules_file import NOTEBOOK_KEYS, check_keys, read_rules
from coopledger.interop.toml_lines import line_of, parse

FILE = "group.toml"
GROUP_KEYS = {"name", "kind", "currency", "currency_decimals", "country", "constitution", "members"}
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
    data = parse(text, FILE)
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


def _group(data: dict[str, object]) -> GroupFile:
    check_keys(data, GROUP_KEYS - {"country"}, {"country"}, "")
    name = clean_name(data["name"], "name")
    rules, members = data["constitution"], data["members"]
    if not isinstance(rules, dict):
        raise Refusal("bad_value", column="constitution", value=str(rules))
    if not isinstance(members, list) or not members or len(members) > MAX_MEMBERS:
        raise Refusal("bad_value", column="members", value="")
    constitution = read_rules(data, dict(rules), NOTEBOOK_KEYS)
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
    check_keys(entry, {"id", "name"}, {"sex", "officer", "key_holder"}, "members.")
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
        if entry["officer"] not in COMMITTEE:
            raise Refusal("bad_value", column="members.officer", value=str(entry["officer"]))
        roles.append(entry["officer"])
    holder = entry.get("key_holder", False)
    if not isinstance(holder, bool):
        raise Refusal("bad_value", column="members.key_holder", value=str(holder))
    if holder:
        roles.append("key_holder")
    return PaperMember(code, clean_name(entry["name"], "members.name"), sex, tuple(roles))
