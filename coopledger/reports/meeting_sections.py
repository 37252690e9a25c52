"""What the sums of a meeting are made of: loans, repayments, fines, other money, corrections."""

from collections.abc import Iterable, Sequence

from coopledger.reports.document import AnyBlock, Column, Heading
from coopledger.reports.facts import Instalment, LoanLine, MeetingFacts, NoteLine, Person
from coopledger.reports.sheet import NOTHING, Choice, Figures, amounts, counts, days, table_of
from coopledger.reports.vocabulary import named, word
from coopledger.words.catalog import N_, Text, _, isolated, ngettext, pgettext
from coopledger.words.dates import enumerate_items, format_date
from coopledger.words.events import EVENT_NAMES
from coopledger.words.fines import fine_name
from coopledger.words.numbers import format_number

_HAPPENED: dict[str, Text] = {
    "grant": N_("Help from the social fund"),
    "notice": N_("Notice that savings will be taken out"),
    "expense": N_("Expense"),
    "income": N_("Money from outside"),
    "write_off": N_("Loan given up"),
    "recover": N_("Paid back on a loan given up"),
    "reschedule": N_("Loan put off, now due {who}"),
    "release": N_("{who} no longer answers for the loan"),
    "borrow": N_("Borrowed from lender {who}"),
    "borrow_charge": N_("Charge of lender {who} fell due"),
    "pay_back": N_("Paid back to lender {who}"),
    "loan_out": N_("Lent to {who}"),
    "charge_out": N_("Charge owed by {who} fell due"),
    "repay_out": N_("Paid back to {who}"),
    "loan_in": N_("Borrowed from {who}"),
    "charge_in": N_("Charge of {who} fell due"),
    "repay_in": N_("Paid back by {who}"),
    "depart": N_("Moved to {who}, savings taken along"),
    "depart_later": N_("Moved to {who}, to which the savings are owed"),
    "arrive": N_("Came from {who} with money"),
    "arrive_claim": N_("Came from {who}, which owes the amount"),
    "join": N_("Joined"),
    "death": N_("Died"),
    "leave": N_("Left, savings refunded"),
    "leave_later": N_("Left, to be refunded when the cycle ends"),
    "expelled": N_("Sent away, savings refunded"),
    "turns": N_("Order of the pot: {who}"),
    "replace": N_("Hands taken over by {who}"),
    "pot": N_("Pot of round {who}"),
    "pot_back": N_("Discount given back to all hands"),
}


def loans(facts: MeetingFacts, figures: Figures) -> list[AnyBlock]:
    """Loans given: for how long, who answers for each, what is due first."""
    lines = facts.loans
    apart = any(x.amount != x.paid_out for x in lines)
    choices = [
        _numbers([x.number for x in lines]),
        _people([x.member for x in lines]),
        Choice(Column(_("Purpose"), weight=2), [_purpose(x) for x in lines]),
        Choice(Column(_("Guarantors")), [_codes(x.guarantors) for x in lines]),
        Choice(Column(pgettext("a loan's term", "For")), [_term(x) for x in lines], always=True),
        *_instalments(_("First due"), [x.first if x.instalments > 1 else None for x in lines],
                      figures),
        days(_("Due"), [x.due for x in lines], always=True),
        amounts(_("Loan"), [x.amount if apart else 0 for x in lines], figures),
        amounts(_("Charge kept back"), [x.kept for x in lines], figures),
        amounts(_("Paid out"), [x.paid_out for x in lines], figures),
    ]  # fmt: skip
    return _section(_("Loans paid out"), choices, len(lines))


def _purpose(line: LoanLine) -> str:
    told = []
    if line.rolled:
        told.append(_("takes over loan {number}").format(number=format_number(line.rolled)))
    if line.forced:
        told.append(_("the member did not ask for it"))
    if not told:
        return line.purpose
    return enumerate_items([isolated(line.purpose), *told] if line.purpose else told)


def _term(line: LoanLine) -> str:
    count = line.instalments or line.weeks
    told = ngettext("{count} week", "{count} weeks", count)
    if line.instalments:
        told = ngettext("{count} instalment", "{count} instalments", count)
    return told.format(count=format_number(count))


def repayments(facts: MeetingFacts, figures: Figures) -> list[AnyBlock]:
    """Loans repaid, what is left of each, and what comes next."""
    lines = facts.repayments
    choices = [
        _numbers([x.number for x in lines]),
        _people([x.member for x in lines]),
        Choice(
            Column(_("Paid by guarantor"), weight=1.5),
            [named(x.by) if x.by else "" for x in lines],
        ),
        amounts(_("Late charge"), [x.late for x in lines], figures),
        amounts(_("Charge"), [x.charge for x in lines], figures),
        amounts(_("Principal"), [x.principal for x in lines], figures),
        amounts(_("Repaid"), [x.charge + x.principal + x.late for x in lines], figures),
        amounts(_("Left"), [x.left for x in lines], figures, add=False, zero=True, always=True),
        *_instalments(_("Next due"), [x.after for x in lines], figures),
    ]
    return _section(_("Loans repaid"), choices, len(lines))


def _instalments(
    heading: str, found: Sequence[Instalment | None], figures: Figures
) -> tuple[Choice, Choice]:
    sums = [each.amount if each else 0 for each in found]
    return (
        days(heading, [each.day if each else "" for each in found]),
        amounts(_("Instalment"), sums, figures, add=False),
    )


def fines(facts: MeetingFacts, figures: Figures) -> list[AnyBlock]:
    """Fines set and paid."""
    lines = facts.fines
    reasons = [enumerate_items(fine_name(code) for code in x.codes) for x in lines]
    choices = [
        _people([x.member for x in lines]),
        Choice(Column(pgettext("what a fine is for", "For"), weight=2), reasons),
        amounts(_("Set"), [x.assessed for x in lines], figures),
        amounts(_("Paid"), [x.paid for x in lines], figures),
        amounts(_("Still owed"), [x.owed for x in lines], figures, add=False),
    ]
    return _section(_("Fines"), choices, len(lines))


def notes(facts: MeetingFacts, figures: Figures) -> list[AnyBlock]:
    """Help, expenses, pots, lenders, and who came or went."""
    lines = facts.notes
    choices = [
        Choice(Column(_("What"), weight=2), [_happened(x) for x in lines], always=True),
        Choice(Column(_("Member")), [named(x.member) if x.member else "" for x in lines]),
        Choice(Column(_("Why")), [x.note for x in lines]),
        amounts(_("Amount"), [x.amount for x in lines], figures, add=False),
    ]
    return _section(_("Other money, and members"), choices, 0 if not lines else 1)


def _happened(line: NoteLine) -> str:
    who = format_date(line.who) if line.what == "reschedule" else isolated(line.who)
    if line.what not in _HAPPENED:
        return word({}, line.what)
    return _HAPPENED[line.what].format(who=who)


def corrections(facts: MeetingFacts, figures: Figures) -> list[AnyBlock]:
    """Earlier entries that were undone: where they stand, why, and who approved."""
    lines = facts.corrections
    entries = [
        _("page {page}, entry {entry}").format(
            page=format_number(x.page), entry=format_number(x.entry)
        )
        for x in lines
    ]
    undone = [word(EVENT_NAMES, x.what) for x in lines]
    choices = [
        Choice(Column(_("Entry")), entries, always=True),
        Choice(Column(_("What was undone")), undone, always=True),
        Choice(Column(_("Member")), [named(x.member) if x.member else "" for x in lines]),
        Choice(Column(_("Reason")), [x.reason or NOTHING for x in lines], always=True),
        Choice(Column(_("Approved by")), [_names(x.by) for x in lines]),
        Choice(
            Column(_("Amount"), "money"),
            [figures.signed(x.amount) if x.amount else "" for x in lines],
            values=[x.amount or None for x in lines],
        ),
    ]
    return _section(_("Corrections"), choices, 0 if not lines else 1)


def _names(people: Iterable[Person]) -> str:
    return enumerate_items(named(each) for each in people)


def _codes(people: Iterable[Person]) -> str:
    """Where there is no room for names: the members' table has them."""
    return enumerate_items(isolated(each.code) for each in people)


def _numbers(numbers: Sequence[int]) -> Choice:
    return counts(_("Loan"), numbers, zero=True)


def _people(people: Sequence[Person]) -> Choice:
    names = [named(each) for each in people]
    return Choice(Column(_("Member"), weight=2), names, _("All"), always=True)


def _section(heading: str, choices: Sequence[Choice], count: int) -> list[AnyBlock]:
    """A heading and a table, with a total below several rows; nothing where nothing was."""
    if not count:
        return []
    return [Heading(heading), table_of(choices, total=count > 1)]
