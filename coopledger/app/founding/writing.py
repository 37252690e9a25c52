"""The founding itself: the draft becomes a book, its officers get keys, and the draft is gone."""

import msgspec

from coopledger.app import officers
from coopledger.app.acts import NOBODY, Pins
from coopledger.app.baseline import take_in
from coopledger.app.founding.draft import FoundingDraft, drop_draft
from coopledger.app.founding.judging import judge
from coopledger.app.ledger import Ledger
from coopledger.app.scribe import NewMember, Scribe
from coopledger.domain.book import Book
from coopledger.ledger.keyfile import USUAL_COST, Cost
from coopledger.ledger.salted import MemberCard


class Founded(msgspec.Struct, frozen=True):
    """A group that was founded: its book, its name, and how many officers have keys."""

    group: str
    name: str
    officers: int


def found(
    ledger: Ledger,
    draft: FoundingDraft,
    pins: Pins = NOBODY,
    *,
    cost: Cost = USUAL_COST,
) -> Founded:
    """Found a group, give its officers keys, and adopt what came from paper in their name.

    Args:
        ledger: the open ledger.
        draft: without problems; see `judge`.
        pins: of the officers who are here, by member.
        cost: of each guess at a PIN.

    Raises:
        Refusal: the first of the draft's problems, a PIN is too easy, or the disk is full; nothing
            was recorded.
    """
    taken = [group.name for group in ledger.groups()]
    judged = judge(draft, taken)
    for problem in judged.problems:
        raise problem.refusal
    for pin in pins.values():
        officers.check_pin(pin)
    head = judged.baseline.head
    if draft.paper:
        group = take_in(ledger, judged.baseline).group
    else:
        members = [
            NewMember(each.code, MemberCard(each.name, each.sex, each.phone), each.roles)
            for each in judged.baseline.people
        ]
        page = Scribe(ledger.store.device).found(Book(), head.name, judged.rules, members)
        ledger.store.append([page])
        group = page.header.book
    drop_draft(ledger)
    if pins:
        officers.enrol(ledger, group, pins, cost=cost)
        if draft.paper:
            officers.adopt(ledger, group, pins)
    return Founded(group, head.name, len(pins))
