"""Where somebody was last, so that work goes on with two keys; kept in the encrypted store."""

import msgspec

from coopledger.app.ledger import Ledger

_FACT = "recent"
MOST = 8


class Recent(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place of the window, and the group and the member that it was about."""

    place: str
    group: str = ""
    member: str = ""


def note_recent(ledger: Ledger, where: Recent) -> None:
    """Note where somebody is; the newest stands first."""
    found = [where, *(each for each in recent(ledger) if each != where)]
    kept = msgspec.json.encode(found[:MOST]).decode()
    if kept != ledger.store.fact(_FACT):
        ledger.store.note_fact(_FACT, kept)


def recent(ledger: Ledger) -> list[Recent]:
    """Where somebody was, the newest first."""
    kept = ledger.store.fact(_FACT)
    try:
        return msgspec.json.decode(kept, type=list[Recent]) if kept else []
    except msgspec.DecodeError:
        return []
