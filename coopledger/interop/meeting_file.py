"""A meeting in a file, for scripts: JSON by the schema here, or CSV lines as in a notebook.

Amounts in JSON are integers in minor units; in CSV they are written as people write them.
"""

import re
from pathlib import Path
from typing import Any, TypeGuard

import msgspec

from coopledger.domain.constitution import IsoDate
from coopledger.domain.days import is_day
from coopledger.domain.entries import AnyEntry, Joining
from coopledger.domain.errors import Refusal
from coopledger.domain.events import Number
from coopledger.domain.money import Currency
from coopledger.interop.notebook import Line, read_lines, read_text
from coopledger.ledger.salted import MemberCard, read_card
from coopledger.ledger.unreadable import UNREADABLE


class MeetingFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One meeting.

    ``accept`` names the rules that officers let be broken in this meeting (finding codes);
    ``again`` is true when the last meeting was broken off and goes on.
    """

    date: IsoDate
    entries: tuple[AnyEntry, ...]
    meeting: Number = 0
    """0: the next one."""
    again: bool = False
    accept: tuple[str, ...] = ()


class Said(msgspec.Struct, frozen=True):
    """A meeting as read, the file's name, and the lines it was read from if it is CSV."""

    file: MeetingFile
    name: str
    lines: tuple[Line, ...] = ()

    def place(self, n: int, code: str) -> dict[str, object]:
        """File, line, column and value that a refusal of entry ``n`` is about."""
        if self.lines:
            return self.lines[n].place_of(code) | {"file": self.name}
        value = msgspec.json.encode(self.file.entries[n]).decode()
        return {"file": self.name, "line": 1, "column": f"entries[{n}]", "value": value}


def schema() -> dict[str, Any]:
    """The JSON Schema of a meeting's file."""
    told = msgspec.json.encode(msgspec.json.schema(MeetingFile))
    # In JSON Schema "$" is the end alone; Python has it before a last line feed too.
    found: dict[str, Any] = msgspec.json.decode(told.replace(rb"\\Z", b"$"))
    return found


def read_meeting(path: Path, currency: Currency) -> Said:
    """Read a meeting from JSON or, by the ending ``.csv``, from notebook lines.

    Raises:
        Refusal: it can't be read; params name file, line, column and value.
    """
    return _csv(path, currency) if path.suffix.lower() == ".csv" else _json(path)


def _json(path: Path) -> Said:
    text = read_text(path)
    try:
        file = msgspec.json.decode(text.encode(), type=MeetingFile)
    except msgspec.ValidationError as problem:
        at = re.search(r"at `\$\.?(.*)`", str(problem))
        column = at[1] if at else ""
        params = {"line": 1, "column": column, "value": str(problem)}
        raise Refusal("bad_value", file=path.name, **params) from None
    except UNREADABLE as problem:
        at = re.search(r"byte (\d+)", str(problem))
        line = text.encode()[: int(at[1]) if at else 0].count(b"\n") + 1
        params = {"line": line, "column": "", "value": str(problem)}
        raise Refusal("bad_json", file=path.name, **params) from None
    for n, entry in enumerate(file.entries):
        if lacks_card(entry):
            params = {"line": 1, "column": f"entries[{n}].card", "value": entry.card}
            raise Refusal("bad_value", file=path.name, **params)
    if not is_day(file.date):
        raise Refusal("bad_date", file=path.name, line=1, column="date", value=file.date)
    return Said(file, path.name)


def lacks_card(entry: AnyEntry) -> TypeGuard[Joining]:
    """Whether somebody joins by an entry with a text as the card that is none."""
    return isinstance(entry, Joining) and read_card(entry.card, MemberCard) is None


def _csv(path: Path, currency: Currency) -> Said:
    try:
        meetings = read_lines(path, currency)
    except Refusal as refusal:  # a notebook's file is always called the same
        raise Refusal(refusal.code, **refusal.params | {"file": path.name}) from None
    if len(meetings) != 1:
        second = meetings[1]
        params = {"line": second.first_line, "column": "meeting", "value": second.number}
        raise Refusal("one_meeting_only", file=path.name, **params)
    meeting = meetings[0]
    file = MeetingFile(
        date=meeting.day,
        entries=tuple(line.entry for line in meeting.lines),
        meeting=meeting.number,
    )
    return Said(file, path.name, meeting.lines)
