"""Entries from elsewhere put into the draft of the next meeting: what they would change, and how.

They come off a page that does not count, or from a laptop that does not hold the book. They stand
in the draft as if they had been typed, and count only when the meeting is sealed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from coopledger.app.desk.agenda import values_of
from coopledger.app.desk.desk import Desk
from coopledger.app.desk.opening import open_desk
from coopledger.app.desk.sheet import Kept
from coopledger.app.desk.shown import Setting
from coopledger.app.ledger import Ledger
from coopledger.app.overview import member_row
from coopledger.app.proposals import Drafted
from coopledger.domain import entries as en
from coopledger.domain.book import Book
from coopledger.domain.errors import Refusal

Entries = Mapping[int, en.AnyEntry]
"""Entries by the places that they are told under."""


class MemberChange(msgspec.Struct, frozen=True):
    """Where a member would stand, before and after; money in minor units.

    ``saved`` is savings of all kinds, ``owed`` all debts: loans, charges, fines, contributions.
    """

    code: str
    name: str
    saved: int
    saved_after: int
    owed: int
    owed_after: int


class Effect(msgspec.Struct, frozen=True):
    """What entries would come to, over all that the draft of the next meeting holds already.

    Attributes:
        meeting: number of the meeting that it would be part of.
        day: its ISO day.
        members: those for whom something would change.
        cash: of all funds and places, before.
        cash_after: and after.
        refused: by the place that an entry was given under, why it can't be.
    """

    meeting: int
    day: str
    members: tuple[MemberChange, ...]
    cash: int
    cash_after: int
    refused: Mapping[int, Refusal]


def work_in(
    ledger: Ledger, group: str, entries: Entries, day: str, today: str
) -> tuple[Desk, Effect]:
    """The desk of the next meeting with entries in it, and what they change; nothing is written.

    Where no draft is begun, they are a meeting of their own, on its own day where that is still to
    come in the book; who was present is taken over only then.

    Args:
        ledger: the open ledger.
        group: the book's id.
        entries: by place.
        day: ISO day on which they were said.
        today: ISO day of a meeting that is not begun yet.

    Raises:
        Refusal: this laptop may not write in the book; the cycle is over.
    """
    before = open_desk(ledger, group, today).desk
    desk = _with(ledger, group, before, entries, day, today)
    names = {code: card.name for code, card in ledger.members(group).items()}
    old, new = before.outcome.book, desk.outcome.book
    changes = _changes(old, new, names)
    refused = _refused(desk, entries)
    return desk, Effect(desk.meeting, desk.day, changes, _cash(old), _cash(new), refused)


def put_in(
    ledger: Ledger, group: str, entries: Entries, day: str, today: str, source: str
) -> Drafted:
    """Put entries into the draft of the next meeting, and note their source; see `work_in`.

    Args:
        ledger: the open ledger.
        group: the book's id.
        entries: by place.
        day: ISO day on which they were said.
        today: ISO day of a meeting that is not begun yet.
        source: hash of the page or file that they came from.

    Raises:
        Refusal: as `work_in`; an entry is impossible as the book is now. Nothing was added.
    """
    desk, effect = work_in(ledger, group, entries, day, today)
    for refusal in effect.refused.values():
        raise refusal
    ledger.store.save_draft(group, desk.kept(), entered=source)
    return Drafted(desk.meeting, desk.day)


def _with(ledger: Ledger, group: str, before: Desk, entries: Entries, day: str, today: str) -> Desk:
    setting = Setting(before.group, ledger.members(group), before.before)
    begun = ledger.store.draft(group) is not None
    if not begun:
        # A meeting of its own, on its own day where that is still to come in the book.
        own_day = day > before.last_day
        held = day if own_day else max(today, before.last_day)
        said = [e for e in entries.values() if own_day or not isinstance(e, en.Attendance)]
        known = [e for e in said if getattr(e, "member", "") in ("", *before.before.members)]
        draft = en.Draft(before.meeting, held, tuple(known))
        desk = Desk(setting, Kept(draft, values_of(draft, before.rules)))
    else:
        desk = Desk(setting, msgspec.json.decode(before.kept(), type=Kept))
        # Who was there today is answered by today's roll call.
        said = [e for e in entries.values() if not isinstance(e, en.Attendance)]
    # What stands in a draft already was said beside this.
    placed = Counter[str]() if begun else Counter(_key(each.entry) for each in desk.entries)
    for entry in said:
        # What has no cell of its own is a line, such as all of one who only now joins.
        if placed[_key(entry)] > 0:
            placed[_key(entry)] -= 1
        else:
            desk.add_entry(entry)
    return desk


def _key(entry: en.AnyEntry) -> str:
    return msgspec.json.encode(entry).decode()


def _refused(desk: Desk, entries: Entries) -> dict[int, Refusal]:
    places, found = {_key(entry): place for place, entry in entries.items()}, {}
    for each in desk.outcome.refused:
        key = _key(desk.entries[each.index].entry)
        if key in places:
            found[places[key]] = each.refusal
    return found


def _changes(old: Book, new: Book, names: Mapping[str, str]) -> tuple[MemberChange, ...]:
    found = []
    for code, member in new.members.items():
        saved, owed = _standing(old, code)
        saved_after, owed_after = _standing(new, code)
        if (saved, owed) != (saved_after, owed_after) or code not in old.members:
            name = names.get(code, "")
            found.append(MemberChange(member.code, name, saved, saved_after, owed, owed_after))
    return tuple(found)


def _standing(book: Book, code: str) -> tuple[int, int]:
    """What a member has saved and what the member owes."""
    if code not in book.members:
        return 0, 0
    row = member_row(book, book.members[code], "")
    late = sum(book.late_due(loan) for loan in book.loans_of(code))
    saved = row.savings + book.voluntary(code) + book.held(code)
    return saved, row.loans + row.charges + row.fines + row.arrears + late


def _cash(book: Book) -> int:
    return sum(amount for name, amount in book.accounts.items() if ":cash:" in name)
