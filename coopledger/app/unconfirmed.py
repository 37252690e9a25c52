"""What waits for whom: pages that other laptops have not confirmed, pages that are missing here.

A device confirms a page by saying in a bundle of its own that it has it (docs/bundle.md, `have`).
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from coopledger.app.cooperative import facts as cooperative_facts
from coopledger.app.cooperative import registry_of
from coopledger.app.ledger import Ledger
from coopledger.ledger.registry import Enrolled
from coopledger.sync.waiting import missed_meetings, waiting_head

_DAY = 86_400


class Behind(msgspec.Struct, frozen=True):
    """A book of which a device has not confirmed all.

    Attributes:
        group: name.
        confirmed: the newest page that it said it has; 0 for none.
        pages: how many are above it.
        meetings: the numbers of the meetings on them.
    """

    group: str
    confirmed: int
    pages: int
    meetings: tuple[int, ...]


class Waiting(msgspec.Struct, frozen=True):
    """A device of the cooperative that is in use, and what it has not confirmed.

    Attributes:
        device: short name.
        name, branch: as people call them.
        heard: when its newest bundle was read here; None if none was.
        sent: when books last went to a stick for it; None if never.
        heard_days, sent_days: how many days ago that was.
        behind: books, those with the most meetings first.
    """

    device: str
    name: str
    branch: str
    heard: datetime | None
    sent: datetime | None
    heard_days: int
    sent_days: int
    behind: tuple[Behind, ...]

    @property
    def meetings(self) -> int:
        """How many meetings it has not confirmed."""
        return sum(len(each.meetings) for each in self.behind)

    @property
    def pages(self) -> int:
        """How many pages it has not confirmed."""
        return sum(each.pages for each in self.behind)


class Gap(msgspec.Struct, frozen=True):
    """Pages that are missing before others that came.

    Attributes:
        group: name; empty if it is not known here yet.
        pages: first and last number.
        meetings: first and last; (0, 0) where their neighbours do not tell.
        ask: names of laptops that have them; those that hold the book if nobody said so.
    """

    group: str
    pages: tuple[int, int]
    meetings: tuple[int, int]
    ask: tuple[str, ...]


def waiting(ledger: Ledger, now: datetime | None = None) -> list[Waiting]:
    """What the other devices in use have not confirmed, most meetings first.

    Empty where this laptop is in no cooperative.
    """
    if not ledger.store.registry_id():
        return []
    known, moment = registry_of(ledger), (now or datetime.now(UTC)).timestamp()
    rows = {row.id: row for row in cooperative_facts(ledger).devices}
    others = [
        device
        for device in known.devices.values()
        if device.id != ledger.store.device.id and device.state == "active"
    ]
    behind = _behind(ledger, others)
    peers, sent = ledger.store.peers(), ledger.store.last_sent()
    found = []
    for device in others:
        heard = peers[device.id].heard if device.id in peers else 0
        went = sent.get(device.id, 0)
        row = rows[device.id]
        found.append(
            Waiting(
                device.id,
                row.name,
                row.branch,
                _moment(heard),
                _moment(went),
                _days(heard, moment),
                _days(went, moment),
                tuple(behind[device.id]),
            )
        )
    return sorted(found, key=lambda each: (-each.meetings, each.name))


def _behind(ledger: Ledger, devices: Sequence[Enrolled]) -> dict[str, list[Behind]]:
    """The books that each of these has not confirmed, those with the most meetings first."""
    names = {group.id: group.name for group in ledger.groups()}
    heads, peers = ledger.store.heads(), ledger.store.peers()
    confirmed: dict[tuple[str, str], int] = {}
    floors: dict[str, int] = {}
    for device in devices:
        told = peers[device.id].heads if device.id in peers else {}
        for book in names:
            said = told[book].number if book in told else 0
            if device.may_receive(book) and said < heads[book].number:
                confirmed[device.id, book] = said
                floors[book] = min(said, floors.get(book, said))
    meetings = ledger.store.meetings_above(floors)
    found: dict[str, list[Behind]] = {device.id: [] for device in devices}
    for (device_id, book), said in confirmed.items():
        above = tuple(meeting for page, meeting in meetings[book] if page > said)
        behind = Behind(names[book], said, heads[book].number - said, above)
        found[device_id].append(behind)
    for each in found.values():
        each.sort(key=lambda behind: -len(behind.meetings))
    return found


def gaps(ledger: Ledger) -> list[Gap]:
    """Pages that are missing before others that came, and whom to ask for them."""
    held = ledger.store.waiting_books()
    if not held:
        return []
    names = {group.id: group.name for group in ledger.groups()}
    laptops = {row.id: row.name for row in cooperative_facts(ledger).devices if not row.own}
    heads, listed, peers = ledger.store.heads(), ledger.store.listed(), ledger.store.peers()
    holders = ledger.store.holders()
    found = []
    for book, (lowest, _highest) in held.items():
        newest = heads[book].number if book in heads else 0
        last = listed[book].last_meeting if book in listed else 0
        meetings = missed_meetings(last, map(waiting_head, ledger.store.waiting(book)))
        having = [
            laptops[device]
            for device, peer in peers.items()
            if device in laptops and book in peer.heads and peer.heads[book].number >= lowest - 1
        ]
        holder = laptops.get(holders.get(book, ""), "")
        ask = tuple(having) or ((holder,) if holder else ())
        first = min(newest + 1, lowest - 1)
        found.append(Gap(names.get(book, ""), (first, lowest - 1), meetings, ask))
    return found


def _moment(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC).astimezone() if seconds else None


def _days(seconds: int, now: float) -> int:
    return max(0, int((now - seconds) // _DAY)) if seconds else 0
