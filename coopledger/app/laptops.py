"""A laptop of the cooperative as a person sees it: what it may receive, which books it holds."""

from collections.abc import Mapping

import msgspec

from coopledger.app.acts import Pins
from coopledger.app.cooperative import CooperativeFacts, DeviceRow, facts, registry_of
from coopledger.app.holding import hand_over
from coopledger.app.ledger import Group, Ledger
from coopledger.domain.errors import Refusal
from coopledger.domain.quorum import call
from coopledger.store.store import NewPage


class LaptopView(msgspec.Struct, frozen=True):
    """A laptop.

    Attributes:
        row: as the list has it.
        cooperative: it belongs to.
        groups: all that are known here.
        holds: groups whose books it may write in, as far as is known here.
        to_give: groups whose books this laptop can hand over to it.
        keeps: whether this laptop here may change what the registry says.
    """

    row: DeviceRow
    cooperative: CooperativeFacts
    groups: tuple[Group, ...]
    holds: tuple[Group, ...]
    to_give: tuple[Group, ...]
    keeps: bool


class Sealing(msgspec.Struct, frozen=True):
    """Who seals an act on a book: officers' names by member, and how many of them."""

    names: Mapping[str, str]
    need: int


def laptop_view(ledger: Ledger, device: str) -> LaptopView:
    """A laptop by its short name.

    Raises:
        Refusal: `no_cooperative`, `unknown_device`.
    """
    known, found = registry_of(ledger), facts(ledger)
    row = next((row for row in found.devices if row.id == device), None)
    if row is None:
        raise Refusal("unknown_device", value=device)
    groups, holders, own = tuple(ledger.groups()), ledger.store.holders(), ledger.own_heads
    other, enrolled = not row.own, known.devices[device]
    return LaptopView(
        row,
        found,
        groups,
        tuple(group for group in groups if holders.get(group.id) == device),
        tuple(
            group
            for group in groups
            if other and enrolled.may_receive(group.id) and own.refusal(group.id) is None
        ),
        known.keeper == ledger.store.device.id,
    )


def hand_over_needs(ledger: Ledger, group: str) -> Sealing:
    """Who seals that a book is handed over; nobody where its rules ask for none or none has a key.

    Raises:
        Refusal: a page is not genuine.
    """
    called = call(ledger.replay(group).book, "hand_over")
    if called is None:
        return Sealing({}, 0)
    cards = ledger.members(group)
    officers = (*sorted(called.holders), *sorted(called.deputies))
    return Sealing({code: cards[code].name for code in officers}, called.need)


def hand_over_to(ledger: Ledger, group: str, device: str, by: Pins) -> NewPage:
    """Hand a book over to a laptop of the cooperative; see `holding.hand_over`.

    Raises:
        Refusal: `unknown_device`: it is not in use, or may not receive the book.
    """
    found = registry_of(ledger).devices.get(device)
    if found is None or not found.may_receive(group):
        raise Refusal("unknown_device", value=device)
    return hand_over(ledger, group, found.key.hex(), by)
