"""What can be gone to by typing its name: groups, and the members of the group at hand."""

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.recent import Recent, recent


class Found(msgspec.Struct, frozen=True):
    """A group, or one of its members, by name. ``member`` is empty for the group itself."""

    name: str
    group: str
    group_name: str
    member: str = ""


class Index(msgspec.Struct, frozen=True):
    """All that has a name, and where somebody was last."""

    found: tuple[Found, ...]
    recent: tuple[Recent, ...]


def index(ledger: Ledger, group: str = "") -> Index:
    """Groups by name and, of one group, its members; what was visited and is gone is left out.

    Raises:
        Refusal: a page of that group is not genuine.
    """
    names = {each.id: each.name for each in ledger.groups()}
    found = [Found(name, book, name) for book, name in names.items()]
    if group in names:
        found += [
            Found(card.name, group, names[group], code)
            for code, card in ledger.members(group).items()
        ]
    visited = [where for where in recent(ledger) if not where.group or where.group in names]
    return Index(tuple(found), tuple(visited))
