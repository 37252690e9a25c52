"""``indicators``: a group's ratios with numerator and denominator, by sex and age, as at a meeting.

With ``--json``: ``group``, ``meeting``, ``date``, ``indicators``, ``by_sex``, ``by_age``,
``by_sex_and_age`` and ``visit_form``. Each indicator has ``code``, ``name``, exact ``numerator``
and ``denominator``, ``unit`` (``percent``, ``money``, ``count``), ``value`` as a decimal string in
that unit (null where the denominator is 0), and ``parts``, the figures that its formula takes.
Amounts that are integers are in minor units.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from coopledger.app import measuring
from coopledger.app.ledger import Ledger
from coopledger.domain.indicators import Indicator, PeopleRow, VisitItem, by_age, by_sex
from coopledger.domain.money import Currency
from coopledger.words import indicators as words
from coopledger.words.catalog import _
from coopledger.words.dates import format_date
from coopledger.words.money import format_amount
from coopledger.words.numbers import format_number

UNITS = {"ratio": "percent", "money": "money", "count": "count"}
"""In what the value is written."""


def indicators(
    ledger: Ledger, group: str, currency: Currency, meeting: int | None = None
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Lines for people and data for scripts.

    Args:
        ledger: an open ledger.
        group: the group's book id.
        currency: of the group's book.
        meeting: a meeting's number; the newest if None.

    Raises:
        Refusal: `unknown_meeting`, `page_not_genuine`.
    """
    found = measuring.indicators(ledger, group, meeting)
    form = measuring.visit_form(ledger, group, found.meeting)
    sexes, ages = by_sex(found.people), by_age(found.people)
    data = {
        "group": group,
        "meeting": found.meeting,
        "date": found.day,
        "indicators": [_data(each, currency) for each in found.indicators],
        "by_sex": _people(sexes, {"age"}),
        "by_age": _people(ages, {"sex"}),
        "by_sex_and_age": _people(found.people, set()),
        "visit_form": [_item(item) for item in form],
    }
    lines: list[str] = []
    if found.day:
        told = _("Meeting {meeting}, {date}")
        lines.append(told.format(meeting=found.meeting, date=format_date(found.day)))
    lines += _aligned([_row(each, currency) for each in found.indicators], range(1, 2))
    for rows, names in ((sexes, words.SEXES), (ages, words.AGES)):
        cells = [(str(names[row.sex or row.age]), *_cells(row, currency)) for row in rows]
        lines += ["", *_aligned([_heading(), *cells], range(1, 6))]
    return tuple(lines), data


def _data(each: Indicator, currency: Currency) -> dict[str, Any]:
    return {
        "code": each.code,
        "name": str(words.INDICATORS[each.code].name),
        "numerator": each.numerator,
        "denominator": each.denominator,
        "unit": UNITS[each.unit],
        "value": words.plain_value(each, currency),
        "parts": {part.name: part.value for part in each.parts},
    }


def _people(rows: Sequence[PeopleRow], without: set[str]) -> list[dict[str, Any]]:
    plain = [msgspec.to_builtins(row) for row in rows]
    return [{key: row[key] for key in row if key not in without} for row in plain]


def _item(item: VisitItem) -> dict[str, Any]:
    name = str(words.VISIT[item.code])
    return {**msgspec.to_builtins(item), "name": name, "known": item.known}


def _row(each: Indicator, currency: Currency) -> tuple[str, ...]:
    name = str(words.INDICATORS[each.code].name)
    value = words.format_indicator(each, currency)
    return name, value, words.format_formula(each, currency)


def _heading() -> tuple[str, ...]:
    return "", _("Members"), _("Borrowers"), _("Savings"), _("Loans out"), _("Late")


def _cells(row: PeopleRow, currency: Currency) -> tuple[str, ...]:
    amounts = (row.savings, row.loans, row.late)
    heads = (row.members, row.borrowers)
    return (
        *(format_number(count) for count in heads),
        *(format_amount(amount, currency) for amount in amounts),
    )


def _aligned(rows: Sequence[tuple[str, ...]], figures: range) -> list[str]:
    """Columns of one width each; those that hold figures stand to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.rjust(width) if n in figures else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
