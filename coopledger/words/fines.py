"""What the usual fines are called; a group may name others of its own."""

from __future__ import annotations

from coopledger.domain.fine_names import name_of
from coopledger.words.catalog import N_, Text, isolated

FINES: dict[str, Text] = {
    "late": N_("late"),
    "absent": N_("absent"),
    "phone": N_("phone rang"),
    "forgot_balances": N_("balances forgotten"),
    "saving_missed": N_("saving missed"),
}


def fine_name(code: str) -> str:
    """The name of a fine: ours for the usual ones, else the group's own word."""
    return str(FINES[code]) if code in FINES else isolated(name_of(code))
