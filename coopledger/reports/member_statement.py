"""The member statement: a passbook, printed. Savings pages, loan pages, and where one stands.

It shows nothing personal beyond number and name, and of other members only the numbers of those
whom the member answers for, or who answer for the member.
"""

from coopledger.reports.document import (
    A4,
    A5,
    AnyBlock,
    Column,
    Document,
    Heading,
    KeepTogether,
    KeyValues,
    PaperSize,
    Paragraph,
    Signatures,
    Signer,
)
from coopledger.reports.loan_sections import guarantees, loans, plans
from coopledger.reports.passbook_facts import PassbookRow, Settled, StatementFacts, TrialPart
from coopledger.reports.sheet import (
    NOTHING,
    WRITERS,
    Choice,
    Figures,
    amounts,
    counts,
    days,
    sheet,
    signers,
    table_of,
)
from coopledger.reports.standing import owed_pairs, saved_pairs
from coopledger.reports.vocabulary import ANSWERS, PAGES, amounts_in, named, word
from coopledger.words.catalog import N_, _, isolated
from coopledger.words.dates import Width, format_date
from coopledger.words.numbers import format_number

_COLUMNS = (
    ("saved", N_("Saved"), True),
    ("voluntary", N_("Voluntary"), True),
    ("taken", N_("Taken out"), True),
    ("held", N_("Odd money"), True),
    ("savings", N_("Savings"), False),
    ("all_voluntary", N_("All voluntary"), False),
    ("all_held", N_("Odd money kept"), False),
    ("social", N_("Social paid"), True),
    ("arrears", N_("Social owed"), False),
    ("hands", N_("Hands paid"), True),
    ("hands_owed", N_("Hands owed"), False),
    ("pot", N_("From the pot"), True),
    ("help", N_("Help"), True),
    ("fined", N_("Fines set"), True),
    ("fines_paid", N_("Fines paid"), True),
    ("fines_owed", N_("Fines owed"), False),
)
"""Sums of a row, and whether they add up; the others tell where the member stood."""


def member_statement(facts: StatementFacts, paper: PaperSize = A4) -> Document:
    """Word a member's statement in the current language."""
    figures = Figures(facts.head.currency)
    # A passbook page has no room for names of months.
    width: Width = "short" if paper.width <= A5.width else "medium"
    blocks: list[AnyBlock] = [
        *_gone(facts),
        _stand(facts, figures),
        *_settled(facts.settled, figures),
        *_trial(facts.trial, figures),
        *plans(facts, figures),
        *guarantees(facts, figures),
        *_savings(facts, figures, width),
        *loans(facts, figures, width),
        _signatures(facts),
    ]
    day = format_date(facts.day, "long") if facts.day else NOTHING
    return sheet(
        facts.head,
        title=_("Member statement"),
        subtitle=_("{member}, {group}, {date}").format(
            member=named(facts.member), group=isolated(facts.head.group), date=day
        ),
        blocks=blocks,
        paper=paper,
    )


def _gone(facts: StatementFacts) -> list[AnyBlock]:
    if facts.gone == "left":
        return [Paragraph(_("This member has left the group."), bold=True)]
    if facts.gone != "dead":
        return []
    if facts.settled:
        return [Paragraph(_("This member has died; the heirs are paid."), bold=True)]
    return [Paragraph(_("This member has died; the savings are kept for the heirs."), bold=True)]


def _stand(facts: StatementFacts, figures: Figures) -> AnyBlock:
    """What is saved on the one side, what is owed on the other, read line by line."""
    own, lends = facts.closing, bool(facts.loans) or facts.by_shares
    saves = facts.by_shares or any(row.saved for row in facts.rows)
    saved = saved_pairs(own, figures, by_shares=facts.by_shares, saves=saves)
    owed = owed_pairs(own, figures, lends=lends, contributes=facts.contributes)
    # Both sides as long as each other, so that the eye stays on its side.
    while len(owed) > len(saved) + 1:
        saved.append(owed.pop())
    pairs = []
    for at in range(max(len(saved), len(owed))):
        pairs += saved[at : at + 1] + owed[at : at + 1]
    money = Paragraph(amounts_in(facts.head.currency), small=True)
    return KeepTogether((KeyValues(tuple(pairs)), money))


def _settled(settled: Settled | None, figures: Figures) -> list[AnyBlock]:
    if settled is None:
        return []
    day = format_date(settled.day, "long") if settled.day else NOTHING
    left, moved = settled.what != "share_out", settled.what == "depart"
    heading = _("Settled on leaving, {date}") if left else _("Share-out of {date}")
    waits = _("To be paid to the new group") if moved else _("Still to be paid")
    worth = _("Savings at face") if left and settled.value == settled.savings else _("Own part")
    if settled.shares and not left:
        worth = _("Worth of the shares")
    pairs = [
        (worth, figures.sum(settled.value)),
        (_("Debts settled from it"), figures.sum(settled.set_off)),
        (waits if settled.later else _("Paid out"), figures.sum(settled.paid)),
    ]
    if settled.shares:
        pairs.insert(0, (_("Shares"), format_number(settled.shares)))
    return [KeepTogether((Heading(heading.format(date=day)), KeyValues(tuple(pairs))))]


def _trial(trial: TrialPart | None, figures: Figures) -> list[AnyBlock]:
    if trial is None:
        return []
    pairs = [(_("Own part"), figures.sum(trial.entitlement))]
    if trial.share_value:
        pairs = [
            (_("One share is worth"), figures.sum(trial.share_value)),
            (_("The shares are worth"), figures.sum(trial.entitlement)),
        ]
    if trial.whole:
        pairs.append((_("Debts settled from it"), figures.sum(trial.set_off)))
    pairs.append((_("Would be paid out"), figures.sum(trial.payout)))
    if trial.still_owes:
        pairs.append((_("Would still be owed"), figures.sum(trial.still_owes)))
    warning = _("A trial on the figures of this page, not a promise.")
    if trial.whole:
        warning = _(
            "A trial on the figures of this page, not a promise. A loan that is larger than its"
            " borrower's own part counts only when it is repaid."
        )
    told = Paragraph(warning, small=True)
    heading = Heading(_("If the cycle ended now"))
    return [KeepTogether((heading, KeyValues(tuple(pairs)), told))]


def _savings(facts: StatementFacts, figures: Figures, width: Width) -> list[AnyBlock]:
    rows = facts.rows
    if not rows:
        return []
    all_shares = [row.all_shares for row in rows]
    choices = [
        counts(_("No."), [row.meeting for row in rows])._replace(always=True),
        days(_("Date"), [row.day for row in rows], width, always=True),
        Choice(Column(_("Roll call")), [_answer(row) for row in rows], _("All"), always=True),
        counts(_("Shares"), [row.shares for row in rows], add=True),
        counts(_("All shares"), all_shares, zero=any(all_shares)),
    ]
    for name, label, adds_up in _COLUMNS:
        if name == "saved" and facts.by_shares:
            continue  # the shares say it
        sums = [int(getattr(row, name)) for row in rows]
        zero = name == "savings" and any(sums)
        choices.append(amounts(str(label), sums, figures, add=adds_up, zero=zero))
    return [Heading(_("Meetings")), table_of(choices, total=True)]


def _answer(row: PassbookRow) -> str:
    if row.mark:
        return word(PAGES, row.mark)
    return word(ANSWERS, row.status) if row.status else NOTHING


def _signatures(facts: StatementFacts) -> AnyBlock:
    """The member or an heir, and who keeps the book."""
    own = Signer(_("Member"), facts.member.name)
    if facts.gone == "dead":
        own = Signer(_("For the heirs"))
    lines = (own, *signers(facts.head.officers, WRITERS)[:1])
    return KeepTogether((Heading(_("Signed by")), Signatures(lines)))
