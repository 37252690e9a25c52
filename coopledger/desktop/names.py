"""Short names of what the book only knows by code: funds, places, roles."""

from __future__ import annotations

from coopledger.words.catalog import N_, Text

_FUNDS = {"loan": N_("Loan fund"), "social": N_("Social fund"), "pot": N_("Pot")}
_ROLES = {
    "chairperson": N_("Chairperson"),
    "secretary": N_("Secretary"),
    "treasurer": N_("Treasurer"),
    "record_keeper": N_("Record keeper"),
    "box_keeper": N_("Box keeper"),
    "money_counter": N_("Money counter"),
    "key_holder": N_("Key holder"),
    "signatory": N_("Signatory"),
    "auditor": N_("Auditor"),
    "deputy": N_("Deputy"),
}
_GONE = {"left": N_("left"), "dead": N_("died")}


def _of(names: dict[str, Text], code: str) -> str:
    # A code that only the group's own rules know is shown as they write it.
    return str(names[code]) if code in names else code.replace("_", " ").capitalize()


def fund_name(code: str) -> str:
    """A fund's name."""
    return _of(_FUNDS, code)


def role_name(code: str) -> str:
    """An office's name."""
    return _of(_ROLES, code)


def gone_name(code: str) -> str:
    """How a member went; empty while active."""
    return _of(_GONE, code) if code else ""
