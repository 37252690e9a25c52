"""What is wrong where: refused entries, cells that make no sense, and rules that are broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from coopledger.app.desk.agenda import Placed, line_number
from coopledger.app.desk.columns import LOAN_KEYS, TERM_KEYS, Column
from coopledger.app.desk.reading import read_cell, understood
from coopledger.app.desk.sheet import cell
from coopledger.domain import entries as en
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.domain.rules import Finding
from coopledger.words.dates import format_date
from coopledger.words.errors import explain, explain_finding
from coopledger.words.money import parse_amount

if TYPE_CHECKING:
    from coopledger.app.desk.desk import Desk


class Trouble(NamedTuple):
    """What is wrong in one place: an error bars the seal, a warning is a rule broken."""

    grade: Literal["error", "warning"]
    sentence: str


_OF_FINDING = {
    "too_many_shares": "shares",
    "share_price_differs": "shares",
    "loan_above_cap": "loan",
    "second_loan": "loan",
    "loan_too_long": "weeks",
    "too_many_instalments": "instalments",
    "guarantors_missing": "loan",
    "saving_differs": "saving",
    "saving_too_small": "saving",
    "unknown_fine": "fine",
    "fine_amount_differs": "fine",
    "paid_ahead": "social",
}
_OF_KIND: dict[str, type] = {
    "shares": en.ShareBuying,
    "loan": en.LoanRequest,
    "weeks": en.LoanRequest,
    "instalments": en.LoanRequest,
    "saving": en.Saving,
    "fine": en.FineSet,
    "social": en.Contribution,
}


def find_troubles(desk: Desk) -> dict[str, Trouble]:
    """All troubles by place; where there are several, the one that bars more."""
    found: dict[str, Trouble] = {}
    for place, trouble in _all(desk):
        if place not in found or (found[place].grade, trouble.grade) == ("warning", "error"):
            found[place] = trouble
    return found


def _all(desk: Desk) -> Iterator[tuple[str, Trouble]]:
    yield from _not_understood(desk)
    yield from _half_loans(desk)
    for refused in desk.outcome.refused:
        place, _entry = desk.entries[refused.index]
        yield place, _error(desk, refused.refusal)
    for finding in desk.outcome.findings:
        if place := _place_of(desk, finding):
            yield place, Trouble("warning", _told(desk, finding, ""))


def _not_understood(desk: Desk) -> Iterator[tuple[str, Trouble]]:
    values = desk.sheet.values
    for row in desk.rows:
        for column in desk.columns:
            place = cell(row.member, column.key)
            value = values.get(place)
            if value is not None and not understood(column, value):
                yield place, _error(desk, _why(desk, column, row.member, str(value)))
    for place, counted in values.items():
        sort = place.partition(":")[0]
        if sort in ("count", "open") and isinstance(counted, str):
            yield place, _error(desk, _why_not_money(counted, desk.currency))
        elif sort == "note" and isinstance(counted, str):
            yield place, _error(desk, Refusal("not_a_number", value=counted))
    day = values.get("day")
    if day != desk.day:
        backwards = isinstance(day, str) and day < desk.last_day and len(day) == len(desk.day)
        code = "date_backwards" if backwards else "bad_date"
        yield "day", _error(desk, Refusal(code, value=day))


def _why(desk: Desk, column: Column, member: str, typed: str) -> Refusal:
    try:
        read_cell(column, member, typed, desk.rules)
    except Refusal as refusal:
        return refusal
    return _typed_again(typed)


def _why_not_money(typed: str, currency: Currency) -> Refusal:
    try:
        parse_amount(typed, currency)
    except Refusal as refusal:
        return refusal
    return _typed_again(typed)


def _typed_again(typed: str) -> Refusal:
    """It made no sense in the language in which it was typed: nobody guesses now."""
    return Refusal("bad_value", value=typed)


def _half_loans(desk: Desk) -> Iterator[tuple[str, Trouble]]:
    values = desk.sheet.values
    for row in desk.rows:
        there = [cell(row.member, key) in values for key in LOAN_KEYS]
        if any(there):
            for key in ("loan", *(key for key in TERM_KEYS if key in desk.index)):
                place = cell(row.member, key)
                if place not in values:
                    title = str(desk.columns[desk.index[key]].title)
                    yield place, _error(desk, Refusal("missing_key", field=title))


def _place_of(desk: Desk, finding: Finding) -> str:
    if finding.code in {"meeting_number_gap", "before_cycle_start"}:
        return "day"
    key = _OF_FINDING.get(finding.code, "")
    if not key:
        return ""
    place, kind = cell(finding.member, key), _OF_KIND[key]
    if isinstance(desk.sheet[place], str):
        return ""
    return place if place in desk.sheet.values else _line_of(desk.entries, kind, finding.member)


def _line_of(entries: list[Placed], kind: type, member: str) -> str:
    for place, entry in entries:
        if line_number(place) and isinstance(entry, kind) and _member(entry) == member:
            return place
    return ""


def _member(entry: en.AnyEntry) -> str:
    return str(getattr(entry, "member", ""))


def _error(desk: Desk, refusal: Refusal) -> Trouble:
    """A refusal as a sentence, with the member's number and name in it."""
    member = refusal.params.get("member")
    if isinstance(member, str) and member:
        refusal = Refusal(refusal.code, **{**refusal.params, "member": desk.name(member)})
    return Trouble("error", explain(refusal, desk.currency))


def _told(desk: Desk, finding: Finding, member: str) -> str:
    return explain_finding(finding.code, finding.params, desk.currency, member=member)


def told_findings(desk: Desk) -> list[str]:
    """Every finding as a sentence with the member's name, for the page that is read aloud."""
    return [
        _told(desk, finding, desk.name(finding.member) if finding.member else "")
        for finding in desk.outcome.findings
    ]


def shown_day(day: str) -> str:
    """A day as people write it; as it was typed if it is none."""
    try:
        return format_date(day, "long")
    except ValueError:
        return day
