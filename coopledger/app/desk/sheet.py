"""What was typed at the desk, place by place, and every step back and forth.

A place is ``day``, ``cell:M07:shares``, ``count:loan``, ``reason:loan`` or ``line:3``. A number
that was understood is kept as an integer (money in minor units), so that it means the same when the
language changes; what was not understood is kept as it was typed.
"""

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from coopledger.domain.entries import AnyEntry, Draft, FineSet

Value: TypeAlias = int | str | AnyEntry | tuple[FineSet, ...]


class Change(msgspec.Struct, frozen=True, array_like=True):
    """One place before and after; None is nothing."""

    place: str
    before: Value | None
    after: Value | None


Step: TypeAlias = tuple[Change, ...]
"""What one key press or click changed."""


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A desk as the store keeps it. ``draft`` says it again for readers that know no sheet."""

    draft: Draft
    values: dict[str, Value]
    steps: tuple[Step, ...] = ()
    done: int = 0


def cell(member: str, column: str) -> str:
    """The place of a member's cell."""
    return f"cell:{member}:{column}"


class Sheet:
    """Values by place, with unlimited undo and redo. Empty places are not in it."""

    def __init__(
        self, values: Mapping[str, Value], steps: tuple[Step, ...] = (), done: int = 0
    ) -> None:
        self.values = dict(values)
        self.steps = list(steps)
        self.done = done
        """How many of the steps are in force; the rest can be done again."""

    def __getitem__(self, place: str) -> Value | None:
        return self.values.get(place)

    def put(self, values: Mapping[str, Value | None]) -> bool:
        """Change places in one step; False when nothing differs."""
        step = tuple(
            Change(place, self.values.get(place), value)
            for place, value in values.items()
            if self.values.get(place) != value
        )
        if not step:
            return False
        del self.steps[self.done :]
        self.steps.append(step)
        self.done += 1
        for change in step:
            self._set(change.place, change.after)
        return True

    def undo(self) -> Step:
        """Take the last step back; empty when there is none."""
        if not self.done:
            return ()
        self.done -= 1
        step = self.steps[self.done]
        for change in reversed(step):
            self._set(change.place, change.before)
        return step

    def redo(self) -> Step:
        """Do the step taken back last again; empty when there is none."""
        if self.done == len(self.steps):
            return ()
        step = self.steps[self.done]
        self.done += 1
        for change in step:
            self._set(change.place, change.after)
        return step

    def _set(self, place: str, value: Value | None) -> None:
        if value is None:
            self.values.pop(place, None)
        else:
            self.values[place] = value
