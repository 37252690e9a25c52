"""One member on the screen: the card, the passbook, and what a picture says better than figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.overview import MemberRow, member_row
from coopledger.app.papers import statement_facts
from coopledger.app.people import PersonFile, person
from coopledger.domain.money import Currency
from coopledger.reports.document import Document
from coopledger.reports.member_statement import member_statement
from coopledger.reports.passbook_facts import Guarantee, LoanPage, Settled, TrialPart


class Point(msgspec.Struct, frozen=True):
    """Savings after a meeting, in minor units; ``meeting`` 0 for a page that was none."""

    meeting: int
    day: str
    savings: int


class Mark(msgspec.Struct, frozen=True):
    """An answer at roll call; an empty status where none was written down."""

    meeting: int
    day: str
    status: str


class MemberView(msgspec.Struct, frozen=True):
    """One member.

    Attributes:
        row: where the member stands.
        person: card and photo.
        group: the group's name.
        currency: of all amounts.
        by_shares: whether savings are bought as shares.
        savings: after each meeting of this cycle.
        marks: at each roll call of this cycle.
        answers: how many there are of each.
        loans: of this cycle.
        guarantees: loans of others that the member answers for.
        trial: what a share-out now would give; None where there is no part.
        settled: how the savings were settled; None while they are not.
        passbook: the printed statement.
    """

    row: MemberRow
    person: PersonFile
    group: str
    currency: Currency
    by_shares: bool
    savings: tuple[Point, ...]
    marks: tuple[Mark, ...]
    answers: Mapping[str, int]
    loans: tuple[LoanPage, ...]
    guarantees: tuple[Guarantee, ...]
    trial: TrialPart | None
    settled: Settled | None
    passbook: Document


def member_view(ledger: Ledger, group: str, member: str) -> MemberView:
    """All that the window shows of a member.

    Raises:
        Refusal: `unknown_member`; a page is not genuine.
    """
    (facts,) = statement_facts(ledger, group, [member])
    book, held = ledger.replay(group).book, person(ledger, group, member)
    return MemberView(
        row=member_row(book, book.members[member], held.card.name),
        person=held,
        group=facts.head.group,
        currency=facts.head.currency,
        by_shares=facts.by_shares,
        savings=tuple(Point(row.meeting, row.day, row.savings) for row in facts.rows),
        marks=tuple(Mark(row.meeting, row.day, row.status) for row in facts.rows if row.meeting),
        answers=Counter(row.status for row in facts.rows if row.meeting and row.status),
        loans=facts.loans,
        guarantees=facts.guarantees,
        trial=facts.trial,
        settled=facts.settled,
        passbook=member_statement(facts),
    )
