"""One row of what the doctor found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

import msgspec

State: TypeAlias = Literal["good", "warn", "bad"]
Progress: TypeAlias = Callable[[int, int], None]
"""Told how much is done, and of how much."""


class Check(msgspec.Struct, frozen=True):
    """What was looked at and how it stands.

    Attributes:
        key: what was looked at, of `coopledger.words.care.NAMES`.
        state: ``good``; ``warn``, it wants attention; ``bad``, the books are in danger.
        code: how it stands, of `coopledger.words.care.CHECKS`.
        params: the figures of its sentence; they may name a group or a folder, so of them only
            numbers go into a diagnosis.
    """

    key: str
    state: State
    code: str
    params: dict[str, object] = {}
