"""Which officers must seal an act: more than half of a body, each person once.

Any two quorums of a body share a person, so two contradictory acts always show one key that sealed
both (trust notes §2.3). Some acts are hard: without their quorum there is no page. A meeting that
stayed short of its quorum is kept, and the shortfall is a finding, because a hard stop would only
breed shared PINs.
"""

from collections.abc import Collection

import msgspec

from coopledger.domain.book import Book
from coopledger.domain.constitution import Act, Quorum

COMMITTEE = (
    "chairperson",
    "secretary",
    "treasurer",
    "record_keeper",
    "box_keeper",
    "money_counter",
)
BODIES: dict[str, frozenset[str]] = {
    "key_holders": frozenset({"key_holder"}),
    "committee": frozenset(COMMITTEE),
    "signatories": frozenset({"signatory"}),
    "treasurer_auditor": frozenset({"treasurer", "auditor"}),
}
"""Roles that make up each body; ``members`` are all who have a key."""
HARD: dict[str, Act] = {
    "share_out": "share_out",
    "cycle": "amendment",
    "amendment": "amendment",
    "officers": "officers",
    "adopt": "adoption",
    "erasure": "erasure",
    "hand_over": "hand_over",
    "take_over": "hand_over",
}
"""Kinds of page that need their quorum to be a page at all."""
SOFT: dict[str, Act] = {"meeting": "meeting", "correction": "correction"}
"""Kinds of page whose quorum is a finding when it stayed short."""


def consent(book: Book) -> frozenset[str]:
    """Members each of whom must have agreed before new rules may follow those in force.

    New rules by all begin to need all when the group has begun: at its first meeting, or, where the
    holders of hands decide, as long as the pot goes round.
    """
    active = frozenset(member.code for member in book.active())
    match book.rules.amendment_consent:
        case "all_members":
            return active if book.meeting else frozenset()
        case "all_hands":
            running = len(book.pots) < len(book.turns)
            return active & frozenset(book.turns) if running else frozenset()
        case "none":
            return frozenset()


class Call(msgspec.Struct, frozen=True):
    """Who is called to seal an act: the holders, their deputies, and how many are needed."""

    holders: frozenset[str]
    deputies: frozenset[str]
    need: int

    def met(self, sealed: Collection[str]) -> bool:
        """Whether these members' seals are enough."""
        return self.count(sealed) >= self.need

    def count(self, sealed: Collection[str]) -> int:
        """How many of the seals count: each holder once, deputies for holders who are missing."""
        came = len(self.holders & set(sealed))
        return min(came + len(self.deputies & set(sealed)), len(self.holders))


def call(book: Book, act: Act) -> Call | None:
    """Who is called to seal an act under the rules in force; None where nobody is.

    A body none of whose members has a key yet calls nobody: the first officers enrol themselves.
    Where the rules say nothing of handing the book over, those are called who may change officers,
    else all members who have a key: no book goes to another laptop past its officers.
    """
    quorums = book.rules.quorums
    if act != "hand_over":
        return _called(book, quorums.get(act))
    named = (quorums.get(act), quorums.get("officers"), Quorum("members"))
    return next((found for quorum in named if (found := _called(book, quorum))), None)


def _called(book: Book, quorum: Quorum | None) -> Call | None:
    if quorum is None:
        return None
    roles = BODIES.get(quorum.body)
    # Who left or died counts until the officers revoke the key: else a meeting's page, which no
    # quorum stops, could make the body smaller until one officer is all of it.
    keyed = [book.members[code] for code in book.keys]
    holders = frozenset(
        member.code for member in keyed if roles is None or roles & set(member.roles)
    )
    if not holders:
        return None
    deputies = frozenset(m.code for m in keyed if "deputy" in m.roles) - holders
    need = min(max(quorum.need, len(holders) // 2 + 1), len(holders))
    return Call(holders, deputies, need)
