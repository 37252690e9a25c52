"""What waits between laptops, in the few lines that Home has for it."""

from __future__ import annotations

from datetime import datetime

from coopledger.app.bundle_told import gap_told
from coopledger.app.ledger import Ledger
from coopledger.app.unconfirmed import Waiting, gaps, waiting
from coopledger.words.catalog import _, isolated, ngettext
from coopledger.words.dates import format_list
from coopledger.words.numbers import format_number

MOST = 3
"""Lines; the USB screen has all."""


def waiting_lines(
    ledger: Ledger, now: datetime | None = None, most: int | None = MOST
) -> list[str]:
    """What is missing here, then which laptops have not confirmed meetings, the most first.

    Args:
        ledger: the open ledger.
        now: the moment from which days are counted.
        most: how many lines; None for all.
    """
    missing = [
        gap_told(
            gap.group or _("A group that is not known here yet"),
            gap.pages,
            gap.meetings,
            asked(gap.ask),
        )
        for gap in gaps(ledger)
    ]
    behind = [waiting_line(row) for row in waiting(ledger, now) if row.meetings]
    return [*missing, *behind][:most]


def asked(names: tuple[str, ...]) -> str:
    """Whom to ask, as one name."""
    return format_list(names) if names else _("the other laptops")


def waiting_line(row: Waiting) -> str:
    """How many meetings a laptop has not confirmed, and how long ago its last stick went."""
    text = ngettext(
        "{count} meeting not yet confirmed by {name}.",
        "{count} meetings not yet confirmed by {name}.",
        row.meetings,
    )
    told = text.format(count=format_number(row.meetings), name=isolated(row.name))
    if row.sent is None:
        return f"{told} {_('No stick went to it yet.')}"
    return f"{told} {_('Last stick: {ago}.').format(ago=days_ago(row.sent_days))}"


def days_ago(days: int) -> str:
    """How many days ago something was."""
    if not days:
        return _("today")
    text = ngettext("{count} day ago", "{count} days ago", days)
    return text.format(count=format_number(days))
