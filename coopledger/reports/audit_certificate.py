"""The certificate of an audit: what was checked in the book, and what came of it."""

from collections.abc import Mapping

import msgspec

from coopledger.reports.document import (
    A4,
    AnyBlock,
    CheckItem,
    Checklist,
    Column,
    Document,
    Heading,
    KeepTogether,
    KeyValues,
    PaperSize,
    Paragraph,
    Row,
    Signatures,
    Signer,
    Table,
)
from coopledger.reports.facts import PaperHead
from coopledger.reports.sheet import Figures, sheet
from coopledger.reports.vocabulary import amounts_in, cash_name
from coopledger.words.catalog import N_, Text, _, isolated
from coopledger.words.dates import format_date
from coopledger.words.numbers import format_number

_TOTALS: dict[str, Text] = {
    "loans": N_("Lent to members"),
    "charges_due": N_("Charge due on loans"),
    "late_due": N_("Late charges due"),
    "fines_owed": N_("Fines owed"),
    "arrears": N_("Contributions owed"),
    "savings": N_("Savings of all members"),
    "voluntary": N_("Voluntary savings"),
    "held": N_("Odd money kept for shares"),
    "payable": N_("Refunds to be paid later"),
    "external": N_("Owed to lenders"),
    "external_due": N_("Charge owed to lenders"),
    "lent": N_("Owed by other groups"),
    "lent_due": N_("Charge owed by other groups"),
}


class AuditFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the verification of a book came to.

    Attributes:
        head: group, page, officers.
        day: ISO day of the newest page that has one.
        book: the book's id, as hex digits.
        pages: that were read.
        entries: facts recorded on them.
        seals: that were checked.
        cash: (fund, place, amount) after the newest page.
        totals: the control totals of the newest page.
        shares: of all members.
        members: active ones.
        findings: (meeting or 0, page, sentence) of each rule that was broken.
    """

    head: PaperHead
    day: str
    book: str
    pages: int
    entries: int
    seals: int
    cash: tuple[tuple[str, str, int], ...]
    totals: Mapping[str, int]
    shares: int
    members: int
    findings: tuple[tuple[int, int, str], ...]


def audit_certificate(facts: AuditFacts, paper: PaperSize = A4) -> Document:
    """Word the certificate in the current language."""
    told = _(
        "The program read every page of the book again, from the first to the newest, and found it"
        " genuine. Nothing was taken from earlier results."
    )
    blocks: list[AnyBlock] = [
        Paragraph(told),
        KeyValues(
            (
                (_("Pages"), format_number(facts.pages)),
                (_("Entries"), format_number(facts.entries)),
                (_("Seals"), format_number(facts.seals)),
                (_("Members"), format_number(facts.members)),
            )
        ),
        Heading(_("What was checked")),
        Checklist(tuple(CheckItem(text, "yes") for text in _checked())),
        *_totals(facts),
        *_findings(facts),
        Paragraph(_("The book's id: {id}").format(id=isolated(facts.book)), small=True),
        _signatures(),
    ]
    return sheet(
        facts.head,
        title=_("Certificate of audit"),
        subtitle=_("{group}, {date}").format(
            group=isolated(facts.head.group), date=format_date(facts.day, "long")
        ),
        blocks=blocks,
        paper=paper,
    )


def _checked() -> tuple[str, ...]:
    return (
        _("Each page follows the one before it, and none is missing or changed."),
        _("Each page bears the seal of the laptop that keeps the book, and no false seal."),
        _("What needs the officers' seals has as many of them as the rules ask for."),
        _("The entries of each page add up to the totals that were sealed with it."),
        _("Names and notes kept beside the pages are those that the pages stand for."),
    )


def _totals(facts: AuditFacts) -> list[AnyBlock]:
    figures = Figures(facts.head.currency)
    rows = [(cash_name(fund, place), amount) for fund, place, amount in facts.cash]
    rows += [(str(_TOTALS[n]), facts.totals[n]) for n in _TOTALS if facts.totals.get(n)]
    columns = (Column(amounts_in(facts.head.currency)), Column(_("Amount"), "money"))
    table = Table(
        columns,
        tuple(Row((name, figures.sum(n)), values=(name, n)) for name, n in rows),
    )
    found: list[AnyBlock] = [Heading(_("Totals after the newest page")), table]
    if facts.shares:
        told = _("Shares of all members: {count}.").format(count=format_number(facts.shares))
        found.append(Paragraph(told))
    return [KeepTogether(tuple(found))]


def _findings(facts: AuditFacts) -> list[AnyBlock]:
    heading = Heading(_("Rules that were broken"))
    if not facts.findings:
        return [KeepTogether((heading, Paragraph(_("None was found."))))]
    columns = (Column(_("Page"), "number"), Column(_("Meeting"), "number"), Column(_("What")))
    rows = tuple(
        Row(
            (format_number(page), format_number(meeting) if meeting else "", sentence),
            values=(page, meeting or None, sentence),
        )
        for meeting, page, sentence in facts.findings
    )
    told = Paragraph(_("These are on genuine pages; the officers deal with them."))
    return [heading, told, Table(columns, rows)]


def _signatures() -> AnyBlock:
    lines = (Signer(_("Checked by")), Signer(_("Date")))
    return KeepTogether((Heading(_("Signed by")), Signatures(lines)))
