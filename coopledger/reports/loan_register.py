"""The loan register: every loan of the cycle on a line, what was paid and what is owed."""

import msgspec

from coopledger.reports.document import A4, AnyBlock, Document, Heading, PaperSize, Paragraph
from coopledger.reports.facts import PaperHead, Person
from coopledger.reports.sheet import (
    ACCOUNTABLE,
    Figures,
    amounts,
    counts,
    days,
    sheet,
    signed_by,
    table_of,
    texts,
)
from coopledger.reports.vocabulary import amounts_in, named
from coopledger.words.catalog import N_, Text, _, isolated
from coopledger.words.dates import format_date

STATES: dict[str, Text] = {
    "open": N_("open"),
    "late": N_("late"),
    "repaid": N_("repaid"),
    "given_up": N_("given up"),
    "undone": N_("undone"),
}


class RegisterLoan(msgspec.Struct, frozen=True, kw_only=True):
    """One loan; ``amount`` + ``charged`` = ``paid`` + ``given_up`` + ``owed``, in minor units.

    ``state`` is a key of `STATES`.
    """

    number: int
    member: Person
    purpose: str
    day: str
    due: str
    amount: int
    charged: int
    paid: int
    given_up: int
    owed: int
    late: int
    state: str


class LoanRegisterFacts(msgspec.Struct, frozen=True):
    """All loans of the cycle up to the newest page, and those older ones that are open."""

    head: PaperHead
    day: str
    loans: tuple[RegisterLoan, ...]


def loan_register(facts: LoanRegisterFacts, paper: PaperSize = A4) -> Document:
    """Word the loan register in the current language."""
    paper, figures, loans = paper.landscape(), Figures(facts.head.currency), facts.loans
    blocks: list[AnyBlock] = [Paragraph(_("No loan in this cycle."))]
    if loans:
        choices = [
            counts(_("Loan"), [x.number for x in loans], zero=True),
            texts(_("Member"), [named(x.member) for x in loans], _("All"), weight=2, always=True),
            texts(_("Purpose"), [isolated(x.purpose) if x.purpose else "" for x in loans]),
            days(_("Paid out on"), [x.day for x in loans], always=True),
            days(_("Due"), [x.due for x in loans], always=True),
            amounts(_("Loan"), [x.amount for x in loans], figures),
            amounts(_("Charges"), [x.charged for x in loans], figures),
            amounts(_("Paid"), [x.paid for x in loans], figures),
            amounts(_("Given up"), [x.given_up for x in loans], figures),
            amounts(_("Owed"), [x.owed for x in loans], figures),
            amounts(_("Of it late"), [x.late for x in loans], figures),
            texts(_("State"), [str(STATES[x.state]) for x in loans]),
        ]
        money = Paragraph(amounts_in(facts.head.currency), small=True)
        blocks = [Heading(_("Loans")), money, table_of(choices, total=len(loans) > 1)]
    return sheet(
        facts.head,
        title=_("Loan register"),
        subtitle=_("{group}, {date}").format(
            group=isolated(facts.head.group), date=format_date(facts.day, "long")
        ),
        blocks=[*blocks, signed_by(facts.head, paper, ACCOUNTABLE)],
        paper=paper,
    )
