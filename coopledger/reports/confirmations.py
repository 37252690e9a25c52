"""Slips on which members confirm what the book says of them, cut apart and handed back."""

import msgspec

from coopledger.reports.document import (
    A4,
    AnyBlock,
    CheckItem,
    Checklist,
    Document,
    Heading,
    KeepTogether,
    PaperSize,
    Paragraph,
    Signatures,
    Signer,
)
from coopledger.reports.facts import PaperHead, Person
from coopledger.reports.passbook_facts import Closing
from coopledger.reports.qr import qr_symbol
from coopledger.reports.sheet import Figures, sheet
from coopledger.reports.standing import owed_pairs, saved_pairs
from coopledger.reports.vocabulary import amounts_in, named
from coopledger.words.catalog import _, isolated
from coopledger.words.dates import format_date


class Slip(msgspec.Struct, frozen=True):
    """One member, where the member stands, and the slip's sealed code."""

    member: Person
    closing: Closing
    code: str


class ConfirmationFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The slips of all members after the newest page, whose ISO day is ``day``.

    ``by_shares``, ``saves``, ``contributes``: as in `receipt.ReceiptFacts`.
    """

    head: PaperHead
    day: str
    by_shares: bool
    saves: bool
    contributes: bool
    slips: tuple[Slip, ...]


def confirmations(facts: ConfirmationFacts, paper: PaperSize = A4) -> Document:
    """Word the slips in the current language."""
    told = _(
        "Compare these figures with your own passbook. Tick, sign, and hand the slip to whoever"
        " audits the group, not to the record-keeper."
    )
    blocks: list[AnyBlock] = [Paragraph(told)]
    blocks += [_slip(slip, facts) for slip in facts.slips]
    return sheet(
        facts.head,
        title=_("Confirmation of balances"),
        subtitle=_("{group}, {date}").format(
            group=isolated(facts.head.group), date=format_date(facts.day, "long")
        ),
        blocks=blocks,
        paper=paper,
    )


def _slip(slip: Slip, facts: ConfirmationFacts) -> AnyBlock:
    figures, own = Figures(facts.head.currency), slip.closing
    pairs = [
        *saved_pairs(own, figures, by_shares=facts.by_shares, saves=facts.saves),
        *owed_pairs(own, figures, lends=True, contributes=facts.contributes),
    ]
    about = _("{group}, {date}. {currency}").format(
        group=isolated(facts.head.group),
        date=format_date(facts.day, "long"),
        currency=amounts_in(facts.head.currency),
    )
    told = [_("{label}: {figure}").format(label=each, figure=figure) for each, figure in pairs]
    answers = (
        CheckItem(_("This is right.")),
        CheckItem(_("This is not right. By my passbook it should be:")),
    )
    return KeepTogether(
        (
            Heading(named(slip.member)),
            qr_symbol(slip.code, "\n".join([about, *told])),
            Checklist(answers),
            Signatures((Signer(_("Member"), slip.member.name), Signer(_("Date")))),
        )
    )
