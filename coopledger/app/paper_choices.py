"""What can be picked for a group's papers: its meetings, members, loans and months."""

import msgspec

from coopledger.app.ledger import Ledger
from coopledger.app.monthly_papers import months
from coopledger.app.paper_source import IS_MEETING, PaperSource
from coopledger.domain.money import Currency


class LoanChoice(msgspec.Struct, frozen=True):
    """A loan: its number, borrower's code and name, and the amount in minor units."""

    number: int
    member: str
    name: str
    amount: int


class PaperChoices(msgspec.Struct, frozen=True):
    """All that papers of one group can be about, the newest first where there is an order.

    ``meetings`` are (number, ISO day), ``members`` (code, name), ``months`` ``YYYY-MM``.
    """

    group: str
    currency: Currency
    meetings: tuple[tuple[int, str], ...]
    members: tuple[tuple[str, str], ...]
    loans: tuple[LoanChoice, ...]
    months: tuple[str, ...]


def paper_choices(ledger: Ledger, group: str) -> PaperChoices:
    """What a group's papers can be about.

    Raises:
        Refusal: `unknown_group`; `page_not_genuine`.
    """
    source = PaperSource(ledger, group)
    book, people = source.replay.book, source.people
    held = {h.meeting: h.date for h in source.replay.headers if h.kind in IS_MEETING}
    return PaperChoices(
        group=source.name,
        currency=book.constitution.money,
        meetings=tuple(reversed(held.items())),
        members=tuple((person.code, person.name) for person in people.values()),
        loans=tuple(
            LoanChoice(loan.number, loan.member, people[loan.member].name, loan.amount)
            for loan in reversed(book.loans.values())
        ),
        months=tuple(reversed(months(source))),
    )
