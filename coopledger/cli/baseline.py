"""``import-baseline``: a group that comes from paper in mid-cycle, looked at and taken in.

With ``--json``: ``group`` (the new book's id, empty where nothing was recorded), ``name``,
``meeting``, ``date``, ``totals``, ``members`` and ``problems``, each with ``code``, ``file``,
``line``, ``column``, ``value`` and ``reason``. Amounts are in minor units.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from coopledger.app.baseline import BaselineTotals, Preview, import_baseline, preview
from coopledger.app.ledger import Ledger
from coopledger.cli.answers import Answer, columns
from coopledger.domain.errors import Refusal
from coopledger.domain.money import Currency
from coopledger.words.catalog import N_, _, ngettext
from coopledger.words.dates import format_date
from coopledger.words.errors import explain, reason
from coopledger.words.money import format_amount, format_money
from coopledger.words.numbers import format_number

FIGURES = {
    "savings": N_("Savings in the passbooks"),
    "voluntary": N_("Voluntary savings"),
    "loan_fund_cash": N_("Loan fund in cash"),
    "loans": N_("Out on loan"),
    "charges_due": N_("Charges due"),
    "fines_owed": N_("Fines owed"),
    "social_fund_cash": N_("Social fund in cash"),
    "social_arrears": N_("Owed to the social fund"),
    "external": N_("Owed to lenders"),
    "pot_cash": N_("Pot in cash"),
    "hands_owed": N_("Owed to the pot"),
    "carried": N_("From earlier cycles"),
    "earned": N_("Earned in this cycle so far"),
}
"""What the sums are called that are money."""
SELDOM = ("external", "pot_cash", "hands_owed")
"""Sums that are left out where they are nothing."""


def baseline(path: Path, ledger: Ledger, check: bool) -> Answer:
    """Show what a folder or a workbook comes to, and record it unless something is wrong.

    Args:
        path: the folder, or the ``.xlsx`` file.
        ledger: an open ledger.
        check: only look.

    Raises:
        Refusal: the disk is full or can't be written.
    """
    seen = preview(path, ledger)
    told = [explain(problem, seen.currency) for problem in seen.problems]
    lines = _lines(seen)
    group = ""
    if told:
        count = ngettext(
            "{count} thing is to be put right. Nothing was recorded.",
            "{count} things are to be put right. Nothing was recorded.",
            len(told),
        )
        lines += ["", *told, count.format(count=format_number(len(told)))]
    elif check:
        lines += ["", _("All of it can be read. Nothing was recorded yet.")]
    else:
        group = import_baseline(ledger, path).group
        next_one = _("Copied from paper and sealed. The next meeting is number {meeting}.")
        lines += ["", next_one.format(meeting=seen.meeting + 1)]
    data = {
        "group": group,
        "name": seen.name,
        "meeting": seen.meeting,
        "date": seen.day,
        "totals": msgspec.to_builtins(seen.totals),
        "members": msgspec.to_builtins(seen.rows),
        "problems": [_data(problem, seen.currency) for problem in seen.problems],
    }
    return Answer(tuple(lines), data, 1 if told else 0)


def _data(problem: Refusal, currency: Currency | None) -> dict[str, Any]:
    keys = ("file", "line", "column", "value")
    place = {key: problem.params.get(key) for key in keys}
    return {"code": problem.code, **place, "reason": reason(problem, currency)}


def _lines(seen: Preview) -> list[str]:
    """The group, its members and its sums, as far as they can be read."""
    currency = seen.currency
    if currency is None or not seen.rows or not seen.day:
        return [seen.name] if seen.name else []
    about = _("{name}, as after meeting {meeting} on {date}")
    date = format_date(seen.day)
    lines = [about.format(name=seen.name, meeting=seen.meeting, date=date), ""]
    heads = (_("Member"), _("Name"), _("Shares"), _("Savings"), _("Loans"), _("Charges due"))
    cells = [
        (
            row.code,
            row.name,
            format_number(row.shares),
            *(format_amount(a, currency) for a in (row.savings, row.loans, row.charges_due)),
        )
        for row in seen.rows
    ]
    lines += _aligned([heads, *cells], 2)
    sums = msgspec.to_builtins(seen.totals)
    rows = [
        (str(label), format_amount(sums[name], currency))
        for name, label in FIGURES.items()
        if sums[name] or name not in SELDOM
    ]
    lines += ["", *_aligned(rows, 1), "", _balance(seen.totals, currency)]
    return lines


def _aligned(rows: Sequence[tuple[str, ...]], figures: int) -> list[str]:
    """Rows as lines; from the column ``figures`` on they stand to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return columns(
        (*row[:figures], *map(str.rjust, row[figures:], widths[figures:])) for row in rows
    )


def _balance(totals: BaselineTotals, currency: Currency) -> str:
    """The sum that the officers hold against paper, in words."""
    if totals.earned < 0:
        told = _(
            "Box and bank ({cash}) and loans ({loans}) come to {all}."
            " The passbooks, debts and what earlier cycles left come to {owed}."
            " So {earned} was lost in this cycle so far: is that so?"
        )
    else:
        told = _(
            "Box and bank ({cash}) and loans ({loans}) come to {all}."
            " The passbooks, debts and what earlier cycles left come to {owed}."
            " So {earned} was earned in this cycle so far: is that so?"
        )
    have = totals.loan_fund_cash + totals.loans
    return told.format(
        cash=format_money(totals.loan_fund_cash, currency),
        loans=format_money(totals.loans, currency),
        all=format_money(have, currency),
        owed=format_money(have - totals.earned, currency),
        earned=format_money(abs(totals.earned), currency),
    )
