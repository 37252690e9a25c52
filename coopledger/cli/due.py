"""``due``: what falls due at the next meeting, member by member.

With ``--json``: ``meeting``, ``date`` and ``members``, each with ``code``, ``name``, ``social``,
``hands``, ``fines``, ``late``, ``charges``, ``principal``, ``notice`` and ``notice_later`` in minor
units.
"""

from argparse import Namespace
from collections.abc import Callable

import msgspec

from coopledger.app.due import falling_due
from coopledger.cli.answers import Answer, columns, open_group
from coopledger.words.catalog import N_, Text, _
from coopledger.words.dates import format_date
from coopledger.words.money import format_amount

FIGURES: dict[str, Text] = {
    "social": N_("Social fund"),
    "hands": N_("Pot"),
    "fines": N_("Fines owed"),
    "late": N_("Late charges"),
    "charges": N_("Charges due"),
    "principal": N_("Loan to repay"),
    "notice": N_("Savings that may be taken out"),
    "notice_later": N_("Savings under notice, not yet"),
}
"""What the columns are called."""


def due(asked: Namespace) -> Answer:
    """Show what falls due; columns in which nobody has anything are left out."""
    with open_group(asked) as (ledger, group, currency):
        found = falling_due(ledger, group.id, asked.date)
        names = {code: card.name for code, card in ledger.members(group.id).items()}
    told = [name for name in FIGURES if any(getattr(row, name) for row in found.rows)]
    heading = _("Meeting {meeting}, {date}").format(
        meeting=found.meeting, date=format_date(found.day)
    )
    rows = [(_("Member"), _("Name"), *(str(FIGURES[name]) for name in told))]
    rows += [
        (
            row.code,
            names.get(row.code, ""),
            *(format_amount(getattr(row, name), currency) for name in told),
        )
        for row in found.rows
    ]
    lines = columns(rows) if found.rows else [_("Nothing is due.")]
    data = {
        "meeting": found.meeting,
        "date": found.day,
        "members": [
            {**msgspec.to_builtins(row), "name": names.get(row.code, "")} for row in found.rows
        ],
    }
    return Answer((heading, *lines), data)


COMMANDS: dict[str, Callable[[Namespace], Answer]] = {"due": due}
