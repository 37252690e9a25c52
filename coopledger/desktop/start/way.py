"""The steps of a founding in their order, and the one at which a draft was left."""

from __future__ import annotations

from coopledger.app.founding import FoundingDraft

_STEPS = ("kind", "rules", "members", "balances", "officers", "pins", "read")


def way_of(draft: FoundingDraft) -> tuple[str, ...]:
    """Object names of the steps; only a group that comes from paper has balances."""
    return tuple(f"step_{each}" for each in _STEPS if each != "balances" or draft.paper)


def left_at(draft: FoundingDraft) -> str:
    """The step to go on at. PINs are kept nowhere: who was past them types them again."""
    way = way_of(draft)
    if draft.step == "step_read":
        return "step_pins"
    return draft.step if draft.step in way else way[0]
