"""Which offices a kind of group has, and who must hold one before its seals can be given."""

import msgspec

from coopledger.domain.constitution import Kind
from coopledger.domain.quorum import BODIES
from coopledger.interop.templates import load_template

_COMMITTEE = ("chairperson", "record_keeper", "box_keeper", "money_counter", "money_counter")
_SEATS: dict[str, tuple[str, ...]] = {
    "key_holders": ("key_holder",) * 3,
    "signatories": ("signatory",) * 3,
    "treasurer_auditor": ("treasurer", "auditor"),
}
_BY_KIND: dict[str, tuple[str, ...]] = {
    "vsla": _COMMITTEE,
    "silc": _COMMITTEE,
    "rosca": ("chairperson",),
}
_USUAL = ("chairperson", "secretary", "treasurer")


class Office(msgspec.Struct, frozen=True):
    """One seat.

    Attributes:
        role: as a page names it.
        number: among the seats of that role, from 1; 0 where there is one only.
        seals: whether its holder's seal counts for some act.
    """

    role: str
    number: int
    seals: bool


def offices_of(kind: Kind) -> tuple[Office, ...]:
    """The seats of a kind of group, in the order in which they are filled."""
    bodies = {quorum.body for quorum in load_template(kind).quorums.values()}
    roles = [*_BY_KIND.get(kind, _USUAL)]
    for body, seats in _SEATS.items():
        if body in bodies:
            roles += [role for role in seats if role not in roles]
    sealing = frozenset().union(*(BODIES.get(body, frozenset()) for body in bodies))
    found, seen = [], dict.fromkeys(roles, 0)
    for role in roles:
        seen[role] += 1
        number = seen[role] if roles.count(role) > 1 else 0
        found.append(Office(role, number, role in sealing or "members" in bodies))
    return tuple(found)
