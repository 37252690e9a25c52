"""Between the sheet and the draft: entries stand in the order of the agenda, however typed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from coopledger.app.desk.columns import (
    LOAN_KEYS,
    TERM_KEYS,
    Column,
    StepKey,
    agenda_of,
    columns_of,
)
from coopledger.app.desk.reading import understood
from coopledger.app.desk.sheet import Value, cell
from coopledger.domain import entries as en
from coopledger.domain.constitution import Constitution
from coopledger.domain.days import is_day
from coopledger.words.catalog import N_
from coopledger.words.dates import format_date

_STEP_OF: dict[type, StepKey] = {
    en.Joining: "roll_call",
    en.MoveIn: "saving",
    en.Attendance: "roll_call",
    en.FineSet: "roll_call",
    en.FinePayment: "roll_call",
    en.BoxOpened: "open_box",
    en.Contribution: "social",
    en.GrantGiven: "social",
    en.ShareBuying: "saving",
    en.SharesForMoney: "saving",
    en.Saving: "saving",
    en.HeldReturned: "saving",
    en.Draw: "pot",
    en.HandsTaken: "pot",
    en.PotContribution: "pot",
    en.PotPaid: "pot",
    en.Repayment: "repayments",
    en.Recovery: "repayments",
    en.LoanLoss: "repayments",
    en.Rescheduling: "repayments",
    en.GuarantorReleased: "repayments",
    en.Rollover: "loans",
    en.LoanRequest: "loans",
    en.CashCount: "count",
}
"""What is no part of a step of its own is other money."""
_IN_A_STEP: tuple[type, ...] = (*_STEP_OF,)
_LINE = re.compile(r"line:(\d+)")


class Placed(NamedTuple):
    """An entry and the place in the sheet where it was typed."""

    place: str
    entry: en.AnyEntry


def entries_of(
    values: Mapping[str, Value], members: Mapping[str, object], rules: Constitution
) -> list[Placed]:
    """The entries of a sheet, in the order of the agenda; what was not understood is left out."""
    found: list[Placed] = []
    columns = columns_of(rules)
    for member in members:
        for column in columns:
            place = cell(member, column.key)
            value = values.get(place)
            if value is not None and understood(column, value):
                found.extend(Placed(place, entry) for entry in _entries(column, member, values))
    lines = [place for place in values if _LINE.fullmatch(place)]
    for place in sorted(lines, key=line_number):
        entry = values[place]
        if isinstance(entry, msgspec.Struct):
            found.append(Placed(place, entry))
    found.extend(_counts(values, rules.funds))
    if is_day(meets := str(values.get("next_day", ""))):
        told = _NEXT_MEETING.format(day=format_date(meets, "long"))
        found.append(Placed("next_day", en.Resolution(told)))
    order = agenda_of(rules)
    return sorted(found, key=lambda placed: _rank(placed.entry, order))


def _counts(values: Mapping[str, Value], funds: Sequence[str]) -> Iterator[Placed]:
    kinds: tuple[tuple[str, str, type[en.BoxOpened | en.CashCount]], ...] = (
        ("open", "open_reason", en.BoxOpened),
        ("count", "reason", en.CashCount),
    )
    for sort, why, kind in kinds:
        for fund in funds:
            counted = values.get(f"{sort}:{fund}")
            if isinstance(counted, int):
                reason = str(values.get(f"{why}:{fund}", ""))
                yield Placed(f"{sort}:{fund}", kind(fund, counted, reason))


def _rank(entry: en.AnyEntry, order: Sequence[StepKey]) -> tuple[int, int]:
    # Money comes into the box before it is lent or spent; what is left is taken away at the end.
    if isinstance(entry, en.Transfer | en.Borrowing | en.MoneyIn):
        comes = not isinstance(entry, en.Transfer) or entry.to == "box"
        return (order.index("open_box"), 1) if comes else (order.index("count"), -1)
    step = _STEP_OF.get(type(entry), "other_money")
    inside = _IN_A_STEP.index(type(entry)) if type(entry) in _STEP_OF else 0
    if step == "open_box":
        inside = 0
    place = order.index(step) if step in order else order.index("other_money")
    return place, inside


def _entries(column: Column, member: str, values: Mapping[str, Value]) -> Iterator[en.AnyEntry]:
    value = values[cell(member, column.key)]
    if isinstance(value, tuple):
        yield from value
    elif column.key == "roll":
        yield en.Attendance(member, value)  # type: ignore[arg-type]
    elif column.key == "loan":
        weeks, instalments, guarantors, purpose = (
            values.get(cell(member, key)) for key in LOAN_KEYS[1:]
        )
        if isinstance(value, int) and (isinstance(weeks, int) or isinstance(instalments, int)):
            yield en.LoanRequest(
                member,
                value,
                weeks if isinstance(weeks, int) else 0,
                str(purpose or ""),
                instalments if isinstance(instalments, int) else 0,
                tuple(str(guarantors or "").split()),
            )
    elif column.key == "voluntary" and isinstance(value, int):
        yield en.Saving(member, value, voluntary=True)
    elif column.key in _OF_COLUMN and isinstance(value, int):
        yield _OF_COLUMN[column.key](member, value)


_OF_COLUMN: dict[
    str,
    type[
        en.FinePayment
        | en.Contribution
        | en.ShareBuying
        | en.Saving
        | en.Repayment
        | en.PotContribution
    ],
] = {
    "fine_paid": en.FinePayment,
    "social": en.Contribution,
    "hand": en.PotContribution,
    "shares": en.ShareBuying,
    "saving": en.Saving,
    "repayment": en.Repayment,
}


def line_number(place: str) -> int:
    """The number in a line's place; 0 for other places."""
    found = _LINE.fullmatch(place)
    return int(found[1]) if found else 0


def values_of(draft: en.Draft, rules: Constitution) -> dict[str, Value]:
    """The sheet that gives this draft. What has no cell, or finds it taken, becomes a line."""
    values: dict[str, Value] = {"day": draft.day}
    if draft.again:
        values["again"] = 1
    columns: set[str] = {column.key for column in columns_of(rules)}
    lines = 0
    for entry in draft.entries:
        if not _placed(entry, values, columns):
            lines += 1
            values[f"line:{lines}"] = entry
    return values


def _placed(entry: en.AnyEntry, values: dict[str, Value], columns: set[str]) -> bool:
    if isinstance(entry, en.FineSet):
        place = cell(entry.member, "fine")
        before = values.get(place, ())
        values[place] = (*before, entry) if isinstance(before, tuple) else (entry,)
        return True
    new = _cells(entry)
    keys = {place.rpartition(":")[2] for place in new if place.startswith("cell:")}
    if not new or not keys <= columns or any(place in values for place in new):
        return False
    values.update(new)
    return True


def _cells(entry: en.AnyEntry) -> dict[str, Value]:
    """The places of an entry's parts; none where only a line can say it whole."""
    if getattr(entry, "at", "box") != "box" or getattr(entry, "by", ""):
        return {}
    match entry:
        case en.Attendance():
            return {cell(entry.member, "roll"): entry.status}
        case en.Saving(voluntary=True):
            return {cell(entry.member, "voluntary"): entry.amount}
        case (
            en.FinePayment()
            | en.Contribution()
            | en.Saving()
            | en.Repayment()
            | en.PotContribution()
        ):
            key = {kind: key for key, kind in _OF_COLUMN.items()}[type(entry)]
            return {cell(entry.member, key): entry.amount}
        case en.ShareBuying():
            return {cell(entry.member, "shares"): entry.count}
        case en.LoanRequest():
            parts: tuple[Value, ...] = (
                *(entry.amount, entry.weeks, entry.instalments),
                *(" ".join(entry.guarantors), entry.purpose),
            )
            named = dict(zip(LOAN_KEYS, parts, strict=True))
            return {
                cell(entry.member, key): part
                for key, part in named.items()
                if part or (key not in TERM_KEYS and part != "")
            }
        case en.CashCount():
            return _count(("count", "reason"), entry)
        case en.BoxOpened():
            return _count(("open", "open_reason"), entry)
        case _:
            return {}


def _count(sorts: tuple[str, str], entry: en.CashCount | en.BoxOpened) -> dict[str, Value]:
    counted: dict[str, Value] = {f"{sorts[0]}:{entry.fund}": entry.counted}
    return counted | ({f"{sorts[1]}:{entry.fund}": entry.reason} if entry.reason else {})


_NEXT_MEETING = N_("Next meeting: {day}")
