"""Whether those who chose a PIN are as many as the group's rules want for a seal."""

from collections.abc import Collection, Iterator, Mapping

import msgspec

from coopledger.app.founding.questions import ASKED_ACTS
from coopledger.domain.constitution import Act, Constitution
from coopledger.domain.quorum import BODIES


class Short(msgspec.Struct, frozen=True):
    """An act that fewer can seal than the rules want: of which body, how many, how many can."""

    act: Act
    body: str
    need: int
    able: int


def short_of(
    rules: Constitution, offices: Mapping[str, Collection[str]], pinned: Collection[str]
) -> Iterator[Short]:
    """The acts that would stay short of their seals, in the order in which they are asked.

    Nothing is stuck by it: all who have a key must then seal. But it is less than was agreed.

    Args:
        rules: of the group.
        offices: roles by member.
        pinned: members who chose a PIN.
    """
    for act in ASKED_ACTS:
        if (quorum := rules.quorums.get(act)) is None:
            continue
        roles = BODIES.get(quorum.body)
        able = sum(roles is None or bool(roles & set(offices.get(each, ()))) for each in pinned)
        if able < (need := max(quorum.need, 1)):
            yield Short(act, quorum.body, need, able)
