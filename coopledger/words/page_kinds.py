"""What the kinds of page are called."""

from __future__ import annotations

from coopledger.words.catalog import N_

_KINDS = {
    "founding": N_("Founding"),
    "meeting": N_("Meeting"),
    "copied": N_("Meeting, copied from paper"),
    "share_out": N_("Share-out"),
    "adopt": N_("Adoption by the officers"),
    "cycle": N_("New cycle"),
    "amendment": N_("New rules"),
    "correction": N_("Correction"),
    "baseline": N_("Balances from paper"),
    "officers": N_("Officers' keys"),
    "erasure": N_("Erasure"),
    "hand_over": N_("Handed over to another laptop"),
    "take_over": N_("Taken over by another laptop"),
}


def kind_name(code: str) -> str:
    """What kind of page it is; one that only a newer program knows, by its code."""
    return str(_KINDS[code]) if code in _KINDS else code.replace("_", " ").capitalize()
