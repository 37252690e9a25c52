"""The agreement about one loan: what is lent, what it costs in truth, and who answers for it."""

import msgspec

from coopledger.domain.money import Currency
from coopledger.reports.document import (
    A4,
    AnyBlock,
    Document,
    Heading,
    KeepTogether,
    KeyValues,
    PaperSize,
    Paragraph,
    Signatures,
    Signer,
)
from coopledger.reports.facts import Instalment, PaperHead, Person
from coopledger.reports.sheet import Figures, amounts, days, sheet, signers, table_of
from coopledger.reports.vocabulary import amounts_in, named
from coopledger.words.amounts import amount_in_words
from coopledger.words.catalog import N_, _, isolated
from coopledger.words.dates import format_date
from coopledger.words.money import format_money
from coopledger.words.numbers import format_number, format_percent

_LENDERS = ("chairperson", "treasurer", "secretary", "record_keeper")
_CUT = N_("{amount} ({amount_in_words})")


class AgreementFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One loan as it was agreed; money in minor units, days in ISO form.

    Attributes:
        head: group, page, officers.
        member: the borrower.
        number: of the loan.
        day: on which it was paid out.
        meeting: in which it was, 0 if in none.
        due: day of the last repayment.
        amount: the principal.
        kept: charge kept back at once.
        rolled: number of the loan that it takes over, 0 for none.
        purpose: what it is for.
        rows: what is paid on which day, if all is paid in time.
        per_period, per_year, compounded: the true cost in hundredths of a percent: of one period,
            of a year, of a year with charge on charge; None where nothing was received in cash.
        guarantors: who answers for it.
        rules: what the constitution says of charges, late charges and debts: name and sentence.
        lesson: what the loan costs, in plain sentences; empty where no cash was paid out.
    """

    head: PaperHead
    member: Person
    number: int
    day: str
    meeting: int
    due: str
    amount: int
    kept: int
    rolled: int
    purpose: str
    rows: tuple[Instalment, ...]
    per_period: int | None
    per_year: int | None
    compounded: int | None
    guarantors: tuple[Person, ...]
    rules: tuple[tuple[str, str], ...]
    lesson: tuple[str, ...] = ()

    @property
    def charge(self) -> int:
        """Everything that the loan costs."""
        return self.kept + sum(row.charge for row in self.rows)

    @property
    def total(self) -> int:
        """Everything that is paid back."""
        return sum(row.amount for row in self.rows)


def loan_agreement(facts: AgreementFacts, paper: PaperSize = A4) -> Document:
    """Word a loan's agreement in the current language."""
    figures = Figures(facts.head.currency)
    blocks: list[AnyBlock] = [
        KeyValues(_about(facts)),
        *_promise(facts),
        _cost(facts, figures),
        *_plan(facts, figures),
        *_rules(facts),
        *_guarantors(facts),
        _signatures(facts),
    ]
    return sheet(
        facts.head,
        title=_("Loan agreement"),
        subtitle=_("{member}, {group}, {date}").format(
            member=named(facts.member),
            group=isolated(facts.head.group),
            date=format_date(facts.day, "long"),
        ),
        blocks=blocks,
        paper=paper,
    )


def _about(facts: AgreementFacts) -> tuple[tuple[str, str], ...]:
    pairs = [
        (_("Loan"), format_number(facts.number)),
        (_("Paid out on"), format_date(facts.day, "long")),
        (_("Borrower"), named(facts.member)),
        (_("To be repaid by"), format_date(facts.due, "long")),
    ]
    if facts.meeting:
        pairs.append((_("Meeting"), format_number(facts.meeting)))
    if facts.purpose:
        pairs.append((_("Purpose"), isolated(facts.purpose)))
    return tuple(pairs)


def _in_words(amount: int, currency: Currency) -> str:
    return _CUT.format(
        amount=isolated(format_money(amount, currency)),
        amount_in_words=isolated(amount_in_words(amount, currency)),
    )


def _promise(facts: AgreementFacts) -> list[AnyBlock]:
    currency = facts.head.currency
    lent = _("{group} lends {member} {amount}.").format(
        group=isolated(facts.head.group),
        member=isolated(facts.member.name),
        amount=_in_words(facts.amount, currency),
    )
    told = [lent]
    if facts.rolled:
        took = _("It takes over loan {number}; no cash is paid out.")
        told.append(took.format(number=format_number(facts.rolled)))
    elif facts.kept:
        kept = _("Of it {kept} are kept back as charge and {paid} are paid out.")
        told.append(
            kept.format(
                kept=isolated(format_money(facts.kept, currency)),
                paid=isolated(format_money(facts.amount - facts.kept, currency)),
            )
        )
    back = _("The borrower promises to pay back {amount} in all, as written below.")
    told.append(back.format(amount=_in_words(facts.total, currency)))
    return [Paragraph(line) for line in told]


def _cost(facts: AgreementFacts, figures: Figures) -> AnyBlock:
    pairs = [
        (_("Loan"), figures.sum(facts.amount)),
        (_("Charges in all"), figures.sum(facts.charge)),
        (_("To pay back in all"), figures.sum(facts.total)),
    ]
    notes: list[AnyBlock] = []
    if facts.per_period is not None and facts.per_year is not None and facts.compounded is not None:
        whole = 100 * 100  # hundredths of a percent
        for label, rate in (
            (_("Cost of one period"), facts.per_period),
            (_("Cost of a year"), facts.per_year),
            (_("Cost of a year, charge on charge"), facts.compounded),
        ):
            pairs.append((label, format_percent(rate, whole, decimals=2)))
        notes.append(
            Paragraph(
                _(
                    "The cost is worked out on what the borrower still has of the loan, not on what"
                    " was lent at first: so loans with other rules can be compared with it."
                ),
                small=True,
            )
        )
    heading = Heading(_("What the loan costs"))
    money = Paragraph(amounts_in(facts.head.currency), small=True)
    plain = [Paragraph(" ".join(facts.lesson))] if facts.lesson else []
    return KeepTogether((heading, KeyValues(tuple(pairs)), money, *plain, *notes))


def _plan(facts: AgreementFacts, figures: Figures) -> list[AnyBlock]:
    rows = facts.rows
    left, owed = facts.amount, []
    for row in rows:
        left -= row.principal
        owed.append(left)
    choices = [
        days(_("Due"), [row.day for row in rows], always=True)._replace(total=_("All")),
        amounts(_("Principal"), [row.principal for row in rows], figures),
        amounts(_("Charge"), [row.charge for row in rows], figures),
        amounts(_("To pay"), [row.amount for row in rows], figures),
        amounts(_("Left of the loan"), owed, figures, add=False, zero=True),
    ]
    return [Heading(_("What is paid when")), table_of(choices, total=len(rows) > 1)]


def _rules(facts: AgreementFacts) -> list[AnyBlock]:
    if not facts.rules:
        return []
    rules = tuple((isolated(name), told) for name, told in facts.rules)
    return [KeepTogether((Heading(_("What the rules say")), KeyValues(rules, 1)))]


def _guarantors(facts: AgreementFacts) -> list[AnyBlock]:
    if not facts.guarantors:
        return []
    told = _("Those who sign as guarantors pay what the borrower does not pay.")
    return [Paragraph(told)]


def _signatures(facts: AgreementFacts) -> AnyBlock:
    lines = (
        Signer(_("Borrower"), facts.member.name),
        *(Signer(_("Guarantor"), person.name) for person in facts.guarantors),
        *signers(facts.head.officers, _LENDERS)[:2],
        Signer(_("Witness")),
    )
    return KeepTogether((Heading(_("Signed by")), Signatures(lines)))
