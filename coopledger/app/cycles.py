"""The cycle that follows a share-out: new rules if the group wants them, all from nothing."""

from collections.abc import Sequence
from pathlib import Path

from coopledger.app.acts import NOBODY, Pins, unlock, write_act
from coopledger.app.constitutions import agreement
from coopledger.app.ledger import Ledger
from coopledger.domain import events as ev
from coopledger.domain.amendment import check_amendment
from coopledger.domain.days import day_number
from coopledger.domain.errors import Refusal
from coopledger.interop.templates import read_constitution
from coopledger.store.store import NewPage


def begin_cycle(
    ledger: Ledger,
    group: str,
    day: str,
    rules: Path | None = None,
    by: Pins = NOBODY,
    agreed: Sequence[str] = (),
) -> NewPage:
    """Begin the next cycle on an ISO day by a page of its own.

    The social fund, the residue and what members still owe are carried over; shares, profit and
    roll calls begin again, and what the last cycle left in the fund is the group's own.

    Args:
        ledger: the open ledger.
        group: the book's id.
        day: first day of the cycle, not before the share-out.
        rules: a file of rules for the new cycle, or None for the same rules.
        by: PINs of the officers who seal it.
        agreed: codes of the members who agreed to new rules by name.

    Raises:
        Refusal: the last cycle has not been shared out, the rules cannot stand, or members have
            not agreed to them.
    """
    book = ledger.replay(group).book
    if not book.closed and book.rules.share_out == "full":
        raise Refusal("cycle_open", value=book.cycle)
    events: list[ev.Event] = []
    if rules is not None:
        found = read_constitution(rules)
        check_amendment(book, found, day_number(day))
        events += [ev.Amend(found, day), *agreement(book, agreed)]
    events.append(ev.Cycle(book.cycle + 1, day))
    signers = unlock(ledger, group, by)
    return write_act(ledger, group, "cycle", lambda _scribe: events, day=day, signers=signers)
