"""The quiet look at the laptop after unlocking: what costs little, once a day if all is well."""

from __future__ import annotations

from datetime import UTC, datetime

from coopledger.app import care_memory
from coopledger.app.backups import FOLDER
from coopledger.app.care_memory import Last
from coopledger.app.check import Check
from coopledger.app.doctor import examine
from coopledger.app.ledger import Ledger

TOLD_ELSEWHERE = frozenset({"backup", "memory", "leftovers"})
"""Home tells of backups and of a ledger put back by itself; leftovers do no harm."""


def self_check(ledger: Ledger, now: datetime | None = None) -> tuple[Check, ...]:
    """What wants attention; nothing is looked at if all was well today already."""
    moment = now or datetime.now(UTC)
    if ledger.store.practice:
        return ()
    day, backups = moment.date().isoformat(), ledger.store.fact(FOLDER)
    if care_memory.read(ledger.store.name) == Last(day, backups):
        return ()
    found = tuple(
        each
        for each in examine(ledger, "quiet", now=moment)
        if each.state != "good" and each.key not in TOLD_ELSEWHERE
    )
    care_memory.keep(ledger.store.name, Last("" if found else day, backups))
    return found
