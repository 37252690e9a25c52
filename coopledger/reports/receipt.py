"""The receipt slip: what one member handed in and got in one meeting, and where that left them."""

from collections.abc import Mapping

import msgspec

from coopledger.reports.document import (
    RECEIPT_80,
    AnyBlock,
    Column,
    Document,
    Heading,
    KeyValues,
    PaperSize,
    Paragraph,
    Row,
    Signatures,
    Signer,
    Table,
)
from coopledger.reports.facts import PaperHead, Person
from coopledger.reports.meeting_report import MEMBER_COLUMNS
from coopledger.reports.passbook_facts import Closing
from coopledger.reports.sheet import WRITERS, Figures, sheet, signers
from coopledger.reports.standing import owed_pairs, saved_pairs
from coopledger.reports.vocabulary import amounts_in, named
from coopledger.words.amounts import amount_in_words
from coopledger.words.catalog import _, isolated
from coopledger.words.dates import format_date
from coopledger.words.numbers import format_number


class ReceiptFacts(msgspec.Struct, frozen=True, kw_only=True):
    """A member's part in one meeting.

    Attributes:
        head: group, page, officers.
        member: whose receipt it is.
        meeting: its number.
        day: its ISO day.
        shares: bought in it.
        sums: what was handed in (negative: got), by column; see `facts.MemberRow`.
        closing: where the member stood after it.
        by_shares: whether savings are bought as shares.
        saves: whether the group saves at all.
        contributes: whether it has a social contribution.
    """

    head: PaperHead
    member: Person
    meeting: int
    day: str
    shares: int
    sums: Mapping[str, int]
    closing: Closing
    by_shares: bool
    saves: bool
    contributes: bool

    @property
    def handed_in(self) -> int:
        """All that the member handed in."""
        return sum(amount for amount in self.sums.values() if amount > 0)

    @property
    def got(self) -> int:
        """All that the member got."""
        return -sum(amount for amount in self.sums.values() if amount < 0)


def receipt(facts: ReceiptFacts, paper: PaperSize = RECEIPT_80) -> Document:
    """Word a member's receipt in the current language."""
    figures = Figures(facts.head.currency)
    about = [(_("Member"), named(facts.member))]
    if facts.shares:
        about.append((_("Shares bought"), format_number(facts.shares)))
    own = facts.closing
    now = [
        *saved_pairs(own, figures, by_shares=facts.by_shares, saves=facts.saves),
        *owed_pairs(own, figures, lends=bool(own.principal or own.charge), contributes=False),
    ]
    blocks: list[AnyBlock] = [
        KeyValues(tuple(about), 1),
        Paragraph(amounts_in(facts.head.currency), small=True),
        *_moved(facts, figures),
        Heading(_("After this meeting"), 2),
        KeyValues(tuple(now), 1 if paper.roll else 2),
        Signatures(_signers(facts), 1 if paper.roll else 2),
    ]
    return sheet(
        facts.head,
        title=_("Receipt"),
        subtitle=_("{group}, meeting {number}, {date}").format(
            group=isolated(facts.head.group),
            number=format_number(facts.meeting),
            date=format_date(facts.day, "long"),
        ),
        blocks=blocks,
        paper=paper,
    )


def _moved(facts: ReceiptFacts, figures: Figures) -> list[AnyBlock]:
    known = {name: str(label) for name, label, _sign in MEMBER_COLUMNS}
    found: list[AnyBlock] = []
    for heading, sign, whole in (
        (_("Handed in"), 1, facts.handed_in),
        (_("Paid to the member"), -1, facts.got),
    ):
        lines = [(name, sign * n) for name, n in facts.sums.items() if sign * n > 0]
        if not lines:
            continue
        rows = [
            Row((label, figures.sum(amount)), values=(label, amount))
            for name, amount in lines
            for label in [known.get(name, name)]
        ]
        rows.append(Row((_("All"), figures.sum(whole)), "total", (_("All"), whole)))
        found.append(Table((Column(heading), Column(_("Amount"), "money")), tuple(rows)))
        found.append(Paragraph(amount_in_words(whole, facts.head.currency), small=True))
    return found or [Paragraph(_("No money changed hands."))]


def _signers(facts: ReceiptFacts) -> tuple[Signer, ...]:
    return tuple(signers(facts.head.officers, WRITERS)[:1]) or (Signer(_("Record-keeper")),)
