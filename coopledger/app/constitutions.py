"""A group's constitution: which version holds when, what changed, and the page that amends it.

A version begins on a day and is in force until the next one begins. A meeting that was held is read
under its own version for ever; a loan keeps what was agreed when it was paid out.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from coopledger.app.acts import QuorumShort
from coopledger.app.ledger import Ledger
from coopledger.app.scribe import Scribe
from coopledger.domain import events as ev
from coopledger.domain.amendment import check_amendment
from coopledger.domain.book import Book
from coopledger.domain.constitution import Constitution
from coopledger.domain.days import day_number
from coopledger.domain.errors import Refusal
from coopledger.domain.quorum import call, consent
from coopledger.interop.templates import read_constitution
from coopledger.ledger.seals import SigningKey
from coopledger.store.store import NewPage
from coopledger.words.constitution import Difference, differences


class Version(msgspec.Struct, frozen=True):
    """One version of a group's rules.

    Attributes:
        number: 1 for the founding version.
        page: number of the page that adopted it.
        begins: ISO date of its first day; of the cycle's beginning for the founding version.
        until: ISO date on which the next version begins, empty for the last.
        rules: the constitution.
        changes: what is not as in the version before, in words.
        agreed: codes of the members who agreed to it by name.
    """

    number: int
    page: int
    begins: str
    until: str
    rules: Constitution
    changes: tuple[Difference, ...]
    agreed: tuple[str, ...] = ()


class Adopted(msgspec.Struct, frozen=True):
    """An amendment that was adopted: its page, and what it changes, in words."""

    page: NewPage
    version: int
    begins: str
    changes: tuple[Difference, ...]


def history(ledger: Ledger, group: str) -> tuple[Version, ...]:
    """All versions of a group's rules, the oldest first.

    Raises:
        Refusal: `page_not_genuine`.
    """
    found = _adopted(ledger, group)
    versions = []
    for index, (page, begins, rules, agreed) in enumerate(found):
        until = found[index + 1][1] if index + 1 < len(found) else ""
        before = found[index - 1][2] if index else rules
        changes = tuple(differences(before, rules))
        versions.append(Version(index + 1, page, begins, until, rules, changes, agreed))
    return tuple(versions)


def version_at(ledger: Ledger, group: str, day: str = "") -> Version:
    """The version in force on an ISO day; without one, at the last meeting.

    Raises:
        Refusal: `bad_date`; `page_not_genuine`.
    """
    versions = history(ledger, group)
    return in_force(versions, day_number(day) if day else ledger.replay(group).book.day)


def in_force(versions: Sequence[Version], day: int) -> Version:
    """The version in force on a day, an ordinal; before the cycle's beginning, the first."""
    begun = [version for version in versions if day_number(version.begins) <= day]
    return begun[-1] if begun else versions[0]


def adopt(
    ledger: Ledger,
    group: str,
    path: Path,
    from_day: str,
    *,
    seals_of: Sequence[SigningKey] = (),
    agreed: Sequence[str] = (),
) -> Adopted:
    """Give a group new rules from a file, in force from a day after the last meeting.

    The page is sealed by the device and by the officers of ``seals_of``. Without the quorum of an
    amendment it would be no page of the book, so it is not written. ``agreed`` are the codes of the
    members who agreed by name; where the rules in force ask for all, none of them may be missing.

    Raises:
        Refusal: the file or the rules in it cannot stand (`interop.templates`); the day is none, or
            not after the last meeting; the rules cannot follow those in force
            (`domain.amendment`); officers' seals are missing (`officers_needed`), or members have
            not agreed (`consent_missing`); nothing was changed.
    """
    rules = read_constitution(path)
    return adopt_rules(ledger, group, rules, from_day, seals_of=seals_of, agreed=agreed)


def adopt_rules(
    ledger: Ledger,
    group: str,
    rules: Constitution,
    from_day: str,
    *,
    seals_of: Sequence[SigningKey] = (),
    agreed: Sequence[str] = (),
) -> Adopted:
    """Give a group new rules; see `adopt`.

    Raises:
        Refusal: as `adopt`, but for the file.
    """
    begins = day_number(from_day)
    replay = ledger.replay(group)
    book = replay.book.copy()
    check_amendment(book, rules, begins)
    before = replay.book
    consented = agreement(book, agreed)
    amendment = ev.Amend(rules, from_day)
    # The page has no day of its own: until the rules begin, meetings are held under the old ones.
    book.begin(0, "")
    events: list[ev.Event] = [amendment, *consented]
    book.fold(events)
    newest_page = NewPage(replay.headers[-1], replay.newest)
    scribe = Scribe(ledger.store.device, newest_page, seals_of=seals_of)
    page = scribe.write("amendment", events, book)
    _check_seals(before, seals_of, page)
    ledger.store.append([page])
    ledger.forget(group)
    newest = history(ledger, group)[-1]
    return Adopted(page, newest.number, from_day, newest.changes)


def agreement(book: Book, agreed: Sequence[str]) -> list[ev.Event]:
    """The event that names who agreed to new rules; none where nobody did and nobody needs to.

    Raises:
        Refusal: a member is not known, or one has not agreed without whom it cannot be
            (`consent_missing`, with their codes as ``members``).
    """
    active = {member.code for member in book.active()}
    for code in agreed:
        if code not in active:
            raise Refusal("unknown_member", value=code)
    if missing := sorted(consent(book) - set(agreed)):
        raise Refusal("consent_missing", value=len(missing), members=", ".join(missing))
    named = tuple(dict.fromkeys(agreed))
    return [ev.Agree(named)] if named else []


def _check_seals(book: Book, seals_of: Sequence[SigningKey], page: NewPage) -> None:
    called = call(book, "amendment")
    if called is None:
        return
    keys = {key.public.hex() for key in seals_of}
    sealed = {member for member, key in book.keys.items() if key in keys}
    if not called.met(sealed):
        params = {"value": called.count(sealed), "expected": called.need}
        raise QuorumShort(page, "officers_needed", **params)


def _adopted(ledger: Ledger, group: str) -> list[tuple[int, str, Constitution, tuple[str, ...]]]:
    """Page, first day, rules of each version and who agreed to it, in the order of their days.

    Rules that were replaced before their first day never held and are left out.
    """
    found: list[tuple[int, str, Constitution, tuple[str, ...]]] = []
    for page, events in enumerate(ledger.history(group)[1], 1):
        agreed = tuple(code for e in events if isinstance(e, ev.Agree) for code in e.m)
        for event in events:
            if isinstance(event, ev.Found):
                rules = event.constitution
                found.append((page, rules.cycle_start, rules, ()))
            elif isinstance(event, ev.Amend):
                if found[1:] and found[-1][1] == event.on:
                    found.pop()
                found.append((page, event.on, event.constitution, agreed))
    return found
