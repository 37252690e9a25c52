"""Words for branches of a book, for pages that do not count, and for what becomes of their entries.

Command line and window say the same.
"""

from __future__ import annotations

from typing import Protocol

from coopledger.words.catalog import N_, Text, _, isolated
from coopledger.words.dates import format_date, format_list
from coopledger.words.numbers import format_number

AGREES: dict[str, Text] = {
    "here": N_("The paper says what the branch that counts here says: {figure}."),
    "there": N_("The paper says what the other branch says: {figure}."),
    "both": N_("Both branches say what the paper says: {figure}. Compare another total."),
    "neither": N_("No branch says what the paper says: {figure}. Compare another total."),
}
"""Which branch a total on paper agrees with, by `app.fork_comparison.Agrees`."""
USES: dict[str, Text] = {
    "again": N_("can be written down again"),
    "there": N_("is in the book already"),
    "part": N_("goes with the entry above"),
    "worked_out": N_("is worked out anew"),
    "counted": N_("not taken: count the box now"),
    "by_hand": N_("not taken: do it again by hand"),
}
"""What becomes of an entry of a page that does not count, by `app.late_pages.Use`."""
STATES: dict[str, Text] = {
    "open": N_("to be looked at"),
    "entered": N_("written down again"),
    "dealt": N_("dealt with"),
}
"""What was done about such a page, by `app.late_pages.State`."""


class SideFacts(Protocol):
    """What is told of a branch; see `app.fork_comparison.Side`."""

    @property
    def first(self) -> int:
        """Its first page; 0 if it has none."""

    @property
    def last(self) -> int:
        """Its last page."""

    @property
    def meetings(self) -> tuple[tuple[int, str], ...]:
        """Number and ISO day of each meeting."""

    @property
    def device(self) -> str:
        """Short name of the laptop."""

    @property
    def device_name(self) -> str:
        """The laptop's name for people; may be empty."""

    @property
    def fingerprint(self) -> str:
        """Of its first page."""


def pages_words(first: int, last: int) -> str:
    """A run of pages."""
    if first == last:
        return _("page {page}").format(page=format_number(first))
    told = _("pages {first} to {last}")
    return told.format(first=format_number(first), last=format_number(last))


def side_words(side: SideFacts) -> str:
    """A branch in one line: its pages, its meetings with their days, and the laptop."""
    if not side.first:
        return _("no page beside the others")
    held = [
        _("meeting {number} on {day}").format(number=format_number(number), day=format_date(day))
        for number, day in side.meetings
    ]
    told = _("{pages}, {meetings}; written by {laptop}; fingerprint {fingerprint}")
    return told.format(
        pages=pages_words(side.first, side.last),
        meetings=format_list(held) if held else _("no meeting"),
        laptop=isolated(side.device_name or side.device),
        fingerprint=isolated(side.fingerprint),
    )
