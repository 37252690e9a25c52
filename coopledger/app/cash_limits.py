"""How much cash may lie in a group's box before the window warns: a fact of this ledger alone."""

from coopledger.app.ledger import Ledger
from coopledger.domain.errors import Refusal
from coopledger.words.money import parse_amount


def cash_limit(ledger: Ledger, group: str) -> int:
    """The limit in minor units; 0 if there is none."""
    kept = ledger.store.fact(_name(group))
    return int(kept) if kept.isdecimal() else 0


def set_cash_limit(ledger: Ledger, group: str, typed: str) -> int:
    """Set the limit as a person types it, empty for none; gives it back in minor units.

    Raises:
        Refusal: it is no amount.
    """
    try:
        limit = parse_amount(typed, ledger.currency(group)) if typed.strip() else 0
    except Refusal as refusal:
        raise refusal.within(currency=ledger.currency(group)) from None
    ledger.store.note_fact(_name(group), str(limit))
    return limit


def _name(group: str) -> str:
    return f"cash_limit:{group}"
