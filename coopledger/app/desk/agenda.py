"""Between the sheet and the draft: entries stand in the order of the agenda, however typed."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from coopledger.app.desk.columns import COLUMNS, LOAN_KEYS, Column
from coopledger.app.desk.reading import understood
from coopledger.app.desk.sheet import Value, cell
from coopledger.domain import entries as en
from coopledger.domain.constitution import Constitution

_ORDER: tuple[type, ...] = (
    en.Joining,
    en.Attendance,
    en.FineSet,
    en.FinePayment,
    en.Contribution,
    en.GrantGiven,
    en.ShareBuying,
    en.Repayment,
    en.Recovery,
    en.Rescheduling,
    en.Rollover,
    en.GuarantorReleased,
    en.Died,
    en.LoanLoss,
    en.Transfer,
    en.Spending,
    en.Leaving,
    en.LoanRequest,
    en.Resolution,
    en.CashCount,
)
_LINE = re.compile(r"line:(\d+)")


class Placed(NamedTuple):
    """An entry and the place in the sheet where it was typed."""

    place: str
    entry: en.AnyEntry


def _rank(entry: en.AnyEntry) -> int:
    # Money comes from the bank before it is lent, and what is left goes there after.
    if isinstance(entry, en.Transfer) and entry.to != "box":
        return _ORDER.index(en.Resolution)
    return _ORDER.index(type(entry))


def entries_of(
    values: Mapping[str, Value], members: Mapping[str, object], rules: Constitution
) -> list[Placed]:
    """The entries of a sheet, in the order of the agenda; what was not understood is left out."""
    found: list[Placed] = []
    for member in members:
        for column in COLUMNS:
            place = cell(member, column.key)
            value = values.get(place)
            if value is not None and understood(column, value):
                found.extend(Placed(place, entry) for entry in _entries(column, member, values))
    lines = [place for place in values if _LINE.fullmatch(place)]
    for place in sorted(lines, key=line_number):
        entry = values[place]
        if isinstance(entry, msgspec.Struct):
            found.append(Placed(place, entry))
    for fund in rules.funds:
        counted = values.get(f"count:{fund}")
        if isinstance(counted, int):
            reason = values.get(f"reason:{fund}", "")
            found.append(Placed(f"count:{fund}", en.CashCount(fund, counted, str(reason))))
    return sorted(found, key=lambda placed: _rank(placed.entry))


def _entries(column: Column, member: str, values: Mapping[str, Value]) -> Iterator[en.AnyEntry]:
    value = values[cell(member, column.key)]
    if isinstance(value, tuple):
        yield from value
    elif column.key == "roll":
        yield en.Attendance(member, value)  # type: ignore[arg-type]
    elif column.key == "loan":
        weeks, purpose = (values.get(cell(member, key)) for key in LOAN_KEYS[1:])
        if isinstance(value, int) and isinstance(weeks, int):
            yield en.LoanRequest(member, value, weeks, str(purpose or ""))
    elif column.key in _OF_COLUMN and isinstance(value, int):
        yield _OF_COLUMN[column.key](member, value)


_OF_COLUMN: dict[str, type[en.FinePayment | en.Contribution | en.ShareBuying | en.Repayment]] = {
    "fine_paid": en.FinePayment,
    "social": en.Contribution,
    "shares": en.ShareBuying,
    "repayment": en.Repayment,
}


def line_number(place: str) -> int:
    """The number in a line's place; 0 for other places."""
    found = _LINE.fullmatch(place)
    return int(found[1]) if found else 0


def values_of(draft: en.Draft) -> dict[str, Value]:
    """The sheet that gives this draft. What has no cell, or finds it taken, becomes a line."""
    values: dict[str, Value] = {"day": draft.day}
    lines = 0
    for entry in draft.entries:
        if not _placed(entry, values):
            lines += 1
            values[f"line:{lines}"] = entry
    return values


def _placed(entry: en.AnyEntry, values: dict[str, Value]) -> bool:
    new: dict[str, Value]
    match entry:
        case en.Attendance():
            new = {cell(entry.member, "roll"): entry.status}
        case en.FineSet():
            place = cell(entry.member, "fine")
            before = values.get(place, ())
            values[place] = (*before, entry) if isinstance(before, tuple) else (entry,)
            return True
        case en.FinePayment() | en.Contribution() | en.Repayment():
            key = {kind: key for key, kind in _OF_COLUMN.items()}[type(entry)]
            new = {cell(entry.member, key): entry.amount}
        case en.ShareBuying():
            new = {cell(entry.member, "shares"): entry.count}
        case en.LoanRequest() if not (entry.instalments or entry.guarantors):
            parts: tuple[Value, ...] = (entry.amount, entry.weeks, entry.purpose)
            named = zip(LOAN_KEYS, parts, strict=True)
            new = {cell(entry.member, key): part for key, part in named if part != ""}
        case en.CashCount():
            new = {f"count:{entry.fund}": entry.counted}
            if entry.reason:
                new[f"reason:{entry.fund}"] = entry.reason
        case _:
            return False
    if any(place in values for place in new):
        return False
    values.update(new)
    return True
